#include "report/bar_chart.h"

#include "report/canvas.h"

#include <algorithm>
#include <array>
#include <numeric>

namespace seihon::report {

namespace {

constexpr double kChartHeight = 52, kFoot = 6, kHead = 7, kScale = 12; // mm
constexpr double kWidestBar = 12, kLabelWidth = 11;
constexpr Colour kChartInk{0.11, 0.13, 0.15}, kChartPale{0.36, 0.38, 0.41},
    kChartRule{0.86, 0.87, 0.89};
constexpr std::array kPartColours = {Colour{0.18, 0.44, 0.31}, Colour{0.85, 0.55, 0.10},
                                     Colour{0.70, 0.10, 0.12}};

std::int64_t sumOf(const BarChart::Bar& bar) {
    return std::accumulate(bar.parts.begin(), bar.parts.end(), std::int64_t{0});
}

// 1, 2 or 5 times a power of ten, not below the value.
std::int64_t roundedUp(std::int64_t value) {
    for (std::int64_t power = 1;; power *= 10) {
        for (const std::int64_t step : {1, 2, 5}) {
            if (step * power >= value) {
                return step * power;
            }
        }
    }
}

// The second part is hatched and the third crossed.
void drawPart(Canvas& canvas, const Box& box, std::size_t part) {
    canvas.fill(box, kPartColours[part]);
    const Colour white{1, 1, 1};
    for (double y = box.y + 1; part > 0 && y < box.y + box.h; y += 1.6) {
        canvas.line({box.x, y}, {box.x + box.w, y}, 0.25, white);
    }
    for (double x = box.x + 1; part > 1 && x < box.x + box.w; x += 1.6) {
        canvas.line({x, box.y}, {x, box.y + box.h}, 0.25, white);
    }
}

void drawKey(Canvas& canvas, const Box& box, const std::vector<std::string>& parts) {
    double x = box.x + kScale;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        drawPart(canvas, {x, box.y + 1.1, 3, 3}, i);
        x += 4.2 +
             canvas.text({x + 4.2, box.y + 0.7}, parts[i], {Font::Gothic, 8, kChartInk}).width + 6;
    }
}

void drawChart(Canvas& canvas, const Box& box, const BarChart& chart) {
    const Box plot{box.x + kScale, box.y + kHead, box.w - kScale, box.h - kHead - kFoot};
    std::int64_t most = 1;
    for (const BarChart::Bar& bar : chart.bars) {
        most = std::max(most, sumOf(bar));
    }
    const std::int64_t top = roundedUp(most);
    const double unit = plot.h / static_cast<double>(top);
    for (const std::int64_t part : {0, 1, 2}) {
        const std::int64_t value = top * part / 2;
        const double y = plot.y + plot.h - static_cast<double>(value) * unit;
        canvas.line({plot.x, y}, {plot.x + plot.w, y}, 0.15, kChartRule);
        TextStyle style{Font::Gothic, 7, kChartPale, false, Align::Right};
        canvas.text({plot.x - 1.5, y - 1.6}, std::to_string(value), style);
    }
    const double pitch = plot.w / static_cast<double>(std::max<std::size_t>(1, chart.bars.size()));
    const double width = std::min(kWidestBar, pitch * 0.7);
    double labelled = -kLabelWidth;
    for (std::size_t i = 0; i < chart.bars.size(); ++i) {
        const double middle = plot.x + pitch * (static_cast<double>(i) + 0.5);
        double y = plot.y + plot.h;
        for (std::size_t part = 0; part < chart.bars[i].parts.size(); ++part) {
            const double height = static_cast<double>(chart.bars[i].parts[part]) * unit;
            y -= height;
            if (height > 0) {
                drawPart(canvas, {middle - width / 2, y, width, height}, part);
            }
        }
        if (middle - labelled >= kLabelWidth) {
            labelled = middle;
            TextStyle style{Font::Gothic, 7, kChartPale, false, Align::Centre};
            canvas.text({middle, plot.y + plot.h + 1}, chart.bars[i].label, style);
        }
    }
    canvas.line({plot.x, plot.y + plot.h}, {plot.x + plot.w, plot.y + plot.h}, 0.3, kChartInk);
    drawKey(canvas, box, chart.parts);
}

} // namespace

Figure barChart(BarChart chart) {
    chart.parts.resize(std::min(chart.parts.size(), kPartColours.size()));
    for (BarChart::Bar& bar : chart.bars) {
        bar.parts.resize(chart.parts.size());
    }
    return {kChartHeight, [chart = std::move(chart)](Canvas& canvas, const Box& box) {
                drawChart(canvas, box, chart);
            }};
}

} // namespace seihon::report
