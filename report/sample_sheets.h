#pragma once

#include "report/canvas.h"
#include "report/sample_case.h"

#include <cstdint>

namespace seihon::report {

struct SheetSpec {
    int number = 1, total = 1;
    std::uint64_t seed = 0; // of this page
};

// Each draws one whole page.
void drawLetterForm(Canvas& canvas, const SampleCase& c, const SheetSpec& spec);
void drawContinuation(Canvas& canvas, const SampleCase& c, const SheetSpec& spec);
void drawLaboratory(Canvas& canvas, const SampleCase& c, const SheetSpec& spec);
void drawEcg(Canvas& canvas, const SampleCase& c, const SheetSpec& spec);
void drawProgressNotes(Canvas& canvas, const SampleCase& c, const SheetSpec& spec);

// What every page bears: the mark "DEMO 見本" and its number.
void drawFurniture(Canvas& canvas, const SheetSpec& spec);
// Head line of every page after the first: whose letter it is.
void drawRunningHead(Canvas& canvas, const SampleCase& c, const std::string& title);

inline constexpr Colour kToner{0.11, 0.105, 0.115};
inline constexpr Colour kGreyRule{0.55, 0.55, 0.56};
// Where words and boxes begin and end, in millimetres.
inline constexpr double kSheetLeft = 18, kSheetRight = 192;

inline TextStyle bodyStyle(double points = 10) {
    return {Font::Mincho, points, kToner};
}

} // namespace seihon::report
