// Qualification of a scanner from the target in its tray to the first page it may scan [A1].
#include "station_home.h"

#include "record/digest.h"
#include "report/png.h"
#include "report/target_sheet.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace seihon::cli_test {

namespace {

const std::vector<std::string> kQualify{"qualify", "--target-in-tray"};
const std::vector<std::string> kOneLetter{"intake",    "--class",          "referral-letter",
                                          "--patient", "P-000123",         "--sheets",
                                          "1",         "--attest-complete"};

// Where no letter is scanned afterwards, a coarser setting is as good a test and half the work.
const std::vector<std::string> kQualifyCoarse{"qualify", "--target-in-tray", "--dpi", "200"};

// Drawn once for all tests: it is the slowest part of them.
const record::PageImage& targetSheet() {
    static const record::PageImage image = report::targetImage(300);
    return image;
}

const record::PageImage& coarseTarget() {
    static const record::PageImage image = report::targetImage(200);
    return image;
}

// Every pixel the mean of those around it: bad optics.
record::PageImage smeared(const record::PageImage& image, std::int64_t reach) {
    record::PageImage out = image.clone();
    const std::int64_t channels = image.channels;
    for (std::int64_t y = 0; y < image.height; ++y) {
        for (std::int64_t x = reach; x + reach < image.width; ++x) {
            for (std::int64_t c = 0; c < channels; ++c) {
                int sum = 0;
                for (std::int64_t i = -reach; i <= reach; ++i) {
                    sum += image.row(y)[(x + i) * channels + c];
                }
                out.row(y)[x * channels + c] = static_cast<std::uint8_t>(sum / (2 * reach + 1));
            }
        }
    }
    return out;
}

void layTarget(const StationHome& home, const record::PageImage& image,
               const std::string& name = "0001") {
    report::writePng(home.tray() / (name + ".png"), image);
}

std::vector<std::string> with(std::vector<std::string> args, std::vector<std::string> more) {
    args.insert(args.end(), more.begin(), more.end());
    return args;
}

// The log's entries of one kind.
std::vector<record::Json> logged(const StationHome& home, const std::string& kind) {
    const Result log = home.seihon({"audit", "log"});
    std::vector<record::Json> entries;
    for (const record::Json& entry : log.json().at("entries").asArray()) {
        if (entry.at("kind").asString() == kind) {
            entries.push_back(entry);
        }
    }
    return entries;
}

} // namespace

TEST(Qualify, a_good_scan_of_the_target_qualifies_and_everything_is_kept) {
    const StationHome home;
    layTarget(home, targetSheet());
    const std::filesystem::path pdf = home.path() / "report.pdf";
    const Result run = home.as("admin", with(kQualify, {"--report", pdf.string()}));
    ASSERT_EQ(run.code, 0) << run.out << run.err;
    const record::Json& json = run.json();
    EXPECT_TRUE(json.at("qualified").asBool());
    EXPECT_EQ(json.at("device").at("serial").asString(), "DEMO-paper0");
    ASSERT_EQ(json.at("scans").asArray().size(), 1u);
    const record::Json& scan = json.at("scans").asArray()[0];
    EXPECT_EQ(record::sha256(readFile(scan.at("file").asString())).hex(),
              scan.at("sha256").asString());
    EXPECT_GE(scan.at("measurements").at("across").at("samplingEfficiencyPercent").asInt(), 95);
    EXPECT_LE(std::abs(scan.at("measurements").at("scaleErrorDownPpm").asInt()), 1'000);
    EXPECT_LE(scan.at("measurements").at("distortionMicrometres").asInt(), 60);
    EXPECT_FALSE(scan.at("capture").at("options").asArray().empty());
    EXPECT_TRUE(readFile(pdf).starts_with("%PDF"));

    const auto entries = logged(home, "DeviceQualified");
    ASSERT_EQ(entries.size(), 2u); // the demo's own, and this one
    EXPECT_EQ(entries[1].at("facts").at("scans").asArray()[0].at("sha256"), scan.at("sha256"));
    const Result list = home.seihon({"qualify", "--list"});
    const auto& all = list.json().at("qualifications").asArray();
    ASSERT_EQ(all.size(), 2u);
    EXPECT_EQ(all[0].at("validUntil"), all[1].at("validFrom")) << "the older one gave way";
    EXPECT_TRUE(all[0].at("logged").asBool());
    EXPECT_TRUE(all[1].at("logged").asBool());

    home.clearFeeder();
    home.layPaper(1);
    EXPECT_EQ(home.as("clerk", kOneLetter).code, 0);
    // What was not measured is not qualified.
    home.layPaper(1);
    const Result finer = home.as("clerk", with(kOneLetter, {"--dpi", "400"}));
    EXPECT_EQ(finer.code, 1);
    EXPECT_TRUE(finer.has("ResolutionNotQualified")) << finer.out;
}

TEST(Qualify, a_bad_scan_is_refused_and_changes_nothing) {
    const StationHome home;
    const std::string before = readFile(home.path() / "qualifications.toml");
    layTarget(home, smeared(coarseTarget(), 2));
    const Result run = home.as("manager", kQualifyCoarse);
    EXPECT_EQ(run.code, 1) << run.out << run.err;
    EXPECT_TRUE(run.json().at("refused").asBool());
    EXPECT_FALSE(run.json().at("qualified").asBool());
    EXPECT_TRUE(run.has("TargetBlurred"));
    ASSERT_EQ(logged(home, "QualificationRefused").size(), 1u);

    home.clearFeeder(); // another sheet than the target
    home.layPaper(1);
    const Result letter = home.as("manager", kQualify);
    EXPECT_EQ(letter.code, 3) << letter.out;
    EXPECT_EQ(letter.json().at("fault").at("kind").asString(), "TargetNotFound");
    const auto refused = logged(home, "QualificationRefused");
    ASSERT_EQ(refused.size(), 2u);
    EXPECT_EQ(refused[1].at("facts").at("fault").asString(), "TargetNotFound");
    EXPECT_EQ(readFile(home.path() / "qualifications.toml"), before);
}

TEST(Qualify, only_those_in_charge_and_only_with_a_target_in_the_tray) {
    const StationHome home;
    home.layPaper(1);
    const Result clerk = home.as("clerk", kQualify);
    EXPECT_EQ(clerk.code, 1);
    EXPECT_TRUE(clerk.has("NotAuthorized"));
    EXPECT_EQ(home.as("admin", {"qualify"}).code, 2);
    EXPECT_EQ(home.seihon(kQualify).code, 2) << "whoever qualifies is named";
    EXPECT_EQ(home.as("admin", {"qualify", "--void"}).code, 2) << "a reason is needed";
    EXPECT_TRUE(std::filesystem::exists(home.tray() / "0001.png")) << "no paper moved";
    home.clearFeeder();
    EXPECT_EQ(home.as("admin", kQualify).code, 3) << "the tray is empty";
}

TEST(Qualify, a_repair_ends_it_until_it_is_measured_again) {
    const StationHome home;
    const Result voided =
        home.as("admin", {"qualify", "paperfeed:paper0", "--void", "--reason", "new lamp"});
    ASSERT_EQ(voided.code, 0) << voided.out << voided.err;
    EXPECT_EQ(logged(home, "QualificationVoided").size(), 1u);
    home.layPaper(1);
    const Result refused = home.as("clerk", kOneLetter);
    EXPECT_EQ(refused.code, 1);
    EXPECT_TRUE(refused.has("QualificationVoided")) << refused.out;
    EXPECT_TRUE(std::filesystem::exists(home.tray() / "0001.png")) << "nothing is fed";
    EXPECT_EQ(home.as("admin", {"qualify", "--void", "--reason", "again"}).code, 3)
        << "there is nothing left to void";

    // Taking the mark out of the file does not bring it back: the log knows.
    const std::string kept = readFile(home.path() / "qualifications.toml");
    std::string edited = kept;
    const std::size_t at = edited.find("voided_at");
    edited.erase(at, edited.find('\n', edited.find("void_reason")) + 1 - at);
    writeFile(home.path() / "qualifications.toml", edited);
    const Result forged = home.as("clerk", kOneLetter);
    EXPECT_EQ(forged.code, 1);
    EXPECT_TRUE(forged.has("QualificationNotLogged")) << forged.out;
    writeFile(home.path() / "qualifications.toml", kept);

    home.clearFeeder();
    layTarget(home, targetSheet());
    ASSERT_EQ(home.as("admin", kQualify).code, 0);
    home.clearFeeder();
    home.layPaper(1);
    EXPECT_EQ(home.as("clerk", kOneLetter).code, 0);
}

// A new firmware is another device; and what the file says of it, the log must say, too.
TEST(Qualify, another_firmware_is_another_device) {
    const StationHome home;
    home.editFile("qualifications.toml", "firmware = \"1.0\"", "firmware = \"0.9\"");
    home.layPaper(1);
    const Result run = home.as("clerk", kOneLetter);
    EXPECT_EQ(run.code, 1) << run.out;
    EXPECT_TRUE(run.has("QualificationNotLogged"));
    EXPECT_TRUE(home.archivedRecords().empty());
}

// The two sides of a duplex scanner have sensors of their own: a target on one side says nothing
// about the other.
TEST(Qualify, duplex_wants_the_target_on_both_sides) {
    const StationHome home;
    layTarget(home, coarseTarget());
    const Result run = home.as("admin", with(kQualifyCoarse, {"--source", "feeder-duplex"}));
    EXPECT_EQ(run.code, 3) << run.out;
    EXPECT_EQ(run.json().at("fault").at("kind").asString(), "TargetNotFound");
    home.clearFeeder();
    layTarget(home, coarseTarget(), "0001.front");
    layTarget(home, coarseTarget(), "0001.back");
    const Result both = home.as("admin", with(kQualifyCoarse, {"--source", "feeder-duplex"}));
    ASSERT_EQ(both.code, 0) << both.out << both.err;
    ASSERT_EQ(both.json().at("scans").asArray().size(), 2u);
    EXPECT_EQ(both.json().at("scans").asArray()[1].at("capture").at("side").asString(), "back");
}

TEST(Qualify, the_target_is_printed_without_a_home) {
    const StationHome home; // only for its folder
    const auto pdf = home.path() / "target.pdf";
    EXPECT_EQ(runProgram({std::string(SEIHON_BIN_DIR) + "/seihon", "--json", "qualify",
                          "--print-target", pdf.string()})
                  .code,
              0);
    EXPECT_TRUE(readFile(pdf).starts_with("%PDF"));
    EXPECT_EQ(runProgram({std::string(SEIHON_BIN_DIR) + "/seihon", "--json", "qualify",
                          "--print-target", (home.path() / "target.doc").string()})
                  .code,
              2);
}

} // namespace seihon::cli_test
