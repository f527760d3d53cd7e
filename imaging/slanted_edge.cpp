#include "imaging/slanted_edge.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numbers>
#include <vector>

namespace seihon::imaging {
namespace {

constexpr int kBinsPerPixel = 4;                         // ISO 12233
constexpr double kLeastSlant = 0.035, kMostSlant = 0.21; // tangent: 2 to 12 degrees
constexpr double kLeastContrast = 30;

// One edge as if it always ran down: `along` it, `across` it.
class EdgeWindow {
  public:
    EdgeWindow(const Plane& grey, const EdgeSpot& spot) : m_grey(grey), m_spot(spot) {
        const double along = spot.upright ? spot.middle.y : spot.middle.x;
        m_first = static_cast<int>(std::floor(along - spot.length / 2));
        m_rows = static_cast<int>(spot.length);
        m_expected = spot.upright ? spot.middle.x : spot.middle.y;
    }

    int rows() const { return m_rows; }
    double rowMiddle(int row) const { return row - (m_rows - 1) / 2.0; }
    double expected() const { return m_expected; }
    // Everything that a slant of 12 degrees can reach lies in the image.
    bool fits() const {
        const double most = m_spot.reach + kMostSlant * m_spot.length / 2 + 2;
        const int across = m_spot.upright ? m_grey.width : m_grey.height;
        const int along = m_spot.upright ? m_grey.height : m_grey.width;
        return m_rows >= 16 && m_spot.reach >= 4 && m_first >= 0 && m_first + m_rows <= along &&
               m_expected - most >= 0 && m_expected + most < across;
    }
    double at(int row, int across) const {
        return m_spot.upright ? m_grey.at(across, m_first + row) : m_grey.at(m_first + row, across);
    }

  private:
    const Plane& m_grey;
    const EdgeSpot& m_spot;
    int m_first = 0;
    int m_rows = 0;
    double m_expected = 0;
};

double hamming(double place, double reach) {
    return 0.54 + 0.46 * std::cos(std::numbers::pi * std::clamp(place / reach, -1.0, 1.0));
}

// Where the edge crosses: position = middle + slope × row.
struct EdgeLine {
    double middle = 0, slope = 0;
    double at(double row) const { return middle + slope * row; }
};

// Fits the centroids of each row's steps; looks around the line known so far.
std::optional<EdgeLine> fitEdge(const EdgeWindow& window, const EdgeLine& known, double reach) {
    double n = 0;
    double sumR = 0;
    double sumX = 0;
    double sumRR = 0;
    double sumRX = 0;
    for (int row = 0; row < window.rows(); ++row) {
        const double r = window.rowMiddle(row);
        const double centre = known.at(r);
        double weight = 0;
        double moment = 0;
        for (int x = static_cast<int>(centre - reach); x <= static_cast<int>(centre + reach); ++x) {
            // The step from the pixel before lies at the border between the two: at x.
            const double step =
                (window.at(row, x) - window.at(row, x - 1)) * hamming(x - centre, reach);
            weight += step;
            moment += step * x;
        }
        if (std::abs(weight) < kLeastContrast / 2) {
            continue;
        }
        const double x = moment / weight;
        if (std::abs(x - centre) > reach) {
            continue;
        }
        n += 1;
        sumR += r;
        sumX += x;
        sumRR += r * r;
        sumRX += r * x;
    }
    const double spread = n * sumRR - sumR * sumR;
    if (n < window.rows() * 0.9 || spread <= 0) {
        return std::nullopt;
    }
    EdgeLine line;
    line.slope = (n * sumRX - sumR * sumX) / spread;
    line.middle = (sumX - line.slope * sumR) / n;
    return line;
}

// The edge's profile square to it, four samples a pixel, every pixel of the window in its bin.
std::vector<double> edgeProfileOf(const EdgeWindow& window, const EdgeLine& line, double reach) {
    const double cosine = 1 / std::hypot(1, line.slope);
    const int bins = 2 * static_cast<int>(reach * kBinsPerPixel);
    std::vector<double> sums(static_cast<std::size_t>(bins));
    std::vector<double> counts(static_cast<std::size_t>(bins));
    for (int row = 0; row < window.rows(); ++row) {
        const double centre = line.at(window.rowMiddle(row));
        for (int x = static_cast<int>(centre - reach - 1);
             x <= static_cast<int>(centre + reach + 1); ++x) {
            // Pixel x has its middle half a pixel beyond its border.
            const double distance = (x + 0.5 - centre) * cosine;
            const auto bin = static_cast<int>(std::floor(distance * kBinsPerPixel)) + bins / 2;
            if (bin >= 0 && bin < bins) {
                sums[static_cast<std::size_t>(bin)] += window.at(row, x);
                counts[static_cast<std::size_t>(bin)] += 1;
            }
        }
    }
    for (std::size_t i = 0; i < sums.size(); ++i) {
        if (counts[i] > 0) {
            sums[i] /= counts[i];
        } else { // a phase that no row has: as its neighbour
            sums[i] = i > 0 ? sums[i - 1] : 0;
        }
    }
    return sums;
}

double sinc(double x) {
    return x == 0 ? 1 : std::sin(std::numbers::pi * x) / (std::numbers::pi * x);
}

// Modulus of the Fourier transform of the profile's derivative, set right for what bins and
// differences of a quarter pixel take away themselves.
Response transformed(const std::vector<double>& profile) {
    const double reach = static_cast<double>(profile.size()) / (2.0 * kBinsPerPixel);
    Response response{};
    for (int k = 0; k < kResponseSteps; ++k) {
        const double frequency = k * kResponseStep;
        double real = 0;
        double imaginary = 0;
        for (std::size_t i = 1; i < profile.size(); ++i) {
            const double place = static_cast<double>(i) / kBinsPerPixel - reach;
            const double step = (profile[i] - profile[i - 1]) * hamming(place, reach);
            const double angle = 2 * std::numbers::pi * frequency * place;
            real += step * std::cos(angle);
            imaginary += step * std::sin(angle);
        }
        const double own = sinc(frequency / kBinsPerPixel);
        response[static_cast<std::size_t>(k)] = std::hypot(real, imaginary) / (own * own);
    }
    const double whole = response[0];
    for (double& value : response) {
        value /= whole;
    }
    return response;
}

} // namespace

std::optional<Response> responseOf(const Plane& grey, const EdgeSpot& spot) {
    const EdgeWindow window(grey, spot);
    if (!window.fits()) {
        return std::nullopt;
    }
    // Wide at first, because the slant is not known yet; then close around the line.
    std::optional<EdgeLine> line =
        fitEdge(window, {window.expected(), 0}, spot.reach + kMostSlant * spot.length / 2);
    for (int round = 0; line && round < 2; ++round) {
        if (std::abs(line->slope) > kMostSlant ||
            std::abs(line->middle - window.expected()) > spot.reach) {
            return std::nullopt;
        }
        line = fitEdge(window, *line, spot.reach);
    }
    if (!line || std::abs(line->slope) < kLeastSlant || std::abs(line->slope) > kMostSlant) {
        return std::nullopt;
    }
    const std::vector<double> profile = edgeProfileOf(window, *line, spot.reach);
    if (std::abs(profile.back() - profile.front()) < kLeastContrast) {
        return std::nullopt;
    }
    return transformed(profile);
}

double frequencyWhere(const Response& response, double contrast) {
    for (std::size_t k = 1; k < response.size(); ++k) {
        if (response[k] < contrast) {
            const double before = response[k - 1];
            const double share =
                before > response[k] ? (before - contrast) / (before - response[k]) : 0;
            return (static_cast<double>(k - 1) + std::clamp(share, 0.0, 1.0)) * kResponseStep;
        }
    }
    return 1.0;
}

} // namespace seihon::imaging
