// The same sheets through every route: pixel for pixel where the route can, and said so where not.
#include "route_fixture.h"

#include "config/config.h"
#include "imaging/measure.h"
#include "regulation/judge.h"

#include <cstring>

namespace seihon::capture::test {
namespace {

using record::PaperSource;
using record::Side;

class RoutesTest : public RouteTest {};

TEST_F(RoutesTest, SanedDeliversEveryPixelOfBothSides) {
    if (!take(Route::Saned)) {
        GTEST_SKIP() << "no saned";
    }
    const auto devices = listDevices(m_config);
    ASSERT_EQ(devices.size(), 1u);
    EXPECT_EQ(devices[0].name, m_device);
    EXPECT_EQ(devices[0].serial, "DEMO-paper0");
    const Picture front = put("0001.front.png", 1);
    const Picture back = put("0001.back.png", 2);
    const Picture lone = put("0002.png", 3);
    const Drained got = scanBy(PaperSource::FeederDuplex);
    ASSERT_FALSE(got.fault) << got.fault->what();
    ASSERT_EQ(got.pages.size(), 4u);
    expectShows(got.pages[0], front);
    expectShows(got.pages[1], back);
    expectShows(got.pages[2], lone);
    EXPECT_EQ(got.pages[1].facts.side, Side::Back);
    EXPECT_EQ(got.pages[3].facts.feed, 2);
}

TEST_F(RoutesTest, SanedDeliversLineArtAndTheGlass) {
    if (!take(Route::Saned)) {
        GTEST_SKIP() << "no saned";
    }
    writePng(m_home / "a feeder/flat/page.png", makePicture(330, 400, 8), 100);
    m_profile.mode = record::ColourMode::LineArt;
    m_profile.bitsPerSample = 1;
    const Drained got = scanBy(PaperSource::Flatbed);
    ASSERT_FALSE(got.fault) << got.fault->what();
    ASSERT_EQ(got.pages.size(), 1u);
    EXPECT_EQ(got.pages[0].image.bitsPerSample, 1);
}

// Where the sheet lies is not told over eSCL: found by its first rows, then compared whole.
bool shows(const CapturedPage& page, const Picture& picture) {
    const auto width = static_cast<std::size_t>(picture.rowBytes());
    for (std::int64_t y = 0; y + picture.height <= page.image.height; ++y) {
        for (std::int64_t x = 0; x + picture.width <= page.image.width; ++x) {
            const auto rowIsThere = [&](std::int64_t row) {
                return std::memcmp(page.image.row(y + row) + x * picture.channels,
                                   picture.bytes.data() + row * picture.rowBytes(), width) == 0;
            };
            std::int64_t row = 0;
            while (row < picture.height && rowIsThere(row)) {
                ++row;
            }
            if (row == picture.height) {
                return true;
            }
        }
    }
    return false;
}

TEST_F(RoutesTest, EsclWithPngDeliversEveryPixelOfBothSides) {
    if (!take(Route::Escl)) {
        GTEST_SKIP() << "no airscan";
    }
    const Picture front = put("0001.front.png", 1);
    const Picture back = put("0001.back.png", 2);
    const Drained got = scanBy(PaperSource::FeederDuplex);
    ASSERT_FALSE(got.fault) << got.fault->what();
    ASSERT_EQ(got.pages.size(), 2u);
    EXPECT_TRUE(shows(got.pages[0], front));
    EXPECT_TRUE(shows(got.pages[1], back));
    EXPECT_EQ(got.pages[1].facts.side, Side::Back);
    EXPECT_FALSE(got.pages[0].facts.sheetRect.has_value());
}

TEST_F(RoutesTest, EsclDeliversTheGlassInGrey) {
    if (!take(Route::Escl)) {
        GTEST_SKIP() << "no airscan";
    }
    writePng(m_home / "a feeder/flat/page.png", makePicture(330, 400, 8, 1), 100);
    m_profile.mode = record::ColourMode::Grey;
    const Drained got = scanBy(PaperSource::Flatbed);
    ASSERT_FALSE(got.fault) << got.fault->what();
    ASSERT_EQ(got.pages.size(), 1u);
    EXPECT_TRUE(shows(got.pages[0], makePicture(330, 400, 8, 1)));
}

// [A7] SANE hands over decoded pixels whatever came over the wire: only a profile that somebody
// answers for may call it lossless.
TEST_F(RoutesTest, TheWireOfADriverlessScannerIsUnknownAndCountsAsLossy) {
    const auto rules = config::parseRegulation(config::shippedRegulation(), "regulation.toml");
    const auto refused = [&](const CapturedPage& page) {
        record::Original original;
        original.documentClass = "referral-letter";
        return regulation::judgePage(rules, original, page.facts, {})
            .has(record::FindingId::LossyWireFormat);
    };
    m_config.deviceProfiles = config::shippedDeviceProfiles();
    put("0000.png", 3);
    const Drained local = scanBy();
    ASSERT_EQ(local.pages.size(), 1u);
    EXPECT_FALSE(refused(local.pages[0]));
    if (!take(Route::EsclJpeg)) {
        GTEST_SKIP() << "no airscan";
    }
    const Picture sheet = put("0001.png", 1);
    const Drained jpeg = scanBy();
    ASSERT_EQ(jpeg.pages.size(), 1u);
    EXPECT_FALSE(shows(jpeg.pages[0], sheet)) << "nothing but the pixels would tell";
    EXPECT_EQ(jpeg.pages[0].facts.wireFormat, "unknown");
    EXPECT_TRUE(refused(jpeg.pages[0]));
    // Somebody has looked at the scanner, and answers for it in a profile of the home.
    m_config.deviceProfiles.insert(m_config.deviceProfiles.begin(), m_config.deviceProfiles[0]);
    m_config.deviceProfiles[0].wireFormat = record::WireFormat::Png;
    put("0002.png", 2);
    const Drained vouched = scanBy();
    ASSERT_EQ(vouched.pages.size(), 1u);
    EXPECT_EQ(vouched.pages[0].facts.wireFormat, "png");
    EXPECT_FALSE(refused(vouched.pages[0]));
}

// Paper of an honest tone with its noise, as a scan of 300 dpi shows it.
Picture paper(std::int64_t width, std::int64_t height) {
    Picture made = makePicture(width, height, 5);
    for (std::uint8_t& value : made.bytes) {
        value = static_cast<std::uint8_t>(222 + value % 9);
    }
    return made;
}

// sane-airscan fills an image that is too short up with white and says nothing: pixels must tell.
TEST_F(RoutesTest, AShortImageFilledUpByTheDriverIsFoundInItsPixels) {
    if (!take(Route::Escl)) {
        GTEST_SKIP() << "no airscan";
    }
    const auto rules = config::parseRegulation(config::shippedRegulation(), "regulation.toml");
    m_config.deviceProfiles = config::shippedDeviceProfiles();
    m_profile.dpi = 300;
    m_profile.areaWidthMicrometres = 60'000;
    m_profile.areaHeightMicrometres = 70'000;
    for (const char* event : {"short 0.5", "short 0.9", "noise-zero"}) {
        SCOPED_TRACE(event);
        writePng(tray("0001.png"), paper(560, 680), 300);
        plan("0001", event);
        const Drained got = scanBy();
        ASSERT_FALSE(got.fault) << got.fault->what();
        ASSERT_EQ(got.pages.size(), 1u);
        record::Original original;
        original.documentClass = "referral-letter";
        const record::Verdict verdict =
            regulation::judgePage(rules, original, got.pages[0].facts,
                                  imaging::measurePage(got.pages[0].image, got.pages[0].facts));
        EXPECT_EQ(got.pages[0].image.height, 827) << "the driver says it is whole";
        EXPECT_EQ(verdict.has(record::FindingId::PageTruncated),
                  std::string(event).starts_with("short"));
    }
}

} // namespace
} // namespace seihon::capture::test
