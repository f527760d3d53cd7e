#pragma once

#include "imaging/plane.h"
#include "record/geometry.h"

#include <cstdint>
#include <optional>

namespace seihon::imaging {

// How much larger small steps of tone are at every eighth column and row than elsewhere,
// thousandths; the smaller of both directions: JPEG leaves a grid, rulings do not. Empty when the
// area is too small to tell.
std::optional<std::int64_t> measureBlockRatio(const Plane& grey, const record::RectPx& area);

} // namespace seihon::imaging
