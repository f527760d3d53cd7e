#include "regulation/judge_inspection.h"

#include "project_samples.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace seihon::regulation {

namespace {

using record::FindingId;
using record::ScanJob;
using testing::ElementsAre;
using testing::IsEmpty;

// Of the project, handed in; page 2 is drawn.
ScanJob handedIn() {
    ScanJob job = acceptedJob("letter");
    job.project = record::ProjectLink{kProjectId, record::sha256("plan"), 1};
    record::PageDraw draw;
    draw.pages = {2};
    record::submitted(job.inspection, draw);
    return job;
}

void look(ScanJob& job, const std::string& user, std::int64_t page) {
    job.inspection.viewed[user][page] = record::findPage(job, page)->fileDigest;
}

record::Actor third() {
    return {"third", "Third", record::Role::ScanOperator};
}

TEST(JudgeInspection, DrawnPagesAndAllThatAskForEyes) {
    ScanJob job = handedIn();
    ASSERT_GE(job.pages.size(), 2u);
    EXPECT_THAT(pagesToInspect(job), ElementsAre(2));
    job.pages[0].mark = record::PageMark::Blank;
    EXPECT_THAT(pagesToInspect(job), ElementsAre(1, 2));
    job.pages[0].mark = record::PageMark::None;
    record::Finding finding;
    finding.severity = record::Severity::Note;
    job.pages[0].verdict.add(finding);
    EXPECT_THAT(pagesToInspect(job), ElementsAre(2));
    finding.severity = record::Severity::Warn;
    job.pages[0].verdict.add(finding);
    EXPECT_THAT(pagesToInspect(job), ElementsAre(1, 2));
}

TEST(JudgeInspection, WhoeverHadAHandInItIsRefused) {
    const Regulation regulation = projectRegulation();
    const ProjectPlan plan = samplePlan(regulation);
    EXPECT_THAT(judgeInspector(plan, handedIn(), third()).findings, IsEmpty());
    EXPECT_THAT(refusals(judgeInspector(plan, handedIn(), manager())),
                ElementsAre(FindingId::InspectorNotInPlan));
    const std::vector<std::function<void(ScanJob&)>> hands{
        [](ScanJob& job) { job.scannedBy.insert("third"); },
        [](ScanJob& job) { job.opened->actor = third(); },
        [](ScanJob& job) { job.prepared->actor = third(); },
        [](ScanJob& job) { job.compared->actor = third(); },
        [](ScanJob& job) { job.submitted->actor = third(); },
        [](ScanJob& job) {
            job.pages[0].mark = record::PageMark::AsOnPaper;
            job.pages[0].markedBy = third();
        },
        [](ScanJob& job) {
            job.setAside.push_back({1, {}, {third(), {}, "fed twice", {}}});
        },
        [](ScanJob& job) {
            job.recounts.push_back({2, 3, {third(), {}, "one more", {}}});
        }};
    for (const auto& hand : hands) {
        ScanJob job = handedIn();
        hand(job);
        EXPECT_THAT(refusals(judgeInspector(plan, job, third())),
                    ElementsAre(FindingId::SamePersonScannedAndInspected));
        job.inspection.approved = record::Act{third(), {}, {}, {}};
        look(job, "third", 1);
        look(job, "third", 2);
        EXPECT_THAT(refusals(judgeInspected(job)),
                    ElementsAre(FindingId::SamePersonScannedAndInspected));
    }
}

TEST(JudgeInspection, WhatWasSeenIsWhatIsThere) {
    ScanJob job = handedIn();
    EXPECT_THAT(refusals(judgeInspectionApproval(job, third())),
                ElementsAre(FindingId::PageNotViewed));
    look(job, "somebody", 2);
    EXPECT_FALSE(judgeInspectionApproval(job, third()).permitted());
    look(job, "third", 2);
    EXPECT_TRUE(judgeInspectionApproval(job, third()).permitted());
    EXPECT_THAT(refusals(judgeInspected(job)), ElementsAre(FindingId::InspectionMissing));
    job.inspection.approved = record::Act{third(), {}, {}, {}};
    EXPECT_TRUE(judgeInspected(job).permitted());
    job.pages[0].mark = record::PageMark::Blank; // decided after the approval
    EXPECT_THAT(refusals(judgeInspected(job)), ElementsAre(FindingId::InspectionMissing));
    job.pages[0].mark = record::PageMark::None;
    job.pages[1].fileDigest = record::sha256("another image");
    EXPECT_FALSE(judgeInspectionApproval(job, third()).permitted());
    EXPECT_FALSE(judgeInspected(job).permitted());
}

TEST(JudgeInspection, OtherJobsHaveNone) {
    ScanJob job = handedIn();
    job.project.reset();
    EXPECT_TRUE(judgeInspected(job).permitted());
    ScanJob corrected = handedIn();
    corrected.amends.emplace();
    EXPECT_FALSE(judgeInspected(corrected).permitted()); // scanned anew
    corrected.amends->samePages = true;
    EXPECT_TRUE(judgeInspected(corrected).permitted());
}

TEST(JudgeInspection, TheDrawIsOfAShareAndThenOfAll) {
    const Regulation regulation = projectRegulation();
    ScanJob job = handedIn();
    job.inspection = {};
    EXPECT_EQ(drawForInspection(regulation, job, false).scope, record::DrawScope::AllAgain);
    job.inspection.committed = {record::sha256("seed"), record::sha256("salt")};
    const record::PageDraw share = drawForInspection(regulation, job, false);
    EXPECT_EQ(share.scope, record::DrawScope::Share);
    EXPECT_EQ(share.pages.size(), 1u); // a tenth, at least one
    EXPECT_EQ(record::pageDrawFromJson(record::toJson(share)), share);
    const record::PageDraw strict = drawForInspection(regulation, job, true);
    EXPECT_EQ(strict.scope, record::DrawScope::AllAfterFault);
    EXPECT_EQ(strict.pages.size(), job.pages.size());
    record::submitted(job.inspection, share);
    record::reopened(job.inspection);
    EXPECT_EQ(drawForInspection(regulation, job, false).scope, record::DrawScope::AllAgain);
}

} // namespace

} // namespace seihon::regulation
