#include "imaging/huffman_code.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstddef>

namespace seihon::imaging {
namespace {

constexpr int kDeflateLongest = 15;
// A Huffman tree over 32-bit frequencies with a 33-bit sum cannot be deeper than a Fibonacci
// argument allows (< 48).
constexpr int kTreeDeepest = 64;

struct Leaf {
    std::uint32_t frequency;
    std::uint16_t symbol;
};

// Depth of every leaf of the Huffman tree; `leaves` ascend by frequency (two-queue method).
std::vector<int> depthsOf(const std::vector<Leaf>& leaves) {
    const std::size_t count = leaves.size();
    std::vector<std::uint64_t> weight(2 * count - 1);
    std::vector<std::size_t> parent(2 * count - 1);
    for (std::size_t i = 0; i < count; ++i) {
        weight[i] = leaves[i].frequency;
    }
    std::size_t nextLeaf = 0;
    std::size_t nextNode = count;
    for (std::size_t made = count; made < 2 * count - 1; ++made) {
        for (int child = 0; child < 2; ++child) {
            const bool takeLeaf =
                nextLeaf < count && (nextNode >= made || weight[nextLeaf] <= weight[nextNode]);
            const std::size_t taken = takeLeaf ? nextLeaf++ : nextNode++;
            weight[made] += weight[taken];
            parent[taken] = made;
        }
    }
    std::vector<int> depth(2 * count - 1);
    for (std::size_t node = 2 * count - 2; node-- > 0;) {
        depth[node] = depth[parent[node]] + 1;
    }
    depth.resize(count);
    return depth;
}

// Shortens what is too long and pays for it, so that the lengths still fill the code space exactly
// (Kraft's sum).
void limitLengths(std::array<std::size_t, kTreeDeepest>& perLength, int longest) {
    const auto limit = static_cast<std::size_t>(longest);
    for (std::size_t length = limit + 1; length < perLength.size(); ++length) {
        perLength[limit] += perLength[length];
        perLength[length] = 0;
    }
    std::uint64_t used = 0;
    for (std::size_t length = 1; length <= limit; ++length) {
        used += static_cast<std::uint64_t>(perLength[length]) << (limit - length);
    }
    for (const std::uint64_t space = std::uint64_t{1} << limit; used > space; --used) {
        std::size_t length = limit - 1;
        while (perLength[length] == 0) {
            --length;
        }
        // One shorter code becomes the prefix of two: of its own symbol and of one taken from the
        // longest.
        --perLength[length];
        perLength[length + 1] += 2;
        --perLength[limit];
    }
}

std::uint16_t reversed(unsigned code, int length) {
    unsigned result = 0;
    for (int i = 0; i < length; ++i) {
        result = (result << 1) | ((code >> i) & 1U);
    }
    return static_cast<std::uint16_t>(result);
}

void numberCodes(std::vector<HuffmanCode>& codes) {
    unsigned next = 0;
    for (int length = 1; length <= kDeflateLongest; ++length) {
        for (HuffmanCode& code : codes) {
            if (code.length == length) {
                code.bits = reversed(next++, length);
            }
        }
        next <<= 1;
    }
}

} // namespace

std::vector<HuffmanCode> buildHuffmanCode(std::span<const std::uint32_t> frequencies, int longest) {
    assert(longest > 0 && longest <= kDeflateLongest);
    assert(frequencies.size() <= (std::size_t{1} << longest));
    std::vector<HuffmanCode> codes(frequencies.size());
    std::vector<Leaf> leaves;
    for (std::size_t symbol = 0; symbol < frequencies.size(); ++symbol) {
        if (frequencies[symbol] != 0) {
            leaves.push_back({frequencies[symbol], static_cast<std::uint16_t>(symbol)});
        }
    }
    if (leaves.size() <= 1) {
        for (const Leaf& leaf : leaves) {
            codes[leaf.symbol] = {0, 1};
        }
        return codes;
    }
    // Ties are broken by symbol so that equal pixels give equal bytes everywhere.
    std::sort(leaves.begin(), leaves.end(), [](const Leaf& a, const Leaf& b) {
        return a.frequency != b.frequency ? a.frequency < b.frequency : a.symbol < b.symbol;
    });
    std::array<std::size_t, kTreeDeepest> perLength{};
    for (const int depth : depthsOf(leaves)) {
        ++perLength[static_cast<std::size_t>(depth)];
    }
    limitLengths(perLength, longest);
    std::size_t leaf = 0;
    for (int length = longest; length > 0; --length) {
        for (std::size_t i = 0; i < perLength[static_cast<std::size_t>(length)]; ++i) {
            codes[leaves[leaf++].symbol].length = static_cast<std::uint8_t>(length);
        }
    }
    numberCodes(codes);
    return codes;
}

} // namespace seihon::imaging
