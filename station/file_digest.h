#pragma once

#include "record/digest.h"

#include <cstdint>
#include <filesystem>

namespace seihon::station {

struct FileDigest {
    record::Digest sha256;
    std::int64_t bytes = 0;
};

// In pieces: an object of a hundred megabytes need not be in memory once more to be known. No
// symbolic link is followed. Faults: StorageFailed.
FileDigest digestOfFile(const std::filesystem::path& file);

} // namespace seihon::station
