#include "record/instant.h"

#include "expect_fault.h"

namespace seihon::record {
namespace {

using namespace std::chrono_literals;

constexpr Instant kNoon = std::chrono::sys_days(std::chrono::year(2026) / 11 / 22) + 12h;

TEST(Instant, FormatsUtcWithMilliseconds) {
    EXPECT_EQ(formatInstant(kNoon), "2026-11-22T12:00:00.000Z");
    EXPECT_EQ(formatInstant(kNoon - 1ms), "2026-11-22T11:59:59.999Z");
    EXPECT_EQ(formatInstant(Instant()), "1970-01-01T00:00:00.000Z");
    EXPECT_EQ(formatInstant(Instant() - 1ms), "1969-12-31T23:59:59.999Z");
    EXPECT_EQ(formatInstant(Instant(std::chrono::seconds(1ll << 31))), "2038-01-19T03:14:08.000Z");
}

TEST(Instant, FormatsLocalTimeForPeople) {
    EXPECT_EQ(formatLocal(kNoon, 9h), "2026-11-22 21:00:00 +09:00");
    EXPECT_EQ(formatLocal(kNoon + 3h, 9h), "2026-11-23 00:00:00 +09:00");
    EXPECT_EQ(formatLocal(kNoon, -30min), "2026-11-22 11:30:00 -00:30");
    EXPECT_EQ(formatLocal(kNoon, 0min), "2026-11-22 12:00:00 +00:00");
}

TEST(Instant, ReadsOffsets) {
    for (const char* text :
         {"2026-11-22T12:00:00Z", "2026-11-22T12:00:00.0Z", "2026-11-22T12:00:00.000Z",
          "2026-11-22T21:00:00+09:00", "2026-11-22T06:30:00-05:30", "2026-11-23T02:00:00+14:00"}) {
        EXPECT_EQ(parseInstant(text), kNoon) << text;
    }
    EXPECT_EQ(parseInstant("2026-11-22T12:00:00.25Z"), kNoon + 250ms);
    EXPECT_EQ(parseInstant("2026-11-22T12:00:00.007Z"), kNoon + 7ms);
    EXPECT_EQ(parseInstant("2028-02-29T00:00:00Z"),
              Instant(std::chrono::sys_days(std::chrono::year(2028) / 2 / 29)));
}

TEST(Instant, RoundTripsAcrossTheCenturies) {
    for (Instant at = parseInstant("1969-12-31T23:59:59.999Z");
         at < parseInstant("2200-01-01T00:00:00Z"); at += 7h * 24 * 53 + 61'003ms) {
        ASSERT_EQ(parseInstant(formatInstant(at)), at);
    }
}

TEST(Instant, RefusesDatesThatDoNotExist) {
    for (const char* text : {"2026-02-29T00:00:00Z", "2100-02-29T00:00:00Z", "2026-04-31T00:00:00Z",
                             "2026-00-10T00:00:00Z", "2026-13-10T00:00:00Z", "2026-01-00T00:00:00Z",
                             "2026-01-01T24:00:00Z", "2026-01-01T00:60:00Z"}) {
        SCOPED_TRACE(text);
        expectFault(FaultKind::Malformed, [&] { parseInstant(text); });
    }
}

TEST(Instant, RefusesTheLeapSecond) {
    expectFault(FaultKind::Malformed, [] { parseInstant("2016-12-31T23:59:60Z"); });
    EXPECT_NO_THROW(parseInstant("2016-12-31T23:59:59Z"));
}

TEST(Instant, RefusesOtherForms) {
    for (const char* text : {"",
                             "2026-11-22",
                             "2026-11-22T12:00:00",
                             "2026-11-22T12:00Z",
                             "2026-11-22 12:00:00Z",
                             "2026-11-22t12:00:00Z",
                             "2026-11-22T12:00:00z",
                             "2026-11-22T12:00:00.Z",
                             "2026-11-22T12:00:00.0000Z",
                             "2026-11-22T12:00:00,5Z",
                             "2026-11-22T12:00:00+09",
                             "2026-11-22T12:00:00+0900",
                             "2026-11-22T12:00:00+15:00",
                             "2026-11-22T12:00:00+09:60",
                             "2026-11-22T12:00:00Z ",
                             " 2026-11-22T12:00:00Z",
                             "20261122T120000Z",
                             "-2026-11-22T12:00:00Z",
                             "12026-11-22T12:00:00Z",
                             "2026-1-22T12:00:00Z",
                             "2026-11-22T12:00:00JST",
                             "2026-W47-7"}) {
        SCOPED_TRACE(text);
        expectFault(FaultKind::Malformed, [&] { parseInstant(text); });
    }
}

// Such a time would be written with five digits, or a sign, and the entry could not be read back.
TEST(Instant, RefusesWhatLeavesTheFourDigitYears) {
    for (const char* text :
         {"9999-12-31T23:59:59-00:01", "0000-01-01T00:00:00Z", "0001-01-01T00:00:00+00:01"}) {
        SCOPED_TRACE(text);
        expectFault(FaultKind::Malformed, [&] { parseInstant(text); });
    }
    for (const char* text : {"9999-12-31T23:59:59.999Z", "0001-01-01T00:00:00.000Z"}) {
        EXPECT_EQ(formatInstant(parseInstant(text)), text);
    }
}

TEST(Instant, TheClockHasWholeMilliseconds) {
    const Instant before = readClock();
    const Instant after = readClock();
    EXPECT_LE(before, after);
    EXPECT_EQ(parseInstant(formatInstant(after)), after);
}

} // namespace
} // namespace seihon::record
