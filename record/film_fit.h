#pragma once

#include "record/film.h"

#include <span>

namespace seihon::record {

// Every stored value of 16 bits as optical density, in thousandths. Outside of the calibrated
// values it stays at the ends of the range: there nobody knows more than "at least" or "at most".
struct FilmScale {
    std::vector<std::uint16_t> densityOfValue;        // 65536
    std::int64_t densestValue = 0, clearestValue = 0; // between these it was calibrated
    std::int64_t pitchAcrossNanometres = 0, pitchDownNanometres = 0;
};

// How well two densities are told apart at a step: two standard deviations of the mean of a square
// millimetre, or the distance of two stored values, whichever is more. Empty at a step whose
// neighbours do not differ.
std::optional<std::int64_t> contrastAt(const FilmMeasurement& measurement, std::size_t step);
// Standard deviation of one pixel there, in density.
std::optional<std::int64_t> noiseAt(const FilmMeasurement& measurement, std::size_t step);

// The longest run of steps that are neither clipped nor too noisy and get darker one after the
// other. (Lower values are darker.)
std::vector<FilmStep> usableSteps(const FilmMeasurement& measurement, const FilmLimits& limits);
FilmRange rangeOf(std::span<const FilmStep> usable);

// A denser step that came out brighter than the one before, by more than noise explains: its place
// in the list; none when the device is monotonic.
std::optional<std::size_t> brighterThanBefore(const FilmMeasurement& measurement);

// How far each inner step lies from the curve through the others, the largest; 0 below four steps.
std::int64_t largestResidual(std::span<const FilmStep> usable);

// Fritsch-Carlson cubics through the steps: monotonic, and through every one of them. Two steps at
// least, darker one after the other. Faults: Malformed.
std::vector<std::uint16_t> densityTable(std::span<const FilmStep> usable);
Digest digestOfTable(std::span<const std::uint16_t> table);

// Faults: Malformed when the curve does not give the table whose digest was kept.
FilmScale filmScaleOf(const FilmCalibration& calibration);

} // namespace seihon::record
