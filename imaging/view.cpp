#include "imaging/view.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <vector>

namespace seihon::imaging {
namespace {

using record::PageImage;

// 8-bit red, green and blue of one pixel.
std::array<std::uint32_t, 3> pixelAt(const PageImage& image, const std::uint8_t* row,
                                     std::int64_t x) {
    if (image.bitsPerSample == 1) {
        const std::uint32_t tone = (row[x / 8] & (0x80U >> (x % 8))) != 0 ? 0 : 255;
        return {tone, tone, tone};
    }
    const std::int64_t size = image.bitsPerSample / 8;
    const std::uint8_t* const first = row + x * image.channels * size + (size - 1);
    if (image.channels == 1) {
        return {*first, *first, *first};
    }
    return {*first, first[size], first[2 * size]};
}

// Where the n-th of `parts` equal parts of `whole` begins.
std::int64_t startOf(std::int64_t n, std::int64_t parts, std::int64_t whole) {
    return n * whole / parts;
}

} // namespace

PageImage shrinkToFit(const PageImage& image, std::int64_t boxWidth, std::int64_t boxHeight) {
    assert(boxWidth > 0 && boxHeight > 0 && image.width > 0 && image.height > 0);
    PageImage view;
    view.width = image.width;
    view.height = image.height;
    if (view.width > boxWidth) {
        view.height = std::max<std::int64_t>(1, image.height * boxWidth / image.width);
        view.width = boxWidth;
    }
    if (view.height > boxHeight) {
        view.width = std::max<std::int64_t>(1, image.width * boxHeight / image.height);
        view.height = boxHeight;
    }
    view.dpiX = std::max<std::int64_t>(1, image.dpiX * view.width / image.width);
    view.dpiY = std::max<std::int64_t>(1, image.dpiY * view.height / image.height);
    view.stride = view.rowBytes();
    view.bytes.resize(static_cast<std::size_t>(view.stride * view.height));

    std::vector<std::array<std::uint64_t, 3>> sums(static_cast<std::size_t>(view.width));
    for (std::int64_t outY = 0; outY < view.height; ++outY) {
        const std::int64_t fromY = startOf(outY, view.height, image.height);
        const std::int64_t toY = startOf(outY + 1, view.height, image.height);
        std::fill(sums.begin(), sums.end(), std::array<std::uint64_t, 3>{});
        for (std::int64_t y = fromY; y < toY; ++y) {
            const std::uint8_t* const row = image.row(y);
            for (std::int64_t outX = 0; outX < view.width; ++outX) {
                auto& sum = sums[static_cast<std::size_t>(outX)];
                const std::int64_t toX = startOf(outX + 1, view.width, image.width);
                for (std::int64_t x = startOf(outX, view.width, image.width); x < toX; ++x) {
                    const auto pixel = pixelAt(image, row, x);
                    sum[0] += pixel[0];
                    sum[1] += pixel[1];
                    sum[2] += pixel[2];
                }
            }
        }
        std::uint8_t* out = view.row(outY);
        for (std::int64_t outX = 0; outX < view.width; ++outX) {
            const std::int64_t columns =
                startOf(outX + 1, view.width, image.width) - startOf(outX, view.width, image.width);
            const auto area = static_cast<std::uint64_t>(columns * (toY - fromY));
            for (const std::uint64_t sum : sums[static_cast<std::size_t>(outX)]) {
                *out++ = static_cast<std::uint8_t>((sum + area / 2) / area);
            }
        }
    }
    return view;
}

} // namespace seihon::imaging
