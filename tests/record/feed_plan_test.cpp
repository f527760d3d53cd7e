#include "record/feed_plan.h"

#include "job_entries.h"
#include "record/fault.h"

#include <gtest/gtest.h>

// Which sheet the n-th feed is, and which sheets go back after trouble [A2].
namespace seihon::record {

namespace {

using Sheets = std::vector<std::int64_t>;

// Two sheets, both sides.
ScanJob twoSheets() {
    return JobEntries().scanned().fold();
}

ScanJob threeFronts() {
    JobEntries entries;
    entries.opened();
    for (std::int64_t sheet = 1; sheet <= 3; ++sheet) {
        entries.captureFrom(PaperSource::FeederSimplex, "f" + std::to_string(sheet), sheet,
                            Side::Front);
    }
    return entries.fold();
}

void expectUsage(const ScanJob& job, const FeedWish& wish, FaultKind kind = FaultKind::Usage) {
    try {
        planFeed(job, wish);
        ADD_FAILURE() << "planned";
    } catch (const Fault& fault) {
        EXPECT_EQ(nameOf(fault.kind), nameOf(kind)) << fault.what();
    }
}

} // namespace

TEST(FeedPlan, GoesOnAfterTheLastSheet) {
    const FeedPlan empty = planFeed(ScanJob(), {});
    EXPECT_EQ(empty.sheetOf(1), 1);
    EXPECT_EQ(empty.sheetsWanted(), 0) << "as many as there are";
    const FeedPlan more = planFeed(twoSheets(), {.bothSides = true});
    EXPECT_EQ(more.sheetOf(1), 3);
    EXPECT_EQ(more.sheetOf(2), 4);
    EXPECT_EQ(more.sheetOf(0), 0);
}

TEST(FeedPlan, ASheetWithOneSideOnlyComesFirst) {
    JobEntries entries;
    entries.scanned().capture("3f", 3, Side::Front);
    const FeedPlan plan = planFeed(entries.fold(), {.bothSides = true});
    EXPECT_EQ(plan.sheetOf(1), 3);
    EXPECT_EQ(plan.sheetOf(2), 4);
}

TEST(FeedPlan, AnIncompleteSheetInTheMiddleTakesNoOthersNumber) {
    JobEntries entries; // inserted after sheet 1; the station stopped before its back
    entries.scanned();
    Page page = samplePage("new", 2, Side::Front);
    page.inserted = true;
    entries.add(EntryKind::PageCaptured, toJson(page));
    const FeedPlan plan = planFeed(entries.fold(), {.bothSides = true});
    EXPECT_EQ(plan.sheetOf(1), 2);
    EXPECT_EQ(plan.sheetOf(2), 4);
}

TEST(FeedPlan, ReplacesOneSheetOrOneSide) {
    const FeedPlan both = planFeed(twoSheets(), {.replacePage = 4, .bothSides = true});
    EXPECT_EQ(both.sheets, Sheets{2});
    EXPECT_EQ(both.sheetsWanted(), 1);
    EXPECT_FALSE(both.side);
    EXPECT_EQ(both.sheetOf(2), 0) << "the run ends";
    EXPECT_EQ(planFeed(twoSheets(), {.replacePage = 4}).side, Side::Back);
    expectUsage(twoSheets(), {.replacePage = 5}, FaultKind::NotFound);
}

TEST(FeedPlan, PairsTheBacksWithTheirFronts) {
    const ScanJob job = threeFronts();
    const FeedPlan same = planFeed(job, {.backs = true});
    EXPECT_EQ(same.sheets, (Sheets{1, 2, 3}));
    EXPECT_EQ(same.side, Side::Back);
    const FeedPlan turned = planFeed(job, {.backs = true, .reversed = true});
    EXPECT_EQ(turned.sheets, (Sheets{3, 2, 1}));
    EXPECT_EQ(turned.sheetOf(4), 4) << "a back too many is kept, without a front";
    expectUsage(job, {.backs = true, .bothSides = true});
    expectUsage(ScanJob(), {.backs = true});
    expectUsage(twoSheets(), {.backs = true});
    EXPECT_EQ(planFeed(twoSheets(), {.backs = true, .again = true}).sheets, (Sheets{1, 2}));
}

TEST(FeedPlan, BacksGoOnWhereTheyBrokeOff) {
    JobEntries entries;
    entries.opened();
    for (std::int64_t sheet = 1; sheet <= 3; ++sheet) {
        entries.captureFrom(PaperSource::FeederSimplex, "f" + std::to_string(sheet), sheet,
                            Side::Front);
    }
    entries.captureFrom(PaperSource::FeederSimplex, "b3", 3, Side::Back);
    EXPECT_EQ(planFeed(entries.fold(), {.backs = true, .reversed = true}).sheets, (Sheets{2, 1}));
}

TEST(FeedPlan, TakesOneSheetFromTheGlassOrInBetween) {
    const FeedPlan glass = planFeed(threeFronts(), {.single = true});
    EXPECT_EQ(glass.sheets, Sheets{4});
    EXPECT_EQ(glass.sheetsWanted(), 1);
    EXPECT_EQ(planFeed(threeFronts(), {.after = 1}).sheets, Sheets{2});
    EXPECT_EQ(planFeed(threeFronts(), {.after = 0}).pass, FeedPass::Insert);
    expectUsage(threeFronts(), {.after = 4}, FaultKind::NotFound);
    expectUsage(threeFronts(), {.after = -1}, FaultKind::NotFound);
    EXPECT_EQ(planFeed(threeFronts(), {.backOf = 2}).side, Side::Back);
    expectUsage(threeFronts(), {.backOf = 4}, FaultKind::NotFound);
}

TEST(FeedPlan, RefusesWhatDoesNotGoTogether) {
    expectUsage(twoSheets(), {.replacePage = 1, .after = 1});
    expectUsage(threeFronts(), {.reversed = true});
    expectUsage(threeFronts(), {.again = true});
}

TEST(FeedPlan, NamesWhatGoesBack) {
    FeedPlan plan;
    plan.onwards = 5;
    EXPECT_EQ(plan.sheetsAfter(2, 4), (Sheets{7, 8}));
    EXPECT_EQ(plan.sheetsAfter(2, 2), Sheets());
    plan.sheets = {3, 2, 1}; // backs, reversed
    plan.onwards = 0;
    EXPECT_EQ(plan.sheetsAfter(1, 9), (Sheets{2, 1})) << "not beyond the end of the run";
}

TEST(FeedPlan, SaysSheetsShortly) {
    EXPECT_EQ(listOfSheets({}), "");
    EXPECT_EQ(listOfSheets({7}), "7");
    EXPECT_EQ(listOfSheets({7, 8}), "7, 8");
    EXPECT_EQ(listOfSheets({1, 2, 3, 6, 8, 9, 10, 11}), "1–3, 6, 8–11");
    EXPECT_EQ(listOfSheets({3, 2}), "3, 2") << "in the order in which they go back";
}

TEST(FeedPlan, StandsInTheLogAsItIs) {
    FeedPlan plan{FeedPass::Backs, {3, 1}, 4, Side::Back, 3};
    EXPECT_EQ(feedPlanFromJson(toJson(plan)), plan);
    plan.side.reset();
    EXPECT_EQ(feedPlanFromJson(toJson(plan)), plan);
    plan.inFlight = 0;
    EXPECT_THROW(feedPlanFromJson(toJson(plan)), Fault);
}

} // namespace seihon::record
