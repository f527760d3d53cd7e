#include "record/finding_rows.h"

#include <array>

// Intake: covers, patients, envelopes, proof of the time of scanning [B1–B4, W].
namespace seihon::record {

namespace {

constexpr std::array kIntakeRows = std::to_array<FindingRow>({
    {FindingId::DowntimeStillOpen, "終わっていない停止の記録が既にあります。",
     "There is a downtime already that has not been settled."},
    {FindingId::DowntimeTimesWrong, "停止の時刻が未来であるか、前後しています。",
     "The times of the downtime lie in the future, or end before they begin."},
    {FindingId::DowntimeShort,
     "停止は {measured} 分で、規程の定める {required} 分より短いものです。",
     "The downtime lasted {measured} minutes, less than the {required} of the regulation."},
    {FindingId::DowntimeCountWrong,
     "次の未使用の受付票の番号 {measured} は、この束では {required} でなければなりません。",
     "The next unused sheet cannot be {measured}: in this stack it is {required}."},
    {FindingId::DowntimeSheetRegistered, "受付票 {measured} は登録に使われています。",
     "Sheet {measured} was registered; it is not void."},
    {FindingId::DowntimeStackNotCounted,
     "受付票の束が、停止の終了後に数えられていません（{subject}）。",
     "A stack of sheets was not counted since the downtime ended ({subject})."},
    {FindingId::DowntimeSheetsOpen,
     "使われた受付票のうち {measured} 枚が、登録も無効の届けもされていません: {subject}",
     "{measured} sheets that were used are neither registered nor void: {subject}"},
    {FindingId::DowntimeSheetsAhead,
     "未使用と数えられた受付票のうち {measured} 枚が使われています。数え直してください: {subject}",
     "{measured} sheets that were counted as unused are used; count again: {subject}"},
    {FindingId::ScanProofInvalid, "スキャン時刻の証明が正しくありません（{measured}）。",
     "The proof of scan time is not valid ({measured})."},
    {FindingId::ScanProvenByCheckpoint,
     "期限内のスキャンは、台帳の確認点のタイムスタンプで証明されています（{measured}、期限 "
     "{required}）。",
     "The scan in time is proven by a timestamped log checkpoint ({measured}, due {required})."},
    {FindingId::CoverSheetUnknown,
     "表紙のコードがこの端末の登録と合いません（{measured}）。読み取った画像はすべて残っています。",
     "The cover sheet's code belongs to no job of this station ({measured}); all images are kept."},
    {FindingId::CoverSheetOfOtherJob,
     "別の案件の表紙です（{measured}、この案件は {required}）。紙の束を確かめてください。",
     "This is the cover sheet of another job ({measured}, this one is {required}); look whether "
     "the stack is the right one."},
    {FindingId::CoverSheetAmongPages,
     "頁の中に表紙があります。表紙を外し、その後の紙がどの案件のものか確かめてください。",
     "A cover sheet lies among the pages: set it aside, and see whose paper follows it."},
    {FindingId::PatientProvisional,
     "患者がまだ特定されていません。患者番号を確かめて入力するまで封緘できません。",
     "The patient is not identified yet; sealing waits for the confirmed patient id."},
    {FindingId::PatientDiffers, "紙の氏名または生年月日が患者台帳と違うと記録されています。",
     "Name or birth date on the paper was stated to differ from the patient index."},
    {FindingId::OrderOfOtherPatient,
     "別の患者のオーダーです（患者番号が違います）。患者番号かオーダーを確かめてください。",
     "The order is of another patient (another patient id). Look at the number again, or at the "
     "order."},
    {FindingId::OrderPatientDiffers,
     "オーダーの患者情報が入力と違います（{subject}）。同じ患者と判断するときは理由が必要です。",
     "The order's patient is written otherwise than here ({subject}); who says that it is the same "
     "patient gives a reason."},
    {FindingId::OrderNotOne,
     "オーダーが一つに決まりません（{measured} 件）。受付番号などで一つにしてください。",
     "Not exactly one order is meant ({measured}); say which by its accession number or study."},
    {FindingId::OrderUnusable,
     "オーダーの内容に、読めないものか、あるべきものの不足があります（{subject}）。選べません。",
     "The order leaves out or says in a way that cannot be used: {subject}; it is not taken."},
    {FindingId::WorklistAway,
     "ワークリストに照会できません（{measured}）。スキャンは続けられます。",
     "The worklist cannot be asked ({measured}); scanning goes on."},
    {FindingId::SecondPersonNeeded,
     "紙と患者台帳が違うため、別の人の確認が必要です（入力した人: {measured}）。",
     "Paper and patient index differ: another person than {measured} must confirm."},
    {FindingId::DemographicsUnavailable,
     "患者台帳に照会できません（{measured}）。スキャンは続けられます。",
     "The patient index cannot be asked ({measured}); scanning goes on."},
    {FindingId::EnvelopeJobsOpen,
     "封筒の中の書類 {measured} 件が、まだ封緘・参考写し・引渡しのいずれにもなっていません"
     "（{subject}）。",
     "{measured} documents of the envelope are not yet sealed, converted, given up or handed on "
     "({subject})."},
    {FindingId::EnclosureNotSettled,
     "同封物の行き先が決まっていません（{measured} 件: {subject}）。",
     "{measured} enclosures have not yet been taken or returned ({subject})."},
    {FindingId::SetAsideUnlike,
     "読み取った用紙を、重複ではないのに原本から外しています（{subject}、{measured}: "
     "{required}）。",
     "A sheet was set aside that is no duplicate of another ({subject}, {measured}: {required})."},
    {FindingId::SheetsNotCounted, "用紙の枚数は 1 以上の数で申告してください（{measured}）。",
     "Say how many sheets the original has: one at least ({measured})."},
    {FindingId::SheetsRecounted,
     "用紙の枚数を数え直しています（{required} → {measured}、{subject}）。",
     "The sheets were counted again ({required} before, {measured} now; {subject})."},
    {FindingId::ImportedImage,
     "ファイルの画像です。原本とするには紙をスキャンしてください（写しとして進めることもできます）"
     "。",
     "The image came from a file: scan the paper, or go on as a reference copy."},
    {FindingId::SecondCountNeeded,
     "用紙を外し、または枚数を減らしました。スキャンに関わっていない人が紙を数え、"
     "数え直しとして登録してください。",
     "A sheet was set aside, or the count lowered: somebody who did not scan must count the paper, "
     "too, and record the count."},
});

} // namespace

std::span<const FindingRow> intakeFindingRows() {
    return kIntakeRows;
}

} // namespace seihon::record
