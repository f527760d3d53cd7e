#include "tests/station/sheet_pool.h"

#include "imaging/duplicate.h"
#include "report/png.h"
#include "report/sample_pages.h"

#include <algorithm>
#include <cstdint>

namespace seihon::station {

namespace {

constexpr std::int64_t kWidth = 472, kHeight = 709; // 40 × 60 mm at 300 dpi
constexpr std::int64_t kMargin = 36;
constexpr std::int64_t kAlikeOnThePool = 850;

record::PageImage cut(const record::PageImage& page, std::int64_t x, std::int64_t y) {
    record::PageImage image;
    image.width = kWidth;
    image.height = kHeight;
    image.stride = kWidth * 3;
    image.dpiX = image.dpiY = 300;
    image.bytes.resize(static_cast<std::size_t>(image.stride * kHeight));
    for (std::int64_t row = 0; row < kHeight; ++row) {
        std::copy_n(page.row(y + row) + 3 * x, image.stride, image.row(row));
        for (std::int64_t i = 0; i < kWidth; ++i) { // a margin: print at the corner looks folded
            const bool inside =
                row >= kMargin && row < kHeight - kMargin && i >= kMargin && i < kWidth - kMargin;
            if (!inside) {
                // Of the same paper, from above the print: another tone would be a note on it.
                std::copy_n(page.row(row % kMargin) + 3 * (x + i), 3, image.row(row) + 3 * i);
            }
        }
    }
    return image;
}

// A table cut in pieces leaves bands of tone that nearly reach the border, which look like a sheet
// on top: no paper for a test of counting.
bool hasBand(const record::PageImage& piece) {
    const auto pale = std::count_if(piece.bytes.begin(), piece.bytes.end(),
                                    [](std::uint8_t tone) { return tone >= 200 && tone <= 236; });
    return pale * 25 > static_cast<std::int64_t>(piece.bytes.size());
}

void addPage(Pool& pool, std::vector<imaging::ContentMap>& maps, const record::PageImage& page) {
    for (std::int64_t y = 60; y + kHeight < page.height; y += kHeight) {
        for (std::int64_t x = 150; x + kWidth < page.width; x += kWidth) {
            const record::PageImage image = cut(page, x, y);
            record::CaptureFacts facts;
            facts.sheetRect = record::RectPx{0, 0, kWidth, kHeight};
            imaging::ContentMap map = imaging::contentOf(image, facts);
            const bool known =
                map.empty() || std::any_of(maps.begin(), maps.end(), [&](const auto& other) {
                    return imaging::similarityPermille(map, other) >= kAlikeOnThePool;
                });
            if (known || hasBand(image)) {
                continue;
            }
            const std::vector<std::uint8_t> png = report::encodePng(image);
            pool.byPixels[digestOf(image, *facts.sheetRect)] = static_cast<int>(pool.pngs.size());
            pool.pngs.emplace_back(png.begin(), png.end());
            maps.push_back(std::move(map));
        }
    }
}

} // namespace

record::Digest digestOf(const record::PageImage& image, const record::RectPx& part) {
    std::string bytes;
    for (std::int64_t y = part.y; y < part.y + part.h; ++y) {
        const auto* row = reinterpret_cast<const char*>(image.row(y));
        bytes.append(row + part.x * 3, static_cast<std::size_t>(part.w * 3));
    }
    return record::sha256(bytes);
}

const Pool& pool() {
    static const Pool made = [] {
        Pool drawn;
        std::vector<imaging::ContentMap> maps;
        report::LetterSheets letter;
        letter.sheets = 12;
        for (int sheet = 1; sheet <= 12 && drawn.pngs.size() < 44; ++sheet) {
            addPage(drawn, maps, report::letterPage(letter, sheet, record::Side::Front).image);
        }
        return drawn;
    }();
    return made;
}

} // namespace seihon::station
