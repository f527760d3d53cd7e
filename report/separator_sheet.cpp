#include "report/separator_sheet.h"

#include "record/fault.h"
#include "report/barcode.h"
#include "report/canvas.h"
#include "report/paper.h"

namespace seihon::report {

namespace {

constexpr double kSeparatorLeft = 20, kSeparatorWide = 170;

void drawSeparator(Canvas& canvas, const SeparatorSheet& sheet) {
    TextStyle words{.font = Font::Gothic, .points = 22, .bold = true};
    const TextStyle small{.font = Font::Gothic, .points = 9, .colour = {0.3, 0.3, 0.3}};
    canvas.text({kSeparatorLeft, 20}, "仕切り紙", words);
    words.points = 13;
    canvas.text({kSeparatorLeft, 32}, "Separator — its paper follows", words);
    canvas.text({kSeparatorLeft, 40}, sheet.hospital + (sheet.demo ? "　見本 DEMO" : ""), small);
    drawQrCode(canvas, {143, 18, 44, 44}, sheet.code);
    words.points = 26;
    canvas.text({kSeparatorLeft, 72}, "箱 / box " + sheet.box, words);
    canvas.text({kSeparatorLeft, 88},
                "綴り / folder " + std::to_string(sheet.folder) + "　見出し / tab " +
                    std::to_string(sheet.tab),
                words);
    words.points = 16;
    canvas.text({kSeparatorLeft, 106},
                std::to_string(sheet.sheets) + " 枚 / sheets　" + sheet.classJa + "　" +
                    sheet.classEn,
                words);
    for (const double y : kSeparatorBars) {
        canvas.fill({kSeparatorLeft, y, kSeparatorWide, kSeparatorBarHeight}, {});
    }
    drawCode128(canvas, {kSeparatorLeft + 5, 190, 160, 20}, sheet.code);
    canvas.text({kSeparatorLeft, 216},
                "この紙は電子記録に入りません。スキャンのあと規程に従って綴じるか裁断します。",
                small);
    canvas.text({kSeparatorLeft, 221},
                "This sheet does not become part of a record; file or shred it by the rules.",
                small);
    drawQrCode(canvas, {kSeparatorLeft + 5, 232, 44, 44}, sheet.code);
}

} // namespace

void writeSeparatorPdf(const std::filesystem::path& file,
                       const std::vector<SeparatorSheet>& sheets) {
    Canvas canvas = Canvas::pdf(file, kA4);
    for (const SeparatorSheet& sheet : sheets) {
        if (&sheet != sheets.data()) {
            canvas.nextPage();
        }
        drawSeparator(canvas, sheet);
    }
    canvas.finish();
}

record::PageImage separatorImage(const SeparatorSheet& sheet, std::int64_t dpi) {
    if (dpi < 100 || dpi > 600) {
        throw record::Fault(record::FaultKind::Usage, "a separator is drawn at 100 to 600 dpi");
    }
    Canvas canvas = Canvas::image(kA4, static_cast<double>(dpi));
    drawSeparator(canvas, sheet);
    return scanOf(canvas, {.seed = 11}, dpi);
}

record::PageImage separatorSlip(const SeparatorSheet& sheet, std::int64_t dpi) {
    constexpr std::int64_t kSlipFrom = 130; // of the sheet
    const auto pixels = [&](std::int64_t millimetres) {
        return millimetres * dpi * 10 / 254;
    };
    return separatorImage(sheet, dpi)
        .part({pixels(kSlipFrom), 0, pixels(kSlipWide), pixels(kSlipHigh)});
}

} // namespace seihon::report
