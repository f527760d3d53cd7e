#pragma once

#include "imaging/sheet.h"
#include "record/page_measurement.h"

namespace seihon::imaging {

// Small plane, 255 where something is darker than the paper around it.
Plane findInk(const PagePlanes& planes, const Sheet& sheet);

// Ink on the sheet, and ink at borders where content may be lost.
void measureInk(const PagePlanes& planes, const Sheet& sheet, const Plane& ink,
                record::PageMeasurement& into);

// Degrees that lines of text or rules are turned clockwise, from the ink's projections; empty when
// there are none.
std::optional<double> skewOfText(const PagePlanes& planes, const Sheet& sheet, const Plane& ink);

} // namespace seihon::imaging
