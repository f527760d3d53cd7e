#include "samples.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace seihon::regulation {

namespace {

using record::FindingId;
using record::JobState;
using record::PageMark;
using record::ScanJob;
using record::Severity;
using record::Side;
using testing::ElementsAre;
using testing::IsEmpty;

std::vector<FindingId> judgedSubmission(const ScanJob& job) {
    return refusals(judgeSubmission(sampleRegulation(), job));
}

record::Finding finding(FindingId id, Severity severity = Severity::Refuse,
                        std::string subject = {}) {
    record::Finding out;
    out.id = id;
    out.severity = severity;
    out.subject = std::move(subject);
    return out;
}

TEST(JudgeSubmission, PermitsACompleteJob) {
    EXPECT_THAT(judgeSubmission(sampleRegulation(), openJob()).findings, IsEmpty());
}

TEST(JudgeSubmission, IsAStepOfOpenJobsOnly) {
    for (const JobState state : {JobState::Registered, JobState::Submitted, JobState::Accepted,
                                 JobState::SealingPending, JobState::Sealed, JobState::Abandoned}) {
        ScanJob job = openJob();
        job.state = state;
        EXPECT_THAT(judgedSubmission(job), ElementsAre(FindingId::StepNotAllowed));
    }
    ScanJob job = openJob();
    job.scanning = true;
    EXPECT_THAT(judgedSubmission(job), ElementsAre(FindingId::StepNotAllowed));
}

TEST(JudgeSubmission, NeedsBothAttestations) {
    ScanJob job = openJob();
    job.prepared.reset();
    EXPECT_THAT(judgedSubmission(job), ElementsAre(FindingId::NotPrepared));
    job = openJob();
    job.prepared->answer = "no";
    EXPECT_THAT(judgedSubmission(job), ElementsAre(FindingId::NotPrepared));
    job = openJob();
    job.compared.reset();
    EXPECT_THAT(judgedSubmission(job), ElementsAre(FindingId::NotCompared));
    job = openJob();
    job.compared->answer = "different";
    EXPECT_THAT(judgedSubmission(job), ElementsAre(FindingId::ComparedDifferent));
    job.compared->answer = "as-on-paper";
    EXPECT_THAT(judgedSubmission(job), ElementsAre(FindingId::ComparedDifferent))
        << "without a reason";
    job.compared->reason = "faint carbon copy";
    EXPECT_THAT(judgedSubmission(job), IsEmpty());
}

TEST(JudgeSubmission, CountsSheets) {
    ScanJob job = openJob();
    job.original.sheets = 3;
    job.sheetsPrepared = 3;
    EXPECT_THAT(judgedSubmission(job), ElementsAre(FindingId::SheetCountMismatch))
        << "one was never fed";
    job = openJob();
    job.sheetsPrepared = 3;
    EXPECT_THAT(judgedSubmission(job), ElementsAre(FindingId::SheetCountMismatch));
    job = openJob();
    job.sheetsFed = 3; // fed and lost again
    EXPECT_THAT(judgedSubmission(job), ElementsAre(FindingId::SheetCountMismatch));
    job = openJob();
    job.pages.at(1).sheet = 3; // a gap: fed as sheet 3, nothing on sheet 2
    EXPECT_THAT(judgedSubmission(job), ElementsAre(FindingId::SheetCountMismatch));
    job = openJob();
    job.pages.clear();
    job.sheetsFed = 0;
    EXPECT_THAT(judgedSubmission(job),
                ElementsAre(FindingId::NoPages, FindingId::SheetCountMismatch));
}

TEST(JudgeSubmission, CountsSides) {
    ScanJob job = openJob();
    job.original.duplex = true;
    EXPECT_THAT(judgedSubmission(job),
                ElementsAre(FindingId::SideCountMismatch, FindingId::SideCountMismatch));
    job.pages.push_back(samplePage(1, Side::Back));
    job.pages.push_back(samplePage(2, Side::Back));
    EXPECT_THAT(judgedSubmission(job), IsEmpty());
    job.pages.push_back(samplePage(2, Side::Back));
    job.pages.back().pixelDigest = record::sha256("another");
    EXPECT_THAT(judgedSubmission(job), ElementsAre(FindingId::SideCountMismatch))
        << "one side twice";
}

TEST(JudgeSubmission, APrescriptionHasTwoSidesWhateverWasDeclared) {
    ScanJob job = openJob("prescription");
    EXPECT_FALSE(job.original.duplex);
    EXPECT_THAT(judgedSubmission(job),
                ElementsAre(FindingId::SideCountMismatch, FindingId::SideCountMismatch));
}

TEST(JudgeSubmission, ARefusedPageAwaitsADecision) {
    ScanJob job = openJob();
    job.pages.at(1).verdict.add(finding(FindingId::Blurred));
    const auto verdict = judgeSubmission(sampleRegulation(), job);
    EXPECT_THAT(refusals(verdict), ElementsAre(FindingId::PageUndecided));
    EXPECT_EQ(verdict.findings.at(0).subject, "page 2");
    EXPECT_EQ(verdict.findings.at(0).measured.asString(), "Blurred");

    job.pages.at(1).mark = PageMark::AsOnPaper;
    EXPECT_THAT(judgedSubmission(job), ElementsAre(FindingId::PageUndecided)) << "without a reason";
    job.pages.at(1).markReason = "the carbon copy is like that";
    EXPECT_THAT(judgedSubmission(job), IsEmpty());
    job.pages.at(1).mark = PageMark::Blank;
    EXPECT_THAT(judgedSubmission(job), ElementsAre(FindingId::PageUndecided));
}

TEST(JudgeSubmission, WarningsBlockNothing) {
    ScanJob job = openJob();
    job.pages.at(0).verdict.add(finding(FindingId::LooksBlank, Severity::Warn));
    job.pages.at(1).verdict.add(finding(FindingId::Skewed, Severity::Warn));
    EXPECT_THAT(judgedSubmission(job), IsEmpty());
}

TEST(JudgeSubmission, WhatTheDeviceDidIsNeverAsOnPaper) {
    for (const auto& spoiled :
         {finding(FindingId::DeviceNotQualified), finding(FindingId::QualificationExpired),
          finding(FindingId::OptionNotDelivered), finding(FindingId::LossyWireFormat),
          finding(FindingId::ImportedImage), finding(FindingId::ColourBelowRequired),
          finding(FindingId::DepthBelowRequired), finding(FindingId::NotMeasured),
          finding(FindingId::DemoData),
          finding(FindingId::ResolutionBelowRequired, Severity::Refuse, "delivered"),
          finding(FindingId::PageTruncated, Severity::Refuse, "delivered")}) {
        ScanJob job = openJob();
        job.pages.at(0).verdict.add(spoiled);
        job.pages.at(0).mark = PageMark::AsOnPaper;
        job.pages.at(0).markReason = "somebody insists";
        EXPECT_THAT(judgedSubmission(job), ElementsAre(FindingId::PageUndecided))
            << record::enumName(spoiled.id);
    }
    ScanJob job = openJob();
    job.pages.at(0).verdict.add(
        finding(FindingId::ResolutionBelowRequired, Severity::Refuse, "effectiveDpi"));
    job.pages.at(0).mark = PageMark::AsOnPaper;
    job.pages.at(0).markReason = "a fax";
    EXPECT_THAT(judgedSubmission(job), IsEmpty());
}

TEST(JudgeSubmission, ARejectedPageMustBeReplaced) {
    ScanJob job = openJob();
    job.pages.at(0).mark = PageMark::Rejected;
    EXPECT_THAT(judgedSubmission(job), ElementsAre(FindingId::PageRejected));
    record::Page replacement = samplePage(1);
    replacement.supersedes = job.pages.at(0).captureId;
    job.superseded.push_back(job.pages.at(0));
    job.pages.at(0) = replacement;
    EXPECT_THAT(judgedSubmission(job), IsEmpty());
}

TEST(JudgeSubmission, EqualPixelsAreADuplicate) {
    ScanJob job = openJob();
    job.pages.at(1).pixelDigest = job.pages.at(0).pixelDigest;
    const auto verdict = judgeSubmission(sampleRegulation(), job);
    EXPECT_THAT(refusals(verdict), ElementsAre(FindingId::DuplicatePage));
    EXPECT_EQ(verdict.findings.at(0).subject, "page 1 = page 2");

    job.pages.at(1).mark = PageMark::AsOnPaper;
    job.pages.at(1).markReason = "two identical forms";
    EXPECT_TRUE(judgeSubmission(sampleRegulation(), job).permitted());
    EXPECT_THAT(idsOf(judgeSubmission(sampleRegulation(), job), Severity::Note),
                ElementsAre(FindingId::DuplicatePage));
}

TEST(JudgeSubmission, BlankSidesMayBeEqual) {
    ScanJob job = openJob();
    job.pages.at(1).pixelDigest = job.pages.at(0).pixelDigest;
    job.pages.at(0).mark = PageMark::Blank;
    EXPECT_THAT(judgedSubmission(job), ElementsAre(FindingId::DuplicatePage))
        << "only one is blank";
    job.pages.at(1).verdict.add(finding(FindingId::LooksBlank, Severity::Warn));
    EXPECT_THAT(judgedSubmission(job), IsEmpty());
}

TEST(JudgeSubmission, AConvertedJobIsJudgedAsTheReferenceCopyThatItIs) {
    ScanJob job = openJob();
    job.pages.at(0).capture.mode = record::ColourMode::Grey;
    job.pages.at(0).verdict = judgePage(sampleRegulation(), job.original, job.pages.at(0).capture,
                                        job.pages.at(0).measurement);
    EXPECT_THAT(judgedSubmission(job), ElementsAre(FindingId::PageUndecided));
    job.referenceCopy = true;
    job.original.documentClass = "copy";
    EXPECT_THAT(judgedSubmission(job), IsEmpty());
    job.pages.at(0).verdict.add(finding(FindingId::DeviceNotQualified));
    EXPECT_THAT(judgedSubmission(job), ElementsAre(FindingId::PageUndecided))
        << "the device is the same";
}

TEST(JudgeSubmission, RefusesAnUnknownClass) {
    EXPECT_THAT(judgedSubmission(openJob("nonsense")), ElementsAre(FindingId::ClassUnknown));
}

} // namespace

} // namespace seihon::regulation
