#pragma once

#include "imaging/plane.h"
#include "record/geometry.h"
#include "record/page_image.h"

#include <cstdint>

namespace seihon::imaging {

// What the measurements look at, made in one pass over the pixels: the page in grey at full size,
// and area-averaged to about 75 dpi, where geometry and tone are cheap and noise is low. 16-bit
// samples count with their upper byte.
struct PagePlanes {
    std::int64_t dpiX = 0;
    std::int64_t dpiY = 0;
    int shrinkX = 1; // full pixels to one of the small planes, per direction
    int shrinkY = 1;
    bool colour = false;
    bool continuousTone = true; // false for line art: it has no noise, tone or sharpness to measure

    Plane grey;                            // full size
    Plane small;                           // grey
    Plane smallRed, smallGreen, smallBlue; // empty unless colour
    Plane smallDarkest; // the least of the channels: yellow and red ink are dark in it

    double smallPixelsPerMmX() const { return static_cast<double>(dpiX) / shrinkX / 25.4; }
    double smallPixelsPerMmY() const { return static_cast<double>(dpiY) / shrinkY / 25.4; }
    // Thousandths of mm² that one pixel of the small planes covers.
    double smallPixelMilliMm2() const {
        return 1000.0 / (smallPixelsPerMmX() * smallPixelsPerMmY());
    }
    record::RectPx toFull(const record::RectPx& cells) const {
        return {cells.x * shrinkX, cells.y * shrinkY, cells.w * shrinkX, cells.h * shrinkY};
    }
};

PagePlanes makePlanes(const record::PageImage& image);

} // namespace seihon::imaging
