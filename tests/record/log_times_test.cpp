#include "record/log_times.h"

#include <gtest/gtest.h>

namespace seihon::record {
namespace {

Entry entryAt(std::uint64_t sequence, std::int64_t second) {
    Entry entry;
    entry.sequence = sequence;
    entry.at = Instant(std::chrono::seconds(second));
    entry.what.kind = EntryKind::RecordViewed;
    return entry;
}

Entry lookAtClock(std::uint64_t sequence, std::int64_t second, const std::string& boot) {
    Entry entry = entryAt(sequence, second);
    entry.what.kind = EntryKind::ClockChecked;
    entry.what.facts = Json::object({{"check", Json::object({{"boot", boot}})}});
    return entry;
}

} // namespace

TEST(LogTimes, ClockSetBackAndStartsOfTheMachineShow) {
    LogTimes times;
    times.take(lookAtClock(0, 100, "boot-a"));
    times.take(entryAt(1, 100)); // the same moment is no step
    times.take(lookAtClock(2, 200, "boot-a"));
    EXPECT_TRUE(times.verdict().findings.empty());
    times.take(lookAtClock(2, 1000, "boot-a"));
    times.take(entryAt(2, 970)); // written later than the clock was read: no step
    EXPECT_EQ(times.stepsBack(), 0u);
    times.take(entryAt(3, 850));
    times.take(lookAtClock(4, 860, "boot-b"));
    EXPECT_EQ(times.stepsBack(), 1u);
    EXPECT_EQ(times.restarts(), 1u);
    const Verdict verdict = times.verdict();
    EXPECT_TRUE(verdict.permitted());
    ASSERT_TRUE(verdict.has(FindingId::LogTimeWentBack));
    EXPECT_EQ(verdict.findings.front().subject, "entry 3");
    EXPECT_TRUE(verdict.has(FindingId::MachineRestarted));
    EXPECT_EQ(times.latest(), Instant(std::chrono::seconds(1000)));
}

// A log of ten years does not fill the page; the count says how many there were.
TEST(LogTimes, TheNewestAreTold) {
    LogTimes times;
    for (std::uint64_t i = 0; i < 100; ++i) {
        times.take(entryAt(i, 100'000 - 100 * static_cast<std::int64_t>(i)));
    }
    EXPECT_EQ(times.stepsBack(), 99u);
    EXPECT_EQ(times.verdict().findings.size(), 20u);
    EXPECT_EQ(times.verdict().findings.back().subject, "entry 99");
}

TEST(LogTimes, WhatIsNoLookAtTheClockSaysNothing) {
    LogTimes times;
    Entry odd = lookAtClock(0, 1, "boot-a");
    odd.what.facts = Json::object({{"check", 5}});
    times.take(odd);
    odd.what.facts = Json("x");
    times.take(odd);
    EXPECT_EQ(times.restarts(), 0u);
}

} // namespace seihon::record
