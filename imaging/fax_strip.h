#pragma once

#include "record/page_image.h"

#include <cstdint>
#include <span>
#include <vector>

namespace seihon::imaging {

// Strips of line art by ITU-T T.6 ("Group 4", TIFF compression 4), which is made for it and which
// every reader of scanned documents knows. Coded by libtiff.

// Rows `first` to `first + rows` of a page of one bit a pixel, 1 = black, as one strip.
void appendFaxGroup4(const record::PageImage& page, std::int64_t first, std::int64_t rows,
                     std::vector<std::uint8_t>& out);

// Into rows of (width + 7) / 8 bytes, spare bits zero; `out` has room for `rows` of them. True only
// for the very stream that appendFaxGroup4 makes of these rows: T.6 leaves a coder no choice.
bool decodeFaxGroup4(record::Bytes stream, std::int64_t width, std::int64_t rows,
                     std::span<std::uint8_t> out);

// True when the strip decodes to the page's rows. Spare bits at a row's end are no pixels.
bool faxHoldsRows(record::Bytes stream, const record::PageImage& page, std::int64_t first,
                  std::int64_t rows);

} // namespace seihon::imaging
