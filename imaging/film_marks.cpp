#include "imaging/film_marks.h"

#include "imaging/film_depth.h"
#include "record/fault.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>
#include <optional>

namespace seihon::imaging {

namespace {

using record::FilmTablet;
using record::RectPx;

constexpr double kScaleDoubt = 0.04; // of a length, before it is measured
constexpr double kMostSkew = 0.06;   // tangent
constexpr double kAreaDoubt = 0.2;   // of a square's area
constexpr std::size_t kMostSquares = 200;

[[noreturn]] void notFound(const std::string& why) {
    throw record::Fault(record::FaultKind::TargetNotFound, "no step tablet: " + why,
                        {{"detail", "film marks"}});
}

double quantile(const DeepHistogram& histogram, std::int64_t pixels, double share) {
    auto left = static_cast<std::int64_t>(share * static_cast<double>(pixels));
    for (std::size_t value = 0; value < histogram.size(); ++value) {
        left -= histogram[value];
        if (left < 0) {
            return static_cast<double>(value);
        }
    }
    return static_cast<double>(histogram.size() - 1);
}

class MarkSearch {
  public:
    MarkSearch(const record::PageImage& image, const RectPx& film, const FilmTablet& tablet)
        : m_image(image), m_film(film), m_tablet(tablet),
          m_perUmX(static_cast<double>(image.dpiX) / 25'400),
          m_perUmY(static_cast<double>(image.dpiY) / 25'400) {
        const auto histogram = deepHistogram(image, film);
        m_place.opaque = quantile(*histogram, film.w * film.h, 0.005);
        m_place.clear = quantile(*histogram, film.w * film.h, 0.98);
    }

    TabletPlace find() {
        if (m_place.clear - m_place.opaque < 256) {
            notFound("nothing is dark on it");
        }
        const std::vector<PixelPoint> squares = squaresInView();
        const auto corners = rectangleAmong(squares);
        if (!corners) {
            notFound(std::to_string(squares.size()) + " dark squares, none of them four in place");
        }
        m_place.marks = *corners;
        for (PixelPoint& mark : m_place.marks) {
            mark = middleOf(mark);
        }
        const auto& [upperLeft, upperRight, lowerLeft, lowerRight] = m_place.marks;
        const auto across = static_cast<double>(2 * m_tablet.marksAcross);
        const auto down = static_cast<double>(2 * m_tablet.marksDown);
        m_place.alongX = {(upperRight.x - upperLeft.x + lowerRight.x - lowerLeft.x) / across,
                          (upperRight.y - upperLeft.y + lowerRight.y - lowerLeft.y) / across};
        m_place.alongY = {(lowerLeft.x - upperLeft.x + lowerRight.x - upperRight.x) / down,
                          (lowerLeft.y - upperLeft.y + lowerRight.y - upperRight.y) / down};
        return m_place;
    }

  private:
    double sideX() const { return static_cast<double>(m_tablet.markSide) * m_perUmX; }
    double sideY() const { return static_cast<double>(m_tablet.markSide) * m_perUmY; }

    // Dark areas of the size of a square that do not touch the film's border.
    std::vector<PixelPoint> squaresInView() const {
        const double limit = (m_place.clear + m_place.opaque) / 2;
        cv::Mat dark(static_cast<int>(m_film.h), static_cast<int>(m_film.w), CV_8U);
        for (int y = 0; y < dark.rows; ++y) {
            const std::uint8_t* const row = m_image.row(m_film.y + y);
            auto* const out = dark.ptr<std::uint8_t>(y);
            for (int x = 0; x < dark.cols; ++x) {
                out[x] = deepAt(row, m_film.x + x) < limit ? 255 : 0;
            }
        }
        cv::Mat labels;
        cv::Mat stats;
        cv::Mat middles;
        const int areas = cv::connectedComponentsWithStats(dark, labels, stats, middles, 4);
        const double turn = static_cast<double>(m_tablet.markTurnMilliDegrees) * M_PI / 180'000;
        const double reach = std::cos(turn) + std::sin(turn); // of a turned square's box
        std::vector<PixelPoint> found;
        for (int i = 1; i < areas && found.size() < kMostSquares; ++i) {
            const double w = stats.at<int>(i, cv::CC_STAT_WIDTH) / (sideX() * reach);
            const double h = stats.at<int>(i, cv::CC_STAT_HEIGHT) / (sideY() * reach);
            const double area = stats.at<int>(i, cv::CC_STAT_AREA) / (sideX() * sideY());
            if (std::abs(w - 1) < kAreaDoubt && std::abs(h - 1) < kAreaDoubt &&
                std::abs(area - 1) < kAreaDoubt) {
                found.push_back({static_cast<double>(m_film.x) + middles.at<double>(i, 0),
                                 static_cast<double>(m_film.y) + middles.at<double>(i, 1)});
            }
        }
        return found;
    }

    static std::optional<PixelPoint> nearest(const std::vector<PixelPoint>& points,
                                             const PixelPoint& wanted, double within) {
        std::optional<PixelPoint> best;
        for (const PixelPoint& point : points) {
            const double distance = std::hypot(point.x - wanted.x, point.y - wanted.y);
            if (distance < within) {
                within = distance;
                best = point;
            }
        }
        return best;
    }

    // The four that lie as the certificate says, up to a small turn and scale.
    std::optional<std::array<PixelPoint, 4>>
    rectangleAmong(const std::vector<PixelPoint>& squares) const {
        const double across = static_cast<double>(m_tablet.marksAcross) * m_perUmX;
        const double down = static_cast<double>(m_tablet.marksDown) * m_perUmY;
        for (const PixelPoint& first : squares) {
            const double doubt = kScaleDoubt * across + kMostSkew * across;
            const auto right = nearest(squares, {first.x + across, first.y}, doubt);
            if (!right || std::abs(right->x - first.x - across) > kScaleDoubt * across) {
                continue;
            }
            const double skew = (right->y - first.y) / across;
            const double near = kScaleDoubt * down + 2;
            const auto below = nearest(squares, {first.x - skew * down, first.y + down}, near);
            const auto last = nearest(squares, {right->x - skew * down, right->y + down}, near);
            if (below && last) {
                return std::array{first, *right, *below, *last};
            }
        }
        return std::nullopt;
    }

    // The centre of what is missing of the light, to a small part of a pixel.
    PixelPoint middleOf(const PixelPoint& about) const {
        const auto reachX = static_cast<std::int64_t>(sideX() * 0.65);
        const auto reachY = static_cast<std::int64_t>(sideY() * 0.65);
        const auto atX = std::lround(about.x);
        const auto atY = std::lround(about.y);
        const std::int64_t left = std::max(m_film.x, atX - reachX);
        const std::int64_t top = std::max(m_film.y, atY - reachY);
        const std::int64_t right = std::min(m_film.x + m_film.w, atX + reachX + 1);
        const std::int64_t bottom = std::min(m_film.y + m_film.h, atY + reachY + 1);
        double sum = 0;
        double sumX = 0;
        double sumY = 0;
        for (std::int64_t y = top; y < bottom; ++y) {
            const std::uint8_t* const row = m_image.row(y);
            for (std::int64_t x = left; x < right; ++x) {
                const double lacking =
                    (m_place.clear - deepAt(row, x)) / (m_place.clear - m_place.opaque);
                const double weight = lacking < 0.1 ? 0 : std::min(lacking, 1.0); // no noise
                sum += weight;
                sumX += weight * static_cast<double>(x);
                sumY += weight * static_cast<double>(y);
            }
        }
        return {sumX / sum + 0.5, sumY / sum + 0.5};
    }

    const record::PageImage& m_image;
    RectPx m_film;
    const FilmTablet& m_tablet;
    double m_perUmX, m_perUmY;
    TabletPlace m_place;
};

} // namespace

TabletPlace findTablet(const record::PageImage& image, const RectPx& film,
                       const FilmTablet& tablet) {
    return MarkSearch(image, film, tablet).find();
}

} // namespace seihon::imaging
