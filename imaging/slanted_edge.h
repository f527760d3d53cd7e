#pragma once

#include "imaging/plane.h"
#include "imaging/target_marks.h"

#include <array>
#include <optional>

// Private to imaging: the spatial frequency response of one slanted edge (ISO 12233 method).
namespace seihon::imaging {

// An edge between paper and black, whose middle lies about here.
struct EdgeSpot {
    PixelPoint middle;
    double length = 0;   // pixels along the edge to look at
    double reach = 0;    // pixels to either side
    bool upright = true; // runs down the image, so that it tells sharpness across; else the other
};

// Contrast kept at 0, 0.005 … 1.0 cycles a pixel, square to the edge; 1 at 0.
inline constexpr int kResponseSteps = 201;
inline constexpr double kResponseStep = 0.005;
using Response = std::array<double, kResponseSteps>;

// Empty when the spot reaches out of the image, holds no clear edge, or the edge is not slanted by
// 2 to 12 degrees: only then do its rows sample it at many phases.
std::optional<Response> responseOf(const Plane& grey, const EdgeSpot& spot);

// The lowest frequency, cycles a pixel, at which less contrast is left than this; 1.0 when none is.
double frequencyWhere(const Response& response, double contrast);

} // namespace seihon::imaging
