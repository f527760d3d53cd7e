#include "imaging/tiff.h"

#include "imaging/fax_strip.h"
#include "imaging/predictor.h"
#include "imaging/strip_codec.h"
#include "imaging/tiff_layout.h"
#include "record/fault.h"

#include <algorithm>
#include <numeric>
#include <optional>
#include <string>

namespace seihon::imaging {
namespace {

using record::Bytes;
using record::Fault;
using record::FaultKind;
using record::PageImage;

[[noreturn]] void refuse(const std::string& why) {
    throw Fault(FaultKind::ImageUnreadable, "not a master TIFF: " + why);
}

// Deflate cannot shrink by more than this (258 bytes for two bits and a half), so a small file that
// announces a large page is refused before any memory is taken for it.
constexpr std::int64_t kLargestRatio = 1032;
// T.6 spends at least one bit on a row.
constexpr std::int64_t kFaxRowsPerByte = 8;

bool canHold(const TiffLayout& layout, std::int64_t pixelBytes, std::size_t fileBytes) {
    const auto size = static_cast<std::int64_t>(fileBytes);
    return layout.coding == StripCoding::FaxGroup4
               ? std::int64_t{layout.height} / kFaxRowsPerByte <= size
               : pixelBytes / kLargestRatio <= size;
}

// Reads the numbers and demands that the bytes before the first strip are just those that the
// writer makes of them.
TiffLayout readLayout(Bytes file) {
    const std::optional<TiffLayout> layout = readNumbers(file);
    if (!layout) {
        refuse("header, sizes or limits");
    }
    const auto stripBytes =
        std::accumulate(layout->stripBytes.begin(), layout->stripBytes.end(), std::uint64_t{0});
    const std::size_t prefix = prefixSize(layout->stripBytes.size(), layout->samples);
    if (prefix + stripBytes != file.size()) {
        refuse("the strips do not cover the file");
    }
    const std::vector<std::uint8_t> expected = writePrefix(*layout);
    if (!std::equal(expected.begin(), expected.end(), file.begin())) {
        refuse("tags other than a master's");
    }
    return *layout;
}

} // namespace

PageImage decodeTiff(Bytes file) {
    const TiffLayout layout = readLayout(file);
    PageImage image;
    image.width = layout.width;
    image.height = layout.height;
    image.channels = layout.samples;
    image.bitsPerSample = layout.bits;
    image.dpiX = layout.dpiX;
    image.dpiY = layout.dpiY;
    image.stride = image.rowBytes();
    const std::int64_t size = image.stride * image.height;
    if (!canHold(layout, size, file.size())) {
        refuse("more pixels than the file can hold");
    }
    image.bytes.resize(static_cast<std::size_t>(size));

    const SampleFormat format{image.channels, image.bitsPerSample};
    const auto rowBytes = static_cast<std::size_t>(image.stride);
    std::size_t at = prefixSize(layout.stripBytes.size(), layout.samples);
    for (std::size_t strip = 0; strip < layout.stripBytes.size(); ++strip) {
        const std::int64_t firstRow = static_cast<std::int64_t>(strip) * kRowsPerStrip;
        const std::int64_t rows = std::min(kRowsPerStrip, image.height - firstRow);
        const std::span<std::uint8_t> out(image.row(firstRow),
                                          rowBytes * static_cast<std::size_t>(rows));
        const Bytes stream = file.subspan(at, layout.stripBytes[strip]);
        if (!(layout.coding == StripCoding::FaxGroup4
                  ? decodeFaxGroup4(stream, image.width, rows, out)
                  : inflateStrip(stream, out))) {
            refuse("strip " + std::to_string(strip + 1) + " is damaged");
        }
        for (std::size_t row = 0; row < out.size(); row += rowBytes) {
            accumulateRow(out.subspan(row, rowBytes), format);
        }
        at += layout.stripBytes[strip];
    }
    return image;
}

} // namespace seihon::imaging
