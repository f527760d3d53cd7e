#include "imaging/film_page.h"

#include "imaging/film_depth.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace seihon::imaging {

namespace {

using record::PageMeasurement;
using record::Quantity;
using record::RectPx;

// A square of so many mm all of one value, the very darkest or brightest there is, shows no film
// any more: noise would stir it.
constexpr double kSaturatedCellMm = 0.5;

struct Saturated {
    std::int64_t permille = 0;
    RectPx largest; // w 0: none
};

class SaturationLook {
  public:
    SaturationLook(const record::PageImage& image, const RectPx& film)
        : m_image(image), m_film(film),
          m_side(std::max(4, static_cast<int>(std::lround(
                                 kSaturatedCellMm / 25.4 *
                                 static_cast<double>(std::min(image.dpiX, image.dpiY)))))) {}

    Saturated at(std::uint16_t value) const {
        const int across = static_cast<int>(m_film.w) / m_side;
        const int down = static_cast<int>(m_film.h) / m_side;
        Saturated found;
        if (across == 0 || down == 0) {
            return found;
        }
        cv::Mat cells(down, across, CV_8U, cv::Scalar(0));
        std::int64_t whole = 0;
        for (int y = 0; y < down; ++y) {
            for (int x = 0; x < across; ++x) {
                if (isWhole(x, y, value)) {
                    cells.at<std::uint8_t>(y, x) = 255;
                    ++whole;
                }
            }
        }
        found.permille = whole * 1000 / (static_cast<std::int64_t>(across) * down);
        if (whole > 0) {
            found.permille = std::max<std::int64_t>(found.permille, 1);
            found.largest = largestOf(cells);
        }
        return found;
    }

  private:
    bool isWhole(int cellX, int cellY, std::uint16_t value) const {
        for (int v = 0; v < m_side; ++v) {
            const std::uint8_t* const row =
                m_image.row(m_film.y + static_cast<std::int64_t>(cellY) * m_side + v);
            for (int u = 0; u < m_side; ++u) {
                if (deepAt(row, m_film.x + static_cast<std::int64_t>(cellX) * m_side + u) !=
                    value) {
                    return false;
                }
            }
        }
        return true;
    }

    RectPx largestOf(const cv::Mat& cells) const {
        cv::Mat labels;
        cv::Mat stats;
        cv::Mat middles;
        const int areas = cv::connectedComponentsWithStats(cells, labels, stats, middles, 8);
        int best = 1;
        for (int i = 2; i < areas; ++i) {
            if (stats.at<int>(i, cv::CC_STAT_AREA) > stats.at<int>(best, cv::CC_STAT_AREA)) {
                best = i;
            }
        }
        return {m_film.x +
                    static_cast<std::int64_t>(stats.at<int>(best, cv::CC_STAT_LEFT)) * m_side,
                m_film.y + static_cast<std::int64_t>(stats.at<int>(best, cv::CC_STAT_TOP)) * m_side,
                static_cast<std::int64_t>(stats.at<int>(best, cv::CC_STAT_WIDTH)) * m_side,
                static_cast<std::int64_t>(stats.at<int>(best, cv::CC_STAT_HEIGHT)) * m_side};
    }

    const record::PageImage& m_image;
    RectPx m_film;
    int m_side;
};

void addSaturated(const record::PageImage& image, const Saturated& found, Quantity quantity,
                  PageMeasurement& into) {
    if (found.largest.w == 0) {
        into.add(quantity, 0);
    } else {
        into.add(quantity, found.permille, record::areaOf(found.largest, image.dpiX, image.dpiY));
    }
}

} // namespace

void measureFilm(const record::PageImage& image, const record::CaptureFacts& facts,
                 PageMeasurement& into) {
    if (image.channels != 1 || image.bitsPerSample != 16) {
        return;
    }
    const RectPx film = facts.sheetRect.value_or(RectPx{0, 0, image.width, image.height});
    const auto histogram = deepHistogram(image, film);
    if (const auto bits = significantBits(*histogram)) {
        into.add(Quantity::SignificantBits, *bits);
    }
    const auto used = [](std::int64_t count) {
        return count > 0;
    };
    const auto darkest = std::find_if(histogram->begin(), histogram->end(), used);
    const auto brightest = std::find_if(histogram->rbegin(), histogram->rend(), used);
    const SaturationLook look(image, film);
    addSaturated(image, look.at(static_cast<std::uint16_t>(darkest - histogram->begin())),
                 Quantity::SaturatedDarkPermille, into);
    addSaturated(image, look.at(static_cast<std::uint16_t>(histogram->rend() - brightest - 1)),
                 Quantity::SaturatedBrightPermille, into);
}

} // namespace seihon::imaging
