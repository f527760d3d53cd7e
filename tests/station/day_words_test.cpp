#include "station/day_words.h"

#include <gtest/gtest.h>

namespace seihon::station {

using record::Language;

TEST(DayWords, AreThoseOfTheHospitalsCalendar) {
    constexpr std::chrono::hours kTokyo{9};
    const auto at = record::parseInstant("2026-11-20T00:05:00Z");
    EXPECT_EQ(momentInWords(at, kTokyo, Language::Japanese), "2026年11月20日（金）9時05分");
    EXPECT_EQ(momentInWords(at, kTokyo, Language::English), "Friday, 20 November 2026, 09:05");
    // Midnight ends a day: nobody reads "0:00 on Wednesday" as "Tuesday".
    const auto midnight = record::parseInstant("2026-12-31T15:00:00Z");
    EXPECT_EQ(deadlineInWords(midnight, kTokyo, Language::Japanese),
              "2026年12月31日（木）の終わりまで");
    EXPECT_EQ(deadlineInWords(midnight, kTokyo, Language::English),
              "until the end of Thursday, 31 December 2026");
    EXPECT_EQ(deadlineInWords(midnight + std::chrono::minutes(1), kTokyo, Language::English),
              "until Friday, 1 January 2027, 00:01");
}

} // namespace seihon::station
