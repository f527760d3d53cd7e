#include "imaging/measure.h"

#include "tests/imaging/measuring.h"

#include <algorithm>
#include <array>
#include <set>
#include <thread>
#include <utility>
#include <vector>

namespace seihon::imaging {
namespace {

using namespace test;
using record::PageImage;

TEST(MeasurePage, tellsEveryQuantityOfAnOrdinaryPageOnce) {
    const PageMeasurement measurement = measured(PageRecipe{});
    std::set<Quantity> seen;
    for (const record::Measured& value : measurement.values) {
        EXPECT_TRUE(seen.insert(value.quantity).second) << record::enumName(value.quantity);
    }
    const std::set<Quantity> ofFilms{Quantity::SignificantBits, Quantity::SaturatedDarkPermille,
                                     Quantity::SaturatedBrightPermille};
    for (const auto& [quantity, name] : record::EnumNames<Quantity>::table) {
        EXPECT_NE(seen.contains(quantity), ofFilms.contains(quantity)) << name;
    }
}

TEST(MeasurePage, givesTheSameAnswerOnEveryThreadAndAltersNothing) {
    const PageImage page = makePage(PageRecipe{});
    const record::Digest before = pixelDigest(page);
    const PageMeasurement alone = measured(page);
    std::array<PageMeasurement, 3> together;
    {
        std::vector<std::jthread> threads;
        for (PageMeasurement& slot : together) {
            threads.emplace_back([&] { slot = measured(page); });
        }
    }
    for (const PageMeasurement& one : together) {
        EXPECT_EQ(one, alone);
    }
    EXPECT_EQ(pixelDigest(page), before);
}

TEST(MeasurePage, deepSamplesCountWithTheirUpperByte) {
    const PageImage page = makePage(PageRecipe{});
    EXPECT_EQ(measured(toSixteenBit(page)), measured(page));
}

TEST(MeasurePage, rowPaddingDoesNotCount) {
    const PageImage page = makePage(PageRecipe{});
    PageImage padded = page.clone();
    padded.stride += 13;
    padded.bytes.assign(static_cast<std::size_t>(padded.stride * padded.height), 0x77);
    for (std::int64_t y = 0; y < page.height; ++y) {
        std::copy(page.row(y), page.row(y) + page.rowBytes(), padded.row(y));
        padded.row(y)[padded.stride - 1] = static_cast<std::uint8_t>(y);
    }
    EXPECT_EQ(measured(padded), measured(page));
}

TEST(MeasurePage, lineArtHasGeometryOnly) {
    PageRecipe recipe;
    recipe.turnDegrees = 2;
    const PageMeasurement measurement = measured(toLineArt(makePage(recipe), 128));
    EXPECT_NEAR(static_cast<double>(valueOf(measurement, Quantity::SkewMilliDegrees)), 2000, 150);
    EXPECT_NEAR(static_cast<double>(valueOf(measurement, Quantity::SheetWidthMicrometres)), 100'000,
                400);
    EXPECT_GT(valueOf(measurement, Quantity::InkMilliMm2), 100'000);
    for (const Quantity quantity :
         {Quantity::PaperTone, Quantity::ClippedWhitePermille, Quantity::EdgeWidthMilliPixels,
          Quantity::EffectiveDpi, Quantity::JpegBlockRatioPermille}) {
        EXPECT_FALSE(has(measurement, quantity)) << record::enumName(quantity);
    }
}

TEST(MeasurePage, survivesImagesThatAreNoPages) {
    const std::vector<std::pair<std::int64_t, std::int64_t>> sizes{
        {1, 1}, {1, 400}, {400, 1}, {3, 3}, {17, 16}, {90, 90}, {40, 900}, {300, 300}};
    for (const auto& [width, height] : sizes) {
        for (const auto& [channels, bits] : {std::pair{1, 1}, {1, 8}, {3, 8}, {1, 16}, {3, 16}}) {
            for (const Texture texture :
                 {Texture::Flat, Texture::Noise, Texture::Gradient, Texture::ScanLike}) {
                for (const std::int64_t dpi : {1, 75, 300, 1200}) {
                    PageImage image = makeImage({width, height, channels, bits}, texture);
                    image.dpiX = image.dpiY = dpi;
                    const PageMeasurement measurement = measured(image);
                    EXPECT_EQ(valueOf(measurement, Quantity::WidthPixels), width);
                    EXPECT_EQ(valueOf(measurement, Quantity::HeightPixels), height);
                    record::CaptureFacts facts = factsOf(image);
                    facts.sheetRect = record::RectPx{width / 2, height / 2, 1, 1};
                    EXPECT_FALSE(measurePage(image, facts).values.empty());
                }
            }
        }
    }
}

TEST(MeasurePage, unequalResolutionsAreMeasuredInMillimetres) {
    PageRecipe recipe;
    PageImage page = makePage(recipe);
    PageImage half; // every second row: 300 × 150 dpi
    half.width = page.width;
    half.height = page.height / 2;
    half.dpiX = 300;
    half.dpiY = 150;
    half.stride = half.rowBytes();
    half.bytes.resize(static_cast<std::size_t>(half.stride * half.height));
    for (std::int64_t y = 0; y < half.height; ++y) {
        std::copy(page.row(2 * y), page.row(2 * y) + half.stride, half.row(y));
    }
    const PageMeasurement measurement = measured(half);
    EXPECT_NEAR(static_cast<double>(valueOf(measurement, Quantity::SheetWidthMicrometres)), 100'000,
                300);
    EXPECT_NEAR(static_cast<double>(valueOf(measurement, Quantity::SheetHeightMicrometres)),
                130'000, 300);
    EXPECT_EQ(valueOf(measurement, Quantity::EffectiveDpi), 150);
}

} // namespace
} // namespace seihon::imaging
