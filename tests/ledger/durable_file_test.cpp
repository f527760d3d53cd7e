#include "ledger/durable_file.h"

#include "expect_fault.h"
#include "injected.h"
#include "temp_folder.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>

namespace seihon::ledger::test {
namespace {

using record::bytesOf;
using record::FaultKind;
using Where = TempFolder::Where;

std::string contentFor(std::size_t size) {
    std::string text(size, '\0');
    for (std::size_t i = 0; i < size; ++i) {
        text[i] = static_cast<char>('a' + i * 7 % 23);
    }
    return text;
}

TEST(DurableFile, writesAndReadsBack) {
    const TempFolder folder(Where::Disk);
    for (const std::size_t size : {0u, 1u, 4096u, 3'000'001u}) {
        const auto file = folder / ("file" + std::to_string(size));
        writeDurably(file, bytesOf(contentFor(size)));
        EXPECT_EQ(readText(file), contentFor(size));
        EXPECT_EQ(modeOf(file), 0440u);
    }
    EXPECT_EQ(countNamed(folder.path(), "."), 0u) << "no temporary file stays";
}

// Without a power cut at hand: the order of calls that the protocol stands on.
TEST(DurableFile, syncsTheFileBeforeTheNameAndTheFolderAfter) {
    const TempFolder folder(Where::Disk);
    const Injected recorded;
    writeDurably(folder / "a", bytesOf("bytes"));
    EXPECT_EQ(recorded.calls(),
              (std::vector<std::string>{"fallocate", "write", "fsync file", "rename",
                                        "fsync folder", "pread", "pread"}));
}

TEST(DurableFile, neverReplacesAnExistingFile) {
    const TempFolder folder;
    writeDurably(folder / "a", bytesOf("first"));
    const auto fault = faultOf([&] { writeDurably(folder / "a", bytesOf("other")); });
    EXPECT_EQ(fault.kind, FaultKind::StorageFailed);
    EXPECT_EQ(fault.context.at("file"), (folder / "a").string());
    EXPECT_EQ(readText(folder / "a"), "first");
    EXPECT_FAULT(writeDurably(folder / "a", bytesOf("first and more")), StorageFailed);
    EXPECT_FAULT(writeDurably(folder / "a", bytesOf("fir")), StorageFailed);
    EXPECT_FAULT(writeDurably(folder / "a", bytesOf("")), StorageFailed);
    EXPECT_EQ(readText(folder / "a"), "first");
    EXPECT_EQ(countNamed(folder.path(), "."), 0u);
}

TEST(DurableFile, retryAfterACrashIsDone) {
    const TempFolder folder;
    writeDurably(folder / "a", bytesOf("same"));
    const Injected recorded;
    writeDurably(folder / "a", bytesOf("same"));
    EXPECT_EQ(std::ranges::count(recorded.calls(), "fsync folder"), 1)
        << "the crash may have come before it";
}

TEST(DurableFile, anEmptyExistingFileIsNotTheSame) {
    const TempFolder folder;
    writeText(folder / "a", "");
    EXPECT_FAULT(writeDurably(folder / "a", bytesOf("x")), StorageFailed);
    EXPECT_EQ(readText(folder / "a"), "");
}

TEST(DurableFile, refusesSymlinksAndOtherThings) {
    const TempFolder folder;
    writeText(folder / "target", "mine");
    fs::create_symlink(folder / "target", folder / "link");
    fs::create_symlink(folder / "nothing", folder / "dangling");
    fs::create_directory(folder / "folder");
    ASSERT_EQ(::mkfifo((folder / "pipe").c_str(), 0600), 0);
    for (const char* name : {"link", "dangling", "folder", "pipe"}) {
        EXPECT_FAULT(writeDurably(folder / name, bytesOf("mine")), StorageFailed) << name;
        EXPECT_FAULT(replaceDurably(folder / name, bytesOf("mine")), StorageFailed) << name;
        EXPECT_FAULT(readWhole(folder / name, 100), StorageFailed) << name;
    }
    EXPECT_EQ(readText(folder / "target"), "mine");
    EXPECT_FALSE(fs::exists(folder / "nothing"));
    EXPECT_EQ(countNamed(folder.path(), "."), 0u);
    EXPECT_FAULT(writeDurably(folder.path() / "", bytesOf("x")), StorageFailed);
    EXPECT_FAULT(writeDurably(folder / "absent/x", bytesOf("x")), StorageFailed);
}

struct WriteFault {
    Call call;
    int nth;
    int error;
    FaultKind kind;
    bool quarantined;
};

TEST(DurableFile, everyFailingCallIsAFaultAndLeavesNoName) {
    const WriteFault faults[] = {
        {Call::Fallocate, 1, ENOSPC, FaultKind::StorageFull, false},
        {Call::Fallocate, 1, EDQUOT, FaultKind::StorageFull, false},
        {Call::Fallocate, 1, EIO, FaultKind::StorageFailed, false},
        {Call::Write, 1, ENOSPC, FaultKind::StorageFull, false},
        {Call::Write, 1, EDQUOT, FaultKind::StorageFull, false},
        {Call::Write, 1, EROFS, FaultKind::StorageFailed, false},
        {Call::Write, 1, EIO, FaultKind::StorageFailed, true},
        {Call::Fsync, 1, EIO, FaultKind::StorageFailed, true},
        {Call::Fsync, 1, ENOSPC, FaultKind::StorageFull, true},
        {Call::RenameNoReplace, 1, EACCES, FaultKind::StorageFailed, false},
        {Call::Fsync, 2, EIO, FaultKind::StorageFailed, true}, // of the folder
        {Call::Pread, 1, 0, FaultKind::StorageDiffers, true},  // a changed byte
        {Call::Pread, 1, EIO, FaultKind::StorageFailed, false},
    };
    for (const WriteFault& expected : faults) {
        const TempFolder folder;
        const Injected injected(
            {.call = expected.call, .nth = expected.nth, .error = expected.error});
        const auto fault = faultOf([&] { writeDurably(folder / "a", bytesOf("content")); });
        EXPECT_TRUE(injected.struck());
        EXPECT_EQ(record::nameOf(fault.kind), record::nameOf(expected.kind)) << fault.what();
        EXPECT_EQ(fault.context.at("file"), (folder / "a").string());
        EXPECT_EQ(countNamed(folder.path(), ".quarantine-"), expected.quarantined ? 1u : 0u)
            << fault.what();
        EXPECT_EQ(countNamed(folder.path(), ".tmp-"), 0u) << fault.what();
    }
}

TEST(DurableFile, aFailedFsyncIsNeverRetried) {
    const TempFolder folder;
    const Injected injected({.call = Call::Fsync, .nth = 1, .error = EIO});
    EXPECT_FAULT(writeDurably(folder / "a", bytesOf("content")), StorageFailed);
    EXPECT_EQ(std::ranges::count(injected.calls(), "fsync file"), 1);
}

TEST(DurableFile, aRetryAfterAFailedFolderSyncWritesAnew) {
    const TempFolder folder;
    {
        const Injected injected({.call = Call::Fsync, .nth = 2, .error = EIO});
        EXPECT_FAULT(writeDurably(folder / "a", bytesOf("content")), StorageFailed);
    }
    EXPECT_FALSE(fs::exists(folder / "a")) << "a retry would take it for kept";
    const Injected recorded;
    writeDurably(folder / "a", bytesOf("content"));
    EXPECT_EQ(std::ranges::count(recorded.calls(), "rename"), 1);
}

TEST(DurableFile, shortWritesAndInterruptionsAreWrittenOn) {
    const TempFolder folder;
    for (const int error : {0, EINTR}) {
        const auto file = folder / ("short" + std::to_string(error));
        const Injected injected({.call = Call::Write, .nth = 1, .error = error});
        writeDurably(file, bytesOf(contentFor(1001)));
        EXPECT_TRUE(injected.struck());
        EXPECT_EQ(readText(file), contentFor(1001));
    }
    const Injected injected({.call = Call::Fsync, .nth = 1, .error = EINTR});
    writeDurably(folder / "sync", bytesOf("x"));
    EXPECT_TRUE(injected.struck());
}

TEST(DurableFile, fileSystemsWithoutRenameFlagAreServedByLinks) {
    const TempFolder folder;
    const Injected injected(
        {.call = Call::RenameNoReplace, .nth = 1, .error = EINVAL, .fromThenOn = true});
    writeDurably(folder / "a", bytesOf("content"));
    EXPECT_EQ(readText(folder / "a"), "content");
    EXPECT_EQ(fs::hard_link_count(folder / "a"), 1u);
    EXPECT_FAULT(writeDurably(folder / "a", bytesOf("other")), StorageFailed);
    EXPECT_EQ(readText(folder / "a"), "content");
    EXPECT_EQ(countNamed(folder.path(), "."), 0u);
}

TEST(DurableFile, aFileSizeLimitIsAFault) {
    const TempFolder folder;
    const std::string result = inChild([&] {
        ::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{1000, 1000};
        ::setrlimit(RLIMIT_FSIZE, &limit);
        writeDurably(folder / "a", bytesOf(contentFor(5000)));
        return std::string("written");
    });
    EXPECT_TRUE(result.starts_with("StorageFailed: ")) << result;
    EXPECT_FALSE(fs::exists(folder / "a"));
    EXPECT_EQ(countNamed(folder.path(), ".tmp-"), 0u);
}

TEST(DurableFile, aFullDiskIsToldBeforeAnythingIsWritten) {
    const TempFolder folder;
    const std::string result = onTinyDisk(folder.path(), 256 << 10, [&] {
        writeDurably(folder / "small", bytesOf("fits"));
        const auto fault =
            faultOf([&] { writeDurably(folder / "big", bytesOf(contentFor(1 << 20))); });
        const bool clean = countNamed(folder.path(), ".") == 0 && !fs::exists(folder / "big");
        writeDurably(folder / "again", bytesOf("fits as well"));
        return std::string(record::nameOf(fault.kind)) + (clean ? " clean" : " not clean");
    });
    if (result.starts_with("SKIP")) {
        GTEST_SKIP() << result;
    }
    EXPECT_EQ(result, "StorageFull clean");
}

TEST(DurableFile, replaceKeepsTheModeAndReplaces) {
    const TempFolder folder;
    replaceDurably(folder / "station.toml", bytesOf("one"));
    EXPECT_EQ(modeOf(folder / "station.toml"), 0640u);
    replaceDurably(folder / "station.toml", bytesOf("two"));
    EXPECT_EQ(readText(folder / "station.toml"), "two");
    writeDurably(folder / "signature", bytesOf("short"));
    replaceDurably(folder / "signature", bytesOf("completed"));
    EXPECT_EQ(readText(folder / "signature"), "completed");
    EXPECT_EQ(modeOf(folder / "signature"), 0440u);
    EXPECT_EQ(countNamed(folder.path(), "."), 0u);
}

TEST(DurableFile, aFailedReplaceKeepsTheOldBytes) {
    const TempFolder folder;
    replaceDurably(folder / "a", bytesOf("old"));
    for (const Call call : {Call::Fallocate, Call::Write, Call::Fsync}) {
        const Injected injected({.call = call, .nth = 1, .error = ENOSPC});
        EXPECT_FAULT(replaceDurably(folder / "a", bytesOf("new")), StorageFull);
        EXPECT_EQ(readText(folder / "a"), "old");
    }
    const Injected injected({.call = Call::Pread, .nth = 1, .error = 0});
    EXPECT_FAULT(replaceDurably(folder / "a", bytesOf("new")), StorageDiffers);
}

TEST(ReadWhole, keepsItsLimit) {
    const TempFolder folder;
    writeText(folder / "a", contentFor(1000));
    EXPECT_EQ(readWhole(folder / "a", 1000).size(), 1000u);
    EXPECT_FAULT(readWhole(folder / "a", 999), StorageFailed);
    EXPECT_FAULT(readWhole(folder / "absent", 10), NotFound);
    EXPECT_FAULT(readWhole("/dev/zero", 10), StorageFailed);
    writeText(folder / "empty", "");
    EXPECT_TRUE(readWhole(folder / "empty", 0).empty());
    // The kernel says 0 bytes for these, and gives more.
    EXPECT_GT(readWhole("/proc/self/status", 1 << 20).size(), 100u);
    EXPECT_FAULT(readWhole("/proc/self/status", 100), StorageFailed);
}

} // namespace
} // namespace seihon::ledger::test
