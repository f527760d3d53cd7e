#include "record/finding_rows.h"

#include <array>

// Projects of old paper: plan, approval, objections [C1, C2, C2a, C3, C4, C5, C7].
namespace seihon::record {

namespace {

constexpr std::array kProjectRows = std::to_array<FindingRow>({
    {FindingId::PlanPartMissing, "計画書に「{subject}」がありません。",
     "The plan lacks \"{subject}\"."},
    {FindingId::PlanPersonUnknown,
     "計画書の {subject} にある {measured} は、people.toml にありません。",
     "The plan names {measured} in {subject}, who is not in people.toml."},
    {FindingId::PlanPersonNotEntitled,
     "計画書の {subject} にある {measured} には、その権限（{required}）がありません。",
     "The plan names {measured} in {subject}, who has no right to it ({required})."},
    {FindingId::PlanNoSecondPerson, "{measured} の読み取ったものを確認する別の人がいません。",
     "Nobody else inspects what {measured} scans."},
    {FindingId::PlanCommitteeTooSmall,
     "規程を評価した委員会の人数が足りません（{measured} 人、必要 {required} 人）。",
     "The committee that reviewed the rules is too small ({measured}, required {required})."},
    {FindingId::PlanOutsideExpertMissing, "委員会に外部の有識者がいません。",
     "Nobody on the committee is from outside."},
    {FindingId::PlanCommitteeNotFair, "この計画で作業する {measured} が委員に入っています。",
     "{measured} works in the project and sits on its committee."},
    {FindingId::PlanAuditorNotOutside, "監査人 {measured} は院内の人です。",
     "The auditor, {measured}, is of the house."},
    {FindingId::PlanBasisNotPermitted,
     "この根拠による電子化を規程は認めていません（{measured}、認めるもの {required}）。",
     "The regulation does not permit this basis ({measured}; permitted: {required})."},
    {FindingId::PlanClassUnfit, "{measured} は過去文書の種別ではありません。",
     "{measured} is no class of old paper."},
    {FindingId::PlanPeriodWrong, "計画の終わりが始まりより前です。",
     "The plan ends before it starts."},
    {FindingId::PlanHoldTooShort,
     "スキャンから廃棄までの期間が短すぎます（{measured}、必要 {required}）。",
     "The paper is not kept long enough after its scan ({measured}, required {required})."},
    {FindingId::PlanContractorUnfit, "委託先が要件を満たしません（{subject}）。",
     "The contractor does not qualify ({subject})."},
    {FindingId::PlanRegulationNotReviewed,
     "委員会が評価した規程は、いま有効な規程ではありません（{measured}、有効 {required}）。",
     "The committee has not reviewed the regulation in force ({measured}, in force {required})."},
    {FindingId::PlanMinutesDiffer,
     "添えられた議事録は、計画書にあるものではありません（{measured}、計画書 {required}）。",
     "The minutes laid beside the plan are not those it names ({measured}, named {required})."},
    {FindingId::PlanApprovalsMissing,
     "計画の承認が足りません（{measured} 人、必要 {required} 人）。",
     "Too few people have approved this plan ({measured}, required {required})."},
    {FindingId::PlanApprovalRoleMissing, "計画に、この役割の人の承認がありません: {required}",
     "Nobody in this role has approved the plan: {required}"},
    {FindingId::ApproverWorksInProject, "{measured} はこの計画で作業する人です。承認できません。",
     "{measured} works in the project and cannot approve its plan."},
    {FindingId::NoticeTooShort, "周知からの日数が足りません（{measured}、必要 {required}）。",
     "Patients were not told long enough before ({measured}, required {required})."},
    {FindingId::ProjectOutsidePeriod, "計画の期間の外です（{measured}、{subject}）。",
     "It is outside the dates of the plan ({measured}, {subject})."},
    {FindingId::ProjectStepNotAllowed, "いまの状態（{measured}）では、この計画にそれはできません。",
     "The project is {measured}: this cannot be done now."},
    {FindingId::ProjectUnknown, "その番号の計画はありません。", "There is no such project."},
    {FindingId::ProjectNotRunning, "計画は動いていません（{measured}、{subject}）。",
     "The project does not run ({measured}, {subject})."},
    {FindingId::ProjectMissing,
     "過去の文書（{subject}"
     "）は、承認され開始された計画のもとで開いた作業だけが原本として封緘できます。",
     "Old paper ({subject}) is sealed as an original only in a job that was opened under an "
     "approved, running project."},
    {FindingId::ClassNotInPlan, "計画はこの種別（{measured}）を対象にしていません。",
     "The plan does not cover this class ({measured})."},
    {FindingId::PersonNotInPlan, "計画は {measured} を作業者に挙げていません。",
     "The plan does not name {measured} among those who scan."},
    {FindingId::PatientObjects, "患者から異議が出ています（{subject}）。電子化できません。",
     "The patient objects ({subject}): the paper is not converted."},
    {FindingId::ConsentMissing, "患者の同意が登録されていません。",
     "The patient's consent has not been recorded."},
    {FindingId::ProjectBoxesOpen, "閉じていない箱があります（{measured} 箱）。",
     "Boxes of it are not closed ({measured})."},
    {FindingId::ProjectJobsOpen, "終わっていない作業があります（{measured} 件）。",
     "Jobs of the project are still open ({measured})."},
    {FindingId::ProjectAuditMissing, "外部監査が終わっていません（封緘済み {measured} 件）。",
     "The audit from outside has not been made ({measured} sealed)."},
    {FindingId::ObjectionConcernsSealed,
     "この患者の記録が、異議の前に封緘されています（{subject}"
     "）。取り下げるかどうかは人が決めます。",
     "A record of this patient was sealed before the objection ({subject}): a person decides "
     "whether to withdraw it."},
    {FindingId::UnderProject,
     "過去文書の電子化計画 {subject} のもとで作られた記録です（計画書 SHA-256 {measured}）。",
     "This record was made under project {subject} of old paper (plan SHA-256 {measured})."},
    {FindingId::ProjectPlanUnreadable, "計画書が読めません（{measured}）。封緘できません。",
     "The plan cannot be read ({measured}): nothing is sealed."},
});

} // namespace

std::span<const FindingRow> projectFindingRows() {
    return kProjectRows;
}

} // namespace seihon::record
