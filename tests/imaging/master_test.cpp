#include "imaging/master.h"

#include "imaging/predictor.h"
#include "imaging/strip_check.h"
#include "imaging/strip_codec.h"
#include "record/fault.h"
#include "tests/imaging/page_synthesis.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

namespace seihon::imaging {
namespace {

using record::PageImage;
using test::makeImage;
using test::Texture;

std::vector<PageImage> pages() {
    std::vector<PageImage> made;
    for (const Texture texture : {Texture::ScanLike, Texture::MostlyWhite, Texture::Flat}) {
        made.push_back(makeImage({61, 300, 3, 8}, texture));
        made.push_back(makeImage({61, 128, 1, 8}, texture));
        made.push_back(makeImage({61, 129, 3, 16}, texture));
        made.push_back(makeImage({61, 257, 1, 1}, texture));
        made.push_back(makeImage({61, 5, 1, 16}, texture));
    }
    return made;
}

// Rows arrive in pieces of `step` rows.
Master madeInPieces(const PageImage& page, std::int64_t announced, std::int64_t step,
                    LineArtCoding lineArt) {
    MasterEncoder encoder(page, announced, lineArt);
    for (std::int64_t rows = 0; rows < page.height; rows += step) {
        encoder.advance(page, rows);
    }
    return encoder.finish(page);
}

TEST(Master, is_the_same_however_the_rows_arrive) {
    for (const PageImage& page : pages()) {
        for (const LineArtCoding lineArt : {LineArtCoding::Deflate, LineArtCoding::FaxGroup4}) {
            const std::vector<std::uint8_t> whole = encodeTiff(page, lineArt);
            for (const std::int64_t announced :
                 {page.height, std::int64_t{-1}, page.height + 200, std::int64_t{1}}) {
                for (const std::int64_t step : {1, 100, 128, 1000}) {
                    const Master master = madeInPieces(page, announced, step, lineArt);
                    ASSERT_EQ(master.file, whole) << announced << ' ' << step;
                    ASSERT_EQ(master.pixels, record::pixelDigest(page));
                    ASSERT_EQ(master.fileDigest, record::sha256(whole));
                }
            }
        }
    }
}

TEST(Master, only_rows_that_are_there_are_looked_at) {
    const PageImage page = makeImage({61, 300, 3, 8}, Texture::ScanLike);
    PageImage arriving = page.clone();
    std::fill(arriving.bytes.begin() + static_cast<std::ptrdiff_t>(130 * page.stride),
              arriving.bytes.end(), std::uint8_t{0});
    MasterEncoder encoder(arriving, 300, LineArtCoding::Deflate);
    encoder.advance(arriving, 130);
    const Master master = encoder.finish(page);
    EXPECT_EQ(master.file, encodeTiff(page));
    EXPECT_EQ(master.pixels, record::pixelDigest(page));
}

// What a wrong encoder would give: each changed pixel, and each changed bit of the stream.
TEST(Master, a_strip_with_one_wrong_sample_is_seen) {
    for (const int bits : {8, 16}) {
        for (const int channels : {1, 3}) {
            const PageImage page = makeImage({9, 4, channels, bits}, Texture::ScanLike);
            const auto rowBytes = static_cast<std::size_t>(page.rowBytes());
            std::vector<std::uint8_t> differences(rowBytes * 4);
            for (std::int64_t y = 0; y < 4; ++y) {
                differenceRow(
                    {page.row(y), rowBytes}, {channels, bits},
                    {differences.data() + static_cast<std::size_t>(y) * rowBytes, rowBytes});
            }
            std::vector<std::uint8_t> stream;
            appendHuffmanOnly(differences, stream);
            std::vector<std::uint8_t> scratch;
            ASSERT_TRUE(stripHoldsRows(stream, page, 0, 4, scratch)) << "the control";
            for (std::size_t at = 0; at < differences.size(); ++at) {
                std::vector<std::uint8_t> wrong = differences;
                wrong[at] = static_cast<std::uint8_t>(wrong[at] ^ 0x40);
                std::vector<std::uint8_t> wrongStream;
                appendHuffmanOnly(wrong, wrongStream);
                ASSERT_FALSE(stripHoldsRows(wrongStream, page, 0, 4, scratch)) << at;
            }
            stream.push_back(0);
            EXPECT_FALSE(stripHoldsRows(stream, page, 0, 4, scratch)) << "one byte too many";
            stream.resize(stream.size() - 2);
            EXPECT_FALSE(stripHoldsRows(stream, page, 0, 4, scratch)) << "one byte too few";
        }
    }
}

TEST(Master, a_damaged_stream_is_seen) {
    const PageImage page = makeImage({64, 8, 3, 8}, Texture::ScanLike);
    const auto rowBytes = static_cast<std::size_t>(page.rowBytes());
    std::vector<std::uint8_t> differences(rowBytes * 8);
    for (std::int64_t y = 0; y < 8; ++y) {
        differenceRow({page.row(y), rowBytes}, {3, 8},
                      {differences.data() + static_cast<std::size_t>(y) * rowBytes, rowBytes});
    }
    std::vector<std::uint8_t> stream;
    appendHuffmanOnly(differences, stream);
    std::vector<std::uint8_t> scratch;
    int unseen = 0;
    for (std::size_t at = 2; at < stream.size(); ++at) {
        for (int bit = 0; bit < 8; ++bit) {
            std::vector<std::uint8_t> damaged = stream;
            damaged[at] = static_cast<std::uint8_t>(damaged[at] ^ (1 << bit));
            unseen += stripHoldsRows(damaged, page, 0, 8, scratch) ? 1 : 0;
        }
    }
    EXPECT_LE(unseen, 7) << "but for the fill bits before the checksum (RFC 1951 3.1.1)";
}

} // namespace
} // namespace seihon::imaging
