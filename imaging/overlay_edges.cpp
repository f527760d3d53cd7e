#include "imaging/edge_profile.h"
#include "imaging/line_segments.h"
#include "imaging/overlay.h"
#include "imaging/sheet_geometry.h"

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

namespace seihon::imaging {
namespace {

constexpr double kLeastSegmentMm = 7;
// Shorter ones are no lines, whatever resolution the image claims.
constexpr double kLeastSegmentPixels = 16;
// The longest ones: a bound on the time for images full of lines.
constexpr std::size_t kMostSegments = 1500;
constexpr double kLeastShareInside = 0.75;
// Pieces of one straight edge: so little turned, and so far beside the longest one.
constexpr double kSameTurn = 2.0 * std::numbers::pi / 180;
constexpr double kSameLineMm = 1.0;
// Of an edge this much must be seen, or what joins is chance.
constexpr double kLeastDensity = 0.35;
// Printers leave a margin, a sheet's edge does not: a step of tone counts from border to border.
constexpr double kReachesBorderMm = 5;
// Print lies square to its sheet, what was laid on it hardly ever does: a tilted step of tone
// counts wherever it is, and a fainter one.
constexpr double kTilted = 1.2; // degrees
constexpr double kLeastStep = 0.018;
constexpr double kLeastTiltedStep = 0.01;
// A step of 2 % of the paper's tone, spread over two pixels of the small plane.
constexpr double kLeastGradient = 1.5;
constexpr double kDarkPrint = 0.55; // of the paper's tone

bool isLonger(const Segment& a, const Segment& b) {
    return a.length() > b.length();
}

// Where something is so dark that it can be no shadow, and its surroundings.
Plane darkPrint(const PagePlanes& planes, int paper) {
    const Plane& small = planes.small;
    Plane dark(small.width, small.height);
    // OpenCV has no view of constant data; nothing here writes through it.
    const cv::Mat view(small.height, small.width, CV_8UC1,
                       const_cast<std::uint8_t*>(small.pixels.data()));
    cv::Mat out(dark.height, dark.width, CV_8UC1, dark.pixels.data());
    cv::threshold(view, out, paper * kDarkPrint, 255, cv::THRESH_BINARY_INV);
    cv::dilate(out, out, cv::Mat::ones(3, 3, CV_8U));
    return dark;
}

std::vector<Segment> findSegments(const PagePlanes& planes, int paper) {
    const double perX = planes.smallPixelsPerMmX();
    const double perY = planes.smallPixelsPerMmY();
    const SegmentSearch search{
        .leastGradient = kLeastGradient,
        .leastLength = std::max(kLeastSegmentPixels, kLeastSegmentMm * std::min(perX, perY))};
    std::vector<Segment> segments;
    for (const PixelSegment& line :
         findLineSegments(planes.small, darkPrint(planes, paper), search)) {
        const Segment segment{(line.fromX + 0.5) / perX, (line.fromY + 0.5) / perY,
                              (line.toX + 0.5) / perX, (line.toY + 0.5) / perY};
        if (segment.length() >= kLeastSegmentMm) {
            segments.push_back(segment);
        }
    }
    if (segments.size() > kMostSegments) {
        std::stable_sort(segments.begin(), segments.end(), isLonger);
        segments.resize(kMostSegments);
    }
    return segments;
}

bool liesInside(const PagePlanes& planes, const Plane& inside, const Segment& segment) {
    constexpr int kProbes = 24;
    int count = 0;
    for (int i = 0; i < kProbes; ++i) {
        const double share = (i + 0.5) / kProbes;
        const double x = segment.fromX + share * (segment.toX - segment.fromX);
        const double y = segment.fromY + share * (segment.toY - segment.fromY);
        const int cellX = static_cast<int>(x * planes.smallPixelsPerMmX());
        const int cellY = static_cast<int>(y * planes.smallPixelsPerMmY());
        count += cellX >= 0 && cellY >= 0 && cellX < inside.width && cellY < inside.height &&
                 inside.at(cellX, cellY) != 0;
    }
    return count >= kLeastShareInside * kProbes;
}

struct Placed {
    double from, to; // along the base, mm from its start
    double fromBeside, toBeside;
};

Placed placeOn(const Segment& base, const Segment& piece) {
    const double length = base.length();
    const double alongX = (base.toX - base.fromX) / length;
    const double alongY = (base.toY - base.fromY) / length;
    const auto along = [&](double x, double y) {
        return (x - base.fromX) * alongX + (y - base.fromY) * alongY;
    };
    const auto beside = [&](double x, double y) {
        return (y - base.fromY) * alongX - (x - base.fromX) * alongY;
    };
    return {along(piece.fromX, piece.fromY), along(piece.toX, piece.toY),
            beside(piece.fromX, piece.fromY), beside(piece.toX, piece.toY)};
}

bool isOnLine(const Placed& placed) {
    const double length = std::abs(placed.to - placed.from);
    return std::abs(placed.toBeside - placed.fromBeside) <=
               std::max(length * std::tan(kSameTurn), 0.3) &&
           std::abs(placed.fromBeside) <= kSameLineMm && std::abs(placed.toBeside) <= kSameLineMm;
}

// The straight line through the ends of all pieces.
Segment lineOf(const std::vector<Segment>& pieces) {
    double weight = 0, x = 0, y = 0;
    const auto eachEnd = [&](const auto& use) {
        for (const Segment& piece : pieces) {
            use(piece.length(), piece.fromX, piece.fromY);
            use(piece.length(), piece.toX, piece.toY);
        }
    };
    eachEnd([&](double w, double endX, double endY) {
        weight += w;
        x += w * endX;
        y += w * endY;
    });
    x /= weight;
    y /= weight;
    double xx = 0, xy = 0, yy = 0;
    eachEnd([&](double w, double endX, double endY) {
        xx += w * (endX - x) * (endX - x);
        xy += w * (endX - x) * (endY - y);
        yy += w * (endY - y) * (endY - y);
    });
    const double angle = 0.5 * std::atan2(2 * xy, xx - yy);
    return {x, y, x + std::cos(angle), y + std::sin(angle)};
}

OverlayEdge edgeOf(const std::vector<Segment>& pieces) {
    const Segment line = lineOf(pieces);
    std::vector<std::pair<double, double>> seen;
    for (const Segment& piece : pieces) {
        const Placed placed = placeOn(line, piece);
        seen.emplace_back(std::min(placed.from, placed.to), std::max(placed.from, placed.to));
    }
    std::sort(seen.begin(), seen.end());
    double length = 0;
    double covered = seen.front().first;
    for (const auto& [from, to] : seen) {
        length += std::max(0.0, to - std::max(from, covered));
        covered = std::max(covered, to);
    }
    const double alongX = line.toX - line.fromX;
    const double alongY = line.toY - line.fromY;
    const double start = seen.front().first;
    return {line.fromX + start * alongX, line.fromY + start * alongY, line.fromX + covered * alongX,
            line.fromY + covered * alongY, length};
}

// Joins what lies on one straight line, beginning with the longest piece.
std::vector<OverlayEdge> joinPieces(std::vector<Segment> pieces) {
    std::stable_sort(pieces.begin(), pieces.end(), isLonger);
    std::vector<OverlayEdge> edges;
    while (!pieces.empty()) {
        std::vector<Segment> joined;
        std::vector<Segment> rest;
        for (const Segment& piece : pieces) {
            (isOnLine(placeOn(pieces.front(), piece)) ? joined : rest).push_back(piece);
        }
        const OverlayEdge edge = edgeOf(joined);
        if (edge.seenMm >=
            kLeastDensity * std::hypot(edge.toX - edge.fromX, edge.toY - edge.fromY)) {
            edges.push_back(edge);
        }
        pieces = std::move(rest);
    }
    return edges;
}

// Turned against the sheet's own borders; false when those are not known.
bool isTilted(const std::optional<double>& skew, const Segment& segment) {
    if (!skew) {
        return false;
    }
    const double degrees = std::atan2(segment.toY - segment.fromY, segment.toX - segment.fromX) *
                           180 / std::numbers::pi;
    return std::abs(std::remainder(degrees - *skew, 90.0)) > kTilted;
}

// Within a few millimetres of a side of the sheet's box, or of the frame.
bool isAtBorder(const PagePlanes& planes, const Sheet& sheet, double x, double y) {
    const double perX = static_cast<double>(planes.dpiX) / 25.4;
    const double perY = static_cast<double>(planes.dpiY) / 25.4;
    const double reach = kSheetBorderMm + kReachesBorderMm;
    const double left = static_cast<double>(sheet.box.x) / perX;
    const double right = static_cast<double>(sheet.box.x + sheet.box.w) / perX;
    const double top = static_cast<double>(sheet.box.y) / perY;
    const double bottom = static_cast<double>(sheet.box.y + sheet.box.h) / perY;
    return x < left + reach || x > right - reach || y < top + reach || y > bottom - reach;
}

} // namespace

std::vector<OverlayEdge> findOverlayEdges(const PagePlanes& planes, const Sheet& sheet,
                                          const Plane& inside, int paper) {
    std::vector<Segment> shadows;
    std::vector<Segment> steps;
    const std::optional<double> skew = skewOfBorders(sheet).agreed;
    for (const Segment& segment : findSegments(planes, paper)) {
        if (!liesInside(planes, inside, segment)) {
            continue;
        }
        switch (classifyEdge(planes, segment,
                             isTilted(skew, segment) ? kLeastTiltedStep : kLeastStep)) {
        case EdgeKind::Shadow:
            shadows.push_back(segment);
            break;
        case EdgeKind::Step:
            steps.push_back(segment);
            break;
        case EdgeKind::None:
            break;
        }
    }
    std::vector<OverlayEdge> edges = joinPieces(std::move(shadows));
    for (const OverlayEdge& step : joinPieces(std::move(steps))) {
        if (isTilted(skew, {step.fromX, step.fromY, step.toX, step.toY}) ||
            (isAtBorder(planes, sheet, step.fromX, step.fromY) &&
             isAtBorder(planes, sheet, step.toX, step.toY))) {
            edges.push_back(step);
        }
    }
    return edges;
}

} // namespace seihon::imaging
