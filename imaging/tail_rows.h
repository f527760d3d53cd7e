#pragma once

#include "imaging/sheet.h"
#include "record/page_image.h"

#include <cstdint>

namespace seihon::imaging {

// How many rows at the end are copies of one another, as a driver leaves them that fills up what it
// never read; 0 when all rows differ. Rows of one even tone do not count where they prove nothing:
// below a sheet whose end the device reported, or on images without noise, which have such rows
// elsewhere too.
std::int64_t countIdenticalTailRows(const record::PageImage& image, const PagePlanes& planes,
                                    const Sheet& sheet);

} // namespace seihon::imaging
