#include "config/parse_quality.h"

#include <algorithm>
#include <array>

namespace seihon::config {

using regulation::QualityFloors;

namespace {

constexpr std::string_view kNotJudged = "not-judged";

constexpr std::array kLimitKeys = std::to_array<LimitKey>({
    {"max_length_deviation_mm", &QualityFloors::lengthToleranceMicrometres, 1000, {0, 100'000}},
    {"max_identical_tail_rows", &QualityFloors::identicalTailRows, 1, {0, 10'000}},
    {"max_sheet_touching_side_percent", &QualityFloors::sheetTouchesPermille, 10, {0, 1000}},
    {"max_ink_at_edge_mm2", &QualityFloors::inkAtEdgeMilliMm2, 1000, {0, 10'000'000}},
    {"max_skew_degrees", &QualityFloors::skewMilliDegrees, 1000, {0, 45'000}},
    {"max_corner_missing_mm2", &QualityFloors::cornerMissingMilliMm2, 1000, {0, 10'000'000}},
    {"min_ink_mm2", &QualityFloors::blankInkMilliMm2, 1000, {0, 1'000'000}},
    {"max_edge_width_pixels", &QualityFloors::edgeWidthMilliPixels, 1000, {500, 50'000}},
    {"min_effective_dpi", &QualityFloors::effectiveDpi, 1, {50, 4800}},
    {"max_jpeg_block_ratio", &QualityFloors::jpegBlockRatioPermille, 1000, {1000, 100'000}},
    {"max_clipped_white_percent", &QualityFloors::clippedWhitePermille, 10, {0, 1000}},
    {"min_paper_tone", &QualityFloors::paperToneLeast, 1, {0, 255}},
    {"max_paper_cast", &QualityFloors::paperCast, 1, {0, 255}},
    {"max_shadow_tone", &QualityFloors::shadowTone, 1, {0, 255}},
    {"max_overexposed_percent", &QualityFloors::overexposedPermille, 10, {0, 1000}},
    {"max_object_on_page_mm2", &QualityFloors::objectOnPageMilliMm2, 1000, {0, 10'000'000}},
    {"max_overlay_edge_mm", &QualityFloors::overlayEdgeMicrometres, 1000, {0, 1'000'000}},
    {"max_streak_percent", &QualityFloors::streakPermille, 10, {0, 1000}},
});

// { limit = 1.5, severity = "warn" }, or "not-judged".
std::optional<QualityFloors::Limit> readLimit(TableReader& reader, const LimitKey& key) {
    if (reader.isText(key.key)) {
        if (reader.text(key.key) != kNotJudged) {
            reader.refuseHere(key.key,
                              "must be { limit = …, severity = … } or the word \"not-judged\"");
        }
        return std::nullopt;
    }
    TableReader table = reader.table(key.key);
    QualityFloors::Limit limit;
    limit.value = table.scaled("limit", key.scale, key.range);
    limit.severity = table.choice<record::Severity>("severity");
    table.finish();
    return limit;
}

void readPresent(TableReader& reader, QualityFloors& floors, bool all) {
    if (all || reader.has("min_optical_dpi")) {
        floors.opticalDpi = reader.integer("min_optical_dpi", {50, 4800});
    }
    if (all || reader.has("min_bits_per_sample")) {
        const std::int64_t bits = reader.integer("min_bits_per_sample", {1, 16});
        if (bits != 1 && bits != 8 && bits != 16) {
            reader.refuseHere("min_bits_per_sample", "must be 1, 8 or 16");
        }
        floors.bitsPerSample = static_cast<int>(bits);
    }
    if (all || reader.has("modes")) {
        floors.modes = reader.choices<record::ColourMode>("modes", 1);
    }
    if (all || reader.has("lossy_wire_format_allowed")) {
        floors.lossyWireFormatAllowed = reader.flag("lossy_wire_format_allowed");
    }
    for (const LimitKey& key : kLimitKeys) {
        if (all || reader.has(key.key)) {
            floors.*key.member = readLimit(reader, key);
        }
    }
    reader.finish();
}

} // namespace

std::span<const LimitKey> limitKeys() {
    return kLimitKeys;
}

QualityFloors readQuality(TableReader& reader) {
    QualityFloors floors;
    readPresent(reader, floors, true);
    return floors;
}

void readQualityChanges(TableReader& reader, QualityFloors& floors) {
    readPresent(reader, floors, false);
}

} // namespace seihon::config
