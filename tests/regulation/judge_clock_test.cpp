#include "regulation/judge_clock.h"

#include "regulation/judge.h"
#include "samples.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace seihon::regulation {

namespace {

using record::ClockCheck;
using record::FindingId;
using record::Severity;
using std::chrono::hours;
using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::IsEmpty;

const record::Instant kChecked = at("2026-11-17T09:00:00+09:00");
constexpr std::int64_t kBootMillis = 5'000'000;

ClockCheck goodCheck() {
    ClockCheck check;
    check.source = "chrony";
    check.synchronised = true;
    check.offsetMicroseconds = -2'000;
    check.uncertaintyMicroseconds = 10'000;
    check.boot = "boot-1";
    check.sinceBootMilliseconds = check.anchorSinceBootMilliseconds = kBootMillis;
    check.at = check.anchorAt = kChecked;
    return check;
}

Regulation watched(Severity unknown = Severity::Refuse) {
    Regulation regulation = sampleRegulation();
    regulation.clock = {hours(24), milliseconds(1000), unknown};
    return regulation;
}

std::vector<FindingId> refusedAt(const ClockCheck& check, record::Instant now = kChecked) {
    return refusals(judgeClockCheck(watched(), check, now));
}

TEST(JudgeClockCheck, AGoodCheckServesADayAndNoLonger) {
    EXPECT_THAT(refusedAt(goodCheck()), IsEmpty());
    EXPECT_THAT(refusedAt(goodCheck(), kChecked + hours(24)), IsEmpty());
    EXPECT_THAT(refusedAt(goodCheck(), kChecked + hours(24) + milliseconds(1)),
                ElementsAre(FindingId::ClockCheckTooOld));
}

TEST(JudgeClockCheck, OffsetAndItsUncertaintyCountTogether) {
    ClockCheck check = goodCheck();
    check.offsetMicroseconds = 990'000;
    EXPECT_THAT(refusedAt(check), IsEmpty());
    check.offsetMicroseconds = 990'001;
    EXPECT_THAT(refusedAt(check), ElementsAre(FindingId::ClockOffsetTooLarge));
    check.offsetMicroseconds = -990'000;
    EXPECT_THAT(refusedAt(check), IsEmpty());
    check.offsetMicroseconds = -990'001;
    EXPECT_THAT(refusedAt(check), ElementsAre(FindingId::ClockOffsetTooLarge));
}

TEST(JudgeClockCheck, AServiceThatFollowsNothingRefuses) {
    ClockCheck check = goodCheck();
    check.synchronised = false;
    EXPECT_THAT(refusedAt(check), ElementsAre(FindingId::ClockUnsynchronised));
}

TEST(JudgeClockCheck, TheRegulationSaysWhatUnknownMeans) {
    ClockCheck none;
    none.source = "none";
    none.detail = "chronyc is not installed";
    none.at = kChecked;
    for (const Severity severity : {Severity::Refuse, Severity::Warn, Severity::Note}) {
        const Regulation regulation = watched(severity);
        EXPECT_THAT(idsOf(judgeClockCheck(regulation, none, kChecked), severity),
                    ElementsAre(FindingId::ClockSourceUnknown));
        EXPECT_THAT(idsOf(judgeClockCheck(regulation, std::nullopt, kChecked), severity),
                    ElementsAre(FindingId::ClockNotChecked));
        EXPECT_THAT(idsOf(judgeClockCheck(regulation, none, kChecked + hours(25)), severity),
                    ElementsAre(FindingId::ClockCheckTooOld, FindingId::ClockSourceUnknown));
    }
    // Known and bad is never a matter of taste.
    ClockCheck off = goodCheck();
    off.offsetMicroseconds = 5'000'000;
    EXPECT_THAT(refusals(judgeClockCheck(watched(Severity::Note), off, kChecked)),
                ElementsAre(FindingId::ClockOffsetTooLarge));
}

TEST(JudgeClockCheck, AClockSetBackBehindItsOwnCheckIsNotTrusted) {
    const Regulation regulation = watched();
    const record::Instant edge = kChecked - regulation.clockTolerance;
    EXPECT_THAT(refusedAt(goodCheck(), edge), IsEmpty());
    EXPECT_THAT(refusedAt(goodCheck(), edge - milliseconds(1)),
                ElementsAre(FindingId::ClockNotTrusted));
}

// The newest entry of the log bounds the clock from below.
TEST(JudgeClock, AJumpBackBeyondTheToleranceIsRefused) {
    const Regulation regulation = watched();
    const auto judged = [&](record::Instant now) {
        return refusals(judgeClock(regulation, kChecked, now));
    };
    EXPECT_THAT(judged(kChecked - regulation.clockTolerance), IsEmpty());
    EXPECT_THAT(judged(kChecked - regulation.clockTolerance - milliseconds(1)),
                ElementsAre(FindingId::ClockNotTrusted));
    EXPECT_THAT(judged(kChecked - hours(24 * 365)), ElementsAre(FindingId::ClockNotTrusted));
}

struct JumpRow {
    std::string_view why;
    std::int64_t machineMillis, clockMillis;
    bool refused;
};

class ClockJumps : public testing::TestWithParam<JumpRow> {};

TEST_P(ClockJumps, AreSeenAgainstTheMachinesOwnTime) {
    const JumpRow& row = GetParam();
    ClockCheck now;
    now.boot = "boot-1";
    now.sinceBootMilliseconds = kBootMillis + row.machineMillis;
    now.at = kChecked + milliseconds(row.clockMillis);
    const auto verdict = judgeClockJump(watched(), goodCheck(), now);
    EXPECT_EQ(!verdict.permitted(), row.refused) << row.why;
    EXPECT_EQ(verdict.has(FindingId::ClockJumped), row.refused) << row.why;
    // After a restart the machine's time began anew and says nothing.
    now.boot = "boot-2";
    EXPECT_TRUE(judgeClockJump(watched(), goodCheck(), now).permitted());
    EXPECT_TRUE(judgeClockJump(watched(), std::nullopt, now).permitted());
}

// A check without a source, made after somebody moved the clock, must not make it good.
TEST(JudgeClockJump, IsHeldAgainstTheAnchor) {
    ClockCheck later = goodCheck();
    later.offsetMicroseconds.reset();
    later.source = "none";
    later.at = kChecked + hours(5); // the machine says: one hour
    later.sinceBootMilliseconds = kBootMillis + 3'600'000;
    ClockCheck now = later;
    for (const Severity severity : {Severity::Refuse, Severity::Warn}) {
        EXPECT_THAT(idsOf(judgeClockJump(watched(severity), later, now), severity),
                    ElementsAre(FindingId::ClockJumped));
    }
    later.offsetMicroseconds = 10; // a service has seen it, and says that the clock is right
    later.anchorAt = later.at;
    later.anchorSinceBootMilliseconds = later.sinceBootMilliseconds;
    EXPECT_TRUE(judgeClockJump(watched(), later, now).findings.empty());
}

constexpr std::int64_t kHour = 3'600'000;

INSTANTIATE_TEST_SUITE_P(
    Table, ClockJumps,
    testing::Values(JumpRow{"an hour is an hour", kHour, kHour, false},
                    JumpRow{"forward to the edge", kHour, kHour + 4'600, false},
                    JumpRow{"forward", kHour, kHour + 4'601, true},
                    JumpRow{"back to the edge", kHour, kHour - 4'600, false},
                    JumpRow{"back", kHour, kHour - 4'601, true},
                    JumpRow{"a day ahead at once", 0, 24 * kHour, true},
                    JumpRow{"before the check", kHour, -kHour, true},
                    JumpRow{"a leap second that was inserted", 24 * kHour, 24 * kHour - 1'000,
                            false},
                    JumpRow{"a leap second right after the check", 2'000, 1'000, false},
                    JumpRow{"and one that was left out", 2'000, 3'000, false},
                    JumpRow{"machine time that runs back", -1, 0, true}));

} // namespace

} // namespace seihon::regulation
