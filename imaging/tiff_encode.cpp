#include "imaging/tiff.h"

#include "imaging/predictor.h"
#include "imaging/strip_codec.h"
#include "imaging/tiff_layout.h"

#include <algorithm>
#include <cassert>

namespace seihon::imaging {
namespace {

using record::PageImage;

void assertWellFormed(const PageImage& image) {
    assert(image.width > 0 && image.height > 0 && image.dpiX > 0 && image.dpiY > 0);
    assert(image.dpiX <= kLargestDpi && image.dpiY <= kLargestDpi);
    assert(image.width <= record::kMaxPagePixelsPerSide);
    assert(image.height <= record::kMaxPagePixelsPerSide);
    assert(image.channels == 1 || image.channels == 3);
    assert(image.bitsPerSample == 8 || image.bitsPerSample == 16 ||
           (image.bitsPerSample == 1 && image.channels == 1));
    assert(image.stride >= image.rowBytes());
    assert(image.rowBytes() * image.height <= record::kMaxPageBytes);
    assert(static_cast<std::int64_t>(image.bytes.size()) >=
           image.stride * (image.height - 1) + image.rowBytes());
    static_cast<void>(image);
}

// The rows of one strip without padding, as differences to the left neighbour.
void gatherStrip(const PageImage& image, std::int64_t firstRow, std::vector<std::uint8_t>& strip) {
    const std::int64_t rows = std::min(kRowsPerStrip, image.height - firstRow);
    const auto rowBytes = static_cast<std::size_t>(image.rowBytes());
    strip.resize(rowBytes * static_cast<std::size_t>(rows));
    for (std::int64_t y = 0; y < rows; ++y) {
        std::uint8_t* const out = strip.data() + static_cast<std::size_t>(y) * rowBytes;
        const record::Bytes row(image.row(firstRow + y), rowBytes);
        differenceRow(row, {image.channels, image.bitsPerSample}, {out, rowBytes});
    }
}

} // namespace

std::vector<std::uint8_t> encodeTiff(const PageImage& image) {
    assertWellFormed(image);
    TiffLayout layout;
    layout.width = static_cast<std::uint32_t>(image.width);
    layout.height = static_cast<std::uint32_t>(image.height);
    layout.samples = static_cast<std::uint16_t>(image.channels);
    layout.bits = static_cast<std::uint16_t>(image.bitsPerSample);
    layout.dpiX = static_cast<std::uint32_t>(image.dpiX);
    layout.dpiY = static_cast<std::uint32_t>(image.dpiY);

    const std::size_t prefix = prefixSize(stripCount(image.height), image.channels);
    std::vector<std::uint8_t> file;
    // Scans with noise shrink to about half; a wrong guess costs one move.
    file.reserve(prefix + static_cast<std::size_t>(image.rowBytes() * image.height) / 2);
    file.resize(prefix);
    std::vector<std::uint8_t> strip;
    std::vector<std::uint8_t> packed;
    for (std::int64_t y = 0; y < image.height; y += kRowsPerStrip) {
        gatherStrip(image, y, strip);
        packed.clear();
        // Line art repeats bit patterns, which only string matching sees.
        image.bitsPerSample == 1 ? appendDeflated(strip, packed) : appendCompressed(strip, packed);
        layout.stripBytes.push_back(static_cast<std::uint32_t>(packed.size()));
        file.insert(file.end(), packed.begin(), packed.end());
    }
    const std::vector<std::uint8_t> head = writePrefix(layout);
    std::copy(head.begin(), head.end(), file.begin());
    return file;
}

} // namespace seihon::imaging
