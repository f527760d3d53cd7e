#include "imaging/line_fit.h"

#include <algorithm>
#include <cmath>

namespace seihon::imaging {
namespace {

constexpr std::size_t kLeastLinePoints = 15;
constexpr double kLeastLengthMm = 8;
constexpr double kInlierMm = 0.4;
constexpr double kLeastShare = 0.4;
constexpr double kSteepest = 0.5;

double median(std::vector<double>& values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

// Theil and Sen's estimate over pairs a quarter of the border apart: strays at one end, as a folded
// corner makes them, are then in less than half of the pairs up to about a third of the border.
Line robustLine(const std::vector<PointMm>& points) {
    const std::size_t apart = points.size() / 4;
    std::vector<double> values;
    values.reserve(points.size());
    for (std::size_t i = 0; i + apart < points.size(); ++i) {
        const PointMm& a = points[i];
        const PointMm& b = points[i + apart];
        if (b.along > a.along) {
            values.push_back((b.across - a.across) / (b.along - a.along));
        }
    }
    Line line;
    if (values.empty()) {
        return line;
    }
    line.slope = median(values);
    values.clear();
    for (const PointMm& point : points) {
        values.push_back(point.across - line.slope * point.along);
    }
    line.offset = median(values);
    return line;
}

// Least squares over the points near `line`; their number in `inliers`.
Line refined(const std::vector<PointMm>& points, const Line& line, std::size_t& inliers) {
    double n = 0;
    double sx = 0;
    double sy = 0;
    double sxx = 0;
    double sxy = 0;
    for (const PointMm& point : points) {
        if (std::abs(point.across - line.at(point.along)) <= kInlierMm) {
            n += 1;
            sx += point.along;
            sy += point.across;
            sxx += point.along * point.along;
            sxy += point.along * point.across;
        }
    }
    inliers = static_cast<std::size_t>(n);
    const double spread = n * sxx - sx * sx;
    if (inliers < 2 || spread <= 0) {
        return line;
    }
    Line better = line;
    better.slope = (n * sxy - sx * sy) / spread;
    better.offset = (sy - better.slope * sx) / n;
    return better;
}

} // namespace

std::optional<Line> fitLine(const std::vector<PointMm>& points, double pitch) {
    if (points.size() < kLeastLinePoints) {
        return std::nullopt;
    }
    std::size_t inliers = 0;
    Line line = robustLine(points);
    line = refined(points, line, inliers);
    line = refined(points, line, inliers);
    line.length = static_cast<double>(inliers) * pitch;
    if (static_cast<double>(inliers) < kLeastShare * static_cast<double>(points.size()) ||
        line.length < kLeastLengthMm || std::abs(line.slope) > kSteepest) {
        return std::nullopt;
    }
    return line;
}

} // namespace seihon::imaging
