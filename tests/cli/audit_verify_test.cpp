#include "station_home.h"

#include "ledger/ledger.h"

#include <gtest/gtest.h>

// The log alone, in its home and as a copy of its files that an auditor took along.
namespace seihon::cli_test {

namespace fs = std::filesystem;

class AuditVerify : public testing::Test {
  protected:
    // What an auditor gets: the files, without the database.
    void takeFiles(bool withPrivate = true) const {
        fs::remove_all(m_copy);
        for (const char* part : {"entries", "checkpoints"}) {
            fs::create_directories(m_copy);
            fs::copy(m_home.path() / "ledger" / part, m_copy / part, fs::copy_options::recursive);
        }
        if (!withPrivate) {
            fs::remove(m_copy / "entries/private-000000.jsonl");
        }
    }
    Result verifyFiles(const std::vector<std::string>& more = {}) const {
        std::vector<std::string> words{SEIHON_BIN_DIR "/seihon",
                                       "--json",
                                       "audit",
                                       "verify",
                                       "--files",
                                       m_copy.string(),
                                       "--trust",
                                       (m_home.path() / "trust").string()};
        words.insert(words.end(), more.begin(), more.end());
        return runProgram(words);
    }

    StationHome m_home;
    const fs::path m_copy = m_home.path().parent_path() / "copy";
};

TEST_F(AuditVerify, says_what_it_saw_with_a_home_and_without) {
    m_home.sealedRecord();
    ASSERT_EQ(m_home.seihon({"work", "--once"}).code, 0);
    const Result home = m_home.seihon({"audit", "verify"});
    ASSERT_EQ(home.code, 0) << home.out;
    EXPECT_GE(home.json().at("timestamped").asInt(), 1);
    takeFiles();
    const Result files = verifyFiles();
    ASSERT_EQ(files.code, 0) << files.out;
    // The look itself is an entry more.
    EXPECT_EQ(files.json().at("entries").asInt(), home.json().at("entries").asInt() + 1);
    EXPECT_TRUE(files.json().at("withPrivateFacts").asBool());
    takeFiles(false);
    const Result open = verifyFiles();
    EXPECT_EQ(open.code, 0) << open.out;
    EXPECT_FALSE(open.json().at("withPrivateFacts").asBool());
    EXPECT_EQ(m_home.seihon({"audit", "verify", "--files", m_copy.string()}).code, 2);
    EXPECT_EQ(m_home.seihon({"audit", "verify", "--anchor", "/nowhere.note"}).code, 3);
    EXPECT_EQ(m_home.seihon({"audit", "replay"}).code, 0);
}

TEST_F(AuditVerify, of_files_finds_what_was_done_to_them) {
    m_home.sealedRecord();
    ASSERT_EQ(m_home.seihon({"work", "--once"}).code, 0);
    takeFiles();
    const fs::path lines = m_copy / "entries/000000.jsonl";
    const std::string good = readFile(lines);
    std::string bad = good;
    bad.replace(bad.find("\"clerk\""), 7, "\"admin\"");
    writeFile(lines, bad);
    const Result edited = verifyFiles();
    EXPECT_EQ(edited.code, 4);
    EXPECT_TRUE(edited.has("CheckpointDisagrees")) << edited.out;
    writeFile(lines, good.substr(good.find('\n') + 1));
    EXPECT_TRUE(verifyFiles().has("EntryMissing"));
    writeFile(lines, good);
    ASSERT_EQ(verifyFiles().code, 0);
    // A token that was taken off is missed by the log itself; a note too.
    for (const fs::directory_entry& file : fs::directory_iterator(m_copy / "checkpoints")) {
        if (file.path().extension() == ".tst") {
            fs::remove(file.path());
            break;
        }
    }
    EXPECT_TRUE(verifyFiles().has("CheckpointDisagrees"));
    // Cut back together with its checkpoints: whole in itself, and behind what an auditor kept.
    takeFiles();
    std::int64_t newest = 0;
    for (const fs::directory_entry& file : fs::directory_iterator(m_copy / "checkpoints")) {
        newest = std::max<std::int64_t>(newest, std::stoll(file.path().stem().string()));
    }
    const fs::path kept = m_copy.parent_path() / (std::to_string(newest) + ".note");
    fs::copy_file(m_copy / "checkpoints" / kept.filename(), kept);
    EXPECT_EQ(verifyFiles({"--anchor", kept.string()}).code, 0);
    fs::remove(m_copy / "checkpoints" / kept.filename());
    fs::remove(m_copy / "checkpoints" / (std::to_string(newest) + ".tst"));
    std::string cut;
    std::size_t at = 0;
    for (std::int64_t i = 0; i + 1 < newest; ++i) {
        at = good.find('\n', at) + 1;
    }
    writeFile(lines, good.substr(0, at));
    EXPECT_TRUE(verifyFiles({"--anchor", kept.string()}).has("LogBehindAnchor"));
    // Nobody's trust: no checkpoint counts.
    const Result stranger =
        runProgram({SEIHON_BIN_DIR "/seihon", "--json", "audit", "verify", "--files", "/nowhere",
                    "--trust", (m_home.path() / "trust").string()});
    EXPECT_EQ(stranger.code, 3);
}

TEST_F(AuditVerify, tells_a_line_that_was_cut_and_written_again) {
    m_home.sealedRecord();
    const fs::path lines = m_home.path() / "ledger/entries/000000.jsonl";
    const std::string good = readFile(lines);
    writeFile(lines, good.substr(0, good.rfind('\n', good.size() - 2) + 1));
    const Result told = m_home.seihon({"audit", "verify"});
    EXPECT_EQ(told.code, 0) << told.out;
    EXPECT_TRUE(told.has("LogFilesCompleted")) << told.out;
    EXPECT_TRUE(readFile(lines).starts_with(good));
    EXPECT_TRUE(m_home.seihon({"audit", "verify"}).has("LogFilesCompleted")); // also later
    EXPECT_EQ(m_home.as("auditor", {"audit", "search", "--kind", "LogFilesCompleted"})
                  .json()
                  .at("entries")
                  .asArray()
                  .size(),
              1u);
    takeFiles();
    EXPECT_TRUE(verifyFiles().has("LogFilesCompleted"));
}

TEST_F(AuditVerify, shows_a_clock_that_was_set_back) {
    m_home.sealedRecord();
    const std::string settings = readFile(m_home.path() / "station.toml");
    const std::size_t at = settings.find("station-");
    const std::string station = settings.substr(at, settings.find('"', at) - at);
    {
        const auto log = ledger::openSqliteLedger(m_home.path() / "ledger", station);
        record::EntryDraft draft = log->entries(0, 1).front().what;
        draft.kind = record::EntryKind::LogViewed;
        (void)log->append(draft, record::readClock() - std::chrono::hours(24));
    }
    const Result back = m_home.seihon({"audit", "verify"});
    EXPECT_EQ(back.code, 0) << back.out;
    EXPECT_TRUE(back.has("LogTimeWentBack")) << back.out;
    EXPECT_EQ(back.json().at("stepsBack").asInt(), 1);
}

} // namespace seihon::cli_test
