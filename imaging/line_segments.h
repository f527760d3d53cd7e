#pragma once

#include "imaging/plane.h"

#include <vector>

namespace seihon::imaging {

// Pixels of the plane, between their centres.
struct PixelSegment {
    double fromX = 0, fromY = 0, toX = 0, toY = 0;
};

struct SegmentSearch {
    double leastGradient = 2; // tones a pixel
    double leastLength = 20;  // pixels
    double mostWidth = 6;     // of the region that speaks for the line, pixels
};

// Straight edges: regions of pixels whose gradients point the same way (line support regions; von
// Gioi's LSD without its statistics, of which OpenCV's form sorts every pixel of the page first).
// Pixels where `ignored` is not 0 take no part.
std::vector<PixelSegment> findLineSegments(const Plane& tones, const Plane& ignored,
                                           const SegmentSearch& search);

} // namespace seihon::imaging
