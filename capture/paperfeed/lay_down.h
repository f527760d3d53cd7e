#pragma once

#include "capture/decode/foreign_image.h"

#include <cstdint>
#include <string>
#include <vector>

namespace seihon::capture::paperfeed {

enum class Mode { Colour, Grey, LineArt };

// What the lens sees: the scan area in pixels at the resolution of the scan.
struct Window {
    std::int64_t width = 0;
    std::int64_t height = 0;
    std::int64_t dpi = 300;
    Mode mode = Mode::Colour;
    int bits = 8;      // 16: greys of a film, in the order of this machine (SANE 1.06 §3.2.1)
    bool film = false; // never resampled
};

// One side as it is delivered: 8 bits (line art: 1 bit, 1 = black, MSB first; films in grey: 16, a
// tray's image of 8 bits spread over them as cheap scanners do), dark backing, and the sheet
// somewhere on it.
struct LaidSide {
    std::vector<std::uint8_t> pixels;
    std::int64_t width = 0;
    std::int64_t height = 0;
    std::int64_t bytesPerLine = 0;
    // Where the sheet lies, cut to the window.
    std::int64_t sheetX = 0, sheetY = 0, sheetWidth = 0, sheetHeight = 0;
};

// A side on which nothing is printed: plain paper white (250) of the size of the other side.
ForeignImage blankSideLike(const ForeignImage& other);

// Lays the sheet down 4 to 6 mm from the top left; the name decides the exact place, so a rerun
// gives the same pixels. A film of another resolution than the scan's is refused
// (std::runtime_error). At equal resolution not one pixel is changed. Takes what the window does
// not show away.
LaidSide layDown(ForeignImage sheet, const Window& window, const std::string& name);

} // namespace seihon::capture::paperfeed
