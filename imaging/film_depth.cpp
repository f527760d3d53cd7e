#include "imaging/film_depth.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <vector>

namespace seihon::imaging {

namespace {

static_assert(std::endian::native == std::endian::little, "deepAt reads host order");

constexpr std::size_t kWindow = 1024;
// By chance alone nearly every value of a window occurs among so many pixels (1 - e^-4 = 98 %).
constexpr std::int64_t kEnoughPixels = 4 * static_cast<std::int64_t>(kWindow);
constexpr int kHeldOff = 1; // values at either end of what occurs: clipped light

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
    const auto used = [](std::int64_t count) {
        return count > 0;
    };
    const auto first = std::find_if(histogram.begin(), histogram.end(), used);
    const auto last = std::find_if(histogram.rbegin(), histogram.rend(), used).base();
    const auto from = static_cast<std::size_t>(first - histogram.begin()) + kHeldOff;
    const auto to = static_cast<std::size_t>(last - histogram.begin());
    struct Seen {
        std::int64_t distinct = 0, pixels = 0;
    };
    std::vector<Seen> windows;
    std::int64_t pixels = 0;
    for (std::size_t start = 0; start < kDeepValues; start += kWindow) {
        Seen seen;
        for (std::size_t value = std::max(start, from);
             value + kHeldOff < to && value < start + kWindow; ++value) {
            seen.pixels += histogram[value];
            seen.distinct += histogram[value] > 0 ? 1 : 0;
        }
        if (seen.pixels >= kEnoughPixels) {
            windows.push_back(seen);
            pixels += seen.pixels;
        }
    }
    std::sort(windows.begin(), windows.end(),
              [](const Seen& a, const Seen& b) { return a.distinct < b.distinct; });
    std::int64_t below = 0;
    for (const Seen& window : windows) {
        below += window.pixels;
        if (2 * below >= pixels) {
            const double values = static_cast<double>(window.distinct) * (kDeepValues / kWindow);
            return std::llround(std::log2(values));
        }
    }
    return std::nullopt;
}

} // namespace seihon::imaging
