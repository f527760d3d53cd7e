#pragma once

#include "imaging/sheet.h"
#include "record/page_image.h"
#include "record/page_measurement.h"

namespace seihon::imaging {

// The clearest line of one sensor column down the whole sheet, as dust on the glass leaves it:
// darker or brighter than its neighbours in nearly all places that bear no print. Adds nothing when
// no column has enough such places.
void measureStreak(const record::PageImage& image, const PagePlanes& planes, const Sheet& sheet,
                   const Plane& ink, record::PageMeasurement& into);

} // namespace seihon::imaging
