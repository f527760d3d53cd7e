#pragma once

#include "record/page_image.h"
#include "report/dice.h"
#include "tests/quality/on_sheet.h"

#include <opencv2/core.hpp>

#include <array>
#include <cstdint>
#include <vector>

// Paper becomes pixels: backing, lamps, optics, sensor lines.
namespace seihon::quality {

// Sensor noise of standard deviation 1 (unit: kNoiseUnit), three squares whose neighbours depend on
// each other differently. Made once: noise of its own for each page would take longer than the
// page.
class NoiseSquares {
  public:
    static constexpr int kSide = 1024, kNoiseUnit = 24;
    NoiseSquares();
    const cv::Mat& square(int index) const { return m_squares.at(static_cast<std::size_t>(index)); }

  private:
    std::array<cv::Mat, 3> m_squares; // 8-bit signed, three channels
};

struct Streak {
    double xMm = 0;
    int widthPixels = 2;
    std::array<double, 3> gain{1, 1, 1}; // below 1: dark
    double fromMm = 0, toMm = 1e9;
};

struct EdgeShadow {
    int side = -1; // 0 left, then clockwise; -1 none
    double depth = 0, reachMm = 30;
};

struct Scanner {
    cv::Scalar backing{40, 40, 42};
    Backing backingKind = Backing::Dark;
    Lamps lamps;
    double blurX = 0.7, blurY = 0.7; // pixels at the scan's own resolution
    std::array<double, 3> gain{1, 1, 1};
    double gamma = 1, blackLift = 0;
    double noiseDark = 0.8, noiseLight = 1.6; // standard deviations at black and at white
    int noiseSquare = 0;
    double columnGain = 0.004; // relative deviation of single sensor columns
    std::uint64_t columnSeed = 0;
    EdgeShadow shadow;
    std::vector<Streak> streaks;
};

// Where the sheet lies in the frame: its middle, turned clockwise.
struct Pose {
    double frameWidthMm = 218, frameHeightMm = 305;
    report::Point centre{109, 152.5};
    double degrees = 0;
};

Scanner drawScanner(report::Dice& dice, Backing backing);

// The sheet on its backing through the optics, 8-bit RGB at `dpi`.
cv::Mat throughOptics(const cv::Mat& sheet, const Pose& pose, const Scanner& scanner, double dpi);

// The sensor's part: gains, tone, noise.
record::PageImage readOut(const cv::Mat& light, const Scanner& scanner, const NoiseSquares& noise,
                          report::Dice& dice, std::int64_t dpi);

// The sheet's bounding box in the frame.
Place placeOfSheet(report::SizeMm size, const Pose& pose);
// A box on the sheet, as it comes to lie in the frame.
Place inFrame(const Place& onSheet, report::SizeMm size, const Pose& pose);

} // namespace seihon::quality
