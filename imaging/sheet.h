#pragma once

#include "imaging/line_fit.h"
#include "imaging/page_planes.h"
#include "record/geometry.h"

#include <array>
#include <cstdint>
#include <optional>

namespace seihon::imaging {

// Nearer to the border of the sheet than this nothing is measured as content: its edge and shadow
// lie there.
constexpr double kSheetBorderMm = 3;

// In the order of the quantities SheetTouches….
enum class SheetSide : std::size_t { Top, Bottom, Left, Right };

// Where the sheet lies in the frame.
struct Sheet {
    record::RectPx box;    // full pixels; the frame when nothing else is known
    bool reported = false; // the device said so
    bool seen = false;     // the pixels show it against the backing
    Plane mask;            // small plane, 255 on the sheet
    int backingTone = 0;   // when seen
    std::array<std::int64_t, 4> touchesPermille{}; // by SheetSide, of the frame's side
    // Borders that lie inside the frame, fitted, in mm of the frame: along x for top and bottom,
    // along y for the others.
    std::array<std::optional<Line>, 4> borders;

    // Something outside the sheet is known, so that its borders mean something.
    bool bounded() const { return reported || seen; }
    const std::optional<Line>& border(SheetSide side) const {
        return borders[static_cast<std::size_t>(side)];
    }
};

Sheet locateSheet(const PagePlanes& planes, const std::optional<record::RectPx>& reported);

// The mask without what is nearer than this to the sheet's border. `frameCounts` says whether the
// frame is a border where the sheet runs out of it.
Plane insideOf(const Sheet& sheet, const PagePlanes& planes, double millimetres, bool frameCounts);

} // namespace seihon::imaging
