#include "imaging/strip_check.h"

#include <isa-l/igzip_lib.h>

#include <cstring>
#include <memory>

namespace seihon::imaging {
namespace {

// The whole stream, checksum included, into the whole of `out`.
bool inflateWhole(record::Bytes stream, std::vector<std::uint8_t>& out) {
    const auto state = std::make_unique_for_overwrite<::inflate_state>();
    ::isal_inflate_init(state.get());
    state->crc_flag = ISAL_ZLIB;
    state->next_in = const_cast<std::uint8_t*>(stream.data());
    state->avail_in = static_cast<std::uint32_t>(stream.size());
    state->next_out = out.data();
    state->avail_out = static_cast<std::uint32_t>(out.size());
    return ::isal_inflate(state.get()) == ISAL_DECOMP_OK && state->avail_out == 0 &&
           state->avail_in == 0 && state->read_in_length < 8 &&
           state->block_state == ISAL_BLOCK_FINISH;
}

// TIFF 6.0 §14: a reader adds each difference to the sample on its left, which by then is the
// page's own; so the row reads back as the page's exactly when every difference leads from the
// page's left sample to the page's sample. Unlike the running sum, this is done 16 bytes at a time.
template <typename Sample>
bool leadsToRow(const std::uint8_t* differences, const std::uint8_t* row, std::size_t rowBytes,
                std::size_t channels) {
    const auto load = [](const std::uint8_t* at) {
        Sample value{};
        std::memcpy(&value, at, sizeof value);
        return value;
    };
    const std::size_t step = channels * sizeof(Sample);
    if (std::memcmp(differences, row, step) != 0) {
        return false;
    }
    Sample wrong = 0;
    for (std::size_t at = step; at < rowBytes; at += sizeof(Sample)) {
        const auto expected = static_cast<Sample>(load(row + at) - load(row + at - step));
        wrong = static_cast<Sample>(wrong | (expected ^ load(differences + at)));
    }
    return wrong == 0;
}

} // namespace

bool stripHoldsRows(record::Bytes stream, const record::PageImage& page, std::int64_t first,
                    std::int64_t rows, std::vector<std::uint8_t>& scratch) {
    const auto rowBytes = static_cast<std::size_t>(page.rowBytes());
    const auto channels = static_cast<std::size_t>(page.channels);
    scratch.resize(rowBytes * static_cast<std::size_t>(rows));
    if (!inflateWhole(stream, scratch)) {
        return false;
    }
    for (std::int64_t y = 0; y < rows; ++y) {
        const std::uint8_t* const row = page.row(first + y);
        const std::uint8_t* const found = scratch.data() + static_cast<std::size_t>(y) * rowBytes;
        const bool same = page.bitsPerSample == 1 ? std::memcmp(found, row, rowBytes) == 0
                          : page.bitsPerSample == 8
                              ? leadsToRow<std::uint8_t>(found, row, rowBytes, channels)
                              : leadsToRow<std::uint16_t>(found, row, rowBytes, channels);
        if (!same) {
            return false;
        }
    }
    return true;
}

} // namespace seihon::imaging
