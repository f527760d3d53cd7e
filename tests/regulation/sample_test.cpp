#include "regulation/equivalence.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

// A sample that anybody can draw again [A10].
namespace seihon::regulation {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const record::Digest kSeed = record::sha256("seed");

std::vector<SampleUnit> units(std::int64_t count, std::int64_t pages = 3) {
    std::vector<SampleUnit> list;
    for (std::int64_t i = 0; i < count; ++i) {
        list.push_back({"job-" + std::to_string(i), pages});
    }
    return list;
}

SamplingPlan planOf(std::int64_t documents, std::int64_t pages = 1000, std::int64_t least = 1) {
    SamplingPlan plan;
    plan.id = "p";
    plan.documentsPermille = documents;
    plan.pagesPermille = pages;
    plan.leastDocuments = least;
    return plan;
}

std::size_t countOf(const SamplingPlan& plan, std::int64_t population, std::int64_t tightened = 0) {
    return drawSample(plan, kSeed, units(population), tightened).size();
}

} // namespace

TEST(Sample, TheShareIsRoundedUpAndNeverMoreThanThereIs) {
    EXPECT_EQ(countOf(planOf(100), 0), 0u);
    EXPECT_EQ(countOf(planOf(100), 1), 1u);
    EXPECT_EQ(countOf(planOf(100), 10), 1u);
    EXPECT_EQ(countOf(planOf(100), 11), 2u);
    EXPECT_EQ(countOf(planOf(1000), 7), 7u);
    EXPECT_EQ(countOf(planOf(100, 1000, 5), 10), 5u);
    EXPECT_EQ(countOf(planOf(100, 1000, 5), 3), 3u);
}

TEST(Sample, PagesOfADrawnDocumentAreAShareOfThem) {
    for (const auto& [pages, permille, expected] :
         std::vector<std::tuple<std::int64_t, std::int64_t, std::size_t>>{
             {1, 10, 1}, {10, 200, 2}, {11, 200, 3}, {4, 1000, 4}}) {
        const auto drawn =
            drawSample(planOf(1000, permille), kSeed, std::vector{SampleUnit{"j", pages}}, 0);
        ASSERT_EQ(drawn.size(), 1u);
        EXPECT_EQ(drawn[0].pages.size(), expected) << pages;
        EXPECT_TRUE(std::is_sorted(drawn[0].pages.begin(), drawn[0].pages.end()));
        EXPECT_GE(drawn[0].pages.front(), 1);
        EXPECT_LE(drawn[0].pages.back(), pages);
    }
}

// With sha256sum, as docs/sampling.md tells an auditor; computed apart from this program.
TEST(Sample, IsWhatOrdinaryToolsCompute) {
    const std::string seed = kSeed.hex();
    std::vector<std::pair<std::string, std::string>> numbered;
    for (const SampleUnit& unit : units(20)) {
        numbered.emplace_back(record::sha256(seed + ":" + unit.job).hex(), unit.job);
    }
    std::sort(numbered.begin(), numbered.end());
    std::vector<std::string> expected{numbered[0].second, numbered[1].second};
    std::vector<std::string> drawn;
    for (const DrawnUnit& unit : drawSample(planOf(100), kSeed, units(20), 0)) {
        drawn.push_back(unit.job);
    }
    EXPECT_THAT(drawn, testing::UnorderedElementsAreArray(expected));
    EXPECT_EQ(drawSample(planOf(100), kSeed, units(20), 0),
              drawSample(planOf(100), kSeed, units(20), 0));
    EXPECT_NE(drawSample(planOf(100), record::sha256("other"), units(200), 0),
              drawSample(planOf(100), kSeed, units(200), 0));
}

TEST(Sample, EveryDocumentMayBeDrawn) {
    std::map<std::string, int> times;
    for (int i = 0; i < 2000; ++i) {
        for (const DrawnUnit& unit :
             drawSample(planOf(100), record::sha256(std::to_string(i)), units(10), 0)) {
            ++times[unit.job];
        }
    }
    ASSERT_EQ(times.size(), 10u);
    for (const auto& [job, count] : times) { // 200 are to be expected; six deviations are 80
        EXPECT_NEAR(count, 200, 80) << job;
    }
}

TEST(Sample, TheFirstDocumentsAfterAFaultAreDrawnMoreOften) {
    SamplingPlan plan = planOf(100, 200);
    plan.tightenedFactor = 5;
    EXPECT_EQ(countOf(plan, 40), 4u);
    EXPECT_EQ(countOf(plan, 40, 20), 10u + 2u);
    EXPECT_EQ(countOf(plan, 40, 40), 20u);
    EXPECT_EQ(countOf(plan, 40, 1000), 20u);
    const auto drawn = drawSample(plan, kSeed, units(40, 10), 20);
    for (const DrawnUnit& unit : drawn) {
        const bool strict = std::stoi(unit.job.substr(4)) < 20;
        EXPECT_EQ(unit.pages.size(), strict ? 10u : 2u) << unit.job;
    }
}

TEST(Sample, TighteningLastsForSoManyDocuments) {
    SamplingPlan plan = planOf(100);
    plan.tightenedDocuments = 50;
    EXPECT_EQ(tightenedAfter(plan, 0, 30, false), 0);
    EXPECT_EQ(tightenedAfter(plan, 0, 30, true), 50);
    EXPECT_EQ(tightenedAfter(plan, 50, 30, false), 20);
    EXPECT_EQ(tightenedAfter(plan, 20, 20, false), 0);
    EXPECT_EQ(tightenedAfter(plan, 20, 19, false), 1);
    EXPECT_EQ(tightenedAfter(plan, 20, 5, true), 50); // a fault begins anew
}

TEST(Sample, AClassStandsInItsPlanOrInNone) {
    EquivalenceRules rules;
    SamplingPlan plan = planOf(100);
    plan.classes = {"letter"};
    rules.plans.emplace("p", plan);
    EXPECT_EQ(planOfClass(rules, "letter")->id, "p");
    EXPECT_EQ(planOfClass(rules, "other"), nullptr);
}

} // namespace seihon::regulation
