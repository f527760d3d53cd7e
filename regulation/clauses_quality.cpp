#include "regulation/clause_list.h"

#include <array>

namespace seihon::regulation {

namespace {

using Limit = std::optional<QualityFloors::Limit>;

struct QualityRow {
    LimitWords words;
    Limit QualityFloors::*member;
};

constexpr std::array kQualityRows = std::to_array<QualityRow>({
    {{"max_length_deviation_mm", "頁の長さと指定との差",
      "length of the page against what was asked", " mm", " mm", 1000, -1},
     &QualityFloors::lengthToleranceMicrometres},
    {{"max_identical_tail_rows", "末尾で同じ行が続く数", "identical rows at the end", " 行",
      " rows", 1, -1},
     &QualityFloors::identicalTailRows},
    {{"max_sheet_touching_side_percent", "用紙が読取範囲の一辺に触れる割合",
      "share of a side that the sheet touches", " %", " %", 10, -1},
     &QualityFloors::sheetTouchesPermille},
    {{"max_ink_at_edge_mm2", "用紙の端の文字や線", "writing at the very edge", " mm²", " mm²", 1000,
      -1},
     &QualityFloors::inkAtEdgeMilliMm2},
    {{"max_skew_degrees", "傾き", "skew", "°", "°", 1000, -1}, &QualityFloors::skewMilliDegrees},
    {{"max_corner_missing_mm2", "折れた角", "folded corner", " mm²", " mm²", 1000, -1},
     &QualityFloors::cornerMissingMilliMm2},
    {{"min_ink_mm2", "文字の量（少なければ白紙のよう）", "writing (less looks blank)", " mm²",
      " mm²", 1000, 1},
     &QualityFloors::blankInkMilliMm2},
    {{"max_edge_width_pixels", "輪郭の幅（ぼけ）", "width of edges (blur)", " 画素", " px", 1000,
      -1},
     &QualityFloors::edgeWidthMilliPixels},
    {{"min_effective_dpi", "画素から見た解像度", "resolution that the pixels speak for", " dpi",
      " dpi", 1, 1},
     &QualityFloors::effectiveDpi},
    {{"max_jpeg_block_ratio", "JPEG の格子の跡", "trace of JPEG", "", "", 1000, -1},
     &QualityFloors::jpegBlockRatioPermille},
    {{"max_clipped_white_percent", "白く飛んだ画素", "clipped white", " %", " %", 10, -1},
     &QualityFloors::clippedWhitePermille},
    {{"min_paper_tone", "紙の地色の明るさ", "tone of the paper", "", "", 1, 1},
     &QualityFloors::paperToneLeast},
    {{"max_paper_cast", "地色の偏り", "colour cast of the paper", "", "", 1, -1},
     &QualityFloors::paperCast},
    {{"max_shadow_tone", "影", "shadow", " 階調", " tones", 1, -1}, &QualityFloors::shadowTone},
    {{"min_turned_confidence", "文字の向きを信じる確かさ",
      "confidence from which a turned page is believed", "", "", 1000, -1},
     &QualityFloors::turnedConfidenceMilli},
    {{"min_page_number_confidence_percent", "頁番号を信じる確かさ",
      "confidence from which a page number is believed", " %", " %", 1, -1},
     &QualityFloors::pageNumberPercent},
    {{"max_overexposed_percent", "露出の過多", "overexposed", " %", " %", 10, -1},
     &QualityFloors::overexposedPermille},
    {{"max_object_on_page_mm2", "用紙の上の付箋など", "note or object on the page", " mm²", " mm²",
      1000, -1},
     &QualityFloors::objectOnPageMilliMm2},
    {{"max_overlay_edge_mm", "重なった紙の縁", "edge of paper on paper", " mm", " mm", 1000, -1},
     &QualityFloors::overlayEdgeMicrometres},
    {{"max_streak_percent", "縦筋", "streak", " %", " %", 10, -1}, &QualityFloors::streakPermille},
});

struct TargetRow {
    LimitWords words;
    std::int64_t record::TargetLimits::*member;
};

constexpr std::array kTargetRows = std::to_array<TargetRow>({
    {{"min_sampling_efficiency_percent", "解像力", "sampling efficiency", " %", " %", 1, 1},
     &record::TargetLimits::samplingEfficiencyPercent},
    {{"min_sampling_efficiency_anywhere_percent", "用紙のどの場所でもの解像力",
      "sampling efficiency anywhere", " %", " %", 1, 1},
     &record::TargetLimits::leastSamplingEfficiencyPercent},
    {{"min_effective_resolution_percent", "画素から見た解像度",
      "resolution that the pixels speak for", " %", " %", 1, 1},
     &record::TargetLimits::effectiveResolutionPercent},
    {{"max_sharpening_percent", "輪郭強調", "edge enhancement", " %", " %", 10, -1},
     &record::TargetLimits::peakPermille},
    {{"max_scale_error_percent", "縦横の寸法の誤差", "error of lengths", " %", " %", 10'000, -1},
     &record::TargetLimits::scaleErrorPpm},
    {{"max_distortion_mm", "ゆがみ", "distortion", " mm", " mm", 1000, -1},
     &record::TargetLimits::distortionMicrometres},
    {{"max_noise_tones", "ノイズ", "noise", " 階調", " tones", 1000, -1},
     &record::TargetLimits::noiseMilliTone},
    {{"min_distinct_grey_steps", "見分けられる濃淡の段", "grey steps told apart", " 段", " steps",
      1, 1},
     &record::TargetLimits::distinctSteps},
    {{"max_clipped_percent", "白飛び・黒つぶれ", "clipped white or black", " %", " %", 10, -1},
     &record::TargetLimits::clippedPermille},
    {{"min_small_text_contrast_percent", "小さい文字のコントラスト", "contrast of small text", " %",
      " %", 10, 1},
     &record::TargetLimits::textContrastPermille},
    {{"max_jpeg_block_ratio", "JPEG の格子の跡", "trace of JPEG", "", "", 1000, -1},
     &record::TargetLimits::jpegBlockRatioPermille},
});

std::vector<std::string> modeNames(const std::vector<record::ColourMode>& modes) {
    std::vector<std::string> names;
    for (const record::ColourMode mode : modes) {
        names.emplace_back(record::enumName(mode));
    }
    return names;
}

} // namespace

void addQualityClauses(ClauseList& list, const QualityFloors& floors) {
    list.number("min_optical_dpi", list.pick("光学解像度の下限", "least optical resolution"),
                floors.opticalDpi, " dpi", 1);
    list.number("min_bits_per_sample", list.pick("1 色の階調の下限", "least bits a sample"),
                floors.bitsPerSample, " bit", 1);
    const std::vector<std::string> modes = modeNames(floors.modes);
    list.add("modes", list.pick("許される色", "permitted colour modes"), joinedWords(modes, "–"))
        .permits = std::set<std::string>(modes.begin(), modes.end());
    list.flag(
        "lossy_wire_format_allowed",
        list.pick("非可逆圧縮で送るスキャナを許す", "a scanner that sends lossy data is permitted"),
        floors.lossyWireFormatAllowed, false);
    list.flag("examine_before_sealing",
              list.pick("向きと頁番号の確認が済むまで提出させない",
                        "no submission before orientation and page numbers were looked at"),
              floors.examineBeforeSealing, true);
    for (const QualityRow& row : kQualityRows) {
        addLimit(list, row.words, floors.*row.member);
    }
}

void addQualificationClauses(ClauseList& list, const QualificationRules& rules) {
    list.number("valid_months", list.pick("認定の有効期間", "a qualification lasts"),
                rules.validMonths, list.pick(" か月", " months"), -1);
    for (const TargetRow& row : kTargetRows) {
        addLimit(list, row.words, rules.target.*row.member);
    }
    addLimit(list,
             {"max_edge_width_of_baseline_percent", "各頁の輪郭の幅：認定時との比（ぼけ）",
              "edge width of a page against the target scan (blur)", " %", " %", 1, -1},
             rules.edgeWidthOfBaselinePercent);
    addLimit(list,
             {"max_coarseness_of_baseline_percent", "各頁の輪郭の幅：認定時との比（粗さ）",
              "edge width of a page against the target scan (coarseness)", " %", " %", 1, -1},
             rules.resolutionOfBaselinePercent);
}

} // namespace seihon::regulation
