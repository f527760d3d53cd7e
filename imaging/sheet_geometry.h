#pragma once

#include "imaging/sheet.h"
#include "record/page_measurement.h"

#include <optional>

namespace seihon::imaging {

// Sheet size, what touches the frame, missing corners.
void measureSheet(const PagePlanes& planes, const Sheet& sheet, record::PageMeasurement& into);

// Degrees that the sheet is turned clockwise, from its borders; empty unless two of them agree. One
// border alone is given in `single`.
struct BorderSkew {
    std::optional<double> agreed;
    std::optional<double> single;
};
BorderSkew skewOfBorders(const Sheet& sheet);

} // namespace seihon::imaging
