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
