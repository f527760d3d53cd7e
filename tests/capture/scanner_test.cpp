#include "feeder_fixture.h"

#include <algorithm>

namespace seihon::capture::test {
namespace {

using record::FaultKind;
using record::PaperSource;
using record::Side;

class ScannerTest : public FeederTest {};

TEST_F(ScannerTest, ListsTheFeederWithItsSerialNumber) {
    const auto devices = listDevices(m_config);
    ASSERT_EQ(devices.size(), 1u);
    EXPECT_EQ(devices[0].name, "paperfeed:paper0");
    EXPECT_EQ(devices[0].vendor, "Seihon");
    EXPECT_EQ(devices[0].model, "Paper feeder (DEMO)");
    EXPECT_EQ(devices[0].serial, "DEMO-paper0");
    EXPECT_EQ(devices[0].firmware, "1.0");
}

TEST_F(ScannerTest, DoesNotListAFeederThatIsOff) {
    writeText(m_home / "a feeder/state", "offline 1\n");
    EXPECT_TRUE(listDevices(m_config).empty());
}

TEST_F(ScannerTest, DeliversEveryPixelOfTheSheetsInOrder) {
    const Picture first = put("0001.png", 1);
    const Picture second = put("0002.png", 2);
    const Drained got = scan();
    ASSERT_FALSE(got.fault) << got.fault->what();
    ASSERT_EQ(got.pages.size(), 2u);
    expectShows(got.pages[0], first);
    expectShows(got.pages[1], second);
    EXPECT_FALSE(std::filesystem::exists(tray("0001.png")));
    EXPECT_TRUE(std::filesystem::exists(out("0001.png")));
}

TEST_F(ScannerTest, FillsInTheFacts) {
    putSheets(2);
    const record::Instant before = record::readClock();
    const Drained got = scan();
    ASSERT_EQ(got.pages.size(), 2u);
    const record::CaptureFacts& facts = got.pages[1].facts;
    EXPECT_EQ(facts.device.name, "paperfeed:paper0");
    EXPECT_EQ(facts.device.serial, "DEMO-paper0");
    EXPECT_EQ(facts.asked, m_profile);
    EXPECT_EQ(facts.source, PaperSource::FeederSimplex);
    EXPECT_EQ(facts.dpiX, 100);
    EXPECT_EQ(facts.dpiY, 100);
    EXPECT_NEAR(static_cast<double>(facts.areaWidthMicrometres), 100'000, 10);
    EXPECT_EQ(facts.lines, got.pages[1].image.height);
    EXPECT_EQ(facts.lines, 472);
    EXPECT_EQ(got.pages[1].image.width, 394);
    EXPECT_EQ(facts.bytesPerLine, 394 * 3);
    EXPECT_EQ(facts.bytesRead, 394 * 3 * 472);
    EXPECT_EQ(facts.feed, 2);
    EXPECT_EQ(facts.side, Side::Front);
    EXPECT_FALSE(facts.doubleFeedReported);
    EXPECT_EQ(facts.wireFormat, "raw");
    EXPECT_LE(before, facts.startedAt);
    EXPECT_LE(facts.startedAt, facts.finishedAt);
    const auto resolution =
        std::find_if(facts.options.begin(), facts.options.end(),
                     [](const record::DeviceOption& o) { return o.name == "resolution"; });
    ASSERT_NE(resolution, facts.options.end());
    EXPECT_EQ(resolution->asked, "100");
    EXPECT_EQ(resolution->delivered, "100");
}

TEST_F(ScannerTest, DuplexGivesFrontAndBackOfEachSheet) {
    const Picture front = put("0001.front.png", 1);
    const Picture back = put("0001.back.png", 2);
    const Picture lone = put("0002.png", 3);
    const Drained got = scan(PaperSource::FeederDuplex);
    ASSERT_FALSE(got.fault) << got.fault->what();
    ASSERT_EQ(got.pages.size(), 4u);
    expectShows(got.pages[0], front);
    expectShows(got.pages[1], back);
    expectShows(got.pages[2], lone);
    Picture blank = lone;
    std::fill(blank.bytes.begin(), blank.bytes.end(), std::uint8_t{250});
    expectShows(got.pages[3], blank);
    const std::vector<std::pair<std::int64_t, Side>> order{
        {1, Side::Front}, {1, Side::Back}, {2, Side::Front}, {2, Side::Back}};
    for (std::size_t i = 0; i < order.size(); ++i) {
        EXPECT_EQ(got.pages[i].facts.feed, order[i].first);
        EXPECT_EQ(got.pages[i].facts.side, order[i].second);
    }
}

TEST_F(ScannerTest, SimplexLeavesTheBackAlone) {
    const Picture front = put("0001.front.png", 1);
    put("0001.back.png", 2);
    const Drained got = scan();
    ASSERT_EQ(got.pages.size(), 1u);
    expectShows(got.pages[0], front);
    EXPECT_TRUE(std::filesystem::exists(out("0001.back.png")));
}

TEST_F(ScannerTest, GreyScansAColourSheetByItsLuma) {
    const Picture sheet = put("0001.png", 5);
    m_profile.mode = record::ColourMode::Grey;
    const Drained got = scan();
    ASSERT_EQ(got.pages.size(), 1u);
    Picture luma{sheet.width, sheet.height, 1, 8, {}};
    for (std::size_t i = 0; i < sheet.bytes.size(); i += 3) {
        luma.bytes.push_back(static_cast<std::uint8_t>(
            (299 * sheet.bytes[i] + 587 * sheet.bytes[i + 1] + 114 * sheet.bytes[i + 2] + 500) /
            1000));
    }
    expectShows(got.pages[0], luma);
    EXPECT_EQ(got.pages[0].facts.mode, record::ColourMode::Grey);
}

TEST_F(ScannerTest, ResamplesASheetOfAnotherResolution) {
    Picture sheet = makePicture(660, 800, 6);
    std::fill(sheet.bytes.begin(), sheet.bytes.end(), std::uint8_t{200});
    writePng(tray("0001.png"), sheet, 200);
    const Drained got = scan();
    ASSERT_EQ(got.pages.size(), 1u);
    Picture half{330, 400, 3, 8, std::vector<std::uint8_t>(330 * 400 * 3, 200)};
    expectShows(got.pages[0], half);
}

TEST_F(ScannerTest, CutsASheetLargerThanTheAreaAndSaysSo) {
    writePng(tray("0001.png"), makePicture(600, 400, 7), 100);
    const Drained got = scan();
    ASSERT_EQ(got.pages.size(), 1u);
    const record::RectPx rect = got.pages[0].facts.sheetRect.value();
    EXPECT_EQ(rect.x, 0);
    EXPECT_EQ(rect.w, got.pages[0].image.width);
}

TEST_F(ScannerTest, TheGlassGivesOnePage) {
    writePng(m_home / "a feeder/flat/page.png", makePicture(330, 400, 8), 100);
    const Drained got = scan(PaperSource::Flatbed);
    ASSERT_FALSE(got.fault) << got.fault->what();
    ASSERT_EQ(got.pages.size(), 1u);
    expectShows(got.pages[0], makePicture(330, 400, 8));
    EXPECT_TRUE(std::filesystem::exists(m_home / "a feeder/flat/page.png"));
}

TEST_F(ScannerTest, ToleratesReadsWithoutBytes) {
    put("0001.png", 1);
    plan("0001", "noise-zero");
    const Drained got = scan();
    ASSERT_FALSE(got.fault) << got.fault->what();
    ASSERT_EQ(got.pages.size(), 1u);
    expectShows(got.pages[0], makePicture(330, 400, 1));
}

TEST_F(ScannerTest, MeasuresTheLengthItWasNotTold) {
    put("0001.png", 1);
    plan("0001", "unknown-length");
    const Drained got = scan();
    ASSERT_FALSE(got.fault) << got.fault->what();
    ASSERT_EQ(got.pages.size(), 1u);
    EXPECT_EQ(got.pages[0].facts.lines, -1);
    EXPECT_EQ(got.pages[0].image.height, 472);
}

TEST_F(ScannerTest, ASecondSheetOfTheSameNameDoesNotReplaceTheFirst) {
    put("0001.png", 1);
    scan();
    put("0001.png", 2);
    scan();
    EXPECT_NE(readBytes(out("0001.png")), readBytes(out("0001~1.png")));
    EXPECT_FALSE(readBytes(out("0001~1.png")).empty());
}

} // namespace
} // namespace seihon::capture::test
