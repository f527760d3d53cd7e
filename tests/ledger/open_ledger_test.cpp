#include "ledger/ledger.h"

#include "expect_fault.h"
#include "ledger_samples.h"

#include <gmock/gmock.h>

#include <sqlite3.h>

namespace seihon::ledger::test {
namespace {

using record::EntryKind;
using record::FaultKind;
using testing::HasSubstr;

TEST(OpenLedger, aNewerSchemaIsRefusedClearly) {
    const TempFolder folder;
    fillSmall(*openAt(folder));
    tamper(folder, "PRAGMA user_version = 4");
    const auto fault = faultOf([&] { openAt(folder); });
    EXPECT_EQ(fault.kind, FaultKind::LedgerBroken);
    EXPECT_THAT(fault.what(), HasSubstr("newer"));
    tamper(folder, "PRAGMA user_version = 3");
    EXPECT_EQ(openAt(folder)->head().size, 8u);
}

TEST(OpenLedger, foreignDatabasesAreRefused) {
    const TempFolder folder;
    fillSmall(*openAt(folder));
    EXPECT_FAULT(openSqliteLedger(folder.path(), "station-2"), LedgerBroken);
    EXPECT_FAULT(openSqliteLedger(folder.path(), ""), Usage);
    tamper(folder, "PRAGMA application_id = 1");
    EXPECT_FAULT(openAt(folder), LedgerBroken);

    const TempFolder other;
    writeText(other / "ledger.sqlite",
              "this is no database, but long enough to look at it closely");
    EXPECT_FAULT(openAt(other), LedgerBroken);
}

TEST(OpenLedger, tablesThatWereChangedAreRefused) {
    const char* changes[] = {"CREATE TRIGGER t AFTER INSERT ON lines BEGIN DELETE FROM pixels; END",
                             "CREATE VIEW v AS SELECT 1", "DROP INDEX lines_of_job",
                             "ALTER TABLE jobs ADD COLUMN more TEXT"};
    for (const char* change : changes) {
        const TempFolder folder;
        openAt(folder);
        tamper(folder, change);
        EXPECT_FAULT(openAt(folder), LedgerBroken) << change;
    }
}

TEST(OpenLedger, filesWithoutTheirDatabaseAreNeverStartedOver) {
    for (const bool emptied : {false, true}) {
        const TempFolder folder;
        fillSmall(*openAt(folder));
        const std::string before = readText(folder / "entries/000000.jsonl");
        fs::remove(folder / "ledger.sqlite");
        if (emptied) {
            writeText(folder / "ledger.sqlite", "");
        }
        const auto fault = faultOf([&] { openAt(folder); });
        EXPECT_EQ(fault.kind, FaultKind::LedgerBroken);
        EXPECT_THAT(fault.context.at("reason"), HasSubstr("backup"));
        EXPECT_EQ(readText(folder / "entries/000000.jsonl"), before);
        EXPECT_EQ(fs::exists(folder / "ledger.sqlite"), emptied);
    }
}

TEST(OpenLedger, anInterruptedFirstStartIsFinished) {
    const TempFolder folder;
    writeText(folder / "ledger.sqlite", "");
    openAt(folder)->append(draftOf(EntryKind::HomeInitialised, ""), instant(0));
    EXPECT_EQ(openAt(folder)->head().size, 1u);
}

TEST(OpenLedger, aSymlinkIsRefused) {
    const TempFolder folder, elsewhere;
    openAt(elsewhere);
    fs::create_symlink(elsewhere / "ledger.sqlite", folder / "ledger.sqlite");
    EXPECT_FAULT(openAt(folder), StorageFailed);
}

TEST(OpenLedger, aLockedLedgerIsBusyAndRetryable) {
    const TempFolder folder;
    const auto ledger = openAt(folder);
    sqlite3* raw = nullptr;
    ASSERT_EQ(::sqlite3_open((folder / "ledger.sqlite").c_str(), &raw), SQLITE_OK);
    const std::unique_ptr<sqlite3, int (*)(sqlite3*)> other(raw, ::sqlite3_close);
    ASSERT_EQ(::sqlite3_exec(raw, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), SQLITE_OK);
    const auto start = std::chrono::steady_clock::now();
    const auto fault =
        faultOf([&] { ledger->append(draftOf(EntryKind::JobOpened, "j"), instant(0)); });
    const auto waited = std::chrono::steady_clock::now() - start;
    EXPECT_EQ(fault.kind, FaultKind::LedgerBusy);
    EXPECT_TRUE(fault.retryable);
    EXPECT_GE(waited, std::chrono::seconds(4));
    EXPECT_EQ(ledger->head().size, 0u) << "reading goes on";
    ASSERT_EQ(::sqlite3_exec(raw, "ROLLBACK", nullptr, nullptr, nullptr), SQLITE_OK);
    EXPECT_EQ(ledger->append(draftOf(EntryKind::JobOpened, "j"), instant(0)).sequence, 0u);
}

TEST(OpenLedger, aFullDiskIsAFaultAndLosesNothing) {
    const TempFolder folder;
    const std::string result = onTinyDisk(folder.path(), 400 << 10, [&]() -> std::string {
        const auto ledger = openAt(folder);
        record::EntryDraft draft = draftOf(EntryKind::Refused, "job");
        draft.facts.set("text", std::string(3000, 'x'));
        std::uint64_t kept = 0;
        try {
            for (int i = 0; i < 10'000; ++i) {
                kept = ledger->append(draft, instant(i)).sequence + 1;
            }
            return "the disk never became full";
        } catch (const record::Fault& fault) {
            if (fault.kind != FaultKind::StorageFull) {
                return fault.what();
            }
        }
        if (ledger->head().size != kept || ledger->entries(0, kept).size() != kept) {
            return "an acknowledged entry is lost";
        }
        // Room again: the station goes on, and what the files lacked is added.
        growTinyDisk(folder.path(), 2 << 20);
        if (ledger->append(draft, instant(0)).sequence != kept) {
            return "a gap";
        }
        return kept > 5 ? joined(ledger->verify()) : "too small for this test";
    });
    if (result.starts_with("SKIP")) {
        GTEST_SKIP() << result;
    }
    EXPECT_EQ(result, "");
}

} // namespace
} // namespace seihon::ledger::test
