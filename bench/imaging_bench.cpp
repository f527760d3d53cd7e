// One A4 page side at 300 dpi in colour with a sensor's noise: what the station does to each.
#include "bench/bench_page.h"
#include "imaging/measure.h"
#include "imaging/tiff.h"
#include "imaging/view.h"

#include <benchmark/benchmark.h>

#include <cstdint>

namespace {

using namespace seihon;

const record::PageImage& pageFor(const benchmark::State& state) {
    static const record::PageImage noisy = bench::makePage(1.5);
    static const record::PageImage clean = bench::makePage(0);
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
