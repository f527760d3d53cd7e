#pragma once

#include "record/geometry.h"
#include "record/page_image.h"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>

// Private to imaging: what the stored values of 16 bits say about the depth behind them.
namespace seihon::imaging {

inline constexpr std::size_t kDeepValues = 65'536;
using DeepHistogram = std::array<std::int64_t, kDeepValues>;

// Grey of 16 bits within the box, which lies in the image.
std::unique_ptr<DeepHistogram> deepHistogram(const record::PageImage& image,
                                             const record::RectPx& box);

// Bits that the values really use, from how far apart they lie where pixels are: a scanner that
// pads 8 bits to 16, by zeros, by copies or by a table, leaves 256 of 65536. The middle by pixels;
// the two ends, where light clips, do not count. Empty where too few pixels are left to tell.
std::optional<std::int64_t> significantBits(const DeepHistogram& histogram);

// Grey of 16 bits, host order.
inline std::uint16_t deepAt(const std::uint8_t* row, std::int64_t x) {
    return static_cast<std::uint16_t>(row[2 * x] | row[2 * x + 1] << 8);
}

} // namespace seihon::imaging
