#pragma once

#include "record/page_image.h"

namespace seihon::imaging {

// Does the page look like a separator sheet, whatever its codes say: three black bars of 7 mm, 5.5
// mm apart, across the middle of it (report/separator_sheet.h), upright or upside down, askew by a
// few degrees?
bool looksLikeSeparator(const record::PageImage& page);

} // namespace seihon::imaging
