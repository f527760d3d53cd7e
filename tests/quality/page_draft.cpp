#include "tests/quality/page_draft.h"

#include "tests/quality/on_sheet.h"
#include "tests/quality/paper_forms.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

namespace seihon::quality {

namespace {

using report::Canvas;
using report::Colour;
using report::Dice;
using report::SizeMm;

constexpr double kOverscanMm = 4;
constexpr SizeMm kA4Area{218, 305}, kA5Area{156, 218};

// Letters and forms as they come in; more than half of them smaller than A4, as in a chart.
constexpr std::array kMixed = std::to_array<PaperKind>({PaperKind::LetterForm,
                                                        PaperKind::Continuation,
                                                        PaperKind::Laboratory,
                                                        PaperKind::Ecg,
                                                        PaperKind::ProgressNotes,
                                                        PaperKind::Questionnaire,
                                                        PaperKind::Fax,
                                                        PaperKind::EndoscopyReport,
                                                        PaperKind::VerticalLetter,
                                                        PaperKind::Consent,
                                                        PaperKind::Consent,
                                                        PaperKind::Prescription,
                                                        PaperKind::Prescription,
                                                        PaperKind::Prescription,
                                                        PaperKind::Memo,
                                                        PaperKind::Memo,
                                                        PaperKind::Memo,
                                                        PaperKind::CarbonSlip,
                                                        PaperKind::CarbonSlip,
                                                        PaperKind::CarbonSlip,
                                                        PaperKind::ThermalReceipt,
                                                        PaperKind::ThermalReceipt});
// Paper by whose tone, sharpness and corners a page can be judged.
constexpr std::array kOfficePaper = std::to_array<PaperKind>(
    {PaperKind::LetterForm, PaperKind::Continuation, PaperKind::Laboratory,
     PaperKind::ProgressNotes, PaperKind::VerticalLetter, PaperKind::Consent, PaperKind::Consent,
     PaperKind::Prescription, PaperKind::Prescription, PaperKind::Memo, PaperKind::Memo});
// What fits the area of a job of A5 paper.
constexpr std::array kMixedA5 =
    std::to_array<PaperKind>({PaperKind::Prescription, PaperKind::Memo, PaperKind::ThermalReceipt});
constexpr std::array kOfficeA5 =
    std::to_array<PaperKind>({PaperKind::Prescription, PaperKind::Memo});
constexpr std::array kSmall =
    std::to_array<PaperKind>({PaperKind::Prescription, PaperKind::Memo, PaperKind::CarbonSlip});

bool isBlankKind(Defect defect) {
    return defect == Defect::NearlyBlank || defect == Defect::Blank ||
           defect == Defect::ShowThrough;
}

// The defects that a coarse or coloured original has by itself are planted on office paper.
bool needsOfficePaper(Defect defect) {
    static constexpr std::array kDefects{
        Defect::Blur,        Defect::MotionBlur,   Defect::LowResolution, Defect::ClippedWhite,
        Defect::Overexposed, Defect::Underexposed, Defect::ColourCast,    Defect::Shadow,
        Defect::FullStreak,  Defect::PartialStreak};
    return std::find(kDefects.begin(), kDefects.end(), defect) != kDefects.end();
}

PaperKind drawKind(Defect defect, bool smallPaper, bool smallArea, Dice& dice) {
    if (isBlankKind(defect)) {
        return PaperKind::BlankPaper;
    }
    if (smallArea) {
        return needsOfficePaper(defect) ? dice.oneOf(kOfficeA5) : dice.oneOf(kMixedA5);
    }
    if (smallPaper) {
        return dice.oneOf(kSmall);
    }
    return needsOfficePaper(defect) ? dice.oneOf(kOfficePaper) : dice.oneOf(kMixed);
}

void drawOnBlank(Draft& draft, PaperStock& stock, Dice& dice) {
    const Defect defect = draft.truth.defect;
    draft.truth.variant = record::enumName(defect);
    if (defect == Defect::ShowThrough || (defect == Defect::NearlyBlank && dice.chance(0.2))) {
        const auto other =
            stock.sheet(PaperKind::Prescription, dice.whole(0, stock.variants() - 1));
        draft.truth.severity = dice.between(0.015, 0.06);
        draft.truth.unit = "share of contrast shining through";
        showThrough(draft.sheet, other->rgb, draft.truth.severity);
    }
    if (defect == Defect::NearlyBlank) {
        const SizeMm box{70, 34};
        const report::Point at{dice.between(6, draft.size.width - 76),
                               dice.between(6, draft.size.height - 40)};
        Canvas canvas = Canvas::image(box, kDpi);
        draft.truth.variant = drawLittle(canvas, {16, 14}, dice);
        printInto(draft.sheet, canvas, at);
        draft.truth.where = inFrame({at.x, at.y, box.width, box.height}, draft.size, draft.pose);
    }
}

void placeInFrame(Draft& draft, const Station& station, bool smallPaper, Dice& dice) {
    Pose& pose = draft.pose;
    const bool wholeArea = !smallPaper && dice.chance(0.2); // an A5 slip between A4 letters
    const bool fits = draft.size.width < 211 && draft.size.height < 298;
    const SizeMm own{draft.size.width + 2 * kOverscanMm, draft.size.height + 2 * kOverscanMm};
    const SizeMm asked = station.area.value_or(wholeArea && fits ? kA4Area : own);
    draft.askedWidthMm = asked.width;
    draft.askedHeightMm = asked.height;
    pose.frameWidthMm = draft.askedWidthMm;
    pose.frameHeightMm = draft.askedHeightMm;
    const double most = 57.3 * 2.2 / draft.size.height; // so that the slant stays in the overscan
    pose.degrees = dice.between(-1, 1) * std::min(0.7, most);
    // Centred feeders and feeders with a fixed left edge.
    const double sideways = dice.between(-1.2, 1.2);
    pose.centre.x = dice.chance(0.5) ? pose.frameWidthMm / 2 + sideways
                                     : kOverscanMm + draft.size.width / 2 + sideways;
    pose.centre.y = kOverscanMm + draft.size.height / 2 + dice.between(-1.2, 1.2);
}

} // namespace

Station drawStation(const PageRequest& request, const Papers& papers, Dice& job) {
    Station station;
    station.scanner = drawScanner(job, request.backing);
    if (sharesScanner(request.defect) && !papers.small) {
        station.area = job.chance(0.4) ? kA4Area : kA5Area;
    }
    return station;
}

Draft beginDraft(const PageRequest& request, const Station& station, const Papers& papers,
                 Dice& dice) {
    PaperStock& stock = papers.stock;
    const bool smallPaper = papers.small;
    Draft draft;
    draft.scanner = station.scanner;
    draft.truth.defect = request.defect;
    draft.truth.index = request.index;
    draft.truth.backing = request.backing;
    draft.truth.paper =
        drawKind(request.defect, smallPaper, station.area && station.area->width < 200, dice);
    const auto base = stock.sheet(draft.truth.paper, dice.whole(0, stock.variants() - 1));
    draft.sheet = base->rgb.clone();
    draft.size = base->size;
    if (smallPaper && draft.size.height > 211) { // blank paper comes in all sizes
        draft.size = {148, 210};
        draft.sheet = draft
                          .sheet(cv::Rect(0, 0, static_cast<int>(148 * kPixelsPerMm),
                                          static_cast<int>(210 * kPixelsPerMm)))
                          .clone();
    }
    placeInFrame(draft, station, smallPaper, dice);
    if (isBlankKind(request.defect)) {
        drawOnBlank(draft, stock, dice);
        return draft;
    }
    const bool usedPaper = draft.truth.paper != PaperKind::ThermalReceipt;
    const Wear wear = usedPaper ? drawWear(dice) : Wear{};
    addWear(draft.sheet, wear, dice, draft.scanner.backing);
    draft.truth.variant = nameOf(wear);
    return draft;
}

} // namespace seihon::quality
