#pragma once

#include "record/page_image.h"
#include "record/target_layout.h"
#include "record/target_measurement.h"

namespace seihon::imaging {

// Measures one scan of the target sheet (record/target_layout.h), upright or upside down, shifted
// anywhere and turned by a few degrees; 8 or 16 bit, grey or colour. Deterministic; alters nothing.
// Faults: TargetNotFound when its six rings are not there in their order, or it lies so askew that
// its edges are no longer slanted; Usage for line art, which has no tones to measure.
record::TargetMeasurement measureTarget(const record::PageImage& image);

// The part of a scan of the target that shows this part of the sheet, pixel for pixel, 8-bit grey:
// for a report. Faults: as above.
record::PageImage cropTarget(const record::PageImage& image, const record::TargetBox& part);

} // namespace seihon::imaging
