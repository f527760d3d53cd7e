#pragma once

#include "record/page_image.h"
#include "report/canvas.h"

#include <cstdint>

namespace seihon::report {

// What print becomes on paper under a scanner's sensor: the paper's own tone and fibres shine
// through the ink, and every pixel carries noise. Nothing reaches white: a stain or a pencil stroke
// on clipped paper would be lost.
struct Paper {
    std::uint8_t red = 246, green = 244, blue = 238;
    double noise = 1.5; // standard deviation, in 8-bit steps
    std::uint64_t seed = 0;
};

record::PageImage scanOf(Canvas& print, const Paper& paper, std::int64_t dpi);

} // namespace seihon::report
