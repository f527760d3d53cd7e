#pragma once

#include "record/capture_facts.h"
#include "record/page_image.h"
#include "record/page_measurement.h"

// Private to imaging: what is measured of a film, which has no paper, no ink and no backing.
namespace seihon::imaging {

// Grey of 16 bits: the depth that is really there, and areas where light is cut off at either end,
// with the box of the largest. Adds nothing to images of another kind.
void measureFilm(const record::PageImage& image, const record::CaptureFacts& facts,
                 record::PageMeasurement& into);

} // namespace seihon::imaging
