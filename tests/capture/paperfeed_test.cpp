#include "capture/paperfeed/event.h"
#include "capture/paperfeed/lay_down.h"
#include "capture/paperfeed/tray.h"

#include "feeder_fixture.h"

#include <set>

namespace seihon::capture::test {
namespace {

using namespace paperfeed;

class PaperfeedTest : public FeederTest {};

TEST_F(PaperfeedTest, ReadsEvents) {
    const std::vector<Event> events =
        parseEvents("jam 0.4 # comment\n\nhang 250 0.5 back\r\nstart-status NO_DOCS\n");
    ASSERT_EQ(events.size(), 3u);
    EXPECT_EQ(events[0].kind, EventKind::Jam);
    EXPECT_DOUBLE_EQ(events[0].share, 0.4);
    EXPECT_FALSE(events[0].back);
    EXPECT_EQ(events[1].time, std::chrono::milliseconds(250));
    EXPECT_TRUE(events[1].back);
    EXPECT_EQ(events[2].status, Status::NoDocs);
    const std::vector<Event> rare =
        parseEvents("memory 64 0.5\nannounce-lines -3\nhang-start 20 back\ndup\nstart-status "
                    "ACCESS_DENIED back");
    ASSERT_EQ(rare.size(), 5u);
    EXPECT_EQ(rare[0].number, 64);
    EXPECT_DOUBLE_EQ(rare[0].share, 0.5);
    EXPECT_EQ(rare[1].number, -3);
    EXPECT_TRUE(rare[2].back);
    EXPECT_EQ(rare[3].kind, EventKind::Dup);
    EXPECT_EQ(rare[4].status, Status::AccessDenied);
    EXPECT_TRUE(rare[4].back);
    for (const char* bad : {"memory 64",
                            "memory x 0.5",
                            "announce-lines",
                            "dup back",
                            "replay 1",
                            "endless 0.5",
                            "hang-start",
                            "offline",
                            "sheet-lie 2",
                            "announce-width 9999999",
                            "jam",
                            "jam 2",
                            "jam -1",
                            "jam 0.4 front",
                            "delay x",
                            "delay -5",
                            "start-status WHAT",
                            "burn 0.3",
                            "cover-open 1",
                            "jam 0.4 back again"}) {
        EXPECT_THROW(parseEvents(bad), std::runtime_error) << bad;
    }
}

TEST_F(PaperfeedTest, ReadsItsConfiguration) {
    const auto devices =
        parseConfig("# x\ndevice a /tmp/with space \ndevice b /b\nother c /c\ndevice d\n");
    ASSERT_EQ(devices.size(), 2u);
    EXPECT_EQ(devices[0].folder, "/tmp/with space");
    EXPECT_EQ(devices[1].name, "b");
}

TEST_F(PaperfeedTest, ReadsWhoItIsAndWhatItsOptionsDo) {
    const Tray tray(m_home / "a feeder");
    EXPECT_EQ(tray.identity("paper0").serial, "DEMO-paper0");
    writeText(m_home / "a feeder/identity", "vendor FUJITSU\nmodel fi-7160 A\nserial -\n");
    EXPECT_EQ(tray.identity("paper0").vendor, "FUJITSU");
    EXPECT_EQ(tray.identity("paper0").model, "fi-7160 A");
    EXPECT_EQ(tray.identity("paper0").serial, "");
    EXPECT_EQ(tray.identity("paper0").firmware, "1.0");
    const auto quirks = parseQuirks("# x\nstart swskip 2.5\nstuck mode Gray # y\n");
    ASSERT_EQ(quirks.size(), 2u);
    EXPECT_EQ(quirks[0].value, "2.5");
    EXPECT_TRUE(quirks[1].stuck);
    for (const char* bad : {"stuck", "stuck mode", "begin mode Gray"}) {
        EXPECT_THROW(parseQuirks(bad), std::runtime_error) << bad;
    }
}

TEST_F(PaperfeedTest, PairsSidesAndSortsByName) {
    for (const char* name :
         {"b.png", "a.back.png", "a.front.tif", "c.back.jpg", "B.png", "x.txt"}) {
        writeText(tray(name), "x");
    }
    const std::vector<Sheet> sheets = Tray(m_home / "a feeder").sheets();
    ASSERT_EQ(sheets.size(), 4u);
    EXPECT_EQ(sheets[0].front, "B.png");
    EXPECT_EQ(sheets[1].front, "a.front.tif");
    EXPECT_EQ(sheets[1].back, "a.back.png");
    EXPECT_EQ(sheets[2].front, "b.png");
    EXPECT_EQ(sheets[3].back, "c.back.jpg");
    EXPECT_EQ(sheets[3].front, "");
}

TEST_F(PaperfeedTest, ASheetThatFitsIsNeverCut) {
    for (const std::int64_t room : {0, 1, 3, 20, 200}) {
        for (int i = 0; i < 20; ++i) {
            ForeignImage sheet;
            sheet.width = 100;
            sheet.height = 150;
            sheet.channels = 1;
            sheet.dpiX = sheet.dpiY = 300;
            sheet.bytes.assign(100 * 150, 200);
            const LaidSide side =
                layDown(std::move(sheet), {100 + room, 150 + room, 300, Mode::Grey},
                        "sheet" + std::to_string(i));
            EXPECT_EQ(side.sheetWidth, 100);
            EXPECT_EQ(side.sheetHeight, 150);
            EXPECT_LE(side.sheetX + side.sheetWidth, side.width);
            EXPECT_LE(side.sheetY + side.sheetHeight, side.height);
        }
    }
}

TEST_F(PaperfeedTest, TheBackingIsDarkAndNoisyAndRepeatable) {
    const auto make = [] {
        ForeignImage sheet;
        sheet.width = sheet.height = 10;
        sheet.dpiX = sheet.dpiY = 300;
        sheet.bytes.assign(300, 255);
        return layDown(std::move(sheet), {400, 300, 300, Mode::Colour}, "0001");
    };
    const LaidSide side = make();
    EXPECT_EQ(side.pixels, make().pixels);
    std::set<std::uint8_t> tones(side.pixels.end() - 400 * 3, side.pixels.end());
    EXPECT_GT(tones.size(), 5u);
    EXPECT_GE(*tones.begin(), 30);
    EXPECT_LE(*tones.rbegin(), 50);
    EXPECT_GE(side.sheetX, 47); // 4 mm
    EXPECT_LE(side.sheetX, 71); // 6 mm
}

} // namespace
} // namespace seihon::capture::test
