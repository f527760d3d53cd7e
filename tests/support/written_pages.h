#pragma once

#include "record/page_image.h"
#include "report/canvas.h"

#include <functional>
#include <string>

namespace seihon::support {

// A sheet with Japanese sentences in its middle, as a scanner would see it.
struct WrittenPage {
    report::SizeMm size{148, 210};
    std::int64_t dpi = 300;
    int lines = 8;
    double noise = 1.5;
    std::function<void(report::Canvas&)> draw; // whatever else stands on it
};

record::PageImage writtenPage(const WrittenPage& page);

// Turned clockwise by so many quarter turns, pixel by pixel.
record::PageImage turnedClockwise(const record::PageImage& image, int quarterTurns);

// Zint's symbols as a picture to be placed on a canvas: QR from bytes, or a bar code from text.
enum class Symbol { Qr, Code128, Codabar };
record::PageImage symbolPicture(Symbol symbol, const std::string& content);

} // namespace seihon::support
