#pragma once

#include "imaging/slanted_edge.h"
#include "record/target_measurement.h"

#include <vector>

// Private to imaging: what the slanted edges of a sheet say together.
namespace seihon::imaging {

// The median response, and the least sharp of `places` (cycles a pixel at which a tenth of the
// contrast is left). Neither list is empty.
record::EdgeResponse summariseEdges(const std::vector<Response>& all,
                                    const std::vector<double>& places);

} // namespace seihon::imaging
