#include "imaging/film_tablet.h"
#include "imaging/measure.h"
#include "imaging/tiff.h"
#include "record/fault.h"
#include "record/film_fit.h"
#include "support/step_tablet.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>

namespace seihon::imaging {

namespace {

using record::FilmMeasurement;
using record::Quantity;
using test::FilmDevice;

FilmMeasurement measuredTablet(const FilmDevice& device) {
    const record::FilmTablet tablet = test::sampleTablet();
    return measureTablet(test::scanOfTablet(tablet, device), std::nullopt, tablet);
}

record::CaptureFacts filmFacts() {
    record::CaptureFacts facts;
    facts.source = record::PaperSource::Transparency;
    return facts;
}

std::optional<std::int64_t> bitsOf(const record::PageImage& image) {
    const auto measurement = measurePage(image, filmFacts());
    const record::Measured* bits = measurement.find(Quantity::SignificantBits);
    return bits == nullptr ? std::nullopt : std::optional(bits->value);
}

void fill(record::PageImage& image, const record::RectPx& box, std::uint16_t value) {
    for (std::int64_t y = box.y; y < box.y + box.h; ++y) {
        for (std::int64_t x = box.x; x < box.x + box.w; ++x) {
            std::memcpy(image.row(y) + 2 * x, &value, 2);
        }
    }
}

} // namespace

TEST(Film, ATabletTellsDensitiesPitchAndSharpness) {
    const FilmMeasurement m = measuredTablet({});
    ASSERT_EQ(m.steps.size(), 16u);
    for (std::size_t i = 0; i < 16; ++i) { // what a logarithmic device counts
        const double expected =
            65'535 * (4.7 - static_cast<double>(m.steps[i].density) / 1000) / 4.6;
        EXPECT_NEAR(static_cast<double>(m.steps[i].milliCount) / 1000, expected, 3) << i;
        EXPECT_NEAR(static_cast<double>(m.steps[i].noiseMilliCount) / 1000, 20, 3) << i;
        EXPECT_EQ(m.steps[i].clippedPermille, 0) << i;
    }
    EXPECT_EQ(m.significantBits, 16);
    EXPECT_LE(std::abs(m.scaleErrorAcrossPpm), 200);
    EXPECT_LE(std::abs(m.scaleErrorDownPpm), 200);
    EXPECT_NEAR(static_cast<double>(m.pitchAcrossNanometres), 84'667, 20);
    EXPECT_GE(m.across.samplingEfficiencyPercent, 90);
    EXPECT_GE(m.down.samplingEfficiencyPercent, 90);
    EXPECT_LE(m.across.peakPermille, 1'050);
    const auto usable = record::usableSteps(m, {});
    EXPECT_EQ(record::rangeOf(usable), (record::FilmRange{200, 3'800}));
    EXPECT_LE(record::largestResidual(usable), 5);
}

TEST(Film, EachDirectionIsSharpByItself) {
    const FilmMeasurement slow = measuredTablet({.blurDown = 4});
    EXPECT_GE(slow.across.samplingEfficiencyPercent, 85);
    EXPECT_LT(slow.down.samplingEfficiencyPercent, 60);
    const FilmMeasurement lens = measuredTablet({.blurAcross = 4});
    EXPECT_LT(lens.across.samplingEfficiencyPercent, 60);
    EXPECT_GE(lens.down.samplingEfficiencyPercent, 85);
}

TEST(Film, StretchAndTurnAreMeasured) {
    const FilmMeasurement m = measuredTablet({.stretchDown = 1.015});
    EXPECT_NEAR(static_cast<double>(m.scaleErrorDownPpm), 15'000, 300);
    EXPECT_LE(std::abs(m.scaleErrorAcrossPpm), 300);
    const FilmMeasurement turned = measuredTablet({.turnedDegrees = 1});
    EXPECT_NEAR(static_cast<double>(turned.skewMilliDegrees), 1'000, 50);
    EXPECT_LE(std::abs(turned.scaleErrorAcrossPpm), 300);
    EXPECT_EQ(record::rangeOf(record::usableSteps(turned, {})), (record::FilmRange{200, 3'800}));
}

// Light itself, and 12 bits: the dense end drowns.
TEST(Film, ADeviceThatCountsLightLosesTheDenseEnd) {
    const FilmMeasurement m = measuredTablet({.bits = 12, .linear = true, .noise = 12});
    EXPECT_EQ(m.significantBits, 12);
    const record::FilmRange range = record::rangeOf(record::usableSteps(m, {}));
    EXPECT_EQ(range.least, 200);
    EXPECT_LT(range.most, 3'000);
    EXPECT_GE(range.most, 1'000);
}

TEST(Film, WhatIsNoTabletIsNotFound) {
    const record::FilmTablet tablet = test::sampleTablet();
    const auto kindOf = [&](const record::PageImage& image) {
        try {
            measureTablet(image, std::nullopt, tablet);
        } catch (const record::Fault& fault) {
            return std::string(record::nameOf(fault.kind));
        }
        return std::string("found");
    };
    EXPECT_EQ(kindOf(test::sampleFilm({}, 800, 700, 3)), "TargetNotFound");
    record::PageImage image = test::scanOfTablet(tablet, {});
    EXPECT_EQ(kindOf(image), "found");
    fill(image, {0, 0, 250, 250}, 60'000); // a mark is covered
    EXPECT_EQ(kindOf(image), "TargetNotFound");
    fill(image, {0, 0, image.width, image.height}, 60'000);
    EXPECT_EQ(kindOf(image), "TargetNotFound");
    image.bitsPerSample = 8;
    image.stride = image.rowBytes();
    EXPECT_EQ(kindOf(image), "Usage");
}

TEST(Film, DepthIsMeasuredNotBelieved) {
    for (const int bits : {8, 10, 12, 14, 16}) {
        EXPECT_EQ(bitsOf(test::sampleFilm({.bits = bits, .noise = 40}, 1'000, 800, 1)), bits);
    }
    // By zeros, and through a table that spreads them unevenly.
    for (const bool table : {false, true}) {
        record::PageImage image = test::sampleFilm({.bits = 8, .noise = 200}, 1'000, 800, 1);
        for (std::size_t i = 0; i < image.bytes.size(); i += 2) {
            const double share = image.bytes[i + 1] / 255.0;
            const auto value =
                table ? static_cast<std::uint16_t>(std::lround(65'535 * std::pow(share, 2.2)))
                      : static_cast<std::uint16_t>(image.bytes[i + 1] << 8);
            std::memcpy(&image.bytes[i], &value, 2);
        }
        const auto bits = bitsOf(image);
        ASSERT_TRUE(bits);
        EXPECT_LE(*bits, 9) << table;
    }
    // One even value says nothing of depth.
    record::PageImage even = test::sampleFilm({}, 400, 300, 1);
    fill(even, {0, 0, 400, 300}, 30'000);
    EXPECT_EQ(bitsOf(even), std::nullopt);
}

TEST(Film, SaturatedPlacesAreFoundWithTheirBoxes) {
    record::PageImage film = test::sampleFilm({}, 1'200, 1'000, 5);
    auto measurement = measurePage(film, filmFacts());
    EXPECT_EQ(measurement.find(Quantity::SaturatedDarkPermille)->value, 0);
    EXPECT_EQ(measurement.find(Quantity::SaturatedBrightPermille)->value, 0);
    EXPECT_EQ(measurement.find(Quantity::PaperTone), nullptr); // no paper is looked for
    fill(film, {600, 300, 240, 120}, 0);
    fill(film, {60, 700, 120, 120}, 65'520); // of 12 bits
    measurement = measurePage(film, filmFacts());
    const record::Measured* dark = measurement.find(Quantity::SaturatedDarkPermille);
    EXPECT_NEAR(static_cast<double>(dark->value), 24, 4);
    ASSERT_TRUE(dark->where);
    EXPECT_NEAR(static_cast<double>(dark->where->x), 600 * 25.4 / 300, 1);
    EXPECT_NEAR(static_cast<double>(dark->where->w), 240 * 25.4 / 300, 2);
    const record::Measured* bright = measurement.find(Quantity::SaturatedBrightPermille);
    EXPECT_NEAR(static_cast<double>(bright->value), 12, 4);
    ASSERT_TRUE(bright->where);
    EXPECT_NEAR(static_cast<double>(bright->where->y), 700 * 25.4 / 300, 1);
}

TEST(Film, EveryPixelSurvivesTheMaster) {
    const record::PageImage film = test::sampleFilm({}, 700, 500, 9);
    const record::PageImage again = decodeTiff(encodeTiff(film));
    EXPECT_EQ(again.bitsPerSample, 16);
    EXPECT_EQ(again.bytes, film.bytes);
}

} // namespace seihon::imaging
