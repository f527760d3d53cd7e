#include "imaging/strip_check.h"

#include "imaging/predictor.h"

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
           state->avail_in == 0 && state->block_state == ISAL_BLOCK_FINISH;
}

} // namespace

bool stripHoldsRows(record::Bytes stream, const record::PageImage& page, std::int64_t first,
                    std::int64_t rows, std::vector<std::uint8_t>& scratch) {
    const auto rowBytes = static_cast<std::size_t>(page.rowBytes());
    scratch.resize(rowBytes * static_cast<std::size_t>(rows));
    if (!inflateWhole(stream, scratch)) {
        return false;
    }
    const SampleFormat format{page.channels, page.bitsPerSample};
    for (std::int64_t y = 0; y < rows; ++y) {
        const std::span<std::uint8_t> row(scratch.data() + static_cast<std::size_t>(y) * rowBytes,
                                          rowBytes);
        accumulateRow(row, format);
        if (std::memcmp(row.data(), page.row(first + y), rowBytes) != 0) {
            return false;
        }
    }
    return true;
}

} // namespace seihon::imaging
