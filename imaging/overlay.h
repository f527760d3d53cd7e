#pragma once

#include "imaging/sheet.h"
#include "record/page_measurement.h"

#include <vector>

namespace seihon::imaging {

// A straight edge of paper that lies on other paper, from one end to the other, mm of the frame.
struct OverlayEdge {
    double fromX = 0, fromY = 0, toX = 0, toY = 0;
    double seenMm = 0; // without its gaps
};

// Edges that show by the shadow they throw on the sheet below, or that run from border to border
// between two tones of paper. The sheet's own outline and printed rules are none. `inside` is the
// sheet without its borders, `paper` its tone.
std::vector<OverlayEdge> findOverlayEdges(const PagePlanes& planes, const Sheet& sheet,
                                          const Plane& inside, int paper);

// The largest piece of paper of another colour than the sheet, at least 250 mm² and a filled
// rectangle; seals and highlighted lines are none.
struct ColouredPatch {
    std::int64_t milliMm2 = 0;
    record::RectPx small;
};
ColouredPatch findColouredPatch(const PagePlanes& planes, const Plane& inside);

// What lies on the sheet: the largest coloured patch, the longest overlay edge that ends on the
// sheet (an object), and the longest that runs to its border (another sheet). Edges of the patch
// and of a streak that was measured before do not count.
void measureOverlay(const PagePlanes& planes, const Sheet& sheet, int paper,
                    record::PageMeasurement& into);

} // namespace seihon::imaging
