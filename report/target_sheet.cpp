#include "report/target_sheet.h"

#include "record/fault.h"
#include "record/target_layout.h"
#include "report/canvas.h"
#include "report/paper.h"

#include <string>

namespace seihon::report {

namespace {

constexpr double kMicrometresPerMm = 1000;
// What a scanner sees of toner: never quite black, so that clipping shows.
constexpr double kTonerTone = 34.0 / 255;

double mm(std::int64_t micrometres) {
    return static_cast<double>(micrometres) / kMicrometresPerMm;
}

Box boxOf(const record::TargetBox& box) {
    return {mm(box.x), mm(box.y), mm(box.w), mm(box.h)};
}

class TargetPen {
  public:
    TargetPen(Canvas& canvas, double black) : m_canvas(canvas), m_black(black) {}

    void draw() {
        head();
        for (std::size_t i = 0; i < record::kTargetRings.size(); ++i) {
            ring(record::kTargetRings[i], i == 0);
        }
        for (const std::int64_t y : record::kTargetSquareRows) {
            for (const std::int64_t x : record::kTargetSquareColumns) {
                square({mm(x), mm(y)});
            }
        }
        for (const record::TargetStep& step : record::targetSteps()) {
            m_canvas.fill(boxOf(step.box), grey(step.drawnTone / 255.0));
        }
        for (const record::TargetBox& box : record::kTargetTexts) {
            smallText(boxOf(box));
        }
        rulers();
    }

  private:
    Colour grey(double tone) const {
        const double value = m_black + (1 - m_black) * tone;
        return {value, value, value};
    }
    Colour ink() const { return grey(0); }

    void disc(const record::TargetPoint& centre, std::int64_t radius, Colour colour) {
        // A full turn of line as wide as the radius, drawn half-way: a filled disc.
        const double r = mm(radius);
        m_canvas.ellipse({mm(centre.x) - r / 2, mm(centre.y) - r / 2, r, r}, r, colour);
    }

    void ring(const record::TargetPoint& centre, bool dotted) {
        const double middle = mm(record::kTargetRingRadius + record::kTargetHoleRadius) / 2;
        m_canvas.ellipse({mm(centre.x) - middle, mm(centre.y) - middle, 2 * middle, 2 * middle},
                         mm(record::kTargetRingRadius - record::kTargetHoleRadius), ink());
        if (dotted) {
            disc(centre, record::kTargetDotRadius, ink());
        }
    }

    void square(Point centre) {
        const double side = mm(record::kTargetSquareSide);
        m_canvas.turned(centre, record::kTargetTurnDegrees, [&] {
            m_canvas.fill({centre.x - side / 2, centre.y - side / 2, side, side}, ink());
        });
    }

    void head() {
        TextStyle title{Font::Gothic, 13, ink(), true, Align::Centre};
        m_canvas.text({105, 8}, "正本 Seihon　検査シート / Scanner target", title);
        TextStyle words{Font::Gothic, 7.5, ink()};
        words.width = 160; // between the rings
        m_canvas.text(
            {26, 15},
            "実寸（100 %）、白い A4 用紙、600 dpi 以上のモノクロで印刷し、折らずに使います。"
            "両面を認定するときは両面に印刷します。\n"
            "Print at true size (100 %), black only, 600 dpi or better, on white A4; do "
            "not fold. Print both sides to qualify duplex.",
            words);
        m_canvas.text(
            {26, 285},
            "この紙は印刷機とスキャナを合わせて測ります。ISO 12653-3 / ISO 16067-1 "
            "の検査チャートほど確かではありません。 / A printed sheet measures printer and "
            "scanner together; version " +
                std::to_string(record::kTargetVersion),
            words);
    }

    // Characters with many strokes: what is left between them is what reading needs.
    void smallText(const Box& box) {
        constexpr const char* kLines =
            "鬱病 護膜 議事 驚愕 顎骨 臓器 膵臓 肝臓 腎臓 髄膜 籠城 鑑別 診療情報提供書 麝香 "
            "Warfarin 0.5 mg, 3.75 µg/mL, 18.6 % 投薬量 綿密 繊維腫 嚢胞 靭帯 脊椎 癒着 壊疽 ";
        TextStyle words{Font::Gothic, 4, ink()};
        words.width = box.w;
        words.lineSpacing = 1.15;
        std::string text;
        for (int i = 0; i < 24; ++i) {
            text += kLines;
        }
        words.lines = static_cast<std::int64_t>(box.h / 2.2);
        m_canvas.text({box.x, box.y}, text, words);
    }

    // For people with a steel rule in hand; the rings are what the program measures by.
    void rulers() {
        TextStyle words{Font::Gothic, 5, ink(), false, Align::Centre};
        constexpr double kY = 264, kX = 201.5;
        for (int at = 0; at <= 160; ++at) {
            const double x = 25 + at;
            const double length = at % 10 == 0 ? 4 : at % 5 == 0 ? 3 : 2;
            m_canvas.line({x, kY}, {x, kY + length}, 0.12, ink());
            if (at % 10 == 0) {
                m_canvas.text({x, kY + 4.3}, std::to_string(at), words);
            }
        }
        for (int at = 0; at <= 240; ++at) {
            const double y = 25 + at;
            const double length = at % 10 == 0 ? 4 : at % 5 == 0 ? 3 : 2;
            m_canvas.line({kX, y}, {kX + length, y}, 0.12, ink());
        }
    }

    Canvas& m_canvas;
    double m_black;
};

} // namespace

void writeTargetPdf(const std::filesystem::path& file) {
    Canvas canvas = Canvas::pdf(file, kA4);
    TargetPen(canvas, 0).draw();
    canvas.finish();
}

record::PageImage targetImage(std::int64_t dpi, std::uint64_t seed) {
    if (dpi < 100 || dpi > 1200) {
        throw record::Fault(record::FaultKind::Usage, "a target is drawn at 100 to 1200 dpi");
    }
    Canvas canvas = Canvas::image(kA4, static_cast<double>(dpi));
    TargetPen(canvas, kTonerTone).draw();
    // A coarser scan of the same paper averages noise away.
    return scanOf(canvas, {.noise = 1.5 * static_cast<double>(dpi) / 300, .seed = seed}, dpi);
}

} // namespace seihon::report
