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
    Sha256 hash;
    hash.add("seihon-pixels-1 " + std::to_string(image.width) + " " + std::to_string(image.height) +
             " " + std::to_string(image.channels) + " " + std::to_string(image.bitsPerSample) +
             "\n");
    const auto rowBytes = static_cast<std::size_t>(image.rowBytes());
    const std::int64_t spareBits =
        image.rowBytes() * 8 - image.width * image.channels * image.bitsPerSample;
    for (std::int64_t y = 0; y < image.height; ++y) {
        const Bytes row(image.row(y), rowBytes);
        if (spareBits == 0) {
            hash.add(row);
        } else { // 1 bit a sample: the last byte's spare bits are no pixels, and devices leave
                 // anything there
            const auto last =
                static_cast<std::uint8_t>(row.back() & static_cast<unsigned>(0xff << spareBits));
            hash.add(row.first(rowBytes - 1)).add(Bytes(&last, 1));
        }
    }
    return hash.finish();
}

} // namespace seihon::record
