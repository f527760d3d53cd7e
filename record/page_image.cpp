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

PageImage PageImage::part(const RectPx& area) const {
    PageImage copy;
    copy.width = area.w;
    copy.height = area.h;
    copy.channels = channels;
    copy.bitsPerSample = bitsPerSample;
    copy.dpiX = dpiX;
    copy.dpiY = dpiY;
    copy.stride = copy.rowBytes();
    copy.bytes.reserve(static_cast<std::size_t>(copy.stride * copy.height));
    const std::int64_t left = area.x * channels * bitsPerSample / 8;
    for (std::int64_t y = area.y; y < area.y + area.h; ++y) {
        copy.bytes.insert(copy.bytes.end(), row(y) + left, row(y) + left + copy.stride);
    }
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
