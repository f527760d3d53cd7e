#include "samples.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace seihon::regulation {

namespace {

using record::FindingId;
using record::Page;
using record::PageMark;
using record::Quantity;
using record::ScanJob;
using record::Severity;
using record::Side;

Page withStreak(std::int64_t sheet, std::int64_t column, std::int64_t tone = -20,
                Side side = Side::Front) {
    Page page = samplePage(sheet, side);
    page.measurement.add(Quantity::StreakPermille, 980, record::AreaMm{50, 0, 1, 297});
    page.measurement.add(Quantity::StreakColumnPixels, column);
    page.measurement.add(Quantity::StreakTone, tone);
    return page;
}

ScanJob jobOf(std::vector<Page> pages) {
    ScanJob job = openJob();
    job.original.sheets = job.sheetsPrepared = job.sheetsFed =
        static_cast<std::int64_t>(pages.size());
    job.pages = std::move(pages);
    return job;
}

const record::Finding* streakOf(const record::Verdict& verdict) {
    return find(verdict, FindingId::Streak);
}

TEST(JudgeStreaks, ThreeSheetsInOneColumnAreDirtAndAreNamed) {
    ScanJob job =
        jobOf({withStreak(1, 600), samplePage(2), withStreak(3, 601), withStreak(4, 600)});
    const record::Verdict verdict = judgeSubmission(sampleRegulation(), job);
    const record::Finding* const finding = streakOf(verdict);
    ASSERT_NE(finding, nullptr);
    EXPECT_EQ(finding->severity, Severity::Warn);
    EXPECT_EQ(finding->subject, "page 1, page 3, page 4");
    EXPECT_EQ(finding->measured.asInt(), 3);
    EXPECT_EQ(finding->where, (record::AreaMm{50, 0, 1, 297}));
    EXPECT_TRUE(verdict.permitted());
}

TEST(JudgeStreaks, TheClassMayRefuse) {
    Regulation regulation = sampleRegulation();
    regulation.classes.at("letter").quality.streakPermille->severity = Severity::Refuse;
    ScanJob job = jobOf({withStreak(1, 600), withStreak(2, 600), withStreak(3, 600)});
    EXPECT_THAT(refusals(judgeSubmission(regulation, job)),
                testing::ElementsAre(FindingId::Streak));
    job.pages[1].mark = PageMark::AsOnPaper; // a printed line after all
    job.pages[1].markReason = "line on the form";
    EXPECT_EQ(streakOf(judgeSubmission(regulation, job)), nullptr);
    regulation.classes.at("letter").quality.streakPermille.reset();
    job.pages[1].mark = PageMark::None;
    EXPECT_EQ(streakOf(judgeSubmission(regulation, job)), nullptr);
}

TEST(JudgeStreaks, TwoSheetsOtherColumnsOtherSignsOrOtherSidesAreNone) {
    const std::vector<std::vector<Page>> jobs = [] {
        std::vector<std::vector<Page>> all(5);
        all[0] = {withStreak(1, 600), withStreak(2, 600), samplePage(3)};
        all[1] = {withStreak(1, 600), withStreak(2, 602), withStreak(3, 604)};
        all[2] = {withStreak(1, 600), withStreak(2, 600), withStreak(3, 600, 20)};
        all[3] = {withStreak(1, 600), withStreak(2, 600), withStreak(3, 600, -20, Side::Back)};
        all[4] = {withStreak(1, 600), withStreak(2, 600), withStreak(3, 600)};
        replace(all[4][2].measurement, Quantity::WidthPixels, 2480); // another area
        return all;
    }();
    for (std::size_t i = 0; i < jobs.size(); ++i) {
        EXPECT_EQ(streakOf(judgeSubmission(sampleRegulation(), jobOf(jobs[i]))), nullptr) << i;
    }
}

TEST(JudgeStreaks, BothSidesOfOneSheetAreOneSheet) {
    ScanJob job = jobOf({withStreak(1, 600), withStreak(2, 600)});
    job.original.duplex = true;
    job.pages.push_back(withStreak(1, 600, -20, Side::Back));
    job.pages.push_back(withStreak(2, 600, -20, Side::Back));
    EXPECT_EQ(streakOf(judgeSubmission(sampleRegulation(), job)), nullptr);
}

} // namespace

} // namespace seihon::regulation
