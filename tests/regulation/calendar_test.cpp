#include "regulation/calendar.h"

#include "samples.h"

#include <gtest/gtest.h>

namespace seihon::regulation {

namespace {

struct DeadlineRow {
    std::string_view why, event;
    std::int64_t days;
    std::string_view deadline;
};

class Deadlines : public testing::TestWithParam<DeadlineRow> {};

TEST_P(Deadlines, AreMidnightAfterTheLastBusinessDay) {
    const Calendar calendar = sampleRegulation().calendar;
    const DeadlineRow& row = GetParam();
    EXPECT_EQ(record::formatLocal(endOfBusinessDays(calendar, at(row.event), row.days),
                                  calendar.utcOffset),
              record::formatLocal(at(row.deadline), calendar.utcOffset));
}

// 2026-11-16 is a Monday; 11-23 (Monday) is closed.
INSTANTIATE_TEST_SUITE_P(
    Table, Deadlines,
    testing::Values(
        DeadlineRow{"Monday", "2026-11-16T10:00:00+09:00", 1, "2026-11-18T00:00:00+09:00"},
        DeadlineRow{"Monday, two days", "2026-11-16T10:00:00+09:00", 2,
                    "2026-11-19T00:00:00+09:00"},
        DeadlineRow{"Friday before a closed Monday", "2026-11-20T10:00:00+09:00", 1,
                    "2026-11-25T00:00:00+09:00"},
        DeadlineRow{"Friday", "2026-11-13T10:00:00+09:00", 1, "2026-11-17T00:00:00+09:00"},
        DeadlineRow{"Saturday", "2026-11-14T10:00:00+09:00", 1, "2026-11-17T00:00:00+09:00"},
        DeadlineRow{"Sunday, two days", "2026-11-15T10:00:00+09:00", 2,
                    "2026-11-18T00:00:00+09:00"},
        DeadlineRow{"closed Monday itself", "2026-11-23T10:00:00+09:00", 1,
                    "2026-11-25T00:00:00+09:00"},
        DeadlineRow{"first instant of a day", "2026-11-16T00:00:00+09:00", 1,
                    "2026-11-18T00:00:00+09:00"},
        DeadlineRow{"last instant of a day", "2026-11-16T23:59:59.999+09:00", 1,
                    "2026-11-18T00:00:00+09:00"},
        DeadlineRow{"still Sunday in UTC, Monday here", "2026-11-15T15:00:00Z", 1,
                    "2026-11-18T00:00:00+09:00"},
        DeadlineRow{"year end", "2026-12-28T10:00:00+09:00", 1, "2027-01-05T00:00:00+09:00"},
        DeadlineRow{"year end, two days", "2026-12-25T10:00:00+09:00", 2,
                    "2027-01-05T00:00:00+09:00"},
        DeadlineRow{"leap day is a Tuesday", "2028-02-28T10:00:00+09:00", 1,
                    "2028-03-01T00:00:00+09:00"},
        DeadlineRow{"no leap day", "2027-02-26T10:00:00+09:00", 1, "2027-03-02T00:00:00+09:00"}));

TEST(Calendar, CountsDaysByTheHospitalsOffset) {
    Calendar calendar = sampleRegulation().calendar;
    calendar.utcOffset = std::chrono::hours(-5);
    EXPECT_EQ(endOfBusinessDays(calendar, at("2026-11-17T04:59:59Z"), 1),
              at("2026-11-18T00:00:00-05:00"));
    EXPECT_EQ(endOfBusinessDays(calendar, at("2026-11-17T05:00:00Z"), 1),
              at("2026-11-19T00:00:00-05:00"));
}

TEST(Calendar, KnowsDaysBeforeTheEpoch) {
    const Calendar calendar = sampleRegulation().calendar;
    EXPECT_EQ(hospitalDay(calendar, at("1969-12-31T14:59:59.999Z")),
              std::chrono::local_days(std::chrono::year(1969) / 12 / 31));
    EXPECT_EQ(hospitalDay(calendar, at("1969-12-31T15:00:00Z")),
              std::chrono::local_days(std::chrono::year(1970) / 1 / 1));
}

TEST(Calendar, BusinessDaysAreNeitherClosedWeekdaysNorClosedDays) {
    const Calendar calendar = sampleRegulation().calendar;
    const auto day = [](unsigned d) {
        return std::chrono::local_days(std::chrono::year(2026) / 11 / d);
    };
    EXPECT_TRUE(isBusinessDay(calendar, day(20)));
    EXPECT_FALSE(isBusinessDay(calendar, day(21)));
    EXPECT_FALSE(isBusinessDay(calendar, day(22)));
    EXPECT_FALSE(isBusinessDay(calendar, day(23)));
    EXPECT_TRUE(isBusinessDay(calendar, day(24)));
}

} // namespace

} // namespace seihon::regulation
