#pragma once

#include "record/digest.h"
#include "record/page_image.h"

#include <cstdint>
#include <vector>

namespace seihon::imaging {

// How a page of one bit a pixel is coded. Other pages know only Deflate.
enum class LineArtCoding { Deflate, FaxGroup4 };

// A lossless TIFF master: TIFF 6, one IFD, 128-row strips, Adobe Deflate (8) with predictor 2 (none
// for 1 bit) or, for line art, CCITT T.6 (4), the delivered resolution in the tags, nothing else.
// The same pixels give the same bytes.
std::vector<std::uint8_t> encodeTiff(const record::PageImage& image,
                                     LineArtCoding lineArt = LineArtCoding::Deflate);

// Reads back what encodeTiff wrote, and only that: exactly one IFD with the tags above, strips that
// cover the file without gap or overlap, all sizes within limits. Faults: ImageUnreadable.
record::PageImage decodeTiff(record::Bytes file);

} // namespace seihon::imaging
