#pragma once

#include "record/page_image.h"
#include "record/target_measurement.h"

namespace seihon::imaging {

// Measures one scan of the target sheet (record/target_layout.h), upright or upside down, shifted
// anywhere and turned by a few degrees; 8 or 16 bit, grey or colour. Deterministic; alters nothing.
// Faults: TargetNotFound when its six rings are not there in their order, or it lies so askew that
// its edges are no longer slanted; Usage for line art, which has no tones to measure.
record::TargetMeasurement measureTarget(const record::PageImage& image);

} // namespace seihon::imaging
