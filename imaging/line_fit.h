#pragma once

#include <cstddef>
#include <optional>
#include <vector>

namespace seihon::imaging {

struct PointMm {
    double along = 0;
    double across = 0;
};

// across = offset + slope × along
struct Line {
    double offset = 0;
    double slope = 0;
    double length = 0; // mm of border that speak for it
    double at(double along) const { return offset + slope * along; }
};

// The straight line that most points agree on, `pitch` mm apart; points ascend by `along`. Up to
// about 30 % of them may lie anywhere (a folded corner, the neighbouring side of a turned sheet).
// Empty when no line is clear.
std::optional<Line> fitLine(const std::vector<PointMm>& points, double pitch);

} // namespace seihon::imaging
