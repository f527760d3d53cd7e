#include "imaging/jpeg_grid.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdlib>

namespace seihon::imaging {
namespace {

constexpr std::size_t kBlock = 8; // ITU-T T.81
// Larger steps are content. Where they fall is chance that no sampling averages out.
constexpr int kLargestStep = 12;
// Added to every phase's mean step, in tones: on drawn pages without noise the few steps left are
// chance, too.
constexpr double kFloor = 0.05;
constexpr std::int64_t kLeastSide = 256;
constexpr std::int64_t kGridRowPitch = 2;

using Phases = std::array<std::uint64_t, kBlock>;

std::uint32_t smallStep(std::uint8_t a, std::uint8_t b) {
    const int step = std::abs(a - b);
    return step <= kLargestStep ? static_cast<std::uint32_t>(step) : 0U;
}

// Steps between columns, by the column's place in its block.
Phases acrossPhases(const Plane& grey, const record::RectPx& area) {
    Phases phases{};
    const std::int64_t from = (area.x / 8 + 1) * 8;
    const std::int64_t blocks = (area.x + area.w - from) / 8;
    for (std::int64_t y = area.y; y < area.y + area.h; y += kGridRowPitch) {
        const std::uint8_t* pixel = grey.row(static_cast<int>(y)) + from;
        std::array<std::uint32_t, kBlock> sums{};
        for (std::int64_t block = 0; block < blocks; ++block) {
            for (std::size_t i = 0; i < kBlock; ++i) {
                sums[i] += smallStep(pixel[i], *(pixel + i - 1));
            }
            pixel += kBlock;
        }
        for (std::size_t i = 0; i < kBlock; ++i) {
            phases[i] += sums[i];
        }
    }
    return phases;
}

Phases downPhases(const Plane& grey, const record::RectPx& area) {
    Phases phases{};
    // Whole blocks only, so that every phase has as many rows.
    const std::int64_t from = (area.y / 8 + 1) * 8;
    const std::int64_t rows = (area.y + area.h - from) / 8 * 8;
    for (std::int64_t y = from; y < from + rows; ++y) {
        const std::uint8_t* const here = grey.row(static_cast<int>(y)) + area.x;
        const std::uint8_t* const above = grey.row(static_cast<int>(y) - 1) + area.x;
        std::uint32_t sum = 0;
        for (std::int64_t x = 0; x < area.w; ++x) {
            sum += smallStep(here[x], above[x]);
        }
        phases[static_cast<std::size_t>(y) % kBlock] += sum;
    }
    return phases;
}

// The phase that stands out most against the middle one of the other three that are an even
// distance away: enlarging by two makes every second step larger, which is no JPEG grid.
double ratioOf(const Phases& phases, double samplesPerPhase) {
    double most = 0;
    for (std::size_t i = 0; i < kBlock; ++i) {
        std::array<std::uint64_t, 3> others{phases[(i + 2) % kBlock], phases[(i + 4) % kBlock],
                                            phases[(i + 6) % kBlock]};
        std::sort(others.begin(), others.end());
        const double here = static_cast<double>(phases[i]) / samplesPerPhase + kFloor;
        const double usual = static_cast<double>(others[1]) / samplesPerPhase + kFloor;
        most = std::max(most, here / usual);
    }
    return most;
}

} // namespace

std::optional<std::int64_t> measureBlockRatio(const Plane& grey, const record::RectPx& area) {
    if (area.w < kLeastSide || area.h < kLeastSide) {
        return std::nullopt;
    }
    const double across = ratioOf(acrossPhases(grey, area),
                                  static_cast<double>(area.w / 8 * (area.h / kGridRowPitch)));
    const double down = ratioOf(downPhases(grey, area), static_cast<double>(area.w * (area.h / 8)));
    return static_cast<std::int64_t>(std::min(across, down) * 1000 + 0.5);
}

} // namespace seihon::imaging
