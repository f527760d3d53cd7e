#pragma once

#include "record/digest.h"

#include <filesystem>

namespace seihon::record {

// SHA-256 of a file of any size, read piece by piece. Faults: StorageFailed when it is not there or
// cannot be read to its end.
Digest sha256OfFile(const std::filesystem::path& file);

} // namespace seihon::record
