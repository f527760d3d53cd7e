#include "imaging/examine/examine_page.h"

#include "imaging/examine/barcodes.h"
#include "imaging/examine/looking_plane.h"
#include "imaging/examine/page_number.h"
#include "imaging/examine/text_reader.h"
#include "record/fault.h"

#include <opencv2/imgproc.hpp>

namespace seihon::imaging::examine {

namespace {

constexpr int kOrientationDpi = 150;
// Tesseract below this was wrong now and then; a header is then looked for as scanned.
constexpr int kPaperPixels = 49; // 8 mm
constexpr int kPrintContrast = 32;
constexpr std::int64_t kBelievedMilli = 2000;

std::optional<record::PageOrientation> orientationOf(const LookingPlane& plane) {
    cv::Mat coarse;
    const double scale = kOrientationDpi / plane.dpi;
    cv::resize(plane.grey, coarse, {}, scale, scale, scale < 1 ? cv::INTER_AREA : cv::INTER_LINEAR);
    // Print on plain white: where there is none, grain of the paper must not be taken for writing.
    cv::Mat paper;
    cv::dilate(coarse, paper,
               cv::getStructuringElement(cv::MORPH_RECT, {kPaperPixels, kPaperPixels}));
    cv::Mat darker;
    cv::subtract(paper, coarse, darker);
    cv::threshold(darker, darker, kPrintContrast, 0, cv::THRESH_TOZERO);
    cv::Mat print;
    cv::subtract(cv::Scalar(255), darker, print);
    return TextReader(TextReader::Model::Orientation).orientationOf(print, kOrientationDpi);
}

} // namespace

record::PageExamination examinePage(const record::PageImage& image) {
    record::PageExamination examination;
    examination.engine = TextReader::version() + ", " + barcodeEngine();
    const LookingPlane plane = lookingPlane(image);
    if (plane.grey.empty()) {
        return examination;
    }
    try {
        examination.orientation = orientationOf(plane);
        const bool believed =
            examination.orientation && examination.orientation->confidenceMilli >= kBelievedMilli;
        const int turns = believed ? examination.orientation->quarterTurns : 0;
        examination.pageNumber = findPageNumber(plane, turns);
        examination.barcodes = findBarcodes(plane);
    } catch (const record::Fault& fault) { // a model is missing: say so, guess nothing
        record::PageExamination failed;
        failed.engine = examination.engine;
        failed.failure = fault.what();
        return failed;
    }
    return examination;
}

record::PageExamination examineCodes(const record::PageImage& image) {
    record::PageExamination examination;
    examination.engine = barcodeEngine();
    const LookingPlane plane = lookingPlane(image);
    if (!plane.grey.empty()) {
        examination.barcodes = findBarcodes(plane);
    }
    return examination;
}

} // namespace seihon::imaging::examine
