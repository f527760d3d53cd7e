#include "samples.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace seihon::regulation {

namespace {

using enum Authority;
using record::FindingId;
using record::JobState;
using record::Role;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

const record::Instant kAskedAt = at("2026-11-17T13:00:00+09:00");

Appointment appointment(Role role, std::string_view from, std::string_view until) {
    return {role, at(from), at(until)};
}

TEST(JudgeAuthority, NeedsTheRoleAndAnAppointmentInForce) {
    const std::vector<Appointment> inForce{
        appointment(Role::Auditor, "2020-01-01T00:00:00Z", "2021-01-01T00:00:00Z"),
        appointment(Role::ScanOperator, "2026-04-01T00:00:00+09:00", "2027-04-01T00:00:00+09:00")};
    const Regulation regulation = sampleRegulation();
    const auto judged = [&](Authority authority, const record::Actor& actor, record::Instant now) {
        return refusals(judgeAuthority(regulation, authority, actor, inForce, now));
    };
    EXPECT_THAT(judged(Scan, clerk(), kAskedAt), IsEmpty());
    EXPECT_THAT(judged(Accept, clerk(), kAskedAt), ElementsAre(FindingId::NotAuthorized));
    EXPECT_THAT(judged(Accept, manager(), kAskedAt), ElementsAre(FindingId::NotAppointed));
    const auto tick = std::chrono::milliseconds(1);
    EXPECT_THAT(judged(Scan, clerk(), inForce[1].from), IsEmpty());
    EXPECT_THAT(judged(Scan, clerk(), inForce[1].from - tick),
                ElementsAre(FindingId::NotAppointed));
    EXPECT_THAT(judged(Scan, clerk(), inForce[1].until - tick), IsEmpty());
    EXPECT_THAT(judged(Scan, clerk(), inForce[1].until), ElementsAre(FindingId::NotAppointed));
    EXPECT_THAT(refusals(judgeAuthority(regulation, Scan, clerk(), {}, kAskedAt)),
                ElementsAre(FindingId::NotAppointed));
}

TEST(JudgeAuthority, ARoleThatTheRegulationDoesNotNameMayDoNothing) {
    const std::vector<Appointment> inForce{
        appointment(Role::Maintenance, "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z")};
    EXPECT_THAT(refusals(judgeAuthority(sampleRegulation(), ViewRecord,
                                        {"m", "M", Role::Maintenance}, inForce, kAskedAt)),
                ElementsAre(FindingId::NotAuthorized));
}

TEST(JudgeAuthority, NobodyAppointsTheProgram) {
    const record::Actor station{"station", "Station", Role::Station};
    EXPECT_THAT(judgeAuthority(sampleRegulation(), Work, station, {}, kAskedAt).findings,
                IsEmpty());
    EXPECT_THAT(refusals(judgeAuthority(sampleRegulation(), Seal, station, {}, kAskedAt)),
                ElementsAre(FindingId::NotAuthorized));
}

TEST(AllowedActions, FollowTheState) {
    const Regulation regulation = sampleRegulation();
    record::ScanJob job = openJob();
    EXPECT_THAT(
        allowedActions(regulation, job, clerk(), kAskedAt),
        UnorderedElementsAre(Scan, MarkPage, Compare, Submit, Convert, Abandon, ViewRecord));
    job.prepared.reset();
    EXPECT_THAT(allowedActions(regulation, job, clerk(), kAskedAt),
                UnorderedElementsAre(MarkPage, Compare, Convert, Abandon, ViewRecord));
    job.pages.clear();
    EXPECT_THAT(allowedActions(regulation, job, clerk(), kAskedAt),
                UnorderedElementsAre(Convert, Abandon));
    job.state = JobState::Registered;
    EXPECT_THAT(allowedActions(regulation, job, clerk(), kAskedAt),
                UnorderedElementsAre(Open, Convert, Abandon));
    job.state = JobState::Abandoned;
    EXPECT_THAT(allowedActions(regulation, job, clerk(), kAskedAt), IsEmpty());
    job.pages = {
        samplePage(1)}; // images that are there may be looked at, whatever became of it [B6]
    EXPECT_THAT(allowedActions(regulation, job, clerk(), kAskedAt),
                UnorderedElementsAre(ViewRecord));
}

TEST(AllowedActions, FollowTheRoleAndThePermission) {
    const Regulation regulation = sampleRegulation();
    record::ScanJob job = acceptedJob();
    EXPECT_THAT(allowedActions(regulation, job, clerk(), kAskedAt),
                UnorderedElementsAre(Seal, Convert, Abandon, ViewRecord));
    EXPECT_THAT(allowedActions(regulation, job, {"a", "A", Role::Auditor}, kAskedAt),
                UnorderedElementsAre(ViewRecord));
    job.state = JobState::Submitted;
    job.accepted.reset();
    EXPECT_THAT(allowedActions(regulation, job, manager(), kAskedAt),
                UnorderedElementsAre(MarkPage, Accept, SendBack, Convert, Abandon, ViewRecord));
    job.submitted->actor = manager();
    EXPECT_THAT(allowedActions(regulation, job, manager(), kAskedAt),
                UnorderedElementsAre(MarkPage, SendBack, Convert, Abandon, ViewRecord));
}

TEST(AllowedActions, ExcusingIsOfferedOnceTheDeadlineHasPassed) {
    const Regulation regulation = sampleRegulation();
    const record::ScanJob job = openJob();
    const auto deadline = at("2026-11-18T00:00:00+09:00");
    EXPECT_FALSE(allowedActions(regulation, job, manager(), deadline).contains(Excuse));
    EXPECT_TRUE(allowedActions(regulation, job, manager(), deadline + std::chrono::milliseconds(1))
                    .contains(Excuse));
    EXPECT_FALSE(allowedActions(regulation, openJob("copy"), manager(), at("2028-01-01T00:00:00Z"))
                     .contains(Excuse));
}

TEST(AllowedActions, ALateScanOffersNoSeal) {
    record::ScanJob job = acceptedJob();
    job.pages.at(0).capturedAt = at("2026-11-20T00:00:00+09:00");
    EXPECT_FALSE(allowedActions(sampleRegulation(), job, clerk(), kAskedAt).contains(Seal));
    EXPECT_FALSE(
        allowedActions(sampleRegulation(), acceptedJob("film"), clerk(), kAskedAt).contains(Seal));
}

} // namespace

} // namespace seihon::regulation
