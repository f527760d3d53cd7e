#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace seihon::imaging {

// A small image of one byte a pixel, rows without padding.
struct Plane {
    int width = 0;
    int height = 0;
    std::vector<std::uint8_t> pixels;

    Plane() = default;
    Plane(int w, int h, std::uint8_t value = 0)
        : width(w), height(h),
          pixels(static_cast<std::size_t>(w) * static_cast<std::size_t>(h), value) {}

    const std::uint8_t* row(int y) const {
        return pixels.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(width);
    }
    std::uint8_t* row(int y) {
        return pixels.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(width);
    }
    std::uint8_t at(int x, int y) const { return row(y)[x]; }
    bool empty() const { return pixels.empty(); }
};

// Pixels by tone.
using Histogram = std::array<std::int64_t, 256>;

} // namespace seihon::imaging
