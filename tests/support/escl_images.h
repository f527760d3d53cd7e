#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace seihon::support {

// Eight bits a sample, rows without padding.
struct PageBytes {
    std::int64_t width = 0;
    std::int64_t height = 0;
    int channels = 3;
    std::vector<std::uint8_t> bytes;
};

// Whole files, as a scanner sends them.
std::string pngOf(const PageBytes& page, int dpi);
std::string jpegOf(const PageBytes& page, int dpi);

} // namespace seihon::support
