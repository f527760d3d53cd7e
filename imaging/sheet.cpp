#include "imaging/sheet.h"

#include "imaging/measure.h"

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>
#include <vector>

namespace seihon::imaging {
namespace {

using record::RectPx;

// Backing plates of scanners are black to dark grey (measured 0–80); a white plate cannot be told
// from paper.
constexpr int kBrightestBacking = 110;
// Tones this near to the plate's most frequent one are plate.
constexpr int kBackingSpread = 12;
constexpr double kLeastBackingOfRing = 0.02;
constexpr double kLeastUniformity = 0.8;
// The sheet must stand out at least this much.
constexpr int kLeastBackingStep = 30;
constexpr double kLeastSheetMm2 = 400; // a stamp
// From this share of the step on a pixel is no longer plate: low, so that dark print at the border
// stays with the sheet.
constexpr double kMaskLevel = 0.2;
constexpr int kMargin = 5; // pixels of the small plane, 1.7 mm

// Most frequent tone within [from, to], over a window of seven tones.
int modeOf(const Histogram& histogram, int from, int to) {
    int best = from;
    std::int64_t most = -1;
    for (int tone = from; tone <= to; ++tone) {
        std::int64_t sum = 0;
        for (int near = std::max(0, tone - 3); near <= std::min(255, tone + 3); ++near) {
            sum += histogram[static_cast<std::size_t>(near)];
        }
        if (sum > most) {
            most = sum;
            best = tone;
        }
    }
    return best;
}

std::int64_t countBetween(const Histogram& histogram, int from, int to) {
    std::int64_t sum = 0;
    for (int tone = std::max(0, from); tone <= std::min(255, to); ++tone) {
        sum += histogram[static_cast<std::size_t>(tone)];
    }
    return sum;
}

Histogram histogramOfRing(const Plane& plane) {
    Histogram histogram{};
    for (int x = 0; x < plane.width; ++x) {
        ++histogram[plane.at(x, 0)];
        ++histogram[plane.at(x, plane.height - 1)];
    }
    for (int y = 0; y < plane.height; ++y) {
        ++histogram[plane.at(0, y)];
        ++histogram[plane.at(plane.width - 1, y)];
    }
    return histogram;
}

struct Tones {
    int backing = 0;
    int paper = 0;
    int maskThreshold() const {
        return backing +
               std::max(kLeastBackingStep / 2, static_cast<int>((paper - backing) * kMaskLevel));
    }
    double middle() const { return (backing + paper) / 2.0; }
};

std::optional<Tones> findTones(const Plane& plane) {
    const Histogram ring = histogramOfRing(plane);
    Tones tones;
    tones.backing = modeOf(ring, 0, kBrightestBacking);
    const auto ringPixels = static_cast<double>(countBetween(ring, 0, 255));
    const auto onPlate = static_cast<double>(
        countBetween(ring, tones.backing - kBackingSpread, tones.backing + kBackingSpread));
    if (onPlate < kLeastBackingOfRing * ringPixels) {
        return std::nullopt;
    }
    Histogram all{};
    for (const std::uint8_t tone : plane.pixels) {
        ++all[tone];
    }
    const int least = tones.backing + kLeastBackingStep;
    if (least > 255 || countBetween(all, least, 255) == 0) {
        return std::nullopt;
    }
    tones.paper = modeOf(all, least, 255);
    return tones;
}

cv::Mat view(const Plane& plane) {
    // OpenCV has no view of constant data; nothing here writes through it.
    return {plane.height, plane.width, CV_8UC1, const_cast<std::uint8_t*>(plane.pixels.data())};
}

// Everything that is not plate connected to the frame; then its largest piece.
std::optional<Plane> findMask(const PagePlanes& planes, const Tones& tones) {
    const cv::Mat small = view(planes.small);
    cv::Mat region;
    cv::threshold(small, region, tones.maskThreshold(), 255, cv::THRESH_BINARY_INV);
    // A margin of plate around the frame joins what the sheet separates. Opening takes rules and
    // letters away that run out of the frame: the fill must not follow them into the sheet.
    cv::copyMakeBorder(region, region, kMargin, kMargin, kMargin, kMargin, cv::BORDER_CONSTANT,
                       cv::Scalar(255));
    cv::morphologyEx(region, region, cv::MORPH_OPEN, cv::Mat::ones(kMargin, kMargin, CV_8U));
    cv::floodFill(region, cv::Point(0, 0), cv::Scalar(128));
    const cv::Mat plate = region(cv::Rect(kMargin, kMargin, small.cols, small.rows)) == 128;
    const int plateArea = cv::countNonZero(plate);
    if (plateArea == 0) {
        return std::nullopt;
    }
    const cv::Mat uniform = plate & (small >= tones.backing - kBackingSpread) &
                            (small <= tones.backing + kBackingSpread);
    if (cv::countNonZero(uniform) < kLeastUniformity * plateArea) {
        return std::nullopt;
    }
    cv::Mat rest = ~plate;
    cv::morphologyEx(rest, rest, cv::MORPH_OPEN, cv::Mat::ones(3, 3, CV_8U));
    cv::Mat labels;
    cv::Mat statistics;
    cv::Mat centres;
    const int pieces =
        cv::connectedComponentsWithStats(rest, labels, statistics, centres, 4, CV_32S);
    int largest = 0;
    int area = 0;
    for (int piece = 1; piece < pieces; ++piece) {
        if (statistics.at<int>(piece, cv::CC_STAT_AREA) > area) {
            area = statistics.at<int>(piece, cv::CC_STAT_AREA);
            largest = piece;
        }
    }
    if (area * planes.smallPixelMilliMm2() < kLeastSheetMm2 * 1000) {
        return std::nullopt;
    }
    Plane mask(planes.small.width, planes.small.height);
    cv::Mat out(mask.height, mask.width, CV_8UC1, mask.pixels.data());
    out.setTo(cv::Scalar(255), labels == largest);
    return mask;
}

// A walk from the frame inwards along one row or column of the small plane.
struct Walk {
    const Plane& plane;
    SheetSide side;
    int lane;

    int steps() const { return vertical() ? plane.height : plane.width; }
    bool vertical() const { return side == SheetSide::Top || side == SheetSide::Bottom; }
    std::uint8_t at(int step) const {
        const bool fromEnd = side == SheetSide::Bottom || side == SheetSide::Right;
        const int position = fromEnd ? steps() - 1 - step : step;
        return vertical() ? plane.at(lane, position) : plane.at(position, lane);
    }
    // From the frame's near side, pixels → pixels from the frame's origin.
    double fromOrigin(double step) const {
        const bool fromEnd = side == SheetSide::Bottom || side == SheetSide::Right;
        return fromEnd ? steps() - step : step;
    }
};

// First step on the sheet; -1 if the lane misses it.
int firstOnSheet(const Walk& mask) {
    for (int step = 0; step < mask.steps(); ++step) {
        if (mask.at(step) != 0) {
            return step;
        }
    }
    return -1;
}

// Where the tone passes the middle between plate and paper, between pixel centres.
std::optional<double> crossing(const Walk& tone, int near, double middle) {
    for (int step = std::max(0, near - 2); step < std::min(near + 3, tone.steps() - 1); ++step) {
        const double before = tone.at(step);
        const double after = tone.at(step + 1);
        if (before < middle && after >= middle) {
            return step + 0.5 + (middle - before) / (after - before);
        }
    }
    return std::nullopt;
}

std::optional<Line> fitBorder(const PagePlanes& planes, const Plane& mask, SheetSide side,
                              double middle) {
    const bool vertical = side == SheetSide::Top || side == SheetSide::Bottom;
    const double perAlong = vertical ? planes.smallPixelsPerMmX() : planes.smallPixelsPerMmY();
    const double perAcross = vertical ? planes.smallPixelsPerMmY() : planes.smallPixelsPerMmX();
    const int lanes = vertical ? mask.width : mask.height;
    std::vector<PointMm> points;
    for (int lane = 0; lane < lanes; ++lane) {
        const int first = firstOnSheet({mask, side, lane});
        if (first < 1) {
            continue; // off the sheet, or cut by the frame
        }
        const Walk tone{planes.small, side, lane};
        if (const std::optional<double> step = crossing(tone, first, middle)) {
            points.push_back({(lane + 0.5) / perAlong, tone.fromOrigin(*step) / perAcross});
        }
    }
    return fitLine(points, 1 / perAlong);
}

std::array<std::int64_t, 4> touchesOf(const Plane& mask) {
    const auto share = [](std::int64_t count, int of) {
        return (count * 1000 + of / 2) / of;
    };
    std::array<std::int64_t, 4> counts{};
    for (int x = 0; x < mask.width; ++x) {
        counts[0] += mask.at(x, 0) != 0;
        counts[1] += mask.at(x, mask.height - 1) != 0;
    }
    for (int y = 0; y < mask.height; ++y) {
        counts[2] += mask.at(0, y) != 0;
        counts[3] += mask.at(mask.width - 1, y) != 0;
    }
    return {share(counts[0], mask.width), share(counts[1], mask.width),
            share(counts[2], mask.height), share(counts[3], mask.height)};
}

std::array<std::int64_t, 4> touchesOf(const RectPx& box, std::int64_t width, std::int64_t height) {
    return {
        box.y == 0 ? box.w * 1000 / width : 0, box.y + box.h == height ? box.w * 1000 / width : 0,
        box.x == 0 ? box.h * 1000 / height : 0, box.x + box.w == width ? box.h * 1000 / height : 0};
}

RectPx boxOf(const Plane& mask, const PagePlanes& planes) {
    const cv::Rect box = cv::boundingRect(view(mask));
    RectPx full = planes.toFull({box.x, box.y, box.width, box.height});
    // The rest that fills no cell belongs to its neighbour.
    if (box.x + box.width == mask.width) {
        full.w = planes.grey.width - full.x;
    }
    if (box.y + box.height == mask.height) {
        full.h = planes.grey.height - full.y;
    }
    return full;
}

std::optional<RectPx> clipped(const std::optional<RectPx>& rect, int width, int height) {
    if (!rect || rect->w <= 0 || rect->h <= 0) {
        return std::nullopt;
    }
    const std::int64_t left = std::clamp<std::int64_t>(rect->x, 0, width);
    const std::int64_t top = std::clamp<std::int64_t>(rect->y, 0, height);
    const std::int64_t right = std::clamp<std::int64_t>(rect->x + rect->w, 0, width);
    const std::int64_t bottom = std::clamp<std::int64_t>(rect->y + rect->h, 0, height);
    if (right <= left || bottom <= top) {
        return std::nullopt; // a device that reports a sheet outside its own image is not believed
    }
    return RectPx{left, top, right - left, bottom - top};
}

// Cells that lie wholly or partly outside the rectangle leave the mask.
void keepInside(Plane& mask, const RectPx& box, const PagePlanes& planes) {
    for (int y = 0; y < mask.height; ++y) {
        const std::int64_t top = std::int64_t{y} * planes.shrinkY;
        const bool row = top >= box.y && top + planes.shrinkY <= box.y + box.h;
        for (int x = 0; x < mask.width; ++x) {
            const std::int64_t left = std::int64_t{x} * planes.shrinkX;
            if (!row || left < box.x || left + planes.shrinkX > box.x + box.w) {
                mask.row(y)[x] = 0;
            }
        }
    }
}

} // namespace

Sheet locateSheet(const PagePlanes& planes, const std::optional<RectPx>& reported) {
    Sheet sheet;
    sheet.box = {0, 0, planes.grey.width, planes.grey.height};
    if (const std::optional<Tones> tones = findTones(planes.small)) {
        if (std::optional<Plane> mask = findMask(planes, *tones)) {
            sheet.seen = true;
            sheet.backingTone = tones->backing;
            sheet.mask = std::move(*mask);
            sheet.box = boxOf(sheet.mask, planes);
            sheet.touchesPermille = touchesOf(sheet.mask);
            for (const SheetSide side :
                 {SheetSide::Top, SheetSide::Bottom, SheetSide::Left, SheetSide::Right}) {
                sheet.borders[static_cast<std::size_t>(side)] =
                    fitBorder(planes, sheet.mask, side, tones->middle());
            }
        }
    }
    if (!sheet.seen) {
        sheet.mask = Plane(planes.small.width, planes.small.height, 255);
    }
    if (const std::optional<RectPx> box =
            clipped(reported, planes.grey.width, planes.grey.height)) {
        sheet.reported = true;
        sheet.box = *box;
        sheet.touchesPermille = touchesOf(*box, planes.grey.width, planes.grey.height);
        keepInside(sheet.mask, *box, planes);
    }
    return sheet;
}

Plane insideOf(const Sheet& sheet, const PagePlanes& planes, double millimetres, bool frameCounts) {
    const int reachX = static_cast<int>(std::ceil(millimetres * planes.smallPixelsPerMmX()));
    const int reachY = static_cast<int>(std::ceil(millimetres * planes.smallPixelsPerMmY()));
    Plane inside(sheet.mask.width, sheet.mask.height);
    cv::Mat out(inside.height, inside.width, CV_8UC1, inside.pixels.data());
    cv::erode(view(sheet.mask), out,
              cv::getStructuringElement(cv::MORPH_RECT, {2 * reachX + 1, 2 * reachY + 1}), {-1, -1},
              1, cv::BORDER_CONSTANT, cv::Scalar(frameCounts ? 0 : 255));
    return inside;
}

} // namespace seihon::imaging
