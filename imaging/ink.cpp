#include "imaging/ink.h"

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <array>
#include <cmath>

namespace seihon::imaging {
namespace {

using record::Quantity;
using record::RectPx;

// Paper is judged in squares of about 5 mm; letters leave at least a quarter of such a square
// white.
constexpr int kCell = 16;
constexpr int kLeastPixelsOfCell = 32;
// Ink is darker than the paper around it by one part in twelve: pencil is, noise averaged to 75 dpi
// is not.
constexpr int kInkPart = 12;
constexpr int kLeastInkStep = 8;
constexpr double kShaded = 0.85;
constexpr double kEdgeBandMm = 2;
constexpr double kBorderBlurMm = 1;

// Tone that three quarters of the cell's pixels do not exceed; 0 when too little of it is on the
// sheet.
std::uint8_t paperOfCell(const Plane& tones, const Plane& mask, int cellX, int cellY) {
    std::array<int, 256> histogram{};
    int count = 0;
    for (int y = cellY * kCell; y < std::min((cellY + 1) * kCell, tones.height); ++y) {
        for (int x = cellX * kCell; x < std::min((cellX + 1) * kCell, tones.width); ++x) {
            if (mask.at(x, y) != 0) {
                ++histogram[tones.at(x, y)];
                ++count;
            }
        }
    }
    if (count < kLeastPixelsOfCell) {
        return 0;
    }
    int tone = 255;
    for (int above = 0; above + histogram[static_cast<std::size_t>(tone)] <= count / 4; --tone) {
        above += histogram[static_cast<std::size_t>(tone)];
    }
    return static_cast<std::uint8_t>(tone);
}

cv::Mat paperMap(const Plane& tones, const Plane& mask) {
    const cv::Size cells((tones.width + kCell - 1) / kCell, (tones.height + kCell - 1) / kCell);
    cv::Mat paper(cells, CV_8UC1);
    for (int y = 0; y < cells.height; ++y) {
        for (int x = 0; x < cells.width; ++x) {
            paper.at<std::uint8_t>(y, x) = paperOfCell(tones, mask, x, y);
        }
    }
    // The brightest neighbour stands in for cells that are mostly ink; cells that are only a little
    // darker are in shadow.
    cv::Mat brightest;
    cv::dilate(paper, brightest, cv::Mat::ones(3, 3, CV_8U));
    cv::Mat shaded;
    cv::compare(paper, brightest * kShaded, shaded, cv::CMP_GE);
    paper.copyTo(brightest, shaded);
    paper = brightest;
    cv::Mat full;
    cv::resize(paper, full, {cells.width * kCell, cells.height * kCell}, 0, 0, cv::INTER_LINEAR);
    return full;
}

struct Spot {
    std::int64_t cells = 0;
    RectPx small;
};

Spot inkWithin(const Plane& ink, const Plane& mask, const cv::Rect& area) {
    Spot spot;
    int left = area.x + area.width;
    int top = area.y + area.height;
    int right = area.x;
    int bottom = area.y;
    for (int y = area.y; y < area.y + area.height; ++y) {
        for (int x = area.x; x < area.x + area.width; ++x) {
            if (ink.at(x, y) != 0 && mask.at(x, y) != 0) {
                ++spot.cells;
                left = std::min(left, x);
                right = std::max(right, x + 1);
                top = std::min(top, y);
                bottom = std::max(bottom, y + 1);
            }
        }
    }
    spot.small = {left, top, right - left, bottom - top};
    return spot;
}

void addInk(const PagePlanes& planes, Quantity quantity, const Spot& spot,
            record::PageMeasurement& into) {
    const auto milliMm2 =
        std::llround(static_cast<double>(spot.cells) * planes.smallPixelMilliMm2());
    if (spot.cells == 0) {
        into.add(quantity, 0);
    } else {
        into.add(quantity, milliMm2,
                 record::areaOf(planes.toFull(spot.small), planes.dpiX, planes.dpiY));
    }
}

cv::Rect wholeOf(const Plane& plane) {
    return {0, 0, plane.width, plane.height};
}

// A border that leaves the frame at a small angle is nearer than the mask can show: it goes on
// outside.
bool nearBorder(const PagePlanes& planes, const Sheet& sheet, int x, int y) {
    const double mmX = (x + 0.5) / planes.smallPixelsPerMmX();
    const double mmY = (y + 0.5) / planes.smallPixelsPerMmY();
    for (const SheetSide side :
         {SheetSide::Top, SheetSide::Bottom, SheetSide::Left, SheetSide::Right}) {
        const bool level = side == SheetSide::Top || side == SheetSide::Bottom;
        const std::optional<Line>& line = sheet.border(side);
        if (line && std::abs((level ? mmY : mmX) - line->at(level ? mmX : mmY)) < kBorderBlurMm) {
            return true;
        }
    }
    return false;
}

// Bands along those sides of the frame where content may lie beyond it: where the sheet runs out of
// the frame, or all four when nothing is known of the sheet.
Spot inkAtEdges(const PagePlanes& planes, const Sheet& sheet, const Plane& ink) {
    const Plane inside = insideOf(sheet, planes, kBorderBlurMm, false);
    const int bandX =
        std::min(ink.width, static_cast<int>(std::ceil(kEdgeBandMm * planes.smallPixelsPerMmX())));
    const int bandY =
        std::min(ink.height, static_cast<int>(std::ceil(kEdgeBandMm * planes.smallPixelsPerMmY())));
    const std::array<cv::Rect, 4> bands{
        cv::Rect(0, 0, ink.width, bandY), cv::Rect(0, ink.height - bandY, ink.width, bandY),
        cv::Rect(0, 0, bandX, ink.height), cv::Rect(ink.width - bandX, 0, bandX, ink.height)};
    Plane counted(ink.width, ink.height);
    for (std::size_t side = 0; side < bands.size(); ++side) {
        if (!sheet.bounded() || sheet.touchesPermille[side] > 0) {
            cv::Mat(counted.height, counted.width, CV_8UC1, counted.pixels.data())(bands[side])
                .setTo(255);
        }
    }
    for (int y = 0; y < counted.height; ++y) {
        for (int x = 0; x < counted.width; ++x) {
            if (counted.at(x, y) != 0 &&
                (inside.at(x, y) == 0 || nearBorder(planes, sheet, x, y))) {
                counted.row(y)[x] = 0;
            }
        }
    }
    return inkWithin(ink, counted, wholeOf(ink));
}

} // namespace

Plane findInk(const PagePlanes& planes, const Sheet& sheet) {
    const Plane& tones = planes.smallDarkest;
    const cv::Mat paper = paperMap(tones, sheet.mask);
    Plane ink(tones.width, tones.height);
    for (int y = 0; y < ink.height; ++y) {
        const std::uint8_t* const here = paper.ptr<std::uint8_t>(y);
        for (int x = 0; x < ink.width; ++x) {
            const int step = std::max(kLeastInkStep, here[x] / kInkPart);
            ink.row(y)[x] = sheet.mask.at(x, y) != 0 && here[x] - tones.at(x, y) > step ? 255 : 0;
        }
    }
    return ink;
}

void measureInk(const PagePlanes& planes, const Sheet& sheet, const Plane& ink,
                record::PageMeasurement& into) {
    const Plane inside = insideOf(sheet, planes, kSheetBorderMm, true);
    addInk(planes, Quantity::InkAtEdgeMilliMm2, inkAtEdges(planes, sheet, ink), into);
    addInk(planes, Quantity::InkMilliMm2, inkWithin(ink, inside, wholeOf(ink)), into);
}

} // namespace seihon::imaging
