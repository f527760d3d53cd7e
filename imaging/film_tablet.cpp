#include "imaging/film_tablet.h"

#include "imaging/edge_summary.h"
#include "imaging/film_depth.h"
#include "imaging/film_marks.h"
#include "record/fault.h"
#include "record/film_fit.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace seihon::imaging {

namespace {

using record::FilmMeasurement;
using record::FilmStep;
using record::FilmTablet;
using record::RectPx;

constexpr double kStepInset = 0.15; // of a step, on each side
constexpr int kFilmNoiseTile = 12;
constexpr std::size_t kLeastFilmEdges = 5; // of 8 in each direction
constexpr double kFilmEdgeLength = 0.6;    // of the square's side
constexpr double kFilmEdgeReach = 0.2;

class TabletReading {
  public:
    TabletReading(const record::PageImage& image, const RectPx& film, const FilmTablet& tablet)
        : m_image(image), m_film(film), m_tablet(tablet), m_place(findTablet(image, film, tablet)) {
    }

    FilmMeasurement read() {
        const auto histogram = deepHistogram(m_image, m_film);
        m_result.significantBits = significantBits(*histogram);
        const auto used = [](std::int64_t count) {
            return count > 0;
        };
        m_darkest = static_cast<std::uint16_t>(
            std::find_if(histogram->begin(), histogram->end(), used) - histogram->begin());
        m_brightest = static_cast<std::uint16_t>(
            histogram->rend() - std::find_if(histogram->rbegin(), histogram->rend(), used) - 1);
        geometry();
        for (const record::TabletStep& step : m_tablet.steps) {
            m_result.steps.push_back(readStep(step));
        }
        readEdges();
        return std::move(m_result);
    }

  private:
    // Lengths count against the resolution that the device declares.
    void geometry() {
        const double acrossPerUm = std::hypot(m_place.alongX.x, m_place.alongX.y);
        const double downPerUm = std::hypot(m_place.alongY.x, m_place.alongY.y);
        m_result.pitchAcrossNanometres = std::llround(1000 / acrossPerUm);
        m_result.pitchDownNanometres = std::llround(1000 / downPerUm);
        const double declaredX = static_cast<double>(m_image.dpiX) / 25'400;
        const double declaredY = static_cast<double>(m_image.dpiY) / 25'400;
        m_result.scaleErrorAcrossPpm = std::llround(1e6 * (acrossPerUm / declaredX - 1));
        m_result.scaleErrorDownPpm = std::llround(1e6 * (downPerUm / declaredY - 1));
        m_result.skewMilliDegrees = std::llround(std::atan2(m_place.alongX.y, m_place.alongX.x) *
                                                 180'000 / std::numbers::pi);
    }

    RectPx boxOf(const record::TabletStep& step) const {
        const PixelPoint middle =
            m_place.at(static_cast<double>(step.x), static_cast<double>(step.y));
        const double w = static_cast<double>(step.w) * (1 - 2 * kStepInset) * m_place.alongX.x;
        const double h = static_cast<double>(step.h) * (1 - 2 * kStepInset) * m_place.alongY.y;
        const RectPx box{std::llround(middle.x - w / 2), std::llround(middle.y - h / 2),
                         static_cast<std::int64_t>(w), static_cast<std::int64_t>(h)};
        if (box.x < m_film.x || box.y < m_film.y || box.x + box.w > m_film.x + m_film.w ||
            box.y + box.h > m_film.y + m_film.h || box.w < kFilmNoiseTile ||
            box.h < kFilmNoiseTile) {
            throw record::Fault(record::FaultKind::TargetNotFound,
                                "a step of the tablet lies outside of the scan, or is too small",
                                {{"detail", "film steps"}});
        }
        return box;
    }

    FilmStep readStep(const record::TabletStep& step) const {
        const RectPx box = boxOf(step);
        double sum = 0;
        std::int64_t clipped = 0;
        for (std::int64_t y = box.y; y < box.y + box.h; ++y) {
            const std::uint8_t* const row = m_image.row(y);
            for (std::int64_t x = box.x; x < box.x + box.w; ++x) {
                const std::uint16_t value = deepAt(row, x);
                sum += value;
                clipped += value == m_darkest || value == m_brightest ? 1 : 0;
            }
        }
        FilmStep made;
        made.density = step.density;
        made.milliCount = std::llround(1000 * sum / static_cast<double>(box.w * box.h));
        made.noiseMilliCount = std::llround(1000 * noiseIn(box));
        made.clippedPermille = clipped * 1000 / (box.w * box.h);
        return made;
    }

    // Standard deviation in small tiles, the median of them: neither shading nor a speck counts.
    double noiseIn(const RectPx& box) const {
        std::vector<double> deviations;
        for (std::int64_t y = box.y; y + kFilmNoiseTile <= box.y + box.h; y += kFilmNoiseTile) {
            for (std::int64_t x = box.x; x + kFilmNoiseTile <= box.x + box.w; x += kFilmNoiseTile) {
                double sum = 0;
                double squares = 0;
                for (std::int64_t v = y; v < y + kFilmNoiseTile; ++v) {
                    for (std::int64_t u = x; u < x + kFilmNoiseTile; ++u) {
                        const double value = deepAt(m_image.row(v), u);
                        sum += value;
                        squares += value * value;
                    }
                }
                constexpr double kCount = kFilmNoiseTile * kFilmNoiseTile;
                deviations.push_back(
                    std::sqrt(std::max(0.0, (squares - sum * sum / kCount) / (kCount - 1))));
            }
        }
        const auto middle = deviations.begin() + static_cast<std::ptrdiff_t>(deviations.size() / 2);
        std::nth_element(deviations.begin(), middle, deviations.end());
        return *middle;
    }

    // Sharpness is of light (ISO 16067-2): stored values become transmittance by the steps' own
    // curve; where that cannot be drawn the values stand for themselves, and the steps say why.
    std::vector<std::uint8_t> lightOfValues() const {
        std::vector<double> light(kDeepValues);
        try {
            std::vector<FilmStep> darker;
            for (const FilmStep& step : m_result.steps) {
                if (darker.empty() || step.milliCount < darker.back().milliCount) {
                    darker.push_back(step);
                }
            }
            const std::vector<std::uint16_t> table = record::densityTable(darker);
            const double clearest = std::pow(10, -static_cast<double>(table.back()) / 1000);
            for (std::size_t value = 0; value < kDeepValues; ++value) {
                light[value] = std::pow(10, -static_cast<double>(table[value]) / 1000) / clearest;
            }
        } catch (const record::Fault&) {
            for (std::size_t value = 0; value < kDeepValues; ++value) {
                light[value] = std::clamp((static_cast<double>(value) - m_place.opaque) /
                                              (m_place.clear - m_place.opaque),
                                          0.0, 1.0);
            }
        }
        std::vector<std::uint8_t> tones;
        tones.reserve(kDeepValues);
        for (const double share : light) {
            tones.push_back(static_cast<std::uint8_t>(std::lround(254 * share)));
        }
        return tones;
    }

    void readEdges() {
        const std::vector<std::uint8_t> tones = lightOfValues();
        std::vector<Response> across;
        std::vector<Response> down;
        std::vector<double> acrossPlaces;
        std::vector<double> downPlaces;
        for (const PixelPoint& mark : m_place.marks) {
            addSquare(mark, tones, true, across, acrossPlaces);
            addSquare(mark, tones, false, down, downPlaces);
        }
        if (across.size() < kLeastFilmEdges || down.size() < kLeastFilmEdges) {
            throw record::Fault(record::FaultKind::TargetNotFound,
                                std::to_string(across.size()) + " and " +
                                    std::to_string(down.size()) +
                                    " of 8 slanted edges could be measured",
                                {{"detail", "slanted edges"}});
        }
        m_result.across = summariseEdges(across, acrossPlaces);
        m_result.down = summariseEdges(down, downPlaces);
    }

    // A plane of what lies around the square; the film's border cuts it.
    Plane around(const PixelPoint& mark, const std::vector<std::uint8_t>& tones,
                 PixelPoint& middle) const {
        const double scale = std::hypot(m_place.alongX.x, m_place.alongX.y);
        const double side = static_cast<double>(m_tablet.markSide) * scale;
        const auto reach = static_cast<std::int64_t>(side);
        const std::int64_t left = std::max(m_film.x, std::lround(mark.x) - reach);
        const std::int64_t top = std::max(m_film.y, std::lround(mark.y) - reach);
        const std::int64_t right = std::min(m_film.x + m_film.w, std::lround(mark.x) + reach);
        const std::int64_t bottom = std::min(m_film.y + m_film.h, std::lround(mark.y) + reach);
        Plane plane(static_cast<int>(right - left), static_cast<int>(bottom - top));
        for (int y = 0; y < plane.height; ++y) {
            const std::uint8_t* const row = m_image.row(top + y);
            for (int x = 0; x < plane.width; ++x) {
                plane.row(y)[x] = tones[deepAt(row, left + x)];
            }
        }
        middle = {mark.x - static_cast<double>(left), mark.y - static_cast<double>(top)};
        return plane;
    }

    // The two opposite edges of one square that run (about) upright, or level.
    void addSquare(const PixelPoint& mark, const std::vector<std::uint8_t>& tones, bool upright,
                   std::vector<Response>& all, std::vector<double>& places) const {
        PixelPoint middle;
        const Plane plane = around(mark, tones, middle);
        const double scale = std::hypot(m_place.alongX.x, m_place.alongX.y);
        const double side = static_cast<double>(m_tablet.markSide) * scale;
        const double turn =
            static_cast<double>(m_tablet.markTurnMilliDegrees) * std::numbers::pi / 180'000 +
            std::atan2(m_place.alongX.y, m_place.alongX.x);
        double sum = 0;
        int count = 0;
        for (const double sign : {-1.0, 1.0}) {
            const double dx = sign * side / 2 * (upright ? std::cos(turn) : -std::sin(turn));
            const double dy = sign * side / 2 * (upright ? std::sin(turn) : std::cos(turn));
            const EdgeSpot spot{{middle.x + dx, middle.y + dy},
                                kFilmEdgeLength * side,
                                kFilmEdgeReach * side,
                                upright};
            if (const auto response = responseOf(plane, spot)) {
                all.push_back(*response);
                sum += frequencyWhere(*response, 0.1);
                ++count;
            }
        }
        if (count > 0) {
            places.push_back(sum / count);
        }
    }

    const record::PageImage& m_image;
    RectPx m_film;
    const FilmTablet& m_tablet;
    TabletPlace m_place;
    FilmMeasurement m_result;
    std::uint16_t m_darkest = 0, m_brightest = 0;
};

} // namespace

FilmMeasurement measureTablet(const record::PageImage& image, const std::optional<RectPx>& film,
                              const FilmTablet& tablet) {
    if (image.channels != 1 || image.bitsPerSample != 16) {
        throw record::Fault(record::FaultKind::Usage,
                            "a step tablet is scanned in grey with 16 bits");
    }
    return TabletReading(image, film.value_or(RectPx{0, 0, image.width, image.height}), tablet)
        .read();
}

} // namespace seihon::imaging
