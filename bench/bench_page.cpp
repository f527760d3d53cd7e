#include "bench/bench_page.h"

#include <cmath>
#include <cstdint>
#include <random>
#include <vector>

namespace seihon::bench {

// Noise from a table, or drawing it would take longer than what is measured.
record::PageImage makePage(double noise) {
    record::PageImage page;
    page.width = 2575;
    page.height = 3602;
    page.dpiX = page.dpiY = 300;
    page.stride = page.rowBytes();
    page.bytes.resize(static_cast<std::size_t>(page.stride * page.height));
    std::mt19937 random(1);
    std::normal_distribution<double> normal(0, 1);
    std::vector<int> table(65'521);
    for (int& value : table) {
        value = static_cast<int>(std::lround(noise * normal(random)));
    }
    std::size_t next = 0;
    for (std::int64_t y = 0; y < page.height; ++y) {
        for (std::int64_t x = 0; x < page.width; ++x) {
            const bool sheet = x >= 47 && x < 2527 && y >= 47 && y < 3555;
            const bool text = sheet && x > 300 && x < 2250 && y > 300 && y < 3200 &&
                              (y - 300) % 90 < 40 &&
                              ((x / 5) * 7919 + (y / 90) * 31 + (y / 9) * 17) % 11 < 4;
            const int tone = !sheet ? 40 : text ? 50 : 240;
            for (int channel = 0; channel < 3; ++channel) {
                page.row(y)[3 * x + channel] = static_cast<std::uint8_t>(tone + table[next]);
                next = (next + 1) % table.size();
            }
        }
    }
    return page;
}

} // namespace seihon::bench
