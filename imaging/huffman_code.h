#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace seihon::imaging {

// One symbol's code as Deflate sends it: least significant bit first (RFC 1951 §3.1.1), so already
// reversed.
struct HuffmanCode {
    std::uint16_t bits = 0;
    std::uint8_t length = 0; // 0: the symbol does not occur
};

// A complete prefix code for the given frequencies, no code longer than `longest` bits; codes are
// numbered as RFC 1951 §3.2.2 says. A lone symbol gets one bit. Needs 2^longest >= symbols.
std::vector<HuffmanCode> buildHuffmanCode(std::span<const std::uint32_t> frequencies, int longest);

} // namespace seihon::imaging
