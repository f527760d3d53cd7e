#pragma once

#include "seeded.h"

#include <cstddef>
#include <optional>

#include <sys/types.h>

namespace seihon::campaign {

// What the seeded target does in place of libc: the real call, the note of it on the simulated
// disk, and the seeded mistake. Answers as libc's own.
bool has(Bug bug);
int opened(int folder, const char* path, int flags, mode_t mode);
ssize_t wrote(int fd, const void* bytes, std::size_t count, std::optional<off_t> at);
int synced(int fd, bool isData);
int closed(int fd);
int removed(int folder, const char* path, int flags);
int madeFolder(int folder, const char* path, mode_t mode);
int linked(int fromFolder, const char* from, int toFolder, const char* to);
int renamed(int fromFolder, const char* from, int toFolder, const char* to, unsigned flags);
int truncated(int fd, off_t size);
int allocated(int fd, off_t from, off_t size); // 0 or the error, as posix_fallocate

} // namespace seihon::campaign
