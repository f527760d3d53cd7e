#include "report/paper.h"

#include "report/dice.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace seihon::report {

namespace {

// Tones are counted in sixteenths of an 8-bit step inside this file.
constexpr int kFraction = 16;
constexpr std::size_t kNoiseLength = 4096;
constexpr int kDarkest = 2, kBrightest = 253;

using NoiseTable = std::array<std::int16_t, kNoiseLength>;

NoiseTable noiseTable(Dice& dice, double deviation) {
    NoiseTable table{};
    for (std::int16_t& value : table) {
        const double normal = std::clamp(dice.normal(), -3.2, 3.2);
        value = static_cast<std::int16_t>(std::lround(normal * deviation * kFraction));
    }
    return table;
}

// A square of soft clouds that repeats without a seam. Two of them with sides that share no divisor
// repeat only after metres of paper.
struct Clouds {
    std::size_t side = 0;
    std::vector<std::int16_t> tones;
};

Clouds clouds(Dice& dice, std::size_t cells, std::size_t cellPixels, double deviation) {
    std::vector<double> knots(cells * cells);
    for (double& knot : knots) {
        knot = dice.normal() * deviation * kFraction;
    }
    Clouds result{cells * cellPixels, {}};
    result.tones.resize(result.side * result.side);
    const auto eased = [&](std::size_t offset) {
        const double t = static_cast<double>(offset) / static_cast<double>(cellPixels);
        return t * t * (3 - 2 * t);
    };
    for (std::size_t y = 0; y < result.side; ++y) {
        const double* upper = &knots[y / cellPixels * cells];
        const double* lower = &knots[(y / cellPixels + 1) % cells * cells];
        const double down = eased(y % cellPixels);
        for (std::size_t x = 0; x < result.side; ++x) {
            const std::size_t left = x / cellPixels, right = (left + 1) % cells;
            const double across = eased(x % cellPixels);
            const double top = upper[left] + (upper[right] - upper[left]) * across;
            const double bottom = lower[left] + (lower[right] - lower[left]) * across;
            result.tones[y * result.side + x] =
                static_cast<std::int16_t>(std::lround(top + (bottom - top) * down));
        }
    }
    return result;
}

// Single fibres: short pale and dark threads, added to the coarser clouds.
void addFibres(Clouds& texture, Dice& dice, int count) {
    const double side = static_cast<double>(texture.side);
    for (int i = 0; i < count; ++i) {
        double x = dice.unit() * side, y = dice.unit() * side;
        double dx = dice.between(-1, 1), dy = dice.between(-1, 1);
        const double length = std::max(0.2, std::sqrt(dx * dx + dy * dy));
        dx /= length;
        dy /= length;
        const double tone = dice.between(-1.6, 0.9) * kFraction;
        const int steps = dice.whole(14, 46);
        for (int step = 0; step < steps; ++step) {
            dx += dice.between(-0.09, 0.09);
            dy += dice.between(-0.09, 0.09);
            x += dx + side;
            y += dy + side;
            x -= std::floor(x / side) * side;
            y -= std::floor(y / side) * side;
            const std::size_t at = static_cast<std::size_t>(y) % texture.side * texture.side +
                                   static_cast<std::size_t>(x) % texture.side;
            texture.tones[at] = static_cast<std::int16_t>(texture.tones[at] + std::lround(tone));
        }
    }
}

struct Surface {
    Clouds coarse, fine;
    NoiseTable common, own; // noise of all three sensor lines, and of each alone
    std::array<int, 3> tone{};
    std::uint64_t state = 0;
};

std::uint8_t tonedPixel(std::uint32_t ink, int paper, int noise) {
    const int value = (static_cast<int>(ink) * paper / 255 + noise + kFraction / 2) / kFraction;
    return static_cast<std::uint8_t>(std::clamp(value, kDarkest, kBrightest));
}

void scanRow(Surface& surface, std::int64_t y, const std::uint32_t* in, record::PageImage& image) {
    const auto row = static_cast<std::size_t>(y);
    const Clouds& coarse = surface.coarse;
    const Clouds& fine = surface.fine;
    const std::int16_t* coarseRow = &coarse.tones[row % coarse.side * coarse.side];
    const std::int16_t* fineRow = &fine.tones[row % fine.side * fine.side];
    const std::int16_t* common = surface.common.data();
    const std::int16_t* own = surface.own.data();
    std::size_t coarseX = 0, fineX = 0;
    std::uint64_t state = surface.state;
    std::uint8_t* out = image.row(y);
    for (std::int64_t x = 0; x < image.width; ++x, out += 3) {
        // xorshift64: one draw a pixel gives four table places.
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        const int fibre = coarseRow[coarseX] + fineRow[fineX];
        coarseX = coarseX + 1 == coarse.side ? 0 : coarseX + 1;
        fineX = fineX + 1 == fine.side ? 0 : fineX + 1;
        const int all = common[state >> 52];
        const std::uint32_t ink = in[x];
        out[0] = tonedPixel((ink >> 16) & 255, surface.tone[0] + fibre,
                            all + own[(state >> 8) & (kNoiseLength - 1)]);
        out[1] = tonedPixel((ink >> 8) & 255, surface.tone[1] + fibre,
                            all + own[(state >> 22) & (kNoiseLength - 1)]);
        out[2] = tonedPixel(ink & 255, surface.tone[2] + fibre,
                            all + own[(state >> 37) & (kNoiseLength - 1)]);
    }
    surface.state = state;
}

} // namespace

record::PageImage scanOf(Canvas& print, const Paper& paper, std::int64_t dpi) {
    Dice dice(paper.seed ^ 0x5061706572u);
    Surface surface;
    // The clouds stay weak against the noise: neighbouring pixels of a true scan are nearly
    // independent, and enlarged ones are not.
    surface.coarse = clouds(dice, 13, 47, 0.45);
    surface.fine = clouds(dice, 103, 5, 0.38);
    addFibres(surface.fine, dice, 900);
    const double common = paper.noise * 0.75;
    surface.common = noiseTable(dice, common);
    surface.own = noiseTable(dice, std::sqrt(paper.noise * paper.noise - common * common));
    surface.tone = {paper.red * kFraction, paper.green * kFraction, paper.blue * kFraction};
    surface.state = dice.next() | 1;

    record::PageImage image;
    image.width = print.widthPixels();
    image.height = print.heightPixels();
    image.stride = image.width * 3;
    image.dpiX = image.dpiY = dpi;
    image.bytes.resize(static_cast<std::size_t>(image.stride * image.height));
    for (std::int64_t y = 0; y < image.height; ++y) {
        scanRow(surface, y, print.pixelRow(y), image);
    }
    return image;
}

} // namespace seihon::report
