#include "imaging/overlay.h"

#include <algorithm>
#include <cmath>

namespace seihon::imaging {
namespace {

using record::Quantity;
using record::RectPx;

// An edge this near to a border of the sheet goes on to it: so does a second sheet's, a note's ends
// on the page.
constexpr double kEndsInsideMm = 8;
// An edge of the coloured patch itself.
constexpr double kPatchMarginMm = 5;
constexpr std::int64_t kLeastStreakPermille = 700;
constexpr double kStreakWidthMm = 1.2;

struct BoxMm {
    double left, top, right, bottom;
    bool holds(double x, double y) const {
        return x >= left && x <= right && y >= top && y <= bottom;
    }
};

BoxMm boxMm(const RectPx& full, const PagePlanes& planes, double grown) {
    const double perX = static_cast<double>(planes.dpiX) / 25.4;
    const double perY = static_cast<double>(planes.dpiY) / 25.4;
    return {static_cast<double>(full.x) / perX - grown, static_cast<double>(full.y) / perY - grown,
            static_cast<double>(full.x + full.w) / perX + grown,
            static_cast<double>(full.y + full.h) / perY + grown};
}

// The streak that was measured is an edge, too: of one column, all down the page.
bool isStreak(const PagePlanes& planes, const OverlayEdge& edge,
              const record::PageMeasurement& measured) {
    const record::Measured* const share = measured.find(Quantity::StreakPermille);
    const record::Measured* const column = measured.find(Quantity::StreakColumnPixels);
    if (share == nullptr || column == nullptr || share->value < kLeastStreakPermille) {
        return false;
    }
    const double x =
        (static_cast<double>(column->value) + 0.5) * 25.4 / static_cast<double>(planes.dpiX);
    return std::max(std::abs(edge.fromX - x), std::abs(edge.toX - x)) < kStreakWidthMm;
}

void addEdge(const PagePlanes& planes, Quantity quantity, const OverlayEdge* edge,
             record::PageMeasurement& into) {
    if (edge == nullptr) {
        into.add(quantity, 0);
        return;
    }
    const double perX = static_cast<double>(planes.dpiX) / 25.4;
    const double perY = static_cast<double>(planes.dpiY) / 25.4;
    const auto left = std::llround(std::min(edge->fromX, edge->toX) * perX);
    const auto top = std::llround(std::min(edge->fromY, edge->toY) * perY);
    const auto right = std::llround(std::max(edge->fromX, edge->toX) * perX);
    const auto bottom = std::llround(std::max(edge->fromY, edge->toY) * perY);
    into.add(
        quantity, std::llround(edge->seenMm * 1000),
        record::areaOf({left, top, right - left + 1, bottom - top + 1}, planes.dpiX, planes.dpiY));
}

} // namespace

void measureOverlay(const PagePlanes& planes, const Sheet& sheet, int paper,
                    record::PageMeasurement& into) {
    const Plane inside = insideOf(sheet, planes, kSheetBorderMm, true);
    const ColouredPatch patch = findColouredPatch(planes, inside);
    const RectPx patchBox = planes.toFull(patch.small);
    if (patch.milliMm2 > 0) {
        into.add(Quantity::ObjectOnPageMilliMm2, patch.milliMm2,
                 record::areaOf(patchBox, planes.dpiX, planes.dpiY));
    } else {
        into.add(Quantity::ObjectOnPageMilliMm2, 0);
    }
    const BoxMm ofPatch = boxMm(patchBox, planes, kPatchMarginMm);
    const BoxMm within = boxMm(sheet.box, planes, -kEndsInsideMm);
    const OverlayEdge* ofObject = nullptr;
    const OverlayEdge* ofSheet = nullptr;
    const std::vector<OverlayEdge> edges = findOverlayEdges(planes, sheet, inside, paper);
    for (const OverlayEdge& edge : edges) {
        if (patch.milliMm2 > 0 && ofPatch.holds(edge.fromX, edge.fromY) &&
            ofPatch.holds(edge.toX, edge.toY)) {
            continue;
        }
        if (isStreak(planes, edge, into)) {
            continue;
        }
        const bool endsInside =
            within.holds(edge.fromX, edge.fromY) && within.holds(edge.toX, edge.toY);
        const OverlayEdge*& longest = endsInside ? ofObject : ofSheet;
        if (longest == nullptr || edge.seenMm > longest->seenMm) {
            longest = &edge;
        }
    }
    addEdge(planes, Quantity::ObjectEdgeMicrometres, ofObject, into);
    addEdge(planes, Quantity::OverlayEdgeMicrometres, ofSheet, into);
}

} // namespace seihon::imaging
