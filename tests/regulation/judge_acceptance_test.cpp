#include "samples.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace seihon::regulation {

namespace {

using record::FindingId;
using testing::ElementsAre;
using testing::IsEmpty;

record::ScanJob submittedJob() {
    record::ScanJob job = acceptedJob();
    job.state = record::JobState::Submitted;
    job.accepted.reset();
    return job;
}

TEST(JudgeAcceptance, PermitsAnotherPerson) {
    EXPECT_THAT(judgeAcceptance(sampleRegulation(), submittedJob(), manager()).findings, IsEmpty());
}

TEST(JudgeAcceptance, RefusesWhoeverOpenedPreparedOrSubmitted) {
    const Regulation regulation = sampleRegulation();
    for (int act = 0; act < 3; ++act) {
        record::ScanJob job = submittedJob();
        (act == 0   ? job.opened->actor
         : act == 1 ? job.prepared->actor
                    : job.submitted->actor) = manager();
        EXPECT_THAT(refusals(judgeAcceptance(regulation, job, manager())),
                    ElementsAre(FindingId::SamePersonScannedAndAccepted));
    }
}

TEST(JudgeAcceptance, ARoleDoesNotMakeAnotherPerson) {
    record::Actor promoted = clerk();
    promoted.role = record::Role::InformationCreationManager;
    EXPECT_THAT(refusals(judgeAcceptance(sampleRegulation(), submittedJob(), promoted)),
                ElementsAre(FindingId::SamePersonScannedAndAccepted));
    Regulation lenient = sampleRegulation();
    lenient.acceptByOtherPerson = false;
    EXPECT_TRUE(judgeAcceptance(lenient, submittedJob(), promoted).permitted());
}

TEST(JudgeAcceptance, IsAStepOfSubmittedJobsOnly) {
    EXPECT_THAT(refusals(judgeAcceptance(sampleRegulation(), openJob(), manager())),
                ElementsAre(FindingId::StepNotAllowed));
}

TEST(JudgeAcceptance, SeesPagesThatWereRejectedAfterSubmission) {
    record::ScanJob job = submittedJob();
    job.pages.at(0).mark = record::PageMark::Rejected;
    EXPECT_THAT(refusals(judgeAcceptance(sampleRegulation(), job, manager())),
                ElementsAre(FindingId::PageRejected));
}

} // namespace

} // namespace seihon::regulation
