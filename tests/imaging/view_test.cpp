#include "imaging/view.h"

#include "tests/imaging/page_synthesis.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <utility>

namespace seihon::imaging {
namespace {

using record::PageImage;
using test::makeImage;
using test::Texture;

TEST(View, fitsTheBoxAndKeepsTheShape) {
    const PageImage page = makeImage({400, 600, 3, 8}, Texture::Gradient);
    const PageImage tall = shrinkToFit(page, 300, 200);
    EXPECT_EQ(tall.height, 200);
    EXPECT_EQ(tall.width, 133);
    const PageImage wide = shrinkToFit(page, 100, 1000);
    EXPECT_EQ(wide.width, 100);
    EXPECT_EQ(wide.height, 150);
    EXPECT_EQ(wide.dpiX, 75);
    const PageImage sliver = shrinkToFit(makeImage({4000, 2, 1, 8}, Texture::Flat), 50, 50);
    EXPECT_EQ(sliver.width, 50);
    EXPECT_EQ(sliver.height, 1);
}

TEST(View, isNeverEnlarged) {
    const PageImage page = makeImage({40, 30, 3, 8}, Texture::Noise);
    const PageImage view = shrinkToFit(page, 800, 800);
    ASSERT_EQ(view.width, 40);
    ASSERT_EQ(view.height, 30);
    for (std::int64_t y = 0; y < 30; ++y) {
        EXPECT_TRUE(std::equal(view.row(y), view.row(y) + 120, page.row(y)));
    }
}

TEST(View, averagesWhatFallsIntoAPixel) {
    PageImage page = makeImage({4, 2, 3, 8}, Texture::Flat);
    for (std::int64_t x = 0; x < 4; ++x) {
        for (std::int64_t y = 0; y < 2; ++y) {
            page.row(y)[3 * x] = static_cast<std::uint8_t>(10 * x + 100 * y);
        }
    }
    const PageImage view = shrinkToFit(page, 2, 1);
    EXPECT_EQ(view.row(0)[0], 55);
    EXPECT_EQ(view.row(0)[3], 75);
    EXPECT_EQ(view.row(0)[1], 0xC8);
}

TEST(View, showsEveryFormatInEightBitColour) {
    for (const auto& [channels, bits] : {std::pair{1, 8}, {1, 16}, {3, 16}}) {
        const PageImage view =
            shrinkToFit(makeImage({64, 64, channels, bits}, Texture::Flat), 16, 16);
        EXPECT_EQ(view.channels, 3);
        EXPECT_EQ(view.bitsPerSample, 8);
        for (std::int64_t i = 0; i < 48; ++i) {
            EXPECT_EQ(view.row(7)[i], 0xC8);
        }
    }
    PageImage art = makeImage({16, 16, 1, 1}, Texture::Flat);
    std::fill(art.bytes.begin(), art.bytes.end(), std::uint8_t{0xF0}); // four black, four white
    const PageImage view = shrinkToFit(art, 4, 4);
    EXPECT_EQ(view.row(0)[0], 0);
    EXPECT_EQ(view.row(0)[3], 255);
}

} // namespace
} // namespace seihon::imaging
