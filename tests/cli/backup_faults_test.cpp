#include "station_home.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/mount.h>
#include <unistd.h>

#include <algorithm>

// Backups, restores, repairs and rebuilds in a broken world: nothing is claimed as done that is
// not, and the next run goes on [F9].
namespace seihon::cli_test {

namespace fs = std::filesystem;

namespace {

constexpr const char* kFaultyPassword = "correct horse battery";

// A disk of so many bytes; not there where nothing may be mounted.
class SmallDisk {
  public:
    SmallDisk(fs::path folder, const std::string& size) : m_folder(std::move(folder)) {
        fs::create_directories(m_folder);
        m_isThere = ::geteuid() == 0 &&
                    ::mount("tmpfs", m_folder.c_str(), "tmpfs", 0, ("size=" + size).c_str()) == 0;
    }
    ~SmallDisk() { take(); }
    SmallDisk(const SmallDisk&) = delete; // owns the mount
    SmallDisk& operator=(const SmallDisk&) = delete;
    bool isThere() const { return m_isThere; }
    void grow(const std::string& size) const {
        EXPECT_EQ(::mount("tmpfs", m_folder.c_str(), "tmpfs", MS_REMOUNT, ("size=" + size).c_str()),
                  0);
    }
    void take() {
        if (m_isThere) {
            ::umount2(m_folder.c_str(), MNT_DETACH);
        }
        m_isThere = false;
    }

  private:
    fs::path m_folder;
    bool m_isThere = false;
};

} // namespace

class BrokenWorld : public testing::Test {
  protected:
    BrokenWorld() {
        m_record = m_home.sealedRecord(2);
        writeFile(m_password, std::string(kFaultyPassword) + "\n");
        fs::permissions(m_password, fs::perms::owner_read | fs::perms::owner_write);
        writeFile(m_home.path() / "station.toml",
                  readFile(m_home.path() / "station.toml") +
                      "\n[[backup]]\nname = \"disk\"\nrepository = \"" + m_repository.string() +
                      "\"\npassword_file = \"" + m_password.string() +
                      "\"\nappend_only = false\nkeep_daily = 2\nkeep_weekly = 1\nkeep_monthly = "
                      "1\nread_back_parts = 1\n");
    }
    Result backup(std::vector<std::string> more = {}) const {
        more.insert(more.begin(), "backup");
        return m_home.as("admin", more);
    }
    Result restore(const fs::path& to) const {
        return runProgram({m_home.command("", {}).front(), "--json", "restore", "--target",
                           m_repository.string(), "--to", to.string(), "--password-file",
                           m_password.string()});
    }
    std::int64_t entriesOf(const std::string& kind) const {
        const Result log = m_home.seihon({"audit", "log", "--limit", "500"});
        const auto& entries = log.json().at("entries").asArray();
        return std::count_if(entries.begin(), entries.end(), [&](const record::Json& one) {
            return one.at("kind").asString() == kind;
        });
    }
    // Killed at the so many-th call of this kind, by whichever process of it.
    Result killedAt(const std::string& call, int when,
                    const std::vector<std::string>& command) const {
        std::vector<std::string> words{"strace",
                                       "-f",
                                       "-q",
                                       "-o",
                                       "/dev/null",
                                       "-e",
                                       "trace=" + call,
                                       "-e",
                                       "inject=" + call +
                                           ":signal=KILL:when=" + std::to_string(when)};
        words.insert(words.end(), command.begin(), command.end());
        return runProgram(words);
    }
    void flipPage() const {
        const fs::path page = m_record / "pages/0001.tif";
        fs::permissions(page, fs::perms::owner_all);
        std::string bytes = readFile(page);
        bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
        writeFile(page, bytes);
    }

    StationHome m_home;
    const fs::path m_root = m_home.path().parent_path();
    const fs::path m_repository = m_root / "disk" / "repository";
    const fs::path m_password = m_root / "backup.password";
    fs::path m_record;
};

TEST_F(BrokenWorld, a_full_target_is_no_backup_and_the_next_one_goes_on) {
    SmallDisk disk(m_root / "disk", "300k");
    if (!disk.isThere()) {
        GTEST_SKIP() << "a small file system cannot be mounted here";
    }
    const Result full = backup({"--new"});
    EXPECT_EQ(full.code, 3) << full.out;
    EXPECT_EQ(entriesOf("BackupMade"), 0);
    EXPECT_EQ(entriesOf("BackupFailed"), 1);
    EXPECT_FALSE(fs::exists(m_home.path() / "backup" / "home"));
    EXPECT_NE(m_home.seihon({"doctor"}).out.find("BackupMissing"), std::string::npos);
    disk.grow("64m");
    const Result next = fs::exists(m_repository / "config") ? backup() : backup({"--new"});
    ASSERT_EQ(next.code, 0) << next.out << next.err;
    EXPECT_EQ(m_home.as("admin", {"backup", "drill"}).code, 0);
    EXPECT_EQ(m_home.seihon({"archive", "verify"}).code, 0);
}

TEST_F(BrokenWorld, a_full_cache_costs_nothing_but_time_or_says_so) {
    ASSERT_EQ(backup({"--new"}).code, 0);
    fs::remove_all(m_home.path() / "backup" / "cache");
    SmallDisk cache(m_home.path() / "backup" / "cache", "8k");
    if (!cache.isThere()) {
        GTEST_SKIP() << "a small file system cannot be mounted here";
    }
    const Result full = backup();
    const std::int64_t made = entriesOf("BackupMade");
    EXPECT_EQ(made, full.code == 0 ? 2 : 1) << full.out;
    cache.take();
    EXPECT_EQ(backup().code, 0);
    EXPECT_EQ(m_home.as("admin", {"backup", "drill"}).code, 0); // what was claimed is there
}

TEST_F(BrokenWorld, a_restore_onto_a_full_disk_makes_no_home) {
    ASSERT_EQ(backup({"--new"}).code, 0);
    SmallDisk disk(m_root / "new", "300k");
    if (!disk.isThere()) {
        GTEST_SKIP() << "a small file system cannot be mounted here";
    }
    const Result full = restore(m_root / "new" / "home");
    EXPECT_EQ(full.code, 3) << full.out;
    EXPECT_FALSE(fs::exists(m_root / "new" / "home"));
    disk.grow("64m");
    const Result back = restore(m_root / "new" / "home");
    EXPECT_EQ(back.code, 0) << back.out << back.err;
    EXPECT_FALSE(fs::exists(m_root / "new" / "home.restoring"));
}

TEST_F(BrokenWorld, a_repair_that_is_killed_anywhere_is_finished_and_told_once) {
    if (!straceWorks()) {
        GTEST_SKIP() << "strace may not trace here";
    }
    const fs::path replica = m_root / "replica";
    fs::create_directory(replica);
    m_home.editFile("station.toml", "replicas = []", "replicas = [\"" + replica.string() + "\"]");
    static_cast<void>(m_home.seihon({"work", "--once"}));
    const std::string good = readFile(m_record / "pages/0001.tif");
    flipPage();
    const std::string id = m_record.filename();
    const std::vector<std::string> command = m_home.command("admin", {"archive", "repair", id});
    // Each rename on the way: the files that come in, the damaged folder aside, the good one in.
    bool ended = false;
    for (int when = 1; when <= 16 && !ended; ++when) {
        ended = killedAt("renameat2", when, command).code == 0;
    }
    EXPECT_TRUE(ended);
    EXPECT_EQ(entriesOf("RecordRepaired"), 1);
    EXPECT_TRUE(readFile(m_record / "pages/0001.tif") == good);
    EXPECT_EQ(m_home.seihon({"archive", "verify"}).code, 0);
    EXPECT_TRUE(m_home.as("admin", {"archive", "repair", id}).has("RecordNotDamaged"));
    int aside = 0; // the damaged one is kept, once
    for (const fs::directory_entry& one : fs::directory_iterator(m_home.path() / "damaged")) {
        aside += one.path().filename().string().starts_with(id + "-") ? 1 : 0;
        EXPECT_FALSE(readFile(one.path() / "pages/0001.tif") == good) << one.path();
    }
    EXPECT_EQ(aside, 1);
    EXPECT_EQ(m_home.seihon({"audit", "replay"}).code, 0);
}

TEST_F(BrokenWorld, a_rebuild_that_is_killed_anywhere_invents_and_loses_nothing) {
    if (!straceWorks()) {
        GTEST_SKIP() << "strace may not trace here";
    }
    const fs::path database = m_home.path() / "ledger/ledger.sqlite";
    const std::int64_t entries = m_home.seihon({"archive", "verify"}).json().at("entries").asInt();
    std::string garbage = readFile(database);
    std::fill(garbage.begin(), garbage.begin() + 4096, 'x');
    writeFile(database, garbage);
    const std::vector<std::string> command = m_home.command("", {"archive", "rebuild"});
    for (const int when : {1, 3, 9, 27}) {
        for (const char* const call : {"pwrite64", "fsync,fdatasync", "renameat2,rename"}) {
            static_cast<void>(killedAt(call, when, command));
        }
    }
    ASSERT_EQ(m_home.seihon({"archive", "rebuild"}).code, 0);
    const Result whole = m_home.seihon({"archive", "verify"});
    EXPECT_EQ(whole.code, 0) << whole.out;
    EXPECT_GT(whole.json().at("entries").asInt(), entries);
    EXPECT_GE(entriesOf("LedgerRebuilt"), 1);
    EXPECT_EQ(whole.json().at("records").asInt(), 1);
}

} // namespace seihon::cli_test
