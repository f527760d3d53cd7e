#pragma once

#include "record/digest.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace seihon::imaging {

// How the strips are coded: TIFF compression 8 with predictor 2 (none for 1 bit), or 4.
enum class StripCoding { Deflate, FaxGroup4 };

// Everything in a master file that is not strip data is a function of these numbers; writer and
// reader share it, so that the reader can demand every byte.
struct TiffLayout {
    std::uint32_t width = 0;
    std::uint32_t height = 0;
    std::uint16_t samples = 0;
    std::uint16_t bits = 0;
    StripCoding coding = StripCoding::Deflate; // FaxGroup4 only with one bit
    std::uint32_t dpiX = 0;
    std::uint32_t dpiY = 0;
    std::vector<std::uint32_t> stripBytes;
};

inline constexpr std::int64_t kRowsPerStrip = 128;
inline constexpr std::int64_t kLargestDpi = 100'000;

std::size_t stripCount(std::int64_t height);

// Header, IFD and the values that do not fit into it: the bytes before the first strip.
std::size_t prefixSize(std::size_t strips, int samples);
std::vector<std::uint8_t> writePrefix(const TiffLayout& layout);

// Takes the numbers from where writePrefix puts them; empty when the file is too short for them or
// they are beyond the limits of record/page_image.h. The caller compares with writePrefix.
std::optional<TiffLayout> readNumbers(record::Bytes file);

} // namespace seihon::imaging
