#include "feeder_fixture.h"

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <thread>

#include <sys/syscall.h>
#include <unistd.h>

namespace seihon::capture::test {
namespace {

using namespace std::chrono_literals;
using record::FaultKind;
using record::PaperSource;
using Clock = std::chrono::steady_clock;

class ScannerFaultsTest : public FeederTest {
  protected:
    // The fault must name the sheet that is void and goes back.
    void expectFault(const Drained& got, FaultKind kind, const std::string& sheet) {
        ASSERT_TRUE(got.fault.has_value());
        EXPECT_EQ(record::nameOf(got.fault->kind), record::nameOf(kind)) << got.fault->what();
        EXPECT_EQ(got.fault->context.at("sheet"), sheet);
        EXPECT_EQ(got.fault->context.at("device"), "paperfeed:paper0");
    }
};

std::vector<::pid_t> childrenOfThisThread() {
    const std::string self = std::to_string(::syscall(SYS_gettid));
    std::ifstream list("/proc/self/task/" + self + "/children");
    std::vector<::pid_t> children;
    ::pid_t child = 0;
    while (list >> child) {
        children.push_back(child);
    }
    return children;
}

TEST_F(ScannerFaultsTest, ResumesAfterAJamWithoutHoleOrDuplicate) {
    putSheets(6);
    plan("0004", "jam 0.4");
    Drained got = scan();
    expectFault(got, FaultKind::PaperJam, "4");
    ASSERT_EQ(got.pages.size(), 3u);
    ASSERT_TRUE(std::filesystem::exists(out("0004.png")));
    std::filesystem::rename(out("0004.png"), tray("0004.png"));
    Drained rest = scan();
    ASSERT_FALSE(rest.fault) << rest.fault->what();
    ASSERT_EQ(rest.pages.size(), 3u);
    for (std::size_t i = 0; i < 6; ++i) {
        const CapturedPage& page = i < 3 ? got.pages[i] : rest.pages[i - 3];
        expectShows(page, makePicture(330, 400, static_cast<unsigned>(i + 1)));
    }
}

TEST_F(ScannerFaultsTest, TheFrontIsVoidWhenTheBackJams) {
    putSheets(2);
    plan("0002", "jam 0.5 back");
    const Drained got = scan(PaperSource::FeederDuplex);
    expectFault(got, FaultKind::PaperJam, "2");
    EXPECT_EQ(got.fault->context.at("side"), "back");
    ASSERT_EQ(got.pages.size(), 2u);
    EXPECT_EQ(got.pages[1].facts.feed, 1);
}

TEST_F(ScannerFaultsTest, AReportedDoubleFeedIsToldFromAJam) {
    putSheets(4);
    plan("0002", "doublefeed");
    const Drained got = scan();
    expectFault(got, FaultKind::DoubleFeed, "2");
    EXPECT_EQ(got.pages.size(), 1u);
    EXPECT_TRUE(std::filesystem::exists(out("0002.png")));
    EXPECT_TRUE(std::filesystem::exists(out("0003.png")));
    const Drained rest = scan();
    ASSERT_FALSE(rest.fault);
    ASSERT_EQ(rest.pages.size(), 1u);
    expectShows(rest.pages[0], makePicture(330, 400, 4));
}

TEST_F(ScannerFaultsTest, ASilentDoubleFeedLosesAPageThatOnlyCountingFinds) {
    putSheets(4);
    plan("0002", "multifeed-silent");
    const Drained got = scan();
    ASSERT_FALSE(got.fault);
    ASSERT_EQ(got.pages.size(), 3u);
    expectShows(got.pages[2], makePicture(330, 400, 4));
}

TEST_F(ScannerFaultsTest, APageThatEndsEarlyIsVoidAlthoughNoErrorCame) {
    putSheets(2);
    plan("0002", "short 0.5");
    const Drained got = scan();
    expectFault(got, FaultKind::PageIncomplete, "2");
    EXPECT_EQ(got.pages.size(), 1u);
}

TEST_F(ScannerFaultsTest, AReadErrorStopsTheBatch) {
    putSheets(2);
    plan("0002", "ioerr 0.3");
    const Drained got = scan();
    expectFault(got, FaultKind::DeviceFailed, "2");
    EXPECT_EQ(got.pages.size(), 1u);
}

TEST_F(ScannerFaultsTest, ALengthOutsideTheBufferIsAnError) {
    putSheets(1);
    plan("0001", "lie 0.5");
    const Drained got = scan();
    expectFault(got, FaultKind::DeviceFailed, "1");
    EXPECT_NE(std::string(got.fault->what()).find("-1 bytes"), std::string::npos)
        << got.fault->what();
}

TEST_F(ScannerFaultsTest, AHangingDeviceIsGivenUp) {
    putSheets(2);
    plan("0002", "hang 60000 0.3");
    m_config.stall = 3s;
    const auto start = Clock::now();
    {
        const auto source = open();
        const Drained got = drain(*source);
        expectFault(got, FaultKind::DeviceHung, "2");
        EXPECT_EQ(got.pages.size(), 1u);
        EXPECT_EQ(faultOf([&] { source->next({}); }).kind, FaultKind::DeviceHung);
    }
    EXPECT_LT(Clock::now() - start, 40s) << "the device hangs for 60 s";
    EXPECT_TRUE(childrenOfThisThread().empty());
}

TEST_F(ScannerFaultsTest, ADeviceThatAnswersNothingForEverIsGivenUp) {
    // GOOD without a byte, a million times a second, is what a dead net server looks like.
    putSheets(1);
    m_config.stall = 3s;
    plan("0001", "silence 0.5");
    expectFault(scan(), FaultKind::DeviceHung, "1");
}

TEST_F(ScannerFaultsTest, AnOpenCoverIsToldAndClosingItHelps) {
    putSheets(1);
    plan("0001", "cover-open");
    expectFault(scan(), FaultKind::CoverOpen, "1");
    EXPECT_EQ(scan().pages.size(), 1u);
    putSheets(1);
    writeText(m_home / "a feeder/state", "cover-open 1\n");
    expectFault(scan(), FaultKind::CoverOpen, "1");
    writeText(m_home / "a feeder/state", "cover-open 0\n");
    EXPECT_EQ(scan().pages.size(), 1u);
}

TEST_F(ScannerFaultsTest, StatusesOfSaneStartBecomeFaults) {
    const std::vector<std::pair<std::string, FaultKind>> cases{
        {"JAMMED", FaultKind::PaperJam},        {"COVER_OPEN", FaultKind::CoverOpen},
        {"DEVICE_BUSY", FaultKind::DeviceBusy}, {"ACCESS_DENIED", FaultKind::DeviceDenied},
        {"INVAL", FaultKind::DeviceFailed},     {"IO_ERROR", FaultKind::DeviceFailed},
        {"NO_MEM", FaultKind::DeviceFailed},    {"CANCELLED", FaultKind::ScanCancelled}};
    putSheets(1);
    for (const auto& [status, kind] : cases) {
        plan("0001", "start-status " + status);
        expectFault(scan(), kind, "1");
        EXPECT_TRUE(std::filesystem::exists(tray("0001.png"))) << status;
    }
    EXPECT_EQ(scan().pages.size(), 1u);
}

TEST_F(ScannerFaultsTest, AnEmptyFeederIsNoBatch) {
    expectFault(scan(), FaultKind::FeederEmpty, "1");
    expectFault(scan(PaperSource::FeederDuplex), FaultKind::FeederEmpty, "1");
}

TEST_F(ScannerFaultsTest, ASheetThatCannotBeDecodedStaysInTheTray) {
    writeText(tray("0001.png"), "no picture");
    expectFault(scan(), FaultKind::DeviceFailed, "1");
    EXPECT_TRUE(std::filesystem::exists(tray("0001.png")));
}

TEST_F(ScannerFaultsTest, AMisspeltEventIsNotIgnored) {
    putSheets(1);
    plan("0001", "jamm 0.4");
    expectFault(scan(), FaultKind::DeviceFailed, "1");
}

TEST_F(ScannerFaultsTest, RefusesSettingsThatTheDeviceDoesNotKeep) {
    putSheets(1);
    const record::ScanProfile good = m_profile;
    const auto refused = [&](auto change) {
        m_profile = good;
        change(m_profile);
        const record::Fault fault =
            faultOf([&] { openScanner(m_config, "paperfeed:paper0", m_profile); });
        EXPECT_EQ(record::nameOf(fault.kind), "DeviceSettingsDiffer") << fault.what();
        return fault;
    };
    const record::Fault dpi = refused([](record::ScanProfile& p) { p.dpi = 1200; });
    EXPECT_EQ(dpi.context.at("option"), "resolution");
    EXPECT_EQ(dpi.context.at("asked"), "1200");
    EXPECT_EQ(dpi.context.at("delivered"), "600");
    EXPECT_EQ(dpi.context.at("device"), "paperfeed:paper0");
    const record::Fault depth = refused([](record::ScanProfile& p) { p.bitsPerSample = 16; });
    EXPECT_EQ(depth.context.at("option"), "depth");
    EXPECT_EQ(depth.context.at("delivered"), "8");
    refused([](record::ScanProfile& p) { p.bitsPerSample = 1; });
    refused([](record::ScanProfile& p) { p.mode = record::ColourMode::LineArt; });
    const record::Fault area =
        refused([](record::ScanProfile& p) { p.areaHeightMicrometres = 500'000; });
    EXPECT_EQ(area.context.at("option"), "br-y");
    EXPECT_TRUE(std::filesystem::exists(tray("0001.png"))) << "nothing may be fed";
}

TEST_F(ScannerFaultsTest, AnUnknownDeviceIsAbsentAndAnOpenOneBusy) {
    putSheets(1);
    const auto openNamed = [&](const char* name) {
        return faultOf([&] { openScanner(m_config, name, m_profile); }).kind;
    };
    EXPECT_EQ(openNamed("paperfeed:paper7"), FaultKind::DeviceAbsent);
    EXPECT_EQ(openNamed("nosuchbackend:0"), FaultKind::DeviceAbsent);
    const auto first = open();
    EXPECT_EQ(openNamed("paperfeed:paper0"), FaultKind::DeviceBusy);
    EXPECT_EQ(drain(*first).pages.size(), 1u);
}

TEST_F(ScannerFaultsTest, ACancelWhileASheetComesLeavesWholeSheetsWhole) {
    putSheets(4);
    plan("0003", "delay 30000");
    const auto source = open();
    std::stop_source stop;
    const std::jthread person([&stop] {
        std::this_thread::sleep_for(500ms);
        stop.request_stop();
    });
    const auto start = Clock::now();
    const Drained got = drain(*source, stop.get_token());
    EXPECT_LT(Clock::now() - start, 5s);
    expectFault(got, FaultKind::ScanCancelled, "3");
    EXPECT_EQ(got.pages.size(), 2u);
    EXPECT_TRUE(std::filesystem::exists(tray("0003.png")));
}

TEST_F(ScannerFaultsTest, ACancelInTheMiddleOfAPageMakesItsSheetVoid) {
    putSheets(3);
    plan("0002", "hang 1000 0.5");
    const auto source = open(PaperSource::FeederDuplex);
    std::stop_source stop;
    const std::jthread person([&stop] {
        std::this_thread::sleep_for(400ms);
        stop.request_stop();
    });
    const Drained got = drain(*source, stop.get_token());
    expectFault(got, FaultKind::ScanCancelled, "2");
    EXPECT_EQ(got.pages.size(), 2u);
}

// Two sheets are out; who hears "cancelled" alone puts back one of them.
TEST_F(ScannerFaultsTest, ADoubleFeedIsReportedAlsoWhenThePersonCancels) {
    putSheets(3);
    plan("0001", "hang-start 600\ndoublefeed");
    const auto source = open();
    std::stop_source stop;
    const std::jthread person([&stop] {
        std::this_thread::sleep_for(200ms);
        stop.request_stop();
    });
    expectFault(drain(*source, stop.get_token()), FaultKind::DoubleFeed, "1");
    EXPECT_FALSE(std::filesystem::exists(tray("0002.png")));
}

TEST_F(ScannerFaultsTest, NoSheetIsFedBeforeItIsAskedFor) {
    putSheets(2);
    {
        const auto source = open();
        std::this_thread::sleep_for(200ms);
        EXPECT_TRUE(std::filesystem::exists(tray("0001.png")));
        ASSERT_TRUE(source->next({}).has_value());
        std::this_thread::sleep_for(200ms);
    }
    EXPECT_FALSE(std::filesystem::exists(tray("0001.png")));
    EXPECT_TRUE(std::filesystem::exists(tray("0002.png"))) << "nor by giving up";
}

TEST_F(ScannerFaultsTest, SheetsAheadAreFedOnlyWhenAllowed) {
    putSheets(3);
    m_config.sheetsAhead = 1;
    const auto source = open();
    ASSERT_TRUE(source->next({}).has_value());
    const auto deadline = Clock::now() + 5s;
    while (std::filesystem::exists(tray("0002.png")) && Clock::now() < deadline) {
        std::this_thread::sleep_for(5ms);
    }
    EXPECT_FALSE(std::filesystem::exists(tray("0002.png")));
    std::this_thread::sleep_for(200ms);
    EXPECT_TRUE(std::filesystem::exists(tray("0003.png")));
    EXPECT_EQ(drain(*source).pages.size(), 2u);
}

TEST_F(ScannerFaultsTest, AStopRequestedBeforehandScansNothing) {
    putSheets(1);
    plan("0001", "delay 2000");
    const auto source = open();
    std::stop_source stop;
    stop.request_stop();
    expectFault(drain(*source, stop.get_token()), FaultKind::ScanCancelled, "1");
}

TEST_F(ScannerFaultsTest, AStopLetsTheSheetUnderWayComeOut) {
    putSheets(4);
    plan("0002", "delay 500");
    m_config.sheetsAhead = 1;
    const auto source = open();
    std::stop_source stop;
    const ScanControl control(stop.get_token(), {});
    ASSERT_TRUE(source->next(control).has_value());
    const std::jthread operatorStops([&stop] {
        std::this_thread::sleep_for(150ms); // the second sheet is on its way
        stop.request_stop();
    });
    const std::optional<CapturedPage> second = source->next(control);
    ASSERT_TRUE(second.has_value());
    expectShows(*second, makePicture(330, 400, 2));
    EXPECT_FALSE(source->next(control).has_value()) << "and no other sheet";
    EXPECT_TRUE(std::filesystem::exists(tray("0003.png")));
    EXPECT_EQ(source->sheetsLetGo(), 2);
}

TEST_F(ScannerFaultsTest, AStopBeforeTheFirstSheetFeedsNothing) {
    putSheets(1);
    std::stop_source stop;
    stop.request_stop();
    const auto source = open();
    EXPECT_FALSE(source->next({stop.get_token(), {}}).has_value());
    EXPECT_TRUE(std::filesystem::exists(tray("0001.png")));
    EXPECT_EQ(source->sheetsLetGo(), 0);
}

TEST_F(ScannerFaultsTest, ACancelAfterAStopIsACancel) {
    putSheets(2);
    plan("0001", "delay 20000");
    const auto source = open();
    std::stop_source stop, cancel;
    stop.request_stop();
    const std::jthread operatorCancels([&cancel] {
        std::this_thread::sleep_for(150ms);
        cancel.request_stop();
    });
    std::optional<CapturedPage> page;
    std::optional<record::Fault> fault;
    try { // whether the first sheet had been let go when the stop came is open
        page = source->next({stop.get_token(), cancel.get_token()});
    } catch (const record::Fault& thrown) {
        fault = thrown;
    }
    EXPECT_FALSE(page.has_value());
    EXPECT_TRUE(!fault || fault->kind == FaultKind::ScanCancelled);
}

TEST_F(ScannerFaultsTest, SaysHowManySheetsLeftTheTray) {
    putSheets(3);
    plan("0002", "jam 0.5");
    m_config.sheetsAhead = 1;
    const auto source = open();
    EXPECT_EQ(source->sheetsLetGo(), 0);
    const Drained got = drain(*source);
    ASSERT_TRUE(got.fault.has_value());
    EXPECT_EQ(source->sheetsLetGo(), 2) << "the third never began";
    EXPECT_TRUE(std::filesystem::exists(tray("0003.png")));
}

TEST_F(ScannerFaultsTest, AWorkerKilledInTheMiddleOfAPageCostsThatSheet) {
    putSheets(3);
    plan("0002", "hang 20000 0.5");
    const auto source = open();
    ASSERT_EQ(source->next({})->facts.feed, 1);
    const std::vector<::pid_t> workers = childrenOfThisThread();
    ASSERT_EQ(workers.size(), 1u);
    const std::jthread killer([worker = workers[0]] {
        std::this_thread::sleep_for(300ms);
        ::kill(worker, SIGKILL);
    });
    const Drained got = drain(*source);
    expectFault(got, FaultKind::WorkerDied, "2");
    EXPECT_TRUE(got.pages.empty());
}

TEST_F(ScannerFaultsTest, ACrashingBackendCostsOneSheet) {
    putSheets(2);
    plan("0002", "crash 0.5");
    const Drained got = scan();
    expectFault(got, FaultKind::WorkerDied, "2");
    EXPECT_EQ(got.pages.size(), 1u);
    EXPECT_TRUE(scan().fault->kind == FaultKind::FeederEmpty) << "the feeder is free again";
}

TEST_F(ScannerFaultsTest, ASourceGivenUpEarlyEndsItsWorker) {
    putSheets(3);
    {
        const auto source = open();
        ASSERT_TRUE(source->next({}).has_value());
    }
    EXPECT_TRUE(childrenOfThisThread().empty());
    EXPECT_NO_THROW(open());
}

TEST_F(ScannerFaultsTest, AMissingWorkerIsAFault) {
    m_config.executable = m_home / "no-such-worker";
    EXPECT_EQ(faultOf([&] { open(); }).kind, FaultKind::WorkerDied);
    EXPECT_EQ(faultOf([&] { listDevices(m_config); }).kind, FaultKind::WorkerDied);
}

} // namespace
} // namespace seihon::capture::test
