#include "record/finding_rows.h"

#include <array>

namespace seihon::record {

namespace {

constexpr std::array kPaperRows = std::to_array<FindingRow>({
    {FindingId::LegalHoldInForce,
     "保全の指示があります（{subject}、指示 {measured}）。解除されるまで、"
     "紙の廃棄も記録の削除もできません。",
     "A legal hold is in force ({subject}; hold {measured}): nothing is disposed of or deleted "
     "until it is lifted."},
    {FindingId::RecordNotVerifiedLately,
     "記録の検証が行われていないか、古いか、異常があります（{subject}、最後 {measured}、{required} "
     "以降が必要）。",
     "The record was not verified, or too long ago, or it was not valid ({subject}; last "
     "{measured}, needed since {required})."},
    {FindingId::ValidationDataIncomplete,
     "署名の検証情報がまだ揃っていません（{subject}）。record complete の後に行います。",
     "The signature lacks its validation data ({subject}): complete the record first."},
    {FindingId::ProjectNotSettled,
     "計画 {measured} "
     "の外部監査が終わり、計画が閉じられるまで、その紙は手放せません（{subject}）。",
     "Paper of project {measured} stays until an audit from outside has covered it "
     "({subject})."},
    {FindingId::PatientDisagrees,
     "患者の異議があるか、同意が取り消されています（{subject}）。紙は手放せません。",
     "The patient objects or has taken the consent back ({subject}): the paper stays."},
    {FindingId::NotBackedUp,
     "封緘後に確かめられたバックアップがありません（{subject}、最後 {measured}、封緘 "
     "{required}）。紙は手放せません。",
     "No backup that was tested covers the seal ({subject}; last {measured}, sealed {required}): "
     "the paper stays."},
    {FindingId::AmendmentUnderWay,
     "訂正（新しい版）の作業が終わっていません（{subject}、作業 "
     "{measured}）。紙が要ることがあります。",
     "A new version is under way ({subject}; job {measured}) and may need the paper."},
    {FindingId::PaperOnOtherList, "別の廃棄の一覧に載っています（{subject}、一覧 {measured}）。",
     "The paper is on another disposal list ({subject}; list {measured})."},
    {FindingId::PaperDisposedOf, "この紙は廃棄済みです（{subject}、一覧 {measured}）。",
     "This paper was disposed of ({subject}; list {measured})."},
    {FindingId::DisposalStepNotAllowed, "廃棄の一覧はいま {measured} です。この操作はできません。",
     "The disposal list is {measured}: this cannot be done now."},
    {FindingId::DisposalSamePerson,
     "別の人が行わなければなりません（{measured} はこの一覧の {subject} をした人です）。",
     "Another person must do this: {measured} {subject} this list."},
    {FindingId::HoldSamePerson, "保全の指示は、出した人（{measured}）とは別の人が解きます。",
     "A hold is lifted by another person than {measured}, who placed it."},
    {FindingId::PaperBoxOpen, "この紙の箱はまだ閉じられていません（{subject}、{measured}）。",
     "The box of this paper is not closed yet ({subject}; box {measured})."},
    {FindingId::DisposalListDiffers,
     "一覧の内容が記録や台帳と違います（{subject}、{measured}、{required}）。",
     "The list differs from what the log says ({subject}: {measured}, not {required})."},
    {FindingId::DisposalMethodNotPermitted,
     "この方法は規程にありません（{measured}、規程 {required}）。",
     "The regulation does not know this way of disposal ({measured}; it knows {required})."},
    {FindingId::DisposalDayWrong,
     "日付が合いません（{measured}）。承認の日から今日まで（{required}）でなければなりません。",
     "The day is wrong ({measured}): it lies between the approval and today ({required})."},
    {FindingId::WitnessTooOld,
     "立会人の確認が古くなりました（{measured}、{required} "
     "以降が必要）。もう一度確認してください。",
     "The witness looked too long ago ({measured}, needed since {required}): look again."},
    {FindingId::DisposalProofMissing, "廃棄したことの証明（証明書の番号など）がありません。",
     "Nothing proves that it was done: the number of a certificate is needed."},
    {FindingId::TempDataLeft,
     "作業用のファイルが残っています（{subject}、{measured}）。seihon work が片づけます。unknown "
     "は人が確かめてください。",
     "A working file is left ({subject}, {measured}); `seihon work` removes it. A person looks at "
     "what is unknown."},
    {FindingId::MediumPeriodWrong, "期限が正しくありません（{measured}、{required} まで）。",
     "The period is wrong ({measured}; {required} at most)."},
    {FindingId::MediumContentUnknown,
     "このファイルは、この端末から書き出したものではありません（{subject}）。",
     "This file was not exported by this station ({subject})."},
    {FindingId::MediumStepNotAllowed, "媒体はいま {measured} です。この操作はできません。",
     "The medium is {measured}: this cannot be done now."},
    {FindingId::MediumSamePerson, "申請した人は承認できません（{measured}）。",
     "Who asked for it cannot approve it ({measured})."},
    {FindingId::MediumOverdue, "媒体がまだ戻っていません（{subject}、期限 {measured}）。",
     "The medium should be back ({subject}, since {measured})."},
    {FindingId::MediumLost, "媒体が失われたと報告されています（{subject}）。",
     "The medium was reported lost ({subject})."},
    {FindingId::RetentionStartUnknown,
     "保存期間の起点（{required}）が登録されていません（{subject}"
     "）。登録されるまで保存期間は終わりません。",
     "Nobody has told the event that its retention counts from ({required}; {subject}): until then "
     "it never ends."},
    {FindingId::RetentionRunning, "保存期間中です（{subject}、{required} まで）。",
     "Its retention runs until {required} ({subject})."},
    {FindingId::CopyCannotBeDeleted,
     "この写しを消す手段がまだありません（{subject}、{measured}"
     "）。すべての写しが消えるまで削除とは言えません。",
     "Nothing can remove this copy yet ({subject}; {measured}): a record is deleted only when all "
     "its copies are gone."},
});

} // namespace

std::span<const FindingRow> paperFindingRows() {
    return kPaperRows;
}

} // namespace seihon::record
