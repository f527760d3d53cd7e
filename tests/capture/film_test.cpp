#include "feeder_fixture.h"
#include "route_fixture.h"

#include "imaging/measure.h"

#include <cstring>

namespace seihon::capture::test {
namespace {

using record::PaperSource;

class FilmFeedTest : public FeederTest {
  protected:
    Drained scanFilm() {
        m_profile.source = PaperSource::Transparency;
        m_profile.mode = record::ColourMode::Grey;
        m_profile.bitsPerSample = 16;
        return scan(PaperSource::Transparency);
    }
};

// Both halves of every sample, in the order of this machine: SANE 1.06 §3.2.1.
TEST_F(FilmFeedTest, EveryPixelOfSixteenBitsArrives) {
    const Picture png = makePicture(300, 390, 11, 1, 16);
    writePng(tray("0001.png"), png, 100);
    const Picture tiff = makePicture(311, 377, 12, 1, 16);
    writeTiff(tray("0002.tif"), {tiff}, {.dpi = 100});
    const Drained first = scanFilm();
    ASSERT_FALSE(first.fault) << first.fault->what();
    ASSERT_EQ(first.pages.size(), 1u); // one film a run
    const CapturedPage& page = first.pages[0];
    EXPECT_EQ(page.image.bitsPerSample, 16);
    EXPECT_EQ(page.image.channels, 1);
    EXPECT_EQ(page.facts.bitsPerSample, 16);
    EXPECT_EQ(page.facts.source, PaperSource::Transparency);
    EXPECT_EQ(page.facts.bytesPerLine, page.image.width * 2);
    expectShows(page, png);
    // And of the first pixel both bytes, spelled out.
    const record::RectPx rect = page.facts.sheetRect.value();
    std::uint16_t delivered = 0;
    std::memcpy(&delivered, page.image.row(rect.y) + 2 * rect.x, 2);
    std::uint16_t laid = 0;
    std::memcpy(&laid, png.bytes.data(), 2);
    EXPECT_EQ(delivered, laid);
    const Drained second = scanFilm();
    ASSERT_FALSE(second.fault) << second.fault->what();
    ASSERT_EQ(second.pages.size(), 1u);
    expectShows(second.pages[0], tiff);
    EXPECT_EQ(scanFilm().fault->kind, record::FaultKind::FeederEmpty);
}

// A scanner that pads eight bits declares sixteen; its pixels say what it is.
TEST_F(FilmFeedTest, PaddedEightBitsAreFound) {
    Picture eight = makePicture(390, 400, 13, 1, 8);
    for (std::size_t i = 0; i < eight.bytes.size(); ++i) { // all values
        eight.bytes[i] = static_cast<std::uint8_t>(i * 7919 >> 3);
    }
    writePng(tray("0001.png"), eight, 100);
    const Drained got = scanFilm();
    ASSERT_FALSE(got.fault) << got.fault->what();
    ASSERT_EQ(got.pages.size(), 1u);
    EXPECT_EQ(got.pages[0].facts.bitsPerSample, 16);
    const auto measured = imaging::measurePage(got.pages[0].image, got.pages[0].facts);
    const record::Measured* bits = measured.find(record::Quantity::SignificantBits);
    ASSERT_NE(bits, nullptr);
    EXPECT_EQ(bits->value, 8);
}

TEST_F(FilmFeedTest, AFilmIsNeverResampled) {
    writePng(tray("0001.png"), makePicture(300, 390, 11, 1, 16), 150);
    const Drained got = scanFilm();
    ASSERT_TRUE(got.fault);
    EXPECT_EQ(got.fault->kind, record::FaultKind::DeviceFailed);
    EXPECT_TRUE(got.pages.empty());
}

// Paper from the feeder has eight bits whatever is asked, and that is told.
TEST_F(FilmFeedTest, SixteenBitsAreOfFilmsAlone) {
    putSheets(1);
    m_profile.mode = record::ColourMode::Grey;
    m_profile.bitsPerSample = 16;
    EXPECT_EQ(faultOf([&] { scan(); }).context.at("option"), "depth");
    m_profile.mode = record::ColourMode::Colour;
    EXPECT_EQ(faultOf([&] { scan(PaperSource::Transparency); }).context.at("option"), "depth");
}

class FilmRouteTest : public RouteTest {};

// saned sends samples as they are and says which order that is.
TEST_F(FilmRouteTest, SanedDeliversEveryPixelOfSixteenBits) {
    if (!take(Route::Saned)) {
        GTEST_SKIP() << "no saned";
    }
    const Picture film = makePicture(320, 401, 21, 1, 16);
    writePng(m_home / "a feeder/tray/0001.png", film, 100);
    m_profile.mode = record::ColourMode::Grey;
    m_profile.bitsPerSample = 16;
    const Drained got = scanBy(PaperSource::Transparency);
    ASSERT_FALSE(got.fault) << got.fault->what();
    ASSERT_EQ(got.pages.size(), 1u);
    expectShows(got.pages[0], film);
}

} // namespace
} // namespace seihon::capture::test
