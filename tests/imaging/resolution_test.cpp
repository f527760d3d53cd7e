#include "imaging/resolution.h"

#include "imaging/jpeg_grid.h"
#include "tests/imaging/measuring.h"

#include <opencv2/imgproc.hpp>

#include <cstdlib>

namespace seihon::imaging {
namespace {

using namespace test;

PageRecipe drawn() { // no optics, no sensor
    PageRecipe recipe;
    recipe.noise = 0;
    recipe.opticsSigma = 0;
    return recipe;
}

PageMeasurement enlarged(PageRecipe recipe, int fromDpi, int interpolation) {
    recipe.dpi = fromDpi;
    cv::Mat large;
    cv::resize(drawPage(recipe), large, {}, 300.0 / fromDpi, 300.0 / fromDpi, interpolation);
    return measured(toPage(large, 300));
}

TEST(EdgeWidth, growsWithBlur) {
    const PageMeasurement ideal = measured(drawn());
    EXPECT_GE(valueOf(ideal, Quantity::EdgeWidthMilliPixels), 1000);
    EXPECT_LE(valueOf(ideal, Quantity::EdgeWidthMilliPixels), 1600);
    std::int64_t before = valueOf(ideal, Quantity::EdgeWidthMilliPixels);
    for (const double sigma : {0.7, 1.2, 2.0}) {
        PageRecipe recipe;
        recipe.opticsSigma = sigma;
        const std::int64_t width = valueOf(measured(recipe), Quantity::EdgeWidthMilliPixels);
        EXPECT_GT(width, before + 300) << sigma;
        before = width;
    }
    EXPECT_GT(before, 4000);
}

TEST(EdgeWidth, growsDownThePageAloneWhenThePaperSlips) {
    PageRecipe recipe;
    cv::Mat page = drawPage(recipe);
    const PageMeasurement sharp = measured(toPage(page, recipe.dpi));
    cv::GaussianBlur(page, page, {1, 25}, 0.01, 3.0);
    const PageMeasurement slipped = measured(toPage(page, recipe.dpi));
    EXPECT_LT(valueOf(slipped, Quantity::EdgeWidthMilliPixels), 3'000);
    EXPECT_GT(valueOf(slipped, Quantity::FeedEdgeWidthMilliPixels), 5'000);
    EXPECT_LT(valueOf(sharp, Quantity::FeedEdgeWidthMilliPixels), 3'000);
}

TEST(EdgeWidth, isAbsentOnABlankPage) {
    PageRecipe blank;
    blank.textLines = 0;
    EXPECT_FALSE(has(measured(blank), Quantity::EdgeWidthMilliPixels));
}

TEST(EffectiveDpi, isTheDeclaredOneForNativeScans) {
    for (const std::int64_t dpi : {150, 200, 300}) {
        PageRecipe recipe;
        recipe.dpi = dpi;
        EXPECT_EQ(valueOf(measured(recipe), Quantity::EffectiveDpi), dpi);
    }
    PageRecipe grey;
    EXPECT_EQ(valueOf(measured(toGrey(makePage(grey))), Quantity::EffectiveDpi), 300);
}

TEST(EffectiveDpi, isTheDeclaredOneForDrawnPagesNeverMore) {
    EXPECT_EQ(valueOf(measured(drawn()), Quantity::EffectiveDpi), 300);
    PageRecipe turned = drawn();
    turned.turnDegrees = 2;
    EXPECT_EQ(valueOf(measured(turned), Quantity::EffectiveDpi), 300);
}

TEST(EffectiveDpi, revealsEnlargedScansWhateverTheInterpolation) {
    for (const int interpolation :
         {cv::INTER_NEAREST, cv::INTER_LINEAR, cv::INTER_CUBIC, cv::INTER_LANCZOS4}) {
        EXPECT_LT(valueOf(enlarged({}, 150, interpolation), Quantity::EffectiveDpi), 200)
            << interpolation;
        EXPECT_LT(valueOf(enlarged({}, 200, interpolation), Quantity::EffectiveDpi), 250)
            << interpolation;
        EXPECT_LT(valueOf(enlarged(drawn(), 150, interpolation), Quantity::EffectiveDpi), 260)
            << interpolation;
    }
}

TEST(EffectiveDpi, revealsAnEnlargedBlankPageByItsNoise) {
    PageRecipe blank;
    blank.textLines = 0;
    EXPECT_EQ(valueOf(measured(blank), Quantity::EffectiveDpi), 300);
    EXPECT_LT(valueOf(enlarged(blank, 150, cv::INTER_LINEAR), Quantity::EffectiveDpi), 200);
    PageRecipe nothing = drawn();
    nothing.textLines = 0;
    EXPECT_FALSE(has(measured(nothing), Quantity::EffectiveDpi)) << "neither noise nor edges";
}

TEST(EffectiveDpi, fallsWithBlur) {
    PageRecipe recipe;
    recipe.opticsSigma = 2.5;
    EXPECT_LT(valueOf(measured(recipe), Quantity::EffectiveDpi), 220);
}

TEST(Noise, isIndependentOnASensorAndCorrelatedOnceComputed) {
    const PageMeasurement sensor = measured(PageRecipe{});
    EXPECT_LT(std::abs(valueOf(sensor, Quantity::NoiseCorrelationXPermille)), 60);
    EXPECT_LT(std::abs(valueOf(sensor, Quantity::NoiseCorrelationYPermille)), 60);
    const PageMeasurement computed = enlarged({}, 150, cv::INTER_CUBIC);
    EXPECT_GT(valueOf(computed, Quantity::NoiseCorrelationXPermille), 450);
    EXPECT_GT(valueOf(computed, Quantity::NoiseCorrelationYPermille), 450);
}

TEST(Noise, shadingIsNoCorrelation) {
    PageRecipe recipe;
    recipe.onScan = [](cv::Mat& rgb) {
        for (int x = 0; x < rgb.cols; ++x) {
            rgb.col(x) *= 1 - 0.2 * x / rgb.cols;
        }
    };
    EXPECT_LT(std::abs(valueOf(measured(recipe), Quantity::NoiseCorrelationXPermille)), 150);
}

TEST(Noise, isAbsentWhereItWasDrawnOrClippedAway) {
    EXPECT_FALSE(has(measured(drawn()), Quantity::NoiseCorrelationXPermille));
    PageRecipe clipped;
    clipped.paper = cv::Scalar::all(255);
    EXPECT_FALSE(has(measured(clipped), Quantity::NoiseCorrelationXPermille));
}

TEST(JpegGrid, isSeenAfterACoderAndNotBefore) {
    for (const PageRecipe& plain : {PageRecipe{}, drawn()}) {
        EXPECT_LT(valueOf(measured(plain), Quantity::JpegBlockRatioPermille), 1060);
        for (const int quality : {40, 75}) {
            PageRecipe coded = plain;
            coded.onScan = [&](cv::Mat& rgb) {
                leaveJpegTraces(rgb, quality);
            };
            EXPECT_GT(valueOf(measured(coded), Quantity::JpegBlockRatioPermille), 1150) << quality;
        }
    }
}

TEST(JpegGrid, isSeenWhenTheImageWasCroppedAfterwards) {
    PageRecipe recipe;
    recipe.onScan = [](cv::Mat& rgb) {
        leaveJpegTraces(rgb, 60);
    };
    const cv::Mat page = drawPage(recipe);
    const cv::Mat cropped = page(cv::Rect(3, 5, page.cols - 10, page.rows - 9)).clone();
    EXPECT_GT(valueOf(measured(toPage(cropped, 300)), Quantity::JpegBlockRatioPermille), 1200);
}

TEST(JpegGrid, rulingsAndEnlargementAreNone) {
    PageRecipe ruled;
    ruled.onSheet = [](cv::Mat& sheet, double) {
        for (int x = 64; x < sheet.cols; x += 64) { // a multiple of the block
            cv::line(sheet, {x, 100}, {x, sheet.rows - 100}, cv::Scalar::all(90), 2);
        }
    };
    EXPECT_LT(valueOf(measured(ruled), Quantity::JpegBlockRatioPermille), 1060);
    for (const int interpolation : {cv::INTER_NEAREST, cv::INTER_LINEAR, cv::INTER_CUBIC}) {
        EXPECT_LT(valueOf(enlarged({}, 150, interpolation), Quantity::JpegBlockRatioPermille),
                  1120);
    }
}

} // namespace
} // namespace seihon::imaging
