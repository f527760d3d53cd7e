#include "record/finding_rows.h"

#include <array>

// The rules themselves, the clock, and whether work follows the rules [A9, F7, A13a].
namespace seihon::record {

namespace {

constexpr std::array kRuleRows = std::to_array<FindingRow>({
    {FindingId::RegulationFileDiffers,
     "regulation.toml は有効な規程と異なります（ファイル {measured}、有効 {required}）。内容は "
     "regulation check と diff で確かめ、有効にするには承認（approve）と activate が要ります。",
     "regulation.toml is not the regulation in force (file {measured}, in force {required}). Look "
     "at it with `regulation check` and `diff`; approvals and `regulation activate` put it into "
     "force."},
    {FindingId::RegulationFileInvalid, "regulation.toml を読めません: {subject}",
     "regulation.toml cannot be read: {subject}"},
    {FindingId::ApprovalsMissing, "規程の承認が足りません（{measured} 人、必要 {required} 人）。",
     "Too few people have approved this regulation ({measured}, required {required})."},
    {FindingId::ApprovalRoleMissing, "この役割の人の承認がありません: {required}",
     "Nobody in this role has approved the regulation: {required}"},
    {FindingId::ApprovalNotCounted, "{subject} の承認は数えません（{measured}）。",
     "The approval by {subject} does not count ({measured})."},
    {FindingId::ClockNotChecked,
     "時計がまだ時刻源と比べられていません（{required} 時間に 1 回以上必要）。seihon work "
     "が比べます。",
     "The clock has not been compared with a source of time (at least every {required} hours); "
     "`seihon work` does it."},
    {FindingId::ClockCheckTooOld,
     "時計を時刻源と比べてから時間が経ちました（{measured}、{required} 時間に 1 回以上必要）。",
     "The clock was last compared with a source of time at {measured} (at least every {required} "
     "hours)."},
    {FindingId::ClockSourceUnknown, "時刻源とのずれが分かりません（{subject}）。",
     "The clock's offset from a source of time is not known ({subject})."},
    {FindingId::ClockOffsetTooLarge, "時計が時刻源とずれています（{measured}、許容 {required}）。",
     "The clock is off its source of time ({measured}, at most {required})."},
    {FindingId::ClockJumped,
     "前回の確認の後に時計が動かされました（{measured}、許容 {required}）。",
     "The clock was set since it was last compared ({measured}, at most {required})."},
    {FindingId::ReplayDiffers,
     "台帳の行 {subject}: "
     "保存された判定（{measured}）が当時の規程による判定（{required}）と違います。",
     "Entry {subject}: the stored verdict ({measured}) is not what the regulation of that time "
     "gives ({required})."},
    {FindingId::ReplayRegulationDiffers,
     "台帳の行 {subject}: 当時有効でない規程（{measured}）が記されています（有効 {required}）。",
     "Entry {subject} names a regulation ({measured}) that was not in force then ({required} "
     "was)."},
    {FindingId::ReplayImpossible, "台帳の行 {subject} は判定し直せません（{measured}）。",
     "Entry {subject} cannot be judged again ({measured})."},
    {FindingId::ConformityOverdue,
     "定期の確認（{required} 日に 1 回）が遅れています（前回 {measured}）。",
     "The periodic check that work follows the rules is overdue (every {required} days; last "
     "{measured})."},
    {FindingId::ConformityNotCountersigned,
     "定期の確認に監査担当者の確認がありません（{subject}、{required} 日以内）。",
     "A periodic check has not been countersigned ({subject}; within {required} days)."},
    {FindingId::ConformitySamePerson, "確認した人は自分の確認に署名できません（{measured}）。",
     "Whoever made the check cannot countersign it ({measured})."},
    {FindingId::ConformityAnswerMissing, "答えていない質問があります: {subject}",
     "A question has no answer: {subject}"},
    {FindingId::ConformityReportsDeviation,
     "定期の確認で不適合が報告されています（{measured} 件、{subject}）。",
     "The periodic check reports deviations ({measured}; {subject})."},
});

} // namespace

std::span<const FindingRow> ruleFindingRows() {
    return kRuleRows;
}

} // namespace seihon::record
