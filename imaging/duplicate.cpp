#include "imaging/duplicate.h"

#include "imaging/page_planes.h"
#include "imaging/sheet.h"

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace seihon::imaging {
namespace {

constexpr double kMapCellMm = 0.7;
// Strokes and pictures up to this wide count as content; what is wider is paper.
constexpr int kClosingCells = 13;
constexpr int kLeastMapContrast = 12;
constexpr double kLeastContentMm2 = 10;
constexpr double kBlurCells = 1.2;

constexpr int kTileCells = 16;  // cells: 11 mm
constexpr int kLocalSearch = 3; // cells: paper stretches and turns a little from scan to scan
constexpr int kLeastTileContrast = 600; // sum; less is no content to compare
constexpr double kFarthestMm = 30;      // that a sheet lies elsewhere
// Share of the content, the least alike, that decides.
constexpr double kWorstShare = 0.12;

constexpr int kGridWidth = 24, kGridHeight = 34;
constexpr double kGridCellMm = 9;
constexpr int kSignatureSteps = 15;

cv::Mat matOverPlane(const Plane& plane) {
    return {plane.height, plane.width, CV_8UC1, const_cast<std::uint8_t*>(plane.pixels.data())};
}

int mostFrequentTone(const Plane& tones, const Plane& inside) {
    Histogram counts{};
    for (std::size_t i = 0; i < tones.pixels.size(); ++i) {
        counts[tones.pixels[i]] += inside.pixels[i] != 0 ? 1 : 0;
    }
    return static_cast<int>(std::max_element(counts.begin(), counts.end()) - counts.begin());
}

cv::Mat turned(const cv::Mat& map, double degrees) {
    if (std::abs(degrees) < 0.03) {
        return map;
    }
    const cv::Point2f middle(static_cast<float>(map.cols) / 2, static_cast<float>(map.rows) / 2);
    // OpenCV turns counter-clockwise for positive angles; skew is measured clockwise.
    cv::Mat out;
    cv::warpAffine(map, out, cv::getRotationMatrix2D(middle, degrees, 1), map.size(),
                   cv::INTER_LINEAR, cv::BORDER_CONSTANT, cv::Scalar(0));
    return out;
}

struct Shift {
    int x = 0, y = 0; // cells of the full map
};

// Where b's content must be moved to lie on a's: the peak of their cross-correlation at half size.
Shift coarseShift(const cv::Mat& a, const cv::Mat& b) {
    const int reach = static_cast<int>(kFarthestMm / kMapCellMm / 2);
    const cv::Size size(cv::getOptimalDFTSize(std::max(a.cols, b.cols) / 2 + reach),
                        cv::getOptimalDFTSize(std::max(a.rows, b.rows) / 2 + reach));
    std::array<cv::Mat, 2> spectra;
    std::size_t n = 0;
    for (const cv::Mat* map : {&a, &b}) {
        cv::Mat half;
        cv::resize(*map, half, {std::max(1, map->cols / 2), std::max(1, map->rows / 2)}, 0, 0,
                   cv::INTER_AREA);
        cv::Mat padded = cv::Mat::zeros(size, CV_32FC1);
        half.convertTo(padded(cv::Rect(0, 0, half.cols, half.rows)), CV_32F, 1, -cv::mean(half)[0]);
        cv::dft(padded, spectra[n++], 0, half.rows);
    }
    cv::Mat product;
    cv::mulSpectrums(spectra[0], spectra[1], product, 0, true);
    cv::Mat correlation;
    cv::idft(product, correlation, cv::DFT_REAL_OUTPUT);
    Shift best;
    float highest = -1;
    for (int dy = -reach; dy <= reach; ++dy) {
        const float* row = correlation.ptr<float>((dy + size.height) % size.height);
        for (int dx = -reach; dx <= reach; ++dx) {
            if (const float value = row[(dx + size.width) % size.width]; value > highest) {
                highest = value;
                best = {2 * dx, 2 * dy};
            }
        }
    }
    return best;
}

struct TileScore {
    double likeness = 0; // -1 … 1
    double weight = 0;
};

struct TileSums {
    int sum = 0;
    std::int64_t squares = 0;
};

TileSums sumsOf(const cv::Mat& map, int x, int y) {
    TileSums sums;
    for (int row = 0; row < kTileCells; ++row) {
        const std::uint8_t* line = map.ptr<std::uint8_t>(y + row) + x;
        for (int i = 0; i < kTileCells; ++i) {
            sums.sum += line[i];
            sums.squares += line[i] * line[i];
        }
    }
    return sums;
}

int productOf(const cv::Mat& a, int ax, int ay, const cv::Mat& b, int bx, int by) {
    int product = 0;
    for (int row = 0; row < kTileCells; ++row) {
        const std::uint8_t* p = a.ptr<std::uint8_t>(ay + row) + ax;
        const std::uint8_t* q = b.ptr<std::uint8_t>(by + row) + bx;
        int line = 0;
        for (int i = 0; i < kTileCells; ++i) {
            line += p[i] * q[i];
        }
        product += line;
    }
    return product;
}

double spreadOf(const TileSums& sums) {
    constexpr double kCells = kTileCells * kTileCells;
    return static_cast<double>(sums.squares) - static_cast<double>(sums.sum) * sums.sum / kCells;
}

constexpr int kSearchWidth = 2 * kLocalSearch + 1;
using SearchScores = std::array<std::array<double, kSearchWidth>, kSearchWidth>;

// What the peak of a parabola through three neighbours adds to the middle one: the true place lies
// between cells.
double peakAbove(double before, double middle, double after) {
    const double bend = before - 2 * middle + after;
    return bend < 0 ? (before - after) * (before - after) / (-8 * bend) : 0;
}

double peakOf(const SearchScores& scores) {
    std::size_t bestY = 0, bestX = 0;
    for (std::size_t y = 0; y < kSearchWidth; ++y) {
        for (std::size_t x = 0; x < kSearchWidth; ++x) {
            if (scores[y][x] > scores[bestY][bestX]) {
                bestY = y;
                bestX = x;
            }
        }
    }
    double best = scores[bestY][bestX];
    const double middle = best;
    if (bestX > 0 && bestX + 1 < kSearchWidth) {
        best += peakAbove(scores[bestY][bestX - 1], middle, scores[bestY][bestX + 1]);
    }
    if (bestY > 0 && bestY + 1 < kSearchWidth) {
        best += peakAbove(scores[bestY - 1][bestX], middle, scores[bestY + 1][bestX]);
    }
    return std::min(best, 1.0);
}

// The best that a tile of `a` does near its place in `b`.
TileScore scoreTile(const cv::Mat& a, const cv::Mat& b, int x, int y) {
    const TileSums here = sumsOf(a, x, y);
    const bool inked = here.sum >= kLeastTileContrast;
    int leastThere = INT32_MAX;
    SearchScores scores{};
    for (int dy = 0; dy < kSearchWidth; ++dy) {
        for (int dx = 0; dx < kSearchWidth; ++dx) {
            const int bx = x + dx - kLocalSearch;
            const int by = y + dy - kLocalSearch;
            const TileSums there = sumsOf(b, bx, by);
            leastThere = std::min(leastThere, there.sum);
            const double spread = inked ? spreadOf(here) * spreadOf(there) : 0;
            if (spread > 0) {
                const double product =
                    productOf(a, x, y, b, bx, by) -
                    static_cast<double>(here.sum) * there.sum / (kTileCells * kTileCells);
                scores[static_cast<std::size_t>(dy)][static_cast<std::size_t>(dx)] =
                    product / std::sqrt(spread);
            }
        }
    }
    if (inked) {
        return {peakOf(scores), static_cast<double>(here.sum)};
    }
    // Nothing here; is there something that should not be?
    return leastThere > 2 * kLeastTileContrast ? TileScore{0, static_cast<double>(leastThere)}
                                               : TileScore{};
}

// Both maps on one canvas, b moved onto a, with room for the local search.
struct Overlay {
    cv::Mat a, b;
};

Overlay overlay(const cv::Mat& a, const cv::Mat& b, Shift shift) {
    const int left = std::max(0, -shift.x), top = std::max(0, -shift.y);
    const auto roundUp = [](int n) {
        return (n + kTileCells - 1) / kTileCells * kTileCells;
    };
    const int width = roundUp(std::max(left + a.cols, left + shift.x + b.cols));
    const int height = roundUp(std::max(top + a.rows, top + shift.y + b.rows));
    Overlay out;
    const cv::Size canvas(width + 2 * kLocalSearch, height + 2 * kLocalSearch);
    out.a = cv::Mat::zeros(canvas, CV_8UC1);
    out.b = cv::Mat::zeros(canvas, CV_8UC1);
    a.copyTo(out.a(cv::Rect(left + kLocalSearch, top + kLocalSearch, a.cols, a.rows)));
    b.copyTo(out.b(
        cv::Rect(left + shift.x + kLocalSearch, top + shift.y + kLocalSearch, b.cols, b.rows)));
    return out;
}

double worstShare(std::vector<TileScore> scores) {
    double total = 0;
    for (const TileScore& score : scores) {
        total += score.weight;
    }
    if (total <= 0) {
        return 0;
    }
    std::sort(scores.begin(), scores.end(),
              [](const TileScore& p, const TileScore& q) { return p.likeness < q.likeness; });
    const double wanted = total * kWorstShare;
    double taken = 0;
    double sum = 0;
    for (const TileScore& score : scores) {
        const double weight = std::min(score.weight, wanted - taken);
        sum += weight * score.likeness;
        taken += weight;
        if (taken >= wanted) {
            break;
        }
    }
    return sum / wanted;
}

double similarityOf(const cv::Mat& a, const cv::Mat& b) {
    const Overlay both = overlay(a, b, coarseShift(a, b));
    std::vector<TileScore> scores;
    for (int y = kLocalSearch; y + kTileCells + kLocalSearch <= both.a.rows; y += kTileCells) {
        for (int x = kLocalSearch; x + kTileCells + kLocalSearch <= both.a.cols; x += kTileCells) {
            if (const TileScore score = scoreTile(both.a, both.b, x, y); score.weight > 0) {
                scores.push_back(score);
            }
        }
    }
    return worstShare(std::move(scores));
}

std::int64_t permilleOf(double value) {
    return std::clamp<std::int64_t>(std::llround(value * 1000), 0, 1000);
}

int stepOf(char digit) {
    return digit >= '0' && digit <= '9'   ? digit - '0'
           : digit >= 'a' && digit <= 'f' ? digit - 'a' + 10
                                          : 0;
}

} // namespace

ContentMap mapContent(const PagePlanes& planes, const Sheet& sheet, double skewDegrees) {
    if (std::min(planes.smallPixelsPerMmX(), planes.smallPixelsPerMmY()) * kMapCellMm < 1) {
        return {}; // coarser than a cell: no page is read from so little
    }
    const Plane inside = insideOf(sheet, planes, kSheetBorderMm, true);
    const Plane& tones = planes.smallDarkest;
    const cv::Size size(std::max(1, static_cast<int>(std::lround(
                                        tones.width / planes.smallPixelsPerMmX() / kMapCellMm))),
                        std::max(1, static_cast<int>(std::lround(
                                        tones.height / planes.smallPixelsPerMmY() / kMapCellMm))));
    cv::Mat paper = matOverPlane(tones).clone();
    paper.setTo(mostFrequentTone(tones, inside), matOverPlane(inside) == 0);
    cv::Mat cells;
    cv::resize(paper, cells, size, 0, 0, cv::INTER_AREA);
    cv::Mat contrast;
    cv::morphologyEx(cells, contrast, cv::MORPH_BLACKHAT,
                     cv::getStructuringElement(cv::MORPH_RECT, {kClosingCells, kClosingCells}));
    cv::subtract(contrast, cv::Scalar(kLeastMapContrast), contrast);
    if (cv::countNonZero(contrast) * kMapCellMm * kMapCellMm < kLeastContentMm2) {
        return {};
    }
    contrast = turned(contrast, skewDegrees);
    // A stroke is narrower than a cell, and lies between cells elsewhere in the next scan.
    cv::GaussianBlur(contrast, contrast, {0, 0}, kBlurCells);
    ContentMap map;
    map.contrast = Plane(contrast.cols, contrast.rows);
    contrast.copyTo(matOverPlane(map.contrast));
    return map;
}

std::int64_t similarityPermille(const ContentMap& a, const ContentMap& b) {
    if (a.empty() || b.empty()) {
        return 0;
    }
    return permilleOf(similarityOf(matOverPlane(a.contrast), matOverPlane(b.contrast)));
}

std::string signatureOf(const ContentMap& map) {
    if (map.empty()) {
        return {};
    }
    const cv::Mat cells = matOverPlane(map.contrast);
    const cv::Moments moments = cv::moments(cells);
    const double perCell = kGridCellMm / kMapCellMm;
    const double left = moments.m10 / moments.m00 - kGridWidth * perCell / 2;
    const double top = moments.m01 / moments.m00 - kGridHeight * perCell / 2;
    // Averages over the grid's cells, whatever part of the map they cover.
    const cv::Mat onto =
        (cv::Mat_<double>(2, 3) << 1 / perCell, 0, -left / perCell, 0, 1 / perCell, -top / perCell);
    cv::Mat smooth;
    cv::boxFilter(cells, smooth, CV_32F, {static_cast<int>(perCell), static_cast<int>(perCell)},
                  {-1, -1}, true, cv::BORDER_CONSTANT);
    cv::Mat grid;
    cv::warpAffine(smooth, grid, onto, {kGridWidth, kGridHeight}, cv::INTER_LINEAR,
                   cv::BORDER_CONSTANT, cv::Scalar(0));
    double highest = 0;
    cv::minMaxLoc(grid, nullptr, &highest);
    std::string text;
    for (int y = 0; y < kGridHeight; ++y) {
        for (int x = 0; x < kGridWidth; ++x) {
            const double share = highest > 0 ? grid.at<float>(y, x) / highest : 0;
            text += "0123456789abcdef"[std::clamp(
                static_cast<int>(std::lround(share * kSignatureSteps)), 0, kSignatureSteps)];
        }
    }
    return text;
}

std::int64_t likenessPermille(std::string_view a, std::string_view b) {
    if (a.empty() || a.size() != b.size()) {
        return 0;
    }
    std::int64_t sumA = 0, sumB = 0, squaresA = 0, squaresB = 0, product = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const int p = stepOf(a[i]);
        const int q = stepOf(b[i]);
        sumA += p;
        sumB += q;
        squaresA += p * p;
        squaresB += q * q;
        product += p * q;
    }
    const auto n = static_cast<double>(a.size());
    const double spread = (static_cast<double>(squaresA) - static_cast<double>(sumA * sumA) / n) *
                          (static_cast<double>(squaresB) - static_cast<double>(sumB * sumB) / n);
    if (spread <= 0) {
        return 0;
    }
    return permilleOf((static_cast<double>(product) - static_cast<double>(sumA * sumB) / n) /
                      std::sqrt(spread));
}

} // namespace seihon::imaging
