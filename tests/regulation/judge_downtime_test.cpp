#include "regulation/judge_downtime.h"

#include <gtest/gtest.h>

#include <random>

// Times without the station [F17]: no number of a stack is ever lost in the arithmetic.
namespace seihon::regulation {

namespace {

using record::FindingId;

constexpr std::int64_t kFirst = record::kFirstDowntimeSheet;

record::Instant minute(std::int64_t n) {
    return record::Instant(std::chrono::minutes(n));
}

record::DowntimeStack stackOf(std::int64_t count, std::int64_t used, std::int64_t countedAt) {
    record::DowntimeStack stack;
    stack.id = "stack";
    stack.place = "ward 3";
    stack.first = kFirst;
    stack.count = count;
    stack.next = kFirst + used;
    stack.counted = record::Act{};
    stack.counted->at = minute(countedAt);
    return stack;
}

record::Downtime endedDowntime(std::int64_t from, std::int64_t to) {
    record::Downtime downtime;
    downtime.id = "d";
    downtime.since = minute(from);
    downtime.until = minute(to);
    downtime.ended = record::Act{};
    return downtime;
}

} // namespace

TEST(JudgeDowntime, one_at_a_time_and_none_in_the_future) {
    EXPECT_TRUE(judgeDowntimeBegin(false, minute(5), minute(5)).permitted());
    EXPECT_TRUE(judgeDowntimeBegin(true, minute(5), minute(9)).has(FindingId::DowntimeStillOpen));
    EXPECT_TRUE(judgeDowntimeBegin(false, minute(9), minute(8)).has(FindingId::DowntimeTimesWrong));
    record::Downtime downtime;
    downtime.since = minute(100);
    Regulation rules;
    rules.intake.downtimeDeclaredAfter = std::chrono::minutes(30);
    EXPECT_FALSE(judgeDowntimeEnd(rules, downtime, minute(99), minute(200)).permitted());
    EXPECT_FALSE(judgeDowntimeEnd(rules, downtime, minute(201), minute(200)).permitted());
    EXPECT_TRUE(judgeDowntimeEnd(rules, downtime, minute(130), minute(200)).findings.empty());
    const auto brief = judgeDowntimeEnd(rules, downtime, minute(129), minute(200));
    EXPECT_TRUE(brief.permitted());
    EXPECT_TRUE(brief.has(FindingId::DowntimeShort));
    EXPECT_FALSE(
        judgeDowntimeEnd(rules, endedDowntime(1, 2), minute(150), minute(200)).permitted());
}

TEST(JudgeDowntime, is_settled_when_every_number_that_is_gone_is_accounted_for) {
    record::DowntimeStack stack = stackOf(10, 3, 50);
    const record::Downtime downtime = endedDowntime(10, 40);
    const auto close = [&](const std::set<std::int64_t>& registered) {
        return judgeDowntimeClose(downtime, {&stack, 1}, registered);
    };
    EXPECT_TRUE(close({kFirst, kFirst + 1, kFirst + 2}).permitted());
    const auto missing = close({kFirst, kFirst + 2});
    EXPECT_TRUE(missing.has(FindingId::DowntimeSheetsOpen));
    EXPECT_EQ(missing.findings.front().subject, std::to_string(kFirst + 1));
    stack.voided[kFirst + 1] = {};
    EXPECT_TRUE(close({kFirst, kFirst + 2}).permitted());
    EXPECT_TRUE(close({kFirst, kFirst + 2, kFirst + 7}).has(FindingId::DowntimeSheetsAhead));
    stack.counted->at = minute(39); // while it lasted: more may have been taken since
    EXPECT_TRUE(close({kFirst, kFirst + 2}).has(FindingId::DowntimeStackNotCounted));
    stack.counted.reset();
    EXPECT_TRUE(close({kFirst, kFirst + 2}).has(FindingId::DowntimeStackNotCounted));
    record::Downtime running = downtime;
    running.ended.reset();
    EXPECT_FALSE(judgeDowntimeClose(running, {}, {}).permitted());
}

TEST(JudgeDowntime, a_stack_is_counted_forwards_only) {
    const record::DowntimeStack stack = stackOf(10, 3, 50);
    EXPECT_FALSE(judgeStackCount(stack, kFirst + 2).permitted());
    EXPECT_TRUE(judgeStackCount(stack, kFirst + 3).permitted());
    EXPECT_TRUE(judgeStackCount(stack, kFirst + 10).permitted());
    EXPECT_FALSE(judgeStackCount(stack, kFirst + 11).permitted());
    EXPECT_TRUE(judgeSheetVoid(stack, kFirst, false).permitted());
    EXPECT_TRUE(judgeSheetVoid(stack, kFirst, true).has(FindingId::DowntimeSheetRegistered));
}

TEST(JudgeDowntime, the_arithmetic_closes_whatever_was_done) {
    std::mt19937 dice(17);
    for (int round = 0; round < 2000; ++round) {
        record::DowntimeStack stack = stackOf(1 + dice() % 12, 0, 50);
        stack.next = kFirst + static_cast<std::int64_t>(dice()) % (stack.count + 1);
        std::set<std::int64_t> registered;
        for (std::int64_t number = kFirst - 1; number <= stack.end(); ++number) {
            if (dice() % 3 == 0) {
                registered.insert(number);
            } else if (stack.holds(number) && dice() % 3 == 0) {
                stack.voided[number] = {};
            }
        }
        const StackAccount account = accountOf(stack, registered);
        EXPECT_EQ(account.printed, account.registered + account.voided +
                                       std::ssize(account.unaccounted) + account.unused);
        const bool clean = account.unaccounted.empty() && account.ahead.empty();
        EXPECT_EQ(judgeDowntimeClose(endedDowntime(10, 40), {&stack, 1}, registered).permitted(),
                  clean);
    }
}

} // namespace seihon::regulation
