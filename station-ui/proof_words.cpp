#include "station-ui/proof_words.h"

#include "station-ui/word_table.h"

namespace seihon::station_ui {

namespace {

constexpr auto kProofTexts = std::to_array<WordTexts<ProofWord>>({
    {ProofWord::ProofTab, "台帳の証明(&L)", "&Log proof"},
    {ProofWord::ProofLead,
     "この記録について台帳が述べていることを、台帳がなくても検証できる 1 "
     "つのファイルにします。取り出したことは台帳に残ります。",
     "What the log says of this record, as one file that can be verified without the log. Taking "
     "it is written to the log."},
    {ProofWord::Hidden, "患者の欄を開かない（だれの記録かを見せない）(&W)",
     "Do not sho&w whose record it is"},
    {ProofWord::ProofFolder, "証明の保存先(&S)", "&Save the proof in"},
    {ProofWord::Choose, "選ぶ(&E)", "Choos&e"},
    {ProofWord::ChooseTitle, "証明の保存先", "Folder for the proof"},
    {ProofWord::Take, "証明を取り出す(&T)", "&Take the proof"},
    {ProofWord::Taken, "✓ 証明を取り出しました：%1", "✓ Proof taken: %1"},
    {ProofWord::Proves, "このファイルが証明すること", "What this file proves"},
    {ProofWord::ProvesEntries,
     "・この記録についての台帳の %1 行が、%2 までに、このとおりこの台帳にあったこと（確認点 %3 "
     "行）",
     "– these %1 entries about the record stood in this log, as they are, by %2 (checkpoint of %3 "
     "entries)"},
    {ProofWord::ProvesWitness, "・その確認点を %1 が立ち会って署名していること",
     "– %1 has signed that checkpoint as a witness"},
    {ProofWord::ProvesNoWitness, "・立会の署名はありません（時刻認証局と端末の署名だけ）",
     "– no witness has signed it: it rests on the timestamp and the station's signature"},
    {ProofWord::ProvesPatient,
     "・患者の欄：この記録の患者だけを開いてあり、ほかの患者は一切見えません",
     "– of patients it shows this record's own and nobody else's"},
    {ProofWord::ProvesClosed, "・患者の欄：閉じてあり、だれの記録かは見えません",
     "– it does not show whose record it is"},
    {ProofWord::LeftOut, "・まだ新しすぎて含まれない行：%1", "– entries too young to be in it: %1"},
    {ProofWord::VerifyWith, "検証：seihon-verify proof ファイル --trust 信頼設定のフォルダー",
     "Verify with: seihon-verify proof FILE --trust FOLDER"},
    {ProofWord::LogCheck, "台帳の検証", "Check the log"},
    {ProofWord::CheckLead,
     "台帳の全行・確認点・タイムスタンプ・立会・外部の写し・時刻を検証します。検証したことは台帳に"
     "残ります。",
     "Every entry, checkpoint, timestamp, witness, copy elsewhere, and the times are verified. "
     "That they were is written to the log."},
    {ProofWord::Check, "台帳を検証する(&V)", "&Verify the log"},
    {ProofWord::Checking, "検証しています…（行が多いと数分かかります）",
     "Verifying… (minutes, when there are many entries)"},
    {ProofWord::Whole, "✓ 台帳は健全です：消えた行・変わった行・入れ替わった行はありません",
     "✓ The log is whole: nothing was removed, changed or put elsewhere"},
    {ProofWord::Damaged, "✗ 台帳に異常があります", "✗ The log is damaged"},
    {ProofWord::Fact, "項目", "What"},
    {ProofWord::Value, "値", "Value"},
    {ProofWord::Station, "端末", "Station"},
    {ProofWord::Entries, "行数", "Entries"},
    {ProofWord::Period, "最初と最後の行", "First and latest entry"},
    {ProofWord::Checkpoints, "確認点（うちタイムスタンプ付き）",
     "Checkpoints (of these timestamped)"},
    {ProofWord::Covered, "署名で覆われた行（うちタイムスタンプで）",
     "Entries covered by a signature (by a stamp)"},
    {ProofWord::Cosignatures, "立会の署名", "Cosignatures of witnesses"},
    {ProofWord::Anchors, "外部の写しと照合した確認点（最新）",
     "Checkpoints kept elsewhere, compared (newest)"},
    {ProofWord::StepsBack, "時計の後退", "Steps back of the clock"},
    {ProofWord::Restarts, "端末の起動（再起動）", "Starts of the machine"},
    {ProofWord::Destroyed, "法律に従って消した患者情報の行",
     "Private facts destroyed by a deletion"},
    {ProofWord::Findings, "わかったこと", "What was found"},
    {ProofWord::FindingStanding, "重さ", "Weight"},
    {ProofWord::FindingAbout, "どこ", "Where"},
    {ProofWord::Refuses, "✗ 異常", "✗ damage"},
    {ProofWord::Warns, "▲ 注意", "▲ careful"},
    {ProofWord::Notes, "・ 参考", "– note"},
    {ProofWord::NoFindings, "ほかにわかったことはありません。", "Nothing else was found."},
    {ProofWord::ExportLead,
     "台帳を DICOM 監査メッセージ（PS3.15 A.5）として、1 行 1 ファイルで書き出します。",
     "The log as DICOM audit messages (PS3.15 A.5), a file for each entry."},
    {ProofWord::ExportDays, "日を限る(&D)", "Only these &days"},
    {ProofWord::From, "開始日", "from"},
    {ProofWord::Until, "終了日", "until"},
    {ProofWord::ExportFolder, "新しいフォルダー（まだないもの）(&F)", "New &folder, not there yet"},
    {ProofWord::Export, "書き出す(&X)", "E&xport"},
    {ProofWord::Exported, "✓ %1 件を書き出しました（%2 行のうち）：%3",
     "✓ %1 messages of %2 entries: %3"},
    {ProofWord::BundleTab, "一式の持ち出し(&J)", "Bundle (&J)"},
    {ProofWord::BundleLead,
     "この記録と、台帳の証明・規程・信頼設定・判定のやり直し・検証の道具を一つのフォルダーにします"
     "。"
     "端末のない所で検証できます。だれに、なぜ渡したかは台帳に残ります。",
     "This record with its proof by the log, the rules, what is believed, the replay and the "
     "verifier in one folder, verified where there is no station. To whom and why is written to "
     "the log."},
    {ProofWord::BundleRecipient, "渡す相手(&K)", "To &whom"},
    {ProofWord::BundleReason, "理由(&U)", "Beca&use"},
    {ProofWord::BundleLevel, "見せる範囲(&Y)", "What it shows (&Y)"},
    {ProofWord::LevelWhole, "すべて", "everything"},
    {ProofWord::LevelWholeNote, "頁の画像も患者の情報も含みます。",
     "With the pages and whose record it is."},
    {ProofWord::LevelNoPages, "画像を除く", "without the pages"},
    {ProofWord::LevelNoPagesNote, "頁の画像は含まず、その要約値だけを示します。",
     "The pages stay here; their digests still prove what they were."},
    {ProofWord::LevelClosed, "患者を伏せる", "without the patient"},
    {ProofWord::LevelClosedNote, "頁の画像も、だれの記録かも含みません。理由の文章は含まれます。",
     "Neither the pages nor whose record it is. Reasons that people typed are in it."},
    {ProofWord::BundleFolder, "保存先(&S)", "&Save in"},
    {ProofWord::BundleChooseTitle, "一式の保存先", "Folder for the bundle"},
    {ProofWord::BundleTake, "一式を持ち出す(&T)", "&Take the bundle"},
    {ProofWord::BundleTaken, "✓ 一式を持ち出しました：%1（%2 ファイル）　SHA256SUMS の SHA-256：%3",
     "✓ Bundle taken: %1 (%2 files). SHA-256 of SHA256SUMS: %3"},
});
static_assert(isComplete(kProofTexts, ProofWord::BundleTaken));

} // namespace

QString word(ProofWord which, record::Language language) {
    return wordOf(kProofTexts, which, language);
}

} // namespace seihon::station_ui
