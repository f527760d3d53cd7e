#pragma once

#include "record/digest.h"
#include "record/geometry.h"

#include <cstdint>
#include <vector>

namespace seihon::record {

// Owned pixels of one page side; moves between threads, is never shared.
// channels 1 (grey, 0 = black) or 3 (RGB); bitsPerSample 1 (packed, MSB first, 1 = black, as SANE
// delivers it), 8, or 16 (host order). Rows are `stride` bytes apart; stride >= rowBytes(). dpi as
// delivered by the device, > 0.
struct PageImage {
    std::int64_t width = 0;
    std::int64_t height = 0;
    std::int64_t stride = 0;
    int channels = 3;
    int bitsPerSample = 8;
    std::int64_t dpiX = 0;
    std::int64_t dpiY = 0;
    std::vector<std::uint8_t> bytes;

    PageImage() = default;
    PageImage(PageImage&&) noexcept = default;
    PageImage& operator=(PageImage&&) noexcept = default;
    PageImage(const PageImage&) = delete; // 26 MB a page: copies are made by name
    PageImage& operator=(const PageImage&) = delete;

    PageImage clone() const;
    // A copy of a part that lies within it, of 8 or 16 bits a sample.
    PageImage part(const RectPx& area) const;
    // Bytes of one row without padding.
    std::int64_t rowBytes() const { return (width * channels * bitsPerSample + 7) / 8; }
    const std::uint8_t* row(std::int64_t y) const { return bytes.data() + y * stride; }
    std::uint8_t* row(std::int64_t y) { return bytes.data() + y * stride; }
};

// Largest page the station takes: A3 at 1200 dpi, colour. Bounds every allocation made from foreign
// numbers.
inline constexpr std::int64_t kMaxPagePixelsPerSide = 40000;
inline constexpr std::int64_t kMaxPageBytes = 1ll << 30;

// Digest over a header (width, height, channels, bits as decimal text) and the rows without
// padding: equal pixels give equal digests whatever file holds them.
Digest pixelDigest(const PageImage& image);

// The same, while the rows arrive.
class PixelHash {
  public:
    // The shape of `page`, with the height it is going to have.
    PixelHash(const PageImage& page, std::int64_t height);
    // Rows `from` up to but not including `to` of the page.
    void add(const PageImage& page, std::int64_t from, std::int64_t to);
    Digest finish() { return m_hash.finish(); }

  private:
    Sha256 m_hash;
};

} // namespace seihon::record
