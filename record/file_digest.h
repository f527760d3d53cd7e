#pragma once

#include "record/digest.h"

#include <cstdint>
#include <filesystem>

namespace seihon::record {

struct FileDigest {
    Digest sha256;
    std::int64_t bytes = 0;
};

// A file of any size, read in pieces: an object of a hundred megabytes need not be in memory once
// more to be known. No symbolic link at its place is followed. Faults: StorageFailed when it is not
// there or cannot be read to its end.
FileDigest digestOfFile(const std::filesystem::path& file);

// The same, through links: of a program, or of what a person names.
Digest sha256OfFile(const std::filesystem::path& file);

} // namespace seihon::record
