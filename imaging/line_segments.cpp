#include "imaging/line_segments.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>

namespace seihon::imaging {
namespace {

// Half the range of directions within one region.
const double kSameDirection = std::cos(22.5 * std::numbers::pi / 180);

// A pixel whose gradient is steep enough, between four pixels of the plane.
struct Slope {
    float x = 0, y = 0; // unit vector
    float steepness = 0;
};

class Slopes {
  public:
    Slopes(const Plane& tones, const Plane& ignored, double least)
        : m_width(tones.width), m_index(tones.pixels.size(), 0) {
        const int bound = static_cast<int>(4 * least * least);
        m_slopes.push_back({}); // index 0: none
        m_places.push_back(0);
        for (int y = 0; y + 1 < tones.height; ++y) {
            addRow(tones, ignored, y, bound);
        }
    }

    // 0 when there is none, or when a region has taken it.
    std::uint32_t at(std::size_t place) const { return m_index[place]; }
    void take(std::size_t place) { m_index[place] = 0; }
    const Slope& slope(std::uint32_t index) const { return m_slopes[index]; }
    std::size_t place(std::uint32_t index) const { return m_places[index]; }
    std::size_t count() const { return m_slopes.size(); }
    int width() const { return m_width; }

  private:
    void addRow(const Plane& tones, const Plane& ignored, int y, int bound) {
        const std::uint8_t* const here = tones.row(y);
        const std::uint8_t* const below = tones.row(y + 1);
        const std::uint8_t* const skip = ignored.row(y);
        for (int x = 0; x + 1 < m_width; ++x) {
            const int down = below[x + 1] - here[x];
            const int up = here[x + 1] - below[x];
            const int gradientX = down + up; // twice the gradient
            const int gradientY = down - up;
            const int square = gradientX * gradientX + gradientY * gradientY;
            if (square < bound || skip[x] != 0) {
                continue;
            }
            const float norm = std::sqrt(static_cast<float>(square));
            const auto place = static_cast<std::size_t>(y) * static_cast<std::size_t>(m_width) +
                               static_cast<std::size_t>(x);
            m_index[place] = static_cast<std::uint32_t>(m_slopes.size());
            m_slopes.push_back({static_cast<float>(gradientX) / norm,
                                static_cast<float>(gradientY) / norm, norm / 2});
            m_places.push_back(place);
        }
    }

    int m_width;
    std::vector<std::uint32_t> m_index; // by place
    std::vector<Slope> m_slopes;
    std::vector<std::size_t> m_places;
};

// Steepest first, or text near a faint edge would start regions that swallow its pixels.
std::vector<std::uint32_t> bySteepness(const Slopes& slopes) {
    std::vector<std::vector<std::uint32_t>> buckets(256);
    for (std::uint32_t index = 1; index < slopes.count(); ++index) {
        const auto steep = static_cast<std::size_t>(slopes.slope(index).steepness);
        buckets[std::min<std::size_t>(steep, 255)].push_back(index);
    }
    std::vector<std::uint32_t> order;
    order.reserve(slopes.count());
    for (auto bucket = buckets.rbegin(); bucket != buckets.rend(); ++bucket) {
        order.insert(order.end(), bucket->begin(), bucket->end());
    }
    return order;
}

// Neighbour by neighbour, as long as the gradient points where the region's does on the average.
void grow(Slopes& slopes, std::uint32_t seed, std::vector<std::uint32_t>& region) {
    region.assign(1, seed);
    slopes.take(slopes.place(seed));
    double sumX = slopes.slope(seed).x;
    double sumY = slopes.slope(seed).y;
    const auto width = static_cast<std::ptrdiff_t>(slopes.width());
    // The last row and column have no slopes, so neighbours never wrap onto one.
    const std::array<std::ptrdiff_t, 8> around{-width - 1, -width,    -width + 1, -1,
                                               1,          width - 1, width,      width + 1};
    for (std::size_t next = 0; next < region.size(); ++next) {
        const auto place = static_cast<std::ptrdiff_t>(slopes.place(region[next]));
        for (const std::ptrdiff_t step : around) {
            if (place + step < 0) {
                continue;
            }
            const auto neighbour = static_cast<std::size_t>(place + step);
            const std::uint32_t index = slopes.at(neighbour);
            if (index == 0) {
                continue;
            }
            const Slope& slope = slopes.slope(index);
            const double along = slope.x * sumX + slope.y * sumY;
            if (along < kSameDirection * std::hypot(sumX, sumY)) {
                continue;
            }
            slopes.take(neighbour);
            region.push_back(index);
            sumX += slope.x;
            sumY += slope.y;
        }
    }
}

struct Moments {
    double x = 0, y = 0, xx = 0, xy = 0, yy = 0; // mean, and central second moments
};

Moments momentsOf(const Slopes& slopes, const std::vector<std::uint32_t>& region) {
    const auto width = static_cast<std::size_t>(slopes.width());
    Moments m;
    double weight = 0;
    for (const std::uint32_t index : region) {
        const double w = slopes.slope(index).steepness;
        m.x += w * static_cast<double>(slopes.place(index) % width);
        m.y += w * static_cast<double>(slopes.place(index) / width);
        weight += w;
    }
    m.x /= weight;
    m.y /= weight;
    for (const std::uint32_t index : region) {
        const double w = slopes.slope(index).steepness / weight;
        const double x = static_cast<double>(slopes.place(index) % width) - m.x;
        const double y = static_cast<double>(slopes.place(index) / width) - m.y;
        m.xx += w * x * x;
        m.xy += w * x * y;
        m.yy += w * y * y;
    }
    return m;
}

struct Fitted {
    PixelSegment segment;
    double length = 0;
    double width = 0;
};

// Along the region's main axis, from one end to the other; the width is three standard deviations
// beside it.
Fitted fit(const Slopes& slopes, const std::vector<std::uint32_t>& region) {
    const Moments m = momentsOf(slopes, region);
    const double angle = 0.5 * std::atan2(2 * m.xy, m.xx - m.yy);
    const double alongX = std::cos(angle);
    const double alongY = std::sin(angle);
    const auto width = static_cast<std::size_t>(slopes.width());
    double from = 0;
    double to = 0;
    for (const std::uint32_t index : region) {
        const double x = static_cast<double>(slopes.place(index) % width) - m.x;
        const double y = static_cast<double>(slopes.place(index) / width) - m.y;
        from = std::min(from, x * alongX + y * alongY);
        to = std::max(to, x * alongX + y * alongY);
    }
    const double spread = (m.xx + m.yy - std::hypot(m.xx - m.yy, 2 * m.xy)) / 2;
    // A slope lies between four pixels.
    return {{m.x + from * alongX + 0.5, m.y + from * alongY + 0.5, m.x + to * alongX + 0.5,
             m.y + to * alongY + 0.5},
            to - from + 1,
            3 * std::sqrt(std::max(0.0, spread))};
}

} // namespace

std::vector<PixelSegment> findLineSegments(const Plane& tones, const Plane& ignored,
                                           const SegmentSearch& search) {
    std::vector<PixelSegment> segments;
    Slopes slopes(tones, ignored, search.leastGradient);
    std::vector<std::uint32_t> region;
    for (const std::uint32_t seed : bySteepness(slopes)) {
        if (slopes.at(slopes.place(seed)) == 0) {
            continue;
        }
        grow(slopes, seed, region);
        if (static_cast<double>(region.size()) < search.leastLength) {
            continue;
        }
        const Fitted fitted = fit(slopes, region);
        if (fitted.length >= search.leastLength && fitted.width <= search.mostWidth) {
            segments.push_back(fitted.segment);
        }
    }
    return segments;
}

} // namespace seihon::imaging
