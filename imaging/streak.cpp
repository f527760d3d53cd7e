#include "imaging/streak.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <vector>

namespace seihon::imaging {
namespace {

using record::PageImage;
using record::Quantity;

// Bands low enough that some lie between two lines of print, and rows enough that noise averages
// out.
constexpr double kBandMm = 3;
constexpr int kRowPitch = 2;
constexpr int kMostRows = 32; // sums of neighbours must fit 16 bits
// The neighbours that a column is compared with, on each side.
constexpr int kNearest = 4;
constexpr int kNeighbours = 4;
constexpr int kStreakReach = kNearest + kNeighbours - 1;
// Print this near (small pixels) leaves the band out; print on the column itself may be the streak.
constexpr int kPrintFrom = 2;
constexpr int kPrintTo = 3;
constexpr int kLeastBands = 16;
constexpr double kLeastEnds = 0.09; // of the sheet's height, above and below the print
constexpr double kLeastTone = 2.5;
constexpr double kClear = 0.9;

struct Columns {
    explicit Columns(std::size_t samples)
        : valid(samples), darker(samples), brighter(samples), sum(samples), first(samples, -1),
          last(samples, -1), firstVote(samples, -1), lastVote(samples, -1) {}
    std::vector<std::uint16_t> valid, darker, brighter; // bands, by sample of the row
    std::vector<std::int32_t> sum;                      // of the differences, tones × rows × 8
    std::vector<std::int16_t> first, last;              // valid bands
    std::vector<std::int16_t> firstVote, lastVote;      // bands that differ, whatever the sign
};

// Small columns without print beside them within the rows, all on the sheet.
std::vector<std::uint8_t> freeColumns(const Plane& inside, const Plane& ink, int top, int bottom) {
    std::vector<std::uint8_t> print(static_cast<std::size_t>(ink.width), 0);
    std::vector<std::uint8_t> off(static_cast<std::size_t>(ink.width), 0);
    for (int y = top; y < bottom; ++y) {
        const std::uint8_t* const inkRow = ink.row(y);
        const std::uint8_t* const insideRow = inside.row(y);
        for (std::size_t x = 0; x < print.size(); ++x) {
            print[x] |= inkRow[x];
            off[x] |= static_cast<std::uint8_t>(~insideRow[x]);
        }
    }
    std::vector<std::uint8_t> free(print.size(), 0);
    for (int x = kPrintTo; x + kPrintTo < ink.width; ++x) {
        bool clear = true;
        for (int step = -kPrintTo; step <= kPrintTo; ++step) {
            const auto at = static_cast<std::size_t>(x + step);
            clear = clear && off[at] == 0 && (std::abs(step) < kPrintFrom || print[at] == 0);
        }
        free[static_cast<std::size_t>(x)] = clear ? 1 : 0;
    }
    return free;
}

// Sums down the band, sample by sample of the row; 16-bit samples count with their upper byte.
int sumRows(const PageImage& image, std::int64_t top, std::int64_t bottom,
            std::vector<std::uint16_t>& sums) {
    std::fill(sums.begin(), sums.end(), std::uint16_t{0});
    const std::size_t bytes = image.bitsPerSample == 16 ? 2 : 1;
    int rows = 0;
    for (std::int64_t y = top; y < bottom && rows < kMostRows; y += kRowPitch, ++rows) {
        const std::uint8_t* const row = image.row(y);
        if (bytes == 1) {
            for (std::size_t i = 0; i < sums.size(); ++i) {
                sums[i] = static_cast<std::uint16_t>(sums[i] + row[i]);
            }
        } else {
            for (std::size_t i = 0; i < sums.size(); ++i) {
                sums[i] = static_cast<std::uint16_t>(sums[i] + row[2 * i + 1]);
            }
        }
    }
    return rows;
}

struct Band {
    int number = 0;
    int rows = 0;
    int channels = 1;
    int shrinkX = 1;
};

// The sum of every sample against the mean of its neighbours of the same channel.
void vote(const std::vector<std::uint16_t>& sums, const std::vector<std::uint8_t>& free,
          const Band& band, Columns& columns) {
    const int channels = band.channels;
    const int width = static_cast<int>(sums.size()) / channels;
    const auto least = static_cast<int>(2 * kNeighbours * band.rows * kLeastTone);
    const int last = std::min(width - kStreakReach, static_cast<int>(free.size()) * band.shrinkX);
    for (int x = kStreakReach; x < last; ++x) {
        if (free[static_cast<std::size_t>(x / band.shrinkX)] == 0) {
            continue;
        }
        for (int i = channels * x; i < channels * (x + 1); ++i) {
            int around = 0;
            for (int step = kNearest; step <= kStreakReach; ++step) {
                around += sums[static_cast<std::size_t>(i - step * channels)] +
                          sums[static_cast<std::size_t>(i + step * channels)];
            }
            const auto at = static_cast<std::size_t>(i);
            const int difference = 2 * kNeighbours * sums[at] - around;
            ++columns.valid[at];
            const auto number = static_cast<std::int16_t>(band.number);
            if (difference < -least || difference > least) {
                ++(difference < 0 ? columns.darker : columns.brighter)[at];
                if (columns.firstVote[at] < 0) {
                    columns.firstVote[at] = number;
                }
                columns.lastVote[at] = number;
            }
            columns.sum[at] += difference;
            if (columns.first[at] < 0) {
                columns.first[at] = number;
            }
            columns.last[at] = number;
        }
    }
}

struct Streak {
    std::size_t sample = 0;
    double share = -1;
    double tone = 0;
    bool isClearerThan(const Streak& other) const {
        const bool clear = share >= kClear;
        if (clear && other.share >= kClear) {
            return std::abs(tone) > std::abs(other.tone);
        }
        return share > other.share;
    }
};

// Dust goes on into the margins, where printed rules end.
bool reachesBothEnds(const Columns& columns, std::size_t i) {
    return columns.firstVote[i] >= 0 && columns.firstVote[i] <= columns.first[i] + 1 &&
           columns.lastVote[i] >= columns.last[i] - 1;
}

Streak clearest(const Columns& columns, int bands, int rows) {
    Streak best;
    const auto ends = static_cast<int>(kLeastEnds * bands);
    for (std::size_t i = 0; i < columns.valid.size(); ++i) {
        if (columns.valid[i] < kLeastBands || columns.first[i] > ends ||
            columns.last[i] < bands - 1 - ends) {
            continue;
        }
        const int votes =
            reachesBothEnds(columns, i) ? std::max(columns.darker[i], columns.brighter[i]) : 0;
        const Streak here{i, static_cast<double>(votes) / columns.valid[i],
                          static_cast<double>(columns.sum[i]) /
                              (2.0 * kNeighbours * rows * columns.valid[i])};
        if (here.isClearerThan(best)) {
            best = here;
        }
    }
    return best;
}

} // namespace

void measureStreak(const PageImage& image, const PagePlanes& planes, const Sheet& sheet,
                   const Plane& ink, record::PageMeasurement& into) {
    const Plane inside = insideOf(sheet, planes, kSheetBorderMm, true);
    const int height = std::max(1, static_cast<int>(kBandMm * planes.smallPixelsPerMmY()));
    const auto top = static_cast<int>(sheet.box.y / planes.shrinkY);
    const auto bottom =
        std::min(ink.height, static_cast<int>((sheet.box.y + sheet.box.h) / planes.shrinkY));
    const int bands = (bottom - top) / height;
    std::vector<std::uint16_t> sums(static_cast<std::size_t>(image.width * image.channels));
    Columns columns(sums.size());
    int rows = 0;
    for (int number = 0; number < bands; ++number) {
        const int from = top + number * height;
        const std::vector<std::uint8_t> free = freeColumns(inside, ink, from, from + height);
        rows = sumRows(image, std::int64_t{from} * planes.shrinkY,
                       std::int64_t{from + height} * planes.shrinkY, sums);
        vote(sums, free, {number, rows, image.channels, planes.shrinkX}, columns);
    }
    const Streak streak = clearest(columns, bands, std::max(rows, 1));
    if (streak.share < 0) {
        return;
    }
    const auto column = static_cast<std::int64_t>(streak.sample) / image.channels;
    into.add(Quantity::StreakPermille, std::llround(streak.share * 1000),
             record::areaOf({column, sheet.box.y, 1, sheet.box.h}, image.dpiX, image.dpiY));
    into.add(Quantity::StreakColumnPixels, column);
    into.add(Quantity::StreakTone, std::llround(streak.tone));
}

} // namespace seihon::imaging
