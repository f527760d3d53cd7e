#pragma once

#include "report/canvas.h"
#include "report/dice.h"
#include "tests/quality/truth.h"

namespace seihon::quality {

// Print and handwriting of the kinds that the demo's letter does not have.
void drawPrint(report::Canvas& canvas, PaperKind kind, report::SizeMm size, report::Dice& dice);

// Something small alone on the paper: "page number", "one word", "seal", "pencil tick", "pencil
// note", "signature", "date stamp"; drawn into the canvas around the point. Gives its name.
std::string drawLittle(report::Canvas& canvas, report::Point at, report::Dice& dice);

// Two to four lines of handwriting, as on a sticky note.
void drawNoteWords(report::Canvas& canvas, report::SizeMm size, report::Dice& dice);

} // namespace seihon::quality
