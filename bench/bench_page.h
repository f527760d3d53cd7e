#pragma once

#include "record/page_image.h"

#include <filesystem>

namespace seihon::bench {

// An A4 side at 300 dpi in colour: paper on a dark plate with lines of letter-like blocks. `noise`
// is the standard deviation of the sensor's noise in tones; 0 gives a page as no scanner does.
record::PageImage makePage(double noise);

// As a TIFF that costs a feeder nothing to decode.
void writeUncompressed(const std::filesystem::path& file, const record::PageImage& image);

} // namespace seihon::bench
