#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace seihon::fuzz {

// The bytes themselves after a first byte that is even; after an odd one, edits (offset of two
// bytes, new byte) of the good example. `size` >= 1.
inline std::vector<std::uint8_t> editedOrItself(const std::vector<std::uint8_t>& good,
                                                const std::uint8_t* data, std::size_t size) {
    if ((data[0] & 1u) == 0) {
        return {data + 1, data + size};
    }
    std::vector<std::uint8_t> bytes = good;
    for (std::size_t at = 1; at + 2 < size; at += 3) {
        const std::size_t offset = (std::size_t{data[at]} << 8 | data[at + 1]) % bytes.size();
        bytes[offset] = data[at + 2];
    }
    return bytes;
}

} // namespace seihon::fuzz
