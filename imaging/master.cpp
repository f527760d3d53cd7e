#include "imaging/master.h"

#include "imaging/fax_strip.h"
#include "imaging/predictor.h"
#include "imaging/strip_check.h"
#include "imaging/strip_codec.h"
#include "imaging/tiff_layout.h"
#include "record/fault.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace seihon::imaging {
namespace {

using record::Fault;
using record::FaultKind;
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
void gatherStrip(const PageImage& image, std::int64_t first, std::int64_t rows,
                 std::vector<std::uint8_t>& strip) {
    const auto rowBytes = static_cast<std::size_t>(image.rowBytes());
    strip.resize(rowBytes * static_cast<std::size_t>(rows));
    for (std::int64_t y = 0; y < rows; ++y) {
        std::uint8_t* const out = strip.data() + static_cast<std::size_t>(y) * rowBytes;
        const record::Bytes row(image.row(first + y), rowBytes);
        differenceRow(row, {image.channels, image.bitsPerSample}, {out, rowBytes});
    }
}

bool isFax(const PageImage& image, LineArtCoding lineArt) {
    return image.bitsPerSample == 1 && lineArt == LineArtCoding::FaxGroup4;
}

TiffLayout layoutOf(const PageImage& image, LineArtCoding lineArt) {
    TiffLayout layout;
    layout.coding = isFax(image, lineArt) ? StripCoding::FaxGroup4 : StripCoding::Deflate;
    layout.width = static_cast<std::uint32_t>(image.width);
    layout.height = static_cast<std::uint32_t>(image.height);
    layout.samples = static_cast<std::uint16_t>(image.channels);
    layout.bits = static_cast<std::uint16_t>(image.bitsPerSample);
    layout.dpiX = static_cast<std::uint32_t>(image.dpiX);
    layout.dpiY = static_cast<std::uint32_t>(image.dpiY);
    return layout;
}

} // namespace

MasterEncoder::MasterEncoder(const PageImage& page, std::int64_t height, LineArtCoding lineArt)
    : m_pixels(page, height), m_lineArt(lineArt), m_rowBytes(page.rowBytes()), m_announced(height) {
    if (height > 0) {
        const std::size_t prefix = prefixSize(stripCount(height), page.channels);
        // Scans with noise shrink to less than half; a wrong guess costs one move.
        m_file.reserve(prefix + static_cast<std::size_t>(page.rowBytes() * height) / 2);
        m_file.resize(prefix);
    }
}

void MasterEncoder::encodeStrip(const PageImage& page, std::int64_t rows) {
    if (m_announced > 0) {
        m_pixels.add(page, m_done, m_done + rows);
    }
    const std::size_t start = m_file.size();
    const bool fax = isFax(page, m_lineArt);
    if (fax) {
        appendFaxGroup4(page, m_done, rows, m_file);
    } else {
        gatherStrip(page, m_done, rows, m_strip);
        // Line art repeats bit patterns, which only string matching sees.
        page.bitsPerSample == 1 ? appendDeflated(m_strip, m_file)
                                : appendCompressed(m_strip, m_file);
    }
    const record::Bytes stream = record::Bytes(m_file).subspan(start);
    if (!(fax ? faxHoldsRows(stream, page, m_done, rows)
              : stripHoldsRows(stream, page, m_done, rows, m_decoded))) {
        throw Fault(FaultKind::StorageDiffers, "the encoded page does not decode to its pixels",
                    {{"file", "TIFF"}});
    }
    m_stripBytes.push_back(static_cast<std::uint32_t>(m_file.size() - start));
    m_done += rows;
}

void MasterEncoder::advance(const PageImage& page, std::int64_t rows) {
    // Another page in the place of the one begun would become a master of both.
    assert(rows >= m_done && page.rowBytes() == m_rowBytes);
    while (m_announced > 0 && m_done + kRowsPerStrip <= std::min(rows, m_announced)) {
        encodeStrip(page, kRowsPerStrip);
    }
}

Master MasterEncoder::finish(const PageImage& page) {
    assertWellFormed(page);
    assert(page.height >= m_done && page.rowBytes() == m_rowBytes);
    if (m_announced != page.height) {
        *this = MasterEncoder(page, page.height, m_lineArt); // nothing it began with can be kept
    }
    while (m_done < page.height) {
        encodeStrip(page, std::min(kRowsPerStrip, page.height - m_done));
    }
    TiffLayout layout = layoutOf(page, m_lineArt);
    layout.stripBytes = std::move(m_stripBytes);
    const std::vector<std::uint8_t> head = writePrefix(layout);
    std::copy(head.begin(), head.end(), m_file.begin());
    Master master;
    master.file = std::move(m_file);
    master.fileDigest = record::sha256(master.file);
    master.pixels = m_pixels.finish();
    return master;
}

} // namespace seihon::imaging
