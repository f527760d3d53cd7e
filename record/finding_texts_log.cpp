#include "record/finding_rows.h"

#include <array>

// The log itself: entries, checkpoints, and copies of these elsewhere [F7].
namespace seihon::record {

namespace {

constexpr std::array kLogRows = std::to_array<FindingRow>({
    {FindingId::EntryAltered, "台帳の行が変更されています: {subject}",
     "A ledger entry has been altered: {subject}"},
    {FindingId::EntryMissing, "台帳の行が抜けています: {subject}",
     "A ledger entry is missing: {subject}"},
    {FindingId::EntryFileDiffers, "台帳とその追記ファイルが一致しません: {subject}",
     "The ledger and its append-only files differ: {subject}"},
    {FindingId::LedgerRootWrong, "台帳の根ハッシュが合いません（{measured}、記録 {required}）。",
     "The ledger's root is wrong ({measured}, stored {required})."},
    {FindingId::CheckpointInvalid, "台帳の確認点の署名が正しくありません: {subject}",
     "A checkpoint's signature is not valid: {subject}"},
    {FindingId::CheckpointDisagrees, "台帳が確認点と合いません: {subject}",
     "The ledger disagrees with a checkpoint: {subject}"},
    {FindingId::CheckpointNotTimestamped, "確認点にまだタイムスタンプがありません: {subject}",
     "A checkpoint has no timestamp yet: {subject}"},
    {FindingId::LogBehindAnchor,
     "台帳が外部の確認点より短くなっています（台帳 {measured}、確認点 {required}）。"
     "行が切り取られたか、ディスクが以前の状態に戻されています。",
     "The log is shorter than a checkpoint kept elsewhere says ({measured}, there {required}): "
     "entries were cut away, or the disk was rolled back."},
    {FindingId::AnchorDisagrees,
     "台帳が外部の確認点と合いません。その時点より前の行が書き換えられています: {subject}",
     "The log disagrees with a checkpoint kept elsewhere; what came before it was rewritten: "
     "{subject}"},
    {FindingId::AnchorInvalid, "外部の確認点を信じられません: {subject}",
     "A checkpoint kept elsewhere cannot be believed: {subject}"},
    {FindingId::AnchorOld, "外部の確認点が遅れています（外部 {measured}、台帳 {required}）。",
     "The checkpoints kept elsewhere are behind ({measured}, here {required})."},
    {FindingId::AnchorUnreachable, "外部の確認点のフォルダーが見えません: {subject}",
     "The folder of checkpoints elsewhere cannot be reached: {subject}"},
    {FindingId::LogNotAnchored,
     "台帳の確認点を他の機械に写す設定がありません（station.toml の anchors）。"
     "ディスクごと前の状態に戻されても分かりません。",
     "No other machine keeps the log's checkpoints (anchors in station.toml): a disk that is "
     "rolled "
     "back as a whole would not be noticed."},
    {FindingId::LogProofInvalid, "台帳の証明が成り立ちません: {subject}",
     "The proof from the log does not hold: {subject}"},
    {FindingId::LogProofOtherRecord,
     "この証明は手元の記録のものではありません: {subject}（{measured}、証明 {required}）",
     "The proof is not about this record: {subject} ({measured}, proven {required})"},
    {FindingId::LogProofLeavesOut,
     "タイムスタンプ付きの確認点がまだ覆っていない {measured} 件は証明に含まれていません。",
     "{measured} entries are left out: no timestamped checkpoint covers them yet."},
    {FindingId::LogTimeWentBack,
     "台帳の時刻が戻っています: {subject}（{measured}、その前は {required}）。",
     "Time went back in the log: {subject} ({measured}, before it {required})."},
    {FindingId::MachineRestarted, "端末が再起動されました: {subject}（{measured}）。",
     "The machine was started anew: {subject} ({measured})."},
    {FindingId::LogFilesCompleted,
     "台帳の追記ファイルの末尾に行 {measured} がなく、データベースから書き足しました: {subject}"
     "（{required}）。"
     "停電や強制終了のほか、ファイルを切り詰めたときにも起こります。台帳の内容は失われていません。",
     "Lines {measured} were missing at the end of the log's append-only files and were written "
     "again "
     "from the database: {subject} ({required}). A power cut or a kill leaves it so, and so does "
     "somebody who cuts the file. No entry is lost."},
    {FindingId::PrivateFactsDestroyed,
     "法定の削除により、{measured} 行の患者情報と塩が破棄されています。",
     "By legal deletion the patient fields and salts of {measured} entries were destroyed."},
    {FindingId::WitnessRefusedLog,
     "立会が台帳の確認点を拒否しました: {subject}（立会 {required} 件、台帳 {measured} 件）。"
     "台帳が書き換えられたか、以前の状態に戻されています。",
     "A witness refuses the log: {subject} (it saw {required} entries, the log has {measured}). "
     "The log was rewritten or rolled back."},
    {FindingId::WitnessAway, "立会が応答しません: {subject}",
     "A witness does not answer: {subject}"},
    {FindingId::WitnessUnknown, "立会の鍵が信頼設定にないため、その署名は数えられません: {subject}",
     "The trust settings have no key of this witness, so what it signs does not count: {subject}"},
    {FindingId::LogNotWitnessed, "台帳の確認点に立会の署名がありません。",
     "No witness cosigns the log's checkpoints."},
    {FindingId::AuditReceiverAway,
     "監査ログの送り先に届いていません: {subject}（未送信 {measured} 件、最も古いものは "
     "{required}）。"
     "台帳に残っているので、つながり次第すべて順に送られます。",
     "The log does not reach its receiver: {subject} ({measured} entries wait, the oldest of "
     "{required}). The ledger keeps them; all are sent in order when it answers again."},
    {FindingId::AuditReceiverUntrusted,
     "監査ログの送り先の証明書が設定と合いません: {subject}。何も送っていません。",
     "The receiver of the log does not show the certificate that the settings ask for: {subject}. "
     "Nothing was sent."},
    {FindingId::AuditLogSentAnew,
     "どこまで送ったかの記録がこの台帳と合わないため、監査ログを最初から送り直します: {subject}",
     "What was noted as sent does not fit this log, so the log is sent again from its beginning: "
     "{subject}"},
    {FindingId::EmergencyLooksWaiting,
     "台帳に書けないため、閲覧は非常用の記録に残されています: {subject}（{measured} 件）。"
     "すぐ管理者に知らせてください。書けるようになると台帳に取り込まれます。",
     "The log cannot be written: what is looked at is kept in the emergency spool {subject} "
     "({measured} acts). Tell the administrator at once; the log takes them over when it can be "
     "written again."},
    {FindingId::EmergencyLookNotKept,
     "台帳にも非常用の記録にも書けません。閲覧 {measured} 件はこの計算機のシステムログにしか"
     "残っていません: {subject}",
     "Neither the log nor the emergency spool can be written. {measured} looks stand in this "
     "machine's system log alone: {subject}"},
    {FindingId::EmergencySpoolDamaged,
     "非常用の記録に読めない行があります: {subject}（{measured} 行）。ファイルは消さずに残します。",
     "The emergency spool holds lines that cannot be read: {subject} ({measured}). The file is "
     "kept."},
    {FindingId::CosignatureInvalid, "立会の署名が正しくありません: {subject}",
     "A witness's signature is not valid: {subject}"},
    {FindingId::DeletionOpen,
     "記録 {subject} はここでは削除されましたが、バックアップなど他の写しの削除がまだ確認されて"
     "いません。",
     "Record {subject} is deleted here; that its other copies (backups) are gone is not confirmed "
     "yet."},
    {FindingId::DeletionCopyLeft, "削除した記録がまだ残っています: {subject}（{measured}）",
     "The deleted record is still there: {subject} ({measured})"},
    {FindingId::DeletionCopyUnseen,
     "削除した記録が残っているかどうかを確かめられません: {subject}（{measured}）",
     "Whether the deleted record is still there cannot be seen: {subject} ({measured})"},
    {FindingId::BundleInvalid, "監査用の一式が成り立ちません: {subject}",
     "The auditor's bundle does not hold: {subject}"},
    {FindingId::BundleTrustsItself,
     "信頼設定は一式に入っていたものです。別の経路で入手した信頼設定を --trust で指定するか、"
     "根証明書と端末の鍵を別の経路で照合してください。",
     "What is believed came with the bundle itself: give a trust directory that you have from "
     "elsewhere (--trust), or compare the roots and the station's key with what you know of them."},
    {FindingId::FileWithheld, "開示しないファイルが {measured} 件あります（要約値だけを照合）。",
     "{measured} files are withheld; only their digests are verified."},
});

} // namespace

std::span<const FindingRow> logFindingRows() {
    return kLogRows;
}

} // namespace seihon::record
