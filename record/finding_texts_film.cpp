#include "record/finding_rows.h"

#include <array>

namespace seihon::record {

namespace {

constexpr std::array kFilmRows = std::to_array<FindingRow>({
    {FindingId::FilmNotCalibrated,
     "この装置はフィルム用に校正されていません（{measured}、{subject}"
     "）。読み取れますが封緘できません。"
     "階調板（ステップタブレット）で校正してください。",
     "The device is not calibrated for films ({measured}; {subject}): it may scan, the record "
     "cannot "
     "be sealed. Calibrate it with a step tablet."},
    {FindingId::FilmCalibrationExpired,
     "フィルム用の校正の期限が切れています（{measured}、期限 "
     "{required}）。校正し直し、フィルムを読み直"
     "してください。",
     "The film calibration ended ({measured}, valid until {required}): calibrate again and scan "
     "the "
     "film again."},
    {FindingId::FilmDepthNotReal,
     "画素の実際の階調が足りません（{measured}、必要 "
     "{required}）。装置が少ない階調を引き伸ばしています。",
     "The pixels do not have the depth they declare ({measured}, required {required}): the device "
     "pads fewer bits."},
    {FindingId::FilmPitchTooCoarse,
     "画素の間隔が粗すぎます（{measured}、上限 {required}、{subject}）。",
     "Pixels lie too far apart ({measured}, at most {required}; {subject})."},
    {FindingId::FilmRangeTooSmall,
     "校正された濃度の範囲が足りません（{subject}：{measured}、必要 {required}）。",
     "The calibrated range of density is too small ({subject}: {measured}, required {required})."},
    {FindingId::FilmSaturated,
     "フィルムの一部が飽和しています（{subject}、{measured}、上限 "
     "{required}）。枠の中は濃度が分かりま"
     "せん。",
     "Part of the film is saturated ({subject}, {measured}, at most {required}): inside of the box "
     "no density is known."},
    {FindingId::FilmSourceNeeded,
     "フィルムは透過光で読み取る装置が必要です（{measured}、必要 {required}）。",
     "Films need a device that reads with light from behind ({measured}, required {required})."},
    {FindingId::FilmSideNotAttested, "フィルムの向きと左右の印がまだ確かめられていません。",
     "Nobody has attested which way round the film lies, by its side marker, yet."},
    {FindingId::FilmSideWrong,
     "フィルムの像の向きが違います（{measured}）。フィルムを置き直して読み直してください。",
     "The film's image is the wrong way round ({measured}): lay the film down anew and scan it "
     "again."},
    {FindingId::MammographyRefused,
     "乳房撮影のフィルムは対象外です（{subject}）。原本のフィルムを保存してください。",
     "Mammography is outside of what may be digitized ({subject}): keep the film."},
    {FindingId::FilmStepsNotMonotonic,
     "階調板の濃い段が明るく写っています（{subject}）。置き方を確かめてください。",
     "A denser step of the tablet came out brighter ({subject}): look at how it lies."},
    {FindingId::FilmCurveResidual,
     "階調板の段が濃度の曲線から外れています（{measured}、上限 {required}）。",
     "A step of the tablet lies off the curve of density ({measured}, at most {required})."},
    {FindingId::FilmTabletExpired,
     "階調板の証明書の期限が切れています（{measured}、期限 {required}）。",
     "The certificate of the step tablet ended ({measured}, valid until {required})."},
});

} // namespace

std::span<const FindingRow> filmFindingRows() {
    return kFilmRows;
}

} // namespace seihon::record
