#include "imaging/examine/looking_plane.h"

#include "imaging/page_planes.h"
#include "imaging/sheet.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace seihon::imaging::examine {

namespace {

constexpr double kWantedDpi = 300;
// A page is looked at as delivered up to here; resampling costs detail.
constexpr double kMostDpi = 330;
constexpr double kLeastDpi = 90;
constexpr int kLeastSide = 64;
// Against long receipts and lying resolutions.
constexpr double kMostPixels = 60e6;

cv::Rect sheetOf(const PagePlanes& planes) {
    const cv::Rect page(0, 0, planes.grey.width, planes.grey.height);
    const Sheet sheet = locateSheet(planes, std::nullopt);
    if (!sheet.seen) {
        return page;
    }
    const cv::Rect box = cv::Rect(static_cast<int>(sheet.box.x), static_cast<int>(sheet.box.y),
                                  static_cast<int>(sheet.box.w), static_cast<int>(sheet.box.h)) &
                         page;
    return std::min(box.width, box.height) < kLeastSide ? page : box;
}

} // namespace

LookingPlane lookingPlane(const record::PageImage& image) {
    LookingPlane plane;
    plane.pageDpiX = std::max<std::int64_t>(image.dpiX, 1);
    plane.pageDpiY = std::max<std::int64_t>(image.dpiY, 1);
    const double least = static_cast<double>(std::min(plane.pageDpiX, plane.pageDpiY));
    if (least < kLeastDpi || image.width < kLeastSide || image.height < kLeastSide) {
        return plane;
    }
    PagePlanes planes = makePlanes(image);
    const cv::Mat full(planes.grey.height, planes.grey.width, CV_8UC1, planes.grey.pixels.data());
    double dpi = least > kMostDpi ? kWantedDpi : least;
    const auto pixels = [&](double at) {
        return static_cast<double>(full.cols) * static_cast<double>(full.rows) * at * at /
               static_cast<double>(plane.pageDpiX) / static_cast<double>(plane.pageDpiY);
    };
    if (pixels(dpi) > kMostPixels) {
        dpi *= std::sqrt(kMostPixels / pixels(dpi));
    }
    plane.dpi = dpi;
    plane.scaleX = dpi / static_cast<double>(plane.pageDpiX);
    plane.scaleY = dpi / static_cast<double>(plane.pageDpiY);
    if (dpi < kLeastDpi) {
        return plane;
    }
    const cv::Rect sheet = sheetOf(planes);
    plane.origin = {static_cast<int>(std::lround(sheet.x * plane.scaleX)),
                    static_cast<int>(std::lround(sheet.y * plane.scaleY))};
    if (plane.scaleX == 1 && plane.scaleY == 1) {
        plane.grey = full(sheet).clone();
    } else {
        cv::resize(full(sheet), plane.grey, {}, plane.scaleX, plane.scaleY, cv::INTER_AREA);
    }
    return plane;
}

cv::Mat turnedBack(const cv::Mat& grey, int quarterTurns) {
    cv::Mat upright;
    switch (quarterTurns) {
    case 1:
        cv::rotate(grey, upright, cv::ROTATE_90_COUNTERCLOCKWISE);
        return upright;
    case 2:
        cv::rotate(grey, upright, cv::ROTATE_180);
        return upright;
    case 3:
        cv::rotate(grey, upright, cv::ROTATE_90_CLOCKWISE);
        return upright;
    default:
        return grey;
    }
}

record::AreaMm placeOnPage(const LookingPlane& plane, int quarterTurns, const cv::Rect& upright) {
    const int width = plane.grey.cols;
    const int height = plane.grey.rows;
    cv::Rect scanned = upright;
    switch (quarterTurns) {
    case 1: // upright x runs down the scanned page
        scanned = {width - upright.y - upright.height, upright.x, upright.height, upright.width};
        break;
    case 2:
        scanned = {width - upright.x - upright.width, height - upright.y - upright.height,
                   upright.width, upright.height};
        break;
    case 3:
        scanned = {upright.y, height - upright.x - upright.width, upright.height, upright.width};
        break;
    default:
        break;
    }
    const auto page = [](int at, double scale) {
        return static_cast<std::int64_t>(std::lround(at / scale));
    };
    scanned += plane.origin;
    return record::areaOf({page(scanned.x, plane.scaleX), page(scanned.y, plane.scaleY),
                           page(scanned.width, plane.scaleX), page(scanned.height, plane.scaleY)},
                          plane.pageDpiX, plane.pageDpiY);
}

} // namespace seihon::imaging::examine
