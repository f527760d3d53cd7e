#include "record/page_image.h"

#include <gtest/gtest.h>

namespace seihon::record {
namespace {

PageImage makeImage(std::int64_t width, std::int64_t height, int channels, int bits) {
    PageImage image;
    image.width = width;
    image.height = height;
    image.channels = channels;
    image.bitsPerSample = bits;
    image.stride = image.rowBytes();
    image.dpiX = image.dpiY = 300;
    image.bytes.resize(static_cast<std::size_t>(image.stride * height));
    for (std::size_t i = 0; i < image.bytes.size(); ++i) {
        image.bytes[i] = static_cast<std::uint8_t>(i * 37 + 11);
    }
    return image;
}

TEST(PageImage, RowBytes) {
    EXPECT_EQ(makeImage(10, 1, 1, 1).rowBytes(), 2);
    EXPECT_EQ(makeImage(16, 1, 1, 1).rowBytes(), 2);
    EXPECT_EQ(makeImage(10, 1, 3, 8).rowBytes(), 30);
    EXPECT_EQ(makeImage(10, 1, 3, 16).rowBytes(), 60);
}

// The header is part of the format of evidence: this value must never change.
TEST(PageImage, PixelDigestKnownAnswer) {
    PageImage image = makeImage(2, 1, 3, 8);
    image.bytes = {1, 2, 3, 4, 5, 6};
    EXPECT_EQ(pixelDigest(image), sha256(std::string("seihon-pixels-1 2 1 3 8\n\1\2\3\4\5\6")));
}

TEST(PageImage, PixelDigestLeavesPaddingOut) {
    const PageImage tight = makeImage(5, 4, 3, 8);
    PageImage padded = tight.clone();
    padded.stride = 32;
    padded.bytes.assign(32 * 4, 0xee);
    for (std::int64_t y = 0; y < 4; ++y) {
        std::copy(tight.row(y), tight.row(y) + tight.rowBytes(), padded.row(y));
    }
    EXPECT_EQ(pixelDigest(padded), pixelDigest(tight));
}

TEST(PageImage, PixelDigestLeavesSpareBitsOut) {
    const PageImage image = makeImage(10, 3, 1, 1);
    PageImage other = image.clone();
    other.row(1)[1] ^= 0x3f; // the six bits after the tenth pixel
    EXPECT_EQ(pixelDigest(other), pixelDigest(image));
    other.row(1)[1] ^= 0x40; // the tenth pixel
    EXPECT_NE(pixelDigest(other), pixelDigest(image));
}

TEST(PageImage, PixelDigestSeesEveryPixelAndTheShape) {
    const PageImage image = makeImage(6, 4, 1, 8);
    for (std::size_t i = 0; i < image.bytes.size(); ++i) {
        PageImage other = image.clone();
        other.bytes[i] ^= 1;
        EXPECT_NE(pixelDigest(other), pixelDigest(image));
    }
    PageImage turned = image.clone();
    turned.width = 4;
    turned.height = 6;
    turned.stride = 4;
    EXPECT_NE(pixelDigest(turned), pixelDigest(image)) << "the same bytes in another shape";
    PageImage colour = image.clone();
    colour.width = 2;
    colour.channels = 3;
    EXPECT_NE(pixelDigest(colour), pixelDigest(image));
}

TEST(PageImage, PixelDigestIsOfThePixelsAlone) {
    PageImage image = makeImage(6, 4, 3, 8);
    const Digest before = pixelDigest(image);
    image.dpiX = image.dpiY = 600;
    EXPECT_EQ(pixelDigest(image), before);
}

TEST(PageImage, CloneIsWhole) {
    const PageImage image = makeImage(7, 3, 3, 16);
    const PageImage copy = image.clone();
    EXPECT_EQ(copy.bytes, image.bytes);
    EXPECT_EQ(copy.stride, image.stride);
    EXPECT_EQ(copy.dpiX, image.dpiX);
    EXPECT_EQ(copy.dpiY, image.dpiY);
    EXPECT_EQ(pixelDigest(copy), pixelDigest(image));
}

} // namespace
} // namespace seihon::record
