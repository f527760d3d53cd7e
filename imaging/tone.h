#pragma once

#include "imaging/sheet.h"
#include "record/page_measurement.h"

namespace seihon::imaging {

// Clipped shares, tone and cast of the paper, shadow. Returns the paper's tone, which the edges
// need.
int measureTone(const PagePlanes& planes, const Sheet& sheet, record::PageMeasurement& into);

} // namespace seihon::imaging
