#include "station_home.h"

#include "record/digest.h"

#include <gtest/gtest.h>

// The clerk's main job, and what tools that are not ours say about its result.
namespace seihon::cli_test {

namespace {

const std::vector<std::string> kIntake{"intake",    "--class",  "referral-letter",
                                       "--patient", "P-000123", "--attest-complete"};

std::vector<std::string> intake(int sheets) {
    std::vector<std::string> args = kIntake;
    args.insert(args.end(), {"--sheets", std::to_string(sheets)});
    return args;
}

std::string sha256Of(const std::string& bytes) {
    return record::sha256(bytes).hex();
}

} // namespace

TEST(Intake, seals_and_reports_by_the_contract) {
    const StationHome home;
    home.layPaper(2);
    const Result run = home.as("clerk", intake(2));
    ASSERT_EQ(run.code, 0) << run.out << run.err;
    const record::Json json = run.json();
    EXPECT_EQ(json.at("state").asString(), "sealed");
    const std::filesystem::path path = json.at("path").asString();
    ASSERT_EQ(json.at("pages").asArray().size(), 2u);
    for (const record::Json& page : json.at("pages").asArray()) {
        EXPECT_EQ(page.at("dpi").asInt(), 300);
        EXPECT_TRUE(page.at("sheetRect").isObject());
        EXPECT_EQ(page.at("sha256").asString(),
                  sha256Of(readFile(path / page.at("file").asString())));
    }
    const Result verified = home.seihon({"record", "verify", path.string()});
    EXPECT_EQ(verified.code, 0) << verified.out;
    EXPECT_TRUE(verified.json().at("valid").asBool());
    EXPECT_EQ(verified.json().at("pages").asInt(), 2);
    EXPECT_TRUE(verified.has("TestMode")); // the demo says that it is one
    EXPECT_EQ(home.archivedRecords().size(), 1u);
    EXPECT_EQ(home.seihon({"archive", "verify"}).code, 0);
}

TEST(Intake, keeps_the_paper_pixel_for_pixel) {
    const StationHome home;
    home.layPaper(2);
    const std::string first = (home.tray() / "0001.png").string();
    const Result tray = runProgram({"convert", first, "-depth", "8", "rgb:-"});
    ASSERT_EQ(tray.code, 0);
    const Result run = home.as("clerk", intake(2));
    ASSERT_EQ(run.code, 0) << run.out << run.err;
    const record::Json& page = run.json().at("pages").asArray()[0];
    const record::Json& rect = page.at("sheetRect");
    const auto number = [&](const char* key) {
        return std::to_string(rect.at(key).asInt());
    };
    const Result kept = runProgram(
        {"convert", run.json().at("path").asString() + "/" + page.at("file").asString(), "-crop",
         number("w") + "x" + number("h") + "+" + number("x") + "+" + number("y"), "+repage",
         "-depth", "8", "rgb:-"});
    ASSERT_EQ(kept.code, 0) << kept.err;
    EXPECT_EQ(kept.out.size(), tray.out.size());
    EXPECT_EQ(sha256Of(kept.out), sha256Of(tray.out));
}

TEST(Intake, is_accepted_by_openssl_and_tiffinfo) {
    const StationHome home;
    const std::string record = home.sealedRecord(1).string();
    const Result accepted = home.opensslVerifies(record, record + "/META-INF/ASiCManifest001.xml");
    EXPECT_EQ(accepted.code, 0) << accepted.err;
    // the control: other content is refused
    EXPECT_NE(home.opensslVerifies(record, record + "/record.json").code, 0);
    const Result tiff = runProgram({"tiffinfo", record + "/pages/0001.tif"});
    EXPECT_EQ(tiff.code, 0);
    EXPECT_NE(tiff.out.find("Resolution: 300, 300"), std::string::npos) << tiff.out;
    EXPECT_EQ(runProgram({std::string(SEIHON_BIN_DIR) + "/seihon-verify", record, "--trust",
                          (home.path() / "trust").string()})
                  .code,
              0);
}

TEST(Intake, without_attestation_feeds_nothing) {
    const StationHome home;
    home.layPaper(1);
    const Result run = home.as(
        "clerk", {"intake", "--class", "referral-letter", "--patient", "P", "--sheets", "1"});
    EXPECT_EQ(run.code, 1) << run.out;
    EXPECT_TRUE(run.json().at("refused").asBool());
    EXPECT_TRUE(run.has("NotPrepared"));
    EXPECT_TRUE(std::filesystem::exists(home.tray() / "0001.png"));
}

TEST(Intake, finds_a_silent_double_feed_by_the_count) {
    const StationHome home;
    home.layPaper(4);
    home.planEvent("0002", "multifeed-silent");
    const Result run = home.as("clerk", intake(4));
    EXPECT_EQ(run.code, 1) << run.out << run.err;
    EXPECT_TRUE(run.has("SheetCountMismatch"));
    EXPECT_EQ(run.json().at("pages").asArray().size(), 3u); // kept, viewable, not sealed
    EXPECT_TRUE(home.archivedRecords().empty());
}

TEST(Intake, search_and_show_find_the_record_and_log_the_view) {
    const StationHome home;
    home.sealedRecord(1);
    const Result found = home.seihon({"record", "search", "--patient", "P-000123"});
    ASSERT_EQ(found.code, 0) << found.err;
    ASSERT_EQ(found.json().at("records").asArray().size(), 1u);
    const std::string id = found.json().at("records").asArray()[0].at("record").asString();
    EXPECT_TRUE(home.seihon({"record", "search", "--patient", "P-9"})
                    .json()
                    .at("records")
                    .asArray()
                    .empty());
    const std::filesystem::path sheet = home.path() / "contact.png";
    const std::filesystem::path page = home.path() / "report.html";
    const Result shown = home.seihon(
        {"record", "show", id, "--contact-sheet", sheet.string(), "--report", page.string()});
    ASSERT_EQ(shown.code, 0) << shown.err;
    EXPECT_EQ(shown.json().at("content").at("recordId").asString(), id);
    EXPECT_EQ(runProgram({"identify", sheet.string()}).code, 0);
    EXPECT_NE(readFile(page).find("DEMO"), std::string::npos);
    EXPECT_NE(home.seihon({"audit", "log"}).out.find("RecordViewed"), std::string::npos);
}

TEST(Intake, patient_data_never_stand_in_the_public_log) {
    const StationHome home;
    home.sealedRecord(1);
    EXPECT_EQ(home.seihon({"audit", "log"}).out.find("P-000123"), std::string::npos);
}

} // namespace seihon::cli_test
