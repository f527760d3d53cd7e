#pragma once

#include "record/capture_facts.h"
#include "record/page_image.h"

#include <opencv2/core.hpp>

#include <cstdint>
#include <functional>

namespace seihon::imaging::test {

// What the pixels of an image without meaning look like.
enum class Texture { Flat, Gradient, Noise, ScanLike, MostlyWhite };

struct ImageShape {
    std::int64_t width = 64;
    std::int64_t height = 64;
    int channels = 3;
    int bits = 8;
};

record::PageImage makeImage(ImageShape shape, Texture texture, unsigned seed = 1);

// A sheet on a dark backing as a scanner sees it. The sheet is drawn, changed by `onSheet`, laid
// down turned, blurred by the optics, and given noise; `onScan` changes the result as a driver
// would.
struct PageRecipe {
    std::int64_t dpi = 300;
    double frameWidthMm = 110, frameHeightMm = 140;
    double sheetWidthMm = 100, sheetHeightMm = 130;
    double offsetXMm = 5, offsetYMm = 5; // may be negative: the sheet is cut
    bool backing =
        true; // false: the sheet fills the frame, and there is nothing to see of its borders
    int backingTone = 40;
    cv::Scalar paper{245, 245, 245}; // RGB
    int textLines = 13;
    bool vertical = false;    // text runs down, as in Japanese letters
    double turnDegrees = 0;   // clockwise
    double opticsSigma = 0.7; // pixels; 0: none
    double noise = 1.5;       // standard deviation; 0: none
    unsigned seed = 7;
    std::function<void(cv::Mat& rgb, double pixelsPerMm)> onSheet;
    std::function<void(cv::Mat& rgb)> onScan;
};

cv::Mat drawPage(const PageRecipe& recipe); // 8-bit RGB
record::PageImage makePage(const PageRecipe& recipe);

record::PageImage toPage(const cv::Mat& rgb, std::int64_t dpi);
cv::Mat toMat(const record::PageImage& image); // 8-bit RGB only
record::PageImage toGrey(const record::PageImage& rgb);
record::PageImage toSixteenBit(const record::PageImage& image);
record::PageImage toLineArt(const record::PageImage& rgb, int threshold);

// As a JPEG coder of this quality would leave it (ITU-T T.81, luminance table of Annex K for all
// channels).
void leaveJpegTraces(cv::Mat& rgb, int quality);

// Everything but the pixels as a device would report it, without saying where the sheet lies.
record::CaptureFacts factsOf(const record::PageImage& image);

} // namespace seihon::imaging::test
