#include "station-ui/report_words.h"

#include "station-ui/word_table.h"

namespace seihon::station_ui {

namespace {

constexpr auto kReportTexts = std::to_array<WordTexts<ReportWord>>({
    {ReportWord::Reports, "報告", "Reports"},
    {ReportWord::Kind, "報告の種類(&K)", "&Kind"},
    {ReportWord::KindWork, "実施報告（くわしい数）", "work, in numbers"},
    {ReportWord::KindQuestions, "監査の最初の問い", "what an auditor asks first"},
    {ReportWord::KindDirector, "院長への月次報告（1 枚）", "for the director, one page"},
    {ReportWord::Period, "期間(&P)", "&Period"},
    {ReportWord::ByMonth, "月", "a month"},
    {ReportWord::ByDays, "日を決める", "days"},
    {ReportWord::Month, "月(&O)", "M&onth"},
    {ReportWord::From, "開始日(&B)", "From (&b)"},
    {ReportWord::Until, "終了日(&U)", "&Until"},
    {ReportWord::Make, "報告を作る(&N)", "Make it &now"},
    {ReportWord::Making, "台帳を読んで数えています…", "Reading the log and counting…"},
    {ReportWord::Asked, "期間を選び「報告を作る」を押してください。作ったことは台帳に残ります。",
     "Choose a period and make the report. That it was made is written to the log."},
    {ReportWord::Part, "報告の部分", "Parts of the report"},
    {ReportWord::ChartIsTable, "%1。同じ数が下の表にあります。",
     "%1. The table below has the same numbers."},
    {ReportWord::Folder, "保存先のフォルダー(&F)", "&Folder to save in"},
    {ReportWord::Choose, "選ぶ(&C)", "&Choose"},
    {ReportWord::ChooseTitle, "報告の保存先", "Folder for the report"},
    {ReportWord::Format, "形式(&T)", "Forma&t"},
    {ReportWord::FormatPdf, "PDF（印刷・回覧）", "PDF, to print"},
    {ReportWord::FormatHtml, "HTML（画面で読む）", "HTML, to read"},
    {ReportWord::FormatCsv, "CSV（表計算）", "CSV, to calculate with"},
    {ReportWord::Save, "保存する(&S)", "&Save"},
    {ReportWord::Saved, "保存しました", "Saved"},
});
static_assert(isComplete(kReportTexts, ReportWord::Saved));

} // namespace

QString word(ReportWord which, record::Language language) {
    return wordOf(kReportTexts, which, language);
}

} // namespace seihon::station_ui
