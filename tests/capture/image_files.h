#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace seihon::capture::test {

// A picture that no other seed makes, with noise in it: a shifted, mirrored or mixed-up row would
// show.
struct Picture {
    std::int64_t width = 0;
    std::int64_t height = 0;
    int channels = 3; // 2 and 4: with alpha
    int bits = 8;     // 1: packed, 1 = black
    std::vector<std::uint8_t> bytes;

    std::int64_t rowBytes() const { return (width * channels * bits + 7) / 8; }
};

Picture makePicture(std::int64_t width, std::int64_t height, unsigned seed, int channels = 3,
                    int bits = 8);

// dpi 0: the file says nothing about its resolution.
void writePng(const std::filesystem::path& path, const Picture& picture, int dpi);
// Several pictures make a TIFF of several directories.
struct TiffStyle {
    int dpi = 300;
    int compression = 1; // COMPRESSION_NONE
    bool minIsWhite = false;
    bool planes = false;
    int orientation = 1;
};
void writeTiff(const std::filesystem::path& path, const std::vector<Picture>& pictures,
               const TiffStyle& style);
void writeJpeg(const std::filesystem::path& path, const Picture& picture, int dpi);

void writeText(const std::filesystem::path& path, const std::string& text);
std::vector<std::uint8_t> readBytes(const std::filesystem::path& path);

} // namespace seihon::capture::test
