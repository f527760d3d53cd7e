#pragma once

#include <sys/types.h>

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

namespace seihon::signing {

// Keys, certificates and revocation lists: files of a few kilobytes, written whole and synced.

// Faults: StorageFailed, also when the file exists.
void writeNewFile(const std::filesystem::path& file, std::string_view bytes, ::mode_t mode);
// By a temporary file beside it and a rename. Faults: StorageFailed.
void replaceFile(const std::filesystem::path& file, std::string_view bytes, ::mode_t mode);
// Faults: NotFound, StorageFailed, Malformed above `limit`.
std::string readSmallFile(const std::filesystem::path& file, std::size_t limit = 1u << 20);

} // namespace seihon::signing
