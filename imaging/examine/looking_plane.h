#pragma once

#include "record/geometry.h"
#include "record/page_image.h"

#include <opencv2/core.hpp>

#include <cstdint>

// Private to imaging/examine.
namespace seihon::imaging::examine {

// The sheet in grey at about 300 dpi, as scanned; without the backing around it, where there is one
// to see: header and footer are the sheet's, not the scan area's.
struct LookingPlane {
    cv::Mat grey;
    cv::Point origin;  // of `grey` in the whole page, in pixels of the plane
    double dpi = 300;  // of the plane
    double scaleX = 1; // plane pixels to one of the page, per direction
    double scaleY = 1;
    std::int64_t pageDpiX = 300; // of the page
    std::int64_t pageDpiY = 300;
};

// Empty when the page is too small or too coarse to hold anything readable.
LookingPlane lookingPlane(const record::PageImage& image);

// The plane with its writing brought upright: turned back by the quarter turns that it stands
// clockwise.
cv::Mat turnedBack(const cv::Mat& grey, int quarterTurns);

// Where a rectangle of the upright sheet lies on the page as scanned.
record::AreaMm placeOnPage(const LookingPlane& plane, int quarterTurns, const cv::Rect& upright);

} // namespace seihon::imaging::examine
