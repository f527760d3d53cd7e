#include "report/deflate.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <functional>
#include <queue>
#include <utility>

namespace seihon::report {

namespace {

constexpr std::size_t kBlockBytes = 128 * 1024;
constexpr std::size_t kEndOfBlock = 256;
constexpr std::size_t kSymbols = 286;
constexpr std::size_t kLongestMatch = 258, kShortestRun = 4;

// RFC 1951 §3.2.5: first length and extra bits of the symbols 257 to 285.
constexpr std::array<std::pair<std::uint16_t, std::uint8_t>, 29> kLengths{
    {{3, 0},  {4, 0},  {5, 0},  {6, 0},   {7, 0},   {8, 0},   {9, 0},   {10, 0},  {11, 1}, {13, 1},
     {15, 1}, {17, 1}, {19, 2}, {23, 2},  {27, 2},  {31, 2},  {35, 3},  {43, 3},  {51, 3}, {59, 3},
     {67, 4}, {83, 4}, {99, 4}, {115, 4}, {131, 5}, {163, 5}, {195, 5}, {227, 5}, {258, 0}}};

std::size_t lengthSymbol(std::size_t length) {
    std::size_t i = kLengths.size() - 1;
    while (kLengths[i].first > length) {
        --i;
    }
    return i;
}

class BitWriter {
  public:
    explicit BitWriter(std::vector<std::uint8_t>& out) : m_out(out) {}

    void put(std::uint32_t bits, unsigned count) {
        m_bits |= std::uint64_t{bits} << m_count;
        m_count += count;
        while (m_count >= 8) {
            m_out.push_back(static_cast<std::uint8_t>(m_bits));
            m_bits >>= 8;
            m_count -= 8;
        }
    }

    void padToByte() {
        if (m_count > 0) {
            put(0, 8 - m_count);
        }
    }

  private:
    std::vector<std::uint8_t>& m_out;
    std::uint64_t m_bits = 0;
    unsigned m_count = 0;
};

struct Code {
    std::uint16_t bits = 0; // already reversed: Huffman codes go out from their top bit
    std::uint8_t length = 0;
};

// Depth of every leaf of the Huffman tree; 0 for symbols that do not occur. At least two must
// occur.
std::vector<std::uint8_t> depthsOf(const std::vector<std::uint32_t>& counts) {
    using Node = std::pair<std::uint64_t, std::size_t>; // count, index
    std::priority_queue<Node, std::vector<Node>, std::greater<>> open;
    std::vector<std::size_t> parent(counts.size() * 2, 0);
    for (std::size_t i = 0; i < counts.size(); ++i) {
        if (counts[i] > 0) {
            open.push({counts[i], i});
        }
    }
    assert(open.size() >= 2);
    std::size_t next = counts.size();
    while (open.size() > 1) {
        const Node first = open.top();
        open.pop();
        const Node second = open.top();
        open.pop();
        parent[first.second] = parent[second.second] = next;
        open.push({first.first + second.first, next++});
    }
    const std::size_t root = next - 1;
    std::vector<std::uint8_t> depths(counts.size(), 0);
    for (std::size_t i = 0; i < counts.size(); ++i) {
        for (std::size_t at = i; counts[i] > 0 && at != root; at = parent[at]) {
            ++depths[i];
        }
    }
    return depths;
}

// Canonical codes (RFC 1951 §3.2.2) of at most `limit` bits. Flattening the counts shortens a tree
// that is too deep; with equal counts it is as flat as can be, so this ends.
std::vector<Code> codesOf(std::vector<std::uint32_t> counts, std::uint8_t limit) {
    std::vector<std::uint8_t> depths = depthsOf(counts);
    while (*std::max_element(depths.begin(), depths.end()) > limit) {
        for (std::uint32_t& count : counts) {
            count = (count + 1) / 2;
        }
        depths = depthsOf(counts);
    }
    std::array<std::uint32_t, 17> ofLength{}, next{};
    for (const std::uint8_t depth : depths) {
        ++ofLength[depth];
    }
    ofLength[0] = 0;
    for (std::size_t length = 1; length < next.size(); ++length) {
        next[length] = (next[length - 1] + ofLength[length - 1]) << 1;
    }
    std::vector<Code> codes(counts.size());
    for (std::size_t i = 0; i < codes.size(); ++i) {
        if (depths[i] == 0) {
            continue;
        }
        std::uint32_t code = next[depths[i]]++, reversed = 0;
        for (unsigned bit = 0; bit < depths[i]; ++bit) {
            reversed = (reversed << 1) | ((code >> bit) & 1);
        }
        codes[i] = {static_cast<std::uint16_t>(reversed), depths[i]};
    }
    return codes;
}

// A literal byte, or 256 + the length of a match at distance 1.
using Token = std::uint16_t;

void tokenise(record::Bytes data, std::size_t from, std::size_t to, std::vector<Token>& tokens) {
    tokens.clear();
    const std::uint8_t* bytes = data.data();
    for (std::size_t i = from; i < to;) {
        std::size_t run = 0;
        if (i > 0 && bytes[i] == bytes[i - 1]) {
            const std::size_t most = std::min(to - i, kLongestMatch);
            while (run < most && bytes[i + run] == bytes[i - 1]) {
                ++run;
            }
        }
        if (run >= kShortestRun) {
            tokens.push_back(static_cast<Token>(256 + run));
            i += run;
        } else {
            tokens.push_back(bytes[i]);
            ++i;
        }
    }
}

// RFC 1951 §3.2.7: counts of codes, then all code lengths in a Huffman code of their own.
void writeTables(BitWriter& out, const std::vector<Code>& codes) {
    constexpr std::array<std::uint8_t, 19> kOrder{16, 17, 18, 0, 8,  7, 9,  6, 10, 5,
                                                  11, 4,  12, 3, 13, 2, 14, 1, 15};
    std::vector<std::uint32_t> counts(19, 0);
    for (const Code& code : codes) {
        ++counts[code.length];
    }
    ++counts[1]; // the one distance code
    const std::vector<Code> lengthCodes = codesOf(counts, 7);
    out.put(kSymbols - 257, 5);
    out.put(0, 5);
    out.put(19 - 4, 4);
    for (const std::uint8_t symbol : kOrder) {
        out.put(lengthCodes[symbol].length, 3);
    }
    for (const Code& code : codes) {
        out.put(lengthCodes[code.length].bits, lengthCodes[code.length].length);
    }
    out.put(lengthCodes[1].bits, lengthCodes[1].length);
}

void writeBlock(BitWriter& out, const std::vector<Token>& tokens, bool last) {
    std::vector<std::uint32_t> counts(kSymbols, 0);
    std::array<std::uint8_t, kLongestMatch + 1> symbolOfLength{};
    for (std::size_t length = 3; length <= kLongestMatch; ++length) {
        symbolOfLength[length] = static_cast<std::uint8_t>(lengthSymbol(length));
    }
    for (const Token token : tokens) {
        ++counts[token < 256 ? token : std::size_t{257} + symbolOfLength[token - 256u]];
    }
    counts[kEndOfBlock] = 1;
    if (tokens.empty()) {
        counts[0] = 1; // a tree needs two leaves
    }
    const std::vector<Code> codes = codesOf(counts, 15);
    out.put(last ? 1 : 0, 1);
    out.put(2, 2); // dynamic Huffman codes
    writeTables(out, codes);
    for (const Token token : tokens) {
        if (token < 256) {
            out.put(codes[token].bits, codes[token].length);
            continue;
        }
        const std::size_t length = token - 256u, symbol = symbolOfLength[length];
        const Code& code = codes[257 + symbol];
        out.put(code.bits, code.length);
        out.put(static_cast<std::uint32_t>(length - kLengths[symbol].first),
                kLengths[symbol].second);
        out.put(0, 1); // distance 1
    }
    out.put(codes[kEndOfBlock].bits, codes[kEndOfBlock].length);
}

// RFC 1950 §8.2; sums are reduced before they can overflow.
std::uint32_t adler32(record::Bytes data) {
    std::uint32_t a = 1, b = 0;
    const std::uint8_t* bytes = data.data();
    for (std::size_t i = 0; i < data.size();) {
        const std::size_t end = std::min(data.size(), i + 5552);
        for (; i < end; ++i) {
            a += bytes[i];
            b += a;
        }
        a %= 65521;
        b %= 65521;
    }
    return (b << 16) | a;
}

} // namespace

std::vector<std::uint8_t> zlibStream(record::Bytes data) {
    std::vector<std::uint8_t> stream;
    stream.reserve(data.size() / 2 + 64);
    stream.push_back(0x78); // deflate, 32 KiB window
    stream.push_back(0x01); // check bits, no dictionary
    BitWriter out(stream);
    std::vector<Token> tokens;
    tokens.reserve(kBlockBytes);
    std::size_t from = 0;
    do {
        const std::size_t to = std::min(data.size(), from + kBlockBytes);
        tokenise(data, from, to, tokens);
        writeBlock(out, tokens, to == data.size());
        from = to;
    } while (from < data.size());
    out.padToByte();
    const std::uint32_t check = adler32(data);
    for (int shift = 24; shift >= 0; shift -= 8) {
        stream.push_back(static_cast<std::uint8_t>(check >> shift));
    }
    return stream;
}

} // namespace seihon::report
