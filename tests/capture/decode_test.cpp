#include "capture/decode/foreign_image.h"

#include "feeder_fixture.h"

#include <tiffio.h>

namespace seihon::capture::test {
namespace {

class DecodeTest : public FeederTest {
  protected:
    ForeignImage decode(const std::string& name) { return decodeImage(readBytes(m_home / name)); }
};

TEST_F(DecodeTest, PngOfEveryShapeKeepsItsSamples) {
    for (const int channels : {1, 2, 3, 4}) {
        for (const int bits : {8, 16}) {
            const Picture picture = makePicture(33, 21, 9, channels, bits);
            writePng(m_home / "x.png", picture, 300);
            const ForeignImage image = decode("x.png");
            EXPECT_EQ(image.samples(), channels);
            EXPECT_EQ(image.bitsPerSample, bits);
            EXPECT_EQ(image.alpha, channels % 2 == 0);
            EXPECT_EQ(image.dpiX, 300);
            EXPECT_EQ(image.bytes, picture.bytes) << channels << " channels, " << bits << " bits";
        }
    }
}

TEST_F(DecodeTest, OneBitPngIsOneForBlack) {
    const Picture picture = makePicture(37, 10, 3, 1, 1);
    writePng(m_home / "x.png", picture, 600);
    EXPECT_EQ(decode("x.png").bytes, picture.bytes);
}

TEST_F(DecodeTest, TiffOfEveryShapeKeepsItsSamples) {
    for (const int compression :
         {COMPRESSION_NONE, COMPRESSION_LZW, COMPRESSION_ADOBE_DEFLATE, COMPRESSION_PACKBITS}) {
        for (const bool planes : {false, true}) {
            for (const int channels : {1, 3}) {
                const Picture picture = makePicture(33, 21, 4, channels);
                writeTiff(m_home / "x.tif", {picture},
                          {.dpi = 400, .compression = compression, .planes = planes});
                const ForeignImage image = decode("x.tif");
                EXPECT_EQ(image.bytes, picture.bytes) << compression << " " << planes;
                EXPECT_EQ(image.format, "tiff");
                EXPECT_EQ(image.dpiY, 400);
            }
        }
    }
    const Picture deep = makePicture(33, 21, 4, 3, 16);
    writeTiff(m_home / "x.tif", {deep}, {});
    EXPECT_EQ(decode("x.tif").bytes, deep.bytes);
}

TEST_F(DecodeTest, TiffPolarityBecomesOurs) {
    Picture grey = makePicture(16, 4, 4, 1);
    writeTiff(m_home / "x.tif", {grey}, {.minIsWhite = true});
    for (std::uint8_t& byte : grey.bytes) {
        byte = static_cast<std::uint8_t>(~byte);
    }
    EXPECT_EQ(decode("x.tif").bytes, grey.bytes);
    Picture line = makePicture(16, 4, 4, 1, 1);
    writeTiff(m_home / "y.tif", {line}, {.compression = COMPRESSION_CCITTFAX4, .minIsWhite = true});
    EXPECT_EQ(decode("y.tif").bytes, line.bytes);
    writeTiff(m_home / "z.tif", {line}, {});
    for (std::uint8_t& byte : line.bytes) {
        byte = static_cast<std::uint8_t>(~byte);
    }
    EXPECT_EQ(decode("z.tif").bytes, line.bytes);
}

TEST_F(DecodeTest, JpegInsideTiffIsCalledJpeg) {
    writeTiff(m_home / "x.tif", {makePicture(64, 64, 1)}, {.compression = COMPRESSION_JPEG});
    EXPECT_EQ(decode("x.tif").format, "jpeg");
}

TEST_F(DecodeTest, ARotatedTiffIsRefused) {
    writeTiff(m_home / "x.tif", {makePicture(33, 21, 4)}, {.orientation = 6});
    EXPECT_THROW(decode("x.tif"), UnreadableImage);
}

// Each format, cut anywhere: refused, never filled up with grey.
TEST_F(DecodeTest, ACutFileIsNeverAnImage) {
    const Picture picture = makePicture(64, 48, 5);
    writePng(m_home / "x.png", picture, 300);
    writeTiff(m_home / "x.tif", {picture}, {.compression = COMPRESSION_LZW});
    writeJpeg(m_home / "x.jpg", picture, 300);
    writeTiff(m_home / "fax.tif", {makePicture(64, 48, 5, 1, 1)},
              {.compression = COMPRESSION_CCITTFAX4, .minIsWhite = true});
    for (const char* name : {"x.png", "x.tif", "x.jpg", "fax.tif"}) {
        const std::vector<std::uint8_t> whole = readBytes(m_home / name);
        ASSERT_NO_THROW(decodeImage(whole)) << name;
        for (std::size_t length = 0; length + 2 < whole.size(); length += 61) {
            EXPECT_THROW(decodeImage({whole.data(), length}), UnreadableImage)
                << name << " cut to " << length << " of " << whole.size();
        }
    }
}

TEST_F(DecodeTest, DamagedPixelsOfAPngAreFound) {
    writePng(m_home / "x.png", makePicture(64, 48, 5), 300);
    std::vector<std::uint8_t> bytes = readBytes(m_home / "x.png");
    bytes[bytes.size() / 2] ^= 1;
    EXPECT_THROW(decodeImage(bytes), UnreadableImage);
}

TEST_F(DecodeTest, LimitsHoldBeforeMemoryIsTaken) {
    writePng(m_home / "x.png", makePicture(64, 48, 5), 300);
    const std::vector<std::uint8_t> bytes = readBytes(m_home / "x.png");
    EXPECT_THROW(decodeImage(bytes, {.pixelsPerSide = 63}), UnreadableImage);
    EXPECT_THROW(decodeImage(bytes, {.bytes = 64 * 48 * 3 - 1}), UnreadableImage);
    EXPECT_NO_THROW(decodeImage(bytes, {.pixelsPerSide = 64, .bytes = 64 * 48 * 3}));
}

TEST_F(DecodeTest, OnlyOpaqueAlphaIsDropped) {
    Picture picture = makePicture(8, 8, 5, 4);
    for (std::size_t i = 3; i < picture.bytes.size(); i += 4) {
        picture.bytes[i] = 255;
    }
    writePng(m_home / "x.png", picture, 300);
    ForeignImage opaque = decode("x.png");
    EXPECT_TRUE(dropOpaqueAlpha(opaque));
    EXPECT_EQ(opaque.bytes.size(), 8u * 8 * 3);
    EXPECT_EQ(opaque.bytes[3], picture.bytes[4]);
    picture.bytes[4 * 40 + 3] = 254;
    writePng(m_home / "x.png", picture, 300);
    ForeignImage glass = decode("x.png");
    EXPECT_FALSE(dropOpaqueAlpha(glass));
}

} // namespace
} // namespace seihon::capture::test
