#pragma once

#include "record/film.h"
#include "record/page_image.h"

#include <optional>

namespace seihon::imaging {

// Measures one scan of a step tablet, laid down as its certificate draws it, turned by at most
// three degrees. Grey of 16 bits, low values dark. `film`: where the device says that it lies.
// Faults: TargetNotFound when its four squares are not there or their edges cannot be measured;
// Usage for an image of another kind.
record::FilmMeasurement measureTablet(const record::PageImage& image,
                                      const std::optional<record::RectPx>& film,
                                      const record::FilmTablet& tablet);

} // namespace seihon::imaging
