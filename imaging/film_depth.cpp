#include "imaging/film_depth.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <vector>

namespace seihon::imaging {

namespace {

static_assert(std::endian::native == std::endian::little, "deepAt reads host order");

// Less pixels say nothing; a value that fewer than this have is an accident.
constexpr std::int64_t kEnoughPixels = 4096;
constexpr std::int64_t kLeastPixels = 4;
// A neighbour counts when it has at least one in so many of a value's own pixels: noise spreads
// every area of a film over several values, while stray pixels between them are few.
constexpr std::int64_t kNeighbourShare = 64;

// Distance from each value to the nearest one that counts beside it.
struct Spacing {
    std::int64_t gap = 0, pixels = 0;
};

} // namespace

std::unique_ptr<DeepHistogram> deepHistogram(const record::PageImage& image,
                                             const record::RectPx& box) {
    auto histogram = std::make_unique<DeepHistogram>();
    for (std::int64_t y = box.y; y < box.y + box.h; ++y) {
        const std::uint8_t* const row = image.row(y);
        for (std::int64_t x = box.x; x < box.x + box.w; ++x) {
            ++(*histogram)[deepAt(row, x)];
        }
    }
    return histogram;
}

std::optional<std::int64_t> significantBits(const DeepHistogram& histogram) {
    std::vector<std::int64_t> values;
    for (std::size_t value = 0; value < kDeepValues; ++value) {
        if (histogram[value] >= kLeastPixels) {
            values.push_back(static_cast<std::int64_t>(value));
        }
    }
    const auto pixelsOf = [&](std::size_t place) {
        return histogram[static_cast<std::size_t>(values[place])];
    };
    std::vector<Spacing> spacings;
    std::int64_t pixels = 0;
    for (std::size_t i = 1; i + 1 < values.size(); ++i) { // the two ends are where light clips
        const auto counts = [&](std::size_t other) {
            return pixelsOf(other) * kNeighbourShare >= pixelsOf(i);
        };
        std::size_t below = i - 1;
        while (below > 0 && !counts(below)) {
            --below;
        }
        std::size_t above = i + 1;
        while (above + 1 < values.size() && !counts(above)) {
            ++above;
        }
        spacings.push_back(
            {std::min(values[i] - values[below], values[above] - values[i]), pixelsOf(i)});
        pixels += pixelsOf(i);
    }
    if (pixels < kEnoughPixels) {
        return std::nullopt;
    }
    std::sort(spacings.begin(), spacings.end(),
              [](const Spacing& a, const Spacing& b) { return a.gap < b.gap; });
    std::int64_t upTo = 0;
    for (const Spacing& spacing : spacings) {
        upTo += spacing.pixels;
        if (2 * upTo >= pixels) {
            return std::llround(16 - std::log2(static_cast<double>(spacing.gap)));
        }
    }
    return std::nullopt;
}

} // namespace seihon::imaging
