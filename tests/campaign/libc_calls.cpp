#include "seeded_calls.h"

#include <sqlite3.h>

#include <cerrno>
#include <cstdarg>
#include <cstring>

#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

// The seeded target's own open, write, fsync, rename …: programs and their libraries call these
// instead of libc's.
namespace campaign = seihon::campaign;

namespace {

mode_t modeFrom(int flags, va_list& rest) {
    return (flags & O_CREAT) != 0 ? static_cast<mode_t>(va_arg(rest, int)) : 0;
}

} // namespace

extern "C" {

int open(const char* path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    const mode_t mode = modeFrom(flags, rest);
    va_end(rest);
    return campaign::opened(AT_FDCWD, path, flags, mode);
}

int open64(const char* path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    const mode_t mode = modeFrom(flags, rest);
    va_end(rest);
    return campaign::opened(AT_FDCWD, path, flags, mode);
}

int openat(int folder, const char* path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    const mode_t mode = modeFrom(flags, rest);
    va_end(rest);
    return campaign::opened(folder, path, flags, mode);
}

int openat64(int folder, const char* path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    const mode_t mode = modeFrom(flags, rest);
    va_end(rest);
    return campaign::opened(folder, path, flags, mode);
}

ssize_t write(int fd, const void* bytes, size_t count) {
    return campaign::wrote(fd, bytes, count, {});
}

ssize_t pwrite(int fd, const void* bytes, size_t count, off_t at) {
    return campaign::wrote(fd, bytes, count, at);
}

ssize_t pwrite64(int fd, const void* bytes, size_t count, off64_t at) {
    return campaign::wrote(fd, bytes, count, at);
}

int fsync(int fd) {
    return campaign::synced(fd, false);
}

int fdatasync(int fd) {
    return campaign::synced(fd, true);
}

int close(int fd) {
    return campaign::closed(fd);
}

int unlink(const char* path) noexcept {
    return campaign::removed(AT_FDCWD, path, 0);
}

int unlinkat(int folder, const char* path, int flags) noexcept {
    return campaign::removed(folder, path, flags);
}

int remove(const char* path) noexcept {
    struct stat status {};
    const bool isFolder = ::lstat(path, &status) == 0 && S_ISDIR(status.st_mode);
    return campaign::removed(AT_FDCWD, path, isFolder ? AT_REMOVEDIR : 0);
}

int mkdir(const char* path, mode_t mode) noexcept {
    return campaign::madeFolder(AT_FDCWD, path, mode);
}

int mkdirat(int folder, const char* path, mode_t mode) noexcept {
    return campaign::madeFolder(folder, path, mode);
}

int link(const char* from, const char* to) noexcept {
    return campaign::linked(AT_FDCWD, from, AT_FDCWD, to);
}

int linkat(int fromFolder, const char* from, int toFolder, const char* to, int) noexcept {
    return campaign::linked(fromFolder, from, toFolder, to);
}

int renameat(int fromFolder, const char* from, int toFolder, const char* to) noexcept {
    return campaign::renamed(fromFolder, from, toFolder, to, 0);
}

int renameat2(int fromFolder, const char* from, int toFolder, const char* to,
              unsigned int flags) noexcept {
    return campaign::renamed(fromFolder, from, toFolder, to, flags);
}

int ftruncate(int fd, off_t size) noexcept {
    return campaign::truncated(fd, size);
}

int ftruncate64(int fd, off64_t size) noexcept {
    return campaign::truncated(fd, size);
}

int posix_fallocate(int fd, off_t from, off_t size) {
    return campaign::allocated(fd, from, size);
}

ssize_t getrandom(void* bytes, size_t count, unsigned int flags) {
    if (campaign::has(campaign::Bug::ReuseTempName) && count == 32) {
        std::memset(bytes, 7, count);
        return static_cast<ssize_t>(count);
    }
    return ::syscall(SYS_getrandom, bytes, count, flags);
}

int sqlite3_exec(sqlite3* database, const char* sql, int (*callback)(void*, int, char**, char**),
                 void* argument, char** message) {
    using Exec = int (*)(sqlite3*, const char*, int (*)(void*, int, char**, char**), void*, char**);
    static const auto next = reinterpret_cast<Exec>(::dlsym(RTLD_NEXT, "sqlite3_exec"));
    const int code = next(database, sql, callback, argument, message);
    const bool isPragma = std::strncmp(sql, "PRAGMA synchronous", 18) == 0;
    if (isPragma && campaign::has(campaign::Bug::JournalWal)) {
        return next(database, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL", nullptr,
                    nullptr, message);
    }
    if (isPragma && campaign::has(campaign::Bug::SynchronousNormal)) {
        return next(database, "PRAGMA synchronous = NORMAL", nullptr, nullptr, message);
    }
    return code;
}
}
