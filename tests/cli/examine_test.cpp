#include "station_home.h"

#include "record/digest.h"
#include "report/png.h"
#include "support/written_pages.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <thread>

// The slow looks as people meet them: which way up, which page is missing, which codes.
namespace seihon::cli_test {

namespace {

using record::Json;

struct Sheet {
    std::string number; // "2/4"
    int quarterTurns = 0;
    std::string code; // QR, where there is one
};

record::PageImage sheetImage(const Sheet& sheet) {
    support::WrittenPage page;
    page.size = {105, 148};
    page.lines = 7;
    page.draw = [&](report::Canvas& canvas) {
        canvas.text({52, 138}, sheet.number,
                    {report::Font::Gothic, 9, {}, false, report::Align::Centre});
        if (!sheet.code.empty()) {
            canvas.picture({75, 8, 22, 22},
                           support::symbolPicture(support::Symbol::Qr, sheet.code));
        }
    };
    return support::turnedClockwise(support::writtenPage(page), sheet.quarterTurns);
}

void lay(const StationHome& home, const std::vector<Sheet>& sheets) {
    for (std::size_t i = 0; i < sheets.size(); ++i) {
        report::writePng(home.tray() / ("000" + std::to_string(i + 1) + ".png"),
                         sheetImage(sheets[i]));
    }
}

const Json* findingIn(const Json& list, const std::string& id) {
    for (const Json& finding : list.asArray()) {
        if (finding.at("id").asString() == id) {
            return &finding;
        }
    }
    return nullptr;
}

std::size_t entriesOf(const StationHome& home, const std::string& job, const std::string& kind) {
    std::size_t count = 0;
    const Result log = home.seihon({"audit", "log", "--job", job});
    for (const Json& entry : log.json().at("entries").asArray()) {
        count += entry.at("kind").asString() == kind ? 1 : 0;
    }
    return count;
}

} // namespace

TEST(Examine, names_the_missing_page_and_the_turned_one) {
#ifdef SEIHON_SANITIZED
    GTEST_SKIP() << "slow under sanitizers; the plain run has it";
#endif
    const StationHome home;
    const std::string job = home.openJob(3);
    lay(home, {{"1/4", 0, "患者 0039-3059-0"}, {"2/4", 2, ""}, {"4/4", 0, ""}});
    const Result scanned = home.as("clerk", {"job", "scan", job});
    ASSERT_EQ(scanned.code, 0) << scanned.out << scanned.err;
    EXPECT_TRUE(scanned.json().at("pages").asArray()[0].at("examination").isNull());

    const Result looked = home.seihon({"job", "examine", job});
    ASSERT_EQ(looked.code, 0) << looked.out << looked.err;
    EXPECT_EQ(looked.json().at("examined").asInt(), 3);
    const Json* gap = findingIn(looked.json().at("findings"), "PageNumberGap");
    ASSERT_NE(gap, nullptr) << looked.out;
    EXPECT_EQ(gap->at("measured").asString(), "3");
    EXPECT_EQ(gap->at("required").asInt(), 4);
    EXPECT_EQ(gap->at("severity").asString(), "warn");
    const auto& pages = looked.json().at("pages").asArray();
    EXPECT_EQ(findingIn(pages[0].at("findings"), "UpsideDown"), nullptr) << looked.out;
    const Json* turned = findingIn(pages[1].at("findings"), "UpsideDown");
    ASSERT_NE(turned, nullptr) << looked.out;
    EXPECT_EQ(turned->at("measured").asInt(), 180);
    const Json& code = pages[0].at("examination").at("barcodes").asArray().at(0);
    EXPECT_EQ(code.at("text").asString(), "患者 0039-3059-0");

    // [F16] the log's public lines do not hold what a code says
    EXPECT_EQ(home.seihon({"audit", "log", "--job", job}).out.find("0039-3059"), std::string::npos);
    EXPECT_EQ(home.seihon({"job", "show", job}).out.find("0039-3059"), std::string::npos);
    // once is enough
    EXPECT_EQ(home.seihon({"job", "examine", job}).json().at("examined").asInt(), 0);
    EXPECT_EQ(entriesOf(home, job, "PageExamined"), 3u);

    ASSERT_EQ(home.as("clerk", {"job", "compare", job, "--same"}).code, 0);
    const Result submitted = home.as("clerk", {"job", "submit", job});
    EXPECT_EQ(submitted.code, 0) << submitted.out;
    EXPECT_TRUE(submitted.has("PageNumberGap")) << "whoever submits is told";
    const Result sealed = home.as("clerk", {"job", "seal", job});
    ASSERT_EQ(sealed.code, 0) << sealed.out << sealed.err;
    const std::filesystem::path folder = sealed.json().at("path").asString();
    const Json record = record::parseJson(readFile(folder / "record.json"));
    const Json& second = record.at("pages").asArray()[1];
    EXPECT_EQ(second.at("examination").at("orientation").at("quarterTurns").asInt(), 2);
    EXPECT_NE(findingIn(second.at("findings"), "UpsideDown"), nullptr);
    EXPECT_NE(findingIn(record.at("arithmetic").at("pageNumbers"), "PageNumberGap"), nullptr);
    EXPECT_EQ(home.seihon({"record", "verify", folder.string()}).code, 0);
    EXPECT_EQ(home.seihon({"archive", "verify"}).code, 0);
    EXPECT_EQ(home.seihon({"job", "examine", job}).json().at("examined").asInt(), 0)
        << "a sealed record is left alone";
}

TEST(Examine, is_done_by_work_and_by_intake_that_asks) {
#ifdef SEIHON_SANITIZED
    GTEST_SKIP() << "slow under sanitizers; the plain run has it";
#endif
    const StationHome home;
    const std::string job = home.openJob(1);
    lay(home, {{"1/2", 0, ""}});
    ASSERT_EQ(home.as("clerk", {"job", "scan", job}).code, 0);
    const Result work = home.seihon({"work", "--once"});
    EXPECT_EQ(work.code, 0) << work.out << work.err;
    EXPECT_EQ(work.json().at("examined").at("pages").asInt(), 1) << work.out;
    EXPECT_EQ(home.seihon({"work", "--once"}).json().at("examined").at("pages").asInt(), 0);
    const Json shown = home.seihon({"job", "show", job}).json();
    EXPECT_EQ(shown.at("pages").asArray()[0].at("examination").at("pageNumber").at("total").asInt(),
              2);

    home.clearFeeder();
    lay(home, {{"1/2", 0, ""}});
    const Result intake =
        home.as("clerk", {"intake", "--class", "referral-letter", "--patient", "P-000123",
                          "--sheets", "1", "--attest-complete", "--examine"});
    ASSERT_EQ(intake.code, 0) << intake.out << intake.err;
    EXPECT_TRUE(intake.json().at("pages").asArray()[0].at("examination").isObject());
}

// A capture that was tampered with is not looked at, and the tampering is said.
TEST(Examine, looks_at_no_altered_file) {
    const StationHome home;
    const std::string job = home.openJob(1);
    lay(home, {{"1/1", 0, ""}});
    const Result scanned = home.as("clerk", {"job", "scan", job});
    ASSERT_EQ(scanned.code, 0);
    const std::filesystem::path file =
        home.path() / "jobs" / job / scanned.json().at("pages").asArray()[0].at("file").asString();
    std::string bytes = readFile(file);
    bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
    writeFile(file, bytes);
    const Result looked = home.seihon({"job", "examine", job});
    EXPECT_EQ(looked.code, 3) << looked.out;
    EXPECT_EQ(entriesOf(home, job, "PageExamined"), 0u);
    const Result work = home.seihon({"work", "--once"});
    EXPECT_EQ(work.json().at("examined").at("pending").asArray().size(), 1u) << work.out;
}

TEST(Measure, examines_a_file_where_asked) {
#ifdef SEIHON_SANITIZED
    GTEST_SKIP() << "slow under sanitizers; the plain run has it";
#endif
    const StationHome home;
    const std::filesystem::path file = home.path() / "page.png";
    report::writePng(file, sheetImage({"(3/7)", 1, ""}));
    const Result plain = home.seihon({"measure", file.string()});
    ASSERT_EQ(plain.code, 0) << plain.out << plain.err;
    EXPECT_EQ(plain.json().at("files").asArray()[0].find("examination"), nullptr);
    const Result looked = home.seihon({"measure", file.string(), "--examine"});
    ASSERT_EQ(looked.code, 0) << looked.out << looked.err;
    const Json& seen = looked.json().at("files").asArray()[0].at("examination");
    EXPECT_EQ(seen.at("orientation").at("quarterTurns").asInt(), 1);
    EXPECT_EQ(seen.at("pageNumber").at("number").asInt(), 3);
    EXPECT_EQ(seen.at("pageNumber").at("total").asInt(), 7);
}

} // namespace seihon::cli_test
