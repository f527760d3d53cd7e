#include "regulation/judge_intake.h"

#include "samples.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace seihon::regulation {

namespace {

using record::FindingId;
using record::Severity;
using testing::ElementsAre;
using testing::IsEmpty;

record::Attestation answered(const record::Actor& actor, PatientAnswer answer) {
    return {"patient-identified",
            std::string(record::enumName(answer)),
            "another reading",
            "flag",
            actor,
            at("2026-11-16T11:00:00+09:00")};
}

record::ScanJob provisionalJob() {
    record::ScanJob job = acceptedJob();
    job.original.provisional = true;
    return job;
}

record::Envelope envelopeWith(std::initializer_list<std::string> jobs) {
    record::Envelope envelope;
    envelope.id = "envelope";
    for (const std::string& job : jobs) {
        envelope.jobs.push_back({job, {}, {}});
    }
    return envelope;
}

} // namespace

// Received Monday 10:00; one business day: the deadline is the end of Tuesday. Warning 4 hours.
TEST(JudgeCountdown, ChangesAtItsEdges) {
    const Regulation regulation = sampleRegulation();
    record::ScanJob job = openJob();
    job.pages.clear();
    job.sheetsFed = 0;
    struct Row {
        WindowStanding standing;
        std::int64_t minutesLeft;
    };
    const auto warning = regulation.windowWarning;
    const record::Instant deadline = at(kDeadline);
    const std::vector<std::pair<record::Instant, Row>> rows{
        {deadline - warning - std::chrono::milliseconds(1),
         {WindowStanding::InTime, warning.count()}},
        {deadline - warning, {WindowStanding::Closing, warning.count()}},
        {deadline - std::chrono::seconds(1), {WindowStanding::Closing, 0}},
        {deadline, {WindowStanding::Closing, 0}},
        {deadline + std::chrono::milliseconds(1), {WindowStanding::Late, -1}},
        {deadline + std::chrono::minutes(90), {WindowStanding::Late, -90}},
    };
    for (const auto& row : rows) {
        const Countdown countdown = judgeCountdown(regulation, job, row.first);
        EXPECT_EQ(countdown.standing, row.second.standing) << record::formatInstant(row.first);
        EXPECT_EQ(countdown.minutesLeft, row.second.minutesLeft)
            << record::formatInstant(row.first);
        EXPECT_EQ(countdown.deadline, deadline);
    }
}

TEST(JudgeCountdown, AfterTheDeadlineItMattersWhenThePagesCame) {
    const Regulation regulation = sampleRegulation();
    const record::Instant later = at(kDeadline) + std::chrono::hours(20);
    record::ScanJob job = acceptedJob();
    EXPECT_EQ(judgeCountdown(regulation, job, later).standing, WindowStanding::Scanned);
    job.pages.back().capturedAt = at(kDeadline);
    EXPECT_EQ(judgeCountdown(regulation, job, later).standing, WindowStanding::Scanned);
    job.pages.back().capturedAt = at(kDeadline) + std::chrono::milliseconds(1);
    EXPECT_EQ(judgeCountdown(regulation, job, later).standing, WindowStanding::Late);
    job = acceptedJob();
    --job.sheetsFed; // a sheet is still to come
    EXPECT_EQ(judgeCountdown(regulation, job, later).standing, WindowStanding::Late);
    job.excuse = {{manager(), at("2026-11-18T09:00:00+09:00"), "scanner broken", {}}, std::nullopt};
    EXPECT_EQ(judgeCountdown(regulation, job, later).standing, WindowStanding::Excused);
    job.excuse->act.actor = clerk(); // who may not excuse
    EXPECT_EQ(judgeCountdown(regulation, job, later).standing, WindowStanding::Late);
}

TEST(JudgeCountdown, WhatHasNoDeadlineStandsLast) {
    const Regulation regulation = sampleRegulation();
    record::ScanJob copy = openJob();
    copy.referenceCopy = true;
    const Countdown none = judgeCountdown(regulation, copy, at(kDeadline));
    EXPECT_EQ(none.standing, WindowStanding::NoDeadline);
    EXPECT_FALSE(none.minutesLeft);
    const Countdown early = judgeCountdown(regulation, openJob(), at(kDeadline));
    Countdown late = early;
    late.deadline = *early.deadline + std::chrono::milliseconds(1);
    EXPECT_TRUE(comesBefore(early, none));
    EXPECT_FALSE(comesBefore(none, early));
    EXPECT_TRUE(comesBefore(early, late));
    EXPECT_FALSE(comesBefore(late, early));
    EXPECT_FALSE(comesBefore(none, none));
}

TEST(JudgeIdentification, ADifferenceNeedsASecondPerson) {
    const Regulation regulation = sampleRegulation();
    record::ScanJob job = provisionalJob();
    EXPECT_THAT(judgeIdentification(regulation, job, clerk(), PatientAnswer::Same).findings,
                IsEmpty());
    EXPECT_TRUE(settlesPatient(regulation, job, PatientAnswer::Same));
    const auto first = judgeIdentification(regulation, job, clerk(), PatientAnswer::Differs);
    EXPECT_TRUE(first.permitted());
    EXPECT_THAT(idsOf(first, Severity::Warn), ElementsAre(FindingId::PatientDiffers));
    EXPECT_FALSE(settlesPatient(regulation, job, PatientAnswer::Differs));

    job.identified.push_back(answered(clerk(), PatientAnswer::Differs));
    for (const PatientAnswer answer : {PatientAnswer::Same, PatientAnswer::Differs}) {
        // Nor can the first person take it back and settle it alone.
        EXPECT_THAT(refusals(judgeIdentification(regulation, job, clerk(), answer)),
                    ElementsAre(FindingId::SecondPersonNeeded));
        EXPECT_TRUE(judgeIdentification(regulation, job, manager(), answer).permitted());
        EXPECT_TRUE(settlesPatient(regulation, job, answer));
    }
}

TEST(JudgeIdentification, TheRegulationMayLetOneDoButNobodyIdentifiesTwice) {
    Regulation regulation = sampleRegulation();
    regulation.intake.secondPersonIfDiffers = false;
    record::ScanJob job = provisionalJob();
    EXPECT_TRUE(settlesPatient(regulation, job, PatientAnswer::Differs));
    job.original.provisional = false;
    EXPECT_THAT(refusals(judgeIdentification(regulation, job, clerk(), PatientAnswer::Same)),
                ElementsAre(FindingId::StepNotAllowed));
}

TEST(JudgePatient, NothingIsSealedForNobody) {
    const Regulation regulation = sampleRegulation();
    const record::Instant now = at("2026-11-17T12:00:00+09:00");
    EXPECT_THAT(
        refusals(judgeSealing(regulation, provisionalJob(), manager(), sampleCertificate(), now)),
        ElementsAre(FindingId::PatientProvisional));
    EXPECT_TRUE(
        judgeSealing(regulation, acceptedJob(), manager(), sampleCertificate(), now).permitted());
}

TEST(JudgeOrder, IsOfThisPatientAndOfNoJobThatWasAccepted) {
    using record::OrderDifference;
    record::ScanJob job;
    job.state = record::JobState::Open;
    EXPECT_THAT(judgeOrder(job, {}, false).findings, IsEmpty());
    for (const bool reason : {false, true}) {
        EXPECT_THAT(refusals(judgeOrder(job, {OrderDifference::PatientId}, reason)),
                    ElementsAre(FindingId::OrderOfOtherPatient));
    }
    for (const OrderDifference one : {OrderDifference::Name, OrderDifference::BirthDate}) {
        EXPECT_THAT(refusals(judgeOrder(job, {one}, false)),
                    ElementsAre(FindingId::OrderPatientDiffers));
        const auto answered = judgeOrder(job, {one}, true);
        EXPECT_TRUE(answered.permitted());
        EXPECT_THAT(idsOf(answered, Severity::Warn), ElementsAre(FindingId::OrderPatientDiffers));
    }
    EXPECT_THAT(refusals(judgeOrder(acceptedJob(), {}, false)),
                ElementsAre(FindingId::StepNotAllowed));
    job.original.provisional = true;
    EXPECT_THAT(refusals(judgeOrder(job, {}, false)), ElementsAre(FindingId::PatientProvisional));
}

TEST(JudgeEnvelopeClosing, EveryDocumentMustHaveGoneItsWay) {
    using record::JobState;
    record::Envelope envelope = envelopeWith({"a"});
    EXPECT_THAT(refusals(judgeEnvelopeClosing(envelope, {})),
                ElementsAre(FindingId::EnvelopeJobsOpen));
    for (const JobState state :
         {JobState::Registered, JobState::Open, JobState::Submitted, JobState::Accepted,
          JobState::SealingPending, JobState::Sealed, JobState::Abandoned}) {
        record::ScanJob job;
        job.id = "a";
        job.state = state;
        const bool settled = state == JobState::Sealed || state == JobState::Abandoned;
        EXPECT_EQ(judgeEnvelopeClosing(envelope, {job}).permitted(), settled)
            << record::enumName(state);
        job.referenceCopy = true;
        EXPECT_TRUE(judgeEnvelopeClosing(envelope, {job}).permitted());
    }
    envelope.jobs[0].handedOnTo = "department of surgery";
    EXPECT_TRUE(judgeEnvelopeClosing(envelope, {}).permitted());
    EXPECT_TRUE(judgeEnvelopeClosing(envelopeWith({}), {}).permitted()); // enclosures alone
}

TEST(JudgeEnvelopeClosing, AndEveryEnclosure) {
    record::Envelope envelope = envelopeWith({});
    record::Enclosure disc;
    disc.number = 1;
    disc.kind = record::EnclosureKind::OpticalDisc;
    envelope.enclosures.push_back(disc);
    const auto verdict = judgeEnvelopeClosing(envelope, {});
    EXPECT_THAT(refusals(verdict), ElementsAre(FindingId::EnclosureNotSettled));
    EXPECT_EQ(verdict.findings.at(0).subject, "1 optical-disc");
    envelope.enclosures[0].end = record::EnclosureEnd::Returned;
    EXPECT_TRUE(judgeEnvelopeClosing(envelope, {}).permitted());
}

} // namespace seihon::regulation
