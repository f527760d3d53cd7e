#pragma once

#include "record/page_image.h"

#include <cstdint>
#include <string>
#include <vector>

// What happens to pixels between the sensor and us.
namespace seihon::quality {

// The last good row comes again until the end.
void repeatRowsFrom(record::PageImage& image, std::int64_t row);
void whitenRowsFrom(record::PageImage& image, std::int64_t row);
void cutRowsFrom(record::PageImage& image, std::int64_t row);
void whitenColumnsFrom(record::PageImage& image, std::int64_t column);

struct JpegSettings {
    int quality = 75;           // of libjpeg
    bool halvedColour = true;   // 4:2:0
    int shiftX = 0, shiftY = 0; // 0–7: where the grid begins
};
std::vector<std::uint8_t> encodeJpeg(const record::PageImage& image, const JpegSettings& settings);
// Coded and decoded by libjpeg.
void throughJpeg(record::PageImage& image, const JpegSettings& settings);

enum class Interpolator { Nearest, Linear, Cubic, Lanczos };
std::string nameOf(Interpolator interpolator);
record::PageImage enlarged(const record::PageImage& image, std::int64_t dpi, Interpolator by);

} // namespace seihon::quality
