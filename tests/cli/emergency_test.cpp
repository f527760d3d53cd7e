#include "station_home.h"

#include "support/run_tool.h"

#include <gmock/gmock.h>

#include <map>

// While the log cannot be written people can look, and nobody can do anything else; what they saw
// is in the log afterwards, each look once [F13].
namespace seihon::cli_test {

namespace fs = std::filesystem;
using record::Json;

namespace {

std::vector<Json> entriesOf(const StationHome& home, const std::string& kind) {
    const Result log = home.seihon({"audit", "log", "--limit", "10000"});
    std::vector<Json> found;
    for (const Json& entry : log.json().at("entries").asArray()) {
        if (entry.at("kind").asString() == kind) {
            found.push_back(entry);
        }
    }
    return found;
}

} // namespace

class Emergency : public testing::Test {
  protected:
    Emergency() : m_record(m_home.sealedRecord().filename()) {}

    // Every write to the ledger's database fails, as on a full disk; nothing else does.
    Result withoutLog(const std::string& user, const std::vector<std::string>& args) const {
        const fs::path ledger = m_home.path() / "ledger";
        std::vector<std::string> command{"strace", "-f",
                                         "-o",     "/dev/null",
                                         "-P",     (ledger / "ledger.sqlite").string(),
                                         "-P",     (ledger / "ledger.sqlite-journal").string(),
                                         "-e",     "trace=pwrite64",
                                         "-e",     "inject=pwrite64:error=ENOSPC"};
        for (const std::string& word : m_home.command(user, args)) {
            command.push_back(word);
        }
        return runProgram(command);
    }
    std::map<std::string, int> emergencyIds() const {
        std::map<std::string, int> ids;
        const Result log = m_home.seihon({"audit", "log", "--limit", "10000"});
        for (const Json& entry : log.json().at("entries").asArray()) {
            if (const Json* mark = entry.at("facts").find("emergency")) {
                ++ids[mark->at("id").asString()];
            }
        }
        return ids;
    }

    StationHome m_home;
    const std::string m_record;
    const fs::path m_spool = m_home.path() / "emergency" / "looks.jsonl";
};

TEST_F(Emergency, looks_go_on_and_are_in_the_log_afterwards_with_their_own_time_and_who) {
    if (!straceWorks()) {
        GTEST_SKIP() << "this sandbox forbids tracing";
    }
    const Result shown = withoutLog("manager", {"record", "show", m_record});
    EXPECT_EQ(shown.code, 0) << shown.out << shown.err;
    EXPECT_THAT(shown.err, testing::HasSubstr("EmergencyLooksWaiting"));
    EXPECT_EQ(withoutLog("", {"--as", "nurse", "record", "show", m_record}).code, 0);
    EXPECT_EQ(withoutLog("clerk", {"record", "search", "--patient", "P-000123"}).code, 0);
    EXPECT_THAT(readFile(m_spool), testing::HasSubstr("P-000123")); // whose eyes only:
    EXPECT_EQ(fs::status(m_spool).permissions(), fs::perms::owner_read | fs::perms::owner_write);
    // Nothing else goes on: no log, no act.
    EXPECT_EQ(withoutLog("manager", {"record", "withdraw", m_record, "--reason", "x"}).code, 3);
    EXPECT_EQ(withoutLog("admin", {"audit", "log"}).code, 3);
    const std::string waited = readFile(m_spool);

    const Result taken = m_home.seihon({"job", "list"});
    EXPECT_EQ(taken.err.find("EmergencyLooksWaiting"), std::string::npos) << taken.err;
    EXPECT_EQ(fs::file_size(m_spool), 0u);
    std::int64_t viewed = 0;
    for (const Json& entry : entriesOf(m_home, "RecordViewed")) {
        if (const Json* mark = entry.at("facts").find("emergency")) {
            ++viewed;
            EXPECT_THAT(waited, testing::HasSubstr("\"at\":\"" + mark->at("at").asString()));
            const std::string user = entry.at("facts").at("user").asString();
            EXPECT_TRUE(user == "manager" || user == "nurse") << user;
            EXPECT_EQ(entry.at("facts").at("proven").asBool(), user == "manager");
            EXPECT_EQ(entry.at("record").asString(), m_record);
        }
    }
    EXPECT_EQ(viewed, 2);
    EXPECT_EQ(m_home.seihon({"audit", "verify"}).code, 0);

    // Somebody who did not look reviews them; until then they are told of.
    EXPECT_THAT(m_home.seihon({"doctor"}).out, testing::HasSubstr("BreakGlassNotReviewed"));
    const auto summaries = entriesOf(m_home, "EmergencyLooksTaken");
    ASSERT_EQ(summaries.size(), 1u);
    EXPECT_EQ(summaries[0].at("facts").at("sequences").asArray().size(), emergencyIds().size());
    const std::string sequence = std::to_string(summaries[0].at("sequence").asInt());
    const std::vector<std::string> review{"user", "review-break-glass", sequence, "--remark",
                                          "the disk was full"};
    EXPECT_EQ(m_home.as("manager", review).code, 1); // nobody reviews an own look
    EXPECT_EQ(m_home.as("records", review).code, 0);
    EXPECT_THAT(m_home.seihon({"doctor"}).out,
                testing::Not(testing::HasSubstr("BreakGlassNotReviewed")));
}

TEST_F(Emergency, killed_while_they_are_taken_over_none_is_lost_and_none_is_doubled) {
    if (!straceWorks()) {
        GTEST_SKIP() << "this sandbox forbids tracing";
    }
    std::size_t looks = 0;
    for (int n = 1; n < 200; n += 7) {
        ASSERT_EQ(withoutLog("", {"--as", "nurse", "record", "show", m_record}).code, 0);
        std::vector<std::string> command{
            "strace",
            "-f",
            "-o",
            "/dev/null",
            "-e",
            "trace=pwrite64,fsync,fdatasync,ftruncate",
            "-e",
            "inject=pwrite64,fsync,fdatasync,ftruncate:signal=KILL:when=" + std::to_string(n)};
        for (const std::string& word : m_home.command("", {"job", "list"})) {
            command.push_back(word);
        }
        const Result killed = runProgram(command);
        ASSERT_EQ(m_home.seihon({"job", "list"}).code, 0);
        const auto ids = emergencyIds();
        EXPECT_EQ(ids.size(), looks + 1) << "call " << n;
        looks = ids.size();
        for (const auto& [id, count] : ids) {
            ASSERT_EQ(count, 1) << id << ", call " << n;
        }
        if (killed.code == 0) {
            EXPECT_GT(n, 20) << "it was killed in the middle";
            break;
        }
    }
    std::size_t told = 0;
    for (const Json& summary : entriesOf(m_home, "EmergencyLooksTaken")) {
        told += summary.at("facts").at("sequences").asArray().size();
    }
    EXPECT_EQ(told, looks);
}

TEST_F(Emergency, a_spool_that_somebody_wrote_into_writes_nothing_but_looks) {
    fs::create_directories(m_spool.parent_path());
    const Json line = entriesOf(m_home, "RecordSealed").at(0);
    writeFile(m_spool, "{\"id\":\"01a20814-70e4-7f28-821e-458aed55edb5\",\"line\":" +
                           record::canonical(line) + ",\"private\":null}\nrubbish\n{\"torn");
    const Result next = m_home.seihon({"job", "list"});
    EXPECT_EQ(next.code, 0);
    EXPECT_THAT(next.err, testing::HasSubstr("EmergencySpoolDamaged"));
    EXPECT_EQ(entriesOf(m_home, "RecordSealed").size(), 1u);
    const auto summaries = entriesOf(m_home, "EmergencyLooksTaken");
    ASSERT_EQ(summaries.size(), 1u);
    EXPECT_EQ(summaries[0].at("facts").at("damaged").asInt(), 3);
    EXPECT_EQ(fs::file_size(m_spool), 0u);
}

TEST_F(Emergency, on_a_disk_that_is_full_or_read_only) {
    const fs::path mount = m_home.path().parent_path() / "mount";
    fs::create_directory(mount);
    const auto tool = [](const std::string& command) {
        return support::runTool(command).exitCode;
    };
    if (tool("mount -t tmpfs -o size=200m tmpfs " + mount.string()) != 0) {
        GTEST_SKIP() << "this sandbox forbids mounts";
    }
    const fs::path home = mount / "home", second = m_home.path().parent_path() / "second";
    fs::create_directory(second);
    fs::copy(m_home.path(), home, fs::copy_options::recursive);
    const auto seihon = [&](std::vector<std::string> args) {
        std::vector<std::string> command{
            SEIHON_BIN_DIR "/seihon", "--home", home.string(), "--json", "--as", "nurse"};
        command.insert(command.end(), args.begin(), args.end());
        return runProgram(command);
    };
    EXPECT_EQ(seihon({"work", "--once"}).code, 0); // makes room for looks while there is some
    tool("dd if=/dev/zero bs=64k of=" + (mount / "fill").string());
    tool("dd if=/dev/zero bs=1 count=65536 of=" + (mount / "fill-2").string());
    const Result full = seihon({"record", "show", m_record});
    EXPECT_EQ(full.code, 0) << full.out << full.err;
    EXPECT_THAT(full.err, testing::HasSubstr("home/emergency/looks.jsonl"));
    fs::remove(mount / "fill");
    fs::remove(mount / "fill-2");
    EXPECT_EQ(seihon({"job", "list"}).err.find("EmergencyLooksWaiting"), std::string::npos);
    std::string settings = readFile(home / "station.toml");
    settings.replace(settings.find("replicas = []"), 13,
                     "replicas = [\"" + second.string() + "\"]");
    writeFile(home / "station.toml", settings);
    EXPECT_EQ(seihon({"job", "list"}).code, 0);
    ASSERT_EQ(tool("mount -o remount,ro " + mount.string()), 0);
    const Result readOnly = seihon({"record", "show", m_record});
    EXPECT_EQ(readOnly.code, 0) << readOnly.out << readOnly.err;
    EXPECT_THAT(readOnly.err, testing::HasSubstr(second.string()));
    fs::rename(second, m_home.path().parent_path() / "gone");
    const Result nowhere = seihon({"record", "show", m_record}); // the system log alone
    EXPECT_EQ(nowhere.code, 0) << nowhere.out << nowhere.err;
    EXPECT_THAT(nowhere.err, testing::HasSubstr("EmergencyLookNotKept"));
    fs::rename(m_home.path().parent_path() / "gone", second);
    tool("mount -o remount,rw " + mount.string());
    EXPECT_EQ(seihon({"job", "list"}).err.find("EmergencyLooksWaiting"), std::string::npos);
    const Result log = seihon({"audit", "log", "--limit", "1000"});
    std::size_t marks = 0;
    for (const Json& entry : log.json().at("entries").asArray()) {
        marks += entry.at("facts").find("emergency") != nullptr ? 1 : 0;
    }
    EXPECT_EQ(marks, 2u); // when full, and when read-only
    tool("umount " + mount.string());
}

TEST(ChangedSoftware, and_settings_are_entries_before_any_act_and_only_once) {
    const StationHome home;
    ASSERT_EQ(home.seihon({"job", "list"}).code, 0);
    EXPECT_TRUE(entriesOf(home, "SettingsChanged").empty());
    EXPECT_TRUE(entriesOf(home, "SoftwareChanged").empty());
    home.editFile("station.toml", "scan_stall_seconds = 30", "scan_stall_seconds = 31");
    writeFile(home.path() / "devices" / "own.toml.txt", "not a profile");
    home.openJob(1);
    const auto changed = entriesOf(home, "SettingsChanged");
    ASSERT_EQ(changed.size(), 1u);
    const auto& changes = changed[0].at("facts").at("changes").asArray();
    ASSERT_EQ(changes.size(), 2u);
    EXPECT_EQ(changes[0].at("name").asString(), "station.toml");
    EXPECT_NE(changes[0].at("before").asString(), changes[0].at("after").asString());
    EXPECT_EQ(changes[1].at("name").asString(), "devices/own.toml.txt");
    EXPECT_LT(changed[0].at("sequence").asInt(),
              entriesOf(home, "OriginalRegistered").at(0).at("sequence").asInt());
    fs::remove(home.path() / "devices" / "own.toml.txt");
    ASSERT_EQ(home.seihon({"job", "list"}).code, 0);
    EXPECT_EQ(entriesOf(home, "SettingsChanged").size(), 2u);

    // The same programs with another worker beside them.
    const fs::path bin = home.path().parent_path() / "bin";
    fs::create_directory(bin);
    for (const char* name : {"seihon", "seihon-dicom-worker", "seihon-scan-worker",
                             "seihon-examine-worker", "seihon-pdf-worker"}) {
        fs::copy_file(fs::path(SEIHON_BIN_DIR) / name, bin / name);
    }
    std::vector<std::string> command = home.command("", {"job", "list"});
    command[0] = (bin / "seihon").string();
    ASSERT_EQ(runProgram(command).code, 0);
    EXPECT_TRUE(entriesOf(home, "SoftwareChanged").empty()); // the place is none of its business
    writeFile(bin / "seihon-pdf-worker", readFile(bin / "seihon-pdf-worker") + "x");
    ASSERT_EQ(runProgram(command).code, 0);
    ASSERT_EQ(runProgram(command).code, 0);
    const auto software = entriesOf(home, "SoftwareChanged");
    EXPECT_EQ(software.size(), 1u + 1u); // and back again by the reading of this list
    EXPECT_EQ(software[0].at("facts").at("changes").asArray().at(0).at("name").asString(),
              "seihon-pdf-worker");
    EXPECT_EQ(home.seihon({"audit", "search", "--kind", "SoftwareChanged"}).code, 2); // a login
    EXPECT_EQ(home.as("auditor", {"audit", "search", "--kind", "SoftwareChanged"})
                  .json()
                  .at("entries")
                  .asArray()
                  .size(),
              2u);
}

} // namespace seihon::cli_test
