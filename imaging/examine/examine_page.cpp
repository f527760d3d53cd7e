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
constexpr std::int64_t kBelievedMilli = 2000;

std::optional<record::PageOrientation> orientationOf(const LookingPlane& plane) {
    cv::Mat coarse;
    const double scale = kOrientationDpi / plane.dpi;
    cv::resize(plane.grey, coarse, {}, scale, scale, scale < 1 ? cv::INTER_AREA : cv::INTER_LINEAR);
    return TextReader(TextReader::Model::Orientation).orientationOf(coarse, kOrientationDpi);
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

} // namespace seihon::imaging::examine
