#pragma once

#include "record/page_image.h"

#include <cstdint>
#include <vector>

namespace seihon::imaging {

// True when the zlib stream of a strip, decoded by ISA-L and with the predictor undone, gives
// exactly the page's rows from `first` on, `rows` of them, and nothing more. Only for streams that
// this process made itself; `scratch` saves allocations.
bool stripHoldsRows(record::Bytes stream, const record::PageImage& page, std::int64_t first,
                    std::int64_t rows, std::vector<std::uint8_t>& scratch);

} // namespace seihon::imaging
