#include "record/film_fit.h"

#include "record/fault.h"

#include <gtest/gtest.h>

#include <cmath>

namespace seihon::record {

namespace {

// 16 steps of a device that counts the logarithm of light.
FilmMeasurement goodFilmMeasurement() {
    FilmMeasurement measurement;
    for (std::int64_t i = 0; i < 16; ++i) {
        const std::int64_t density = 200 + 240 * i;
        measurement.steps.push_back({density, 14'000 * (4'600 - density), 20'000, 0});
    }
    measurement.significantBits = 16;
    measurement.pitchAcrossNanometres = measurement.pitchDownNanometres = 84'667;
    return measurement;
}

} // namespace

TEST(FilmFit, TheTableGoesThroughEveryStepAndNeverTurnsBack) {
    const auto usable = usableSteps(goodFilmMeasurement(), {});
    ASSERT_EQ(usable.size(), 16u);
    const auto table = densityTable(usable);
    ASSERT_EQ(table.size(), 65'536u);
    for (const FilmStep& step : usable) {
        EXPECT_NEAR(table[static_cast<std::size_t>(step.milliCount / 1000)],
                    static_cast<double>(step.density), 1);
    }
    for (std::size_t value = 1; value < table.size(); ++value) {
        ASSERT_LE(table[value], table[value - 1]) << value;
    }
    EXPECT_EQ(table.front(), 3'800); // beyond the densest step nobody knows more
    EXPECT_EQ(table.back(), 200);
    EXPECT_LE(largestResidual(usable), 1); // a straight line
}

// A device that counts light has a curve of density that is far from straight.
TEST(FilmFit, AnUnevenCurveStaysMonotonicAndCloseBetweenItsSteps) {
    FilmMeasurement measurement = goodFilmMeasurement();
    for (FilmStep& step : measurement.steps) {
        const double light = std::pow(10, -static_cast<double>(step.density) / 1000);
        step.milliCount = std::llround(65'000'000 * light / 0.7);
        step.noiseMilliCount = 300;
    }
    FilmLimits limits;
    limits.noiseDensity = 10'000;
    limits.contrastDensity = 10'000;
    const auto usable = usableSteps(measurement, limits);
    ASSERT_GE(usable.size(), 14u);
    const auto table = densityTable(usable);
    for (std::int64_t density = usable.front().density; density < 2'000; density += 30) {
        const double light = std::pow(10, -static_cast<double>(density) / 1000);
        const auto value = static_cast<std::size_t>(std::llround(65'000 * light / 0.7));
        EXPECT_NEAR(table[value], static_cast<double>(density), 12) << density;
    }
    for (std::size_t value = 1; value < table.size(); ++value) {
        ASSERT_LE(table[value], table[value - 1]) << value;
    }
}

TEST(FilmFit, NoiseAndClippingEndTheRange) {
    FilmMeasurement measurement = goodFilmMeasurement();
    EXPECT_EQ(rangeOf(usableSteps(measurement, {})), (FilmRange{200, 3'800}));
    measurement.steps[12].noiseMilliCount = 5'000'000; // 5000 counts of 14 a thousandth
    EXPECT_EQ(rangeOf(usableSteps(measurement, {})), (FilmRange{200, 200 + 240 * 11}));
    measurement.steps[0].clippedPermille = 500;
    EXPECT_EQ(rangeOf(usableSteps(measurement, {})), (FilmRange{440, 200 + 240 * 11}));
    for (FilmStep& step : measurement.steps) {
        step.clippedPermille = 1'000;
    }
    EXPECT_EQ(rangeOf(usableSteps(measurement, {})), FilmRange{});
}

// Eight bits spread over sixteen: no noise to see, and still no difference of 0.02 told apart.
TEST(FilmFit, FewRealBitsTellNoSmallDifferenceApart) {
    FilmMeasurement measurement = goodFilmMeasurement();
    for (FilmStep& step : measurement.steps) {
        step.noiseMilliCount = 0;
        step.milliCount = 10'000 * (4'600 - step.density);
    }
    EXPECT_EQ(usableSteps(measurement, {}).size(), 16u);
    measurement.significantBits = 8;
    EXPECT_TRUE(usableSteps(measurement, {}).empty());
    measurement.significantBits.reset(); // nobody knows: as little
    EXPECT_TRUE(usableSteps(measurement, {}).empty());
}

TEST(FilmFit, AStepOffTheCurveIsAResidualAndABrighterOneIsNamed) {
    FilmMeasurement measurement = goodFilmMeasurement();
    EXPECT_FALSE(brighterThanBefore(measurement));
    measurement.steps[7].milliCount += 14'000 * 100; // 0.1 of density
    EXPECT_NEAR(static_cast<double>(largestResidual(usableSteps(measurement, {}))), 100, 5);
    measurement.steps[7].milliCount = measurement.steps[6].milliCount + 20'000;
    EXPECT_EQ(brighterThanBefore(measurement), 7u);
}

TEST(FilmFit, RefusesStepsThatGiveNoCurve) {
    EXPECT_THROW(densityTable({}), Fault);
    std::vector<FilmStep> steps{{200, 5'000'000, 0, 0}, {400, 6'000'000, 0, 0}};
    EXPECT_THROW(densityTable(steps), Fault); // brighter
    steps = {{400, 6'000'000, 0, 0}, {200, 5'000'000, 0, 0}};
    EXPECT_THROW(densityTable(steps), Fault); // out of order
    steps = {{-1, 6'000'000, 0, 0}, {200, 5'000'000, 0, 0}};
    EXPECT_THROW(densityTable(steps), Fault);
}

TEST(FilmFit, AScaleComesOnlyFromACurveThatGivesItsTable) {
    FilmCalibration calibration;
    calibration.id = "c";
    calibration.curve = usableSteps(goodFilmMeasurement(), {});
    calibration.tableDigest = digestOfTable(densityTable(calibration.curve));
    calibration.pitchAcrossNanometres = 84'667;
    calibration.pitchDownNanometres = 84'700;
    const FilmCalibration again = filmCalibrationFromJson(toJson(calibration));
    EXPECT_EQ(again, calibration);
    const FilmScale scale = filmScaleOf(again);
    EXPECT_EQ(scale.densityOfValue[static_cast<std::size_t>(scale.densestValue)], 3'800);
    EXPECT_EQ(scale.densityOfValue[static_cast<std::size_t>(scale.clearestValue)], 200);
    EXPECT_EQ(scale.pitchDownNanometres, 84'700);
    calibration.curve[3].milliCount += 5'000;
    EXPECT_THROW(filmScaleOf(calibration), Fault);
}

TEST(FilmFit, AMeasurementSurvivesJson) {
    FilmMeasurement measurement = goodFilmMeasurement();
    measurement.across.curvePermille = {1'000, 900};
    measurement.scaleErrorDownPpm = -120;
    EXPECT_EQ(filmMeasurementFromJson(toJson(measurement)), measurement);
    measurement.significantBits.reset();
    EXPECT_EQ(filmMeasurementFromJson(toJson(measurement)), measurement);
}

} // namespace seihon::record
