#include "ledger/durable_file.h"

#include "ledger/descriptor.h"

#include "expect_fault.h"
#include "injected.h"
#include "temp_folder.h"

#include <algorithm>
#include <csignal>

namespace seihon::ledger::test {
namespace {

using record::bytesOf;

std::ptrdiff_t folderSyncs(const Injected& recorded) {
    return std::ranges::count(recorded.calls(), "fsync folder");
}

TEST(DurableFolder, makesWhatIsMissingAndSyncsEachParent) {
    const TempFolder folder;
    {
        const Injected recorded;
        makeDurableFolder(folder / "a/b/c");
        EXPECT_EQ(folderSyncs(recorded), 4) << "three made, and the one above where it began";
    }
    EXPECT_TRUE(fs::is_directory(folder / "a/b/c"));
    const Injected recorded;
    makeDurableFolder(folder / "a/b/c/");
    EXPECT_EQ(folderSyncs(recorded), 1) << "it may be from a run that died before its fsync";
}

TEST(DurableFolder, aFileInTheWayIsAFault) {
    const TempFolder folder;
    writeText(folder / "a", "file");
    EXPECT_FAULT(makeDurableFolder(folder / "a"), StorageFailed);
    EXPECT_FAULT(makeDurableFolder(folder / "a/b"), StorageFailed);
    const Injected injected({.call = Call::Fsync, .nth = 2, .error = EIO});
    EXPECT_FAULT(makeDurableFolder(folder / "x/y"), StorageFailed);
}

TEST(RenameDurably, movesAWholeFolderAndNeverReplaces) {
    const TempFolder folder;
    fs::create_directories(folder / "built/pages");
    writeText(folder / "built/pages/1", "page");
    fs::create_directory(folder / "archive");
    {
        const Injected recorded;
        renameDurably(folder / "built", folder / "archive/id");
        EXPECT_EQ(recorded.calls(),
                  (std::vector<std::string>{"rename", "fsync folder", "fsync folder"}));
    }
    EXPECT_EQ(readText(folder / "archive/id/pages/1"), "page");
    fs::create_directory(folder / "built");
    EXPECT_FAULT(renameDurably(folder / "built", folder / "archive/id"), StorageFailed);
    fs::create_directory(folder / "archive/empty");
    EXPECT_FAULT(renameDurably(folder / "built", folder / "archive/empty"), StorageFailed);
    EXPECT_FAULT(renameDurably(folder / "absent", folder / "archive/x"), StorageFailed);
    EXPECT_TRUE(fs::exists(folder / "built"));
}

TEST(RenameDurably, aFailedSyncTakesTheNameBack) {
    for (const int nth : {1, 2}) {
        const TempFolder folder;
        fs::create_directory(folder / "built");
        fs::create_directory(folder / "archive");
        const Injected injected({.call = Call::Fsync, .nth = nth, .error = EIO});
        EXPECT_FAULT(renameDurably(folder / "built", folder / "archive/id"), StorageFailed);
        EXPECT_TRUE(fs::exists(folder / "built"));
        EXPECT_FALSE(fs::exists(folder / "archive/id"));
    }
}

TEST(RenameDurably, withoutTheFlagAnEmptyFolderIsMovedOnto) {
    const TempFolder folder;
    fs::create_directory(folder / "built");
    writeText(folder / "built/x", "x");
    fs::create_directory(folder / "there");
    const Injected injected(
        {.call = Call::RenameNoReplace, .nth = 1, .error = EINVAL, .fromThenOn = true});
    EXPECT_FAULT(renameDurably(folder / "built", folder / "there"), StorageFailed);
    renameDurably(folder / "built", folder / "id");
    EXPECT_EQ(readText(folder / "id/x"), "x");
    const Descriptor fd = openFolder(folder.path());
    EXPECT_EQ(renameNoReplaceWithoutFlag({fd.get(), "absent"}, {fd.get(), "y"}), ENOENT);
    EXPECT_FALSE(fs::exists(folder / "y"));
}

TEST(SyncTree, syncsEveryFileAndFolderDeepestFirst) {
    const TempFolder folder;
    fs::create_directories(folder / "a/b");
    writeText(folder / "a/b/1", "1");
    writeText(folder / "a/2", "2");
    {
        const Injected recorded;
        syncTree(folder.path());
        EXPECT_EQ(std::ranges::count(recorded.calls(), "fsync file"), 2);
        EXPECT_EQ(folderSyncs(recorded), 3);
        EXPECT_EQ(recorded.calls().back(), "fsync folder");
    }
    {
        const Injected injected({.call = Call::Fsync, .nth = 3, .error = EIO});
        EXPECT_FAULT(syncTree(folder.path()), StorageFailed);
    }
    fs::create_symlink("/etc/passwd", folder / "a/link");
    EXPECT_FAULT(syncTree(folder.path()), StorageFailed);
    EXPECT_FAULT(syncTree(folder / "absent"), StorageFailed);
}

TEST(FileLock, excludesOthersUntilItEnds) {
    const TempFolder folder;
    const auto file = folder / "job.lock";
    {
        const FileLock lock(file);
        const auto fault = faultOf([&] { const FileLock second(file); });
        EXPECT_EQ(fault.kind, record::FaultKind::JobBusy);
        EXPECT_TRUE(fault.retryable);
        EXPECT_TRUE(inChild([&] {
                        const FileLock third(file);
                        return std::string("got it");
                    }).starts_with("JobBusy"));
    }
    EXPECT_EQ(inChild([&] {
                  FileLock lock(file);
                  const FileLock moved(std::move(lock));
                  return std::string("got it");
              }),
              "got it");
    const FileLock again(file, true);
    EXPECT_EQ(modeOf(file), 0600u);
}

TEST(FileLock, aKilledHolderLetsGo) {
    const TempFolder folder;
    const auto file = folder / "job.lock";
    EXPECT_TRUE(inChild([&] {
                    const FileLock lock(file);
                    ::raise(SIGKILL);
                    return std::string();
                }).starts_with("the child died"));
    const FileLock lock(file);
    fs::create_symlink(folder / "x", folder / "link");
    EXPECT_FAULT(FileLock(folder / "link"), StorageFailed);
}

TEST(FreeBytes, isWhatAnOrdinaryUserMayWrite) {
    const TempFolder folder;
    EXPECT_GT(freeBytes(folder.path()), 0);
    EXPECT_FAULT(freeBytes(folder / "absent"), StorageFailed);
    const std::string result = onTinyDisk(folder.path(), 256 << 10, [&] {
        const std::int64_t before = freeBytes(folder.path());
        writeDurably(folder / "a", bytesOf(std::string(100'000, 'x')));
        return std::to_string(before) +
               (before - freeBytes(folder.path()) >= 100'000 ? " less" : "");
    });
    if (result.starts_with("SKIP")) {
        GTEST_SKIP() << result;
    }
    EXPECT_EQ(result, std::to_string(256 << 10) + " less");
}

} // namespace
} // namespace seihon::ledger::test
