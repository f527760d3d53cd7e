#include "regulation/judge_activation.h"

#include "samples.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace seihon::regulation {

namespace {

using record::FindingId;
using record::Role;
using testing::ElementsAre;
using testing::IsEmpty;

const record::Instant kActivatedAt = at("2026-11-17T13:00:00+09:00");
const record::Actor kAdmin{"admin", "Admin", Role::Administrator};
const record::Actor kRecords{"records", "Records", Role::RecordsSupervisor};

Regulation approvedRegulation() {
    Regulation regulation = sampleRegulation();
    regulation.digest = record::sha256("in force");
    regulation.approval = {2, 1, {Role::InformationCreationManager}, std::chrono::days(30)};
    regulation.authorities[Role::InformationCreationManager].insert(Authority::ApproveRegulation);
    regulation.authorities[Role::RecordsSupervisor].insert(Authority::ApproveRegulation);
    return regulation;
}

Approval by(const record::Actor& actor, record::Instant when = kActivatedAt) {
    return {actor, when, record::sha256("in force")};
}

std::vector<FindingId> refusedFor(const std::vector<Approval>& approvals, bool first = false,
                                  const record::Actor& proposer = kAdmin) {
    return refusals(
        judgeActivation(approvedRegulation(), first, proposer, approvals, kActivatedAt));
}

TEST(JudgeActivation, NeedsSoManyPersonsAndEachRole) {
    EXPECT_THAT(refusedFor({by(manager()), by(kRecords)}), IsEmpty());
    EXPECT_THAT(refusedFor({}),
                ElementsAre(FindingId::ApprovalsMissing, FindingId::ApprovalRoleMissing));
    EXPECT_THAT(refusedFor({by(manager())}), ElementsAre(FindingId::ApprovalsMissing));
    EXPECT_THAT(refusedFor({by(kRecords), by({"r2", "R2", Role::RecordsSupervisor})}),
                ElementsAre(FindingId::ApprovalRoleMissing));
}

TEST(JudgeActivation, OnePersonTwiceIsOnePerson) {
    EXPECT_THAT(refusedFor({by(manager()), by(manager())}),
                ElementsAre(FindingId::ApprovalsMissing));
    record::Actor other = manager();
    other.role = Role::RecordsSupervisor; // in another role: the same person still
    EXPECT_THAT(refusedFor({by(manager()), by(other)}), ElementsAre(FindingId::ApprovalsMissing));
}

TEST(JudgeActivation, TheProposerIsNotCounted) {
    EXPECT_THAT(refusedFor({by(manager()), by(kRecords)}, false, manager()),
                ElementsAre(FindingId::ApprovalsMissing, FindingId::ApprovalRoleMissing));
    EXPECT_THAT(refusedFor({by(manager()), by(kRecords)}, false, kRecords),
                ElementsAre(FindingId::ApprovalsMissing));
}

TEST(JudgeActivation, TheFirstOfANewHomeNeedsFewer) {
    EXPECT_THAT(refusedFor({by(manager())}, true), IsEmpty());
    EXPECT_THAT(refusedFor({by(kRecords)}, true), ElementsAre(FindingId::ApprovalRoleMissing));
    EXPECT_THAT(refusedFor({}, true),
                ElementsAre(FindingId::ApprovalsMissing, FindingId::ApprovalRoleMissing));
}

TEST(JudgeActivation, AnApprovalEndsToTheMillisecond) {
    const record::Instant oldest = kActivatedAt - std::chrono::days(30);
    EXPECT_THAT(refusedFor({by(manager(), oldest), by(kRecords)}), IsEmpty());
    EXPECT_THAT(refusedFor({by(manager(), oldest - std::chrono::milliseconds(1)), by(kRecords)}),
                ElementsAre(FindingId::ApprovalsMissing, FindingId::ApprovalRoleMissing));
}

TEST(JudgeActivation, WhatWasApprovedUnderAnotherRegulationIsApprovedAnew) {
    Approval old = by(manager());
    old.under = record::sha256("before");
    const record::Verdict verdict = judgeActivation(approvedRegulation(), false, kAdmin,
                                                    std::vector{old, by(kRecords)}, kActivatedAt);
    EXPECT_FALSE(verdict.permitted());
    const record::Finding* why = find(verdict, FindingId::ApprovalNotCounted);
    ASSERT_NE(why, nullptr);
    EXPECT_EQ(why->subject, "manager");
}

TEST(JudgeActivation, ARoleThatMayNoLongerApproveIsNotCounted) {
    const record::Actor clerkToo = clerk();
    EXPECT_THAT(refusedFor({by(manager()), by(clerkToo)}),
                ElementsAre(FindingId::ApprovalsMissing));
}

} // namespace

} // namespace seihon::regulation
