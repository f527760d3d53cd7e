#include "report/cover_sheet.h"

#include "record/cover_code.h"
#include "record/fault.h"
#include "report/barcode.h"
#include "report/canvas.h"
#include "report/paper.h"

namespace seihon::report {

namespace {

constexpr double kCoverLeft = 20, kCoverWide = 170;
constexpr std::int64_t kLabelColumns = 3, kLabelRows = 8;
constexpr SizeMm kLabelSize{70, 37};

const TextStyle kCoverSmall{.font = Font::Gothic, .points = 9, .colour = {0.3, 0.3, 0.3}};

class CoverPen {
  public:
    CoverPen(Canvas& canvas, const CoverSheet& sheet) : m_canvas(canvas), m_sheet(sheet) {}

    void draw() {
        TextStyle title{.font = Font::Gothic, .points = 26, .bold = true};
        m_canvas.text({kCoverLeft, 20}, "スキャン表紙", title);
        title.points = 14;
        m_canvas.text({kCoverLeft, 33}, "Cover sheet — lay it on top of its paper", title);
        m_canvas.text({kCoverLeft, 41}, m_sheet.hospital + (m_sheet.demo ? "　見本 DEMO" : ""),
                      kCoverSmall);
        drawQrCode(m_canvas, {145, 18, 42, 42}, m_sheet.code);
        m_canvas.line({kCoverLeft, 66}, {kCoverLeft + kCoverWide, 66}, 0.5);
        row("種類 / class", m_sheet.classJa + "　" + m_sheet.classEn);
        row("受付 / received", m_sheet.receivedJa, m_sheet.receivedEn);
        if (!m_sheet.deadlineJa.empty()) {
            row("スキャンの期限 / scan", m_sheet.deadlineJa, m_sheet.deadlineEn, true);
        }
        row("枚数 / sheets", std::to_string(m_sheet.sheets));
        optional("氏名 / name", m_sheet.patientName);
        optional("ラベル / label", m_sheet.label);
        optional("封筒 / envelope", m_sheet.envelope);
        m_canvas.text(
            {kCoverLeft, 222},
            "この紙は電子記録に入りません。スキャンのあと規程に従って綴じるか裁断します。",
            kCoverSmall);
        m_canvas.text(
            {kCoverLeft, 227},
            "This sheet does not become part of the record; file or shred it by the rules.",
            kCoverSmall);
        drawCode128(m_canvas, {kCoverLeft + 5, 238, 160, 22}, m_sheet.code);
        TextStyle id = kCoverSmall;
        id.align = Align::Centre;
        m_canvas.text({kCoverLeft + kCoverWide / 2, 263}, m_sheet.jobId, id);
    }

  private:
    void row(const std::string& name, const std::string& value, const std::string& below = {},
             bool strong = false) {
        m_canvas.text({kCoverLeft, m_y + 1.5}, name, kCoverSmall);
        const TextStyle words{
            .font = Font::Gothic, .points = strong ? 17.0 : 14.0, .bold = strong, .width = 115};
        m_y += m_canvas.text({kCoverLeft + 55, m_y}, value, words).height + 1;
        if (!below.empty()) {
            m_y += m_canvas.text({kCoverLeft + 55, m_y}, below, kCoverSmall).height;
        }
        m_y += 6;
    }

    void optional(const std::string& name, const std::string& value) {
        if (!value.empty()) {
            row(name, value);
        }
    }

    Canvas& m_canvas;
    const CoverSheet& m_sheet;
    double m_y = 74;
};

void drawLabel(Canvas& canvas, Point at, std::int64_t number) {
    const std::string code = record::codeOfLabel(number);
    drawQrCode(canvas, {at.x + 6, at.y + 5, 20, 20}, code);
    const TextStyle big{.font = Font::Gothic, .points = 15, .bold = true};
    canvas.text({at.x + 30, at.y + 9}, code.substr(2), big);
    canvas.text({at.x + 30, at.y + 17}, "夜間受付 / night desk", kCoverSmall);
    drawCode128(canvas, {at.x + 8, at.y + 27, 54, 7}, code);
}

} // namespace

void writeCoverPdf(const std::filesystem::path& file, const CoverSheet& sheet) {
    Canvas canvas = Canvas::pdf(file, kA4);
    CoverPen(canvas, sheet).draw();
    canvas.finish();
}

record::PageImage coverImage(const CoverSheet& sheet, std::int64_t dpi) {
    if (dpi < 100 || dpi > 600) {
        throw record::Fault(record::FaultKind::Usage, "a cover sheet is drawn at 100 to 600 dpi");
    }
    Canvas canvas = Canvas::image(kA4, static_cast<double>(dpi));
    CoverPen(canvas, sheet).draw();
    return scanOf(canvas, {.seed = 7}, dpi);
}

void writeLabelPdf(const std::filesystem::path& file, std::int64_t first, std::int64_t count) {
    if (first < 1 || count < 1 || count > 10'000 || first + count - 1 > record::kHighestLabel) {
        throw record::Fault(record::FaultKind::Usage,
                            "labels have numbers from 1 to 99999999, 10000 at a time");
    }
    Canvas canvas = Canvas::pdf(file, kA4);
    for (std::int64_t i = 0; i < count; ++i) {
        const std::int64_t place = i % (kLabelColumns * kLabelRows);
        if (place == 0 && i > 0) {
            canvas.nextPage();
        }
        drawLabel(canvas,
                  {static_cast<double>(place % kLabelColumns) * kLabelSize.width,
                   0.5 + static_cast<double>(place / kLabelColumns) * kLabelSize.height},
                  first + i);
    }
    canvas.finish();
}

} // namespace seihon::report
