#pragma once

#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace seihon::capture {

// Why bytes could not become an image. A plain exception: the paper feeder backend decodes sheets
// with the same code and links no project library.
struct UnreadableImage : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// Bounds every allocation that foreign numbers ask for.
struct DecodeLimits {
    std::int64_t pixelsPerSide = 40000;
    std::int64_t bytes = std::int64_t{1} << 30;
};

// Pixels as the file holds them: no gamma, no colour management, no rotation, no padding filled in.
struct ForeignImage {
    std::int64_t width = 0;
    std::int64_t height = 0;
    int channels = 3;      // 1 grey (0 = black) or 3 RGB
    int bitsPerSample = 8; // 1 (packed, MSB first, 1 = black), 8, or 16 (host order)
    bool alpha = false;    // one more sample after the colours, not premultiplied
    std::int64_t dpiX = 0; // 0: the file does not say
    std::int64_t dpiY = 0;
    std::string format; // "png", "tiff", "jpeg"; "jpeg" also for a TIFF whose strips are JPEG
    std::vector<std::uint8_t> bytes; // rows without padding

    int samples() const { return channels + (alpha ? 1 : 0); }
    std::int64_t rowBytes() const { return (width * samples() * bitsPerSample + 7) / 8; }
    const std::uint8_t* row(std::int64_t y) const { return bytes.data() + y * rowBytes(); }
    std::uint8_t* row(std::int64_t y) { return bytes.data() + y * rowBytes(); }
};

// By the first bytes of the file, never by its name. Throws UnreadableImage.
ForeignImage decodeImage(std::span<const std::uint8_t> file, const DecodeLimits& limits = {});

ForeignImage decodePng(std::span<const std::uint8_t> file, const DecodeLimits& limits);
ForeignImage decodeTiff(std::span<const std::uint8_t> file, const DecodeLimits& limits);
ForeignImage decodeJpeg(std::span<const std::uint8_t> file, const DecodeLimits& limits);

// Throws UnreadableImage beyond the limit, and std::system_error when the file cannot be read.
std::vector<std::uint8_t> readWholeFile(const std::string& path, std::int64_t maxBytes);

// Drops an alpha channel in which every pixel is opaque: that loses nothing. False when one is not.
bool dropOpaqueAlpha(ForeignImage& image);

// Sets width, height, depth and channels and makes room. Throws UnreadableImage beyond the limits.
void makeRoom(ForeignImage& image, const DecodeLimits& limits);

// Clears the bits after the last pixel of each row of a 1-bit image: they are no pixels.
void clearTailBits(ForeignImage& image);

} // namespace seihon::capture
