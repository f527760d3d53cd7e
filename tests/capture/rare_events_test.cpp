// The feeder's rare events, through the real libsane and the real worker.
#include "feeder_fixture.h"

#include <algorithm>
#include <fstream>

namespace seihon::capture::test {
namespace {

using namespace std::chrono_literals;
using record::FaultKind;
using record::PaperSource;
using record::Side;

class RareEventsTest : public FeederTest {
  protected:
    void quirk(const std::string& lines) { writeText(m_home / "a feeder/options", lines); }
    std::string asked(const CapturedPage& page, const std::string& option) const {
        const auto found = std::find_if(page.facts.options.begin(), page.facts.options.end(),
                                        [&](const auto& o) { return o.name == option; });
        return found == page.facts.options.end() ? "absent" : found->asked;
    }
    void expectFault(const Drained& got, FaultKind kind, const std::string& sheet) {
        ASSERT_TRUE(got.fault.has_value());
        EXPECT_EQ(record::nameOf(got.fault->kind), record::nameOf(kind)) << got.fault->what();
        EXPECT_EQ(got.fault->context.at("sheet"), sheet);
    }
};

TEST_F(RareEventsTest, LineArtKeepsEveryBitOfASheet) {
    const Picture sheet = makePicture(331, 400, 3, 1, 1);
    writeTiff(tray("0001.tif"), {sheet}, {.dpi = 100, .minIsWhite = true});
    m_profile.mode = record::ColourMode::LineArt;
    m_profile.bitsPerSample = 1;
    const Drained got = scan();
    ASSERT_FALSE(got.fault) << got.fault->what();
    ASSERT_EQ(got.pages.size(), 1u);
    const record::PageImage& image = got.pages[0].image;
    const record::RectPx rect = got.pages[0].facts.sheetRect.value();
    ASSERT_EQ(rect.w, 331);
    EXPECT_EQ(image.bitsPerSample, 1);
    EXPECT_EQ(image.stride, (image.width + 7) / 8);
    const auto bit = [](const std::uint8_t* row, std::int64_t x) {
        return row[x / 8] >> (7 - x % 8) & 1;
    };
    for (std::int64_t y = 0; y < rect.h; ++y) {
        const std::uint8_t* wanted = sheet.bytes.data() + y * sheet.rowBytes();
        for (std::int64_t x = 0; x < rect.w; ++x) {
            ASSERT_EQ(bit(image.row(rect.y + y), rect.x + x), bit(wanted, x)) << x << "," << y;
        }
    }
    EXPECT_EQ(bit(image.row(0), 0), 1) << "the backing is black";
    EXPECT_EQ(got.pages[0].facts.mode, record::ColourMode::LineArt);
    EXPECT_EQ(got.pages[0].facts.bitsPerSample, 1);
}

TEST_F(RareEventsTest, TheGlassBetweenFeederPagesDisturbsNeither) {
    const Picture first = put("0001.png", 1);
    const Picture last = put("0003.png", 3);
    const Picture booklet = makePicture(200, 300, 9);
    writePng(m_home / "a feeder/flat/booklet.png", booklet, 100);
    const auto feeder = open();
    const std::optional<CapturedPage> before = feeder->next({});
    ASSERT_TRUE(before.has_value());
    EXPECT_THROW(scan(PaperSource::Flatbed), record::Fault) << "one batch at a time";
    EXPECT_EQ(drain(*feeder).pages.size(), 1u);
    const Drained glass = scan(PaperSource::Flatbed);
    ASSERT_EQ(glass.pages.size(), 1u);
    expectShows(glass.pages[0], booklet);
    EXPECT_EQ(glass.pages[0].facts.source, PaperSource::Flatbed);
    const Picture again = put("0004.png", 4);
    const Drained rest = scan();
    ASSERT_EQ(rest.pages.size(), 1u);
    expectShows(rest.pages[0], again);
}

TEST_F(RareEventsTest, ASheetDeliveredTwiceIsTwoSheetsOfEqualPixels) {
    put("0001.front.png", 1);
    put("0001.back.png", 2);
    put("0002.png", 3);
    plan("0001", "dup");
    const Drained got = scan(PaperSource::FeederDuplex);
    ASSERT_FALSE(got.fault) << got.fault->what();
    ASSERT_EQ(got.pages.size(), 6u);
    EXPECT_EQ(record::pixelDigest(got.pages[0].image), record::pixelDigest(got.pages[2].image));
    EXPECT_EQ(record::pixelDigest(got.pages[1].image), record::pixelDigest(got.pages[3].image));
    EXPECT_EQ(got.pages[3].facts.feed, 2);
    EXPECT_EQ(got.pages[3].facts.side, Side::Back);
}

TEST_F(RareEventsTest, TheBufferOfTheSheetBeforeComesAgainAcrossBatches) {
    const Picture patientA = put("0001.png", 1);
    const Drained first = scan();
    put("0002.png", 2);
    plan("0002", "replay");
    const Drained second = scan();
    ASSERT_FALSE(second.fault) << second.fault->what();
    ASSERT_EQ(second.pages.size(), 1u);
    expectShows(second.pages[0], patientA);
    EXPECT_EQ(record::pixelDigest(second.pages[0].image),
              record::pixelDigest(first.pages.at(0).image));
    EXPECT_TRUE(std::filesystem::exists(out("0002.png"))) << "the real sheet went through";
}

TEST_F(RareEventsTest, AReplayWithNothingBeforeItIsRefused) {
    put("0001.png", 1);
    plan("0001", "replay");
    expectFault(scan(), FaultKind::DeviceFailed, "1");
    EXPECT_TRUE(std::filesystem::exists(tray("0001.png")));
}

TEST_F(RareEventsTest, ADeviceUnpluggedInTheMiddleOfAPageIsAbsentUntilItIsBack) {
    putSheets(3);
    plan("0002", "offline 0.5");
    const Drained got = scan();
    expectFault(got, FaultKind::DeviceFailed, "2");
    EXPECT_EQ(got.pages.size(), 1u);
    EXPECT_EQ(faultOf([&] { open(); }).kind, FaultKind::DeviceAbsent);
    EXPECT_TRUE(listDevices(m_config).empty());
    writeText(m_home / "a feeder/state", "offline 0\n");
    std::filesystem::rename(out("0002.png"), tray("0002.png"));
    const Drained rest = scan();
    ASSERT_EQ(rest.pages.size(), 2u);
    expectShows(rest.pages[0], makePicture(330, 400, 2));
}

TEST_F(RareEventsTest, MissingPermissionIsToldAsSuch) {
    putSheets(1);
    writeText(m_home / "a feeder/state", "permission 1\n");
    const record::Fault fault = faultOf([&] { open(); });
    EXPECT_EQ(record::nameOf(fault.kind), "DeviceDenied");
    writeText(m_home / "a feeder/state", "");
    EXPECT_EQ(scan().pages.size(), 1u);
}

TEST_F(RareEventsTest, TroubleAtTheStartOfTheBackMakesTheWholeSheetVoid) {
    putSheets(3);
    plan("0002", "start-status COVER_OPEN back");
    const Drained got = scan(PaperSource::FeederDuplex);
    expectFault(got, FaultKind::CoverOpen, "2");
    EXPECT_EQ(got.fault->context.at("side"), "back");
    EXPECT_EQ(got.pages.size(), 2u);
    m_config.stall = 3s;
    plan("0003", "hang-start 60000 back");
    expectFault(scan(PaperSource::FeederDuplex), FaultKind::DeviceHung, "1");
}

TEST_F(RareEventsTest, AHangInsideSaneStartLeavesTheSheetInTheTray) {
    putSheets(1);
    plan("0001", "hang-start 60000");
    m_config.stall = 3s;
    expectFault(scan(), FaultKind::DeviceHung, "1");
    EXPECT_TRUE(std::filesystem::exists(tray("0001.png")));
    EXPECT_EQ(scan().pages.size(), 1u);
}

TEST_F(RareEventsTest, MisreportedGeometryIsNeverAPage) {
    const std::vector<std::pair<std::string, FaultKind>> cases{
        {"announce-lines 5", FaultKind::PageIncomplete},
        {"announce-lines -5", FaultKind::PageIncomplete},
        {"announce-lines 60", FaultKind::DeviceSettingsDiffer},
        {"announce-lines -60", FaultKind::DeviceSettingsDiffer},
        {"announce-lines 39000", FaultKind::DeviceSettingsDiffer},
        {"announce-width 4", FaultKind::DeviceFailed}, // wider than its own line
        {"announce-width -40", FaultKind::DeviceSettingsDiffer},
        {"sheet-lie", FaultKind::DeviceFailed},
        {"endless", FaultKind::PageIncomplete},
        {"endless\nunknown-length", FaultKind::PageIncomplete}};
    for (const auto& [event, kind] : cases) {
        put("0001.png", 1);
        plan("0001", event);
        const Drained got = scan();
        EXPECT_TRUE(got.pages.empty()) << event;
        ASSERT_TRUE(got.fault.has_value()) << event;
        EXPECT_EQ(record::nameOf(got.fault->kind), record::nameOf(kind))
            << event << ": " << got.fault->what();
    }
}

TEST_F(RareEventsTest, MemoryBeyondTheLimitCostsTheSheetOnly) {
#ifdef SEIHON_SANITIZED
    GTEST_SKIP() << "sanitizers reserve terabytes: no limit there";
#endif
    putSheets(2);
    plan("0002", "memory 4096 0.5");
    m_config.memoryLimitBytes = 1ll << 30;
    const Drained got = scan();
    expectFault(got, FaultKind::DeviceFailed, "2");
    EXPECT_EQ(got.pages.size(), 1u);
}

TEST_F(RareEventsTest, AStuckOptionIsFoundByReadingBack) {
    putSheets(1);
    const std::vector<std::pair<std::string, std::string>> cases{
        {"stuck resolution 200", "resolution"},
        {"stuck mode Gray", "mode"},
        {"stuck source Flatbed", "source"},
        {"stuck br-y 60", "br-y"},
        {"stuck swskip 2.5", "swskip"},
        {"stuck swcrop 1", "swcrop"},
        {"stuck df-action Continue", "df-action"},
        {"stuck df-thickness 0", "df-thickness"},
        {"stuck compression JPEG", "compression"}};
    for (const auto& [line, option] : cases) {
        quirk(line);
        const record::Fault fault = faultOf([&] { open(); });
        EXPECT_EQ(record::nameOf(fault.kind), "DeviceSettingsDiffer") << line << fault.what();
        EXPECT_EQ(fault.context.at("option"), option) << line;
    }
    EXPECT_TRUE(std::filesystem::exists(tray("0001.png")));
}

TEST_F(RareEventsTest, WhatTheDriverDoesByItselfIsForcedOff) {
    // Pages thrown away, cut down, and a double feed gone through in silence: all of it is on when
    // the device is opened.
    quirk("start swskip 50\nstart swcrop 1\nstart hwdeskewcrop 1\nstart df-action Continue\n"
          "start page-height 100\nstart compression JPEG\n");
    Picture white{330, 400, 3, 8, std::vector<std::uint8_t>(330 * 400 * 3, 250)};
    writePng(tray("0001.png"), white, 100);
    const Picture second = put("0002.png", 2);
    putSheets(0);
    const Drained got = scan();
    ASSERT_FALSE(got.fault) << got.fault->what();
    ASSERT_EQ(got.pages.size(), 2u) << "a white page is a page";
    expectShows(got.pages[0], white);
    expectShows(got.pages[1], second);
    EXPECT_EQ(got.pages[0].image.height, 472) << "the paper height was set before the area";
    EXPECT_EQ(asked(got.pages[0], "swskip"), "0");
    EXPECT_EQ(asked(got.pages[0], "df-action"), "Stop");
    put("0003.png", 3);
    put("0004.png", 4);
    plan("0003", "doublefeed");
    expectFault(scan(), FaultKind::DoubleFeed, "1");
}

TEST_F(RareEventsTest, ADriverThatCropsInSpiteOfItsWordIsFound) {
    putSheets(1);
    // Nothing is asked of an option of this name, and the driver cuts all the same.
    writeText(m_home / "a feeder/options", "start swcrop 1\n");
    record::DeviceProfile lying;
    lying.backends = lying.models = {"*"};
    lying.options = {{"swcrop", "yes", record::OptionPurpose::Untouched}};
    m_config.deviceProfiles = {lying};
    expectFault(scan(), FaultKind::DeviceSettingsDiffer, "1");
}

TEST_F(RareEventsTest, TheSpeedThatWasSetIsTheSpeedThatComes) {
    putSheets(1);
    quirk("start ppm 120\n");
    const auto start = std::chrono::steady_clock::now();
    EXPECT_EQ(scan().pages.size(), 1u);
    EXPECT_GE(std::chrono::steady_clock::now() - start, 450ms);
}

} // namespace
} // namespace seihon::capture::test
