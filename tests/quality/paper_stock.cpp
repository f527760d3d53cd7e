#include "tests/quality/paper_stock.h"

#include "record/page_image.h"
#include "report/paper.h"
#include "report/sample_pages.h"
#include "report/sample_sheets.h"
#include "tests/quality/paper_forms.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace seihon::quality {

namespace {

using report::Canvas;
using report::Colour;
using report::Dice;
using report::SizeMm;

constexpr SizeMm kA5{148, 210}, kA5Landscape{210, 148}, kB5{182, 257};

SizeMm sizeOf(PaperKind kind, Dice& dice) {
    switch (kind) {
    case PaperKind::Consent:
        return kB5;
    case PaperKind::Prescription:
    case PaperKind::Memo:
        return kA5;
    case PaperKind::CarbonSlip:
        return kA5Landscape;
    case PaperKind::ThermalReceipt:
        return {dice.between(79, 81), dice.between(140, 190)};
    case PaperKind::BlankPaper:
        return dice.chance(0.3) ? report::kA4 : dice.chance(0.7) ? kA5 : kB5;
    case PaperKind::LetterForm:
    case PaperKind::Continuation:
    case PaperKind::Laboratory:
    case PaperKind::Ecg:
    case PaperKind::ProgressNotes:
    case PaperKind::Questionnaire:
    case PaperKind::EndoscopyReport:
    case PaperKind::Fax:
    case PaperKind::VerticalLetter:
        return report::kA4;
    }
    return report::kA4;
}

// White office paper, recycled paper, and for forms the pale colours that Japanese hospitals tell
// their forms apart by.
Colour stockOf(PaperKind kind, Dice& dice) {
    const double lift = dice.between(-4, 3);
    if (kind == PaperKind::ThermalReceipt) {
        return {232 + lift, 231 + lift, 226 + lift};
    }
    const bool coloured = (kind == PaperKind::Questionnaire && dice.chance(0.4)) ||
                          (kind == PaperKind::CarbonSlip && dice.chance(0.7));
    if (coloured) {
        static constexpr std::array kTints{Colour{250, 226, 230}, Colour{250, 244, 208},
                                           Colour{222, 240, 224}, Colour{219, 233, 246}};
        return dice.oneOf(kTints);
    }
    if (dice.chance(0.2)) {
        return {232 + lift, 229 + lift, 219 + lift}; // recycled
    }
    return {244 + lift, 243 + lift, 239 + lift};
}

cv::Mat matOf(const record::PageImage& image) {
    cv::Mat rgb(static_cast<int>(image.height), static_cast<int>(image.width), CV_8UC3);
    for (int y = 0; y < rgb.rows; ++y) {
        std::copy(image.row(y), image.row(y) + image.rowBytes(), rgb.ptr(y));
    }
    return rgb;
}

std::uint8_t byteOf(double value) {
    return static_cast<std::uint8_t>(std::clamp(std::lround(value), 0l, 255l));
}

cv::Mat onPaper(Canvas& print, Colour tone, std::uint64_t seed) {
    const report::Paper paper{byteOf(tone.red), byteOf(tone.green), byteOf(tone.blue), 0.0, seed};
    return matOf(report::scanOf(print, paper, static_cast<std::int64_t>(kDpi)));
}

// A fax machine and a thermal printer know two tones and coarse dots.
cv::Mat coarsePrint(PaperKind kind, SizeMm size, Dice& dice) {
    const bool fax = kind == PaperKind::Fax;
    Canvas canvas = Canvas::image(size, 203.2);
    drawPrint(canvas, kind, size, dice);
    cv::Mat coarse = matOf(canvas.plainImage(203));
    cv::cvtColor(coarse, coarse, cv::COLOR_RGB2GRAY);
    if (fax && dice.chance(0.5)) { // "standard" resolution: 98 lines an inch
        cv::resize(coarse, coarse, {}, 1, 0.5, cv::INTER_AREA);
    }
    cv::threshold(coarse, coarse, 160, 255, cv::THRESH_BINARY);
    cv::Mat fine;
    cv::resize(coarse, fine,
               cv::Size(static_cast<int>(std::lround(size.width * kPixelsPerMm)),
                        static_cast<int>(std::lround(size.height * kPixelsPerMm))),
               0, 0, cv::INTER_NEAREST);
    const double black = fax ? dice.between(30, 55) : dice.between(60, 110);
    fine.convertTo(fine, CV_8U, (255 - black) / 255, black);
    cv::cvtColor(fine, fine, cv::COLOR_GRAY2RGB);
    return fine;
}

void drawSample(Canvas& canvas, PaperKind kind, const report::SampleCase& c,
                const report::SheetSpec& spec) {
    if (kind == PaperKind::LetterForm) {
        drawLetterForm(canvas, c, spec);
    } else if (kind == PaperKind::Continuation) {
        drawContinuation(canvas, c, spec);
    } else if (kind == PaperKind::Laboratory) {
        drawLaboratory(canvas, c, spec);
    } else if (kind == PaperKind::Ecg) {
        drawEcg(canvas, c, spec);
    } else {
        drawProgressNotes(canvas, c, spec);
    }
}

} // namespace

std::uint64_t mixed(std::uint64_t a, std::uint64_t b, std::uint64_t c) {
    Dice dice(a * 0x9E3779B97F4A7C15u + b * 0xD1B54A32D192ED03u + c * 0x8CB92BA72F3D8DD7u);
    dice.next();
    return dice.next();
}

std::string documentClassOf(PaperKind kind) {
    switch (kind) {
    case PaperKind::Ecg:
        return "ecg";
    case PaperKind::Fax:
        return "fax-received";
    case PaperKind::Consent:
        return "consent-form";
    case PaperKind::Laboratory:
    case PaperKind::EndoscopyReport:
    case PaperKind::ThermalReceipt:
        return "lab-report";
    case PaperKind::Prescription:
        return "dispensed-prescription";
    case PaperKind::LetterForm:
    case PaperKind::Continuation:
    case PaperKind::ProgressNotes:
    case PaperKind::Questionnaire:
    case PaperKind::VerticalLetter:
    case PaperKind::Memo:
    case PaperKind::CarbonSlip:
    case PaperKind::BlankPaper:
        return "referral-letter";
    }
    return "referral-letter";
}

cv::Mat blankPaper(SizeMm size, Colour tone, std::uint64_t seed) {
    Canvas canvas = Canvas::image(size, kDpi);
    return onPaper(canvas, tone, seed);
}

Sheet drawSheet(PaperKind kind, Dice dice) {
    Sheet sheet;
    sheet.kind = kind;
    sheet.size = sizeOf(kind, dice);
    const Colour tone = stockOf(kind, dice);
    if (kind == PaperKind::Fax || kind == PaperKind::ThermalReceipt) {
        const cv::Mat ink = coarsePrint(kind, sheet.size, dice);
        cv::multiply(blankPaper(sheet.size, tone, dice.next()), ink, sheet.rgb, 1.0 / 255);
        return sheet;
    }
    Canvas canvas = Canvas::image(sheet.size, kDpi);
    if (kind <= PaperKind::ProgressNotes) {
        const report::SampleCase c =
            report::sampleCase(static_cast<std::uint32_t>(dice.next()), report::kSampleReceived);
        const report::SheetSpec spec{dice.whole(1, 4), 4, dice.next()};
        canvas.turned({sheet.size.width / 2, sheet.size.height / 2}, dice.between(-0.12, 0.12),
                      [&] {
                          drawSample(canvas, kind, c, spec);
                          report::drawFurniture(canvas, spec);
                      });
    } else {
        drawPrint(canvas, kind, sheet.size, dice);
    }
    sheet.rgb = onPaper(canvas, tone, dice.next());
    return sheet;
}

std::shared_ptr<const Sheet> PaperStock::sheet(PaperKind kind, int variant) {
    const auto row = static_cast<std::size_t>(kind);
    Slot& slot = m_slots.at(row).at(static_cast<std::size_t>(variant));
    const std::scoped_lock lock(slot.mutex);
    if (slot.sheet == nullptr) {
        const Dice dice(mixed(m_seed, row + 1, static_cast<std::uint64_t>(variant) + 1));
        slot.sheet = std::make_shared<const Sheet>(drawSheet(kind, dice));
    }
    return slot.sheet;
}

} // namespace seihon::quality
