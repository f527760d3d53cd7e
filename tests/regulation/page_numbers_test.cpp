#include "samples.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace seihon::regulation {

namespace {

using record::FindingId;
using record::PageExamination;
using record::PageMark;
using record::ScanJob;
using record::Severity;
using record::Side;
using testing::ElementsAre;
using testing::IsEmpty;

struct Number {
    std::int64_t number = 0; // 0: not examined; -1: examined, none found; -2: a blank side
    std::int64_t total = 0;
    std::int64_t percent = 95;
};

ScanJob numberedJob(const std::vector<Number>& numbers) {
    ScanJob job = openJob();
    job.pages.clear();
    for (const Number& printed : numbers) {
        record::Page page = samplePage(static_cast<std::int64_t>(job.pages.size()) + 1);
        if (printed.number == -2) {
            page.mark = PageMark::Blank;
        } else if (printed.number != 0) {
            page.examination = PageExamination{};
        }
        if (printed.number > 0) {
            page.examination->pageNumber = record::PrintedNumber{
                printed.number,
                printed.total > 0 ? std::optional(printed.total) : std::nullopt,
                printed.percent,
                {100, 280, 8, 4}};
        }
        job.pages.push_back(std::move(page));
    }
    job.original.sheets = job.sheetsPrepared = job.sheetsFed =
        static_cast<std::int64_t>(job.pages.size());
    return job;
}

// What is said, as "id measured required severity subject".
std::vector<std::string> said(const ScanJob& job) {
    std::vector<std::string> out;
    for (const record::Finding& finding : judgePageNumbers(sampleRegulation(), job).findings) {
        const std::string required =
            finding.required.isNull() ? "-" : std::to_string(finding.required.asInt());
        const std::string measured = finding.measured.isString()
                                         ? finding.measured.asString()
                                         : std::to_string(finding.measured.asInt());
        out.push_back(std::string(record::enumName(finding.id)) + " " + measured + " of " +
                      required + " " + std::string(record::enumName(finding.severity)) + ", " +
                      finding.subject);
    }
    return out;
}

TEST(PageNumbers, CompleteOnesAreSilent) {
    EXPECT_THAT(said(numberedJob({{1, 4}, {2, 4}, {3, 4}, {4, 4}})), IsEmpty());
    EXPECT_THAT(said(numberedJob({{1}, {2}, {3}})), IsEmpty());
    EXPECT_THAT(said(numberedJob({{0}, {0}})), IsEmpty()) << "not examined";
    EXPECT_THAT(said(numberedJob({{-1}, {-1}})), IsEmpty()) << "none printed";
}

TEST(PageNumbers, AMissingOneIsNamed) {
    EXPECT_THAT(said(numberedJob({{1, 4}, {2, 4}, {4, 4}})),
                ElementsAre("PageNumberGap 3 of 4 warn, page 3"));
    EXPECT_THAT(said(numberedJob({{2, 4}, {3, 4}, {4, 4}})),
                ElementsAre("PageNumberGap 1 of 4 warn, page 1"));
    EXPECT_THAT(said(numberedJob({{1, 4}, {2, 4}})),
                ElementsAre("PageNumberGap 3, 4 of 4 warn, page 2"));
    EXPECT_THAT(said(numberedJob({{1, 2}})), ElementsAre("PageNumberGap 2 of 2 warn, page 1"))
        << "one page alone tells that there was another";
    EXPECT_THAT(said(numberedJob({{1}, {2}, {5}})),
                ElementsAre("PageNumberGap 3, 4 of - warn, page 3"));
}

TEST(PageNumbers, APageWithoutAReadNumberMayBeTheMissingOne) {
    EXPECT_THAT(said(numberedJob({{1, 4}, {2, 4}, {-1}, {4, 4}})), IsEmpty());
    EXPECT_THAT(said(numberedJob({{-1}, {2, 4}, {0}, {-1}})), IsEmpty());
    EXPECT_THAT(said(numberedJob({{1, 4}, {3, 4, 60}, {3, 4}, {4, 4}})), IsEmpty())
        << "an unsure reading is none";
    EXPECT_THAT(said(numberedJob({{1, 5}, {-1}, {5, 5}})),
                ElementsAre("PageNumberGap 2, 3, 4 of 5 warn, page 3"));
    EXPECT_THAT(said(numberedJob({{-1}, {1, 4}, {2, 4}, {4, 4}})),
                ElementsAre("PageNumberGap 3 of 4 warn, page 4"))
        << "a cover page in front is not in the place of the third";
}

TEST(PageNumbers, ABlankBackIsNoPlaceForANumber) {
    EXPECT_THAT(said(numberedJob({{1, 3}, {-2}, {2, 3}, {-2}, {3, 3}, {-2}})), IsEmpty());
    EXPECT_THAT(said(numberedJob({{1, 3}, {-2}, {3, 3}, {-2}})),
                ElementsAre("PageNumberGap 2 of 3 warn, page 3"));
}

TEST(PageNumbers, OrderAndDoubles) {
    EXPECT_THAT(said(numberedJob({{1, 4}, {3, 4}, {2, 4}, {4, 4}})),
                ElementsAre("PageNumberOrder 2 of 3 warn, page 3"));
    EXPECT_THAT(said(numberedJob({{1, 3}, {2, 3}, {2, 3}, {3, 3}})),
                ElementsAre("PageNumberOrder 2 of 2 warn, page 3"));
    EXPECT_THAT(
        said(numberedJob({{3, 3}, {2, 3}, {1, 3}})),
        ElementsAre("PageNumberOrder 2 of 3 warn, page 2", "PageNumberOrder 1 of 2 warn, page 3"));
}

TEST(PageNumbers, SeveralDocumentsInOneJob) {
    EXPECT_THAT(said(numberedJob({{1, 2}, {2, 2}, {1, 3}, {2, 3}, {3, 3}})), IsEmpty());
    EXPECT_THAT(said(numberedJob({{1, 2}, {2, 2}, {1, 2}, {2, 2}})), IsEmpty());
    EXPECT_THAT(said(numberedJob({{1}, {2}, {1}, {2}, {3}})), IsEmpty());
    EXPECT_THAT(said(numberedJob({{1, 2}, {1, 3}, {2, 3}, {3, 3}})),
                ElementsAre("PageNumberGap 2 of 2 warn, page 1"));
}

TEST(PageNumbers, ALoneReadingMayBeADate) {
    EXPECT_THAT(said(numberedJob({{11, 22}, {-1}})), IsEmpty());
    EXPECT_THAT(said(numberedJob({{7}, {-1}})), IsEmpty());
}

TEST(PageNumbers, AsOnPaperSettlesIt) {
    ScanJob job = numberedJob({{1, 4}, {2, 4}, {4, 4}});
    job.pages[2].mark = PageMark::AsOnPaper;
    EXPECT_THAT(said(job), ElementsAre("PageNumberGap 3 of 4 warn, page 3")) << "without a reason";
    job.pages[2].markReason = "the third page never came";
    EXPECT_THAT(said(job), ElementsAre("PageNumberGap 3 of 4 note, page 3"));
}

TEST(PageNumbers, ARejectedPageDoesNotCount) {
    ScanJob job = numberedJob({{1, 3}, {7, 9}, {3, 3}});
    job.pages[1].mark = PageMark::Rejected;
    EXPECT_THAT(said(job), IsEmpty());
}

TEST(PageNumbers, ManyAreNotAllNamed) {
    const auto findings = said(numberedJob({{1, 500}, {500, 500}}));
    ASSERT_EQ(findings.size(), 1u);
    EXPECT_LT(findings[0].size(), 120u) << findings[0];
    EXPECT_NE(findings[0].find("2, 3, 4"), std::string::npos);
}

TEST(PageNumbers, TheRegulationDecidesWhatFollows) {
    Regulation regulation = sampleRegulation();
    const ScanJob gap = numberedJob({{1, 4}, {2, 4}, {4, 4}});
    EXPECT_TRUE(judgeSubmission(regulation, gap).permitted());
    EXPECT_TRUE(judgeSubmission(regulation, gap).has(FindingId::PageNumberGap));
    regulation.classes.at("letter").quality.pageNumberPercent->severity = Severity::Refuse;
    EXPECT_THAT(refusals(judgeSubmission(regulation, gap)), ElementsAre(FindingId::PageNumberGap));
    regulation.classes.at("letter").quality.pageNumberPercent.reset();
    EXPECT_THAT(judgeSubmission(regulation, gap).findings, IsEmpty());
}

TEST(JudgeExamination, ATurnedPageIsNamed) {
    PageExamination examination;
    examination.orientation = record::PageOrientation{2, 18'000};
    const auto judged = [&](const Regulation& regulation) {
        return judgeExamination(regulation, sampleOriginal("letter"), examination);
    };
    const record::Verdict verdict = judged(sampleRegulation());
    ASSERT_NE(find(verdict, FindingId::UpsideDown), nullptr);
    EXPECT_EQ(find(verdict, FindingId::UpsideDown)->measured.asInt(), 180);
    EXPECT_TRUE(verdict.permitted());
    examination.orientation->confidenceMilli = 3'499;
    EXPECT_THAT(judged(sampleRegulation()).findings, IsEmpty()) << "not sure enough";
    examination.orientation = record::PageOrientation{0, 18'000};
    EXPECT_THAT(judged(sampleRegulation()).findings, IsEmpty());
    examination.orientation.reset();
    EXPECT_THAT(judged(sampleRegulation()).findings, IsEmpty()) << "a blank page has no way up";
    examination.failure = "the worker died";
    EXPECT_TRUE(judged(sampleRegulation()).has(FindingId::NotExamined));
    EXPECT_TRUE(judged(sampleRegulation()).permitted()) << "a look that failed holds up nobody";
}

TEST(JudgeExamination, ATurnedPageMayHaveToBeDecided) {
    Regulation regulation = sampleRegulation();
    regulation.classes.at("letter").quality.turnedConfidenceMilli->severity = Severity::Refuse;
    ScanJob job = openJob();
    job.pages[1].examination = PageExamination{};
    job.pages[1].examination->orientation = record::PageOrientation{1, 9'000};
    job.pages[1].examinationVerdict =
        judgeExamination(regulation, job.original, *job.pages[1].examination);
    EXPECT_THAT(refusals(judgeSubmission(regulation, job)), ElementsAre(FindingId::PageUndecided));
    job.pages[1].mark = PageMark::AsOnPaper;
    job.pages[1].markReason = "a landscape table";
    EXPECT_THAT(refusals(judgeSubmission(regulation, job)), IsEmpty());
}

TEST(JudgeExamination, AClassMayAskThatEveryPageWasLookedAt) {
    Regulation regulation = sampleRegulation();
    regulation.classes.at("letter").quality.examineBeforeSealing = true;
    ScanJob job = openJob();
    EXPECT_THAT(refusals(judgeSubmission(regulation, job)),
                ElementsAre(FindingId::NotExamined, FindingId::NotExamined));
    for (record::Page& page : job.pages) {
        page.examination = PageExamination{};
    }
    EXPECT_THAT(refusals(judgeSubmission(regulation, job)), IsEmpty());
}

} // namespace
} // namespace seihon::regulation
