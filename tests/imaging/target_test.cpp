// Scans of the target sheet whose sharpness, scale and noise are known because they were computed.
#include "imaging/target.h"

#include "record/fault.h"
#include "record/target_layout.h"
#include "tests/imaging/target_scans.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <numbers>

namespace seihon::imaging::test {
namespace {

using record::TargetMeasurement;

TargetMeasurement measuredTarget(const TargetRecipe& recipe) {
    return measureTarget(makeTarget(recipe));
}

// Where a Gaussian of this sigma leaves this much contrast, thousandths of cycles a pixel.
double gaussianFrequency(double sigma, double contrast) {
    return 1000 * std::sqrt(-std::log(contrast) / 2) / (std::numbers::pi * sigma);
}

void expectGaussian(const record::EdgeResponse& response, double sigma) {
    EXPECT_GE(response.edges, 28);
    EXPECT_NEAR(static_cast<double>(response.mtf50MilliCyclesPerPixel),
                gaussianFrequency(sigma, 0.5), 6);
    EXPECT_NEAR(static_cast<double>(response.mtf10MilliCyclesPerPixel),
                gaussianFrequency(sigma, 0.1), 14);
    EXPECT_NEAR(static_cast<double>(response.samplingEfficiencyPercent),
                std::min(100.0, gaussianFrequency(sigma, 0.1) / 5), 3);
    EXPECT_LE(response.peakPermille, 1010) << "a Gaussian sharpens nothing";
    EXPECT_EQ(response.curvePermille.size(), 21u);
    EXPECT_EQ(response.curvePermille.front(), 1000);
}

void expectNotFound(const record::PageImage& image) {
    try {
        (void)measureTarget(image);
        ADD_FAILURE() << "a target was seen";
    } catch (const record::Fault& fault) {
        EXPECT_EQ(fault.kind, record::FaultKind::TargetNotFound) << fault.what();
    }
}

// Each direction has its own sharpness: optics across, the motor down.
TEST(Target, TellsAKnownBlurInEachDirection) {
    TargetRecipe recipe;
    recipe.sigmaX = 0.7;
    recipe.sigmaY = 1.3;
    recipe.turnDegrees = -1.2;
    const TargetMeasurement measured = measuredTarget(recipe);
    expectGaussian(measured.across, 0.7);
    expectGaussian(measured.down, 1.3);
    // The page check's own number: 2507 times sigma, the smaller of both directions, and what
    // pixels add.
    ASSERT_TRUE(measured.edgeWidthMilliPixels);
    EXPECT_NEAR(static_cast<double>(*measured.edgeWidthMilliPixels), 2'000, 200);
    EXPECT_NEAR(static_cast<double>(measured.skewMilliDegrees), -1'200, 20);
    EXPECT_LE(std::abs(measured.scaleErrorAcrossPpm), 200);
    EXPECT_LE(std::abs(measured.scaleErrorDownPpm), 200);
    EXPECT_LE(measured.distortionMicrometres, 20);
    EXPECT_EQ(measured.effectiveDpi, 300);
}

TEST(Target, ReadsTonesAndNoise) {
    TargetRecipe recipe;
    recipe.dpi = 200;
    recipe.noise = 3;
    const TargetMeasurement measured = measuredTarget(recipe);
    EXPECT_NEAR(static_cast<double>(measured.paperMilliTone), 244'000, 100);
    EXPECT_NEAR(static_cast<double>(measured.paperNoiseMilliTone), 3'000, 150);
    ASSERT_EQ(measured.steps.size(), record::kTargetSteps);
    for (std::size_t i = 0; i < measured.steps.size(); ++i) {
        const record::MeasuredStep& step = measured.steps[i];
        const double tone = 34 + 210 * static_cast<double>(step.drawnTone) / 255;
        EXPECT_NEAR(static_cast<double>(step.milliTone), 1000 * tone, 700) << i;
        EXPECT_NEAR(static_cast<double>(step.noiseMilliTone), 3'000, 300) << i;
    }
    EXPECT_EQ(measured.clippedWhitePermille, 0);
    EXPECT_EQ(measured.clippedBlackPermille, 0);
}

TEST(Target, TellsWrongLengths) {
    TargetRecipe recipe;
    recipe.dpi = 150;
    recipe.scaleX = 1.01;
    recipe.scaleY = 0.985;
    const TargetMeasurement measured = measuredTarget(recipe);
    EXPECT_NEAR(static_cast<double>(measured.scaleErrorAcrossPpm), 10'000, 300);
    EXPECT_NEAR(static_cast<double>(measured.scaleErrorDownPpm), -15'000, 300);
}

// 150 dpi sold as 300: neither the edges nor the noise are those of 300.
TEST(Target, TellsInterpolatedPixels) {
    TargetRecipe recipe;
    recipe.dpi = 150;
    const TargetMeasurement measured = measureTarget(enlarged(makeTarget(recipe), 300));
    EXPECT_LE(measured.across.samplingEfficiencyPercent, 55);
    EXPECT_LE(measured.down.samplingEfficiencyPercent, 55);
    ASSERT_TRUE(measured.effectiveDpi);
    EXPECT_LE(*measured.effectiveDpi, 200);
    ASSERT_TRUE(measured.textContrastPermille);
    EXPECT_LE(*measured.textContrastPermille, 200) << "strokes run together";
}

TEST(Target, TellsClippedTones) {
    TargetRecipe recipe;
    recipe.dpi = 150;
    recipe.paper = 262; // beyond what eight bits hold
    recipe.black = -8;
    const TargetMeasurement measured = measuredTarget(recipe);
    EXPECT_GE(measured.clippedWhitePermille, 990);
    EXPECT_GE(measured.clippedBlackPermille, 990);
}

TEST(Target, IsMeasuredUpsideDownToo) {
    TargetRecipe recipe;
    recipe.dpi = 150;
    recipe.upsideDown = true;
    recipe.turnDegrees = 0.8;
    const TargetMeasurement measured = measuredTarget(recipe);
    EXPECT_NEAR(static_cast<double>(measured.skewMilliDegrees), 800, 30);
    EXPECT_LT(measured.steps.back().milliTone, 40'000) << "the black step is still the last";
    expectGaussian(measured.across, 0.75);
}

TEST(Target, IsNotSeenWhereThereIsNone) {
    TargetRecipe recipe;
    recipe.dpi = 150;
    recipe.rings = false;
    expectNotFound(makeTarget(recipe));
    recipe.rings = true;
    recipe.turnDegrees = -5; // the squares' slant is gone
    expectNotFound(makeTarget(recipe));
    record::PageImage blank;
    blank.width = blank.stride = 1240;
    blank.height = 1754;
    blank.channels = 1;
    blank.dpiX = blank.dpiY = 150;
    blank.bytes.assign(1240 * 1754, 245);
    expectNotFound(blank);
}

TEST(Target, MeasuringIsRepeatable) {
    TargetRecipe recipe;
    recipe.dpi = 150;
    const record::PageImage scan = makeTarget(recipe);
    const TargetMeasurement first = measureTarget(scan);
    EXPECT_EQ(first, measureTarget(scan));
    EXPECT_EQ(first, record::targetMeasurementFromJson(record::toJson(first)));
}

} // namespace
} // namespace seihon::imaging::test
