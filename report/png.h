#pragma once

#include "record/page_image.h"

#include <cstdint>
#include <filesystem>
#include <vector>

namespace seihon::report {

// An 8-bit grey or RGB PNG with the same pixels and, in its pHYs chunk, the image's resolution.
// Faults: Usage for any other depth and above the limits of record/page_image.h.
std::vector<std::uint8_t> encodePng(const record::PageImage& image);

// Appears under its name when it is whole: a feeder that watches the folder never meets half a
// page. Faults: Usage, StorageFailed, StorageFull.
void writePng(const std::filesystem::path& path, const record::PageImage& image);

} // namespace seihon::report
