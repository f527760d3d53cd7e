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
    {"min_turned_confidence", &QualityFloors::turnedConfidenceMilli, 1000, {0, 100'000}},
    {"min_page_number_confidence_percent", &QualityFloors::pageNumberPercent, 1, {0, 100}},
    {"max_overexposed_percent", &QualityFloors::overexposedPermille, 10, {0, 1000}},
    {"max_object_on_page_mm2", &QualityFloors::objectOnPageMilliMm2, 1000, {0, 10'000'000}},
    {"max_overlay_edge_mm", &QualityFloors::overlayEdgeMicrometres, 1000, {0, 1'000'000}},
    {"max_streak_percent", &QualityFloors::streakPermille, 10, {0, 1000}},
});

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
    if (all || reader.has("examine_before_sealing")) {
        floors.examineBeforeSealing = reader.flag("examine_before_sealing");
    }
    for (const LimitKey& key : kLimitKeys) {
        if (all || reader.has(key.key)) {
            floors.*key.member = readLimit(reader, key.key, key.scale, key.range);
        }
    }
    reader.finish();
}

} // namespace

std::optional<QualityFloors::Limit> readLimit(TableReader& reader, std::string_view key,
                                              std::int64_t scale, Range range) {
    if (reader.isText(key)) {
        if (reader.text(key) != kNotJudged) {
            reader.refuseHere(key,
                              "must be { limit = …, severity = … } or the word \"not-judged\"");
        }
        return std::nullopt;
    }
    TableReader table = reader.table(key);
    QualityFloors::Limit limit;
    limit.value = table.scaled("limit", scale, range);
    limit.severity = table.choice<record::Severity>("severity");
    table.finish();
    return limit;
}

regulation::QualificationRules readQualificationRules(TableReader reader) {
    regulation::QualificationRules rules;
    rules.validMonths = reader.integer("valid_months", {1, 36});
    rules.target.samplingEfficiencyPercent =
        reader.integer("min_sampling_efficiency_percent", {1, 100});
    rules.target.leastSamplingEfficiencyPercent =
        reader.integer("min_sampling_efficiency_anywhere_percent", {1, 100});
    rules.target.effectiveResolutionPercent =
        reader.integer("min_effective_resolution_percent", {1, 100});
    rules.target.peakPermille = reader.scaled("max_sharpening_percent", 10, {1000, 3000});
    rules.target.scaleErrorPpm = reader.scaled("max_scale_error_percent", 10'000, {0, 100'000});
    rules.target.distortionMicrometres = reader.scaled("max_distortion_mm", 1000, {0, 5'000});
    rules.target.noiseMilliTone = reader.scaled("max_noise_tones", 1000, {0, 50'000});
    rules.target.distinctSteps = reader.integer("min_distinct_grey_steps", {2, 12});
    rules.target.clippedPermille = reader.scaled("max_clipped_percent", 10, {0, 1000});
    rules.target.textContrastPermille =
        reader.scaled("min_small_text_contrast_percent", 10, {0, 1000});
    rules.target.jpegBlockRatioPermille =
        reader.scaled("max_jpeg_block_ratio", 1000, {1000, 100'000});
    rules.edgeWidthOfBaselinePercent =
        readLimit(reader, "max_edge_width_of_baseline_percent", 1, {100, 1000});
    rules.resolutionOfBaselinePercent =
        readLimit(reader, "max_coarseness_of_baseline_percent", 1, {100, 1000});
    reader.finish();
    return rules;
}

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
