#pragma once

#include "record/digest.h"
#include "record/geometry.h"
#include "record/page_image.h"

#include <map>
#include <string>
#include <vector>

namespace seihon::station {

// Small sheets cut from sample letters, each told from the others by its content.
struct Pool {
    std::vector<std::string> pngs;
    std::map<record::Digest, int> byPixels;
};

const Pool& pool();

// Of the pixels inside the part; 8-bit colour.
record::Digest digestOf(const record::PageImage& image, const record::RectPx& part);

} // namespace seihon::station
