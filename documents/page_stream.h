#pragma once

// Private to documents: a page's pixels as the stream of an image object.

#include "documents/viewing_copy.h"

#include <cstdint>
#include <vector>

namespace seihon::documents {

// zlib (RFC 1950) over TIFF predictor 2 (none for line art), 16-bit samples high byte first: what
// /FlateDecode with /Predictor 2 reads (ISO 32000-1 7.4.4.4, 8.9.5.2).
std::vector<std::uint8_t> flateStream(const record::PageImage& image);
// Baseline JPEG without subsampling of colour; of 16-bit samples the upper eight bits.
std::vector<std::uint8_t> jpegStream(const record::PageImage& image, int quality);

} // namespace seihon::documents
