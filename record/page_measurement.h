#pragma once

#include "record/enum_names.h"
#include "record/geometry.h"
#include "record/json.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace seihon::record {

// What imaging can say about a page, each in whole units so that judging again gives the same
// answer.
enum class Quantity {
    WidthPixels,
    HeightPixels,
    // Sheet found against the dark backing; absent when no backing was seen.
    SheetWidthMicrometres,
    SheetHeightMicrometres,
    // Share of each frame side that the sheet touches, thousandths: > 0 means it may be cut there.
    SheetTouchesTopPermille,
    SheetTouchesBottomPermille,
    SheetTouchesLeftPermille,
    SheetTouchesRightPermille,
    // Ink within 2 mm of the image frame or of a touched side, thousandths of mm².
    InkAtEdgeMilliMm2,
    // Rows of bit-identical pixels at the end of the page.
    IdenticalTailRows,
    SkewMilliDegrees,
    CornerMissingMilliMm2,
    // Ink inside the sheet's border; below a limit the side looks blank.
    InkMilliMm2,
    // Median 10–90 edge width, the smaller of both directions; and down the page alone, the way the
    // paper moves.
    EdgeWidthMilliPixels,
    FeedEdgeWidthMilliPixels,
    // Lag-1 correlation of noise in flat tiles, thousandths; high in both directions means
    // interpolated.
    NoiseCorrelationXPermille,
    NoiseCorrelationYPermille,
    // Resolution that sharpness and noise speak for; absent when neither could be measured (blank
    // page).
    EffectiveDpi,
    // 8×8 block step ratio, thousandths: 1000 is none.
    JpegBlockRatioPermille,
    // Share of sheet pixels at 254 or more, thousandths.
    ClippedWhitePermille,
    // Share of sheet pixels at 1 or less, thousandths.
    ClippedBlackPermille,
    // Most frequent tone of the paper, 0–255, and its spread between channels.
    PaperTone,
    PaperCast,
    // The same spread on the dark backing, thousandths of its tone: what the device adds to any
    // paper. Absent when no backing was seen, or a black one.
    BackingCastPermille,
    // Difference of paper tone between the borders and the middle.
    ShadowTone,
    // Largest rectangle of paper of another colour than the sheet: a note.
    ObjectOnPageMilliMm2,
    // Longest straight edge of paper that lies on the sheet, as far as it is seen: one that ends on
    // the sheet at both ends (a note), and one that runs to the sheet's border (another sheet).
    ObjectEdgeMicrometres,
    OverlayEdgeMicrometres,
    // The clearest line of one sensor column all down the page: share of the places without print
    // that show it, its column, and how its tone differs from its neighbours' (negative: darker).
    StreakPermille,
    StreakColumnPixels,
    StreakTone,
    // Of grey with 16 bits: bits that the values really use, and the share of the film that lies at
    // the one darkest or brightest value there is, with the largest place of that kind.
    SignificantBits,
    SaturatedDarkPermille,
    SaturatedBrightPermille,
};

template <>
struct EnumNames<Quantity> {
    static constexpr std::array table = std::to_array<std::pair<Quantity, std::string_view>>({
        {Quantity::WidthPixels, "widthPixels"},
        {Quantity::HeightPixels, "heightPixels"},
        {Quantity::SheetWidthMicrometres, "sheetWidthMicrometres"},
        {Quantity::SheetHeightMicrometres, "sheetHeightMicrometres"},
        {Quantity::SheetTouchesTopPermille, "sheetTouchesTopPermille"},
        {Quantity::SheetTouchesBottomPermille, "sheetTouchesBottomPermille"},
        {Quantity::SheetTouchesLeftPermille, "sheetTouchesLeftPermille"},
        {Quantity::SheetTouchesRightPermille, "sheetTouchesRightPermille"},
        {Quantity::InkAtEdgeMilliMm2, "inkAtEdgeMilliMm2"},
        {Quantity::IdenticalTailRows, "identicalTailRows"},
        {Quantity::SkewMilliDegrees, "skewMilliDegrees"},
        {Quantity::CornerMissingMilliMm2, "cornerMissingMilliMm2"},
        {Quantity::InkMilliMm2, "inkMilliMm2"},
        {Quantity::EdgeWidthMilliPixels, "edgeWidthMilliPixels"},
        {Quantity::FeedEdgeWidthMilliPixels, "feedEdgeWidthMilliPixels"},
        {Quantity::NoiseCorrelationXPermille, "noiseCorrelationXPermille"},
        {Quantity::NoiseCorrelationYPermille, "noiseCorrelationYPermille"},
        {Quantity::EffectiveDpi, "effectiveDpi"},
        {Quantity::JpegBlockRatioPermille, "jpegBlockRatioPermille"},
        {Quantity::ClippedWhitePermille, "clippedWhitePermille"},
        {Quantity::ClippedBlackPermille, "clippedBlackPermille"},
        {Quantity::PaperTone, "paperTone"},
        {Quantity::PaperCast, "paperCast"},
        {Quantity::BackingCastPermille, "backingCastPermille"},
        {Quantity::ShadowTone, "shadowTone"},
        {Quantity::ObjectOnPageMilliMm2, "objectOnPageMilliMm2"},
        {Quantity::ObjectEdgeMicrometres, "objectEdgeMicrometres"},
        {Quantity::OverlayEdgeMicrometres, "overlayEdgeMicrometres"},
        {Quantity::StreakPermille, "streakPermille"},
        {Quantity::StreakColumnPixels, "streakColumnPixels"},
        {Quantity::StreakTone, "streakTone"},
        {Quantity::SignificantBits, "significantBits"},
        {Quantity::SaturatedDarkPermille, "saturatedDarkPermille"},
        {Quantity::SaturatedBrightPermille, "saturatedBrightPermille"},
    });
};

struct Measured {
    Quantity quantity{};
    std::int64_t value = 0;
    std::optional<AreaMm> where; // the place it was seen, where there is one
    friend bool operator==(const Measured&, const Measured&) = default;
};

// Numbers from the pixels with their place on the page; no opinion. A quantity that could not be
// measured is absent.
struct PageMeasurement {
    std::vector<Measured> values;

    const Measured* find(Quantity quantity) const;
    void add(Quantity quantity, std::int64_t value, std::optional<AreaMm> where = std::nullopt);
    friend bool operator==(const PageMeasurement&, const PageMeasurement&) = default;
};

// {"skewMilliDegrees": {"value": 120, "where": {…}}, …}
Json toJson(const PageMeasurement& measurement);
PageMeasurement pageMeasurementFromJson(const Json& json);

} // namespace seihon::record
