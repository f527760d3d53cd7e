#include "record/finding_rows.h"

#include <array>

// Signed electronic documents that come in [A14].
namespace seihon::record {

namespace {

constexpr std::array kReceivedRows = std::to_array<FindingRow>({
    {FindingId::SignatureNotReached,
     "どの署名欄からも参照されない電子署名がファイルに残っています（{measured} "
     "個中 {required} 個だけ参照）。後から隠された可能性があります。送り直してもらってください。",
     "The file holds signatures that no field shows ({measured} in the bytes, {required} shown): "
     "one may "
     "have been hidden later. Ask for the document again."},
    {FindingId::DocumentNotSigned, "この電子文書に電子署名はありません。",
     "This electronic document is not signed."},
    {FindingId::DocumentUnreadable,
     "この電子文書は PDF "
     "として読めません（{measured}）。受け取ったままのファイルは残してあります。",
     "This electronic document cannot be read as a PDF ({measured}); the file is kept as it came."},
    {FindingId::DocumentEncrypted,
     "この電子文書は暗号化されています。署名を確かめられません。パスワードのないものを送信元に求め"
     "てください。",
     "This electronic document is encrypted, so its signatures cannot be verified. Ask the sender "
     "for one without a password."},
    {FindingId::DocumentTooLarge,
     "この電子文書は大きすぎるか込み入りすぎています（{measured}、上限 {required}）。",
     "This electronic document is too large or too complicated ({measured}, at most {required})."},
    {FindingId::DocumentRepaired,
     "この電子文書には形式の誤りがあります。表示がソフトウェアにより異なるかもしれません。",
     "This electronic document has errors of form: programs may show it differently."},
    {FindingId::SignatureRangeWrong,
     "署名 {subject} "
     "の対象範囲が正しくありません（{measured}）。署名されていない内容が混じり得ます。",
     "Signature {subject} does not cover what it should ({measured}): content that nobody signed "
     "may be among it."},
    {FindingId::SignatureKindUnknown,
     "署名 {subject} の方式（{measured}）は検証の対象外です。送信元に確かめてください。",
     "Signature {subject} is of a kind that is not verified here ({measured}). Ask the sender."},
    {FindingId::ChangedAfterSigning,
     "署名 {subject} "
     "の後に、表示される内容が変えられています。署名されたのは最初の {measured} バイトです。",
     "What is shown was changed after signature {subject}: only the first {measured} bytes were "
     "signed."},
    {FindingId::AddedAfterSigning,
     "署名 {subject} の後にデータが追加されています（{measured}）。本文の表示は変わっていません。",
     "Data were added after signature {subject} ({measured}); the pages show the same as before."},
    {FindingId::SigningTimeNotProven,
     "署名 {subject} の時刻はタイムスタンプで証明されていません。確認した時点で判定しました。",
     "No timestamp proves when signature {subject} was made: it is judged as of now."},
    {FindingId::ReceivedFileMissing, "受け取った電子文書のファイルがありません（{subject}）。",
     "The file of a received document is missing ({subject})."},
    {FindingId::ReceivedFileAltered, "受け取った電子文書のファイルが変わっています（{subject}）。",
     "The file of a received document was altered ({subject})."},
});

} // namespace

std::span<const FindingRow> receivedFindingRows() {
    return kReceivedRows;
}

} // namespace seihon::record
