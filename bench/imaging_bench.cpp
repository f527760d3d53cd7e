// One A4 page side at 300 dpi in colour with a sensor's noise: what the station does to each.
#include "imaging/measure.h"
#include "imaging/tiff.h"
#include "imaging/view.h"

#include <benchmark/benchmark.h>

#include <cmath>
#include <cstdint>
#include <random>
#include <vector>

namespace {

using namespace seihon;

// Paper on a dark plate with lines of letter-like blocks; noise from a table, or drawing it would
// take longer than the measurement.
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

const record::PageImage& pageFor(const benchmark::State& state) {
    static const record::PageImage noisy = makePage(1.5);
    static const record::PageImage clean = makePage(0);
    return state.range(0) != 0 ? noisy : clean;
}

void countBytes(benchmark::State& state, const record::PageImage& page) {
    state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) * page.rowBytes() *
                            page.height);
}

void encode(benchmark::State& state) {
    const record::PageImage& page = pageFor(state);
    std::size_t size = 0;
    for (auto unused : state) {
        static_cast<void>(unused);
        size = imaging::encodeTiff(page).size();
    }
    countBytes(state, page);
    state.counters["file"] = static_cast<double>(size);
}

void decode(benchmark::State& state) {
    const record::PageImage& page = pageFor(state);
    const auto file = imaging::encodeTiff(page);
    for (auto unused : state) {
        static_cast<void>(unused);
        benchmark::DoNotOptimize(imaging::decodeTiff(file).bytes.data());
    }
    countBytes(state, page);
}

void measure(benchmark::State& state) {
    const record::PageImage& page = pageFor(state);
    const record::CaptureFacts facts;
    for (auto unused : state) {
        static_cast<void>(unused);
        benchmark::DoNotOptimize(imaging::measurePage(page, facts).values.data());
    }
    countBytes(state, page);
}

void shrink(benchmark::State& state) {
    const record::PageImage& page = pageFor(state);
    for (auto unused : state) {
        static_cast<void>(unused);
        benchmark::DoNotOptimize(imaging::shrinkToFit(page, 600, 800).bytes.data());
    }
    countBytes(state, page);
}

BENCHMARK(encode)->ArgName("noise")->Arg(1)->Arg(0)->Unit(benchmark::kMillisecond);
BENCHMARK(decode)->ArgName("noise")->Arg(1)->Arg(0)->Unit(benchmark::kMillisecond);
BENCHMARK(measure)->ArgName("noise")->Arg(1)->Arg(0)->Unit(benchmark::kMillisecond);
BENCHMARK(shrink)->ArgName("noise")->Arg(1)->Unit(benchmark::kMillisecond);

} // namespace
