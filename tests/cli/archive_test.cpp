#include "ledger/sqlite_handle.h"
#include "station_home.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

// The archive in parts, its replicas, and its database made anew [F9].
namespace seihon::cli_test {

namespace fs = std::filesystem;

class KeptTwice : public testing::Test {
  protected:
    KeptTwice() {
        fs::create_directories(m_replica);
        m_home.editFile("station.toml", "replicas = []",
                        "replicas = [\"" + m_replica.string() + "\"]");
        m_record = m_home.sealedRecord(2);
        m_id = m_record.filename();
    }
    Result verify(std::vector<std::string> more = {}) const {
        more.insert(more.begin(), {"archive", "verify"});
        return m_home.seihon(more);
    }
    Result work() const { return m_home.seihon({"work", "--once"}); }
    fs::path copy() const {
        for (const fs::directory_entry& one : fs::recursive_directory_iterator(m_replica)) {
            if (one.path().filename() == m_id) {
                return one.path();
            }
        }
        return {};
    }
    static void flip(const fs::path& file) {
        fs::permissions(file, fs::perms::owner_all);
        std::string bytes = readFile(file);
        bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
        writeFile(file, bytes);
    }
    Result repair() const { return m_home.as("admin", {"archive", "repair", m_id}); }

    StationHome m_home;
    const fs::path m_replica = m_home.path().parent_path() / "replica";
    fs::path m_record;
    std::string m_id;
};

TEST_F(KeptTwice, a_damaged_record_comes_back_from_its_replica_and_stays_aside) {
    EXPECT_TRUE(verify().has("ReplicaMissing"));
    ASSERT_EQ(work().code, 0);
    const Result sound = verify();
    EXPECT_EQ(sound.code, 0) << sound.out;
    EXPECT_FALSE(sound.has("ReplicaMissing")) << sound.out;
    EXPECT_TRUE(repair().has("RecordNotDamaged"));

    const fs::path page = m_record / "pages/0001.tif";
    const std::string good = readFile(page);
    flip(page);
    EXPECT_EQ(verify().code, 4);
    static_cast<void>(work()); // which may tell of it, too; damage is not spread
    EXPECT_TRUE(m_home.as("clerk", {"archive", "repair", m_id}).has("NotAuthorized"));
    const Result mended = repair();
    ASSERT_EQ(mended.code, 0) << mended.out << mended.err;
    EXPECT_TRUE(readFile(page) == good);
    EXPECT_FALSE(readFile(fs::path(mended.json().at("damaged").asString()) / "pages/0001.tif") ==
                 good);
    EXPECT_EQ(verify().code, 0) << verify().out;
    EXPECT_EQ(m_home.seihon({"audit", "replay"}).code, 0);

    fs::remove_all(m_record); // and one that is gone
    EXPECT_TRUE(verify().has("RecordMissing"));
    ASSERT_EQ(repair().code, 0);
    EXPECT_EQ(verify().code, 0) << verify().out;
}

TEST_F(KeptTwice, a_replica_that_is_damaged_mends_nothing) {
    ASSERT_EQ(work().code, 0);
    flip(copy() / "pages/0002.tif");
    const Result told = verify();
    EXPECT_EQ(told.code, 0); // the archive's own copy is what counts
    EXPECT_TRUE(told.has("ReplicaDiffers")) << told.out;
    flip(m_record / "pages/0001.tif");
    EXPECT_TRUE(repair().has("NoSoundReplica"));
    EXPECT_TRUE(fs::exists(m_record / "pages/0001.tif")); // nothing was touched
    EXPECT_FALSE(fs::exists(m_home.path() / "damaged" / ("incoming-" + m_id)));
}

TEST_F(KeptTwice, what_is_laid_over_a_record_later_follows_and_a_folder_that_is_away_waits) {
    fs::rename(m_replica, m_replica.string() + "-away");
    ASSERT_EQ(work().code, 0);
    EXPECT_NE(m_home.seihon({"doctor"}).out.find("ReplicaUnreachable"), std::string::npos);
    EXPECT_FALSE(fs::exists(m_replica));
    fs::rename(m_replica.string() + "-away", m_replica);
    ASSERT_EQ(work().code, 0);
    int code = 3; // until a list newer than the token is there
    for (int i = 0; code == 3 && i < 50; ++i) {
        code = m_home.as("records", {"record", "complete", m_id}).code;
    }
    ASSERT_EQ(code, 0);
    ASSERT_EQ(work().code, 0);
    const Result told = verify();
    EXPECT_EQ(told.code, 0) << told.out;
    EXPECT_FALSE(told.has("ReplicaDiffers")) << told.out;
    // A disk that was exchanged for an empty one is filled anew.
    fs::remove_all(m_replica);
    fs::create_directories(m_replica);
    ASSERT_EQ(work().code, 0);
    EXPECT_FALSE(verify().has("ReplicaMissing"));
}

TEST_F(KeptTwice, parts_cover_each_record_once_and_the_report_is_signed) {
    m_home.sealedRecord();
    m_home.sealedRecord();
    std::int64_t looked = 0;
    for (int part = 1; part <= 3; ++part) {
        const Result one = verify({"--part", std::to_string(part) + "/3"});
        ASSERT_EQ(one.code, 0) << one.out;
        looked += one.json().at("records").asInt();
    }
    EXPECT_EQ(looked, 3);
    for (const char* wrong : {"0/3", "4/3", "1", "1/", "/3", "1/367", "a/b", "1/3x", "-1/3"}) {
        EXPECT_EQ(verify({"--part", wrong}).code, 2) << wrong;
    }
    const fs::path report = m_home.path().parent_path() / "report.note";
    ASSERT_EQ(verify({"--report", report.string()}).code, 0);
    const std::string note = readFile(report);
    EXPECT_TRUE(note.starts_with("seihon-report/archive-verify\n")) << note;
    EXPECT_NE(note.find("records: 3 of 3\n"), std::string::npos) << note;
    EXPECT_NE(note.find("valid: yes\n"), std::string::npos) << note;
    // Orphans are shown and stay.
    const fs::path orphan = m_record.parent_path() / "01a20747-93b4-7453-b93d-b26013dcb8c6";
    fs::create_directories(orphan);
    EXPECT_EQ(verify({"--part", "1/3"}).code, 4); // whatever the part
    EXPECT_TRUE(fs::exists(orphan));
}

TEST_F(KeptTwice, work_looks_at_one_part_a_day) {
    ASSERT_EQ(work().code, 0);
    ASSERT_EQ(work().code, 0);
    const Result log = m_home.seihon({"audit", "log", "--limit", "200"});
    std::int64_t parts = 0;
    for (const record::Json& entry : log.json().at("entries").asArray()) {
        parts += entry.at("kind").asString() == "ArchivePartVerified" ? 1 : 0;
    }
    EXPECT_EQ(parts, 1);
    EXPECT_FALSE(fs::exists(m_home.path() / "archive-part.json"));
    EXPECT_FALSE(fs::is_empty(m_home.path() / "reports"));
}

TEST_F(KeptTwice, a_database_is_made_anew_and_nothing_is_invented) {
    ASSERT_EQ(work().code, 0);
    const fs::path database = m_home.path() / "ledger/ledger.sqlite";
    const std::int64_t entries = verify().json().at("entries").asInt();
    std::string garbage = readFile(database);
    std::fill(garbage.begin(), garbage.begin() + 4096, 'x');
    writeFile(database, garbage);
    EXPECT_EQ(verify().code, 3);
    const Result rebuilt = m_home.seihon({"archive", "rebuild"});
    ASSERT_EQ(rebuilt.code, 0) << rebuilt.out << rebuilt.err;
    EXPECT_EQ(rebuilt.json().at("entries").asInt(), entries);
    EXPECT_EQ(rebuilt.json().at("records").asInt(), 1);
    EXPECT_TRUE(readFile(rebuilt.json().at("aside").asString()) == garbage);
    EXPECT_EQ(verify().code, 0) << verify().out;
    EXPECT_FALSE(m_home.seihon({"record", "search"}).json().at("records").asArray().empty());
    m_home.sealedRecord(); // and the station works on
    EXPECT_EQ(verify().code, 0) << verify().out;
}

TEST_F(KeptTwice, a_gap_in_the_files_is_named_and_the_database_stays) {
    const fs::path lines = m_home.path() / "ledger/entries/000000.jsonl";
    const fs::path database = m_home.path() / "ledger/ledger.sqlite";
    fs::permissions(lines, fs::perms::owner_all);
    const std::string whole = readFile(lines);
    const auto first = whole.find('\n') + 1;
    const std::string gap = whole.substr(0, first) + whole.substr(whole.find('\n', first) + 1);
    writeFile(lines, gap);
    const std::string before = readFile(database);
    const Result refused = m_home.seihon({"archive", "rebuild"});
    EXPECT_EQ(refused.code, 4) << refused.out;
    EXPECT_TRUE(refused.has("EntryMissing")) << refused.out;
    EXPECT_TRUE(readFile(database) == before); // whole bytes are no message
    std::string altered = whole;
    altered[first + 40] = static_cast<char>(altered[first + 40] ^ 1);
    writeFile(lines, altered);
    fs::remove(database);
    EXPECT_EQ(m_home.seihon({"archive", "rebuild"}).code, 4);
    EXPECT_FALSE(fs::exists(database));
    writeFile(lines, whole);
    const Result back = m_home.seihon({"archive", "rebuild"});
    EXPECT_EQ(back.code, 0) << back.out;
    // A database that is ahead of its files keeps what only it has: opening brings the files up.
    const std::string longer = readFile(lines);
    writeFile(lines, longer.substr(0, longer.rfind('\n', longer.size() - 2) + 1));
    const std::int64_t entries = back.json().at("entries").asInt();
    EXPECT_GT(m_home.seihon({"archive", "rebuild"}).json().at("entries").asInt(), entries);
}

} // namespace seihon::cli_test
