#include "regulation/judge_disposal.h"

#include "project_samples.h"
#include "samples.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// One condition after the other [C6, B5]; what only their order can break: disposal_walk_test.cpp.
namespace seihon::regulation {

namespace {

using enum record::FindingId;
using testing::ElementsAre;
using testing::IsEmpty;

const record::Instant kSealed = at("2026-11-17T12:00:00+09:00");
const record::Instant kNow = at("2028-06-01T12:00:00+09:00");

struct Case {
    Regulation regulation = projectRegulation();
    record::ScanJob job = acceptedJob("letter");
    PaperFacts facts;
    record::Instant now = kNow;

    Case() {
        job.state = record::JobState::Sealed;
        record::SealedRecord& sealed = job.sealed.emplace();
        sealed.recordId = "record-1";
        sealed.provenAt = sealed.at = kSealed;
        sealed.completed = true;
        job.later.paper.place = record::PaperPlace{"B1", "S1", "1"};
        facts.recordId = "record-1";
        facts.job = job.id;
        facts.verifiedAt = kNow - std::chrono::days(3);
        facts.verifiedWell = true;
        facts.lastGoodBackup = kNow - std::chrono::days(1);
    }
    std::vector<record::FindingId> judge() const {
        return refusals(judgePaperDisposal(regulation, job, facts, now));
    }
};

record::DisposalList listIn(record::DisposalState state) {
    record::DisposalList list;
    list.id = "list-1";
    list.state = state;
    list.proposed.actor.user = "a";
    list.checkedBefore.emplace().actor.user = "b";
    list.approved.emplace().actor.user = "c";
    list.approved->at = kNow - std::chrono::days(2);
    list.witnessed.emplace().actor.user = "d";
    list.witnessed->at = kNow - std::chrono::hours(1);
    return list;
}

record::Actor person(const char* user) {
    return {user, user, record::Role::RecordsSupervisor};
}

} // namespace

TEST(JudgeDisposal, PaperGoesWhenEverythingHolds) {
    EXPECT_THAT(Case().judge(), IsEmpty());
}

TEST(JudgeDisposal, ForEachRecordEachConditionIsAFinding) {
    Case hold;
    hold.facts.holds = {"hold-1", "hold-2"};
    EXPECT_THAT(hold.judge(), ElementsAre(LegalHoldInForce, LegalHoldInForce));
    const record::Verdict told =
        judgePaperDisposal(hold.regulation, hold.job, hold.facts, hold.now);
    EXPECT_EQ(told.findings[0].subject, "record-1");
    EXPECT_EQ(told.findings[1].measured.asString(), "hold-2");

    Case unverified;
    unverified.facts.verifiedAt.reset();
    EXPECT_THAT(unverified.judge(), ElementsAre(RecordNotVerifiedLately));
    unverified.facts.verifiedAt = kNow - std::chrono::days(31);
    EXPECT_THAT(unverified.judge(), IsEmpty()); // to the day
    unverified.facts.verifiedAt = kNow - std::chrono::days(31) - std::chrono::milliseconds(1);
    EXPECT_THAT(unverified.judge(), ElementsAre(RecordNotVerifiedLately));
    unverified.facts.verifiedAt = kNow;
    unverified.facts.verifiedWell = false;
    EXPECT_THAT(unverified.judge(), ElementsAre(RecordNotVerifiedLately));

    Case incomplete;
    incomplete.job.sealed->completed = false;
    EXPECT_THAT(incomplete.judge(), ElementsAre(ValidationDataIncomplete));

    Case noBackup;
    noBackup.facts.lastGoodBackup.reset();
    EXPECT_THAT(noBackup.judge(), ElementsAre(NotBackedUp));
    noBackup.facts.lastGoodBackup = kSealed; // taken before it was there
    EXPECT_THAT(noBackup.judge(), ElementsAre(NotBackedUp));
    noBackup.facts.lastGoodBackup = kNow - noBackup.regulation.backup.backupWithin;
    EXPECT_THAT(noBackup.judge(), IsEmpty()); // [F9] to the hour
    *noBackup.facts.lastGoodBackup -= std::chrono::milliseconds(1);
    EXPECT_THAT(noBackup.judge(), ElementsAre(NotBackedUp));

    Case amending;
    amending.facts.amendments = {"job-2"};
    EXPECT_THAT(amending.judge(), ElementsAre(AmendmentUnderWay));

    Case listed;
    listed.facts.otherList = "list-2";
    EXPECT_THAT(listed.judge(), ElementsAre(PaperOnOtherList));
    listed.facts.disposed = true;
    EXPECT_THAT(listed.judge(), ElementsAre(PaperDisposedOf));

    Case open;
    open.job.sealed.reset();
    EXPECT_THAT(open.judge(), ElementsAre(RecordNotSealed));

    Case nowhere; // and all that may be said against proposing it at all
    nowhere.job.later.paper.place.reset();
    EXPECT_THAT(nowhere.judge(), ElementsAre(PaperPlaceUnknown));
}

TEST(JudgeDisposal, PaperStaysForItsTime) {
    Case early;
    early.now = kSealed + std::chrono::days(365) - std::chrono::milliseconds(1);
    early.facts.verifiedAt = early.facts.lastGoodBackup = early.now;
    EXPECT_THAT(early.judge(), ElementsAre(PaperHeld));
    early.now += std::chrono::milliseconds(1);
    EXPECT_THAT(early.judge(), IsEmpty());
    early.regulation.disposal.holdOfClass["letter"] = std::chrono::days(400);
    EXPECT_THAT(early.judge(), ElementsAre(PaperHeld));
}

TEST(JudgeDisposal, PaperOfAProjectWaitsForItsAuditAndItsPlan) { // [C2, C4]
    Case old;
    old.job.project = record::ProjectLink{kProjectId, record::sha256("plan"), 1};
    EXPECT_THAT(old.judge(), ElementsAre(ProjectNotSettled));
    old.facts.projectSettled = true;
    EXPECT_THAT(old.judge(), IsEmpty());
    old.facts.planHoldDays = 3000;
    EXPECT_THAT(old.judge(), ElementsAre(PaperHeld));
    old.facts.planHoldDays = 1; // the plan cannot make it shorter
    old.regulation.projects.holdBeforeDisposal = std::chrono::days(2000);
    EXPECT_THAT(old.judge(), ElementsAre(PaperHeld));
    old.regulation.projects.holdBeforeDisposal = std::chrono::days(10);
    old.facts.patientDisagrees = true;
    EXPECT_THAT(old.judge(), ElementsAre(PatientDisagrees));
    old.facts.patientDisagrees = false;
    old.facts.openBox = "box-1"; // a sheet of it may still be missing [W]
    EXPECT_THAT(old.judge(), ElementsAre(PaperBoxOpen));
}

TEST(JudgeDisposal, EachStepIsAnotherPersons) {
    using enum record::DisposalState;
    EXPECT_THAT(refusals(judgeDisposalCheck(listIn(Proposed), person("a"))),
                ElementsAre(DisposalSamePerson));
    EXPECT_THAT(refusals(judgeDisposalApproval(listIn(Checked), person("a"))),
                ElementsAre(DisposalSamePerson));
    EXPECT_THAT(refusals(judgeDisposalApproval(listIn(Checked), person("b"))),
                ElementsAre(DisposalSamePerson));
    EXPECT_THAT(refusals(judgeDisposalApproval(listIn(Checked), person("x"))), IsEmpty());
    EXPECT_THAT(refusals(judgeDisposalApproval(listIn(Proposed), person("x"))),
                ElementsAre(DisposalStepNotAllowed));
    const auto acted = [](const char* user, const DisposalAct& act, record::Instant now) {
        Regulation regulation = projectRegulation();
        regulation.disposal.methods = {"dissolving"};
        return refusals(judgeDisposalAct(regulation, listIn(Witnessed), person(user), act, now));
    };
    EXPECT_THAT(acted("e", {"dissolving", "2028-06-01"}, kNow), IsEmpty());
    EXPECT_THAT(acted("e", {"dissolving", "2028-05-30"}, kNow), IsEmpty());
    EXPECT_THAT(acted("d", {"dissolving", "2028-06-01"}, kNow), ElementsAre(DisposalSamePerson));
    EXPECT_THAT(acted("b", {"dissolving", "2028-06-01"}, kNow), ElementsAre(DisposalSamePerson));
    EXPECT_THAT(acted("e", {"burning", "2028-06-01"}, kNow),
                ElementsAre(DisposalMethodNotPermitted));
    for (const char* const day : {"2028-05-29", "2028-06-02", "yesterday", "2028-06-1"}) {
        EXPECT_THAT(acted("e", {"dissolving", day}, kNow), ElementsAre(DisposalDayWrong)) << day;
    }
    EXPECT_THAT(acted("e", {"dissolving", "2028-06-02"}, kNow + std::chrono::hours(24)),
                ElementsAre(WitnessTooOld));
}

TEST(JudgeDisposal, TheListSaysWhatTheLogSays) {
    const Case there;
    record::DisposalItem item{
        "record-1", there.job.id, there.job.sealed->manifestDigest, {"B1", "S1", "1"}};
    EXPECT_THAT(refusals(judgeDisposalItem(item, there.job)), IsEmpty());
    item.place.position = "2";
    item.manifest = record::sha256("another");
    EXPECT_THAT(refusals(judgeDisposalItem(item, there.job)),
                ElementsAre(DisposalListDiffers, DisposalListDiffers));
}

TEST(JudgeDisposal, FactsAreReadBackAsTheyWere) {
    Case all;
    all.facts.holds = {"h"};
    all.facts.amendments = {"j"};
    all.facts.openBox = "b";
    all.facts.planHoldDays = 7;
    all.facts.sample = SampleStanding::Open;
    all.facts.otherList = "l";
    const record::Json json = toJson(all.facts);
    EXPECT_EQ(toJson(paperFactsFrom(json)), json);
    EXPECT_EQ(toJson(paperFactsFrom(toJson(PaperFacts{}))), toJson(PaperFacts{}));
}

} // namespace seihon::regulation
