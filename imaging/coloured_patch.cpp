#include "imaging/overlay.h"

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>
#include <mutex>
#include <vector>

namespace seihon::imaging {
namespace {

// Paper is looked at in squares of about 2 mm, each by its brightest pixels: print is left out.
constexpr double kCellMm = 2;
constexpr int kNearBrightest = 6;
constexpr double kOtherChroma = 11;
// Notes are pale; what is darker (L*) is a solid seal, a photograph, or print.
constexpr double kDarkestPatch = 65;
constexpr double kLeastPatchMm2 = 250;
constexpr double kLeastSideMm = 11;
constexpr double kRectangular = 0.7;
constexpr double kMostOfSheet = 0.8; // of its width or height: a coloured band from side to side
constexpr int kLeastCells = 30;

struct Grid {
    int pitchX = 1, pitchY = 1; // small pixels a cell
    cv::Mat rgb;                // CV_32FC3, 0–1
    cv::Mat valid;              // CV_8U
};

Grid gridOf(const PagePlanes& planes, const Plane& inside) {
    Grid grid;
    grid.pitchX = std::max(1, static_cast<int>(std::lround(kCellMm * planes.smallPixelsPerMmX())));
    grid.pitchY = std::max(1, static_cast<int>(std::lround(kCellMm * planes.smallPixelsPerMmY())));
    const cv::Size size(inside.width / grid.pitchX, inside.height / grid.pitchY);
    grid.rgb = cv::Mat::zeros(size, CV_32FC3);
    grid.valid = cv::Mat::zeros(size, CV_8U);
    for (int cellY = 0; cellY < size.height; ++cellY) {
        for (int cellX = 0; cellX < size.width; ++cellX) {
            const int left = cellX * grid.pitchX;
            const int top = cellY * grid.pitchY;
            if (inside.at(left, top) == 0 ||
                inside.at(left + grid.pitchX - 1, top + grid.pitchY - 1) == 0) {
                continue;
            }
            int brightest = 0;
            for (int y = top; y < top + grid.pitchY; ++y) {
                const std::uint8_t* const row = planes.smallDarkest.row(y) + left;
                brightest = std::max<int>(brightest, *std::max_element(row, row + grid.pitchX));
            }
            int red = 0;
            int green = 0;
            int blue = 0;
            int count = 0;
            for (int y = top; y < top + grid.pitchY; ++y) {
                for (int x = left; x < left + grid.pitchX; ++x) {
                    if (planes.smallDarkest.at(x, y) + kNearBrightest >= brightest) {
                        red += planes.smallRed.at(x, y);
                        green += planes.smallGreen.at(x, y);
                        blue += planes.smallBlue.at(x, y);
                        ++count;
                    }
                }
            }
            const float scale = 1.0F / (255.0F * static_cast<float>(count));
            grid.rgb.at<cv::Vec3f>(cellY, cellX) = {static_cast<float>(red) * scale,
                                                    static_cast<float>(green) * scale,
                                                    static_cast<float>(blue) * scale};
            grid.valid.at<std::uint8_t>(cellY, cellX) = 255;
        }
    }
    return grid;
}

double medianOfChannel(const cv::Mat& lab, const cv::Mat& valid, int channel) {
    std::vector<float> values;
    for (int y = 0; y < lab.rows; ++y) {
        for (int x = 0; x < lab.cols; ++x) {
            if (valid.at<std::uint8_t>(y, x) != 0) {
                values.push_back(lab.at<cv::Vec3f>(y, x)[channel]);
            }
        }
    }
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

std::once_flag s_labTables;

// OpenCV 4.6 fills the tables of this conversion at its first call and without a lock; two sides
// are measured at the same time, and one of them would be converted with half a table.
cv::Mat labOf(const cv::Mat& rgb) {
    std::call_once(s_labTables, [&rgb] {
        cv::Mat unused;
        cv::cvtColor(cv::Mat::zeros(1, 1, rgb.type()), unused, cv::COLOR_RGB2Lab);
    });
    cv::Mat lab;
    cv::cvtColor(rgb, lab, cv::COLOR_RGB2Lab);
    return lab;
}

// Cells whose paper has another colour than most of the sheet.
cv::Mat otherColour(const Grid& grid) {
    const cv::Mat lab = labOf(grid.rgb);
    const double paperA = medianOfChannel(lab, grid.valid, 1);
    const double paperB = medianOfChannel(lab, grid.valid, 2);
    cv::Mat other = cv::Mat::zeros(lab.size(), CV_8U);
    for (int y = 0; y < lab.rows; ++y) {
        for (int x = 0; x < lab.cols; ++x) {
            const cv::Vec3f& cell = lab.at<cv::Vec3f>(y, x);
            const double chroma = std::hypot(cell[1] - paperA, cell[2] - paperB);
            if (grid.valid.at<std::uint8_t>(y, x) != 0 && chroma > kOtherChroma &&
                cell[0] > kDarkestPatch) {
                other.at<std::uint8_t>(y, x) = 255;
            }
        }
    }
    // Letters of a word that are coloured join nothing: a highlighted line is two or three cells
    // high, a seal has white between its strokes.
    cv::morphologyEx(other, other, cv::MORPH_OPEN, cv::Mat::ones(3, 3, CV_8U));
    return other;
}

} // namespace

ColouredPatch findColouredPatch(const PagePlanes& planes, const Plane& inside) {
    ColouredPatch patch;
    if (!planes.colour) {
        return patch;
    }
    const Grid grid = gridOf(planes, inside);
    if (grid.valid.empty() || cv::countNonZero(grid.valid) < kLeastCells) {
        return patch;
    }
    cv::Mat labels;
    cv::Mat statistics;
    cv::Mat centres;
    const cv::Mat other = otherColour(grid);
    const int pieces =
        cv::connectedComponentsWithStats(other, labels, statistics, centres, 8, CV_32S);
    const double cellMm2 = planes.smallPixelMilliMm2() / 1000 * grid.pitchX * grid.pitchY;
    const double cellMm = std::sqrt(cellMm2);
    const cv::Rect used = cv::boundingRect(grid.valid);
    for (int piece = 1; piece < pieces; ++piece) {
        const int cells = statistics.at<int>(piece, cv::CC_STAT_AREA);
        const auto milliMm2 = std::llround(cells * cellMm2 * 1000);
        if (cells * cellMm2 < kLeastPatchMm2 || milliMm2 <= patch.milliMm2) {
            continue;
        }
        std::vector<cv::Point> points;
        cv::findNonZero(labels == piece, points);
        const cv::RotatedRect box = cv::minAreaRect(points);
        // Points are the cells' middles.
        const double width = box.size.width + 1;
        const double height = box.size.height + 1;
        if (cells < kRectangular * width * height ||
            std::min(width, height) * cellMm < kLeastSideMm ||
            statistics.at<int>(piece, cv::CC_STAT_WIDTH) > kMostOfSheet * used.width ||
            statistics.at<int>(piece, cv::CC_STAT_HEIGHT) > kMostOfSheet * used.height) {
            continue;
        }
        patch.milliMm2 = milliMm2;
        patch.small = {statistics.at<int>(piece, cv::CC_STAT_LEFT) * grid.pitchX,
                       statistics.at<int>(piece, cv::CC_STAT_TOP) * grid.pitchY,
                       statistics.at<int>(piece, cv::CC_STAT_WIDTH) * grid.pitchX,
                       statistics.at<int>(piece, cv::CC_STAT_HEIGHT) * grid.pitchY};
    }
    return patch;
}

} // namespace seihon::imaging
