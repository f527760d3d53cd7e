#pragma once

#include <string>

namespace seihon::campaign {

// Mistakes that durability code is known to make, put between the unchanged product and its
// libraries. They exist in the seeded target alone; the product's sources and programs have none.
enum class Bug {
    None,
    SkipFileSync,      // fsync of a file is not called
    SkipFolderSync,    // fsync of a folder is not called
    SkipDataSync,      // fdatasync is not called: SQLite with synchronous=OFF
    JournalWal,        // journal_mode=WAL, synchronous=NORMAL
    SynchronousNormal, // synchronous=NORMAL with a deleted journal
    IgnoreClose,       // what close() says is not looked at
    RetryFsync,        // fsync failed: once more, and believed
    OverwriteOnRename, // rename without RENAME_NOREPLACE
    TruncateInPlace,   // new bytes over the old ones instead of a rename
    ReuseTempName,     // every temporary file has the same name
    IgnoreShortWrite,  // a write that took half is taken for whole
    SyncAfterRename,   // the name before the bytes
    EntryBeforeFile,   // from here on: of the order of steps (Slip)
    AcknowledgeEarly,
    PurgeBeforeCommit,
    SwallowFaults,
    AppendAgain,
};
inline constexpr int kBugs = 17;

// How the simulated disk is told what to do: "IMAGES=folder", "STOP=n", "SYNC=n", "CLOSE=n",
// "SHORT=n" in this variable; n counts from 1.
//   IMAGES  what a power cut would leave, at each moment that matters, each into a folder there
//   STOP    the process ends at the n-th change of names or sync
//   SYNC    the n-th sync fails and what it should have written never reaches the disk
//   CLOSE   the n-th close of a new file fails, and what was written through it is lost
//   SHORT   the n-th write takes half
inline constexpr const char* kDiskVariable = "SEIHON_DISK";
inline constexpr const char* kBugVariable = "SEIHON_BUG";
inline constexpr const char* kHomeVariable = "SEIHON_DISK_HOME";
// At the end of the process: what a power cut would leave then, and how often each thing happened
// ("moments syncs closes writes" in the file `counts`).
inline constexpr const char* kLastVariable = "SEIHON_DISK_LAST";

} // namespace seihon::campaign
