#include "report/sample_case.h"

#include <gtest/gtest.h>

#include <set>

namespace seihon::report {
namespace {

using namespace std::chrono_literals;

std::chrono::year_month_day day(int year, unsigned month, unsigned dayOfMonth) {
    return {std::chrono::year(year), std::chrono::month(month), std::chrono::day(dayOfMonth)};
}

TEST(SampleCase, ErasChangeOnTheirDays) {
    EXPECT_EQ(eraDate(day(1989, 1, 7)), "昭和64年1月7日");
    EXPECT_EQ(eraDate(day(1989, 1, 8)), "平成元年1月8日");
    EXPECT_EQ(eraDate(day(2019, 4, 30)), "平成31年4月30日");
    EXPECT_EQ(eraDate(day(2019, 5, 1)), "令和元年5月1日");
    EXPECT_EQ(eraDate(day(2026, 11, 22)), "令和8年11月22日");
    EXPECT_EQ(dottedDate(day(2026, 1, 2)), "2026.01.02");
}

TEST(SampleCase, DatesFollowTheDayOfReceipt) {
    const SampleCase autumn = sampleCase(1, day(2026, 11, 22));
    const SampleCase spring = sampleCase(1, day(2027, 3, 2));
    EXPECT_LT(autumn.written, autumn.received);
    EXPECT_NE(autumn.course.find("11月"), std::string::npos);
    EXPECT_EQ(spring.course.find("11月"), std::string::npos) << spring.course;
    EXPECT_NE(spring.course.find("2月"), std::string::npos) << spring.course;
    for (std::uint32_t seed = 0; seed < 6; ++seed) {
        const SampleCase c = sampleCase(seed, day(2027, 3, 2));
        std::string all = c.course + c.treatment + c.findings + c.pastHistory;
        for (const Medicine& medicine : c.medicines) {
            all += medicine.since;
        }
        for (const std::string& line : c.note) {
            all += line;
        }
        EXPECT_EQ(all.find_first_of("{}"), std::string::npos) << all;
    }
}

TEST(SampleCase, SeedsGiveDifferentPatientsAndAllIllnesses) {
    std::set<std::string> people, illnesses;
    for (std::uint32_t seed = 0; seed < 30; ++seed) {
        const SampleCase c = sampleCase(seed, day(2026, 11, 22));
        people.insert(c.patientName + c.patientId + c.birthDate);
        illnesses.insert(c.diagnosis);
        EXPECT_EQ(c.telephone.rfind("000-", 0), 0u) << "a number that could be somebody's";
    }
    EXPECT_EQ(people.size(), 30u);
    EXPECT_EQ(illnesses.size(), 3u);
}

} // namespace
} // namespace seihon::report
