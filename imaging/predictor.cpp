#include "imaging/predictor.h"

#include <bit>
#include <cassert>
#include <cstddef>
#include <cstring>

namespace seihon::imaging {
namespace {

static_assert(std::endian::native == std::endian::little,
              "16-bit samples lie in memory as in the little-endian file");

template <typename Sample>
Sample load(const std::uint8_t* at) {
    Sample value{};
    std::memcpy(&value, at, sizeof value);
    return value;
}

template <typename Sample>
void store(std::uint8_t* at, Sample value) {
    std::memcpy(at, &value, sizeof value);
}

template <typename Sample>
void difference(record::Bytes row, std::size_t step, std::uint8_t* out) {
    const std::uint8_t* const in = row.data();
    for (std::size_t at = step; at < row.size(); at += sizeof(Sample)) {
        store(out + at, static_cast<Sample>(load<Sample>(in + at) - load<Sample>(in + at - step)));
    }
}

template <typename Sample, std::size_t Channels>
void accumulate(std::span<std::uint8_t> row) {
    Sample left[Channels]{};
    constexpr std::size_t kPixel = Channels * sizeof(Sample);
    std::uint8_t* at = row.data();
    for (std::size_t pixel = 0; pixel < row.size() / kPixel; ++pixel) {
        for (Sample& value : left) {
            value = static_cast<Sample>(value + load<Sample>(at));
            store(at, value);
            at += sizeof(Sample);
        }
    }
}

} // namespace

void differenceRow(record::Bytes row, SampleFormat format, std::span<std::uint8_t> out) {
    assert(out.size() == row.size());
    if (format.bits == 1) {
        std::memcpy(out.data(), row.data(), row.size());
        return;
    }
    const auto step = static_cast<std::size_t>(format.channels * format.bits / 8);
    std::memcpy(out.data(), row.data(), step);
    if (format.bits == 8) {
        difference<std::uint8_t>(row, step, out.data());
    } else {
        difference<std::uint16_t>(row, step, out.data());
    }
}

void accumulateRow(std::span<std::uint8_t> row, SampleFormat format) {
    if (format.bits == 8) {
        format.channels == 3 ? accumulate<std::uint8_t, 3>(row) : accumulate<std::uint8_t, 1>(row);
    } else if (format.bits == 16) {
        format.channels == 3 ? accumulate<std::uint16_t, 3>(row)
                             : accumulate<std::uint16_t, 1>(row);
    }
}

} // namespace seihon::imaging
