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
});

} // namespace

std::span<const FindingRow> logFindingRows() {
    return kLogRows;
}

} // namespace seihon::record
