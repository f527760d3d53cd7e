#pragma once

#include "imaging/page_planes.h"

#include <cstdint>
#include <optional>

namespace seihon::imaging {

// Correlation of neighbouring pixels' noise on plain paper, thousandths. A sensor's pixels are
// nearly independent; what was computed between them is not.
struct NoiseCorrelation {
    std::int64_t acrossPermille = 0;
    std::int64_t downPermille = 0;
};

// Empty where there is too little plain paper or no noise to speak of (clipped, drawn, or smoothed
// away).
std::optional<NoiseCorrelation> measureNoise(const PagePlanes& planes, const Plane& inside);

} // namespace seihon::imaging
