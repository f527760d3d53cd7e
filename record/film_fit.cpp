#include "record/film_fit.h"

#include "record/fault.h"

#include <algorithm>
#include <cmath>

namespace seihon::record {

namespace {

constexpr std::int64_t kStoredValues = 65'536;
constexpr std::int64_t kClippedFilmPermille = 10;
// Means of thousands of pixels differ by less than this share of a pixel's noise.
constexpr double kSureShare = 0.5;
constexpr double kMostFilmDensity = 10'000; // nothing that light goes through

// Density by value, values ascending.
struct CurvePoint {
    double value = 0, density = 0;
};

// Fritsch and Carlson, Monotone Piecewise Cubic Interpolation, SIAM J. Numer. Anal. 17 (1980).
class MonotoneCurve {
  public:
    explicit MonotoneCurve(std::vector<CurvePoint> points) : m_points(std::move(points)) {
        const std::size_t last = m_points.size() - 1;
        std::vector<double> slopes(last);
        for (std::size_t i = 0; i < last; ++i) {
            slopes[i] = (m_points[i + 1].density - m_points[i].density) /
                        (m_points[i + 1].value - m_points[i].value);
        }
        m_tangents.assign(last + 1, 0);
        m_tangents.front() = slopes.front();
        m_tangents.back() = slopes.back();
        for (std::size_t i = 1; i < last; ++i) { // weighted harmonic mean: never overshoots
            const double before = m_points[i].value - m_points[i - 1].value;
            const double after = m_points[i + 1].value - m_points[i].value;
            if (slopes[i - 1] * slopes[i] > 0) {
                m_tangents[i] =
                    3 * (before + after) /
                    ((2 * after + before) / slopes[i - 1] + (after + 2 * before) / slopes[i]);
            }
        }
    }

    double at(double value) const {
        if (value <= m_points.front().value) {
            return m_points.front().density;
        }
        if (value >= m_points.back().value) {
            return m_points.back().density;
        }
        const auto next = std::upper_bound(
            m_points.begin(), m_points.end(), value,
            [](double wanted, const CurvePoint& point) { return wanted < point.value; });
        const auto i = static_cast<std::size_t>(next - m_points.begin()) - 1;
        const CurvePoint& a = m_points[i];
        const CurvePoint& b = m_points[i + 1];
        const double h = b.value - a.value;
        const double t = (value - a.value) / h;
        const double s = 1 - t;
        const double cubic = s * s * ((1 + 2 * t) * a.density + t * h * m_tangents[i]) +
                             t * t * ((3 - 2 * t) * b.density - s * h * m_tangents[i + 1]);
        return std::clamp(cubic, std::min(a.density, b.density), std::max(a.density, b.density));
    }

  private:
    std::vector<CurvePoint> m_points;
    std::vector<double> m_tangents;
};

std::vector<CurvePoint> pointsOf(std::span<const FilmStep> steps) {
    std::vector<CurvePoint> points;
    for (auto step = steps.rbegin(); step != steps.rend(); ++step) { // densest first: ascending
        points.push_back(
            {static_cast<double>(step->milliCount) / 1000, static_cast<double>(step->density)});
    }
    return points;
}

bool getsDarker(std::span<const FilmStep> steps) {
    for (std::size_t i = 1; i < steps.size(); ++i) {
        if (steps[i].milliCount >= steps[i - 1].milliCount ||
            steps[i].density <= steps[i - 1].density) {
            return false;
        }
    }
    return true;
}

// Stored values for each thousandth of density around a step; 0 where nothing changes.
double countsPerDensity(const FilmMeasurement& measurement, std::size_t step) {
    const auto& steps = measurement.steps;
    const std::size_t before = step == 0 ? 0 : step - 1;
    const std::size_t after = std::min(step + 1, steps.size() - 1);
    const auto density = static_cast<double>(steps[after].density - steps[before].density);
    const auto counts = static_cast<double>(steps[before].milliCount - steps[after].milliCount);
    return density > 0 ? counts / 1000 / density : 0;
}

} // namespace

std::optional<std::int64_t> noiseAt(const FilmMeasurement& measurement, std::size_t step) {
    const double slope = countsPerDensity(measurement, step);
    if (slope <= 0) {
        return std::nullopt;
    }
    const auto noise = static_cast<double>(measurement.steps[step].noiseMilliCount) / 1000;
    return std::llround(std::min(noise / slope, kMostFilmDensity));
}

std::optional<std::int64_t> contrastAt(const FilmMeasurement& measurement, std::size_t step) {
    const double slope = countsPerDensity(measurement, step);
    if (slope <= 0 || measurement.pitchAcrossNanometres <= 0 ||
        measurement.pitchDownNanometres <= 0) {
        return std::nullopt;
    }
    const double pixels = 1e6 / static_cast<double>(measurement.pitchAcrossNanometres) * 1e6 /
                          static_cast<double>(measurement.pitchDownNanometres);
    const auto noise = static_cast<double>(measurement.steps[step].noiseMilliCount) / 1000;
    const double least =
        std::exp2(16.0 - static_cast<double>(measurement.significantBits.value_or(8)));
    const double counts = std::max(2 * noise / std::sqrt(std::max(pixels, 1.0)), least);
    return std::llround(std::min(counts / slope, kMostFilmDensity));
}

std::vector<FilmStep> usableSteps(const FilmMeasurement& measurement, const FilmLimits& limits) {
    std::vector<FilmStep> best;
    std::vector<FilmStep> run;
    for (std::size_t i = 0; i < measurement.steps.size(); ++i) {
        const FilmStep& step = measurement.steps[i];
        const auto contrast = contrastAt(measurement, i);
        const auto noise = noiseAt(measurement, i);
        const bool good = step.clippedPermille <= kClippedFilmPermille && contrast &&
                          *contrast <= limits.contrastDensity && noise &&
                          *noise <= limits.noiseDensity;
        const bool goesOn = run.empty() || (step.milliCount < run.back().milliCount &&
                                            step.density > run.back().density);
        if (!good || !goesOn) {
            run.clear();
        }
        if (good) {
            run.push_back(step);
        }
        if (run.size() > best.size()) {
            best = run;
        }
    }
    return best;
}

FilmRange rangeOf(std::span<const FilmStep> usable) {
    return usable.size() < 2 ? FilmRange{}
                             : FilmRange{usable.front().density, usable.back().density};
}

std::optional<std::size_t> brighterThanBefore(const FilmMeasurement& measurement) {
    for (std::size_t i = 1; i < measurement.steps.size(); ++i) {
        const FilmStep& before = measurement.steps[i - 1];
        const FilmStep& step = measurement.steps[i];
        const double doubt = kSureShare * static_cast<double>(std::max(step.noiseMilliCount,
                                                                       before.noiseMilliCount));
        if (static_cast<double>(step.milliCount - before.milliCount) > doubt) {
            return i;
        }
    }
    return std::nullopt;
}

std::int64_t largestResidual(std::span<const FilmStep> usable) {
    double largest = 0;
    for (std::size_t i = 1; usable.size() >= 4 && i + 1 < usable.size(); ++i) {
        std::vector<FilmStep> others(usable.begin(), usable.end());
        others.erase(others.begin() + static_cast<std::ptrdiff_t>(i));
        const double found =
            MonotoneCurve(pointsOf(others)).at(static_cast<double>(usable[i].milliCount) / 1000);
        largest = std::max(largest, std::abs(found - static_cast<double>(usable[i].density)));
    }
    return std::llround(largest);
}

std::vector<std::uint16_t> densityTable(std::span<const FilmStep> usable) {
    const bool sane = usable.size() >= 2 && getsDarker(usable) && usable.front().density >= 0 &&
                      static_cast<double>(usable.back().density) <= kMostFilmDensity;
    if (!sane) {
        throw Fault(FaultKind::Malformed, "the steps give no curve of density");
    }
    const MonotoneCurve curve(pointsOf(usable));
    std::vector<std::uint16_t> table;
    table.reserve(kStoredValues);
    for (std::int64_t value = 0; value < kStoredValues; ++value) {
        table.push_back(
            static_cast<std::uint16_t>(std::llround(curve.at(static_cast<double>(value)))));
    }
    return table;
}

Digest digestOfTable(std::span<const std::uint16_t> table) {
    std::vector<std::uint8_t> bytes;
    bytes.reserve(2 * table.size());
    for (const std::uint16_t density : table) {
        bytes.push_back(static_cast<std::uint8_t>(density >> 8));
        bytes.push_back(static_cast<std::uint8_t>(density & 0xff));
    }
    return sha256(bytes);
}

FilmScale filmScaleOf(const FilmCalibration& calibration) {
    FilmScale scale;
    scale.densityOfValue = densityTable(calibration.curve);
    if (digestOfTable(scale.densityOfValue) != calibration.tableDigest) {
        throw Fault(FaultKind::Malformed,
                    "calibration " + calibration.id + " does not give the table that was kept");
    }
    scale.densestValue = (calibration.curve.back().milliCount + 999) / 1000;
    scale.clearestValue = calibration.curve.front().milliCount / 1000;
    scale.pitchAcrossNanometres = calibration.pitchAcrossNanometres;
    scale.pitchDownNanometres = calibration.pitchDownNanometres;
    return scale;
}

} // namespace seihon::record
