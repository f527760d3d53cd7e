#pragma once

#include "record/page_image.h"

#include <cstdint>

namespace seihon::imaging::test {

// A target sheet on a dark backing as a scanner of known quality sees it. The black is computed,
// not drawn: every pixel is the sheet's layout seen through a Gaussian of this width, so that its
// frequency response is known exactly: exp(-2 π² σ² f²).
struct TargetRecipe {
    std::int64_t dpi = 300;
    double sigmaX = 0.75, sigmaY = 0.75; // pixels
    double offsetXMm = 4, offsetYMm = 5;
    double turnDegrees = 0; // clockwise
    double scaleX = 1, scaleY = 1;
    bool upsideDown = false;
    bool rings = true;
    int paper = 244, black = 34;
    double noise = 1.5;
    unsigned seed = 3;
};

record::PageImage makeTarget(const TargetRecipe& recipe); // 8-bit grey

// Enlarged between its pixels, as a driver does that promises more than its sensor has.
record::PageImage enlarged(const record::PageImage& grey, std::int64_t dpi);

} // namespace seihon::imaging::test
