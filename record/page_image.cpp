#include "record/page_image.h"

namespace seihon::record {

PageImage PageImage::clone() const {
    PageImage copy;
    copy.width = width;
    copy.height = height;
    copy.stride = stride;
    copy.channels = channels;
    copy.bitsPerSample = bitsPerSample;
    copy.dpiX = dpiX;
    copy.dpiY = dpiY;
    copy.bytes = bytes;
    return copy;
}

Digest pixelDigest(const PageImage& image) {
    PixelHash hash(image, image.height);
    hash.add(image, 0, image.height);
    return hash.finish();
}

PixelHash::PixelHash(const PageImage& page, std::int64_t height) {
    m_hash.add("seihon-pixels-1 " + std::to_string(page.width) + " " + std::to_string(height) +
               " " + std::to_string(page.channels) + " " + std::to_string(page.bitsPerSample) +
               "\n");
}

void PixelHash::add(const PageImage& page, std::int64_t from, std::int64_t to) {
    const auto rowBytes = static_cast<std::size_t>(page.rowBytes());
    const std::int64_t spareBits =
        page.rowBytes() * 8 - page.width * page.channels * page.bitsPerSample;
    if (spareBits == 0 && page.stride == page.rowBytes()) {
        m_hash.add(Bytes(page.row(from), rowBytes * static_cast<std::size_t>(to - from)));
        return;
    }
    for (std::int64_t y = from; y < to; ++y) {
        const Bytes row(page.row(y), rowBytes);
        if (spareBits == 0) {
            m_hash.add(row);
        } else { // 1 bit a sample: the last byte's spare bits are no pixels, and devices leave
                 // anything there
            const auto last =
                static_cast<std::uint8_t>(row.back() & static_cast<unsigned>(0xff << spareBits));
            m_hash.add(row.first(rowBytes - 1)).add(Bytes(&last, 1));
        }
    }
}

} // namespace seihon::record
