#include "regulation/clause_list.h"

#include <array>

namespace seihon::regulation {

namespace {

struct FilmCalibrationRow {
    LimitWords words;
    std::int64_t record::FilmLimits::*member;
};

constexpr std::array kFilmCalibrationRows = std::to_array<FilmCalibrationRow>({
    {{"contrast_density", "見分けられる濃度差", "difference of density told apart", "", "", 1000,
      -1},
     &record::FilmLimits::contrastDensity},
    {{"max_noise_density", "一画素のノイズ（濃度）", "noise of one pixel, in density", "", "", 1000,
      -1},
     &record::FilmLimits::noiseDensity},
    {{"max_residual_density", "濃度曲線からの外れ", "distance from the curve of density", "", "",
      1000, -1},
     &record::FilmLimits::residualDensity},
    {{"min_significant_bits", "実際の階調", "bits that are really there", " bit", " bit", 1, 1},
     &record::FilmLimits::significantBits},
    {{"min_steps", "使える段の数", "usable steps", " 段", " steps", 1, 1},
     &record::FilmLimits::steps},
    {{"min_sampling_efficiency_percent", "縦横それぞれの解像力",
      "sampling efficiency in each direction", " %", " %", 1, 1},
     &record::FilmLimits::samplingEfficiencyPercent},
    {{"max_sharpening_percent", "輪郭強調", "edge enhancement", " %", " %", 10, -1},
     &record::FilmLimits::peakPermille},
    {{"max_scale_error_percent", "縦横の寸法の誤差", "error of lengths", " %", " %", 10'000, -1},
     &record::FilmLimits::scaleErrorPpm},
});

} // namespace

void addFilmCalibrationClauses(ClauseList& list, const FilmCalibrationRules& rules) {
    list.table("film_calibration");
    list.number(
        "valid_days",
        list.pick("フィルム用の校正の有効期間 [A1, A4]", "a film calibration lasts [A1, A4]"),
        rules.validDays, list.pick(" 日", " days"), -1);
    for (const FilmCalibrationRow& row : kFilmCalibrationRows) {
        addLimit(list, row.words, rules.limits.*row.member);
    }
}

void addFilmClauses(ClauseList& list, const FilmRules& rules) {
    list.add("kind", list.pick("フィルムの種類 [A4]", "kind of films [A4]"),
             std::string(record::enumName(rules.kind)));
    list.number("min_significant_bits",
                list.pick("画素の実際の階調", "bits that the pixels really have"),
                rules.significantBits, " bit", 1);
    list.add("max_pitch_mm", list.pick("画素の間隔の上限", "distance of pixels at most"),
             decimal(rules.pitchMicrometres, 1000) + " mm")
        .strictness = {-rules.pitchMicrometres};
    list.add("max_least_density",
             list.pick("校正された濃度の範囲の下端", "the calibrated density begins at or below"),
             decimal(rules.leastDensity, 1000))
        .strictness = {-rules.leastDensity};
    list.add("min_most_density",
             list.pick("校正された濃度の範囲の上端", "the calibrated density reaches"),
             decimal(rules.mostDensity, 1000))
        .strictness = {rules.mostDensity};
    addLimit(list,
             {"max_saturated_dark_percent", "暗い側の飽和", "saturated dark", " %", " %", 10, -1},
             rules.saturatedDarkPermille);
    addLimit(
        list,
        {"max_saturated_bright_percent", "明るい側の飽和", "saturated bright", " %", " %", 10, -1},
        rules.saturatedBrightPermille);
}

} // namespace seihon::regulation
