#pragma once

#include "imaging/page_planes.h"

#include <array>
#include <cstdint>

// Private to imaging: where the parts of a target sheet lie in a scan of it.
namespace seihon::imaging {

struct PixelPoint {
    double x = 0, y = 0;
};

// Sheet micrometres to pixels, by the rings that were found.
struct TargetPlace {
    // x = along[0] X + along[1] Y + along[2], X and Y in mm of the sheet; the same for y
    std::array<double, 3> alongX{}, alongY{};
    bool upsideDown = false;
    double distortionMm = 0; // largest distance of a ring from its place by this map

    PixelPoint at(double micrometresX, double micrometresY) const;
    // An upright box of pixels around a place of the sheet, `w` by `h` micrometres, inside the
    // image.
    record::RectPx box(double centreX, double centreY, double w, double h, const Plane& in) const;
};

// Faults: TargetNotFound.
TargetPlace findTarget(const PagePlanes& planes);

} // namespace seihon::imaging
