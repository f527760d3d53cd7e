#include "samples.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace seihon::regulation {

namespace {

using record::FindingId;
using record::Severity;
using testing::ElementsAre;
using testing::IsEmpty;

std::vector<ProvenTime> proofsAt(std::initializer_list<std::string_view> times) {
    std::vector<ProvenTime> out;
    for (const std::string_view time : times) {
        out.push_back({at(time), "seal"});
    }
    return out;
}

record::Excuse excuseBy(const record::Actor& actor, std::optional<record::Instant> ended = {}) {
    return {{actor, at("2026-11-20T09:00:00+09:00"), "timestamp authority away", {}}, ended};
}

TEST(JudgeLateness, TheEarliestProofCounts) {
    const Regulation regulation = sampleRegulation();
    const auto job = acceptedJob();
    EXPECT_THAT(judgeLateness(regulation, job, proofsAt({kDeadline})).findings, IsEmpty());
    EXPECT_THAT(judgeLateness(regulation, job,
                              proofsAt({"2026-11-25T00:00:00+09:00", "2026-11-17T12:00:00+09:00"}))
                    .findings,
                IsEmpty());
    const auto late = judgeLateness(
        regulation, job, proofsAt({"2026-11-25T00:00:00+09:00", "2026-11-18T00:00:00.001+09:00"}));
    EXPECT_THAT(refusals(late), ElementsAre(FindingId::ProofOfScanTimeLate));
    EXPECT_EQ(late.findings.at(0).measured.asString(), "2026-11-18 00:00:00 +09:00");
}

TEST(JudgePendingProof, WarnsWhenTheTokenCannotComeInTimeAnyMore) {
    const Regulation regulation = sampleRegulation();
    auto job = acceptedJob();
    const record::Instant deadline = at(kDeadline);
    const record::Instant late = deadline + std::chrono::milliseconds(1);
    EXPECT_THAT(judgePendingProof(regulation, job, late).findings, IsEmpty()); // not yet signed
    job.state = record::JobState::SealingPending;
    job.sealing.emplace();
    EXPECT_THAT(judgePendingProof(regulation, job, deadline).findings, IsEmpty());
    EXPECT_THAT(idsOf(judgePendingProof(regulation, job, late), Severity::Warn),
                ElementsAre(FindingId::ProofOfScanTimeLate));
    job.sealing->scanProof = record::ScanProofFacts{{}, deadline, 7};
    EXPECT_THAT(judgePendingProof(regulation, job, late).findings, IsEmpty());
    job.sealing->scanProof->at = late;
    EXPECT_THAT(idsOf(judgePendingProof(regulation, job, late), Severity::Warn),
                ElementsAre(FindingId::ProofOfScanTimeLate));
    job.excuse = excuseBy(manager());
    EXPECT_THAT(judgePendingProof(regulation, job, late).findings, IsEmpty());
}

TEST(JudgeLateness, NoProofProvesNothing) {
    auto job = acceptedJob();
    EXPECT_THAT(refusals(judgeLateness(sampleRegulation(), job, {})),
                ElementsAre(FindingId::ProofOfScanTimeLate));
    job.excuse = excuseBy(manager());
    EXPECT_THAT(refusals(judgeLateness(sampleRegulation(), job, {})),
                ElementsAre(FindingId::ProofOfScanTimeLate));
}

TEST(JudgeLateness, AnExcuseByTheManagerIsNoted) {
    auto job = acceptedJob();
    job.excuse = excuseBy(manager());
    const auto verdict =
        judgeLateness(sampleRegulation(), job, proofsAt({"2026-11-20T10:00:00+09:00"}));
    EXPECT_TRUE(verdict.permitted());
    EXPECT_THAT(idsOf(verdict, Severity::Note), ElementsAre(FindingId::ExcusedLateness));
    EXPECT_EQ(verdict.findings.at(0).subject, "timestamp authority away");
}

TEST(JudgeLateness, AnExcuseByTheWrongPersonOrWithoutReasonCountsForNothing) {
    auto job = acceptedJob();
    const auto proofs = proofsAt({"2026-11-20T10:00:00+09:00"});
    job.excuse = excuseBy(clerk());
    EXPECT_FALSE(judgeLateness(sampleRegulation(), job, proofs).permitted());
    job.excuse = excuseBy(manager());
    job.excuse->act.reason.clear();
    EXPECT_FALSE(judgeLateness(sampleRegulation(), job, proofs).permitted());
}

TEST(JudgeLateness, TheWindowRunsAnewFromTheEndOfTheHindrance) {
    auto job = acceptedJob();
    // Ended Thursday 19th: until the end of Friday 20th.
    job.excuse = excuseBy(manager(), at("2026-11-19T15:00:00+09:00"));
    const Regulation regulation = sampleRegulation();
    EXPECT_TRUE(
        judgeLateness(regulation, job, proofsAt({"2026-11-21T00:00:00+09:00"})).permitted());
    EXPECT_FALSE(
        judgeLateness(regulation, job, proofsAt({"2026-11-21T00:00:00.001+09:00"})).permitted());
    job.excuse->hindranceEnded = at("2026-12-20T00:00:00+09:00"); // after it was excused
    EXPECT_FALSE(
        judgeLateness(regulation, job, proofsAt({"2026-11-20T10:00:00+09:00"})).permitted());
}

TEST(JudgeLateness, ReferenceCopiesAreExemptAndUnknownStartsAreNot) {
    const auto proofs = proofsAt({"2028-01-01T00:00:00Z"});
    EXPECT_THAT(judgeLateness(sampleRegulation(), acceptedJob("copy"), proofs).findings, IsEmpty());
    auto job = acceptedJob();
    job.referenceCopy = true;
    EXPECT_THAT(judgeLateness(sampleRegulation(), job, proofs).findings, IsEmpty());
    job = acceptedJob();
    job.original.receivedAt.reset();
    job.excuse = excuseBy(manager());
    EXPECT_THAT(refusals(judgeLateness(sampleRegulation(), job, proofs)),
                ElementsAre(FindingId::ReceivedUnknown));
}

TEST(JudgeSealDelay, WarnsAfterTheDelayAndNeverRefuses) {
    const Regulation regulation = sampleRegulation();
    auto job = acceptedJob(); // last page at 11:00 on the 17th, delay 24 h
    EXPECT_THAT(judgeSealDelay(regulation, job, at("2026-11-18T11:00:00+09:00")).findings,
                IsEmpty());
    const auto late = judgeSealDelay(regulation, job, at("2026-11-18T11:01:00+09:00"));
    EXPECT_THAT(idsOf(late, Severity::Warn), ElementsAre(FindingId::SealDelayed));
    EXPECT_EQ(late.findings.at(0).measured.asInt(), 24 * 60 + 1);
    for (const auto state : {record::JobState::Sealed, record::JobState::Abandoned}) {
        job.state = state;
        EXPECT_THAT(judgeSealDelay(regulation, job, at("2027-11-18T00:00:00Z")).findings,
                    IsEmpty());
    }
}

TEST(JudgeSealDelay, SaysNothingBeforeTheFirstPage) {
    auto job = openJob();
    job.pages.clear();
    EXPECT_THAT(judgeSealDelay(sampleRegulation(), job, at("2027-11-18T00:00:00Z")).findings,
                IsEmpty());
}

} // namespace

} // namespace seihon::regulation
