#include "imaging/tiff.h"

#include "record/fault.h"
#include "tests/imaging/page_synthesis.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace seihon::imaging {
namespace {

using record::Fault;
using record::FaultKind;
using record::PageImage;
using test::ImageShape;
using test::makeImage;
using test::Texture;
using Buffer = std::vector<std::uint8_t>;

constexpr std::size_t kSmallRgbPrefix = 8 + 174 + 6 + 16;

std::optional<PageImage> decodeOrRefuse(const Buffer& file) {
    try {
        return decodeTiff(file);
    } catch (const Fault& fault) {
        EXPECT_EQ(fault.kind, FaultKind::ImageUnreadable) << fault.what();
        return std::nullopt;
    }
}

bool samePixels(const PageImage& a, const PageImage& b) {
    if (a.width != b.width || a.height != b.height || a.channels != b.channels ||
        a.bitsPerSample != b.bitsPerSample) {
        return false;
    }
    for (std::int64_t y = 0; y < a.height; ++y) {
        if (!std::equal(a.row(y), a.row(y) + a.rowBytes(), b.row(y))) {
            return false;
        }
    }
    return true;
}

TEST(Tiff, readsBackWhatItWrote) {
    const std::vector<std::pair<std::int64_t, std::int64_t>> sizes{
        {1, 1}, {1, 300}, {300, 1}, {7, 127}, {7, 128}, {7, 129}, {33, 257}, {250, 40}, {9, 512}};
    const std::vector<std::pair<int, int>> formats{{1, 1}, {1, 8}, {3, 8}, {1, 16}, {3, 16}};
    for (const auto& [width, height] : sizes) {
        for (const auto& [channels, bits] : formats) {
            for (const Texture texture : {Texture::Flat, Texture::Gradient, Texture::Noise,
                                          Texture::ScanLike, Texture::MostlyWhite}) {
                const PageImage image = makeImage({width, height, channels, bits}, texture);
                const PageImage back = decodeTiff(encodeTiff(image));
                ASSERT_TRUE(samePixels(image, back))
                    << width << 'x' << height << ' ' << channels << 'x' << bits << " texture "
                    << static_cast<int>(texture);
                ASSERT_EQ(back.dpiX, 300);
                ASSERT_EQ(back.dpiY, 200);
                ASSERT_EQ(pixelDigest(back), pixelDigest(image));
            }
        }
    }
}

TEST(Tiff, equalPixelsGiveEqualBytesWhateverThePadding) {
    const PageImage padded = makeImage({61, 140, 3, 8}, Texture::ScanLike);
    const Buffer file = encodeTiff(padded);
    EXPECT_EQ(encodeTiff(decodeTiff(file)), file);
    PageImage altered = padded.clone();
    altered.row(139)[60 * 3] ^= 1;
    EXPECT_NE(encodeTiff(altered), file);
}

TEST(Tiff, everyFlippedBitIsRefusedOrSeen) {
    const PageImage image = makeImage({5, 131, 3, 8}, Texture::ScanLike);
    const Buffer file = encodeTiff(image);
    const PageImage truth = decodeTiff(file);
    std::size_t unseen = 0;
    for (std::size_t at = 0; at < file.size(); ++at) {
        for (int bit = 0; bit < 8; ++bit) {
            Buffer flipped = file;
            flipped[at] = static_cast<std::uint8_t>(flipped[at] ^ (1 << bit));
            const std::optional<PageImage> read = decodeOrRefuse(flipped);
            if (read && samePixels(*read, truth) && read->dpiX == truth.dpiX &&
                read->dpiY == truth.dpiY) {
                ++unseen;
            }
        }
    }
    // Up to seven fill bits between the end of a strip's Deflate data and its checksum mean nothing
    // (RFC 1951 §3.1.1).
    EXPECT_LE(unseen, 2U * 7U);
}

TEST(Tiff, groupFourIsReadBackAndEveryFlippedBitIsRefusedOrSeen) {
    for (const std::int64_t width : {1, 8, 61, 2480}) {
        for (const std::int64_t height : {1, 128, 129, 300}) {
            const PageImage image = makeImage({width, height, 1, 1}, Texture::ScanLike);
            const Buffer file = encodeTiff(image, LineArtCoding::FaxGroup4);
            const PageImage back = decodeTiff(file);
            ASSERT_EQ(pixelDigest(back), pixelDigest(image)) << width << 'x' << height;
            ASSERT_EQ(encodeTiff(back, LineArtCoding::FaxGroup4), file);
        }
    }
    const PageImage image = makeImage({61, 131, 1, 1}, Texture::MostlyWhite);
    const Buffer file = encodeTiff(image, LineArtCoding::FaxGroup4);
    const PageImage truth = decodeTiff(file);
    for (std::size_t at = 0; at < file.size(); ++at) {
        for (int bit = 0; bit < 8; ++bit) {
            Buffer flipped = file;
            flipped[at] = static_cast<std::uint8_t>(flipped[at] ^ (1 << bit));
            const std::optional<PageImage> read = decodeOrRefuse(flipped);
            EXPECT_FALSE(read && samePixels(*read, truth) && read->dpiX == truth.dpiX &&
                         read->dpiY == truth.dpiY)
                << "byte " << at << " bit " << bit;
        }
    }
}

TEST(Tiff, groupFourOfTextIsSmallerThanDeflate) {
    PageImage page = makeImage({1600, 512, 1, 1}, Texture::Flat);
    std::fill(page.bytes.begin(), page.bytes.end(), std::uint8_t{0});
    std::uint32_t random = 7; // strokes of any width and slant at any place, as handwriting has
    for (int stroke = 0; stroke < 400; ++stroke) {
        const auto draw = [&random](std::uint32_t below) {
            random = random * 1664525U + 1013904223U;
            return static_cast<std::int64_t>((random >> 8) % below);
        };
        const std::int64_t top = draw(480), left = 100 + draw(1300), slant = draw(7) - 3;
        const std::int64_t width = 2 + draw(6), height = 10 + draw(22);
        for (std::int64_t y = 0; y < height; ++y) {
            for (std::int64_t x = left + y * slant / 4; x < left + y * slant / 4 + width; ++x) {
                page.row(top + y)[x / 8] |= static_cast<std::uint8_t>(0x80U >> (x % 8));
            }
        }
    }
    EXPECT_LT(encodeTiff(page, LineArtCoding::FaxGroup4).size(), encodeTiff(page).size());
    const PageImage colour = makeImage({61, 131, 3, 8}, Texture::ScanLike);
    EXPECT_EQ(encodeTiff(colour, LineArtCoding::FaxGroup4), encodeTiff(colour));
}

TEST(Tiff, everyFlippedBitBeforeTheStripsIsRefusedExceptTheResolution) {
    const Buffer file = encodeTiff(makeImage({5, 100, 3, 8}, Texture::ScanLike));
    const std::size_t resolution = kSmallRgbPrefix - 16;
    for (std::size_t at = 0; at < kSmallRgbPrefix; ++at) {
        for (int bit = 0; bit < 8; ++bit) {
            Buffer flipped = file;
            flipped[at] = static_cast<std::uint8_t>(flipped[at] ^ (1 << bit));
            const std::optional<PageImage> read = decodeOrRefuse(flipped);
            const bool numerator = at >= resolution && (at - resolution) % 8 < 4;
            if (numerator) {
                EXPECT_TRUE(!read || read->dpiX != 300 || read->dpiY != 200) << at;
            } else {
                EXPECT_FALSE(read) << "byte " << at << " bit " << bit;
            }
        }
    }
    EXPECT_TRUE(decodeOrRefuse(file)) << "the control";
}

TEST(Tiff, truncatedOrLengthenedFilesAreRefused) {
    const Buffer file = encodeTiff(makeImage({5, 131, 1, 8}, Texture::Noise));
    for (std::size_t size = 0; size < file.size(); ++size) {
        ASSERT_FALSE(
            decodeOrRefuse(Buffer(file.begin(), file.begin() + static_cast<std::ptrdiff_t>(size))))
            << size;
    }
    Buffer longer = file;
    longer.push_back(0);
    EXPECT_FALSE(decodeOrRefuse(longer)) << "a byte that no strip owns";
}

TEST(Tiff, stripsMayNotOverlapNorLeaveGaps) {
    const Buffer file = encodeTiff(makeImage({40, 256, 1, 8}, Texture::Noise));
    const std::size_t offsets = 8 + 174 + 16;
    Buffer overlap = file;
    std::copy_n(overlap.begin() + static_cast<std::ptrdiff_t>(offsets), 4,
                overlap.begin() + static_cast<std::ptrdiff_t>(offsets + 4));
    EXPECT_FALSE(decodeOrRefuse(overlap)) << "both strips at one place";
    // Both lengths altered so that the sum still fits the file.
    Buffer moved = file;
    ++moved[offsets + 8];
    --moved[offsets + 12];
    EXPECT_FALSE(decodeOrRefuse(moved));
}

TEST(Tiff, sizesBeyondTheLimitsAreRefusedBeforeMemoryIsTaken) {
    const Buffer file = encodeTiff(makeImage({4, 4, 3, 8}, Texture::Flat));
    const auto withSize = [&](std::uint32_t width, std::uint32_t height) {
        Buffer altered = file;
        for (int i = 0; i < 4; ++i) {
            altered[static_cast<std::size_t>(18 + i)] = static_cast<std::uint8_t>(width >> (8 * i));
            altered[static_cast<std::size_t>(30 + i)] =
                static_cast<std::uint8_t>(height >> (8 * i));
        }
        return altered;
    };
    EXPECT_TRUE(decodeOrRefuse(withSize(4, 4)))
        << "the control: the sizes lie where they are altered";
    EXPECT_FALSE(decodeOrRefuse(withSize(0, 4)));
    EXPECT_FALSE(decodeOrRefuse(withSize(4, 0)));
    EXPECT_FALSE(decodeOrRefuse(withSize(40'000, 128)));
    EXPECT_FALSE(decodeOrRefuse(withSize(40'001, 4)));
    EXPECT_FALSE(decodeOrRefuse(withSize(4, 0xFFFFFFFF)));
    EXPECT_FALSE(decodeOrRefuse(withSize(0xFFFFFFFF, 0xFFFFFFFF)));
}

TEST(Tiff, otherTiffsAreRefused) {
    EXPECT_FALSE(decodeOrRefuse({}));
    EXPECT_FALSE(decodeOrRefuse(Buffer(2000, 0)));
    Buffer bigEndian = encodeTiff(makeImage({4, 4, 1, 8}, Texture::Flat));
    bigEndian[0] = bigEndian[1] = 'M';
    EXPECT_FALSE(decodeOrRefuse(bigEndian));
}

TEST(Tiff, scanNoiseCostsLessThanHalfOfTheRawPixels) {
    test::PageRecipe recipe;
    const PageImage page = test::makePage(recipe);
    const Buffer file = encodeTiff(page);
    EXPECT_LT(file.size(), page.bytes.size() * 55 / 100);
    EXPECT_GT(file.size(), page.bytes.size() / 10) << "noise cannot vanish";
}

} // namespace
} // namespace seihon::imaging
