#pragma once

#include "imaging/page_planes.h"

#include <optional>

// How the tone runs across a straight line; private to the search for overlay edges.
namespace seihon::imaging {

struct Segment {
    double fromX = 0, fromY = 0, toX = 0, toY = 0; // mm of the frame
    double length() const;
};

enum class EdgeKind {
    None,   // printed, creased, or nothing
    Shadow, // a trough that is sharp on one side and fades on the other
    Step,   // two tones of paper that meet sharply
};

// Looks at full resolution across the segment, which may be off by half a millimetre. `leastStep`:
// share of the paper's tone from which two tones differ.
EdgeKind classifyEdge(const PagePlanes& planes, const Segment& segment, double leastStep);

} // namespace seihon::imaging
