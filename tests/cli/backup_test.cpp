#include "station_home.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <random>

// Backups and their way back, with the real restic [F9].
namespace seihon::cli_test {

namespace fs = std::filesystem;

namespace {

constexpr const char* kBackupPassword = "correct horse battery";

std::string tableOf(const std::string& name, const fs::path& repository, const fs::path& password,
                    const std::string& more = {}) {
    return "\n[[backup]]\nname = \"" + name + "\"\nrepository = \"" + repository.string() +
           "\"\npassword_file = \"" + password.string() +
           "\"\nappend_only = false\nkeep_daily = 2\nkeep_weekly = 1\nkeep_monthly = 1\n"
           "read_back_parts = 1\n" +
           more;
}

std::vector<std::string> kindsIn(const Result& log) {
    std::vector<std::string> kinds;
    for (const record::Json& entry : log.json().at("entries").asArray()) {
        kinds.push_back(entry.at("kind").asString());
    }
    return kinds;
}

} // namespace

class BackedUp : public testing::Test {
  protected:
    BackedUp() {
        writeFile(m_password, std::string(kBackupPassword) + "\n");
        fs::permissions(m_password, fs::perms::owner_read | fs::perms::owner_write);
        target(tableOf("disk", m_repository, m_password));
    }
    void target(const std::string& table) const {
        writeFile(m_home.path() / "station.toml", m_plain + table);
    }
    Result backup(std::vector<std::string> more = {}) const {
        more.insert(more.begin(), "backup");
        return m_home.as("admin", more);
    }
    // On a machine that knows nothing: no home, the password alone.
    Result restore(const fs::path& to, std::vector<std::string> more = {}) const {
        std::vector<std::string> command{m_home.command("", {}).front(),
                                         "--json",
                                         "restore",
                                         "--target",
                                         m_repository.string(),
                                         "--to",
                                         to.string(),
                                         "--password-fd",
                                         "3"};
        command.insert(command.end(), more.begin(), more.end());
        return runProgram(command, kBackupPassword);
    }
    Result verify(const fs::path& home) const {
        return runProgram({m_home.command("", {}).front(), "--home", home.string(), "--json",
                           "archive", "verify"});
    }
    std::vector<std::string> newest(int many) const {
        return kindsIn(m_home.seihon({"audit", "log", "--limit", std::to_string(many)}));
    }
    // One byte somewhere in what the repository keeps of the pages.
    void spoilRepository() const {
        fs::path largest;
        for (const fs::directory_entry& one :
             fs::recursive_directory_iterator(m_repository / "data")) {
            if (one.is_regular_file() &&
                (largest.empty() || one.file_size() > fs::file_size(largest))) {
                largest = one.path();
            }
        }
        std::string bytes = readFile(largest);
        bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
        fs::permissions(largest, fs::perms::owner_all);
        writeFile(largest, bytes);
    }

    StationHome m_home;
    const fs::path m_root = m_home.path().parent_path();
    const fs::path m_repository = m_root / "repository";
    const fs::path m_password = m_root / "backup.password";
    const std::string m_plain = readFile(m_home.path() / "station.toml");
};

TEST_F(BackedUp, a_bare_machine_has_everything_back_but_the_keys) {
    const std::string id = m_home.sealedRecord(2).filename();
    const std::string open = m_home.openJob(1); // work in progress comes back as well
    EXPECT_EQ(backup().code, 3);                // no repository is made by accident
    const Result made = backup({"--new"});
    ASSERT_EQ(made.code, 0) << made.out << made.err;
    EXPECT_EQ(made.json().at("backups").asArray()[0].at("records").asInt(), 1);
    EXPECT_FALSE(fs::exists(m_home.path() / "backup" / "home"));

    const fs::path to = m_root / "bare" / "home";
    const Result back = restore(to);
    ASSERT_EQ(back.code, 0) << back.out << back.err;
    EXPECT_EQ(back.json().at("records").asInt(), 1);
    EXPECT_TRUE(back.has("KeyNotInBackup"));
    EXPECT_FALSE(fs::exists(to / "keys" / "station.pem"));
    EXPECT_EQ(verify(to).code, 0) << verify(to).out;
    const Result job = runProgram(
        {m_home.command("", {}).front(), "--home", to.string(), "--json", "job", "show", open});
    EXPECT_EQ(job.json().at("state").asString(), "open") << job.out;
    const Result log = runProgram({m_home.command("", {}).front(), "--home", to.string(), "--json",
                                   "audit", "log", "--limit", "50"});
    EXPECT_THAT(kindsIn(log), testing::Contains("HomeRestored"));
    const Result again = restore(to); // never over a home
    EXPECT_EQ(again.code, 2) << again.out;

    // With the key from where its copy is kept, the station works on.
    const fs::path whole = m_root / "whole";
    ASSERT_EQ(restore(whole, {"--station-key", (m_home.path() / "keys/station.pem").string()}).code,
              0);
    const Result work = runProgram(
        {m_home.command("", {}).front(), "--home", whole.string(), "--json", "work", "--once"});
    EXPECT_EQ(work.code, 0) << work.out << work.err;
    EXPECT_EQ(verify(whole).code, 0) << verify(whole).out;
    EXPECT_FALSE(m_home.seihon({"record", "show", id}).out.empty());
}

TEST_F(BackedUp, a_drill_restores_verifies_and_leaves_nothing) {
    m_home.sealedRecord();
    EXPECT_TRUE(m_home.as("clerk", {"backup"}).has("NotAuthorized"));
    ASSERT_EQ(backup({"--new"}).code, 0);
    EXPECT_NE(m_home.seihon({"doctor"}).out.find("DrillMissing"), std::string::npos);
    const Result drill = m_home.as("admin", {"backup", "drill"});
    ASSERT_EQ(drill.code, 0) << drill.out << drill.err;
    EXPECT_EQ(drill.json().at("records").asInt(), 1);
    EXPECT_FALSE(fs::exists(m_home.path() / "backup" / "drill.restoring"));
    EXPECT_THAT(newest(10), testing::IsSupersetOf({"BackupMade", "RestoreDrilled"}));
    const std::string doctor = m_home.seihon({"doctor"}).out;
    EXPECT_EQ(doctor.find("DrillMissing"), std::string::npos) << doctor;
    EXPECT_EQ(doctor.find("BackupMissing"), std::string::npos) << doctor;
    EXPECT_EQ(m_home.seihon({"audit", "replay"}).code, 0);
}

TEST_F(BackedUp, a_flipped_byte_in_the_repository_is_found) {
    m_home.sealedRecord(2);
    ASSERT_EQ(backup({"--new"}).code, 0);
    spoilRepository();
    const Result drill = m_home.as("admin", {"backup", "drill"});
    EXPECT_NE(drill.code, 0) << drill.out;
    EXPECT_NE(m_home.seihon({"doctor"}).out.find("DrillFailed"), std::string::npos);
    const Result next = backup(); // and the next backup reads it again
    EXPECT_EQ(next.code, 3) << next.out;
    EXPECT_THAT(newest(6), testing::Contains("BackupFailed"));
    const std::string doctor = m_home.seihon({"doctor"}).out;
    EXPECT_NE(doctor.find("BackupFailing"), std::string::npos) << doctor;
    EXPECT_NE(doctor.find("BackupMissing"), std::string::npos) << doctor; // none is good any more
    EXPECT_NE(restore(m_root / "back").code, 0);
    EXPECT_FALSE(fs::exists(m_root / "back"));
}

TEST_F(BackedUp, wrong_passwords_open_files_and_targets_that_are_away_are_named) {
    ASSERT_EQ(backup({"--new"}).code, 0);
    const auto reason = [&] {
        const Result failed = backup();
        EXPECT_EQ(failed.code, 3) << failed.out;
        return failed.json().at("backups").asArray()[0].at("failure").asString();
    };
    fs::permissions(m_password, fs::perms::group_read, fs::perm_options::add);
    EXPECT_THAT(reason(), testing::HasSubstr("chmod 600"));
    fs::permissions(m_password, fs::perms::owner_read | fs::perms::owner_write);
    writeFile(m_password, "another password\n");
    EXPECT_THAT(reason(), testing::HasSubstr("wrong password"));
    writeFile(m_password, kBackupPassword);
    fs::rename(m_repository, m_root / "away"); // a disk that is not mounted
    EXPECT_THAT(reason(), testing::HasSubstr("connect"));
    EXPECT_FALSE(fs::exists(m_repository));
    fs::rename(m_root / "away", m_repository);
    EXPECT_EQ(backup().code, 0);
    EXPECT_EQ(m_home.as("admin", {"backup", "--target", "none"}).code, 3);
    // Whoever looks at the processes sees neither password nor place.
    EXPECT_EQ(readFile(m_home.path() / "station.toml").find(kBackupPassword), std::string::npos);
}

TEST_F(BackedUp, work_makes_one_when_it_is_due_and_not_again) {
    ASSERT_EQ(m_home.seihon({"work", "--once"}).code, 0); // no repository: told, nothing stops
    EXPECT_THAT(newest(20), testing::Contains("BackupFailed"));
    ASSERT_EQ(m_home.seihon({"work", "--once"}).code, 0);
    const auto tries = [&] {
        const std::vector<std::string> kinds = newest(40);
        return std::count(kinds.begin(), kinds.end(), "BackupFailed");
    };
    EXPECT_EQ(tries(), 1); // not every half minute
    ASSERT_EQ(backup({"--new"}).code, 0);
    ASSERT_EQ(m_home.seihon({"work", "--once"}).code, 0);
    const std::vector<std::string> kinds = newest(40);
    EXPECT_EQ(std::count(kinds.begin(), kinds.end(), "BackupMade"), 1);
}

TEST_F(BackedUp, old_generations_go_and_an_append_only_target_keeps_them) {
    const auto generations = [&] {
        const Result listed =
            runProgram({"/usr/bin/restic", "-r", m_repository.string(), "--password-file",
                        m_password.string(), "--no-cache", "--json", "snapshots"});
        return listed.json().asArray().size();
    };
    ASSERT_EQ(backup({"--new"}).code, 0);
    ASSERT_EQ(backup().code, 0);
    EXPECT_EQ(generations(), 1u); // two of one day
    std::string table = tableOf("disk", m_repository, m_password);
    target(table.replace(table.find("append_only = false"), 19, "append_only = true"));
    ASSERT_EQ(backup().code, 0);
    EXPECT_EQ(generations(), 2u);
}

TEST_F(BackedUp, sftp_is_a_target_like_any_other) {
    const fs::path server = "/usr/lib/openssh/sftp-server";
    if (!fs::exists(server)) {
        GTEST_SKIP() << "no sftp-server here";
    }
    m_home.sealedRecord();
    target(tableOf("far", "sftp:backup@host:" + m_repository.string(), m_password,
                   "sftp_command = \"" + server.string() + "\"\n"));
    const Result made = backup({"--new"});
    ASSERT_EQ(made.code, 0) << made.out;
    EXPECT_EQ(m_home.as("admin", {"backup", "drill"}).code, 0);
}

// Killed at any point, a backup leaves the home as it was and the next one goes through; a restore
// leaves no home, and the next one makes it.
TEST_F(BackedUp, killed_anywhere_the_next_one_goes_through) {
    m_home.sealedRecord();
    ASSERT_EQ(backup({"--new"}).code, 0);
    std::mt19937 random(20261123);
    const auto killedAfter = [&](const std::vector<std::string>& command, int pin) {
        const ::pid_t child = ::fork();
        if (child == 0) {
            std::array<int, 2> ends{};
            if (::pipe(ends.data()) == 0 && pin > 0) {
                const std::string secret = pin == 1 ? "123456\n" : std::string(kBackupPassword);
                static_cast<void>(::write(ends[1], secret.data(), secret.size()) + 1);
                ::close(ends[1]);
                ::dup2(ends[0], 3);
            }
            static_cast<void>(::freopen("/dev/null", "w", stdout));
            static_cast<void>(::freopen("/dev/null", "w", stderr));
            std::vector<char*> words;
            for (const std::string& word : command) {
                words.push_back(const_cast<char*>(word.c_str()));
            }
            words.push_back(nullptr);
            ::execv(words.front(), words.data());
            ::_exit(127);
        }
        ::usleep(std::uniform_int_distribution<useconds_t>(10'000, 2'500'000)(random));
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
    };
    for (int i = 0; i < 6; ++i) {
        killedAfter(m_home.command("admin", {"backup"}), 1);
    }
    const Result next = backup();
    ASSERT_EQ(next.code, 0) << next.out << next.err;
    EXPECT_EQ(m_home.seihon({"archive", "verify"}).code, 0);
    const fs::path to = m_root / "back";
    const std::vector<std::string> command{m_home.command("", {}).front(),
                                           "restore",
                                           "--target",
                                           m_repository.string(),
                                           "--to",
                                           to.string(),
                                           "--password-file",
                                           m_password.string()};
    for (int i = 0; i < 4; ++i) {
        killedAfter(command, 0);
        if (fs::exists(to)) { // it was faster
            EXPECT_EQ(verify(to).code, 0);
            fs::remove_all(to);
        }
    }
    const Result back = restore(to);
    ASSERT_EQ(back.code, 0) << back.out << back.err;
    EXPECT_FALSE(fs::exists(m_root / "back.restoring"));
}

} // namespace seihon::cli_test
