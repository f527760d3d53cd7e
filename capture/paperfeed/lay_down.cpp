#include "capture/paperfeed/lay_down.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <stdexcept>

namespace seihon::capture::paperfeed {

namespace {

constexpr std::int64_t kDpiWhenSilent = 300;
constexpr std::uint8_t kPaper = 250;
constexpr int kBacking = 40;
constexpr std::uint8_t kBlackBelow = 128;

// splitmix64 (public domain, Vigna): a place and a noise that a rerun repeats.
std::uint64_t mix(std::uint64_t value) {
    value += 0x9e3779b97f4a7c15u;
    value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9u;
    value = (value ^ (value >> 27)) * 0x94d049bb133111ebu;
    return value ^ (value >> 31);
}

std::uint64_t seedOf(const std::string& name) {
    std::uint64_t seed = 0;
    for (const char c : name) {
        seed = mix(seed ^ static_cast<unsigned char>(c));
    }
    return seed;
}

// Triangular noise around the tone of the backing roller.
const std::vector<std::uint8_t>& backingNoise() {
    static const std::vector<std::uint8_t> noise = [] {
        std::vector<std::uint8_t> made(1u << 18);
        for (std::size_t i = 0; i < made.size(); ++i) {
            const std::uint64_t random = mix(i);
            const int wave = static_cast<int>(random & 7) + static_cast<int>((random >> 8) & 7) - 7;
            made[i] = static_cast<std::uint8_t>(kBacking + wave);
        }
        return made;
    }();
    return noise;
}

void fillBacking(LaidSide& side, std::uint64_t seed) {
    const auto& noise = backingNoise();
    const auto rowBytes = static_cast<std::size_t>(side.bytesPerLine);
    for (std::int64_t y = 0; y < side.height; ++y) {
        const std::uint64_t start =
            mix(seed + static_cast<std::uint64_t>(y)) % (noise.size() - rowBytes);
        std::memcpy(side.pixels.data() + y * side.bytesPerLine, noise.data() + start, rowBytes);
    }
}

std::uint8_t eightBitSample(const ForeignImage& image, std::int64_t x, std::int64_t y, int sample) {
    const std::int64_t at = x * image.samples() + sample;
    const std::uint8_t* row = image.row(y);
    if (image.bitsPerSample == 1) {
        return (row[at / 8] >> (7 - at % 8) & 1) != 0 ? std::uint8_t{0} : std::uint8_t{255};
    }
    if (image.bitsPerSample == 16) {
        std::uint16_t wide = 0;
        std::memcpy(&wide, row + at * 2, sizeof wide);
        return static_cast<std::uint8_t>((wide * 255u + 32767u) / 65535u);
    }
    return row[at];
}

// 8 bits, without alpha (over white), in the channels asked for; luma by Rec. ITU-R BT.601.
ForeignImage toEightBit(ForeignImage image, bool colour) {
    const int channels = colour ? 3 : 1;
    if (image.bitsPerSample == 8 && !image.alpha && image.channels == channels) {
        return image;
    }
    ForeignImage made;
    made.width = image.width;
    made.height = image.height;
    made.channels = channels;
    made.dpiX = image.dpiX;
    made.dpiY = image.dpiY;
    made.bytes.resize(static_cast<std::size_t>(made.rowBytes() * made.height));
    for (std::int64_t y = 0; y < image.height; ++y) {
        std::uint8_t* out = made.row(y);
        for (std::int64_t x = 0; x < image.width; ++x) {
            std::array<int, 3> rgb{};
            for (int c = 0; c < 3; ++c) {
                rgb[static_cast<std::size_t>(c)] =
                    eightBitSample(image, x, y, image.channels == 3 ? c : 0);
            }
            if (image.alpha) {
                const int alpha = eightBitSample(image, x, y, image.channels);
                for (int& value : rgb) {
                    value = (value * alpha + 255 * (255 - alpha) + 127) / 255;
                }
            }
            if (!colour) {
                rgb[0] = (299 * rgb[0] + 587 * rgb[1] + 114 * rgb[2] + 500) / 1000;
            }
            for (int c = 0; c < channels; ++c) {
                *out++ = static_cast<std::uint8_t>(rgb[static_cast<std::size_t>(c)]);
            }
        }
    }
    return made;
}

// Greys of 16 bits as they are; of 8 bits copied into both bytes, which adds no depth.
ForeignImage toSixteenBit(ForeignImage image) {
    if (image.bitsPerSample == 16 && !image.alpha && image.channels == 1) {
        return image;
    }
    const ForeignImage eight = toEightBit(std::move(image), false);
    ForeignImage made;
    made.width = eight.width;
    made.height = eight.height;
    made.channels = 1;
    made.bitsPerSample = 16;
    made.dpiX = eight.dpiX;
    made.dpiY = eight.dpiY;
    made.bytes.reserve(2 * eight.bytes.size());
    for (const std::uint8_t value : eight.bytes) {
        made.bytes.insert(made.bytes.end(), 2, value);
    }
    return made;
}

// How one output pixel takes from a line of input pixels: the area it covers when shrinking, the
// two neighbours when growing.
struct Tap {
    std::int64_t first = 0;
    std::vector<float> weights;
};

std::vector<Tap> tapsFor(std::int64_t from, std::int64_t to) {
    std::vector<Tap> taps(static_cast<std::size_t>(to));
    const double scale = static_cast<double>(from) / static_cast<double>(to);
    const double reach = std::max(scale, 1.0) / 2;
    for (std::int64_t i = 0; i < to; ++i) {
        const double centre = (static_cast<double>(i) + 0.5) * scale;
        Tap& tap = taps[static_cast<std::size_t>(i)];
        double sum = 0;
        const auto first = std::clamp<std::int64_t>(
            static_cast<std::int64_t>(std::floor(centre - reach)), 0, from - 1);
        const auto last = std::clamp<std::int64_t>(
            static_cast<std::int64_t>(std::ceil(centre + reach)), first + 1, from);
        tap.first = first;
        for (std::int64_t s = first; s < last; ++s) {
            const auto left = static_cast<double>(s);
            const double covered =
                std::min(left + 1, centre + reach) - std::max(left, centre - reach);
            tap.weights.push_back(static_cast<float>(std::max(covered, 0.0)));
            sum += static_cast<double>(tap.weights.back());
        }
        for (float& weight : tap.weights) {
            weight = static_cast<float>(static_cast<double>(weight) / sum);
        }
    }
    return taps;
}

ForeignImage resample(const ForeignImage& image, std::int64_t width, std::int64_t height) {
    ForeignImage made;
    made.width = width;
    made.height = height;
    made.channels = image.channels;
    made.bytes.resize(static_cast<std::size_t>(made.rowBytes() * height));
    const std::vector<Tap> across = tapsFor(image.width, width);
    const std::vector<Tap> down = tapsFor(image.height, height);
    const auto channels = static_cast<std::size_t>(image.channels);
    std::vector<float> line(static_cast<std::size_t>(image.rowBytes()));
    for (std::int64_t y = 0; y < height; ++y) {
        const Tap& rows = down[static_cast<std::size_t>(y)];
        std::fill(line.begin(), line.end(), 0.0f);
        for (std::size_t r = 0; r < rows.weights.size(); ++r) {
            const std::uint8_t* in = image.row(rows.first + static_cast<std::int64_t>(r));
            for (std::size_t i = 0; i < line.size(); ++i) {
                line[i] += rows.weights[r] * static_cast<float>(in[i]);
            }
        }
        std::uint8_t* out = made.row(y);
        for (const Tap& tap : across) {
            for (std::size_t c = 0; c < channels; ++c) {
                float sum = 0.5f;
                std::size_t at = static_cast<std::size_t>(tap.first) * channels + c;
                for (const float weight : tap.weights) {
                    sum += weight * line[at];
                    at += channels;
                }
                *out++ = static_cast<std::uint8_t>(std::clamp(sum, 0.0f, 255.0f));
            }
        }
    }
    return made;
}

ForeignImage atResolution(ForeignImage image, std::int64_t dpi) {
    const std::int64_t dpiX = image.dpiX > 0 ? image.dpiX : kDpiWhenSilent;
    const std::int64_t dpiY = image.dpiY > 0 ? image.dpiY : kDpiWhenSilent;
    if (dpiX == dpi && dpiY == dpi) {
        return image;
    }
    const auto scaled = [dpi](std::int64_t size, std::int64_t own) {
        return std::clamp<std::int64_t>((size * dpi + own / 2) / own, 1, 40000);
    };
    return resample(image, scaled(image.width, dpiX), scaled(image.height, dpiY));
}

// 4 mm and up to 2 mm more, but at most three quarters of the room there is: what fits is never
// cut.
std::int64_t offsetIn(std::int64_t room, std::int64_t dpi, std::uint64_t jitter) {
    const auto tenths = static_cast<std::int64_t>(40 + jitter % 21);
    return std::clamp<std::int64_t>(tenths * dpi / 254, 0, std::max<std::int64_t>(room, 0) * 3 / 4);
}

// SANE's line art: 1 is black, the first pixel in the highest bit (SANE 1.06 §3.2.1).
void toLineArt(LaidSide& side) {
    const std::int64_t packed = (side.width + 7) / 8;
    std::vector<std::uint8_t> bits(static_cast<std::size_t>(packed * side.height), 0);
    for (std::int64_t y = 0; y < side.height; ++y) {
        const std::uint8_t* in = side.pixels.data() + y * side.bytesPerLine;
        std::uint8_t* out = bits.data() + y * packed;
        for (std::int64_t x = 0; x < side.width; ++x) {
            if (in[x] < kBlackBelow) {
                out[x / 8] = static_cast<std::uint8_t>(out[x / 8] | 0x80 >> x % 8);
            }
        }
    }
    side.pixels = std::move(bits);
    side.bytesPerLine = packed;
}

} // namespace

ForeignImage blankSideLike(const ForeignImage& other) {
    ForeignImage blank;
    blank.width = other.width;
    blank.height = other.height;
    blank.channels = 1;
    blank.dpiX = other.dpiX;
    blank.dpiY = other.dpiY;
    blank.bytes.assign(static_cast<std::size_t>(blank.width * blank.height), kPaper);
    return blank;
}

LaidSide layDown(ForeignImage sheet, const Window& window, const std::string& name) {
    if (window.film && (sheet.dpiX != window.dpi || sheet.dpiY != window.dpi)) {
        throw std::runtime_error("a film is not resampled: " + name + " has " +
                                 std::to_string(sheet.dpiX) + " dpi");
    }
    const ForeignImage placed =
        window.bits == 16
            ? toSixteenBit(std::move(sheet))
            : atResolution(toEightBit(std::move(sheet), window.mode == Mode::Colour), window.dpi);
    const std::int64_t pixelBytes = placed.channels * placed.bitsPerSample / 8;
    LaidSide side;
    side.width = window.width;
    side.height = window.height;
    side.bytesPerLine = window.width * pixelBytes;
    side.pixels.resize(static_cast<std::size_t>(side.bytesPerLine * side.height));
    const std::uint64_t seed = seedOf(name);
    fillBacking(side, seed);
    side.sheetX = offsetIn(window.width - placed.width, window.dpi, seed);
    side.sheetY = offsetIn(window.height - placed.height, window.dpi, seed >> 32);
    side.sheetWidth = std::min(placed.width, window.width - side.sheetX);
    side.sheetHeight = std::min(placed.height, window.height - side.sheetY);
    for (std::int64_t y = 0; y < side.sheetHeight; ++y) {
        std::memcpy(side.pixels.data() + (side.sheetY + y) * side.bytesPerLine +
                        side.sheetX * pixelBytes,
                    placed.row(y), static_cast<std::size_t>(side.sheetWidth * pixelBytes));
    }
    if (window.mode == Mode::LineArt) {
        toLineArt(side);
    }
    return side;
}

} // namespace seihon::capture::paperfeed
