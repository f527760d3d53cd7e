#include "report/qualification_figures.h"

#include "report/canvas.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <string>

namespace seihon::report {

namespace {

constexpr Colour kFigureInk{0.11, 0.13, 0.15}, kFigurePale{0.36, 0.38, 0.41},
    kFigureRule{0.86, 0.87, 0.89};
constexpr Colour kAcrossColour{0.10, 0.35, 0.70}, kDownColour{0.85, 0.42, 0.05},
    kLimitColour{0.70, 0.08, 0.10};
constexpr double kCurveStep = 0.05; // cycles a pixel between two values of a curve
constexpr double kNyquist = 0.5;

std::string tenths(double value) {
    std::array<char, 16> text{};
    std::snprintf(text.data(), text.size(), "%.1f", value);
    return text.data();
}

// A picture as large as fits, its proportions kept, with a hair line around it.
void fittedPicture(Canvas& canvas, const Box& box, const record::PageImage& image) {
    if (image.width == 0 || image.height == 0) {
        return;
    }
    const double scale = std::min(box.w / static_cast<double>(image.width),
                                  box.h / static_cast<double>(image.height));
    const Box place{box.x, box.y, static_cast<double>(image.width) * scale,
                    static_cast<double>(image.height) * scale};
    canvas.picture(place, image);
    canvas.frame(place, 0.15, kFigurePale);
}

// Contrast (up to 1.2) over cycles a pixel (up to 1).
class CurvePlot {
  public:
    CurvePlot(Canvas& canvas, const Box& box, bool japanese)
        : m_canvas(canvas), m_plot{box.x + 8, box.y + 4, box.w - 12, box.h - 14},
          m_japanese(japanese) {}

    void axes() {
        const TextStyle small{Font::Gothic, 6.5, kFigurePale, false, Align::Centre};
        for (int i = 0; i <= 10; i += 2) {
            const double x = at(i / 10.0, 0).x;
            m_canvas.line({x, m_plot.y}, {x, m_plot.y + m_plot.h}, 0.12, kFigureRule);
            m_canvas.text({x, m_plot.y + m_plot.h + 0.8}, tenths(i / 10.0), small);
        }
        for (int i = 0; i <= 10; i += 5) {
            const double y = at(0, i / 10.0).y;
            m_canvas.line({m_plot.x, y}, {m_plot.x + m_plot.w, y}, 0.12, kFigureRule);
            m_canvas.text({m_plot.x - 3.5, y - 1.4}, tenths(i / 10.0), small);
        }
        m_canvas.frame(m_plot, 0.2, kFigureInk);
        m_canvas.text({m_plot.x + m_plot.w / 2, m_plot.y + m_plot.h + 3.9},
                      m_japanese ? "細かさ（周期／画素）　縦軸：残るコントラスト"
                                 : "fineness, cycles a pixel; upwards: contrast that is left",
                      small);
        const double nyquist = at(kNyquist, 0).x;
        m_canvas.line({nyquist, m_plot.y}, {nyquist, m_plot.y + m_plot.h}, 0.25, kFigurePale);
        TextStyle note{Font::Gothic, 6.5, kFigurePale};
        m_canvas.text({nyquist + 0.8, m_plot.y + 0.6},
                      m_japanese ? "公称解像度の限界" : "limit of the declared resolution", note);
    }

    void curve(const record::EdgeResponse& response, Colour colour, const std::string& name,
               int row) {
        std::vector<Point> points;
        for (std::size_t i = 0; i < response.curvePermille.size(); ++i) {
            points.push_back(
                at(static_cast<double>(i) * kCurveStep,
                   std::clamp(static_cast<double>(response.curvePermille[i]) / 1000, 0.0, 1.2)));
        }
        m_canvas.polyline(points, 0.45, colour);
        const double mtf10 = static_cast<double>(response.mtf10MilliCyclesPerPixel) / 1000;
        const Point end = at(std::min(mtf10, 1.0), 0.1);
        m_canvas.ellipse({end.x - 0.7, end.y - 0.7, 1.4, 1.4}, 0.4, colour);
        const double y = m_plot.y + 4.5 + row * 3.6;
        const double x = at(kNyquist, 0).x + 2;
        m_canvas.line({x, y + 1.3}, {x + 5, y + 1.3}, 0.5, colour);
        m_canvas.text({x + 6, y}, name, {Font::Gothic, 7, kFigureInk});
    }

    // Where a tenth of the contrast must at least reach.
    void limit(double frequency) {
        const Point place = at(frequency, 0.1);
        m_canvas.line({place.x, place.y - 3}, {place.x, place.y + 3}, 0.5, kLimitColour);
        m_canvas.line({place.x, place.y}, {at(1, 0).x, place.y}, 0.2, kLimitColour);
        const double y = m_plot.y + 4.5 + 2 * 3.6;
        const double x = at(kNyquist, 0).x + 2;
        m_canvas.line({x + 2.5, y - 0.2}, {x + 2.5, y + 2.8}, 0.5, kLimitColour);
        m_canvas.text({x + 6, y}, m_japanese ? "10 % が残るべき細かさ" : "10 % must reach this far",
                      {Font::Gothic, 7, kFigureInk});
    }

  private:
    Point at(double frequency, double contrast) const {
        return {m_plot.x + frequency * m_plot.w, m_plot.y + m_plot.h * (1 - contrast / 1.2)};
    }

    Canvas& m_canvas;
    Box m_plot;
    bool m_japanese;
};

} // namespace

Figure responseFigure(const ReportedTarget& scan, const record::TargetLimits& limits,
                      record::Language language) {
    const bool japanese = language == record::Language::Japanese;
    return {58, [&scan, &limits, japanese](Canvas& canvas, const Box& box) {
                CurvePlot plot(canvas, {box.x, box.y, 108, box.h}, japanese);
                plot.axes();
                plot.limit(kNyquist * static_cast<double>(limits.samplingEfficiencyPercent) / 100);
                plot.curve(scan.measurement.across, kAcrossColour,
                           japanese ? "横方向（走査線に沿って）" : "across, along the rows", 0);
                plot.curve(scan.measurement.down, kDownColour,
                           japanese ? "縦方向（紙送り）" : "down, as the paper moves", 1);
                const double x = box.x + 113;
                const TextStyle small{Font::Gothic, 6.5, kFigurePale};
                canvas.text({x, box.y},
                            japanese ? "左上の斜め縁（拡大）" : "top left slanted square", small);
                fittedPicture(canvas, {x, box.y + 3, 30, 30}, scan.square);
                canvas.text({x, box.y + 35}, japanese ? "4 ポイントの文字（拡大）" : "4-point text",
                            small);
                fittedPicture(canvas, {x, box.y + 38, 66, 18}, scan.text);
            }};
}

Figure stepsFigure(const ReportedTarget& scan, record::Language language) {
    const bool japanese = language == record::Language::Japanese;
    return {27, [&scan, japanese](Canvas& canvas, const Box& box) {
                const auto& steps = scan.measurement.steps;
                const double width = 150;
                const double x = box.x + 28;
                fittedPicture(canvas, {x, box.y, width, 14}, scan.steps);
                const TextStyle name{Font::Gothic, 6.5, kFigurePale};
                const std::array<std::string, 3> names{japanese ? "描いた階調" : "tone as drawn",
                                                       japanese ? "読み取った階調" : "as scanned",
                                                       japanese ? "ノイズ" : "noise"};
                for (std::size_t row = 0; row < names.size(); ++row) {
                    canvas.text({box.x + 1, box.y + 14.6 + static_cast<double>(row) * 3.4},
                                names[row], name);
                }
                const double cell = width / static_cast<double>(steps.size());
                const TextStyle number{Font::Gothic, 6.5, kFigureInk, false, Align::Centre};
                for (std::size_t i = 0; i < steps.size(); ++i) {
                    const double middle = x + cell * (static_cast<double>(i) + 0.5);
                    const std::array<std::string, 3> values{
                        std::to_string(steps[i].drawnTone),
                        tenths(static_cast<double>(steps[i].milliTone) / 1000),
                        tenths(static_cast<double>(steps[i].noiseMilliTone) / 1000)};
                    for (std::size_t row = 0; row < values.size(); ++row) {
                        canvas.text({middle, box.y + 14.6 + static_cast<double>(row) * 3.4},
                                    values[row], number);
                    }
                }
            }};
}

} // namespace seihon::report
