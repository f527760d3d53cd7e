#include "regulation/judge_later.h"

#include "samples.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// What may become of a sealed record and of its paper [A10, B5, E1, F4].
namespace seihon::regulation {

namespace {

using enum record::FindingId;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

Regulation rules() {
    Regulation regulation = sampleRegulation();
    regulation.equivalence.electronicOnly = {"prescription"};
    SamplingPlan plan;
    plan.id = "ordinary";
    plan.classes = {"seal-direct"};
    regulation.equivalence.plans.emplace(plan.id, plan);
    return regulation;
}

record::ScanJob sealedJob(const std::string& kind = "letter") {
    record::ScanJob job = acceptedJob(kind);
    job.state = record::JobState::Sealed;
    job.sealed.emplace().recordId = "record-1";
    job.later.paper.place = record::PaperPlace{"B1", "S1", "1"};
    return job;
}

const record::Instant kLater = at("2026-12-01T12:00:00+09:00");

std::vector<record::FindingId> amended(const record::ScanJob& job, const AmendmentWish& wish,
                                       const std::vector<OtherAmendment>& others = {}) {
    return refusals(judgeAmendment(rules(), job, wish, others));
}

std::vector<record::FindingId> released(const record::ScanJob& job, SampleStanding standing,
                                        record::Instant now = kLater) {
    return refusals(judgePaperRelease(rules(), job, standing, now));
}

void withdraw(record::ScanJob& job, bool wrongPatient) {
    job.later.withdrawn =
        record::Withdrawal{{manager(), kLater, "another patient", {}}, wrongPatient};
    job.later.incidents.push_back(
        {"i-1", record::IncidentKind::Withdrawn, {manager(), kLater, "", {}}, std::nullopt});
}

} // namespace

TEST(JudgeAmendment, APrescriptionIsCorrectedElectronicallyOnly) { // [E1]
    EXPECT_THAT(amended(sealedJob("prescription"), {.samePages = false}),
                ElementsAre(CorrectionNotElectronic));
    EXPECT_THAT(amended(sealedJob("prescription"), {.samePages = true, .corrections = 1}),
                IsEmpty());
    EXPECT_THAT(amended(sealedJob("letter"), {.samePages = false}), IsEmpty());
}

TEST(JudgeAmendment, TheSamePagesNeedADifference) {
    EXPECT_THAT(amended(sealedJob(), {.samePages = true}), ElementsAre(CorrectionMissing));
    EXPECT_THAT(amended(sealedJob(), {.samePages = true, .otherPatient = true}), IsEmpty());
    EXPECT_THAT(amended(sealedJob(), {.samePages = true, .corrections = 1}), IsEmpty());
}

TEST(JudgeAmendment, VersionsAreAChainUnlessSomebodySaysFork) { // [F4]
    const AmendmentWish wish{.samePages = true, .corrections = 1};
    EXPECT_THAT(amended(sealedJob(), wish, {{"job-2", ""}}), ElementsAre(NewerVersionExists));
    EXPECT_THAT(amended(sealedJob(), wish, {{"job-2", "record-2"}}),
                ElementsAre(NewerVersionExists));
    AmendmentWish fork = wish;
    fork.fork = true;
    const std::vector<OtherAmendment> others{{"job-2", "record-2"}};
    const auto verdict = judgeAmendment(rules(), sealedJob(), fork, others);
    EXPECT_TRUE(verdict.permitted());
    EXPECT_TRUE(verdict.has(NewerVersionExists)); // and it is said
}

TEST(JudgeAmendment, AWrongPatientIsNotSealedAgainForTheSameOne) {
    record::ScanJob job = sealedJob();
    withdraw(job, true);
    EXPECT_THAT(amended(job, {.samePages = true, .corrections = 1}), ElementsAre(RecordWithdrawn));
    EXPECT_THAT(amended(job, {.samePages = true, .otherPatient = true}), IsEmpty());
    record::ScanJob other = sealedJob();
    withdraw(other, false);
    EXPECT_THAT(amended(other, {.samePages = true, .corrections = 1}), IsEmpty());
}

// Asked again at submission and sealing: the job may have been scanned anew meanwhile.
TEST(JudgeCorrection, StandsInTheWayOfSubmittingAndSealing) {
    record::ScanJob job = acceptedJob("prescription");
    job.pages = {samplePage(1), samplePage(1, record::Side::Back), samplePage(2),
                 samplePage(2, record::Side::Back)};
    record::SignerCertificate card = sampleCertificate();
    card.healthcareRoles = {"Pharmacist"};
    const auto sealing = [&] {
        return refusals(judgeSealing(rules(), job, clerk(), card, at("2026-11-17T13:00:00+09:00")));
    };
    EXPECT_THAT(sealing(), IsEmpty());
    job.amends.emplace().samePages = false;
    EXPECT_THAT(sealing(), ElementsAre(CorrectionNotElectronic));
    job.amends->samePages = true;
    EXPECT_THAT(sealing(), ElementsAre(CorrectionMissing));
    job.amends->corrections = {{"dose", "1", "2"}};
    EXPECT_THAT(sealing(), IsEmpty());
    job.state = record::JobState::Open;
    job.amends->corrections.clear();
    EXPECT_THAT(refusals(judgeSubmission(rules(), job)), ElementsAre(CorrectionMissing));
}

TEST(JudgeShowing, AWithdrawnRecordIsShownToWhoAsksForIt) {
    record::ScanJob job = sealedJob();
    EXPECT_THAT(judgeShowing(job, false).findings, IsEmpty());
    withdraw(job, true);
    EXPECT_THAT(refusals(judgeShowing(job, false)), ElementsAre(RecordWithdrawn));
    EXPECT_TRUE(judgeShowing(job, true).permitted());
    EXPECT_TRUE(judgeShowing(job, true).has(RecordWithdrawn));
}

TEST(JudgeIncidentClosing, OnlyOneThatIsOpen) {
    record::ScanJob job = sealedJob();
    withdraw(job, false);
    EXPECT_TRUE(judgeIncidentClosing(job, "i-1").permitted());
    EXPECT_THAT(refusals(judgeIncidentClosing(job, "i-2")), ElementsAre(IncidentUnknown));
    job.later.incidents[0].closed = record::Act{};
    EXPECT_THAT(refusals(judgeIncidentClosing(job, "i-1")), ElementsAre(IncidentUnknown));
}

TEST(JudgeInspection, ASecondPersonWhoHasLookedAtADrawnPage) { // [A10]
    const record::ScanJob job = sealedJob("seal-direct");      // opened, prepared by the clerk
    EXPECT_THAT(refusals(judgeInspection(job, manager(), 1, {1, 2}, {1})), IsEmpty());
    EXPECT_THAT(refusals(judgeInspection(job, manager(), 2, {1, 2}, {1})),
                ElementsAre(PageNotViewed));
    EXPECT_THAT(refusals(judgeInspection(job, manager(), 3, {1, 2}, {1, 3})),
                ElementsAre(NotInSample));
    EXPECT_THAT(refusals(judgeInspection(job, clerk(), 1, {1}, {1})),
                ElementsAre(SamePersonScannedAndInspected));
}

TEST(JudgePaperRelease, WaitsForTheSample) { // [A10]
    const record::ScanJob job = sealedJob("seal-direct");
    EXPECT_THAT(released(job, SampleStanding::Closed), IsEmpty());
    EXPECT_THAT(released(job, SampleStanding::Open), ElementsAre(SampleStillOpen));
    EXPECT_THAT(released(job, SampleStanding::NotDrawn), ElementsAre(SampleNotDrawn));
    EXPECT_THAT(released(sealedJob("letter"), SampleStanding::NoPlan), IsEmpty());
    record::ScanJob nobody = sealedJob("letter"); // sealed when its class was sampled
    nobody.accepted.reset();
    EXPECT_THAT(released(nobody, SampleStanding::NoPlan), ElementsAre(NotAccepted));
}

TEST(JudgePaperRelease, PaperThatIsTheOriginalStays) { // [A16, B5, D3]
    EXPECT_THAT(released(sealedJob("copy"), SampleStanding::NoPlan),
                ElementsAre(PaperIsTheOriginal));
    record::ScanJob converted = sealedJob();
    converted.referenceCopy = true;
    EXPECT_THAT(released(converted, SampleStanding::NoPlan), ElementsAre(PaperIsTheOriginal));
    Regulation regulation = rules();
    regulation.classes.at("letter").notCapturable = "embossing";
    EXPECT_THAT(
        refusals(judgePaperRelease(regulation, sealedJob(), SampleStanding::NoPlan, kLater)),
        ElementsAre(NotCapturable));
    record::ScanJob withdrawn = sealedJob();
    withdraw(withdrawn, true);
    EXPECT_THAT(released(withdrawn, SampleStanding::NoPlan),
                ElementsAre(IncidentOpen, PaperIsTheOriginal));
}

TEST(JudgePaperRelease, HeldUntilTheInstantThatWasSaid) {
    record::ScanJob job = sealedJob();
    job.later.paper.holdUntil = kLater;
    EXPECT_THAT(released(job, SampleStanding::NoPlan), IsEmpty());
    EXPECT_THAT(released(job, SampleStanding::NoPlan, kLater - std::chrono::milliseconds(1)),
                ElementsAre(PaperHeld));
    job.later.paper.place.reset();
    EXPECT_THAT(released(job, SampleStanding::NoPlan), ElementsAre(PaperPlaceUnknown));
}

} // namespace seihon::regulation
