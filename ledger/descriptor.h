#pragma once

#include "record/digest.h"

#include <cerrno>
#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>

namespace seihon::ledger {

// Owns one file descriptor.
class Descriptor {
  public:
    explicit Descriptor(int fd = -1) : m_fd(fd) {}
    ~Descriptor();
    Descriptor(Descriptor&& other) noexcept;
    Descriptor& operator=(Descriptor&& other) noexcept;

    int get() const { return m_fd; }
    explicit operator bool() const { return m_fd >= 0; }
    // The caller owns it from here on.
    int release() { return std::exchange(m_fd, -1); }
    // close(2) with its answer, 0 or errno: some file systems report a lost write only here.
    int close();

  private:
    int m_fd;
};

// A name within a folder that is held open: immune to renames above it.
struct Place {
    int folder;
    std::string name;
};

// StorageFull for ENOSPC and EDQUOT, StorageFailed for everything else.
[[noreturn]] void throwStorage(const std::filesystem::path& file, const std::string& doing,
                               int error);
[[noreturn]] void throwStorageReason(const std::filesystem::path& file, const std::string& reason);

// Calls again while a signal interrupts it.
template <typename Call>
auto untilDone(Call call) {
    auto result = call();
    while (result < 0 && errno == EINTR) {
        result = call();
    }
    return result;
}

Descriptor openFolder(const std::filesystem::path& folder);
// Read only, never through a symlink, never waiting on a pipe. Gives an empty descriptor when
// nothing has that name. Faults: StorageFailed for a symlink or anything but a regular file.
Descriptor openRegular(const Place& place, const std::filesystem::path& shown);
std::int64_t sizeOf(const Descriptor& fd, const std::filesystem::path& shown);
void syncOrThrow(const Descriptor& fd, const std::filesystem::path& shown);
// Writes all of it; 0 or errno.
int writeAll(const Descriptor& fd, record::Bytes bytes);
// Whether the file holds exactly these bytes. Lets go of cached pages first, so that the disk
// answers.
bool holdsExactly(const Descriptor& fd, record::Bytes bytes, const std::filesystem::path& shown);

// Both give 0 or errno (EEXIST: something has that name already).
int renameNoReplace(const Place& from, const Place& to);
// For file systems that answer RENAME_NOREPLACE with EINVAL: link + unlink, for a folder an empty
// one to move onto.
int renameNoReplaceWithoutFlag(const Place& from, const Place& to);

// 16 hex digits for a name nobody else makes.
std::string freshSuffix();

} // namespace seihon::ledger
