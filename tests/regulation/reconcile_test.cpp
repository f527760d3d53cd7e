#include "regulation/judge.h"
#include "samples.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace seihon::regulation {

namespace {

using record::FindingId;
using record::PageMark;
using record::ScanJob;
using record::Severity;
using testing::ElementsAre;
using testing::IsEmpty;

std::vector<FindingId> refused(const ScanJob& job) {
    return refusals(judgeSubmission(sampleRegulation(), job));
}

ScanJob withAlikePages(std::int64_t permille) {
    ScanJob job = openJob();
    job.pages.at(1).alike = {{job.pages.at(0).captureId, "", 1, permille}};
    return job;
}

} // namespace

TEST(JudgeReconciled, NearlyTheSameContentIsTheSamePaper) {
    EXPECT_THAT(refused(withAlikePages(945)), ElementsAre(FindingId::DuplicatePage));
    EXPECT_THAT(refused(withAlikePages(944)), IsEmpty());
    const ScanJob job = withAlikePages(987);
    const auto verdict = judgeSubmission(sampleRegulation(), job);
    EXPECT_EQ(verdict.findings.at(0).subject, "page 1 = page 2");
    EXPECT_EQ(verdict.findings.at(0).measured.asInt(), 987);
    EXPECT_EQ(verdict.findings.at(0).required.asInt(), 945);
}

TEST(JudgeReconciled, APersonMaySayThatThePaperIsLikeThat) {
    ScanJob job = withAlikePages(990);
    job.pages.at(1).mark = PageMark::AsOnPaper;
    job.pages.at(1).markReason = "two copies of the form";
    EXPECT_THAT(refused(job), IsEmpty());
    EXPECT_THAT(idsOf(judgeSubmission(sampleRegulation(), job), Severity::Note),
                ElementsAre(FindingId::DuplicatePage));
}

TEST(JudgeReconciled, AlikeToAPageThatIsGoneIsNoDuplicate) {
    ScanJob job = withAlikePages(990);
    job.pages.at(1).alike.at(0).captureId = "set aside since";
    EXPECT_THAT(refused(job), IsEmpty());
}

TEST(JudgeReconciled, TheLimitIsTheRegulations) {
    Regulation strict = sampleRegulation();
    strict.duplicates.similarityPermille = 990;
    EXPECT_TRUE(judgeSubmission(strict, withAlikePages(985)).permitted());
}

TEST(JudgeReconciled, AnotherJobsContentIsAskedAbout) {
    record::Page page = samplePage(1);
    page.alike = {{"x", "job-9", 7, 960}, {"y", "", 3, 950}, {"z", "", 4, 100}};
    const auto verdict = judgeLikeness(sampleRegulation(), page);
    EXPECT_THAT(idsOf(verdict, Severity::Warn),
                ElementsAre(FindingId::DuplicatePage, FindingId::DuplicatePage));
    EXPECT_EQ(verdict.findings.at(0).subject, "job job-9, sheet 7");
    EXPECT_EQ(verdict.findings.at(1).subject, "sheet 3");
    Regulation strict = sampleRegulation();
    strict.duplicates.otherJob = Severity::Refuse;
    EXPECT_THAT(refusals(judgeLikeness(strict, page)), ElementsAre(FindingId::DuplicatePage));
}

// [A2] The wrong chart is worse than the same one twice: it is no matter of the hospital's choice.
TEST(JudgeReconciled, WhatStandsInAnotherPatientsJobWaitsForAReason) {
    ScanJob job = openJob();
    record::Page& page = job.pages.at(0);
    page.alike = {{"x", "job-9", 7, 960}, {"y", "job-8", 1, 970}};
    page.otherPatients = {"job-9", "job-7"};
    Regulation easy = sampleRegulation();
    easy.duplicates.otherJob = Severity::Note;
    page.verdict = judgeLikeness(easy, page);
    EXPECT_THAT(refusals(page.verdict),
                ElementsAre(FindingId::PageOfOtherPatient, FindingId::PageOfOtherPatient));
    EXPECT_EQ(page.verdict.findings.at(0).subject, "job job-9, sheet 7");
    EXPECT_EQ(page.verdict.findings.at(1).subject, "job job-7");
    EXPECT_THAT(idsOf(page.verdict, Severity::Note), ElementsAre(FindingId::DuplicatePage));
    EXPECT_THAT(refusals(judgeSubmission(easy, job)), ElementsAre(FindingId::PageUndecided));
    page.mark = PageMark::AsOnPaper;
    page.markReason = "a leaflet that both were given";
    EXPECT_TRUE(judgeSubmission(easy, job).permitted());
}

TEST(JudgeReconciled, AnythingButATwinIsNotSetAsideInSilence) { // [A2, A10]
    ScanJob job = openJob();
    record::SheetAside aside;
    aside.sheet = 3;
    aside.act.actor.user = "clerk";
    aside.act.reason = "of another chart";
    aside.pages = {samplePage(3)};
    aside.pages[0].captureId = "aside";
    job.setAside = {aside};
    const auto unlike = [&] {
        return find(judgeSubmission(sampleRegulation(), job), FindingId::SetAsideUnlike) != nullptr;
    };
    EXPECT_TRUE(unlike());
    job.setAside[0].pages[0].alike = {{"x", "", 1, 960}};
    EXPECT_FALSE(unlike()) << "the second copy says so";
    job.setAside[0].pages[0].alike = {{"x", "job-9", 1, 960}};
    EXPECT_TRUE(unlike()) << "alike to a page of another job";
    job.setAside[0].pages[0].alike.clear();
    job.pages[0].alike = {{"aside", "", 3, 100}};
    EXPECT_TRUE(unlike()) << "not alike enough";
    job.pages[0].alike = {{"aside", "", 3, 960}};
    EXPECT_FALSE(unlike()) << "the first copy was set aside";
    job.pages[0].alike.clear();
    job.setAside[0].pages[0].pixelDigest = job.pages[1].pixelDigest;
    EXPECT_FALSE(unlike()) << "the same pixels";
}

// Nobody makes paper go away alone [A2]: not by setting it aside, not by counting less.
TEST(JudgeReconciled, WhereNobodyAcceptsASecondPersonCounts) {
    Regulation regulation = sampleRegulation();
    ScanJob job = openJob();
    DocumentClass& kind = regulation.classes.at(job.original.documentClass);
    kind.acceptanceRequired = false;
    job.scannedBy = {"clerk"};
    const auto recount = [&](std::int64_t before, std::int64_t sheets, const char* user,
                             const char* time) {
        record::Recount one{before, sheets, {}};
        one.act.actor.user = user;
        one.act.at = at(time);
        job.recounts.push_back(one);
    };
    const auto needed = [&] {
        return judgeSubmission(regulation, job).has(FindingId::SecondCountNeeded);
    };
    recount(1, 2, "clerk", "2026-11-20T10:00:00+09:00");
    EXPECT_FALSE(needed()) << "more paper than was declared: nothing goes away";
    recount(3, 2, "clerk", "2026-11-20T10:01:00+09:00");
    EXPECT_TRUE(needed());
    recount(2, 2, "clerk", "2026-11-20T10:02:00+09:00");
    EXPECT_TRUE(needed()) << "the same person twice is no second one";
    kind.acceptanceRequired = true;
    EXPECT_FALSE(needed()) << "somebody else accepts, and is told";
    EXPECT_TRUE(judgeSubmission(regulation, job).has(FindingId::SheetsRecounted));
    kind.acceptanceRequired = false;
    recount(2, 2, "ward nurse", "2026-11-20T10:03:00+09:00");
    EXPECT_FALSE(needed());

    record::SheetAside aside;
    aside.sheet = 3;
    aside.pages = {samplePage(3)};
    aside.act.actor.user = "clerk";
    aside.act.at = at("2026-11-20T10:04:00+09:00");
    job.setAside = {aside};
    EXPECT_TRUE(needed()) << "set aside after the second count";
    recount(2, 2, "ward nurse", "2026-11-20T10:05:00+09:00");
    EXPECT_FALSE(needed());
}

TEST(JudgeReconciled, NamesTheSheetsThatNeverCameBack) {
    ScanJob job = openJob();
    job.original.sheets = 4;
    job.sheetsPrepared = 4;
    job.interruptions.push_back({"PaperJam", 3, {3, 4, 5}, "", {}});
    EXPECT_THAT(refused(job),
                ElementsAre(FindingId::SheetCountMismatch, FindingId::SheetsToPutBack));
    const auto verdict = judgeSubmission(sampleRegulation(), job);
    EXPECT_EQ(find(verdict, FindingId::SheetCountMismatch)->subject, "1, 2");
    EXPECT_EQ(find(verdict, FindingId::SheetsToPutBack)->subject, "3, 4")
        << "there is no fifth sheet";
    EXPECT_THAT(idsOf(judgeOpenFeed(job), Severity::Warn), ElementsAre(FindingId::SheetsToPutBack));

    job.original.sheets = job.sheetsPrepared = 2; // they came back since
    EXPECT_THAT(refused(job), IsEmpty());
    EXPECT_TRUE(judgeOpenFeed(job).findings.empty());
}

TEST(JudgeReconciled, ABackWithoutAFrontBlocks) {
    ScanJob job = openJob();
    job.pages.push_back(samplePage(3, record::Side::Back));
    job.original.sheets = job.sheetsPrepared = job.sheetsFed = 3;
    EXPECT_THAT(refused(job), ElementsAre(FindingId::SideCountMismatch));
}

} // namespace seihon::regulation
