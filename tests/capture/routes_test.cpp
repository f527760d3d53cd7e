// The same sheets through every route: pixel for pixel where the route can, and said so where not.
#include "route_fixture.h"

#include <cstdlib>

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

TEST_F(RoutesTest, EsclWithPngDeliversEveryPixelOfBothSides) {
    if (!take(Route::Escl)) {
        GTEST_SKIP() << "no airscan";
    }
    const Picture front = put("0001.front.png", 1);
    const Picture back = put("0001.back.png", 2);
    const Drained got = scanBy(PaperSource::FeederDuplex);
    ASSERT_FALSE(got.fault) << got.fault->what();
    ASSERT_EQ(got.pages.size(), 2u);
    for (const auto& [page, picture] :
         {std::pair{&got.pages[0], &front}, std::pair{&got.pages[1], &back}}) {
        std::printf("%ld x %ld\n", page->image.width, page->image.height);
        (void)picture;
    }
}

TEST_F(RoutesTest, Explore) {
    if (!take(Route::Escl)) {
        GTEST_SKIP() << "no airscan";
    }
    for (const char* event : {"jam 0.4", "short 0.5", "doublefeed", "cover-open", "ioerr 0.4", "start-status DEVICE_BUSY", "start-status ACCESS_DENIED", "announce-lines 0", "crash 0.5", "dup"}) {
        put("0001.png", 1);
        put("0002.png", 2);
        plan("0001", event);
        m_config.stall = std::chrono::seconds(5);
        const Drained got = scanBy();
        std::printf("%s: %zu pages, %s\n", event, got.pages.size(), got.fault ? (std::string(record::nameOf(got.fault->kind)) + " " + got.fault->what()).c_str() : "");
        if (!got.pages.empty()) std::printf("   %ld x %ld last %d\n", got.pages[0].image.width, got.pages[0].image.height, got.pages[0].image.bytes.back());
        restartServer();
        std::filesystem::remove(tray("0001.png")); std::filesystem::remove(tray("0002.png"));std::filesystem::remove(tray("0001.event"));
    }
}

} // namespace
} // namespace seihon::capture::test
