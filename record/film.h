#pragma once

#include "record/capture_facts.h"
#include "record/digest.h"
#include "record/enum_names.h"
#include "record/instant.h"
#include "record/json.h"
#include "record/target_measurement.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

// Films: what a step tablet is, what one scan of it said, and what a device counts as calibrated by
// [A1, A4]. Densities are thousandths of optical density, lengths micrometres unless named.
namespace seihon::record {

// One step of a tablet: where its middle lies, from the middle of the upper left mark.
struct TabletStep {
    std::int64_t density = 0; // as the certificate says
    std::int64_t x = 0, y = 0, w = 0, h = 0;
    friend bool operator==(const TabletStep&, const TabletStep&) = default;
};

// A step tablet with four opaque, slanted squares around it, as its certificate describes it.
struct FilmTablet {
    std::string id;
    std::string certifiedBy;
    Instant certifiedUntil{};
    std::int64_t marksAcross = 0, marksDown = 0; // between the middles of the squares
    std::int64_t markSide = 0;
    std::int64_t markTurnMilliDegrees = 5000; // slant, for sharpness (ISO 16067-2)
    std::vector<TabletStep> steps;            // from clear to dense
    Digest digest;                            // of the file that says so
};

// What the device counted on one step.
struct FilmStep {
    std::int64_t density = 0;
    std::int64_t milliCount = 0;      // mean, thousandths of a stored value
    std::int64_t noiseMilliCount = 0; // standard deviation of one pixel
    std::int64_t clippedPermille = 0; // of its pixels at the darkest or brightest value there is
    friend bool operator==(const FilmStep&, const FilmStep&) = default;
};

// Numbers from one scan of a tablet; no opinion.
struct FilmMeasurement {
    std::vector<FilmStep> steps;                 // from clear to dense
    std::optional<std::int64_t> significantBits; // absent: too few pixels to tell
    EdgeResponse across, down;                   // of the four squares, in transmitted light
    // Size of a pixel as the marks say, and how far that is from the declared resolution.
    std::int64_t pitchAcrossNanometres = 0, pitchDownNanometres = 0;
    std::int64_t scaleErrorAcrossPpm = 0, scaleErrorDownPpm = 0;
    std::int64_t skewMilliDegrees = 0;
    friend bool operator==(const FilmMeasurement&, const FilmMeasurement&) = default;
};

// What a calibration must show; the numbers are the regulation's.
struct FilmLimits {
    std::int64_t contrastDensity = 20; // this difference must be told apart [ISO 14096]
    std::int64_t noiseDensity = 50;    // of one pixel
    std::int64_t residualDensity = 50; // of a step against the curve through the others
    std::int64_t significantBits = 12;
    std::int64_t steps = 5; // usable ones
    std::int64_t samplingEfficiencyPercent = 60;
    std::int64_t peakPermille = 1200;
    std::int64_t scaleErrorPpm = 10'000;
};

// What a person says of a film on the light box against its image [A4]: a film that lay the other
// way up looks right and shows the other side of the body.
enum class FilmSide { Correct, NoMarker, Mirrored, Turned, Mammogram };

template <>
struct EnumNames<FilmSide> {
    static constexpr std::array<std::pair<FilmSide, std::string_view>, 5> table{
        {{FilmSide::Correct, "correct"},
         {FilmSide::NoMarker, "no-marker"},
         {FilmSide::Mirrored, "mirrored"},
         {FilmSide::Turned, "turned"},
         {FilmSide::Mammogram, "mammogram"}}};
};

// Densities between which the device tells the steps apart; both 0 when there are none.
struct FilmRange {
    std::int64_t least = 0, most = 0;
    friend bool operator==(const FilmRange&, const FilmRange&) = default;
};

// One device at one resolution, as a step tablet found it. What films scanned with it are read by.
struct FilmCalibration {
    std::string id;
    DeviceIdentity device;
    std::int64_t dpi = 0;
    Instant calibratedAt{};
    Instant validUntil{};
    std::string calibratedBy;
    std::string tablet;
    Digest tabletDigest; // of the certificate's file
    Digest scanDigest;   // of the TIFF kept in qualifications/<id>/
    FilmRange range;
    std::vector<FilmStep> curve; // the usable steps: what the table is made from
    Digest tableDigest;          // of 65536 densities, two bytes each, high byte first
    std::int64_t pitchAcrossNanometres = 0, pitchDownNanometres = 0;
    bool demo = false;
    friend bool operator==(const FilmCalibration&, const FilmCalibration&) = default;
};

Json toJson(const FilmMeasurement& measurement);
FilmMeasurement filmMeasurementFromJson(const Json& json);
Json toJson(const FilmCalibration& calibration);
FilmCalibration filmCalibrationFromJson(const Json& json);

} // namespace seihon::record
