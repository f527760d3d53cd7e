#pragma once

#include "record/digest.h"

#include <cstdint>
#include <span>

namespace seihon::imaging {

struct SampleFormat {
    int channels = 3;
    int bits = 8;
};

// TIFF 6.0 §14, Predictor 2: each sample minus the same channel's sample on the left, modulo the
// sample's range. One bit a sample has no predictor: the row is copied.
void differenceRow(record::Bytes row, SampleFormat format, std::span<std::uint8_t> out);

// The inverse, in place.
void accumulateRow(std::span<std::uint8_t> row, SampleFormat format);

} // namespace seihon::imaging
