#pragma once

#include "record/page_examination.h"
#include "record/page_image.h"

namespace seihon::imaging::examine {

// The looks at a page that take a second or two: which way up the writing stands (Tesseract OSD on
// the whole page at 150 dpi), the page number printed in its header or footer, bar codes and QR
// codes (ZBar). Alters nothing. The same pixels give the same answer; calls share no state, so
// several threads may look at once. Pages above about 300 dpi are looked at reduced to that, so
// memory stays within some 150 MB whatever the page.
//
// A missing model file is said in `failure`; a page on which nothing can be told gives an
// examination with nothing in it.
record::PageExamination examinePage(const record::PageImage& image);

// Bar codes alone: a fraction of a second, for a cover sheet that somebody waits for.
record::PageExamination examineCodes(const record::PageImage& image);

} // namespace seihon::imaging::examine
