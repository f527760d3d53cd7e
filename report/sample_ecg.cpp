#include "report/ink.h"
#include "report/sample_sheets.h"

#include <array>
#include <cmath>
#include <cstdio>

namespace seihon::report {

namespace {

constexpr Colour kFineGrid{0.985, 0.86, 0.85}, kCoarseGrid{0.945, 0.66, 0.655};
constexpr double kMmPerSecond = 25, kMmPerMillivolt = 10;

// One wave of the beat: a bell at `at` seconds from the R peak.
struct Wave {
    double at, width, millivolts;
};

struct Lead {
    const char* name;
    double p, q, r, s, t;
    bool lateral; // shows the ST shift
};

constexpr std::array<Lead, 12> kLeads{{{"I", 0.08, -0.06, 0.75, -0.12, 0.22, true},
                                       {"II", 0.13, -0.07, 1.05, -0.16, 0.30, false},
                                       {"III", 0.06, -0.08, 0.38, -0.10, 0.12, false},
                                       {"aVR", -0.10, 0.05, -0.85, 0.10, -0.25, false},
                                       {"aVL", 0.03, -0.05, 0.36, -0.10, 0.09, true},
                                       {"aVF", 0.09, -0.07, 0.70, -0.12, 0.20, false},
                                       {"V1", 0.05, 0.0, 0.22, -0.85, -0.08, false},
                                       {"V2", 0.06, 0.0, 0.45, -1.25, 0.38, false},
                                       {"V3", 0.07, -0.02, 0.80, -0.85, 0.45, false},
                                       {"V4", 0.08, -0.06, 1.35, -0.42, 0.42, true},
                                       {"V5", 0.08, -0.08, 1.25, -0.20, 0.33, true},
                                       {"V6", 0.08, -0.08, 0.95, -0.10, 0.25, true}}};

double bell(double t, const Wave& wave) {
    const double d = (t - wave.at) / wave.width;
    return wave.millivolts * std::exp(-0.5 * d * d);
}

double beat(const Lead& lead, double stShift, double t) {
    const double st = lead.lateral ? stShift : 0;
    return bell(t, {-0.165, 0.021, lead.p}) + bell(t, {-0.024, 0.0085, lead.q}) +
           bell(t, {0, 0.0105, lead.r}) + bell(t, {0.026, 0.0095, lead.s}) +
           bell(t, {0.27, 0.043, lead.t + 0.9 * st}) + bell(t, {0.115, 0.052, st});
}

struct Rhythm {
    std::vector<double> peaks; // seconds
    double wanderPhase = 0;
};

Rhythm rhythm(Dice& dice, double rate, double seconds) {
    Rhythm result;
    double t = -dice.between(0.05, 0.6);
    while (t < seconds + 1) {
        result.peaks.push_back(t);
        t += 60 / rate * (1 + 0.02 * dice.normal());
    }
    result.wanderPhase = dice.between(0, 6);
    return result;
}

void trace(Canvas& canvas, const Lead& lead, const Rhythm& beats, double stShift, const Box& box,
           double from, Dice& dice) {
    const double baseline = box.y + box.h * 0.62;
    std::vector<Point> points;
    // calibration: 1 mV for 0.2 s
    const double start = box.x + 8;
    points = {{box.x + 1, baseline},
              {box.x + 1.8, baseline},
              {box.x + 1.8, baseline - kMmPerMillivolt},
              {box.x + 5.2, baseline - kMmPerMillivolt},
              {box.x + 5.2, baseline},
              {box.x + 6.2, baseline}};
    canvas.polyline(points, 0.25, kToner);
    points.clear();
    for (double x = start; x < box.x + box.w; x += 0.16) {
        const double t = from + (x - start) / kMmPerSecond;
        double millivolts = 0.03 * std::sin(t * 1.6 + beats.wanderPhase) + 0.006 * dice.normal();
        for (const double peak : beats.peaks) {
            if (std::abs(t - peak) < 0.6) {
                millivolts += beat(lead, stShift, t - peak);
            }
        }
        points.push_back({x, baseline - millivolts * kMmPerMillivolt});
    }
    canvas.polyline(points, 0.25, kToner);
    canvas.text({start + 0.5, box.y + 1}, lead.name, {Font::Gothic, 9, kToner, true});
}

void grid(Canvas& canvas, const Box& box) {
    canvas.fill(box, {1.0, 0.965, 0.955});
    for (int pass = 0; pass < 2; ++pass) {
        const int step = pass == 0 ? 1 : 5;
        const Colour colour = pass == 0 ? kFineGrid : kCoarseGrid;
        const double width = pass == 0 ? 0.12 : 0.2;
        for (int x = 0; x <= static_cast<int>(box.w); x += step) {
            canvas.line({box.x + x, box.y}, {box.x + x, box.y + box.h}, width, colour);
        }
        for (int y = 0; y <= static_cast<int>(box.h); y += step) {
            canvas.line({box.x, box.y + y}, {box.x + box.w, box.y + y}, width, colour);
        }
    }
}

std::string withUnit(double value, const char* unit) {
    std::array<char, 48> text{};
    std::snprintf(text.data(), text.size(), "%.0f %s", value, unit);
    return text.data();
}

void ecgHead(Canvas& canvas, const SampleCase& c, Dice& dice) {
    const TextStyle line{Font::Gothic, 8.5, kToner};
    const double rr = 60 / c.heartRate;
    const double qt = 380 * std::sqrt(rr) + dice.between(8, 24);
    const int minute = dice.whole(10, 59);
    const double pr = dice.between(148, 178), qrs = dice.between(84, 98),
                 axis = dice.between(28, 62);
    canvas.text({18, 27},
                "記録 " + dottedDate(std::chrono::sys_days(c.written) - std::chrono::days(3)) +
                    " 10:" + std::to_string(minute) + "　　心拍数 " + withUnit(c.heartRate, "bpm") +
                    "　　PR " + withUnit(pr, "ms") + "　　QRS " + withUnit(qrs, "ms") +
                    "　　QT/QTc " + withUnit(qt, "") + "/ " + withUnit(qt / std::sqrt(rr), "ms") +
                    "　　電気軸 " + withUnit(axis, "°"),
                line);
    canvas.text({18, 32.5},
                c.stShift < 0 ? "自動解析：洞調律　ST低下（I, aVL, V4–V6）　※要医師確認"
                              : "自動解析：洞調律　正常範囲内　※要医師確認",
                {Font::Gothic, 9, kToner, true});
    canvas.text({192, 32.5}, "25 mm/s　10 mm/mV　Filter 0.05–100 Hz　AC 50 Hz",
                {Font::Gothic, 7.5, kToner, false, Align::Right});
}

} // namespace

void drawEcg(Canvas& canvas, const SampleCase& c, const SheetSpec& spec) {
    Dice dice(spec.seed ^ 0x454347u);
    drawRunningHead(canvas, c, "12誘導心電図");
    ecgHead(canvas, c, dice);
    const Box area{15, 40, 180, 215};
    grid(canvas, area);
    const Rhythm beats = rhythm(dice, c.heartRate, 8);
    const double rowHeight = 30;
    for (std::size_t i = 0; i < kLeads.size(); ++i) {
        const double x = area.x + (i < 6 ? 0 : 90);
        const double y = area.y + 2 + static_cast<double>(i % 6) * rowHeight;
        trace(canvas, kLeads[i], beats, c.stShift, {x, y, 90, rowHeight}, 0, dice);
    }
    trace(canvas, kLeads[1], beats, c.stShift, {area.x, area.y + 184, area.w, 29}, 0, dice);
    canvas.frame(area, 0.25, kCoarseGrid);
    canvas.text({18, 258}, "心電計　MIHON ECG-1000（見本機）　ソフトウェア 1.02",
                {Font::Gothic, 7.5, kToner});
    canvas.text({192, 258}, "判読医　" + c.fromDoctor,
                {Font::Mincho, 9.5, kToner, false, Align::Right});
    roundSeal(canvas, dice, {184, 270}, c.doctorSeal);
    handwriting(canvas, dice, {22, 266},
                c.stShift < 0 ? "V4-6 ST低下 (+)　前回なし" : "前回と著変なし",
                {13, {0.36, 0.36, 0.38}, 2.2, 0.085, 0.42});
}

} // namespace seihon::report
