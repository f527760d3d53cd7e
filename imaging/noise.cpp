#include "imaging/noise.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace seihon::imaging {
namespace {

constexpr int kTile = 16;
constexpr int kMostTilesPerSide = 32;
constexpr std::size_t kLeastTiles = 30;
// A tile is plain when its averages over small cells hardly differ, and far enough from both ends
// of the scale that the noise is not cut off.
constexpr int kFlatness = 3;
constexpr int kDarkest = 20;
constexpr int kBrightest = 250;
// Rounding to whole tones alone makes a variance of 1/12; below this the rest is not noise enough.
constexpr double kLeastVariance = 0.3;
constexpr double kTexture = 3;

struct TileNoise {
    double variance = 0;
    double across = 0;
    double down = 0;
};

bool isPlain(const PagePlanes& planes, const Plane& inside, int x, int y) {
    int least = 255;
    int most = 0;
    for (int cellY = y / planes.shrinkY; cellY <= (y + kTile - 1) / planes.shrinkY; ++cellY) {
        for (int cellX = x / planes.shrinkX; cellX <= (x + kTile - 1) / planes.shrinkX; ++cellX) {
            if (cellX >= inside.width || cellY >= inside.height || inside.at(cellX, cellY) == 0) {
                return false;
            }
            least = std::min<int>(least, planes.small.at(cellX, cellY));
            most = std::max<int>(most, planes.small.at(cellX, cellY));
        }
    }
    const int spread = planes.shrinkX * planes.shrinkY >= 9 ? kFlatness : 4 * kFlatness;
    return most - least <= spread && least >= kDarkest && most <= kBrightest;
}

// What is left of the tile after its best plane is taken off: shading must not pass for
// correlation.
TileNoise noiseOf(const Plane& grey, int left, int top) {
    constexpr double kMiddle = (kTile - 1) / 2.0;
    constexpr double kSquares = kTile * (kTile * kTile - 1) / 12.0 * kTile;
    double sum = 0;
    double slopeX = 0;
    double slopeY = 0;
    for (int y = 0; y < kTile; ++y) {
        for (int x = 0; x < kTile; ++x) {
            const double value = grey.at(left + x, top + y);
            sum += value;
            slopeX += value * (x - kMiddle);
            slopeY += value * (y - kMiddle);
        }
    }
    const double mean = sum / (kTile * kTile);
    slopeX /= kSquares;
    slopeY /= kSquares;
    std::array<std::array<double, kTile>, kTile> rest{};
    TileNoise noise;
    for (int y = 0; y < kTile; ++y) {
        for (int x = 0; x < kTile; ++x) {
            auto& here = rest[static_cast<std::size_t>(y)][static_cast<std::size_t>(x)];
            here =
                grey.at(left + x, top + y) - mean - slopeX * (x - kMiddle) - slopeY * (y - kMiddle);
            noise.variance += here * here;
        }
    }
    for (std::size_t y = 0; y < kTile; ++y) {
        for (std::size_t x = 1; x < kTile; ++x) {
            noise.across += rest[y][x] * rest[y][x - 1];
            noise.down += rest[x][y] * rest[x - 1][y];
        }
    }
    noise.variance /= kTile * kTile;
    noise.across /= kTile * (kTile - 1);
    noise.down /= kTile * (kTile - 1);
    return noise;
}

} // namespace

std::optional<NoiseCorrelation> measureNoise(const PagePlanes& planes, const Plane& inside) {
    const Plane& grey = planes.grey;
    std::vector<TileNoise> tiles;
    const int pitchX = std::max(kTile, grey.width / kMostTilesPerSide);
    const int pitchY = std::max(kTile, grey.height / kMostTilesPerSide);
    for (int y = 0; y + kTile <= grey.height; y += pitchY) {
        for (int x = 0; x + kTile <= grey.width; x += pitchX) {
            if (isPlain(planes, inside, x, y)) {
                tiles.push_back(noiseOf(grey, x, y));
            }
        }
    }
    if (tiles.size() < kLeastTiles) {
        return std::nullopt;
    }
    const auto middle = tiles.begin() + static_cast<std::ptrdiff_t>(tiles.size() / 2);
    std::nth_element(
        tiles.begin(), middle, tiles.end(),
        [](const TileNoise& a, const TileNoise& b) { return a.variance < b.variance; });
    const double typical = middle->variance;
    if (typical < kLeastVariance) {
        return std::nullopt;
    }
    TileNoise sum;
    for (const TileNoise& tile : tiles) {
        if (tile.variance <= kTexture * typical) { // beyond: paper texture or faint print
            sum.variance += tile.variance;
            sum.across += tile.across;
            sum.down += tile.down;
        }
    }
    return NoiseCorrelation{std::llround(1000 * sum.across / sum.variance),
                            std::llround(1000 * sum.down / sum.variance)};
}

} // namespace seihon::imaging
