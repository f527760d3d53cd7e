#include "imaging/ink.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <vector>

namespace seihon::imaging {
namespace {

constexpr double kRadians = std::numbers::pi / 180.0;
constexpr double kWidestDegrees = 12;
constexpr double kCoarseDegrees = 0.5;
constexpr double kFineDegrees = 0.05;
constexpr std::size_t kMostInkPoints = 20'000;
constexpr std::size_t kLeastInkPoints = 400;
// The best direction must gather the ink this much better than the ordinary one.
constexpr double kClearer = 1.5;

struct Point {
    double x, y; // mm from the middle
};

std::vector<Point> pointsOf(const PagePlanes& planes, const Plane& inside, const Plane& ink) {
    std::vector<Point> points;
    for (int y = 0; y < ink.height; ++y) {
        for (int x = 0; x < ink.width; ++x) {
            if (ink.at(x, y) != 0 && inside.at(x, y) != 0) {
                points.push_back({(x - ink.width / 2.0) / planes.smallPixelsPerMmX(),
                                  (y - ink.height / 2.0) / planes.smallPixelsPerMmY()});
            }
        }
    }
    // Every n-th: which ones does not matter to a histogram of thousands.
    const std::size_t step = points.size() / kMostInkPoints + 1;
    std::size_t kept = 0;
    for (std::size_t i = 0; i < points.size(); i += step) {
        points[kept++] = points[i];
    }
    points.resize(kept);
    return points;
}

enum class Run { Across, Down };

// As wide as the small pixels: otherwise rows of pixels and bins beat, and no turn at all looks
// best.
struct Bins {
    double perMm = 0;
    std::vector<int> counts;
};

// How sharply lines running at this angle stand out: the squared steps of the projection square to
// them.
double sharpness(const std::vector<Point>& points, double degrees, Run run, Bins& grid) {
    std::vector<int>& bins = grid.counts;
    const double sine = std::sin(degrees * kRadians);
    const double cosine = std::cos(degrees * kRadians);
    const double fromX = run == Run::Across ? -sine : cosine;
    const double fromY = run == Run::Across ? cosine : sine;
    std::fill(bins.begin(), bins.end(), 0);
    const double middle = static_cast<double>(bins.size()) / 2;
    for (const Point& point : points) {
        const double place = (point.x * fromX + point.y * fromY) * grid.perMm + middle;
        ++bins[static_cast<std::size_t>(
            std::clamp(place, 0.0, static_cast<double>(bins.size() - 1)))];
    }
    double sum = 0;
    for (std::size_t i = 1; i < bins.size(); ++i) {
        const double step = bins[i] - bins[i - 1];
        sum += step * step;
    }
    return sum;
}

struct Best {
    double degrees = 0;
    double clearness = 0; // over the median of all directions
};

Best bestDirection(const std::vector<Point>& points, Run run, Bins bins) {
    std::vector<double> scores;
    double best = -1;
    double coarse = 0;
    for (double degrees = -kWidestDegrees; degrees <= kWidestDegrees; degrees += kCoarseDegrees) {
        const double score = sharpness(points, degrees, run, bins);
        scores.push_back(score);
        if (score > best) {
            best = score;
            coarse = degrees;
        }
    }
    Best result{coarse, 0};
    for (double degrees = coarse - kCoarseDegrees; degrees <= coarse + kCoarseDegrees;
         degrees += kFineDegrees) {
        const double score = sharpness(points, degrees, run, bins);
        if (score > best) {
            best = score;
            result.degrees = degrees;
        }
    }
    const auto middle = scores.begin() + static_cast<std::ptrdiff_t>(scores.size() / 2);
    std::nth_element(scores.begin(), middle, scores.end());
    result.clearness = *middle > 0 ? best / *middle : 0;
    return result;
}

} // namespace

std::optional<double> skewOfText(const PagePlanes& planes, const Sheet& sheet, const Plane& ink) {
    const std::vector<Point> points =
        pointsOf(planes, insideOf(sheet, planes, kSheetBorderMm, true), ink);
    if (points.size() < kLeastInkPoints) {
        return std::nullopt;
    }
    const double diagonal =
        std::hypot(ink.width / planes.smallPixelsPerMmX(), ink.height / planes.smallPixelsPerMmY());
    const auto binsOf = [&](double perMm) {
        return Bins{perMm, std::vector<int>(static_cast<std::size_t>(diagonal * perMm) + 3)};
    };
    // Japanese letters run down as often as across.
    const Best across = bestDirection(points, Run::Across, binsOf(planes.smallPixelsPerMmY()));
    const Best down = bestDirection(points, Run::Down, binsOf(planes.smallPixelsPerMmX()));
    const Best& clearer = across.clearness >= down.clearness ? across : down;
    if (clearer.clearness < kClearer) {
        return std::nullopt;
    }
    return clearer.degrees;
}

} // namespace seihon::imaging
