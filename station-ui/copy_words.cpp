#include "station-ui/copy_words.h"

#include "station-ui/word_table.h"

namespace seihon::station_ui {

namespace {

constexpr auto kCopyTexts = std::to_array<WordTexts<CopyWord>>({
    {CopyWord::Tab, "ほかのシステム用の写し(&M)", "Copies for other systems (&M)"},
    {CopyWord::Lead,
     "この記録から、ほかのシステムに渡す写しを作ります。写しは原本ではなく、封緘した記録はここに残"
     "り"
     "ます。作ったことは台帳に残ります。",
     "Makes a copy of this record for another system. A copy is no original: the sealed record "
     "stays here. Making one is written to the log."},
    {CopyWord::Form, "形式(&K)", "Form (&K)"},
    {CopyWord::FormPdf, "閲覧用 PDF（PDF/A-2b）", "PDF for viewing (PDF/A-2b)"},
    {CopyWord::FormPdfNote, "画面で見るための 1 ファイル。各頁の下に写しと記します。",
     "One file for eyes, marked as a copy below each page."},
    {CopyWord::FormCda, "CDA 文書（IHE XDS-SD）", "CDA document (IHE XDS-SD)"},
    {CopyWord::FormCdaNote,
     "電子カルテが取り込む 1 ファイル。施設と患者の番号体系は deliveries.toml の [cda] "
     "から取ります。",
     "One file for a record system. What numbers hospital and patients have comes from [cda] in "
     "deliveries.toml."},
    {CopyWord::FormDicom, "DICOM オブジェクト", "DICOM objects"},
    {CopyWord::FormDicomNote,
     "PACS が取り込む、新しいフォルダーの中のファイル。画素は変わりません。",
     "Files for a PACS, in a new folder. Pixels are not changed."},
    {CopyWord::Image, "画像(&U)", "Image (&U)"},
    {CopyWord::Lossless, "可逆（すべての画素を保つ）", "lossless, every pixel"},
    {CopyWord::Quality, "JPEG 品質 %1（小さいが画素は変わる）",
     "JPEG quality %1, smaller, not every pixel"},
    {CopyWord::Text, "文字を読み取って検索できるようにする(&Y)",
     "Read the text, for searching (&Y)"},
    {CopyWord::Pixels, "画素の書き方（どれも可逆）(&U)", "Pixels, always lossless (&U)"},
    {CopyWord::PixelsRaw, "圧縮なし", "not compressed"},
    {CopyWord::PixelsJpeg, "JPEG 可逆", "JPEG lossless"},
    {CopyWord::PixelsJpegLs, "JPEG-LS 可逆", "JPEG-LS lossless"},
    {CopyWord::Charset, "文字集合(&Y)", "Character set (&Y)"},
    {CopyWord::CharsetUtf8, "UTF-8（ISO_IR 192）", "UTF-8 (ISO_IR 192)"},
    {CopyWord::CharsetIr87, "漢字（ISO 2022 IR 87）", "kanji (ISO 2022 IR 87)"},
    {CopyWord::CharsetIr159, "漢字と補助漢字（IR 87・IR 159）",
     "kanji and more kanji (IR 87, IR 159)"},
    {CopyWord::CharsetIr1387, "半角カナと漢字（IR 13・IR 87）",
     "half-width kana and kanji (IR 13, IR 87)"},
    {CopyWord::CharsetAscii, "英数字だけ", "ASCII only"},
    {CopyWord::Outside, "文字集合にない文字は別の文字で書き、記録する(&W)",
     "Write another character &where the set has none, and note it"},
    {CopyWord::Single, "頁ごとに 1 オブジェクト(&I)", "An object for each page (&I)"},
    {CopyWord::Sign, "自分のカードで各オブジェクトに署名する(&G)",
     "Si&gn each object with my card"},
    {CopyWord::SignPin, "署名の PIN(&Q)", "PIN, to sign (&Q)"},
    {CopyWord::MadeSigned, "各オブジェクトに署名とタイムスタンプを付けました。",
     "Each object is signed and timestamped."},
    {CopyWord::Folder, "保存先(&S)", "&Save in"},
    {CopyWord::ChooseTitle, "写しの保存先", "Folder for the copy"},
    {CopyWord::Make, "写しを作る(&T)", "Make &the copy"},
    {CopyWord::Making, "作っています…（文字を読み取ると 1 頁に数秒かかります）",
     "Making it… (reading text takes seconds for each page)"},
    {CopyWord::MadeFile, "✓ 写しを作りました：%1（%2 頁）　SHA-256：%3",
     "✓ Copy made: %1 (%2 page(s)). SHA-256: %3"},
    {CopyWord::MadeObjects, "✓ DICOM オブジェクト %2 件（%3 頁）を作りました：%1",
     "✓ %2 DICOM object(s) of %3 page(s) made: %1"},
    {CopyWord::Unread, "▲ 文字を読み取れなかった頁：%1", "▲ Pages whose text was not read: %1"},
    {CopyWord::NotMade, "記録が無効のため、写しは作りません。",
     "The record is not valid: no copy is made."},
});
static_assert(isComplete(kCopyTexts, CopyWord::NotMade));

} // namespace

QString word(CopyWord which, record::Language language) {
    return wordOf(kCopyTexts, which, language);
}

} // namespace seihon::station_ui
