#include "imaging/target_marks.h"

#include "record/fault.h"
#include "record/target_layout.h"

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace seihon::imaging {
namespace {

using record::kTargetRings;

constexpr double kRingMm = 2.0 * record::kTargetRingRadius / 1000;
constexpr double kHoleMm = 2.0 * record::kTargetHoleRadius / 1000;

struct TargetTones {
    double dark = 0, light = 0;
    double middle() const { return (dark + light) / 2; }
};

[[noreturn]] void targetNotFound(const std::string& why) {
    throw record::Fault(record::FaultKind::TargetNotFound, why, {{"detail", why}});
}

// TargetTones that a twentieth of the pixels go below and above.
TargetTones targetTonesOf(const Plane& plane) {
    Histogram counts{};
    for (const std::uint8_t tone : plane.pixels) {
        ++counts[tone];
    }
    const auto share = static_cast<std::int64_t>(plane.pixels.size()) / 20;
    const auto reach = [&](int from, int step) {
        std::int64_t sum = 0;
        int tone = from;
        for (; tone > 0 && tone < 255; tone += step) {
            sum += counts[static_cast<std::size_t>(tone)];
            if (sum > share) {
                break;
            }
        }
        return tone;
    };
    return {static_cast<double>(reach(1, 1)), static_cast<double>(reach(254, -1))};
}

// Dark rings of about the right size with a light hole, in pixels of the full image.
std::vector<PixelPoint> ringsIn(const PagePlanes& planes, const TargetTones& tones) {
    const Plane& small = planes.small;
    const cv::Mat grey(small.height, small.width, CV_8U,
                       const_cast<std::uint8_t*>(small.pixels.data()));
    const cv::Mat dark = grey < tones.middle();
    cv::Mat labels;
    cv::Mat stats;
    cv::Mat centres;
    const int count = cv::connectedComponentsWithStats(dark, labels, stats, centres, 8);
    const double wantedW = kRingMm * planes.smallPixelsPerMmX();
    const double wantedH = kRingMm * planes.smallPixelsPerMmY();
    const auto close = [](double is, double wanted) {
        return is > 0.8 * wanted - 1 && is < 1.2 * wanted + 1;
    };
    std::vector<PixelPoint> rings;
    for (int i = 1; i < count; ++i) {
        const int w = stats.at<int>(i, cv::CC_STAT_WIDTH);
        const int h = stats.at<int>(i, cv::CC_STAT_HEIGHT);
        const double filled = stats.at<int>(i, cv::CC_STAT_AREA) / static_cast<double>(w * h);
        if (!close(w, wantedW) || !close(h, wantedH) || filled < 0.45 || filled > 0.72) {
            continue;
        }
        const double x = stats.at<int>(i, cv::CC_STAT_LEFT) + w / 2.0;
        const double y = stats.at<int>(i, cv::CC_STAT_TOP) + h / 2.0;
        // The hole, between its border and a dot.
        double hole = 0;
        for (int at = 0; at < 8; ++at) {
            const double angle = at * CV_PI / 4;
            hole += grey.at<std::uint8_t>(
                        static_cast<int>(y + 0.36 * kHoleMm * planes.smallPixelsPerMmY() *
                                                 std::sin(angle)),
                        static_cast<int>(x + 0.36 * kHoleMm * planes.smallPixelsPerMmX() *
                                                 std::cos(angle))) /
                    8.0;
        }
        if (hole > tones.middle()) {
            rings.push_back({x * planes.shrinkX, y * planes.shrinkY});
        }
    }
    return rings;
}

// Centre of the darkness around a ring, at full size: ring and dot are alike on all sides.
PixelPoint refinedRing(const PagePlanes& planes, const TargetTones& tones, PixelPoint centre) {
    const Plane& grey = planes.grey;
    const double reach = 0.68 * kRingMm / 25.4;
    for (int round = 0; round < 3; ++round) {
        const auto left = std::max<std::int64_t>(
            0, std::llround(centre.x - reach * static_cast<double>(planes.dpiX)));
        const auto top = std::max<std::int64_t>(
            0, std::llround(centre.y - reach * static_cast<double>(planes.dpiY)));
        const auto right = std::min<std::int64_t>(
            grey.width, std::llround(centre.x + reach * static_cast<double>(planes.dpiX)));
        const auto bottom = std::min<std::int64_t>(
            grey.height, std::llround(centre.y + reach * static_cast<double>(planes.dpiY)));
        double sum = 0;
        double x = 0;
        double y = 0;
        for (std::int64_t row = top; row < bottom; ++row) {
            for (std::int64_t column = left; column < right; ++column) {
                const double tone = grey.at(static_cast<int>(column), static_cast<int>(row));
                // Noise of the paper around counts for nothing.
                const double weight =
                    std::max(0.0, tones.light - tone - 0.2 * (tones.light - tones.dark));
                sum += weight;
                x += weight * (static_cast<double>(column) + 0.5);
                y += weight * (static_cast<double>(row) + 0.5);
            }
        }
        if (sum > 0) {
            centre = {x / sum, y / sum};
        }
    }
    return centre;
}

bool hasDot(const PagePlanes& planes, const TargetTones& tones, PixelPoint centre) {
    const Plane& grey = planes.grey;
    const int reachX = std::max(1, static_cast<int>(0.4 * static_cast<double>(planes.dpiX) / 25.4));
    const int reachY = std::max(1, static_cast<int>(0.4 * static_cast<double>(planes.dpiY) / 25.4));
    double sum = 0;
    int count = 0;
    for (int y = -reachY; y <= reachY; ++y) {
        for (int x = -reachX; x <= reachX; ++x) {
            sum += grey.at(static_cast<int>(centre.x) + x, static_cast<int>(centre.y) + y);
            ++count;
        }
    }
    return sum / count < tones.middle();
}

// Row by row, left to right.
void sortAsLaid(std::vector<PixelPoint>& rings) {
    std::sort(rings.begin(), rings.end(), [](const auto& a, const auto& b) { return a.y < b.y; });
    for (std::size_t i = 0; i + 1 < rings.size(); i += 2) {
        if (rings[i + 1].x < rings[i].x) {
            std::swap(rings[i], rings[i + 1]);
        }
    }
}

// Least squares over the rings: one image coordinate as a linear function of the sheet's place.
std::array<double, 3> fittedToRings(const std::vector<double>& values) {
    cv::Mat a(static_cast<int>(values.size()), 3, CV_64F);
    cv::Mat b(static_cast<int>(values.size()), 1, CV_64F);
    for (int i = 0; i < a.rows; ++i) {
        const auto& place = kTargetRings[static_cast<std::size_t>(i)];
        a.at<double>(i, 0) = static_cast<double>(place.x) / 1000;
        a.at<double>(i, 1) = static_cast<double>(place.y) / 1000;
        a.at<double>(i, 2) = 1;
        b.at<double>(i, 0) = values[static_cast<std::size_t>(i)];
    }
    cv::Mat x;
    cv::solve(a, b, x, cv::DECOMP_SVD);
    return {x.at<double>(0), x.at<double>(1), x.at<double>(2)};
}

} // namespace

PixelPoint TargetPlace::at(double micrometresX, double micrometresY) const {
    const double x = micrometresX / 1000;
    const double y = micrometresY / 1000;
    return {alongX[0] * x + alongX[1] * y + alongX[2], alongY[0] * x + alongY[1] * y + alongY[2]};
}

record::RectPx TargetPlace::box(double centreX, double centreY, double w, double h,
                                const Plane& in) const {
    const PixelPoint centre = at(centreX, centreY);
    const double reachX = std::hypot(alongX[0], alongY[0]) * w / 2000;
    const double reachY = std::hypot(alongX[1], alongY[1]) * h / 2000;
    const auto clamped = [](double value, int most) {
        return std::clamp<std::int64_t>(std::llround(value), 0, most);
    };
    const std::int64_t left = clamped(centre.x - reachX, in.width);
    const std::int64_t top = clamped(centre.y - reachY, in.height);
    return {left, top, clamped(centre.x + reachX, in.width) - left,
            clamped(centre.y + reachY, in.height) - top};
}

TargetPlace findTarget(const PagePlanes& planes) {
    const TargetTones tones = targetTonesOf(planes.small);
    std::vector<PixelPoint> rings = ringsIn(planes, tones);
    if (rings.size() != kTargetRings.size()) {
        targetNotFound(std::to_string(rings.size()) + " of 6 rings seen");
    }
    for (PixelPoint& ring : rings) {
        ring = refinedRing(planes, tones, ring);
    }
    sortAsLaid(rings);
    TargetPlace place;
    place.upsideDown = hasDot(planes, tones, rings.back());
    if (place.upsideDown) {
        std::reverse(rings.begin(), rings.end());
    }
    if (!hasDot(planes, tones, rings.front())) {
        targetNotFound("the sheet lies on its side, or is mirrored");
    }
    std::vector<double> xs;
    std::vector<double> ys;
    for (const PixelPoint& ring : rings) {
        xs.push_back(ring.x);
        ys.push_back(ring.y);
    }
    place.alongX = fittedToRings(xs);
    place.alongY = fittedToRings(ys);
    for (std::size_t i = 0; i < rings.size(); ++i) {
        const PixelPoint is = place.at(static_cast<double>(kTargetRings[i].x),
                                       static_cast<double>(kTargetRings[i].y));
        place.distortionMm =
            std::max(place.distortionMm,
                     25.4 * std::hypot((is.x - rings[i].x) / static_cast<double>(planes.dpiX),
                                       (is.y - rings[i].y) / static_cast<double>(planes.dpiY)));
    }
    // Six marks in another order than the sheet's are six other things.
    if (place.distortionMm > 5) {
        targetNotFound("six rings, but not in the places of the target");
    }
    return place;
}

} // namespace seihon::imaging
