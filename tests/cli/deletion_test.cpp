#include "station_home.h"

#include "ledger/ledger.h"

#include <gtest/gtest.h>

// A record whose time is over goes: its bytes, and what opens its private facts in the log. The
// log stays provable, and says what was done [F14].
namespace seihon::cli_test {

namespace fs = std::filesystem;

class DeletedByLaw : public testing::Test {
  protected:
    DeletedByLaw() : m_record(m_home.sealedRecord(1).filename().string()) {
        EXPECT_EQ(m_home
                      .as("records",
                          {"retention", "event", "--patient", "P-000123", "--kind",
                           "treatment-completed", "--day", "2015-03-31", "--source", "the chart"})
                      .code,
                  0);
    }
    Result step(const std::string& who, const std::string& what) const {
        std::vector<std::string> words{"delete", what, m_record};
        if (what == "propose" || what == "close") {
            words.insert(words.end(), {"--reason", "the time is over"});
        }
        return m_home.as(who, words);
    }
    std::string station() const {
        const std::string settings = readFile(m_home.path() / "station.toml");
        const std::size_t at = settings.find("station-");
        return settings.substr(at, settings.find('"', at) - at);
    }
    void withBackups() const {
        const fs::path root = m_home.path().parent_path();
        const fs::path password = root / "backup.password";
        writeFile(password, "correct horse battery\n");
        fs::permissions(password, fs::perms::owner_read | fs::perms::owner_write);
        writeFile(m_home.path() / "station.toml",
                  readFile(m_home.path() / "station.toml") +
                      "\n[[backup]]\nname = \"disk\"\nrepository = \"" +
                      (root / "repository").string() + "\"\npassword_file = \"" +
                      password.string() +
                      "\"\nappend_only = false\nkeep_daily = 2\nkeep_weekly = 1\nkeep_monthly = 1\n"
                      "read_back_parts = 1\n");
    }
    void isCarriedOutAndInABackup() {
        withBackups();
        ASSERT_EQ(m_home.as("admin", {"backup", "--new"}).code, 0);
        ASSERT_EQ(step("records", "propose").code, 0);
        ASSERT_EQ(step("manager", "approve").code, 0);
        ASSERT_EQ(step("manager", "carry-out").code, 0);
    }
    // Every byte below the home's ledger, the archive and the jobs.
    std::string everything() const {
        std::string all;
        for (const char* part : {"ledger", "archive", "jobs"}) {
            for (const auto& file : fs::recursive_directory_iterator(m_home.path() / part)) {
                if (file.is_regular_file()) {
                    all += readFile(file.path());
                }
            }
        }
        return all;
    }

    StationHome m_home;
    const std::string m_record;
};

TEST_F(DeletedByLaw, goesStepByStepAndLeavesTheLogProvable) {
    EXPECT_EQ(step("records", "approve").code, 1); // nobody proposed it
    EXPECT_EQ(step("records", "carry-out").code, 1);
    const Result proposed = step("records", "propose");
    ASSERT_EQ(proposed.code, 0) << proposed.out;
    EXPECT_TRUE(step("records", "approve").has("MediumSamePerson"));
    EXPECT_EQ(step("clerk", "approve").code, 1);
    const Result approved = step("manager", "approve");
    ASSERT_EQ(approved.code, 0) << approved.out;
    EXPECT_EQ(m_home.archivedRecords().size(), 1u);
    EXPECT_NE(everything().find("P-000123"), std::string::npos);
    const Result done = step("manager", "carry-out");
    ASSERT_EQ(done.code, 0) << done.out;
    EXPECT_TRUE(m_home.archivedRecords().empty());
    // The event that was told about the patient is the patient's, not the record's.
    const auto log = ledger::openSqliteLedger(m_home.path() / "ledger", station());
    for (const record::Entry& entry : log->entries(0, 1000)) {
        if (entry.what.privateFacts.isObject() && entry.what.privateFacts.find("patient")) {
            EXPECT_EQ(record::enumName(entry.what.kind), "RetentionEventTold");
        }
    }
    EXPECT_TRUE(log->verify().permitted());

    const Result archive = m_home.seihon({"archive", "verify"});
    EXPECT_EQ(archive.code, 0) << archive.out;
    EXPECT_TRUE(archive.has("DeletionOpen"));
    const Result verified = m_home.seihon({"audit", "verify"});
    EXPECT_EQ(verified.code, 0) << verified.out;
    EXPECT_TRUE(verified.has("PrivateFactsDestroyed"));
    EXPECT_GE(verified.json().at("destroyed").asInt(), 2);
    EXPECT_EQ(m_home.seihon({"audit", "replay"}).code, 0);
    EXPECT_EQ(m_home.seihon({"work", "--once"}).code, 0);
    EXPECT_EQ(m_home.seihon({"record", "verify", m_record}).code, 3);
    EXPECT_TRUE(m_home.seihon({"record", "search"}).json().at("records").asArray().empty());
    // It is deleted when the other copies are gone as well.
    EXPECT_EQ(step("records", "close").code, 0);
    EXPECT_EQ(step("records", "close").code, 1);
    EXPECT_FALSE(m_home.seihon({"archive", "verify"}).has("DeletionOpen"));
    EXPECT_EQ(step("records", "propose").code, 1);
    // Another record goes on.
    EXPECT_EQ(m_home.sealedRecord(1).empty(), false);
    EXPECT_EQ(m_home.seihon({"archive", "verify"}).code, 0);
}

TEST_F(DeletedByLaw, leavesNothingInReplicasEvenIfTheyWereAway) {
    const fs::path root = m_home.path().parent_path();
    for (const char* const name : {"near", "far"}) {
        fs::create_directory(root / name);
    }
    m_home.editFile("station.toml", "replicas = []",
                    "replicas = [\"" + (root / "near").string() + "\", \"" +
                        (root / "far").string() + "\"]");
    const Result worked = m_home.seihon({"work", "--once"});
    const auto holds = [&](const char* name) {
        for (const auto& one : fs::recursive_directory_iterator(root / name)) {
            if (one.path().filename() == m_record) {
                return true;
            }
        }
        return false;
    };
    ASSERT_TRUE(holds("near") && holds("far")) << worked.out << worked.err;
    const fs::path kept = m_home.path() / "damaged" / (m_record + "-x");
    fs::create_directories(kept);
    writeFile(kept / "0001.tif", "pages");
    fs::rename(root / "far", root / "away");
    ASSERT_EQ(step("records", "propose").code, 0);
    ASSERT_EQ(step("manager", "approve").code, 0);
    ASSERT_EQ(step("manager", "carry-out").code, 0);
    EXPECT_FALSE(holds("near"));
    EXPECT_FALSE(fs::exists(kept));
    fs::rename(root / "away", root / "far"); // the disk is back, and the record with it
    const Result left = step("records", "close");
    EXPECT_EQ(left.code, 1);
    EXPECT_TRUE(left.has("DeletionCopyLeft")) << left.out;
    const Result again = m_home.seihon({"work", "--once"});
    EXPECT_FALSE(holds("far")) << again.out << again.err;
    fs::rename(root / "far", root / "away");
    const Result closed = step("records", "close"); // what cannot be seen is a person's word
    EXPECT_EQ(closed.code, 0) << closed.out;
    EXPECT_TRUE(closed.has("DeletionCopyUnseen"));
    EXPECT_EQ(m_home.seihon({"audit", "replay"}).code, 0);
}

TEST_F(DeletedByLaw, isNotClosedWhileABackupHoldsIt) {
    ASSERT_NO_FATAL_FAILURE(isCarriedOutAndInABackup());
    const Result held = step("records", "close");
    EXPECT_EQ(held.code, 1) << held.out;
    EXPECT_TRUE(held.has("DeletionCopyLeft"));
    EXPECT_NE(held.out.find("backup disk"), held.out.npos) << held.out;
    const fs::path root = m_home.path().parent_path();
    fs::rename(root / "repository", root / "away"); // nobody can look into it
    const Result away = step("records", "close");
    EXPECT_TRUE(away.has("DeletionCopyUnseen")) << away.out;
    EXPECT_EQ(away.code, 0);
}

// The generation goes by the target's own rule, and then the program sees it.
TEST_F(DeletedByLaw, isClosedWhenTheGenerationsAreGone) {
    ASSERT_NO_FATAL_FAILURE(isCarriedOutAndInABackup());
    EXPECT_EQ(step("records", "close").code, 1);
    // One generation a day is kept: a second backup takes the first one's place.
    ASSERT_EQ(m_home.as("admin", {"backup"}).code, 0);
    const Result closed = step("records", "close");
    EXPECT_EQ(closed.code, 0) << closed.out;
    EXPECT_FALSE(closed.has("DeletionCopyUnseen"));
    EXPECT_FALSE(m_home.seihon({"archive", "verify"}).has("DeletionOpen"));
}

TEST_F(DeletedByLaw, aHoldThatComesInBetweenStopsIt) {
    ASSERT_EQ(step("records", "propose").code, 0);
    ASSERT_EQ(step("manager", "approve").code, 0);
    ASSERT_EQ(m_home.as("manager", {"hold", "add", "--record", m_record, "--reason", "suit"}).code,
              0);
    EXPECT_TRUE(step("manager", "carry-out").has("LegalHoldInForce"));
    EXPECT_EQ(m_home.archivedRecords().size(), 1u);
}

TEST_F(DeletedByLaw, isFinishedAfterAKillWhereverItCame) {
    if (!straceWorks()) {
        GTEST_SKIP() << "strace may not trace here";
    }
    ASSERT_EQ(step("records", "propose").code, 0);
    ASSERT_EQ(step("manager", "approve").code, 0);
    const fs::path image = m_home.path().parent_path() / "image";
    fs::copy(m_home.path(), image, fs::copy_options::recursive | fs::copy_options::copy_symlinks);
    int killed = 0;
    for (const char* call : {"unlink,unlinkat,rmdir", "renameat,renameat2,rename"}) {
        for (int when = 1; when <= 12; ++when) {
            std::vector<std::string> words{"strace",
                                           "-f",
                                           "-q",
                                           "-o",
                                           "/dev/null",
                                           "-e",
                                           std::string("trace=") + call,
                                           "-e",
                                           std::string("inject=") + call +
                                               ":signal=KILL:when=" + std::to_string(when)};
            for (const std::string& word :
                 m_home.command("manager", {"delete", "carry-out", m_record})) {
                words.push_back(word);
            }
            killed += runProgram(words).code == 0 ? 0 : 1;
            const bool begun =
                m_home.seihon({"delete", "list"}).out.find("carried-out") != std::string::npos;
            ASSERT_EQ(m_home.seihon({"work", "--once"}).code, 0) << call << " " << when;
            const Result verified = m_home.seihon({"archive", "verify"});
            ASSERT_EQ(verified.code, 0) << call << " " << when << verified.out;
            ASSERT_EQ(m_home.archivedRecords().empty(), begun) << call << " " << when;
            fs::remove_all(m_home.path());
            fs::copy(image, m_home.path(),
                     fs::copy_options::recursive | fs::copy_options::copy_symlinks);
        }
    }
    EXPECT_GE(killed, 6);
}

} // namespace seihon::cli_test
