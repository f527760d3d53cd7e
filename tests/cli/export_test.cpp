#include "station_home.h"

#include "record/digest.h"

#include <gtest/gtest.h>

#include <cstdlib>

// A record that leaves the house as one file.
namespace seihon::cli_test {

namespace {

bool isThere(const std::string& program) {
    return std::system(("command -v " + program + " >/dev/null 2>&1").c_str()) == 0;
}

Result verifyAlone(const StationHome& home, const std::filesystem::path& record,
                   const std::vector<std::string>& more = {"--json"}) {
    std::vector<std::string> command{std::string(SEIHON_BIN_DIR) + "/seihon-verify",
                                     record.string(), "--trust", (home.path() / "trust").string()};
    command.insert(command.end(), more.begin(), more.end());
    return runProgram(command);
}

} // namespace

TEST(Export, makes_one_file_with_the_same_verdict_and_logs_it) {
    const StationHome home;
    const std::filesystem::path record = home.sealedRecord(2);
    const std::string id = record.filename().string();
    const std::filesystem::path file = home.path() / "山田太郎.asice";
    const Result run = home.as("manager", {"record", "export", id, "--to", file.string()});
    ASSERT_EQ(run.code, 0) << run.out << run.err;
    const std::string bytes = readFile(file);
    EXPECT_EQ(run.json().at("sha256").asString(), record::sha256(bytes).hex());
    EXPECT_EQ(run.json().at("bytes").asInt(), static_cast<std::int64_t>(bytes.size()));
    EXPECT_TRUE(run.json().at("valid").asBool());

    const Result folder = verifyAlone(home, record), container = verifyAlone(home, file);
    EXPECT_EQ(container.code, 0) << container.out;
    EXPECT_EQ(container.out, folder.out);
    EXPECT_EQ(home.seihon({"record", "verify", file.string()}).code, 0);

    // Who took what out is in the log; the file's name, which people choose, is not.
    const Result log = home.seihon({"audit", "log"});
    EXPECT_NE(log.out.find("RecordExported"), log.out.npos);
    EXPECT_NE(log.out.find(record::sha256(bytes).hex()), log.out.npos);
    EXPECT_EQ(log.out.find("山田太郎"), log.out.npos);
    EXPECT_EQ(home.seihon({"archive", "verify"}).code, 0);

    // One bit of a page is enough.
    std::string altered = bytes;
    altered[bytes.size() / 2] = static_cast<char>(altered[bytes.size() / 2] ^ 1);
    writeFile(home.path() / "altered.asice", altered);
    EXPECT_EQ(verifyAlone(home, home.path() / "altered.asice").code, 4);
}

TEST(Export, is_for_those_who_may_and_replaces_nothing) {
    const StationHome home;
    const std::filesystem::path record = home.sealedRecord(1);
    const std::string id = record.filename().string();
    const std::filesystem::path file = home.path() / "r.asice";
    const std::vector<std::string> args{"record", "export", id, "--to", file.string()};
    const Result clerk = home.as("clerk", args);
    EXPECT_EQ(clerk.code, 1) << clerk.out;
    EXPECT_TRUE(clerk.has("NotAuthorized"));
    EXPECT_EQ(home.seihon(args).code, 2); // nobody
    EXPECT_NE(home.as("manager", args, "000000").code, 0);
    EXPECT_FALSE(std::filesystem::exists(file));
    EXPECT_NE(home.seihon({"audit", "log"}).out.find("export-record"), std::string::npos);

    ASSERT_EQ(home.as("auditor", args).code, 0);
    const std::string bytes = readFile(file);
    EXPECT_EQ(home.as("auditor", args).code, 2);
    EXPECT_EQ(readFile(file), bytes);
    std::filesystem::create_symlink("nowhere", home.path() / "link.asice");
    EXPECT_EQ(
        home.as("auditor", {"record", "export", id, "--to", (home.path() / "link.asice").string()})
            .code,
        2);

    // The archive holds records and nothing else.
    EXPECT_EQ(home.as("auditor",
                      {"record", "export", id, "--to", (record.parent_path() / "r.asice").string()})
                  .code,
              2);
    EXPECT_FALSE(std::filesystem::exists(record.parent_path() / "r.asice"));

    // What is altered does not leave as a record.
    const std::string page = readFile(record / "pages" / "0001.tif");
    writeFile(record / "pages" / "0001.tif", page + "x");
    const std::filesystem::path second = home.path() / "second.asice";
    const Result refused = home.as("manager", {"record", "export", id, "--to", second.string()});
    EXPECT_EQ(refused.code, 4) << refused.out;
    EXPECT_TRUE(refused.has("FileAltered"));
    EXPECT_FALSE(std::filesystem::exists(second));
    writeFile(record / "pages" / "0001.tif", page);
    EXPECT_EQ(home.as("manager", {"record", "export", id, "--to", second.string()}).code, 0);
    EXPECT_EQ(readFile(second), bytes); // the same record gives the same bytes
}

TEST(Export, is_read_by_unzip_and_openssl) {
    if (!isThere("unzip") || !isThere("openssl")) {
        GTEST_SKIP() << "unzip or openssl is not installed";
    }
    const StationHome home;
    const std::filesystem::path record = home.sealedRecord(1);
    const std::string file = home.path() / "r.asice", folder = home.path() / "unzipped";
    ASSERT_EQ(
        home.as("records", {"record", "export", record.filename().string(), "--to", file}).code, 0);
    EXPECT_EQ(runProgram({"unzip", "-t", file}).code, 0);
    ASSERT_EQ(runProgram({"unzip", "-d", folder, file}).code, 0);
    const Result good = home.opensslVerifies(folder, folder + "/META-INF/ASiCManifest001.xml");
    EXPECT_EQ(good.code, 0) << good.err;
    EXPECT_NE(home.opensslVerifies(folder, folder + "/record.json").code, 0); // the control
    // Each page alone against the signed list.
    const std::string digest = record::toBase64(
        record::sha256(readFile(std::filesystem::path(folder) / "pages/0001.tif")).bytes);
    EXPECT_NE(readFile(std::filesystem::path(folder) / "META-INF/ASiCManifest001.xml").find(digest),
              std::string::npos);

    const std::string page = home.path() / "report.html";
    EXPECT_EQ(verifyAlone(home, file, {"--report", page, "--lang", "ja"}).code, 0);
    const std::string html = readFile(page);
    EXPECT_NE(html.find("<div class=\"test\">"), html.npos); // a demo says so
    EXPECT_NE(html.find(record.filename().string()), html.npos);
}

} // namespace seihon::cli_test
