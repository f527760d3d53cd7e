#include "imaging/sharpness.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <span>
#include <vector>

namespace seihon::imaging {
namespace {

// Every such row, and groups of neighbouring columns so far apart: enough steps, a sixth of the
// work.
constexpr std::int64_t kSharpnessRowPitch = 8;
constexpr std::int64_t kColumnPitch = 64;
constexpr std::int64_t kColumnGroup = 8;
constexpr std::size_t kLeastSteps = 200;
constexpr int kLeastEdgeStep = 30;
// Pixels copied up to this often are recognised.
constexpr std::size_t kLongestPeriod = 4;
constexpr int kLongestRest = 3;

class StepCollector {
  public:
    explicit StepCollector(int least) : m_least(least) {}

    // One line of pixels; `origin` is its first pixel's place in the image.
    void add(std::span<const std::uint8_t> line, std::int64_t origin) {
        std::size_t at = 1;
        while (at < line.size()) {
            if (line[at] == line[at - 1]) {
                ++at;
            } else {
                at = addRun(line, at, origin);
            }
        }
    }

    std::optional<std::int64_t> medianWidth() {
        if (m_widths.size() < kLeastSteps) {
            return std::nullopt;
        }
        const auto middle = m_widths.begin() + static_cast<std::ptrdiff_t>(m_widths.size() / 2);
        std::nth_element(m_widths.begin(), middle, m_widths.end());
        return *middle;
    }

    std::int64_t distinctPermille() const {
        std::int64_t least = 1000;
        for (std::size_t period = 2; m_widths.size() >= kLeastSteps && period <= kLongestPeriod;
             ++period) {
            const auto& phases = m_change[period];
            std::int64_t total = 0;
            for (std::size_t phase = 0; phase < period; ++phase) {
                total += phases[phase];
            }
            std::int64_t active = 0;
            for (std::size_t phase = 0; phase < period; ++phase) {
                active += phases[phase] * 50 > total ? 1 : 0;
            }
            least = std::min(least, active * 1000 / static_cast<std::int64_t>(period));
        }
        return least;
    }

  private:
    // The tone rises or falls from `at` on, perhaps resting shortly; returns where it no longer
    // does.
    std::size_t addRun(std::span<const std::uint8_t> line, std::size_t at, std::int64_t origin) {
        const bool rising = line[at] > line[at - 1];
        const std::size_t first = at;
        std::size_t end = at; // behind the last change
        int steepest = 0;
        for (int rest = 0; at < line.size() && rest <= kLongestRest; ++at) {
            const int change = rising ? line[at] - line[at - 1] : line[at - 1] - line[at];
            if (change < 0) {
                break;
            }
            rest = change == 0 ? rest + 1 : 0;
            if (change > 0) {
                end = at + 1;
                steepest = std::max(steepest, change);
            }
        }
        const int height = std::abs(line[end - 1] - line[first - 1]);
        if (height >= m_least) {
            m_widths.push_back(height * 1000 / steepest);
            noteChanges(line.subspan(first - 1, end - first + 1),
                        static_cast<std::size_t>(origin) + first - 1);
        }
        return end;
    }

    void noteChanges(std::span<const std::uint8_t> run, std::size_t place) {
        for (std::size_t i = 1; i < run.size(); ++i) {
            const int change = std::abs(run[i] - run[i - 1]);
            for (std::size_t period = 2; period <= kLongestPeriod; ++period) {
                m_change[period][(place + i) % period] += change;
            }
        }
    }

    int m_least;
    std::vector<std::int64_t> m_widths;
    std::array<std::array<std::int64_t, kLongestPeriod>, kLongestPeriod + 1> m_change{};
};

void alongRows(const Plane& grey, const record::RectPx& area, StepCollector& steps) {
    for (std::int64_t y = area.y; y < area.y + area.h; y += kSharpnessRowPitch) {
        steps.add({grey.row(static_cast<int>(y)) + area.x, static_cast<std::size_t>(area.w)},
                  area.x);
    }
}

void alongColumns(const Plane& grey, const record::RectPx& area, StepCollector& steps) {
    const auto height = static_cast<std::size_t>(area.h);
    std::vector<std::uint8_t> columns(height * kColumnGroup);
    for (std::int64_t x = area.x; x + kColumnGroup <= area.x + area.w; x += kColumnPitch) {
        for (std::size_t y = 0; y < height; ++y) {
            const std::uint8_t* const row =
                grey.row(static_cast<int>(area.y) + static_cast<int>(y)) + x;
            for (std::size_t i = 0; i < kColumnGroup; ++i) {
                columns[i * height + y] = row[i];
            }
        }
        for (std::size_t i = 0; i < kColumnGroup; ++i) {
            steps.add(std::span(columns).subspan(i * height, height), area.y);
        }
    }
}

} // namespace

Edges measureEdges(const Plane& grey, const record::RectPx& area, int paper) {
    return measureEdges(grey, std::span(&area, 1), paper);
}

Edges measureEdges(const Plane& grey, std::span<const record::RectPx> areas, int paper) {
    const int least = std::max(kLeastEdgeStep, paper / 5);
    StepCollector across(least);
    StepCollector down(least);
    for (const record::RectPx& area : areas) {
        alongRows(grey, area, across);
        alongColumns(grey, area, down);
    }
    Edges edges;
    edges.widthMilliPixels = across.medianWidth();
    edges.downMilliPixels = down.medianWidth();
    if (edges.downMilliPixels &&
        (!edges.widthMilliPixels || *edges.downMilliPixels < *edges.widthMilliPixels)) {
        edges.widthMilliPixels = edges.downMilliPixels;
    }
    edges.distinctPermille = std::min(across.distinctPermille(), down.distinctPermille());
    return edges;
}

} // namespace seihon::imaging
