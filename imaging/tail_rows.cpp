#include "imaging/tail_rows.h"

#include <algorithm>
#include <cstring>

namespace seihon::imaging {
namespace {

using record::PageImage;

// A run this long elsewhere shows that the image has no noise.
constexpr std::int64_t kTellingRun = 8;

bool sameRows(const PageImage& image, std::int64_t a, std::int64_t b) {
    return std::memcmp(image.row(a), image.row(b), static_cast<std::size_t>(image.rowBytes())) == 0;
}

// One tone all along, apart from what may be plate beside the sheet.
bool isEven(const PagePlanes& planes, const Sheet& sheet, std::int64_t y) {
    const auto margin =
        static_cast<std::int64_t>(kSheetBorderMm / 25.4 * static_cast<double>(planes.dpiX));
    std::int64_t from = sheet.box.x + margin;
    std::int64_t to = sheet.box.x + sheet.box.w - margin;
    if (from >= to) {
        from = 0;
        to = planes.grey.width;
    }
    const std::uint8_t* const row = planes.grey.row(static_cast<int>(y));
    return std::all_of(row + from, row + to, [&](std::uint8_t tone) { return tone == row[from]; });
}

bool hasRunBefore(const PageImage& image, std::int64_t end) {
    std::int64_t run = 1;
    for (std::int64_t y = 1; y < end; ++y) {
        run = sameRows(image, y, y - 1) ? run + 1 : 1;
        if (run >= kTellingRun) {
            return true;
        }
    }
    return false;
}

// Plate beside the sheet that is as even as the rows below it: the device's plate has no noise.
bool plateIsEven(const PagePlanes& planes, const Sheet& sheet, std::int64_t end) {
    const std::uint8_t tone = planes.grey.at(0, planes.grey.height - 1);
    for (const int x : {0, planes.grey.width - 1}) {
        std::int64_t run = 0;
        for (std::int64_t y = 0; y < end; ++y) {
            const int cellX = std::min(x / planes.shrinkX, sheet.mask.width - 1);
            const int cellY = std::min(static_cast<int>(y) / planes.shrinkY, sheet.mask.height - 1);
            const bool plate = sheet.mask.at(cellX, cellY) == 0;
            run = plate && planes.grey.at(x, static_cast<int>(y)) == tone ? run + 1 : 0;
            if (run >= 4 * kTellingRun) {
                return true;
            }
        }
    }
    return false;
}

} // namespace

std::int64_t countIdenticalTailRows(const PageImage& image, const PagePlanes& planes,
                                    const Sheet& sheet) {
    std::int64_t first = image.height - 1;
    while (first > 0 && sameRows(image, first - 1, image.height - 1)) {
        --first;
    }
    const std::int64_t run = image.height - first;
    if (run < 2) {
        return 0;
    }
    if (isEven(planes, sheet, image.height - 1)) {
        const bool below = sheet.box.y + sheet.box.h <= first;
        if ((sheet.reported && below) || hasRunBefore(image, first) ||
            (sheet.seen && below && plateIsEven(planes, sheet, first))) {
            return 0;
        }
    }
    return run;
}

} // namespace seihon::imaging
