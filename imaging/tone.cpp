#include "imaging/tone.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <numeric>

namespace seihon::imaging {
namespace {

using record::Quantity;
using record::RectPx;

// The blurred border of the sheet is neither paper nor plate.
constexpr double kBlurredBorderMm = 1;
constexpr std::int64_t kHistogramRowPitch = 2;
constexpr int kWhite = 254;
constexpr int kBlack = 1;
constexpr int kNearPaper = 3;
// The shadow strip along each border, inside the sheet.
constexpr double kStripFromMm = 2;
constexpr double kStripToMm = 8;
constexpr std::int64_t kLeastPixels = 100;
// Below this the channels of the plate differ by less than whole tones can say.
constexpr std::int64_t kDarkestPlate = 12;

std::int64_t total(const Histogram& histogram) {
    return std::accumulate(histogram.begin(), histogram.end(), std::int64_t{0});
}

// Full-size pixels of the sheet, on every other row. Between the first and the last cell of a row
// all is sheet.
Histogram fullHistogram(const PagePlanes& planes, const Plane& inside) {
    Histogram even{};
    Histogram odd{}; // two tables: equal neighbours would wait for one another's increment
    for (int cellY = 0; cellY < inside.height; ++cellY) {
        const std::uint8_t* const row = inside.row(cellY);
        const std::uint8_t* const first = std::find(row, row + inside.width, 255);
        const std::uint8_t* last = row + inside.width;
        while (last > first && last[-1] == 0) {
            --last;
        }
        const auto from = (first - row) * planes.shrinkX;
        const auto to = (last - row) * planes.shrinkX;
        for (std::int64_t y = std::int64_t{cellY} * planes.shrinkY;
             y < std::int64_t{cellY + 1} * planes.shrinkY; ++y) {
            if (y % kHistogramRowPitch != 0) {
                continue;
            }
            const std::uint8_t* const pixels = planes.grey.row(static_cast<int>(y));
            std::ptrdiff_t x = from;
            for (; x + 1 < to; x += 2) {
                ++even[pixels[x]];
                ++odd[pixels[x + 1]];
            }
            for (; x < to; ++x) {
                ++even[pixels[x]];
            }
        }
    }
    std::transform(even.begin(), even.end(), odd.begin(), even.begin(), std::plus<>());
    return even;
}

Histogram smallHistogram(const Plane& tones, const Plane& inside, const RectPx& area) {
    Histogram histogram{};
    for (std::int64_t y = area.y; y < area.y + area.h; ++y) {
        const std::uint8_t* const row = tones.row(static_cast<int>(y));
        const std::uint8_t* const mask = inside.row(static_cast<int>(y));
        for (std::int64_t x = area.x; x < area.x + area.w; ++x) {
            histogram[row[x]] += mask[x] != 0;
        }
    }
    return histogram;
}

// Most frequent tone of the most frequent five neighbouring ones: one tone alone may be chance.
int modeOf(const Histogram& histogram) {
    constexpr int kReach = 2;
    int best = 0;
    std::int64_t most = -1;
    for (int tone = 0; tone < 256; ++tone) {
        std::int64_t sum = 0;
        for (int near = std::max(0, tone - kReach); near <= std::min(255, tone + kReach); ++near) {
            sum += histogram[static_cast<std::size_t>(near)];
        }
        if (sum > most) {
            most = sum;
            best = tone;
        }
    }
    const auto from = histogram.begin() + std::max(0, best - kReach);
    const auto to = histogram.begin() + std::min(255, best + kReach) + 1;
    return static_cast<int>(std::max_element(from, to) - histogram.begin());
}

// The tone that three quarters of the pixels do not exceed: paper, unless print covers more than
// that.
int brightTone(const Histogram& histogram) {
    std::int64_t above = 0;
    const std::int64_t quarter = total(histogram) / 4;
    for (int tone = 255; tone > 0; --tone) {
        above += histogram[static_cast<std::size_t>(tone)];
        if (above > quarter) {
            return tone;
        }
    }
    return 0;
}

std::int64_t permille(std::int64_t part, std::int64_t whole) {
    return (part * 1000 + whole / 2) / whole;
}

void measureClipping(const Histogram& histogram, record::PageMeasurement& into) {
    const std::int64_t all = total(histogram);
    if (all == 0) {
        return;
    }
    const auto white =
        std::accumulate(histogram.begin() + kWhite, histogram.end(), std::int64_t{0});
    const auto black =
        std::accumulate(histogram.begin(), histogram.begin() + kBlack + 1, std::int64_t{0});
    into.add(Quantity::ClippedWhitePermille, permille(white, all));
    into.add(Quantity::ClippedBlackPermille, permille(black, all));
}

// Spread of the channels' means over pixels of the paper's tone.
void measureCast(const PagePlanes& planes, const Plane& inside, int paper,
                 record::PageMeasurement& into) {
    if (!planes.colour) {
        return; // grey cannot show one
    }
    std::array<std::int64_t, 3> sums{};
    std::int64_t count = 0;
    for (std::size_t i = 0; i < inside.pixels.size(); ++i) {
        if (inside.pixels[i] != 0 && std::abs(planes.small.pixels[i] - paper) <= kNearPaper) {
            sums[0] += planes.smallRed.pixels[i];
            sums[1] += planes.smallGreen.pixels[i];
            sums[2] += planes.smallBlue.pixels[i];
            ++count;
        }
    }
    if (count > 0) {
        const auto [least, most] = std::minmax_element(sums.begin(), sums.end());
        into.add(Quantity::PaperCast, (*most - *least + count / 2) / count);
    }
}

// The plate tells the device's own cast from coloured paper. Cells beside the sheet are left out:
// its border and shadow lie there.
void measureBackingCast(const PagePlanes& planes, const Sheet& sheet,
                        record::PageMeasurement& into) {
    if (!planes.colour || !sheet.seen) {
        return;
    }
    const int reach = static_cast<int>(std::ceil(kSheetBorderMm * planes.smallPixelsPerMmX() / 2));
    std::array<std::int64_t, 3> sums{};
    std::int64_t count = 0;
    const Plane& mask = sheet.mask;
    for (int y = 0; y < mask.height; ++y) {
        for (int x = 0; x < mask.width; ++x) {
            const bool plate = mask.at(x, y) == 0 && mask.at(std::max(0, x - reach), y) == 0 &&
                               mask.at(std::min(mask.width - 1, x + reach), y) == 0 &&
                               mask.at(x, std::max(0, y - reach)) == 0 &&
                               mask.at(x, std::min(mask.height - 1, y + reach)) == 0;
            if (plate) {
                sums[0] += planes.smallRed.at(x, y);
                sums[1] += planes.smallGreen.at(x, y);
                sums[2] += planes.smallBlue.at(x, y);
                ++count;
            }
        }
    }
    const auto [least, most] = std::minmax_element(sums.begin(), sums.end());
    if (count >= kLeastPixels && *most >= kDarkestPlate * count) {
        into.add(Quantity::BackingCastPermille, permille(*most - *least, *most));
    }
}

RectPx smallBox(const PagePlanes& planes, const Sheet& sheet) {
    const std::int64_t left = sheet.box.x / planes.shrinkX;
    const std::int64_t top = sheet.box.y / planes.shrinkY;
    const std::int64_t right =
        std::min<std::int64_t>(planes.small.width, (sheet.box.x + sheet.box.w) / planes.shrinkX);
    const std::int64_t bottom =
        std::min<std::int64_t>(planes.small.height, (sheet.box.y + sheet.box.h) / planes.shrinkY);
    return {left, top, std::max<std::int64_t>(0, right - left),
            std::max<std::int64_t>(0, bottom - top)};
}

void measureShadow(const PagePlanes& planes, const Sheet& sheet, const Plane& inside,
                   record::PageMeasurement& into) {
    const RectPx box = smallBox(planes, sheet);
    const auto mmX = [&](double mm) {
        return std::llround(mm * planes.smallPixelsPerMmX());
    };
    const auto mmY = [&](double mm) {
        return std::llround(mm * planes.smallPixelsPerMmY());
    };
    const std::int64_t fromX = mmX(kStripFromMm);
    const std::int64_t toX = mmX(kStripToMm);
    const std::int64_t fromY = mmY(kStripFromMm);
    const std::int64_t toY = mmY(kStripToMm);
    if (box.w < 3 * toX || box.h < 3 * toY) {
        return;
    }
    const RectPx middle{box.x + box.w / 3, box.y + box.h / 3, box.w / 3, box.h / 3};
    const Histogram middleTones = smallHistogram(planes.small, inside, middle);
    if (total(middleTones) < kLeastPixels) {
        return;
    }
    const std::array<RectPx, 4> strips{
        RectPx{box.x + toX, box.y + fromY, box.w - 2 * toX, toY - fromY},
        RectPx{box.x + toX, box.y + box.h - toY, box.w - 2 * toX, toY - fromY},
        RectPx{box.x + fromX, box.y + toY, toX - fromX, box.h - 2 * toY},
        RectPx{box.x + box.w - toX, box.y + toY, toX - fromX, box.h - 2 * toY}};
    int worst = -1;
    RectPx where;
    for (const RectPx& strip : strips) {
        const Histogram tones = smallHistogram(planes.small, inside, strip);
        if (total(tones) < kLeastPixels) {
            continue;
        }
        const int difference = std::abs(brightTone(middleTones) - brightTone(tones));
        if (difference > worst) {
            worst = difference;
            where = strip;
        }
    }
    if (worst >= 0) {
        into.add(Quantity::ShadowTone, worst,
                 record::areaOf(planes.toFull(where), planes.dpiX, planes.dpiY));
    }
}

} // namespace

int measureTone(const PagePlanes& planes, const Sheet& sheet, record::PageMeasurement& into) {
    const Plane inside = insideOf(sheet, planes, sheet.bounded() ? kBlurredBorderMm : 0, true);
    measureClipping(fullHistogram(planes, inside), into);
    const Histogram tones =
        smallHistogram(planes.small, inside, {0, 0, inside.width, inside.height});
    if (total(tones) == 0) {
        return 255;
    }
    const int paper = modeOf(tones);
    into.add(Quantity::PaperTone, paper);
    measureCast(planes, inside, paper, into);
    measureBackingCast(planes, sheet, into);
    measureShadow(planes, sheet, inside, into);
    return paper;
}

} // namespace seihon::imaging
