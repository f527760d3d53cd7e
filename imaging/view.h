#pragma once

#include "record/page_image.h"

#include <cstdint>
#include <vector>

namespace seihon::imaging {

// Area-averaged to fit into the box, 8-bit RGB; never enlarged. For screens and contact sheets
// only.
record::PageImage shrinkToFit(const record::PageImage& image, std::int64_t boxWidth,
                              std::int64_t boxHeight);

} // namespace seihon::imaging
