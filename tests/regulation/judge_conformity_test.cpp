#include "regulation/judge_conformity.h"

#include "samples.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace seihon::regulation {

namespace {

using record::ConformityAnswer;
using record::ConformityCheck;
using record::FindingId;
using record::Role;
using record::Severity;
using std::chrono::days;
using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::IsEmpty;

const record::Instant kMade = at("2026-11-02T10:00:00+09:00");
const record::Actor kAdmin2{"admin", "Admin", Role::Administrator};
const record::Actor kAuditor{"auditor", "Auditor", Role::Auditor};

Regulation checkedRegulation() {
    Regulation regulation = sampleRegulation();
    regulation.conformity = {days(31), days(14), {"one?", "two?"}};
    return regulation;
}

ConformityCheck madeCheck() {
    ConformityCheck check;
    check.id = "c1";
    check.by = kAdmin2;
    check.at = kMade;
    check.answers = {{"one?", true, ""}, {"two?", true, ""}};
    return check;
}

TEST(JudgeConformityRecord, WantsEveryQuestionOnce) {
    const auto refused = [](const std::vector<ConformityAnswer>& answers) {
        return refusals(judgeConformityRecord(checkedRegulation(), answers)).size();
    };
    EXPECT_EQ(refused({{"one?", true, ""}, {"two?", true, ""}}), 0u);
    EXPECT_EQ(refused({{"two?", true, ""}, {"one?", false, "late twice; told the clerk"}}), 0u);
    EXPECT_EQ(refused({{"one?", true, ""}}), 1u);
    EXPECT_EQ(refused({}), 2u);
    EXPECT_EQ(refused({{"one?", true, ""}, {"one?", true, ""}, {"two?", true, ""}}), 1u);
    EXPECT_EQ(refused({{"one?", false, ""}, {"two?", true, ""}}), 1u); // what does not conform?
}

TEST(JudgeCountersign, IsAnotherPersonsAndOnce) {
    ConformityCheck check = madeCheck();
    EXPECT_THAT(refusals(judgeCountersign(check, kAuditor)), IsEmpty());
    record::Actor same = kAuditor;
    same.user = "admin"; // in another role, but the same person
    EXPECT_THAT(refusals(judgeCountersign(check, same)),
                ElementsAre(FindingId::ConformitySamePerson));
    check.countersignedBy = kAuditor;
    EXPECT_THAT(refusals(judgeCountersign(check, kAuditor)),
                ElementsAre(FindingId::StepNotAllowed));
}

std::vector<FindingId> warnedAt(const std::vector<ConformityCheck>& checks, record::Instant now) {
    return idsOf(judgeConformity(checkedRegulation(), checks, kMade, now), Severity::Warn);
}

TEST(JudgeConformity, IsOverdueToTheMillisecond) {
    ConformityCheck signedCheck = madeCheck();
    signedCheck.countersignedBy = kAuditor;
    EXPECT_THAT(warnedAt({signedCheck}, kMade + days(31)), IsEmpty());
    EXPECT_THAT(warnedAt({signedCheck}, kMade + days(31) + milliseconds(1)),
                ElementsAre(FindingId::ConformityOverdue));
    EXPECT_THAT(warnedAt({}, kMade + days(31)), IsEmpty()); // counted from the station's beginning
    EXPECT_THAT(warnedAt({}, kMade + days(31) + milliseconds(1)),
                ElementsAre(FindingId::ConformityOverdue));
}

TEST(JudgeConformity, ACheckThatNobodyCountersignsIsToldOf) {
    EXPECT_THAT(warnedAt({madeCheck()}, kMade + days(14)), IsEmpty());
    EXPECT_THAT(warnedAt({madeCheck()}, kMade + days(14) + milliseconds(1)),
                ElementsAre(FindingId::ConformityNotCountersigned));
}

} // namespace

} // namespace seihon::regulation
