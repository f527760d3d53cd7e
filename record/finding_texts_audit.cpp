#include "record/finding_rows.h"

#include <array>

// A second person's inspection and the audit from outside of a project of old paper [C3, C4].
namespace seihon::record {

namespace {

constexpr std::array kAuditRows = std::to_array<FindingRow>({
    {FindingId::InspectionMissing,
     "別の人の確認が終わっていません（確認 {measured} 頁、必要 {required} 頁）。",
     "Another person has not inspected it ({measured} of {required} pages)."},
    {FindingId::InspectorNotInPlan, "計画は {measured} を確認者に挙げていません。",
     "The plan does not name {measured} among those who inspect."},
    {FindingId::InspectionDrawDiffers,
     "確認する頁が、封じてあった乱数から計算されるものと違います。",
     "The pages to be inspected are not those that the committed seed gives."},
    {FindingId::PagesInspected,
     "{subject} が、封緘の前に {required} 頁のうち {measured} 頁を見て確認しました。",
     "{subject} looked at {measured} of {required} pages before sealing."},
    {FindingId::AuditFactMissing, "監査人について「{subject}」がありません。",
     "It is not said of the auditor: \"{subject}\"."},
    {FindingId::AuditorNotInPlan, "計画の監査人ではありません（{measured}、計画 {required}）。",
     "{measured} is not the auditor whom the plan names ({required})."},
    {FindingId::AuditorWorksInProject,
     "{measured} はこの計画に関わっています。監査と監査への回答は別の人が行います。",
     "{measured} is part of what is audited: audit and answer are different people's."},
    {FindingId::AuditNothingToDraw, "対象となるものがありません。",
     "There is nothing to draw from."},
    {FindingId::AuditStillOpen, "終わっていない監査があります。",
     "An audit of this project is still open."},
    {FindingId::AuditDrawnAlready, "これからはもう抽出しました。",
     "It has been drawn from already."},
    {FindingId::AuditSampleTooSmall, "抽出の数が足りません（{measured}、必要 {required}）。",
     "The sample is too small ({measured}, required {required})."},
    {FindingId::AuditItemUnknown, "その番号（{measured}）の対象はありません。",
     "There is no such item ({measured})."},
    {FindingId::AuditFaultStands, "{measured} 番にはすでに指摘があります。指摘は消せません。",
     "A fault was found in item {measured}: it stands."},
    {FindingId::AuditDirectionMissing, "片方の向きの抽出がありません（{required}）。",
     "Nothing was drawn in one direction ({required})."},
    {FindingId::AuditItemsOpen, "確認していない対象があります（{measured} 件）。",
     "Items have no answer yet ({measured})."},
    {FindingId::AuditFaultsNotSettled, "責任者の回答がない指摘があります（{measured} 件）。",
     "Faults have no closing word of the house ({measured})."},
    {FindingId::AuditDrawDiffers, "抽出されたものが、種と母集団から計算されるものと違います。",
     "What was drawn is not what seed and population give."},
    {FindingId::AuditPopulationDiffers,
     "監査の母集団が台帳と違います（{measured}、台帳 {required}）。",
     "The population of the audit is not what the log has ({measured}, log {required})."},
});

} // namespace

std::span<const FindingRow> auditFindingRows() {
    return kAuditRows;
}

} // namespace seihon::record
