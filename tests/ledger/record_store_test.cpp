#include "ledger/record_store.h"

#include "record/id.h"

#include "expect_fault.h"
#include "injected.h"
#include "ledger_samples.h"

#include <gmock/gmock.h>

#include <cerrno>

namespace seihon::ledger::test {
namespace {

using testing::ElementsAre;
using testing::UnorderedElementsAre;

fs::path build(const TempFolder& folder, const std::string& content) {
    const fs::path built = folder / "built";
    fs::create_directories(built / "pages");
    writeText(built / "pages/0001.tif", content);
    return built;
}

TEST(RecordStore, commitsAFolderToItsPlace) {
    const TempFolder folder;
    const auto store = openFolderStore(folder / "archive");
    const std::string id = record::makeId(record::parseInstant("2026-11-22T23:59:59Z"));
    EXPECT_FALSE(store->holds(id));
    EXPECT_THAT(store->list(), ElementsAre());
    store->commit(build(folder, "page"), id);
    EXPECT_TRUE(store->holds(id));
    EXPECT_EQ(store->pathOf(id), folder / "archive" / "2026/11/22" / id);
    EXPECT_EQ(readText(store->pathOf(id) / "pages/0001.tif"), "page");
    EXPECT_FALSE(fs::exists(folder / "built"));
    EXPECT_THAT(openFolderStore(folder / "archive")->list(), ElementsAre(id));
}

// Killed between the rename and the fsync of the archive's folders: the name is there, and a power
// cut may still take it back. Settled, every folder from the record's up to the archive is synced.
TEST(RecordStore, whatACrashLeftIsSettledBeforeItCounts) {
    const TempFolder folder;
    const auto store = openFolderStore(folder / "archive");
    const std::string id = record::makeId(record::parseInstant("2026-11-22T23:59:59Z"));
    const fs::path target = store->pathOf(id);
    fs::create_directories(target.parent_path());
    fs::rename(build(folder, "page"), target);
    ASSERT_TRUE(store->holds(id));
    {
        const Injected watch;
        store->settle(id);
        EXPECT_THAT(watch.calls(), ElementsAre("fsync folder", "fsync folder", "fsync folder",
                                               "fsync folder")); // day, month, year, archive
    }
    const Injected failing({Call::Fsync, 2, EIO});
    EXPECT_FAULT(store->settle(id), StorageFailed);
}

TEST(RecordStore, neverReplacesARecord) {
    const TempFolder folder;
    const auto store = openFolderStore(folder / "archive");
    const std::string id = record::makeId(instant(0));
    store->commit(build(folder, "first"), id);
    EXPECT_FAULT(store->commit(build(folder, "second"), id), StorageFailed);
    EXPECT_EQ(readText(store->pathOf(id) / "pages/0001.tif"), "first");
    EXPECT_EQ(readText(folder / "built/pages/0001.tif"), "second");
    EXPECT_FAULT(store->commit(folder / "absent", record::makeId(instant(1))), StorageFailed);
    fs::create_directory_symlink(folder / "built", folder / "link");
    EXPECT_FAULT(store->commit(folder / "link", record::makeId(instant(1))), StorageFailed);
    for (const char* bad : {"", "..", "../../etc", "00000000-0000-0000-0000-000000000000"}) {
        EXPECT_FAULT(store->commit(folder / "built", bad), Malformed) << bad;
        EXPECT_FAULT(store->holds(bad), Malformed) << bad;
    }
}

TEST(RecordStore, listsWhateverLiesInTheArchive) {
    const TempFolder folder;
    const auto store = openFolderStore(folder / "archive");
    const std::string first = record::makeId(record::parseInstant("2026-01-02T00:00:00Z"));
    const std::string second = record::makeId(record::parseInstant("2027-03-04T00:00:00Z"));
    const std::string lost = record::makeId(record::parseInstant("2027-03-05T00:00:00Z"));
    store->commit(build(folder, "1"), first);
    store->commit(build(folder, "2"), second);
    const fs::path archive = folder / "archive";
    fs::create_directories(archive / "2026/01/02/not-an-id");
    fs::create_directories(archive / "2026/01/02" / lost);
    fs::create_directories(archive / "2026/xx");
    fs::create_directories(archive / lost);
    fs::create_directories(archive / "lost+found");
    writeText(archive / "2026/01/02/stray.txt", "x");
    fs::create_directory_symlink(archive / "2026/01", archive / "2028");
    EXPECT_THAT(store->list(),
                UnorderedElementsAre(first, second, "2026/01/02/not-an-id", "2026/01/02/" + lost,
                                     "2026/xx", lost + "", "2026/01/02/stray.txt", "2028"));
    writeText(archive / "lost+found/#123", "x");
    EXPECT_THAT(store->list(), testing::Contains("lost+found"));
}

} // namespace
} // namespace seihon::ledger::test
