#include "imaging/separator.h"

#include "imaging/view.h"

#include <vector>

namespace seihon::imaging {

namespace {

constexpr std::int64_t kLookPixels = 640; // some 0.5 mm each
constexpr int kSeparatorInk = 110;        // of 255: print under dust and noise
constexpr double kLeastBarMm = 4.5, kMostBarMm = 9.5;
constexpr double kLeastGapMm = 3.5, kMostGapMm = 8;

bool within(double value, double least, double most) {
    return value >= least && value <= most;
}

// Lengths of dark and light runs of one column, downwards; begins with a light one.
std::vector<double> runsOf(const record::PageImage& view, std::int64_t x, double mmPerPixel) {
    std::vector<double> runs{0};
    bool dark = false;
    for (std::int64_t y = 0; y < view.height; ++y) {
        const std::uint8_t* const pixel = view.row(y) + 3 * x;
        const bool darkHere = (pixel[0] + 2 * pixel[1] + pixel[2]) / 4 < kSeparatorInk;
        if (darkHere != dark) {
            runs.push_back(0);
            dark = darkHere;
        }
        runs.back() += mmPerPixel;
    }
    return runs;
}

bool crossesBars(const std::vector<double>& runs) {
    for (std::size_t i = 1; i + 4 < runs.size(); i += 2) {
        const bool bars = within(runs[i], kLeastBarMm, kMostBarMm) &&
                          within(runs[i + 2], kLeastBarMm, kMostBarMm) &&
                          within(runs[i + 4], kLeastBarMm, kMostBarMm);
        const bool gaps = within(runs[i + 1], kLeastGapMm, kMostGapMm) &&
                          within(runs[i + 3], kLeastGapMm, kMostGapMm);
        if (bars && gaps) {
            return true;
        }
    }
    return false;
}

} // namespace

bool looksLikeSeparator(const record::PageImage& page) {
    if (page.width < 1 || page.height < 1 || page.dpiX < 1) {
        return false;
    }
    const record::PageImage view = shrinkToFit(page, kLookPixels, kLookPixels);
    const double mmPerPixel = 25.4 / static_cast<double>(page.dpiX) *
                              static_cast<double>(page.width) / static_cast<double>(view.width);
    std::int64_t columns = 0, crossed = 0;
    for (std::int64_t x = view.width * 3 / 10; x < view.width * 7 / 10; x += 4) {
        ++columns;
        crossed += crossesBars(runsOf(view, x, mmPerPixel)) ? 1 : 0;
    }
    return columns > 0 && crossed * 10 >= columns * 7;
}

} // namespace seihon::imaging
