#pragma once

#include "record/digest.h"
#include "record/geometry.h"
#include "record/page_image.h"

#include <string>
#include <vector>

namespace seihon::cli_test {

enum class DaySheetKind {
    Letter,
    WithNote,   // a coloured note is stuck on it
    Fax,        // 200 × 100 dpi, thermal
    Photograph, // 400 dpi
    Large,      // of another size, with much text
    UpsideDown, // the same, turned
};

// One sheet of paper as it lies in an envelope.
struct DaySheet {
    int number = 0; // of all the day's paper
    DaySheetKind kind = DaySheetKind::Letter;
    std::string png;
    record::Digest pixels;
};

// The same number gives the same sheet; a note goes on and off without changing what is below it.
DaySheet drawSheet(int number, DaySheetKind kind);

record::Digest digestOfPixels(const record::PageImage& image, const record::RectPx& part);

} // namespace seihon::cli_test
