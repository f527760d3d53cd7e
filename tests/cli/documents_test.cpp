#include "station_home.h"
#include "support/run_tool.h"

#include "record/digest.h"

#include <gmock/gmock.h>

// Documents that are made of a sealed record for others.
namespace seihon::cli_test {

using support::runTool;
using testing::HasSubstr;

TEST(Documents, AViewingCopyHoldsThePagesAndIsLogged) {
    const StationHome home;
    const std::filesystem::path record = home.sealedRecord(2);
    const std::string id = record.filename().string();
    const std::string file = home.path() / "山田太郎.pdf";
    const Result run = home.as("manager", {"record", "pdf", id, "--to", file});
    ASSERT_EQ(run.code, 0) << run.out << run.err;
    const std::string bytes = readFile(file);
    EXPECT_EQ(run.json().at("sha256").asString(), record::sha256(bytes).hex());
    EXPECT_EQ(run.json().at("pages").asInt(), 2);
    EXPECT_TRUE(run.json().at("valid").asBool());
    EXPECT_EQ(runTool("qpdf --check '" + file + "'").exitCode, 0);
    const std::string text = runTool("pdftotext '" + file + "' -").output;
    EXPECT_THAT(text, HasSubstr(id));
    EXPECT_THAT(text, HasSubstr("not the original"));
    // Every pixel is in it: what a program that is not ours takes out is the master's.
    const std::string images = home.path() / "image";
    ASSERT_EQ(runTool("pdfimages -tiff '" + file + "' '" + images + "'").exitCode, 0);
    for (const int page : {1, 2}) {
        const std::string number = std::to_string(page);
        const auto same =
            runTool("compare -metric AE '" + images + "-00" + std::to_string(page - 1) + ".tif' '" +
                    (record / "pages" / ("000" + number + ".tif")).string() + "' null:");
        EXPECT_EQ(same.output, "0") << page;
    }
    const Result log = home.seihon({"audit", "log"});
    EXPECT_THAT(log.out, HasSubstr("PDF/A-2b"));
    EXPECT_THAT(log.out, HasSubstr(record::sha256(bytes).hex()));
    EXPECT_THAT(log.out, testing::Not(HasSubstr("山田太郎")));
    EXPECT_EQ(home.seihon({"archive", "verify"}).code, 0);
    EXPECT_EQ(home.as("auditor", {"audit", "replay"}).code, 0);

    const std::string small = home.path() / "small.pdf";
    const Result lossy =
        home.as("manager", {"record", "pdf", id, "--to", small, "--jpeg-quality", "60"});
    ASSERT_EQ(lossy.code, 0) << lossy.out;
    EXPECT_LT(readFile(small).size(), bytes.size() / 2);
    EXPECT_THAT(runTool("pdfinfo '" + small + "'").output, HasSubstr("JPEG of quality 60"));
}

TEST(Documents, AreForThoseWhoMayAndReplaceNothing) {
    const StationHome home;
    const std::filesystem::path record = home.sealedRecord(1);
    const std::string id = record.filename().string();
    const std::string file = home.path() / "r.pdf";
    const std::vector<std::string> args{"record", "pdf", id, "--to", file};
    const Result clerk = home.as("clerk", args);
    EXPECT_EQ(clerk.code, 1) << clerk.out;
    EXPECT_TRUE(clerk.has("NotAuthorized"));
    EXPECT_EQ(home.seihon(args).code, 2); // nobody
    EXPECT_FALSE(std::filesystem::exists(file));
    ASSERT_EQ(home.as("auditor", args).code, 0);
    const std::string bytes = readFile(file);
    EXPECT_EQ(home.as("auditor", args).code, 2);
    EXPECT_EQ(readFile(file), bytes);
    const std::string inside = record.parent_path() / "r.pdf";
    EXPECT_EQ(home.as("auditor", {"record", "pdf", id, "--to", inside}).code, 2);
    EXPECT_EQ(home.as("auditor",
                      {"record", "pdf", id, "--to", home.path() / "q.pdf", "--jpeg-quality", "20"})
                  .code,
              2);

    // A page that is not what was sealed does not leave in another dress.
    const std::string page = readFile(record / "pages" / "0001.tif");
    writeFile(record / "pages" / "0001.tif", page + "x");
    const std::string second = home.path() / "second.pdf";
    const Result refused = home.as("manager", {"record", "pdf", id, "--to", second});
    EXPECT_EQ(refused.code, 4) << refused.out;
    EXPECT_TRUE(refused.has("FileAltered"));
    for (const auto& left : std::filesystem::directory_iterator(home.path())) {
        EXPECT_NE(left.path().extension(), ".part") << left.path();
    }
    EXPECT_FALSE(std::filesystem::exists(second));
}

TEST(Documents, TextThatWasReadCanBeSearched) {
    const StationHome home;
    const std::filesystem::path record = home.sealedRecord(1);
    const std::string file = home.path() / "r.pdf";
    const Result run =
        home.as("manager", {"record", "pdf", record.filename().string(), "--to", file, "--text"});
    ASSERT_EQ(run.code, 0) << run.out << run.err;
    EXPECT_EQ(run.json().at("unreadPages").asInt(), 0);
    const std::string text = runTool("pdftotext '" + file + "' -").output;
    EXPECT_THAT(text, HasSubstr("医療機関")) << text;
}

} // namespace seihon::cli_test
