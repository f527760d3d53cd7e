#include "report/downtime_sheet.h"

#include "record/cover_code.h"
#include "record/fault.h"
#include "report/barcode.h"
#include "report/canvas.h"

#include <array>

namespace seihon::report {

namespace {

constexpr double kSheetLeft = 20, kSheetWide = 170;
constexpr std::int64_t kMostSheets = 500;
const TextStyle kSheetSmall{.font = Font::Gothic, .points = 9, .colour = {0.3, 0.3, 0.3}};

struct WriteIn {
    const char* name;
    double height; // mm
};

// What `job register` asks for, in its order, and what shows later that it was done.
constexpr std::array kWriteIns = std::to_array<WriteIn>({
    {"受付日時 / received (date, time)", 15},
    {"受付した人 / received by", 15},
    {"患者番号 / patient id", 15},
    {"氏名・生年月日 / name, date of birth", 18},
    {"書類の種類 / kind of document", 15},
    {"枚数・両面 / sheets, both sides?", 15},
    {"備考 / remarks", 24},
    {"登録した日時・人 / registered (when, by)", 15},
    {"無効の理由・署名 / void because, signed", 15},
});

void drawSheet(Canvas& canvas, const DowntimeSheets& sheets, std::int64_t number) {
    const std::string code = record::codeOfLabel(number);
    TextStyle title{.font = Font::Gothic, .points = 24, .bold = true};
    canvas.text({kSheetLeft, 18}, "停止時の受付票", title);
    title.points = 13;
    canvas.text({kSheetLeft, 30}, "Registration while the station is down", title);
    canvas.text({kSheetLeft, 38},
                sheets.hospital + "　" + sheets.place + (sheets.demo ? "　見本 DEMO" : ""),
                kSheetSmall);
    title.points = 22;
    canvas.text({kSheetLeft, 46}, code.substr(2), title);
    drawQrCode(canvas, {150, 18, 36, 36}, code);
    double y = 62;
    for (const WriteIn& line : kWriteIns) {
        canvas.frame({kSheetLeft, y, kSheetWide, line.height}, 0.3);
        canvas.text({kSheetLeft + 2, y + 1.5}, line.name, kSheetSmall);
        y += line.height;
    }
    canvas.text(
        {kSheetLeft, y + 5},
        "番号順に使い、書き損じも捨てずに残します。書類の上に重ねて置きます。復旧後にすべての"
        "番号を照合します。",
        kSheetSmall);
    canvas.text(
        {kSheetLeft, y + 10},
        "Use them in order and keep spoilt ones. Lay the sheet on its paper. Afterwards every "
        "number is accounted for.",
        kSheetSmall);
    drawCode128(canvas, {kSheetLeft + 35, 245, 100, 16}, code);
}

} // namespace

void writeDowntimePdf(const std::filesystem::path& file, const DowntimeSheets& sheets) {
    if (sheets.first < 1 || sheets.count < 1 || sheets.count > kMostSheets ||
        sheets.first + sheets.count - 1 > record::kHighestLabel) {
        throw record::Fault(record::FaultKind::Usage, "1 to 500 sheets are printed at a time");
    }
    Canvas canvas = Canvas::pdf(file, kA4);
    for (std::int64_t i = 0; i < sheets.count; ++i) {
        if (i > 0) {
            canvas.nextPage();
        }
        drawSheet(canvas, sheets, sheets.first + i);
    }
    canvas.finish();
}

} // namespace seihon::report
