#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

// The target sheet of a qualification [A1]: what report draws and imaging looks for. Micrometres
// from the top left corner of an upright A4 sheet. Its places count, not its tones: what a printer
// makes of a grey is not known.
namespace seihon::record {

inline constexpr int kTargetVersion = 1;
inline constexpr std::int64_t kTargetWidth = 210'000, kTargetHeight = 297'000;

struct TargetPoint {
    std::int64_t x = 0, y = 0;
};

struct TargetBox {
    std::int64_t x = 0, y = 0, w = 0, h = 0;
};

// Rings, row by row. The first has a dot in its hole, so that a sheet that lies upside down shows.
inline constexpr std::array<TargetPoint, 6> kTargetRings{{{15'000, 15'000},
                                                          {195'000, 15'000},
                                                          {15'000, 148'500},
                                                          {195'000, 148'500},
                                                          {15'000, 282'000},
                                                          {195'000, 282'000}}};
inline constexpr std::int64_t kTargetRingRadius = 4'000, kTargetHoleRadius = 2'000,
                              kTargetDotRadius = 750;

// Black squares, turned clockwise: the slanted edges of ISO 12233, in both directions, at the
// borders and in the middle.
inline constexpr std::int64_t kTargetSquareSide = 16'000;
inline constexpr double kTargetTurnDegrees = 5;
inline constexpr std::array<std::int64_t, 5> kTargetSquareColumns{33'000, 69'000, 105'000, 141'000,
                                                                  177'000};
inline constexpr std::array<std::int64_t, 3> kTargetSquareRows{42'000, 148'500, 243'000};

// Grey steps from left to right; tones as drawn (sRGB), the first nearly paper, the last black.
struct TargetStep {
    TargetBox box;
    int drawnTone = 0;
};

inline constexpr std::size_t kTargetSteps = 12;

constexpr std::array<TargetStep, kTargetSteps> targetSteps() {
    std::array<TargetStep, kTargetSteps> steps{};
    for (std::size_t i = 0; i < kTargetSteps; ++i) {
        const auto place = static_cast<std::int64_t>(i);
        steps[i].box = {27'000 + place * 13'000, 110'000, 13'000, 14'000};
        steps[i].drawnTone = static_cast<int>(235 - place * 235 / 11);
    }
    return steps;
}

// Text of 4 points, and paper with nothing on it.
inline constexpr std::array<TargetBox, 2> kTargetTexts{
    {{27'000, 59'000, 156'000, 12'000}, {27'000, 206'000, 156'000, 12'000}}};
inline constexpr std::array<TargetBox, 2> kTargetPlains{
    {{25'000, 76'000, 160'000, 30'000}, {25'000, 170'000, 160'000, 30'000}}};

} // namespace seihon::record
