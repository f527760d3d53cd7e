#pragma once

#include "record/json.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace seihon::record {

// How contrast of finer and finer lines survives in one direction: the spatial frequency response
// of slanted edges (ISO 12233, ISO 16067-1), the median over the sheet.
struct EdgeResponse {
    std::int64_t edges = 0;                    // that could be measured
    std::int64_t mtf50MilliCyclesPerPixel = 0; // half of the contrast is left; 500 is Nyquist
    std::int64_t mtf10MilliCyclesPerPixel = 0; // a tenth is left: nothing finer can be told apart
    // MTF10 over the Nyquist frequency of the declared resolution, at most 100; and the same at the
    // least sharp of the sheet's squares.
    std::int64_t samplingEfficiencyPercent = 0;
    std::int64_t leastSamplingEfficiencyPercent = 0;
    std::int64_t peakPermille = 0;           // above 1000 the device sharpens
    std::vector<std::int64_t> curvePermille; // at 0, 0.05 … 1.0 cycles a pixel
    friend bool operator==(const EdgeResponse&, const EdgeResponse&) = default;
};

Json toJson(const EdgeResponse& response);
EdgeResponse edgeResponseFromJson(const Json& json);

struct MeasuredStep {
    std::int64_t drawnTone = 0;
    std::int64_t milliTone = 0;      // mean, thousandths of an 8-bit tone
    std::int64_t noiseMilliTone = 0; // standard deviation
    friend bool operator==(const MeasuredStep&, const MeasuredStep&) = default;
};

// Numbers from one scan of the target sheet [A1]; no opinion. What could not be measured is absent.
struct TargetMeasurement {
    std::int64_t targetVersion = 0;
    EdgeResponse across, down; // sharpness along rows, along columns
    // As Quantity::EdgeWidthMilliPixels: what the pages of this device are compared with.
    std::optional<std::int64_t> edgeWidthMilliPixels;
    std::vector<MeasuredStep> steps; // from nearly paper to black
    std::int64_t paperMilliTone = 0;
    std::int64_t paperNoiseMilliTone = 0;
    std::int64_t clippedWhitePermille = 0; // of the plain paper at 254 or more
    std::int64_t clippedBlackPermille = 0; // of the black squares at 1 or less
    // Length in the image against length on the sheet, parts of a million, minus one.
    std::int64_t scaleErrorAcrossPpm = 0;
    std::int64_t scaleErrorDownPpm = 0;
    std::int64_t distortionMicrometres = 0; // furthest that a mark is from where the others put it
    std::int64_t skewMilliDegrees = 0;
    // Contrast left between the strokes of 4-point text, against paper and black.
    std::optional<std::int64_t> textContrastPermille;
    std::optional<std::int64_t> noiseCorrelationAcrossPermille, noiseCorrelationDownPermille;
    std::optional<std::int64_t> effectiveDpi; // as Quantity::EffectiveDpi
    std::optional<std::int64_t> jpegBlockRatioPermille;
    friend bool operator==(const TargetMeasurement&, const TargetMeasurement&) = default;
};

// What one scan of the target sheet must show; the numbers are the regulation's.
struct TargetLimits {
    std::int64_t samplingEfficiencyPercent = 80;      // at least, the median of each direction
    std::int64_t leastSamplingEfficiencyPercent = 70; // at least, everywhere on the sheet
    std::int64_t effectiveResolutionPercent = 85;     // at least, of the declared resolution
    std::int64_t peakPermille = 1200;                 // at most: sharpening
    std::int64_t scaleErrorPpm = 10'000;
    std::int64_t distortionMicrometres = 500;
    std::int64_t noiseMilliTone = 5'000; // on plain paper and on black
    std::int64_t distinctSteps = 10;
    std::int64_t clippedPermille = 10; // of paper at white, of ink at black
    std::int64_t textContrastPermille = 350;
    std::int64_t jpegBlockRatioPermille = 1120;
};

// Grey steps that are darker than the one before, the first than the paper, by enough to be told
// apart.
std::int64_t distinctSteps(const TargetMeasurement& measurement);

Json toJson(const TargetMeasurement& measurement);
TargetMeasurement targetMeasurementFromJson(const Json& json);

} // namespace seihon::record
