// The faults of capture over every route that can play them: what happened is told by its kind,
// with the sheet to put back; the sheets before it are kept; and when a person has done what the
// message says, every sheet is there once, in order, pixel for pixel.
#include "route_fixture.h"

#include "record/sentences.h"
#include "regulation/judge.h"

#include <chrono>
#include <map>
#include <thread>

namespace seihon::capture::test {
namespace {

using namespace std::chrono_literals;
using record::FaultKind;
namespace fs = std::filesystem;

constexpr int kSheets = 3;
constexpr int kAffected = 2; // the event is planned for this sheet

// What a route makes of a fault: the kind, or why it cannot be played there.
struct Expected {
    std::optional<FaultKind> kind;
    const char* why = "";
};

constexpr Expected skip(const char* why) {
    return {std::nullopt, why};
}

struct Row {
    const char* name;
    const char* event; // of the affected sheet; "STATE …" is a line of the feeder's state file
    Expected local, saned, escl;
    std::chrono::seconds stall = 10s;
    bool serverDies = false; // or has to be switched off and on
};

constexpr const char* kNoSuchThing = "eSCL sends whole files: it has no such thing";
constexpr const char* kMemoryElsewhere = "the memory is the server's, not the station's";
constexpr const char* kFilledUp =
    "the driver fills the page up: found in its pixels, see RoutesTest";

using K = FaultKind;

const std::vector<Row>& table() {
    static const std::vector<Row> rows{
        // 1: unplugged
        {"UnpluggedMidPage",
         "offline 0.5",
         {K::DeviceFailed},
         {K::DeviceFailed},
         {K::DeviceFailed}},
        {"ReadError", "ioerr 0.4", {K::DeviceFailed}, {K::DeviceFailed}, {K::DeviceFailed}},
        {"ErrorAtTheStart",
         "start-status IO_ERROR",
         {K::DeviceFailed},
         {K::DeviceFailed},
         {K::DeviceBusy}},
        // 2: paper
        {"JamMidPage", "jam 0.4", {K::PaperJam}, {K::PaperJam}, {K::DeviceFailed}},
        {"JamAtTheStart", "start-status JAMMED", {K::PaperJam}, {K::PaperJam}, {K::PaperJam}},
        {"CoverOpen", "cover-open", {K::CoverOpen}, {K::CoverOpen}, {K::CoverOpen}},
        // 3: double feed; eSCL's driver knows no such state and says busy
        {"DoubleFeed", "doublefeed", {K::DoubleFeed}, {K::DoubleFeed}, {K::DeviceBusy}},
        // 5: lengths that lie
        {"EndsEarly", "short 0.5", {K::PageIncomplete}, {K::PageIncomplete}, skip(kFilledUp)},
        {"FewerLinesThanSaid",
         "announce-lines 5",
         {K::PageIncomplete},
         {K::PageIncomplete},
         skip(kNoSuchThing)},
        {"MoreLinesThanSaid",
         "announce-lines -5",
         {K::PageIncomplete},
         {K::PageIncomplete},
         skip(kNoSuchThing)},
        {"AnotherLengthThanAsked",
         "announce-lines 200",
         {K::DeviceSettingsDiffer},
         {K::DeviceSettingsDiffer},
         skip(kNoSuchThing)},
        {"LinesShorterThanTheirPixels",
         "announce-width 4",
         {K::DeviceFailed},
         {K::DeviceFailed},
         skip(kNoSuchThing)},
        {"EndlessRows", "endless", {K::PageIncomplete}, {K::PageIncomplete}, skip(kNoSuchThing)},
        {"LengthOutsideTheBuffer",
         "lie 0.5",
         {K::DeviceFailed},
         {K::DeviceFailed},
         skip(kNoSuchThing)},
        {"SheetOutsideThePage",
         "sheet-lie",
         {K::DeviceFailed},
         {K::DeviceFailed},
         skip("the place of the sheet is not told over eSCL")},
        // 6: hang, crash, memory
        {"HangMidPage",
         "hang 60000 0.5",
         {K::DeviceHung},
         {K::DeviceHung},
         {K::DeviceHung},
         3s,
         true},
        {"HangAtTheStart",
         "hang-start 60000",
         {K::DeviceHung},
         {K::DeviceHung},
         {K::DeviceHung},
         3s,
         true},
        {"NothingForEver",
         "silence 0.5",
         {K::DeviceHung},
         {K::DeviceHung},
         skip(kNoSuchThing),
         3s,
         true},
        {"CrashMidPage", // see mayComeOfADeadServer
         "crash 0.5",
         {K::WorkerDied},
         {K::DeviceHung},
         {K::DeviceFailed},
         3s,
         true},
        {"FourGigabytes",
         "memory 4096 0.5",
         {K::DeviceFailed},
         skip(kMemoryElsewhere),
         skip(kMemoryElsewhere)},
        // 8: busy, permission
        {"BusyAtTheStart",
         "start-status DEVICE_BUSY",
         {K::DeviceBusy},
         {K::DeviceBusy},
         {K::DeviceBusy}},
        {"DeniedAtTheStart",
         "start-status ACCESS_DENIED",
         {K::DeviceDenied},
         {K::DeviceDenied},
         skip("the driver says busy, which is the row above")},
    };
    return rows;
}

class FaultsTable : public RouteTest, public ::testing::WithParamInterface<std::tuple<Row, Route>> {
  protected:
    std::string sheetName(int sheet) const { return "000" + std::to_string(sheet) + ".png"; }

    // What each sheet looks like by this route, taken once in a run without trouble: the feeder
    // lays a sheet of the same name down in the same place.
    void takeReference() {
        putSheets(kSheets);
        if (!s_references[m_route].empty()) {
            m_reference = s_references[m_route];
            return;
        }
        const Drained clean = scanBy();
        ASSERT_FALSE(clean.fault) << clean.fault->what();
        ASSERT_EQ(clean.pages.size(), std::size_t{kSheets});
        for (const CapturedPage& page : clean.pages) {
            m_reference.push_back(record::pixelDigest(page.image));
        }
        s_references[m_route] = m_reference;
        putBackFrom(1);
    }

    // A person takes the paper out of the exit and the path, and puts it back into the tray.
    void putBackFrom(int first) {
        for (int sheet = first; sheet <= kSheets; ++sheet) {
            if (fs::exists(out(sheetName(sheet)))) {
                fs::rename(out(sheetName(sheet)), tray(sheetName(sheet)));
            }
        }
    }

    void collect(const Drained& got) {
        for (const CapturedPage& page : got.pages) {
            m_collected.push_back(record::pixelDigest(page.image));
        }
    }

    void expectEverySheetOnceInOrder() const {
        ASSERT_EQ(m_collected.size(), m_reference.size());
        for (std::size_t i = 0; i < m_reference.size(); ++i) {
            EXPECT_EQ(m_collected[i].hex(), m_reference[i].hex()) << "sheet " << i + 1;
        }
    }

    // What happened, what is safe, what to do: in both languages, with nothing left open.
    void expectHelpfulMessage(const record::Fault& fault, int sheet) const {
        for (const auto language : {record::Language::Japanese, record::Language::English}) {
            const record::FaultText text = record::textOf(fault, language);
            for (const std::string& sentence : {text.what, text.safe, text.todo}) {
                EXPECT_FALSE(sentence.empty());
                EXPECT_EQ(sentence.find('{'), std::string::npos) << sentence;
            }
            if (fault.kind != FaultKind::DeviceSettingsDiffer) {
                EXPECT_NE(text.todo.find(std::to_string(sheet)), std::string::npos) << text.todo;
            }
        }
    }

    void repair(const Row& row) {
        writeText(m_home / "a feeder/state", "");
        if (row.serverDies) {
            restartServer();
        }
    }

    static inline std::map<Route, std::vector<record::Digest>> s_references;
    std::vector<record::Digest> m_reference, m_collected;
};

// What the client of a saned that died may say (sane-backends 1.2.1). It gets GOOD without a byte
// for ever, and SIGPIPE when it closes the device. Asked for the parameters of a page that never
// began, it answers GOOD with whatever lay in its memory: saned reads ahead, so whether it lives
// until it is asked is a matter of load. Now and then it frees what it never received (seen as a
// fault inside free()); that the worker is a process of its own makes it one more page that is
// void.
bool mayComeOfADeadServer(FaultKind kind) {
    return kind == FaultKind::DeviceHung || kind == FaultKind::DeviceFailed ||
           kind == FaultKind::DeviceSettingsDiffer || kind == FaultKind::WorkerDied;
}

TEST_P(FaultsTable, IsToldAndCostsNoSheet) {
    const auto& [row, route] = GetParam();
    const Expected& expected = route == Route::Local   ? row.local
                               : route == Route::Saned ? row.saned
                                                       : row.escl;
    if (!expected.kind) {
        GTEST_SKIP() << row.name << " by " << nameOf(route) << ": " << expected.why;
    }
#ifdef SEIHON_SANITIZED
    if (std::string(row.name) == "FourGigabytes") {
        GTEST_SKIP() << "sanitizers reserve terabytes: no limit there";
    }
#endif
    if (!take(route)) {
        GTEST_SKIP() << "no server for " << nameOf(route);
    }
    takeReference();
    m_config.stall = row.stall;
    m_config.memoryLimitBytes = 1ll << 30;
    plan("0002", row.event);
    const Drained got = scanBy();
    ASSERT_TRUE(got.fault.has_value());
    const bool deadServer = route == Route::Saned && std::string(row.event).starts_with("crash");
    EXPECT_TRUE(deadServer ? mayComeOfADeadServer(got.fault->kind)
                           : got.fault->kind == *expected.kind)
        << record::nameOf(got.fault->kind) << " " << got.fault->what();
    ASSERT_EQ(got.fault->context.at("sheet"), std::to_string(kAffected));
    EXPECT_EQ(got.fault->context.at("device"), m_device);
    expectHelpfulMessage(*got.fault, kAffected);
    ASSERT_EQ(got.pages.size(), std::size_t{kAffected - 1});
    collect(got);

    repair(row);
    putBackFrom(kAffected);
    m_config.stall = 10s;
    const Drained rest = scanBy();
    ASSERT_FALSE(rest.fault) << rest.fault->what();
    collect(rest);
    expectEverySheetOnceInOrder();
}

INSTANTIATE_TEST_SUITE_P(Rows, FaultsTable,
                         ::testing::Combine(::testing::ValuesIn(table()),
                                            ::testing::Values(Route::Local, Route::Saned,
                                                              Route::Escl)),
                         [](const auto& each) {
                             const Route route = std::get<1>(each.param);
                             return std::string(std::get<0>(each.param).name) + "By" +
                                    (route == Route::Local   ? "Local"
                                     : route == Route::Saned ? "Saned"
                                                             : "Escl");
                         });

// The faults that are not an event of a sheet.
class FaultsByRoute : public FaultsTable {
  protected:
    // False: skipped.
    bool taken() { return take(std::get<1>(GetParam())); }
    bool local() const { return m_route == Route::Local; }
};

// 1: nobody there before the first sheet.
TEST_P(FaultsByRoute, AnAbsentDeviceIsToldBeforeAnythingIsFed) {
    if (!taken()) {
        GTEST_SKIP() << "no server";
    }
    putSheets(kSheets);
    if (local()) {
        writeText(m_home / "a feeder/state", "offline 1\n");
    } else {
        m_server.kill();
    }
    const Drained got = scanBy();
    ASSERT_TRUE(got.fault.has_value());
    EXPECT_EQ(record::nameOf(got.fault->kind), "DeviceAbsent") << got.fault->what();
    EXPECT_TRUE(fs::exists(tray("0001.png")));
    writeText(m_home / "a feeder/state", "");
    restartServer();
    EXPECT_EQ(scanBy().pages.size(), std::size_t{kSheets});
}

// 1: the server is killed in the middle of a page.
TEST_P(FaultsByRoute, AServerKilledMidPageCostsOneSheet) {
    if (!taken()) {
        GTEST_SKIP() << "no server";
    }
    if (local()) {
        GTEST_SKIP() << "no server to kill; ScannerFaultsTest kills the worker";
    }
    takeReference();
    plan("0002", "hang 60000 0.5");
    m_config.stall = 2s;
    std::jthread killer([this] {
        for (int i = 0; i < 400 && fs::exists(tray("0002.png")); ++i) { // until it is being fed
            std::this_thread::sleep_for(25ms);
        }
        std::this_thread::sleep_for(300ms);
        m_server.kill();
    });
    const Drained got = scanBy();
    ASSERT_TRUE(got.fault.has_value());
    EXPECT_TRUE(mayComeOfADeadServer(got.fault->kind))
        << record::nameOf(got.fault->kind) << got.fault->what();
    EXPECT_EQ(got.fault->context.at("sheet"), "2");
    collect(got);
    killer.join();
    restartServer();
    putBackFrom(kAffected);
    m_config.stall = 10s;
    collect(scanBy());
    expectEverySheetOnceInOrder();
}

// 4: two sheets at once that nothing noticed: no route can know, so the sheets must be counted.
TEST_P(FaultsByRoute, ASilentDoubleFeedIsOnePageTooFewAndNeverOneMixed) {
    if (!taken()) {
        GTEST_SKIP() << "no server";
    }
    takeReference();
    plan("0002", "multifeed-silent");
    const Drained got = scanBy();
    ASSERT_FALSE(got.fault) << got.fault->what();
    collect(got);
    m_reference.erase(m_reference.begin() + 2);
    expectEverySheetOnceInOrder();
}

// 7: the buffer of the sheet before, which may be another patient's: equal pixels are the only
// sign.
TEST_P(FaultsByRoute, AReplayedBufferHasThePixelsOfTheSheetBefore) {
    if (!taken()) {
        GTEST_SKIP() << "no server";
    }
    takeReference();
    plan("0002", "replay");
    const Drained got = scanBy();
    ASSERT_EQ(got.pages.size(), std::size_t{kSheets});
    EXPECT_EQ(record::pixelDigest(got.pages[1].image), m_reference[0]);
    EXPECT_EQ(record::pixelDigest(got.pages[2].image), m_reference[2]);
}

// 8: held by another program, or not permitted, before the first sheet.
TEST_P(FaultsByRoute, ABusyOrForbiddenDeviceFeedsNothing) {
    if (!taken()) {
        GTEST_SKIP() << "no server";
    }
    putSheets(kSheets);
    writeText(m_home / "a feeder/state", "permission 1\n");
    const Drained denied = scanBy();
    ASSERT_TRUE(denied.fault.has_value());
    EXPECT_EQ(record::nameOf(denied.fault->kind),
              m_route == Route::Escl ? "DeviceFailed" : "DeviceDenied")
        << denied.fault->what();
    writeText(m_home / "a feeder/state", "");
    if (m_route != Route::Escl) { // whose driver tries for ten seconds; BusyAtTheStart has it
        // Another program of this machine: the feeder is locked for it.
        FeederLock other(m_home / "a feeder");
        const Drained busy = scanBy();
        ASSERT_TRUE(busy.fault.has_value());
        EXPECT_EQ(record::nameOf(busy.fault->kind), "DeviceBusy") << busy.fault->what();
        expectHelpfulMessage(*busy.fault, 1);
    }
    EXPECT_TRUE(fs::exists(tray("0001.png")));
    EXPECT_EQ(scanBy().pages.size(), std::size_t{kSheets});
}

// 9: another device in the place of the qualified one: the regulation refuses its pages [A1].
TEST_P(FaultsByRoute, ASwappedDeviceIsNotTheQualifiedOne) {
    if (!taken()) {
        GTEST_SKIP() << "no server";
    }
    if (m_route == Route::Escl) {
        GTEST_SKIP() << "SANE's airscan driver names no serial number and no model: `seihon "
                        "devices` says so";
    }
    putSheets(kSheets);
    const Drained first = scanBy();
    ASSERT_EQ(first.pages.size(), std::size_t{kSheets});
    record::Qualification qualification;
    qualification.device = first.pages[0].facts.device;
    const auto differs = [&](const Drained& got) {
        const record::Verdict verdict =
            regulation::judgeDevice({}, &qualification, got.pages.at(0).facts, record::readClock());
        return verdict.has(record::FindingId::DeviceNotQualified);
    };
    EXPECT_FALSE(differs(first));
    for (const char* other : {"serial 4711\n", "firmware 1.1\n", "model Paper feeder 2\n"}) {
        writeText(m_home / "a feeder/identity", other);
        putBackFrom(1);
        EXPECT_TRUE(differs(scanBy())) << other;
    }
}

INSTANTIATE_TEST_SUITE_P(
    Routes, FaultsByRoute,
    ::testing::Combine(::testing::Values(table().front()),
                       ::testing::Values(Route::Local, Route::Saned, Route::Escl)),
    [](const auto& each) {
        const Route route = std::get<1>(each.param);
        return route == Route::Local ? "Local" : route == Route::Saned ? "Saned" : "Escl";
    });

} // namespace
} // namespace seihon::capture::test
