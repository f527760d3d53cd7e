#include "tests/quality/page_draft.h"

#include "tests/quality/on_sheet.h"
#include "tests/quality/paper_forms.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace seihon::quality {

namespace {

using report::Canvas;
using report::Colour;
using report::Dice;
using report::SizeMm;

void say(Draft& draft, const std::string& variant, double severity, const std::string& unit) {
    draft.truth.variant = variant;
    draft.truth.severity = severity;
    draft.truth.unit = unit;
}

double sign(Dice& dice) {
    return dice.chance(0.5) ? 1 : -1;
}

void addTruncation(Draft& draft, Dice& dice) {
    if (draft.truth.defect == Defect::ShortLines) {
        draft.cutMm = draft.pose.frameWidthMm * dice.between(0.4, 0.9);
        say(draft, "rows end early", draft.pose.frameWidthMm - draft.cutMm, "mm missing");
        return;
    }
    // At least 10 mm of the paper are lost, at most 70 %.
    const double missing = 10 + dice.unit() * dice.unit() * (0.7 * draft.size.height - 10);
    draft.cutMm = placeOfSheet(draft.size, draft.pose).y + draft.size.height - missing;
    say(draft, std::string(record::enumName(draft.truth.defect)), missing, "mm missing");
}

// Two sheets of the same paper, the one below sticking out; either may lie on top.
void addOverLong(Draft& draft, PaperStock& stock, Dice& dice) {
    const double extra = dice.between(25, std::min(110.0, draft.size.height * 0.6));
    const auto other = stock.sheet(draft.truth.paper, dice.whole(0, stock.variants() - 1));
    const double degrees = dice.between(-0.4, 0.4);
    const SizeMm size{draft.size.width, draft.size.height + extra};
    cv::Mat both(cvRound(size.height * kPixelsPerMm), draft.sheet.cols, CV_8UC3,
                 draft.scanner.backing);
    const Piece leading{draft.sheet, {draft.size.width / 2, draft.size.height / 2}, 0};
    const Piece trailing{
        other->rgb,
        {draft.size.width / 2 + dice.between(-2, 2), draft.size.height / 2 + extra},
        degrees};
    const bool leadingOnTop = dice.chance(0.5);
    layOn(both, leadingOnTop ? trailing : leading, draft.scanner.lamps);
    layOn(both, leadingOnTop ? leading : trailing, draft.scanner.lamps);
    draft.sheet = both;
    draft.size = size;
    draft.pose.centre.y += extra / 2;
    const bool follows = dice.chance(0.5); // the device reads on until the paper ends
    draft.linesUnknown = follows;
    draft.pose.frameHeightMm += follows ? extra : 0;
    say(draft, follows ? "page grows" : "page ends at the asked length", extra, "mm stagger");
}

void addClippedSheet(Draft& draft, Dice& dice) {
    const double out = dice.between(4, 30);
    static const std::array<std::string, 4> kSides{"left", "right", "top", "bottom"};
    const auto side = static_cast<std::size_t>(dice.whole(0, 3));
    report::Point& centre = draft.pose.centre;
    if (side < 2) { // the free room on that side, and `out` more
        const double room = side == 0 ? centre.x - draft.size.width / 2
                                      : draft.pose.frameWidthMm - centre.x - draft.size.width / 2;
        centre.x += (side == 0 ? -1 : 1) * (room + out);
    } else {
        const double room = side == 2 ? centre.y - draft.size.height / 2
                                      : draft.pose.frameHeightMm - centre.y - draft.size.height / 2;
        centre.y += (side == 2 ? -1 : 1) * (room + out);
    }
    say(draft, kSides[side], out, "mm outside");
}

void addSkew(Draft& draft, Dice& dice) {
    const double degrees = dice.between(2, 9);
    draft.pose.degrees = sign(dice) * degrees;
    say(draft, draft.pose.degrees > 0 ? "clockwise" : "anticlockwise", degrees, "degrees");
}

void addFold(Draft& draft, Dice& dice) {
    Fold fold;
    fold.corner = dice.whole(0, 3);
    fold.alongX = dice.between(8, 45);
    fold.alongY = std::clamp(fold.alongX * dice.between(0.6, 1.6), 8.0, 60.0);
    fold.behind = dice.chance(0.35);
    const Place place = foldCorner(draft.sheet, fold, draft.scanner.lamps, draft.scanner.backing);
    draft.truth.where = inFrame(place, draft.size, draft.pose);
    say(draft, fold.behind ? "folded behind" : "folded over", fold.alongX * fold.alongY / 2,
        "mm2 gone");
}

void addNote(Draft& draft, bool coloured, Dice& dice) {
    static constexpr std::array kColours{
        Colour{252, 238, 120}, Colour{250, 178, 196}, Colour{176, 228, 160}, Colour{164, 212, 240},
        Colour{248, 188, 108}, Colour{253, 246, 178}, Colour{226, 196, 232}};
    static constexpr std::array kSizes{SizeMm{75, 75}, SizeMm{75, 50}, SizeMm{50, 50},
                                       SizeMm{75, 25}, SizeMm{50, 15}, SizeMm{100, 75}};
    static constexpr std::array kSmallSizes{SizeMm{75, 25}, SizeMm{50, 50}, SizeMm{50, 15}};
    const bool narrow = draft.size.width < 110;
    const SizeMm size = narrow ? dice.oneOf(kSmallSizes) : dice.oneOf(kSizes);
    const Colour white{dice.between(235, 248), dice.between(235, 248), dice.between(232, 246)};
    const double pale = coloured ? dice.between(0, 0.35) : 0; // faded
    Colour tone = coloured ? dice.oneOf(kColours) : white;
    tone = {tone.red + pale * (250 - tone.red), tone.green + pale * (250 - tone.green),
            tone.blue + pale * (248 - tone.blue)};
    Piece piece;
    piece.rgb = blankPaper(size, tone, dice.next());
    Canvas words = Canvas::image(size, kDpi);
    drawNoteWords(words, size, dice);
    printInto(piece.rgb, words, {0, 0});
    piece.degrees = dice.chance(0.6) ? dice.between(-6, 6) : dice.between(-30, 30);
    const double marginX = std::min(draft.size.width / 2, size.width * 0.55 + 6);
    const double marginY = std::min(draft.size.height / 2, size.height * 0.6 + 10);
    piece.centre = {dice.between(marginX, draft.size.width - marginX),
                    dice.between(marginY, draft.size.height - marginY)};
    const Place place = layOn(draft.sheet, piece, draft.scanner.lamps);
    draft.truth.where = inFrame(place, draft.size, draft.pose);
    say(draft,
        std::to_string(cvRound(size.width)) + " x " + std::to_string(cvRound(size.height)) + " mm",
        size.width * size.height, "mm2 covered");
}

// Another sheet lies on top: a slip, a receipt, a page of the chart. It covers a part.
void addSecondSheet(Draft& draft, const Papers& papers, Dice& dice) {
    static constexpr std::array kPieces{PaperKind::ThermalReceipt, PaperKind::Prescription,
                                        PaperKind::Memo, PaperKind::CarbonSlip, PaperKind::Consent};
    const PaperKind kind = papers.small ? PaperKind::Memo : dice.oneOf(kPieces);
    const auto other = papers.stock.sheet(kind, dice.whole(0, papers.stock.variants() - 1));
    // Cut to at most 0.8 of the sheet below: what covers all of it cannot be seen.
    const int width = std::min(other->rgb.cols, static_cast<int>(0.8 * draft.sheet.cols));
    const int height =
        std::min(other->rgb.rows, static_cast<int>(dice.between(0.35, 0.8) * draft.sheet.rows));
    Piece piece;
    piece.rgb = other->rgb(cv::Rect(0, 0, width, height));
    piece.degrees = dice.chance(0.5) ? dice.between(-2, 2) : dice.between(-12, 12);
    const double w = width / kPixelsPerMm, h = height / kPixelsPerMm;
    piece.centre = {dice.between(w / 2 - 12, draft.size.width - w / 2 + 12),
                    dice.between(h / 2 - 12, draft.size.height - h / 2 + 12)};
    const Place place = layOn(draft.sheet, piece, draft.scanner.lamps);
    draft.truth.where = inFrame(place, draft.size, draft.pose);
    say(draft, draft.scanner.lamps.both ? "two lamps" : "one lamp", w * h, "mm2 covered");
}

void addLowResolution(Draft& draft, Dice& dice) {
    static constexpr std::array kDpis{100.0, 150.0, 200.0};
    draft.scanDpi = dice.oneOf(kDpis);
    draft.interpolator = static_cast<Interpolator>(dice.whole(0, 3));
    say(draft, nameOf(draft.interpolator), draft.scanDpi, "dpi");
}

void addJpeg(Draft& draft, Dice& dice) {
    JpegSettings settings{dice.whole(30, 90), dice.chance(0.6), 0, 0};
    if (dice.chance(0.4)) { // cropped afterwards: the grid begins elsewhere
        settings.shiftX = dice.whole(0, 7);
        settings.shiftY = dice.whole(0, 7);
    }
    draft.jpeg = settings;
    say(draft, settings.halvedColour ? "4:2:0" : "4:4:4", settings.quality, "quality");
}

double paperTone(const Draft& draft) {
    std::vector<std::uint8_t> tones;
    for (int y = 0; y < draft.sheet.rows; y += 41) {
        for (int x = 0; x < draft.sheet.cols; x += 41) {
            tones.push_back(draft.sheet.at<cv::Vec3b>(y, x)[1]);
        }
    }
    const auto at = tones.begin() + static_cast<std::ptrdiff_t>(tones.size() * 3 / 4);
    std::nth_element(tones.begin(), at, tones.end());
    return *at;
}

void addTone(Draft& draft, Dice& dice) {
    Scanner& scanner = draft.scanner;
    const double tone = paperTone(draft);
    const auto expose = [&](double wanted) {
        const double gain = wanted / (255 * std::pow(tone / 255, scanner.gamma));
        scanner.gain = {gain, gain, gain};
        scanner.blackLift = 0;
    };
    if (draft.truth.defect == Defect::Underexposed) {
        const double wanted = dice.between(70, 155);
        expose(wanted);
        say(draft, "too dark", wanted, "tone of the paper");
    } else if (draft.truth.defect == Defect::Overexposed) {
        const double wanted = dice.between(285, 380); // pale print too
        expose(wanted);
        say(draft, "too bright", wanted, "tone of the paper, 255 is white");
    } else if (draft.truth.defect == Defect::ClippedWhite) { // "text enhancement" of a driver
        const double wanted = dice.between(257, 280);
        expose(wanted);
        say(draft, "background made white", wanted, "tone of the paper, 255 is white");
    } else {
        const double share = dice.between(0.62, 0.84);
        const auto channel = static_cast<std::size_t>(dice.whole(0, 2));
        static const std::array<std::string, 3> kNames{"red is missing", "green is missing",
                                                       "blue is missing"};
        scanner.gain[channel] *= share;
        say(draft, kNames[channel], (1 - share) * 100, "percent missing");
    }
}

void addShadow(Draft& draft, Dice& dice) {
    EdgeShadow& shadow = draft.scanner.shadow;
    shadow.side = dice.whole(0, 3);
    shadow.depth = dice.between(0.25, 0.55);
    shadow.reachMm = dice.between(25, 80);
    static const std::array<std::string, 4> kSides{"left", "top", "right", "bottom"};
    say(draft, kSides[static_cast<std::size_t>(shadow.side)], shadow.depth * 100, "percent darker");
}

Streak drawStreak(Dice& dice, double xMm) {
    Streak streak;
    streak.xMm = xMm;
    streak.widthPixels = dice.whole(1, 5);
    const double gain = dice.chance(0.8) ? dice.between(0.60, 0.96) : dice.between(1.02, 1.06);
    const int lines = dice.whole(0, 5); // dust over one of the three sensor lines, or over all
    for (std::size_t c = 0; c < 3; ++c) {
        const bool hit = lines >= 3 || static_cast<std::size_t>(lines) == c;
        streak.gain[c] = hit ? gain : 1 + 0.1 * (gain - 1);
    }
    return streak;
}

std::string nameOf(const Streak& streak) {
    const auto all =
        static_cast<int>(std::count_if(streak.gain.begin(), streak.gain.end(),
                                       [](double gain) { return std::abs(gain - 1) > 0.01; }));
    const double strongest = *std::min_element(streak.gain.begin(), streak.gain.end());
    return std::string(strongest < 0.99 ? "dark, " : "bright, ") + (all >= 3 ? "grey" : "coloured");
}

double strengthOf(const Streak& streak) {
    double most = 0;
    for (const double gain : streak.gain) {
        most = std::max(most, std::abs(gain - 1));
    }
    return most * 100;
}

void addPartialStreak(Draft& draft, Dice& dice) {
    const Place sheet = placeOfSheet(draft.size, draft.pose);
    Streak streak = drawStreak(dice, sheet.x + sheet.w * dice.between(0.06, 0.94));
    const double length = sheet.h * dice.between(0.25, 0.7);
    streak.fromMm = sheet.y + dice.unit() * (sheet.h - length);
    streak.toMm = streak.fromMm + length;
    draft.scanner.streaks.push_back(streak);
    draft.truth.where = Place{streak.xMm, streak.fromMm, streak.widthPixels / kPixelsPerMm, length};
    say(draft, nameOf(streak), strengthOf(streak), "percent");
}

} // namespace

void addFullStreak(Draft& draft, Dice& job) {
    // Well inside the narrowest paper of the job.
    const Streak streak = drawStreak(job, job.between(26, 128));
    draft.scanner.streaks.push_back(streak);
    draft.truth.where =
        Place{streak.xMm, 0, streak.widthPixels / kPixelsPerMm, draft.pose.frameHeightMm};
    say(draft, nameOf(streak), strengthOf(streak), "percent");
}

void addDefect(Draft& draft, const Papers& papers, Dice& dice) {
    switch (draft.truth.defect) {
    case Defect::Normal:
    case Defect::NearlyBlank:
    case Defect::Blank:
    case Defect::ShowThrough:
    case Defect::FullStreak: // a matter of the job
        return;
    case Defect::RowsRepeated:
    case Defect::RowsWhite:
    case Defect::EarlyEnd:
    case Defect::ShortPage:
    case Defect::ShortLines:
        return addTruncation(draft, dice);
    case Defect::OverLong:
        return addOverLong(draft, papers.stock, dice);
    case Defect::ClippedSheet:
        return addClippedSheet(draft, dice);
    case Defect::Skew:
        return addSkew(draft, dice);
    case Defect::FoldedCorner:
        return addFold(draft, dice);
    case Defect::ColouredNote:
        return addNote(draft, true, dice);
    case Defect::WhiteNote:
        return addNote(draft, false, dice);
    case Defect::SecondSheet:
        return addSecondSheet(draft, papers, dice);
    case Defect::Blur: {
        const double sigma = dice.between(1.6, 4);
        draft.scanner.blurX = draft.scanner.blurY = sigma;
        return say(draft, "out of focus", sigma, "pixels sigma");
    }
    case Defect::MotionBlur: {
        draft.scanner.blurY = dice.between(2, 5);
        return say(draft, "along the feed", draft.scanner.blurY, "pixels sigma");
    }
    case Defect::LowResolution:
        return addLowResolution(draft, dice);
    case Defect::JpegHistory:
        return addJpeg(draft, dice);
    case Defect::ClippedWhite:
    case Defect::Overexposed:
    case Defect::Underexposed:
    case Defect::ColourCast:
        return addTone(draft, dice);
    case Defect::Shadow:
        return addShadow(draft, dice);
    case Defect::PartialStreak:
        return addPartialStreak(draft, dice);
    }
}

} // namespace seihon::quality
