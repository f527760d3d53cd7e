#include "report/deflate.h"

#include "report/dice.h"

#include <gtest/gtest.h>

#include <string>
#include <zlib.h>

namespace seihon::report {
namespace {

using Data = std::vector<std::uint8_t>;

// What zlib makes of the stream: the whole of it, or an error code.
int inflated(const Data& stream, std::size_t size, Data& out) {
    out.assign(size + 1, 0);
    uLongf length = out.size();
    uLong used = stream.size();
    const int status = ::uncompress2(out.data(), &length, stream.data(), &used);
    out.resize(length);
    EXPECT_TRUE(status != Z_OK || used == stream.size());
    return status;
}

void expectRoundTrip(const Data& data, const std::string& what) {
    Data back;
    const Data stream = zlibStream(data);
    ASSERT_EQ(inflated(stream, data.size(), back), Z_OK) << what;
    EXPECT_TRUE(back == data) << what;
}

TEST(Deflate, ZlibReadsEverySmallLength) {
    Dice dice(1);
    for (std::size_t length = 0; length < 300; ++length) {
        Data data(length);
        for (std::uint8_t& byte : data) {
            byte = static_cast<std::uint8_t>(dice.whole(0, 255));
        }
        expectRoundTrip(data, "random bytes, " + std::to_string(length));
        expectRoundTrip(Data(length, 7), "one byte, " + std::to_string(length));
    }
}

TEST(Deflate, ZlibReadsDataAroundBlockEnds) {
    Dice dice(2);
    constexpr std::size_t kBlock = 128 * 1024;
    for (const std::size_t length : {kBlock - 1, kBlock, kBlock + 1, 3 * kBlock + 17}) {
        expectRoundTrip(Data(length, 0), "flat");
        Data data(length);
        for (std::uint8_t& byte : data) {
            byte = static_cast<std::uint8_t>(128 + 3 * dice.normal());
        }
        expectRoundTrip(data, "noise");
    }
}

TEST(Deflate, EveryRunLengthComesBack) {
    Data data;
    for (std::size_t run = 1; run < 600; ++run) {
        data.insert(data.end(), run, static_cast<std::uint8_t>(run));
    }
    expectRoundTrip(data, "runs");
}

// Fibonacci counts make the deepest Huffman tree there is; a code may have 15 bits at most.
TEST(Deflate, CodesStayWithinFifteenBits) {
    Data data;
    std::size_t a = 1, b = 1;
    for (std::uint8_t symbol = 0; data.size() < 110'000; ++symbol) {
        // no runs: a separator that is the most frequent symbol anyway
        for (std::size_t i = 0; i < a && data.size() < 110'000; ++i) {
            data.push_back(symbol);
            data.push_back(255);
        }
        const std::size_t next = a + b;
        a = b;
        b = next;
    }
    expectRoundTrip(data, "Fibonacci");
}

TEST(Deflate, FlatDataBecomesSmallAndNoiseDoesNotGrow) {
    EXPECT_LT(zlibStream(Data(1 << 20, 0)).size(), 4000u);
    Dice dice(3);
    Data noise(1 << 20);
    for (std::uint8_t& byte : noise) {
        byte = static_cast<std::uint8_t>(dice.next());
    }
    EXPECT_LT(zlibStream(noise).size(), noise.size() + 4000);
}

TEST(Deflate, OneFlippedBitIsNoticed) {
    Dice dice(4);
    Data data(5000);
    for (std::uint8_t& byte : data) {
        byte = static_cast<std::uint8_t>(dice.whole(0, 20));
    }
    const Data stream = zlibStream(data);
    for (std::size_t at = 0; at < stream.size(); at += 97) {
        Data bent = stream;
        bent[at] = static_cast<std::uint8_t>(bent[at] ^ 4);
        Data back;
        EXPECT_FALSE(inflated(bent, data.size(), back) == Z_OK && back == data) << at;
    }
}

} // namespace
} // namespace seihon::report
