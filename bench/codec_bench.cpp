// The strips of one A4 side at 300 dpi in colour, as differences to the left neighbour, through
// every Deflate coder that Debian has, and back: what decision 0031 rests on. Argument noise: 1 a
// scan with a sensor's noise, 0 a page as no scanner gives it.
#include "bench/bench_page.h"
#include "imaging/predictor.h"
#include "imaging/strip_codec.h"

#include <benchmark/benchmark.h>
#include <isa-l/igzip_lib.h>
#include <zlib.h>

#include <array>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <memory>
#include <vector>

namespace {

using namespace seihon;
using Buffer = std::vector<std::uint8_t>;
// One strip in, one zlib stream appended.
using Encode = std::function<void(const Buffer&, Buffer&)>;

constexpr std::int64_t kRows = 128;

std::vector<Buffer> stripsOf(const record::PageImage& page) {
    std::vector<Buffer> strips;
    const auto rowBytes = static_cast<std::size_t>(page.rowBytes());
    for (std::int64_t y = 0; y < page.height; y += kRows) {
        const std::int64_t rows = std::min(kRows, page.height - y);
        Buffer strip(rowBytes * static_cast<std::size_t>(rows));
        for (std::int64_t row = 0; row < rows; ++row) {
            imaging::differenceRow(
                {page.row(y + row), rowBytes}, {3, 8},
                {strip.data() + static_cast<std::size_t>(row) * rowBytes, rowBytes});
        }
        strips.push_back(std::move(strip));
    }
    return strips;
}

const std::vector<Buffer>& stripsFor(const benchmark::State& state) {
    static const std::vector<Buffer> noisy = stripsOf(bench::makePage(1.5));
    static const std::vector<Buffer> clean = stripsOf(bench::makePage(0));
    return state.range(0) != 0 ? noisy : clean;
}

std::int64_t sizeOf(const std::vector<Buffer>& strips) {
    std::int64_t size = 0;
    for (const Buffer& strip : strips) {
        size += static_cast<std::int64_t>(strip.size());
    }
    return size;
}

void ours(const Buffer& strip, Buffer& out) {
    imaging::appendHuffmanOnly(strip, out);
}

void deflateByLibdeflate(const Buffer& strip, Buffer& out) {
    imaging::appendDeflated(strip, out);
}

Encode zlibWith(int level, int strategy) {
    return [level, strategy](const Buffer& strip, Buffer& out) {
        ::z_stream stream{};
        ::deflateInit2(&stream, level, Z_DEFLATED, 15, 9, strategy);
        const std::size_t start = out.size();
        out.resize(start + ::deflateBound(&stream, strip.size()));
        stream.next_in = const_cast<::Bytef*>(strip.data());
        stream.avail_in = static_cast<::uInt>(strip.size());
        stream.next_out = out.data() + start;
        stream.avail_out = static_cast<::uInt>(out.size() - start);
        if (::deflate(&stream, Z_FINISH) != Z_STREAM_END) {
            std::abort();
        }
        out.resize(start + stream.total_out);
        ::deflateEnd(&stream);
    };
}

Encode isalWith(std::uint32_t level, std::uint32_t levelBytes) {
    return [level, levelBytes](const Buffer& strip, Buffer& out) {
        const auto stream = std::make_unique<::isal_zstream>();
        ::isal_deflate_init(stream.get());
        Buffer scratch(levelBytes);
        stream->level = level;
        stream->level_buf = scratch.data();
        stream->level_buf_size = levelBytes;
        stream->gzip_flag = IGZIP_ZLIB;
        stream->end_of_stream = 1;
        const std::size_t start = out.size();
        out.resize(start + strip.size() + strip.size() / 8 + 1024);
        stream->next_in = const_cast<std::uint8_t*>(strip.data());
        stream->avail_in = static_cast<std::uint32_t>(strip.size());
        stream->next_out = out.data() + start;
        stream->avail_out = static_cast<std::uint32_t>(out.size() - start);
        if (::isal_deflate(stream.get()) != COMP_OK || stream->avail_in != 0) {
            std::abort();
        }
        out.resize(start + stream->total_out);
    };
}

void encode(benchmark::State& state, const Encode& coder) {
    const std::vector<Buffer>& strips = stripsFor(state);
    Buffer out;
    for (auto unused : state) {
        static_cast<void>(unused);
        out.clear();
        for (const Buffer& strip : strips) {
            coder(strip, out);
        }
    }
    state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) * sizeOf(strips));
    state.counters["file"] = static_cast<double>(out.size());
}

// The streams of our own coder read back by `decoder`, which must give the strip again.
void decode(benchmark::State& state, const std::function<bool(const Buffer&, Buffer&)>& decoder) {
    const std::vector<Buffer>& strips = stripsFor(state);
    std::vector<Buffer> streams(strips.size());
    for (std::size_t i = 0; i < strips.size(); ++i) {
        imaging::appendCompressed(strips[i], streams[i]);
    }
    Buffer back;
    for (auto unused : state) {
        static_cast<void>(unused);
        for (std::size_t i = 0; i < strips.size(); ++i) {
            back.resize(strips[i].size());
            if (!decoder(streams[i], back) || back.back() != strips[i].back()) {
                state.SkipWithError("reads something else");
                return;
            }
        }
    }
    state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) * sizeOf(strips));
}

bool byLibdeflate(const Buffer& stream, Buffer& out) {
    return imaging::inflateStrip(stream, out);
}

bool byZlib(const Buffer& stream, Buffer& out) {
    ::uLongf size = out.size();
    return ::uncompress(out.data(), &size, stream.data(), stream.size()) == Z_OK &&
           size == out.size();
}

bool byIsal(const Buffer& stream, Buffer& out) {
    const auto state = std::make_unique<::inflate_state>();
    ::isal_inflate_init(state.get());
    state->crc_flag = ISAL_ZLIB;
    state->next_in = const_cast<std::uint8_t*>(stream.data());
    state->avail_in = static_cast<std::uint32_t>(stream.size());
    state->next_out = out.data();
    state->avail_out = static_cast<std::uint32_t>(out.size());
    return ::isal_inflate(state.get()) == ISAL_DECOMP_OK && state->avail_out == 0;
}

void noiseAndNone(benchmark::internal::Benchmark* bench) {
    bench->ArgName("noise")->Arg(1)->Arg(0)->Unit(benchmark::kMillisecond);
}

BENCHMARK_CAPTURE(encode, ours_huffman_only, ours)->Apply(noiseAndNone);
BENCHMARK_CAPTURE(encode, libdeflate_1, deflateByLibdeflate)->Apply(noiseAndNone);
BENCHMARK_CAPTURE(encode, zlib_huffman_only, zlibWith(1, Z_HUFFMAN_ONLY))->Apply(noiseAndNone);
BENCHMARK_CAPTURE(encode, zlib_rle, zlibWith(1, Z_RLE))->Apply(noiseAndNone);
BENCHMARK_CAPTURE(encode, zlib_1, zlibWith(1, Z_DEFAULT_STRATEGY))->Apply(noiseAndNone);
BENCHMARK_CAPTURE(encode, isal_0, isalWith(0, 0))->Apply(noiseAndNone);
BENCHMARK_CAPTURE(encode, isal_1, isalWith(1, ISAL_DEF_LVL1_DEFAULT))->Apply(noiseAndNone);
BENCHMARK_CAPTURE(encode, isal_3, isalWith(3, ISAL_DEF_LVL3_DEFAULT))->Apply(noiseAndNone);
BENCHMARK_CAPTURE(decode, libdeflate, byLibdeflate)->Apply(noiseAndNone);
BENCHMARK_CAPTURE(decode, isal, byIsal)->Apply(noiseAndNone);
BENCHMARK_CAPTURE(decode, zlib, byZlib)->Apply(noiseAndNone);

} // namespace
