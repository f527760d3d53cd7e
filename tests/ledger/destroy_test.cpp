#include "ledger/ledger.h"

#include "expect_fault.h"
#include "ledger/ledger_folder.h"
#include "ledger/log_files.h"
#include "ledger_samples.h"

#include <gmock/gmock.h>

// A legal deletion takes what opens private facts and leaves the tree as it was [F14].
namespace seihon::ledger::test {

using record::EntryKind;
using record::Json;
using testing::Contains;
using testing::HasSubstr;

class DestroyPrivate : public testing::Test {
  protected:
    DestroyPrivate() {
        fillSmall(*m_ledger);
        m_ledger->addCheckpoint(checkpointNow(*m_ledger));
    }
    record::Entry carryOut(std::initializer_list<Json> sequences) {
        record::EntryDraft draft = draftOf(EntryKind::DeletionCarriedOut, "");
        draft.record = "record-a";
        draft.facts = Json::object({{"entries", Json::array(sequences)}});
        return m_ledger->append(draft, instant(50));
    }
    void reopen() {
        m_ledger.reset();
        m_ledger = openAt(m_folder);
    }
    std::string everyByte() {
        m_ledger.reset();
        std::string all;
        for (const auto& file : fs::recursive_directory_iterator(m_folder.path())) {
            all += file.is_regular_file() ? readText(file.path()) : "";
        }
        m_ledger = openAt(m_folder);
        return all;
    }

    TempFolder m_folder;
    std::unique_ptr<Ledger> m_ledger = openAt(m_folder);
};

TEST_F(DestroyPrivate, leavesNoByteOfThePatientAndAWholeTree) {
    ASSERT_NE(everyByte().find("正本 太郎"), std::string::npos);
    const record::Digest root = m_ledger->head().root;
    const record::Entry deletion = carryOut({1, 6});
    EXPECT_NE(m_ledger->head().root, root); // the entry itself
    m_ledger->destroyPrivate(deletion);
    EXPECT_EQ(everyByte().find("正本 太郎"), std::string::npos);
    EXPECT_EQ(everyByte().find("\"0001\""), std::string::npos);
    const record::Verdict verdict = m_ledger->verify();
    EXPECT_TRUE(verdict.findings.empty()) << joined(verdict);
    EXPECT_FALSE(m_ledger->entries(1, 1).front().privateSalt);
    EXPECT_TRUE(m_ledger->entries(1, 1).front().privateCommitment);
    EXPECT_TRUE(m_ledger->searchRecords({}).front().patient.id.empty());
    // Life goes on, in this process and after the next start.
    m_ledger->append(sealedDraft({.recordId = "record-b", .job = "job-b"}), instant(60));
    reopen();
    m_ledger->append(draftOf(EntryKind::RecordViewed, ""), instant(61));
    EXPECT_TRUE(m_ledger->verify().findings.empty()) << joined(m_ledger->verify());
    m_ledger->destroyPrivate(deletion); // again
    EXPECT_TRUE(m_ledger->verify().findings.empty());
    const auto files = verifyLogFiles(m_folder.path(), kStation, {}, [](const auto&) {});
    EXPECT_TRUE(files.verdict.findings.empty()) << joined(files.verdict);
    EXPECT_EQ(files.destroyed, 2u);
}

TEST_F(DestroyPrivate, goesByAnEntryThatSaysSo) {
    record::Entry made = m_ledger->entries(6, 1).front();
    EXPECT_FAULT(m_ledger->destroyPrivate(made), Usage);
    made.what.kind = EntryKind::DeletionCarriedOut; // as somebody claims
    made.what.facts = Json::object({{"entries", Json::array({1})}});
    EXPECT_FAULT(m_ledger->destroyPrivate(made), Usage);
    EXPECT_TRUE(m_ledger->entries(1, 1).front().privateSalt);
}

TEST_F(DestroyPrivate, whatIsMissingWithoutItIsFound) {
    tamper(m_folder, "DELETE FROM privates WHERE sequence = 1");
    EXPECT_THAT(found(m_ledger->verify()), Contains("EntryMissing: private facts of entry 1"));
    // An entry that comes later cannot be excused by a deletion that came before.
    const record::Entry early = carryOut({20});
    m_ledger->destroyPrivate(early);
    EXPECT_THAT(found(m_ledger->verify()), Contains("EntryMissing: private facts of entry 1"));
}

// Whatever was done when the process ended, the next one finishes it.
TEST_F(DestroyPrivate, isFinishedByTheNextStart) {
    const record::Entry deletion = carryOut({1, 6});
    const std::string privates = readText(m_folder / "entries/private-000000.jsonl");
    const std::string mark = std::to_string(deletion.sequence);
    // Before the database, between it and the files, after both.
    for (const bool databaseDone : {false, true}) {
        for (const bool filesDone : {false, true}) {
            m_ledger.reset();
            writeText(destructionFileOf(m_folder.path()), mark);
            if (databaseDone) {
                tamper(m_folder, "DELETE FROM patients; DELETE FROM privates;");
            }
            writeText(m_folder / "entries/private-000000.jsonl", filesDone ? "" : privates);
            m_ledger = openAt(m_folder);
            EXPECT_FALSE(fs::exists(destructionFileOf(m_folder.path())));
            EXPECT_TRUE(m_ledger->verify().findings.empty()) << joined(m_ledger->verify());
            EXPECT_EQ(readText(m_folder / "entries/private-000000.jsonl"), "");
            m_ledger->append(draftOf(EntryKind::RecordViewed, ""), instant(70));
        }
    }
}

} // namespace seihon::ledger::test
