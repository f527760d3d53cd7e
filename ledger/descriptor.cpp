#include "ledger/descriptor.h"

#include "record/fault.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <system_error>
#include <utility>
#include <vector>

namespace seihon::ledger {

using record::Fault;
using record::FaultKind;

Descriptor::~Descriptor() {
    close();
}

Descriptor::Descriptor(Descriptor&& other) noexcept : m_fd(std::exchange(other.m_fd, -1)) {
}

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
    if (this != &other) {
        close();
        m_fd = std::exchange(other.m_fd, -1);
    }
    return *this;
}

int Descriptor::close() {
    if (m_fd < 0) {
        return 0;
    }
    // Linux frees the descriptor even on EINTR: calling again could close another thread's file.
    const int result = ::close(std::exchange(m_fd, -1));
    return result == 0 || errno == EINTR ? 0 : errno;
}

void throwStorage(const std::filesystem::path& file, const std::string& doing, int error) {
    const std::string reason = std::generic_category().message(error);
    const bool full = error == ENOSPC || error == EDQUOT;
    throw Fault(full ? FaultKind::StorageFull : FaultKind::StorageFailed,
                doing + " " + file.string() + ": " + reason,
                {{"file", file.string()}, {"reason", doing + ": " + reason}});
}

void throwStorageReason(const std::filesystem::path& file, const std::string& reason) {
    throw Fault(FaultKind::StorageFailed, file.string() + ": " + reason,
                {{"file", file.string()}, {"reason", reason}});
}

Descriptor openFolder(const std::filesystem::path& folder) {
    const std::filesystem::path shown = folder.empty() ? std::filesystem::path(".") : folder;
    Descriptor fd(
        untilDone([&] { return ::open(shown.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); }));
    if (!fd) {
        throwStorage(shown, "open folder", errno);
    }
    return fd;
}

Descriptor openRegular(const Place& place, const std::filesystem::path& shown) {
    Descriptor fd(untilDone([&] {
        return ::openat(place.folder, place.name.c_str(),
                        O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    }));
    if (!fd && errno == ENOENT) {
        return fd;
    }
    if (!fd && errno == ELOOP) {
        throwStorageReason(shown, "is a symbolic link");
    }
    if (!fd) {
        throwStorage(shown, "open", errno);
    }
    struct stat status {};
    if (::fstat(fd.get(), &status) != 0) {
        throwStorage(shown, "stat", errno);
    }
    if (!S_ISREG(status.st_mode)) {
        throwStorageReason(shown, "is not a regular file");
    }
    return fd;
}

std::int64_t sizeOf(const Descriptor& fd, const std::filesystem::path& shown) {
    struct stat status {};
    if (::fstat(fd.get(), &status) != 0) {
        throwStorage(shown, "stat", errno);
    }
    return status.st_size;
}

void syncOrThrow(const Descriptor& fd, const std::filesystem::path& shown) {
    // Never again on failure: Linux then forgets what it could not write, and a second call would
    // say "done".
    if (untilDone([&] { return ::fsync(fd.get()); }) != 0) {
        throwStorage(shown, "fsync", errno);
    }
}

int writeAll(const Descriptor& fd, record::Bytes bytes) {
    while (!bytes.empty()) {
        const ssize_t count =
            untilDone([&] { return ::write(fd.get(), bytes.data(), bytes.size()); });
        if (count < 0) {
            return errno;
        }
        if (count == 0) {
            return EIO; // a regular file takes at least one byte or says why not
        }
        bytes = bytes.subspan(static_cast<std::size_t>(count));
    }
    return 0;
}

bool holdsExactly(const Descriptor& fd, record::Bytes bytes, const std::filesystem::path& shown) {
    // Advice only: its answer changes nothing about what is compared.
    ::posix_fadvise(fd.get(), 0, 0, POSIX_FADV_DONTNEED);
    std::vector<std::uint8_t> block(std::size_t{1} << 20);
    std::size_t offset = 0;
    for (;;) {
        const ssize_t count = untilDone([&] {
            return ::pread(fd.get(), block.data(), block.size(), static_cast<off_t>(offset));
        });
        if (count < 0) {
            throwStorage(shown, "read back", errno);
        }
        const auto length = static_cast<std::size_t>(count);
        if (length == 0) {
            return offset == bytes.size();
        }
        if (length > bytes.size() - offset ||
            std::memcmp(block.data(), bytes.data() + offset, length) != 0) {
            return false;
        }
        offset += length;
    }
}

int renameNoReplace(const Place& from, const Place& to) {
    if (::renameat2(from.folder, from.name.c_str(), to.folder, to.name.c_str(), RENAME_NOREPLACE) ==
        0) {
        return 0;
    }
    return errno == EINVAL || errno == ENOSYS ? renameNoReplaceWithoutFlag(from, to) : errno;
}

int renameNoReplaceWithoutFlag(const Place& from, const Place& to) {
    struct stat status {};
    if (::fstatat(from.folder, from.name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) {
        return errno;
    }
    if (!S_ISDIR(status.st_mode)) {
        if (::linkat(from.folder, from.name.c_str(), to.folder, to.name.c_str(), 0) != 0) {
            return errno;
        }
        return ::unlinkat(from.folder, from.name.c_str(), 0) == 0 ? 0 : errno;
    }
    // rename(2) replaces an empty folder only, so one that somebody filled meanwhile is safe.
    if (::mkdirat(to.folder, to.name.c_str(), 0700) != 0) {
        return errno;
    }
    if (::renameat(from.folder, from.name.c_str(), to.folder, to.name.c_str()) == 0) {
        return 0;
    }
    const int error = errno;
    ::unlinkat(to.folder, to.name.c_str(), AT_REMOVEDIR);
    return error;
}

std::string freshSuffix() {
    return record::toHex(record::Bytes(record::randomBytes32()).first(8));
}

} // namespace seihon::ledger
