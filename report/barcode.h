#pragma once

#include "report/canvas.h"

#include <string>

namespace seihon::report {

// Bar codes drawn as filled boxes, so that they stay sharp at any printer's resolution. Quiet zones
// are the caller's: four modules around a QR code, ten at each side of a Code 128. Text: printable
// ASCII, at most 100 characters. Faults: Usage.

// ISO/IEC 18004, error correction level Q: a quarter may be lost to a stamp or a stain.
void drawQrCode(Canvas& canvas, const Box& box, const std::string& text);
// ISO/IEC 15417.
void drawCode128(Canvas& canvas, const Box& box, const std::string& text);

} // namespace seihon::report
