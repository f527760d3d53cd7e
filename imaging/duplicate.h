#pragma once

#include "imaging/plane.h"
#include "record/capture_facts.h"
#include "record/page_image.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace seihon::imaging {

struct PagePlanes;
struct Sheet;

// What stands on a page side, for finding the same side again: darkness against the paper around
// it, in cells of 0.7 mm (about 37 dpi), turned upright. Without the backing and the sheet's
// border. Empty for a side with too little on it to be told from another: blank sides are never
// alike.
struct ContentMap {
    Plane contrast;
    bool empty() const { return contrast.empty(); }
};

ContentMap mapContent(const PagePlanes& planes, const Sheet& sheet, double skewDegrees);
// The same from an image, where nothing has been measured yet.
ContentMap contentOf(const record::PageImage& image, const record::CaptureFacts& facts);

// How alike the content of two sides is, thousandths: where the sheets lay and how they were turned
// does not count. Another scan of the same side gives 950 and more; the same form with other
// writing in it much less, as the worst quarter of the content decides. 0 when one is empty.
std::int64_t similarityPermille(const ContentMap& a, const ContentMap& b);

// A few hundred bytes of text that say which maps are worth comparing; empty for an empty map.
std::string signatureOf(const ContentMap& map);
// Correlation of two signatures, thousandths, 0 when one is empty. High for all pages of one form:
// it only picks candidates.
std::int64_t likenessPermille(std::string_view a, std::string_view b);

} // namespace seihon::imaging
