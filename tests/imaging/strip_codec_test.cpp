#include "imaging/strip_codec.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <random>
#include <vector>

namespace seihon::imaging {
namespace {

using Buffer = std::vector<std::uint8_t>;
using Append = void (*)(record::Bytes, Buffer&);

void expectRoundTrip(const Buffer& data, Append append) {
    Buffer out{1, 2, 3};
    append(data, out);
    ASSERT_EQ(Buffer(out.begin(), out.begin() + 3), (Buffer{1, 2, 3}))
        << "what lay there before stays";
    const Buffer stream(out.begin() + 3, out.end());
    Buffer back(data.size());
    ASSERT_TRUE(inflateStrip(stream, back));
    ASSERT_EQ(back, data);

    Buffer tooLong = stream;
    tooLong.push_back(0);
    EXPECT_FALSE(inflateStrip(tooLong, back)) << "a byte after the stream";
    EXPECT_FALSE(inflateStrip(record::Bytes(stream).first(stream.size() - 1), back));
    Buffer bigger(data.size() + 1);
    EXPECT_FALSE(inflateStrip(stream, bigger));
    if (!data.empty()) {
        Buffer smaller(data.size() - 1);
        EXPECT_FALSE(inflateStrip(stream, smaller));
    }
}

class StripCodec : public testing::TestWithParam<Append> {};
INSTANTIATE_TEST_SUITE_P(BothEncoders, StripCodec,
                         testing::Values(&appendHuffmanOnly, &appendDeflated, &appendCompressed));

TEST_P(StripCodec, runsOfZerosOfEveryLength) {
    for (std::size_t zeros = 0; zeros < 600;
         zeros += zeros < 40 || (zeros > 250 && zeros < 275) ? 1 : 37) {
        Buffer data(zeros, 0);
        data.insert(data.begin(), 5, 7);
        data.insert(data.end(), 3, 9);
        expectRoundTrip(data, GetParam());
        expectRoundTrip(Buffer(zeros, 0), GetParam());
    }
}

TEST_P(StripCodec, oneValueAndEveryValue) {
    expectRoundTrip(Buffer(1, 255), GetParam());
    expectRoundTrip(Buffer(100'000, 255), GetParam());
    Buffer all(256);
    for (std::size_t i = 0; i < all.size(); ++i) {
        all[i] = static_cast<std::uint8_t>(i);
    }
    expectRoundTrip(all, GetParam());
}

TEST_P(StripCodec, noiseAndSkewedValuesOverBlockBorders) {
    std::mt19937 random(11);
    for (const std::size_t size : {262'143U, 262'144U, 262'145U, 600'001U}) {
        Buffer noise(size);
        Buffer skewed(size);
        for (std::size_t i = 0; i < size; ++i) {
            noise[i] = static_cast<std::uint8_t>(random());
            // Values so rare that the best code would be longer than permitted.
            skewed[i] = static_cast<std::uint8_t>(
                std::min(__builtin_ctz(static_cast<unsigned>(random()) | (1U << 19)), 30));
        }
        expectRoundTrip(noise, GetParam());
        expectRoundTrip(skewed, GetParam());
    }
}

TEST(StripCodecSize, sensorNoiseIsSmallerThanWithStringMatching) {
    std::mt19937 random(5);
    std::normal_distribution<double> noise(0, 2.1);
    Buffer data(500'000);
    for (std::uint8_t& value : data) {
        value = static_cast<std::uint8_t>(static_cast<int>(std::lround(noise(random))));
    }
    Buffer own;
    Buffer general;
    Buffer chosen;
    appendHuffmanOnly(data, own);
    appendDeflated(data, general);
    appendCompressed(data, chosen);
    EXPECT_LT(own.size(), general.size());
    EXPECT_EQ(chosen, own);
}

TEST(StripCodecSize, repetitionGoesToStringMatching) {
    Buffer data(500'000, 0);
    for (std::size_t i = 0; i < data.size(); i += 7) {
        data[i] = static_cast<std::uint8_t>(i % 21);
    }
    Buffer general;
    Buffer chosen;
    appendDeflated(data, general);
    appendCompressed(data, chosen);
    EXPECT_EQ(chosen, general);
}

} // namespace
} // namespace seihon::imaging
