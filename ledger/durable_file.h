#pragma once

#include "record/digest.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace seihon::ledger {

// Bytes first: each of these returns only when the bytes would survive a power cut, and has read
// them back. Faults: StorageFull (ENOSPC, EDQUOT), StorageFailed (everything else), StorageDiffers
// (read-back is not what was written).

// Creates the folder and what is missing above it, fsyncs each parent.
void makeDurableFolder(const std::filesystem::path& folder);

// Temp file in the same folder (O_CREAT|O_EXCL|O_NOFOLLOW, 0600 until done), space reserved first,
// written, fsync, rename without replace, fsync of the folder held open, cache dropped, read back
// and compared. An existing file of that name is a StorageFailed unless it already holds exactly
// these bytes (a retry after a crash).
void writeDurably(const std::filesystem::path& file, record::Bytes bytes);

// The same, but replaces an existing file: only for files that are not evidence (station.toml,
// trust) and for the one exception of the record format (completion of a signature).
void replaceDurably(const std::filesystem::path& file, record::Bytes bytes);

// renameat2(RENAME_NOREPLACE) of a whole folder or a durable file, fsync of both parents.
void renameDurably(const std::filesystem::path& from, const std::filesystem::path& to);

// The same for a durable file, onto one that gives way: no other name ever lies in its folder, so
// that a record is never seen with a temporary file in it.
void replaceByRename(const std::filesystem::path& from, const std::filesystem::path& to);

// fsync of every file and folder below, deepest first.
void syncTree(const std::filesystem::path& folder);

// Refuses symlinks and files above the limit. Faults: NotFound, StorageFailed.
std::vector<std::uint8_t> readWhole(const std::filesystem::path& file, std::int64_t limitBytes);

// An exclusive lock (flock) on a file made for it. Faults: JobBusy when another process holds it.
class FileLock {
  public:
    explicit FileLock(const std::filesystem::path& file, bool wait = false);
    ~FileLock();
    FileLock(FileLock&&) noexcept;
    FileLock& operator=(FileLock&&) noexcept;

  private:
    int m_fd = -1;
};

// Free bytes for an ordinary user on that file system.
std::int64_t freeBytes(const std::filesystem::path& folder);

} // namespace seihon::ledger
