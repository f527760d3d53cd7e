#include "record/finding_rows.h"

#include <array>

// Sealed records and their paper later on: versions, withdrawal, samples, paper [A10, B5, E1, F4].
namespace seihon::record {

namespace {

constexpr std::array kLaterRows = std::to_array<FindingRow>({
    {FindingId::AmendsRecord, "{subject} の新しい版です。旧版も残っており、検証できます。",
     "This is a new version of {subject}, which stays and can be verified."},
    {FindingId::NewerVersionExists, "新しい版があります（{subject}）。",
     "There is a newer version ({subject})."},
    {FindingId::ProvenByEarlierVersion,
     "スキャンの時刻は旧版の封緘で証明されています（{subject}、期限 "
     "{required}）。旧版も合わせて検証してください。",
     "The time of scanning is proven by the seal of the earlier version ({subject}; deadline "
     "{required}): verify that one as well."},
    {FindingId::CorrectionNotElectronic,
     "この種別の訂正は電子的に行います。印刷・訂正・再スキャンは認められません（{subject}）。",
     "Corrections of this class are electronic: printing, correcting and scanning again is not "
     "acceptable ({subject})."},
    {FindingId::CorrectionMissing, "旧版と何が違うのかが書かれていません。",
     "It does not say in what it differs from the version before."},
    {FindingId::RecordWithdrawn,
     "この記録は取り下げられています（{measured}）。見るには --withdrawn を指定します。",
     "This record has been withdrawn ({measured}). Say --withdrawn to see it."},
    {FindingId::IncidentOpen, "閉じていない報告（インシデント）があります（{subject}）。",
     "An incident is open ({subject})."},
    {FindingId::IncidentUnknown,
     "そのような報告（インシデント）はないか、もう閉じています（{subject}）。",
     "There is no such incident, or it is closed already ({subject})."},
    {FindingId::SampleNotDrawn,
     "この原本は、まだ抜取確認の対象に数えられていません（計画 {subject}）。",
     "This original has not been through a sample yet (plan {subject})."},
    {FindingId::SampleStillOpen, "抜取確認がまだ終わっていません（{subject}）。",
     "The sample is not closed yet ({subject})."},
    {FindingId::SampleEmpty, "抜取確認の対象となる原本がありません（計画 {subject}）。",
     "There is nothing to draw from (plan {subject})."},
    {FindingId::SampleFault, "抜取確認で違いが見つかりました（{subject}）。",
     "The sample found a difference ({subject})."},
    {FindingId::NotInSample, "この頁は抜取確認の対象ではありません（{subject}）。",
     "This page is not part of the sample ({subject})."},
    {FindingId::PageNotViewed, "まだ画像を見ていない頁は確認できません（{subject}）。",
     "A page that nobody has looked at cannot be inspected ({subject})."},
    {FindingId::SamePersonScannedAndInspected,
     "スキャンに関わった人は確認できません（{measured}）。",
     "Whoever took part in scanning may not inspect it ({measured})."},
    {FindingId::PaperIsTheOriginal, "紙が原本のままです。手放せません（{subject}）。",
     "The paper is still the original and cannot be released ({subject})."},
    {FindingId::PaperHeld, "紙の保管期限はまだ来ていません（{required} まで）。",
     "The paper is held until {required}."},
    {FindingId::PaperPlaceUnknown, "紙のある場所が登録されていません。",
     "Nobody has said where the paper is."},
    {FindingId::PaperRecalled, "紙を回収してください（{subject}）。",
     "The paper is recalled ({subject})."},
    {FindingId::DicomTextOutside,
     "DICOM の {subject} に、選んだ文字集合では表せない文字が {measured} 文字あります。",
     "{subject} has {measured} characters that the chosen DICOM character set cannot say."},
    {FindingId::DicomTextTooLong, "DICOM の {subject} が長すぎます。切り詰めることはしません。",
     "{subject} is longer than DICOM allows, and is not cut."},
    {FindingId::DicomPageUnfit,
     "1色16ビットのカラー頁を入れられる DICOM クラスはありません（{subject}）。",
     "No DICOM class takes a colour page of 16 bits a sample ({subject})."},
});

} // namespace

std::span<const FindingRow> laterFindingRows() {
    return kLaterRows;
}

} // namespace seihon::record
