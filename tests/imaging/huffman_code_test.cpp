#include "imaging/huffman_code.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <random>
#include <vector>

namespace seihon::imaging {
namespace {

// Kraft's sum in units of 2^-15; a complete code fills the space exactly.
std::uint64_t spaceUsed(const std::vector<HuffmanCode>& codes) {
    std::uint64_t used = 0;
    for (const HuffmanCode& code : codes) {
        used += code.length == 0 ? 0 : std::uint64_t{1} << (15 - code.length);
    }
    return used;
}

bool isPrefix(const HuffmanCode& shorter, const HuffmanCode& longer) {
    const unsigned mask = (1U << shorter.length) - 1U; // first bit sent is the lowest
    return (longer.bits & mask) == shorter.bits;
}

TEST(HuffmanCode, fillsTheCodeSpaceAndNoCodeIsAPrefix) {
    std::mt19937 random(3);
    for (int round = 0; round < 50; ++round) {
        std::vector<std::uint32_t> frequencies(2 + random() % 285);
        for (std::uint32_t& frequency : frequencies) {
            frequency = 1 + static_cast<std::uint32_t>(random() % (1U << (random() % 20)));
        }
        const auto codes = buildHuffmanCode(frequencies, 14);
        ASSERT_EQ(spaceUsed(codes), 1U << 15);
        for (std::size_t a = 0; a < codes.size(); ++a) {
            ASSERT_LE(codes[a].length, 14);
            for (std::size_t b = 0; b < codes.size(); ++b) {
                ASSERT_FALSE(a != b && codes[a].length <= codes[b].length &&
                             isPrefix(codes[a], codes[b]));
            }
        }
    }
}

TEST(HuffmanCode, keepsTheLimitWhereTheBestTreeIsDeeper) {
    std::vector<std::uint32_t> fibonacci{1, 1};
    while (fibonacci.size() < 40) {
        fibonacci.push_back(fibonacci[fibonacci.size() - 1] + fibonacci[fibonacci.size() - 2]);
    }
    for (const int longest : {6, 7, 14, 15}) {
        const auto codes = buildHuffmanCode(fibonacci, longest);
        EXPECT_EQ(spaceUsed(codes), 1U << 15);
        EXPECT_EQ(std::max_element(codes.begin(), codes.end(),
                                   [](auto a, auto b) { return a.length < b.length; })
                      ->length,
                  longest);
        EXPECT_LE(codes.back().length, codes.front().length)
            << "the commonest symbol is the cheapest";
    }
}

TEST(HuffmanCode, givesALoneSymbolOneBit) {
    const auto codes = buildHuffmanCode(std::vector<std::uint32_t>{0, 0, 9, 0}, 7);
    EXPECT_EQ(codes[2].length, 1);
    EXPECT_EQ(codes[0].length + codes[1].length + codes[3].length, 0);
    for (const HuffmanCode& code : buildHuffmanCode(std::vector<std::uint32_t>(5, 0), 7)) {
        EXPECT_EQ(code.length, 0);
    }
}

TEST(HuffmanCode, isTheOptimumOfAKnownCase) {
    // Frequencies 45 13 12 16 9 5: 224 bits in all, the textbook's result.
    const std::vector<std::uint32_t> frequencies{45, 13, 12, 16, 9, 5};
    const auto codes = buildHuffmanCode(frequencies, 15);
    std::uint32_t bits = 0;
    for (std::size_t i = 0; i < codes.size(); ++i) {
        bits += frequencies[i] * codes[i].length;
    }
    EXPECT_EQ(bits, 224U);
}

} // namespace
} // namespace seihon::imaging
