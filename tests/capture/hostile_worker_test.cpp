#include "feeder_fixture.h"

#include <chrono>

namespace seihon::capture::test {
namespace {

using namespace std::chrono_literals;
using record::FaultKind;
using Clock = std::chrono::steady_clock;

class HostileWorkerTest : public FeederTest {
  protected:
    void behave(const std::string& way) {
        m_config.executable = m_home / "ways" / way;
        m_config.stall = 1s;
        std::filesystem::create_directories(m_home / "ways");
        std::filesystem::create_symlink(std::filesystem::path(SEIHON_BIN_DIR) / "hostile-worker",
                                        m_config.executable);
    }
    Drained scanWith(const std::string& way) {
        behave(way);
        const auto source = openScanner(m_config, "hostile:0", m_profile);
        return drain(*source);
    }
    FaultKind openingWith(const std::string& way) {
        behave(way);
        return faultOf([&] { openScanner(m_config, "hostile:0", m_profile); }).kind;
    }
};

TEST_F(HostileWorkerTest, SilenceIsAHang) {
    const auto start = Clock::now();
    EXPECT_EQ(openingWith("silent"), FaultKind::DeviceHung);
    EXPECT_EQ(faultOf([&] { listDevices(m_config); }).kind, FaultKind::DeviceHung);
    EXPECT_LT(Clock::now() - start, 10s);
}

TEST_F(HostileWorkerTest, GarbageIsNotBelieved) {
    EXPECT_EQ(openingWith("garbage"), FaultKind::WorkerDied);
    EXPECT_EQ(faultOf([&] { listDevices(m_config); }).kind, FaultKind::WorkerDied);
}

TEST_F(HostileWorkerTest, AnEarlyExitIsToldWithItsStatus) {
    behave("exits");
    const record::Fault fault = faultOf([&] { openScanner(m_config, "hostile:0", m_profile); });
    EXPECT_EQ(fault.kind, FaultKind::WorkerDied);
    EXPECT_NE(std::string(fault.what()).find("7"), std::string::npos) << fault.what();
}

TEST_F(HostileWorkerTest, DrippingBytesDoNotHoldTheWatchdog) {
    const auto start = Clock::now();
    const Drained got = scanWith("drips");
    ASSERT_TRUE(got.fault.has_value());
    EXPECT_EQ(got.fault->kind, FaultKind::DeviceHung);
    EXPECT_LT(Clock::now() - start, 8s);
}

TEST_F(HostileWorkerTest, AFloodOfRowsNobodyAskedForEndsIt) {
    const Drained got = scanWith("floods");
    ASSERT_TRUE(got.fault.has_value());
    EXPECT_EQ(got.fault->kind, FaultKind::WorkerDied);
    EXPECT_TRUE(got.pages.empty());
}

TEST_F(HostileWorkerTest, AFrameCutOffIsADeadWorkerAndWholePagesStay) {
    const Drained got = scanWith("half-frame");
    EXPECT_EQ(got.pages.size(), 1u);
    ASSERT_TRUE(got.fault.has_value());
    EXPECT_EQ(got.fault->kind, FaultKind::WorkerDied);
    EXPECT_EQ(got.fault->context.at("sheet"), "2");
}

TEST_F(HostileWorkerTest, AWorkerThatClingsIsKilledWithItsSource) {
    behave("clings");
    const auto start = Clock::now();
    {
        const auto source = openScanner(m_config, "hostile:0", m_profile);
        EXPECT_TRUE(source->next({}).has_value());
    }
    EXPECT_LT(Clock::now() - start, 8s);
}

TEST_F(HostileWorkerTest, AWorkerDeafToCancelIsCancelledAllTheSame) {
    behave("clings");
    const auto source = openScanner(m_config, "hostile:0", m_profile);
    ASSERT_TRUE(source->next({}).has_value());
    std::stop_source stop;
    stop.request_stop();
    EXPECT_EQ(faultOf([&] { source->next(stop.get_token()); }).kind, FaultKind::ScanCancelled);
}

TEST_F(HostileWorkerTest, WhatComesAfterTheEndDoesNotMatter) {
    const Drained got = scanWith("talks-on");
    EXPECT_FALSE(got.fault) << got.fault->what();
    EXPECT_EQ(got.pages.size(), 1u);
}

TEST_F(HostileWorkerTest, NoDescriptorIsLeftBehind) {
    const auto count = [] {
        std::size_t open = 0;
        for ([[maybe_unused]] const auto& entry :
             std::filesystem::directory_iterator("/proc/self/fd")) {
            ++open;
        }
        return open;
    };
    const std::size_t before = count();
    openingWith("garbage");
    putSheets(1);
    m_config.executable = std::filesystem::path(SEIHON_BIN_DIR) / "seihon-scan-worker";
    EXPECT_EQ(scan().pages.size(), 1u);
    EXPECT_EQ(count(), before);
}

} // namespace
} // namespace seihon::capture::test
