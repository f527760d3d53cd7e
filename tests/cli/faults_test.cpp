#include "station_home.h"

#include <gtest/gtest.h>

#include <sys/mount.h>
#include <unistd.h>

// A broken world: each message says what happened, what is safe, what to do; nothing is lost.
namespace seihon::cli_test {

namespace {

void expectFault(const Result& run, const std::string& kind) {
    EXPECT_EQ(run.code, 3) << run.out << run.err;
    const record::Json& fault = run.json().at("fault");
    EXPECT_EQ(fault.at("kind").asString(), kind) << run.out;
    for (const char* part : {"what", "safe", "todo"}) {
        EXPECT_GT(fault.at(part).asString().size(), 10u) << part;
    }
}

const char* const kDemoTsa = "url = \"demo:\"";
const char* const kNoTsa = "url = \"http://127.0.0.1:9/\"";

} // namespace

TEST(Faults, wrong_pin_changes_nothing) {
    const StationHome home;
    const std::string job = home.submittedJob(1);
    expectFault(home.as("clerk", {"job", "seal", job}, "999999"), "PinWrong");
    EXPECT_EQ(home.seihon({"job", "show", job}).json().at("state").asString(), "submitted");
    EXPECT_NE(home.seihon({"audit", "log", "--limit", "1000"}).out.find("LoginFailed"),
              std::string::npos);
    EXPECT_EQ(home.as("clerk", {"job", "seal", job}).code, 0);
}

TEST(Faults, no_pin_no_user_and_odd_words_are_usage_errors_in_json) {
    const StationHome home;
    const std::vector<std::vector<std::string>> odd{
        {"intake", "--class", "referral-letter", "--patient", "P", "--sheets", "1"},
        {"frobnicate"},
        {"job"},
        {"job", "page", "x", "1"},
        {"backfile", "plan"},
        {"job", "register", "--class", "referral-letter", "--sheets", "99999999999999999999",
         "--patient", "P"}};
    for (const auto& args : odd) {
        const Result run = home.seihon(args);
        EXPECT_EQ(run.code, 2) << args[0] << run.out;
        EXPECT_EQ(run.json().at("fault").at("kind").asString(), "Usage");
    }
    EXPECT_EQ(home.as("clerk", {"job", "list"}, "").code, 0);
    const Result empty = home.as("clerk", {"job", "open", "x"}, "");
    EXPECT_EQ(empty.code, 2) << empty.out;
    EXPECT_EQ(runProgram({std::string(SEIHON_BIN_DIR) + "/seihon", "--json", "job", "list"}).code,
              2);
}

TEST(Faults, unknown_user_is_refused_and_logged) {
    const StationHome home;
    expectFault(home.as("nobody", {"job", "open", "x"}), "LoginRefused");
}

TEST(Faults, without_a_timestamp_authority_the_seal_stays_pending_and_work_ends_it) {
    const StationHome home;
    const std::string job = home.submittedJob(1);
    home.editFile("station.toml", kDemoTsa, kNoTsa);
    const Result pending = home.as("clerk", {"job", "seal", job});
    EXPECT_EQ(pending.code, 3) << pending.out;
    EXPECT_EQ(pending.json().at("state").asString(), "sealing-pending");
    EXPECT_TRUE(pending.json().at("record").isNull());
    EXPECT_TRUE(pending.json().at("path").isNull());
    EXPECT_TRUE(home.archivedRecords().empty());
    EXPECT_EQ(home.seihon({"work", "--once"}).code, 3);
    home.editFile("station.toml", kNoTsa, kDemoTsa);
    const Result done = home.seihon({"work", "--once"});
    EXPECT_EQ(done.code, 0) << done.out;
    EXPECT_EQ(home.seihon({"job", "show", job}).json().at("state").asString(), "sealed");
    ASSERT_EQ(home.archivedRecords().size(), 1u);
    EXPECT_EQ(home.seihon({"record", "verify", home.archivedRecords()[0].string()}).code, 0);
}

TEST(Faults, a_full_disk_keeps_what_was_ticked) {
    const StationHome home;
    const std::string job = home.openJob(3);
    const std::filesystem::path captures = home.path() / "jobs" / job / "captures";
    if (::geteuid() != 0 || ::mount("tmpfs", captures.c_str(), "tmpfs", 0, "size=12m") != 0) {
        GTEST_SKIP() << "a small file system cannot be mounted here";
    }
    home.layPaper(3);
    const Result run = home.as("clerk", {"job", "scan", job});
    const record::Json shown = home.seihon({"job", "show", job}).json();
    EXPECT_EQ(run.code, 3) << run.out;
    EXPECT_EQ(run.json().at("fault").at("kind").asString(), "StorageFull") << run.out;
    EXPECT_LT(shown.at("pages").asArray().size(), 3u);
    for (const record::Json& page : shown.at("pages").asArray()) {
        EXPECT_TRUE(
            std::filesystem::exists(home.path() / "jobs" / job / page.at("file").asString()));
    }
    ::umount(captures.c_str());
}

TEST(Faults, an_empty_feeder_an_open_cover_and_a_hung_device_are_told_apart) {
    const StationHome home;
    home.editFile("station.toml", "scan_stall_seconds = 30", "scan_stall_seconds = 2");
    const std::string job = home.openJob(1);
    expectFault(home.as("clerk", {"job", "scan", job}), "FeederEmpty");
    home.layPaper(1);
    writeFile(home.path() / "feeder" / "state", "cover-open 1\n");
    expectFault(home.as("clerk", {"job", "scan", job}), "CoverOpen");
    writeFile(home.path() / "feeder" / "state", "");
    home.planEvent("0001", "hang 60000 0.5");
    expectFault(home.as("clerk", {"job", "scan", job}), "DeviceHung");
    home.clearFeeder();
    home.layPaper(1);
    EXPECT_EQ(home.as("clerk", {"job", "scan", job}).code, 0);
}

// A person reads here, before choosing or qualifying a scanner, what it will never tell.
TEST(Faults, devices_says_which_profile_applies_and_what_cannot_be_guaranteed) {
    const StationHome home;
    const Result plain = home.seihon({"devices"});
    ASSERT_EQ(plain.code, 0) << plain.err;
    const record::Json& device = plain.json().at("devices").asArray().at(0);
    EXPECT_EQ(device.at("profile").asString(), "paperfeed");
    EXPECT_TRUE(device.at("findings").asArray().empty());
    // Another device, and a profile of the house for it.
    writeFile(home.path() / "feeder/identity", "model fi-0000\nserial -\nfirmware -\n");
    writeFile(home.path() / "devices/fi.toml",
              "[device]\nname = \"our-fi\"\nbackends = [\"paperfeed\"]\nmodels = [\"fi-*\"]\n"
              "wire_format = \"unknown\"\ntells_double_feed = false\n"
              "double_feed_reported_after_sheet = true\nfills_up = true\n"
              "serial_in_name = false\n");
    const Result other = home.seihon({"devices"});
    ASSERT_EQ(other.code, 0) << other.err;
    const record::Json& found = other.json().at("devices").asArray().at(0);
    EXPECT_EQ(found.at("profile").asString(), "our-fi");
    std::vector<std::string> ids;
    for (const record::Json& finding : found.at("findings").asArray()) {
        ids.push_back(finding.at("id").asString());
        EXPECT_FALSE(finding.at("text").asString().empty());
    }
    EXPECT_EQ(ids, (std::vector<std::string>{"DoubleFeedNotDetected", "SerialNumberUnknown",
                                             "FirmwareUnknown", "WireFormatUnknown",
                                             "ShortPagesFilledUp"}));
    // A mistake in it is named with its line, and nothing is scanned with half a profile.
    writeFile(home.path() / "devices/fi.toml", "[device]\nname = \"our-fi\"\n");
    EXPECT_EQ(home.seihon({"devices"}).code, 3);
}

TEST(Faults, doctor_is_well_on_a_fresh_demo_and_not_without_its_scanner) {
    const StationHome home;
    const Result well = home.seihon({"doctor"});
    EXPECT_EQ(well.code, 0) << well.out;
    home.editFile("sane/dll.conf", "paperfeed", "nothing");
    EXPECT_NE(home.seihon({"doctor"}).code, 0);
}

TEST(Faults, measure_needs_no_home_and_names_bad_files) {
    const StationHome home;
    home.layPaper(1);
    const std::string seihon = std::string(SEIHON_BIN_DIR) + "/seihon";
    const Result good =
        runProgram({seihon, "--json", "measure", (home.tray() / "0001.png").string()});
    ASSERT_EQ(good.code, 0) << good.out << good.err;
    EXPECT_EQ(good.json().at("files").asArray().size(), 1u);
    writeFile(home.path() / "x.png", "not a picture");
    const Result bad = runProgram({seihon, "--json", "measure", (home.path() / "x.png").string()});
    expectFault(bad, "ImageUnreadable");
}

} // namespace seihon::cli_test
