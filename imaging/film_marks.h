#pragma once

#include "imaging/target_marks.h"
#include "record/film.h"
#include "record/page_image.h"

#include <array>

// Private to imaging: where the four opaque squares of a step tablet lie in a scan of it.
namespace seihon::imaging {

struct TabletPlace {
    std::array<PixelPoint, 4> marks; // upper left, upper right, lower left, lower right
    // Pixels for each micrometre along the tablet's two directions, and the other way across.
    PixelPoint alongX, alongY;
    double clear = 0, opaque = 0; // stored values beside and inside of the squares

    PixelPoint at(double micrometresX, double micrometresY) const {
        return {marks[0].x + alongX.x * micrometresX + alongY.x * micrometresY,
                marks[0].y + alongX.y * micrometresX + alongY.y * micrometresY};
    }
};

// Faults: TargetNotFound.
TabletPlace findTablet(const record::PageImage& image, const record::RectPx& film,
                       const record::FilmTablet& tablet);

} // namespace seihon::imaging
