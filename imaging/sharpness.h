#pragma once

#include "imaging/plane.h"
#include "record/geometry.h"

#include <cstdint>
#include <optional>
#include <span>

namespace seihon::imaging {

// Steps of tone along sampled rows and columns.
struct Edges {
    // Median of (height of the step) / (its steepest part), in thousandths of a pixel: an ideal
    // step has 1000, one blurred by a Gaussian 2507 times its sigma. The smaller of both
    // directions; empty when there are too few steps.
    std::optional<std::int64_t> widthMilliPixels;
    // The same of the columns alone: paper that slips or stretches in the feeder blurs only these.
    std::optional<std::int64_t> downMilliPixels;
    // Share of the samples, thousandths, that are not repeats of their neighbour by a regular
    // pattern; 1000 unless the image was enlarged by copying pixels.
    std::int64_t distinctPermille = 1000;
};

// `paper` sets what counts as a step. Looks inside `area` only.
Edges measureEdges(const Plane& grey, const record::RectPx& area, int paper);
// The same over several areas together.
Edges measureEdges(const Plane& grey, std::span<const record::RectPx> areas, int paper);

} // namespace seihon::imaging
