#include "station-ui/film_words.h"

#include "station-ui/word_table.h"

namespace seihon::station_ui {

namespace {

constexpr auto kFilmTexts = std::to_array<WordTexts<FilmWord>>({
    {FilmWord::Calibrate, "フィルム用に校正(&K)", "Calibrate for films (&K)"},
    {FilmWord::Title, "フィルム用の校正", "Calibrate for films"},
    {FilmWord::Steps,
     "1. 階調板の証明書の値を config/film-tablet-example.toml の形に写したファイルを選びます。\n2. "
     "証明書の図のとおりに階調板を置きます。\n3. 読み取って測ります。"
     "この解像度の前の校正と置き換わります。",
     "1. Choose the file with what the tablet's certificate says, in the form of "
     "config/film-tablet-example.toml.\n2. Lay the step tablet down as the certificate draws "
     "it.\n3. It is scanned and measured, and takes the place of what was before at this "
     "resolution."},
    {FilmWord::Known, "これまでの校正", "Calibrations until now"},
    {FilmWord::Standing, "状態", "Standing"},
    {FilmWord::InForce, "有効", "in force"},
    {FilmWord::Replaced, "置き換え済み", "replaced"},
    {FilmWord::Voided, "取り消し", "voided"},
    {FilmWord::Ended, "無効", "not in force"},
    {FilmWord::Resolution, "解像度", "Resolution"},
    {FilmWord::Densities, "濃度", "Densities"},
    {FilmWord::Age, "経過", "Age"},
    {FilmWord::Days, "%1 日", "%1 day(s)"},
    {FilmWord::Until, "期限", "Until"},
    {FilmWord::Certificate, "証明書のファイル(&J)", "Certificate file (&J)"},
    {FilmWord::Choose, "選ぶ(&E)", "Choos&e"},
    {FilmWord::ChooseTitle, "階調板の証明書", "Certificate of the step tablet"},
    {FilmWord::ChooseKind, "証明書 (*.toml)", "Certificates (*.toml)"},
    {FilmWord::Dpi, "解像度 dpi(&D)", "&dpi"},
    {FilmWord::Width, "幅 mm(&X)", "width mm (&X)"},
    {FilmWord::Height, "高さ mm(&Y)", "height mm (&Y)"},
    {FilmWord::WholeArea, "全面", "all of it"},
    {FilmWord::Laid, "階調板を置きました(&T)", "The step &tablet lies there"},
    {FilmWord::First, "証明書を選び、階調板を置いてください。",
     "Choose the certificate and lay the tablet down."},
    {FilmWord::Run, "読み取って測る(&G)", "Scan and measure (&G)"},
    {FilmWord::Running, "読み取って測っています…", "Scanning and measuring…"},
    {FilmWord::Void, "修理などで校正を取り消す(&V)", "&Void after a repair"},
    {FilmWord::VoidAsk,
     "このスキャナのフィルム用の校正を取り消します。校正し直すまで、フィルムは封緘できません。",
     "This voids the film calibrations of this scanner: no film can be sealed until it is "
     "calibrated anew."},
    {FilmWord::NothingInForce, "有効な校正はありません。", "No calibration is in force."},
    {FilmWord::Done, "校正しました（%1 まで）", "Calibrated until %1"},
    {FilmWord::NotDone, "校正できません", "Not calibrated"},
    {FilmWord::MeasuredRange, "濃度の範囲", "density range"},
    {FilmWord::MeasuredPitch, "画素の大きさ（横 × 縦）", "size of a pixel, across × down"},
    {FilmWord::MeasuredScale, "寸法の誤差（横／縦）", "error of lengths, across / down"},
    {FilmWord::MeasuredSharpness, "解像力（横／縦）", "sampling efficiency, across / down"},
    {FilmWord::MeasuredBits, "実際の階調", "real depth"},
    {FilmWord::MeasuredSkew, "傾き", "skew"},
    {FilmWord::StepDensity, "段の濃度", "step"},
    {FilmWord::StepValue, "値", "value"},
    {FilmWord::StepNoise, "雑音（濃度）", "noise (density)"},
    {FilmWord::StepUsed, "使用", "used"},
});
static_assert(isComplete(kFilmTexts, FilmWord::StepUsed));

} // namespace

QString word(FilmWord which, record::Language language) {
    return wordOf(kFilmTexts, which, language);
}

} // namespace seihon::station_ui
