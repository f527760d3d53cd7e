#pragma once

#include "record/page_image.h"
#include "record/page_text.h"

namespace seihon::imaging::examine {

// What Tesseract (Japanese model) reads on a page that is read turned so many degrees to the right:
// for finding a place in a viewing copy. Lines that it hardly believes itself are left out. A
// missing model is said in `failure`.
record::PageText readPageText(const record::PageImage& image, int turned);

// Spaces that Tesseract puts between Japanese characters go: nobody who searches types them.
std::string joinJapanese(const std::string& line);

} // namespace seihon::imaging::examine
