#include "project_samples.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// Approval, start, closing, and what a project lets its jobs do [C1, C2].
namespace seihon::regulation {

namespace {

using record::Actor;
using record::BackFileProject;
using record::FindingId;
using record::ProjectState;
using record::Role;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

const record::Instant kProjectNow = at("2026-11-16T10:00:00+09:00");
const Actor kProjectChief{"chief", "Chief", Role::InformationCreationManager};
const Actor kProjectRecords{"records", "Records", Role::RecordsSupervisor};
const Actor kProjectBoss{"boss", "Boss", Role::Administrator};
const Actor kProjectClerk{"clerk", "Clerk", Role::ScanOperator};

struct ProjectHouse {
    Regulation regulation = projectRegulation();
    ProjectPlan plan = samplePlan(regulation);
    BackFileProject project;

    ProjectHouse() {
        project.id = kProjectId;
        project.versions.push_back({plan.digest, 1, act(kProjectBoss), {}});
    }
    record::Act act(const Actor& who, record::Instant when = kProjectNow) const {
        return {who, when, {}, regulation.digest};
    }
    ProjectHouse& approvedBy(const Actor& who, record::Instant when = kProjectNow) {
        project.versions.back().approvals.push_back({act(who, when), 1});
        return *this;
    }
    ProjectHouse& running() {
        project.changes.push_back({ProjectState::Running, act(kProjectBoss), plan.digest});
        return *this;
    }
    std::vector<FindingId> start(record::Instant now = kProjectNow) const {
        return refusals(judgeProjectStart(regulation, project, plan, {projectPeople(), {}}, now));
    }
};

TEST(JudgeProjectStart, NeedsApprovalsOfOthersThanThoseWhoWork) {
    EXPECT_THAT(ProjectHouse().approvedBy(kProjectChief).approvedBy(kProjectRecords).start(),
                IsEmpty());
    EXPECT_THAT(ProjectHouse().start(),
                ElementsAre(FindingId::PlanApprovalsMissing, FindingId::PlanApprovalRoleMissing));
    EXPECT_THAT(ProjectHouse().approvedBy(kProjectChief).approvedBy(kProjectChief).start(),
                ElementsAre(FindingId::PlanApprovalsMissing));
    for (const char* user : {"clerk", "third", "leader"}) { // scans, inspects, answers for it
        EXPECT_THAT(ProjectHouse()
                        .approvedBy(kProjectChief)
                        .approvedBy({user, user, Role::InformationCreationManager})
                        .start(),
                    ElementsAre(FindingId::PlanApprovalsMissing))
            << user;
        EXPECT_THAT(
            refusals(judgePlanApproval(ProjectHouse().plan, {user, user, Role::RecordsSupervisor})),
            ElementsAre(FindingId::ApproverWorksInProject));
    }
    EXPECT_TRUE(judgePlanApproval(ProjectHouse().plan, kProjectRecords).permitted());
    ProjectHouse own; // whoever laid it down
    own.project.versions.back().planned.actor = kProjectRecords;
    EXPECT_THAT(own.approvedBy(kProjectChief).approvedBy(kProjectRecords).start(),
                ElementsAre(FindingId::PlanApprovalsMissing));
    EXPECT_THAT(
        ProjectHouse().approvedBy(kProjectChief).approvedBy({"x", "X", Role::Auditor}).start(),
        ElementsAre(FindingId::PlanApprovalsMissing));
    EXPECT_THAT(ProjectHouse()
                    .approvedBy(kProjectChief)
                    .approvedBy(kProjectRecords,
                                kProjectNow - std::chrono::days(90) - std::chrono::seconds(1))
                    .start(),
                ElementsAre(FindingId::PlanApprovalsMissing));
    ProjectHouse other = ProjectHouse().approvedBy(kProjectChief).approvedBy(kProjectRecords);
    other.project.versions.back().approvals[1].act.regulation = record::sha256("before");
    EXPECT_THAT(other.start(), ElementsAre(FindingId::PlanApprovalsMissing));
}

TEST(JudgeProjectStart, KeepsItsDates) {
    ProjectHouse house = ProjectHouse()
                             .approvedBy(kProjectChief, at("2026-10-30T00:00:00Z"))
                             .approvedBy(kProjectRecords, at("2026-10-30T00:00:00Z"));
    EXPECT_THAT(house.start(at("2026-10-31T23:59:59+09:00")),
                ElementsAre(FindingId::ProjectOutsidePeriod));
    EXPECT_THAT(house.start(at("2026-11-01T00:00:00+09:00")), IsEmpty());
    house.plan.notice.since = std::chrono::year(2026) / 10 / 18;
    EXPECT_THAT(house.start(kProjectNow), ElementsAre(FindingId::NoticeTooShort)); // 29 days
    EXPECT_THAT(house.start(kProjectNow + std::chrono::days(1)), IsEmpty());
    house.plan.ends = std::chrono::year(2026) / 11 / 16;
    EXPECT_THAT(house.start(at("2026-11-17T00:00:00+09:00")),
                ElementsAre(FindingId::ProjectOutsidePeriod));
}

TEST(JudgeProjectStart, IsForTheNewestVersionAndNotTwice) {
    ProjectHouse house =
        ProjectHouse().approvedBy(kProjectChief).approvedBy(kProjectRecords).running();
    EXPECT_THAT(house.start(), ElementsAre(FindingId::ProjectStepNotAllowed));
    house.project.versions.push_back({record::sha256("plan 2"), 2, house.act(kProjectBoss), {}});
    EXPECT_THAT(house.start(), ElementsAre(FindingId::ProjectStepNotAllowed)); // of the old one
    house.plan.digest = record::sha256("plan 2"); // approvals of the first count for it alone
    EXPECT_THAT(house.start(),
                ElementsAre(FindingId::PlanApprovalsMissing, FindingId::PlanApprovalRoleMissing));
    EXPECT_THAT(house.approvedBy(kProjectChief).approvedBy(kProjectRecords).start(), IsEmpty());
}

TEST(JudgeProject, NothingIsDoneAfterItsEnd) {
    ProjectHouse house = ProjectHouse().running();
    EXPECT_TRUE(judgeProjectStop(house.project).permitted());
    house.project.changes.push_back(
        {ProjectState::Closed, house.act(kProjectBoss), house.plan.digest});
    EXPECT_FALSE(judgeProjectStop(house.project).permitted());
    for (const Authority step :
         {Authority::PlanProject, Authority::ApproveProject, Authority::RunProject}) {
        EXPECT_THAT(refusals(judgeProjectStep(house.project, step)),
                    ElementsAre(FindingId::ProjectStepNotAllowed));
    }
    EXPECT_FALSE(judgeProjectStop(ProjectHouse().project).permitted()); // it never ran
}

TEST(JudgeProject, IsClosedWhenNothingIsOpenAndTheAuditIsMade) {
    const ProjectHouse house = ProjectHouse().running();
    EXPECT_TRUE(judgeProjectClosing(house.project, {0, 0, 3, 0, false}).permitted());
    EXPECT_THAT(refusals(judgeProjectClosing(house.project, {1, 0, 0, 0, false})),
                ElementsAre(FindingId::ProjectJobsOpen));
    EXPECT_THAT(refusals(judgeProjectClosing(house.project, {0, 1, 0, 0, false})), // [C4]
                ElementsAre(FindingId::ProjectAuditMissing));
    EXPECT_TRUE(judgeProjectClosing(house.project, {0, 1, 0, 0, true}).permitted());
    EXPECT_THAT(refusals(judgeProjectClosing(house.project, {0, 1, 0, 1, true})),
                ElementsAre(FindingId::ProjectBoxesOpen));
}

struct ProjectTask {
    ProjectHouse house = ProjectHouse().running();
    record::Original original = sampleOriginal("old");
    record::PatientStanding patient{false, true, {}};
    Actor actor = kProjectClerk;
    bool samePages = false;
    std::optional<record::Instant> asOf{};

    std::vector<FindingId> of(Authority step, record::Instant now = kProjectNow) const {
        return refusals(judgeProjectWork(
            house.regulation,
            {&house.project, &house.plan, original, patient, actor, step, samePages, asOf}, now));
    }
};

TEST(JudgeProjectWork, APersonOfThePlanMayUnderOneThatRuns) {
    for (const Authority step : {Authority::Open, Authority::Scan, Authority::Seal}) {
        EXPECT_THAT(ProjectTask().of(step), IsEmpty());
        ProjectTask work;
        work.house.project.changes.clear();
        EXPECT_THAT(work.of(step), ElementsAre(FindingId::ProjectNotRunning));
        for (const ProjectState state : {ProjectState::Stopped, ProjectState::Closed}) {
            work = ProjectTask();
            work.house.project.changes.push_back({state, {}, work.house.plan.digest});
            EXPECT_THAT(work.of(step), ElementsAre(FindingId::ProjectNotRunning));
        }
        EXPECT_THAT(
            refusals(judgeProjectWork(
                ProjectTask().house.regulation,
                {nullptr, nullptr, ProjectTask().original, {}, kProjectClerk, step}, kProjectNow)),
            ElementsAre(FindingId::ProjectUnknown));
    }
    ProjectTask work;
    work.actor = kProjectRecords; // seals what the plan's people scanned
    EXPECT_THAT(work.of(Authority::Open), ElementsAre(FindingId::PersonNotInPlan));
    EXPECT_THAT(work.of(Authority::Scan), ElementsAre(FindingId::PersonNotInPlan));
    EXPECT_THAT(work.of(Authority::Seal), IsEmpty());
}

TEST(JudgeProjectWork, WhoObjectsIsNotScannedWhateverElseIsSaid) {
    ProjectTask work;
    work.patient = {true, true, "o-1"};
    for (const Authority step : {Authority::Open, Authority::Scan, Authority::Seal}) {
        EXPECT_THAT(work.of(step), ElementsAre(FindingId::PatientObjects));
    }
    work.patient = {};
    for (const Authority step : {Authority::Open, Authority::Scan, Authority::Seal}) {
        EXPECT_THAT(work.of(step), ElementsAre(FindingId::ConsentMissing));
    }
    work.house.plan.notice.basis = ConsentBasis::NoticeWithoutObjection;
    EXPECT_THAT(work.of(Authority::Seal), IsEmpty());
    work.patient.objects = true;
    EXPECT_THAT(work.of(Authority::Seal), ElementsAre(FindingId::PatientObjects));
}

TEST(JudgeProjectWork, NobodyKnowsWhetherAnUnknownPatientObjects) {
    ProjectTask work;
    work.original.provisional = true;
    EXPECT_THAT(work.of(Authority::Open), ElementsAre(FindingId::PatientProvisional));
}

TEST(JudgeProjectWork, OnlyThePapersAndTheDatesOfThePlan) {
    ProjectTask work;
    work.original.documentClass = "letter";
    EXPECT_THAT(work.of(Authority::Open), ElementsAre(FindingId::ClassNotInPlan));
    work = ProjectTask();
    const record::Instant after = at("2027-04-01T00:00:00+09:00");
    EXPECT_THAT(work.of(Authority::Open, after - std::chrono::milliseconds(1)), IsEmpty());
    EXPECT_THAT(work.of(Authority::Open, after), ElementsAre(FindingId::ProjectOutsidePeriod));
    EXPECT_THAT(work.of(Authority::Scan, after), ElementsAre(FindingId::ProjectOutsidePeriod));
    EXPECT_THAT(work.of(Authority::Seal, after), IsEmpty()); // what was scanned in time
}

TEST(JudgeProjectWork, ACorrectionOfSealedPagesOutlivesTheProject) {
    ProjectTask work;
    work.samePages = true;
    work.patient.consents = false;
    work.house.project.changes.push_back({ProjectState::Closed, {}, work.house.plan.digest});
    EXPECT_THAT(work.of(Authority::Seal), IsEmpty());
    EXPECT_THAT(work.of(Authority::Scan),
                UnorderedElementsAre(FindingId::ConsentMissing, FindingId::ProjectNotRunning));
    work.patient.objects = true; // but not what the patient says
    EXPECT_THAT(work.of(Authority::Seal), ElementsAre(FindingId::PatientObjects));
}

TEST(JudgeProjectWork, AnAuditAsksForTheTimeOfTheToken) {
    ProjectTask work;
    work.house.project.changes.back().act.at = kProjectNow;
    work.house.project.changes.push_back(
        {ProjectState::Stopped, work.house.act(kProjectBoss, kProjectNow + std::chrono::hours(1)),
         work.house.plan.digest});
    EXPECT_THAT(work.of(Authority::Seal), ElementsAre(FindingId::ProjectNotRunning));
    work.asOf = kProjectNow + std::chrono::minutes(59);
    EXPECT_THAT(work.of(Authority::Seal), IsEmpty());
}

// A stack of a box, before anybody knows whose sheets it holds.
TEST(JudgeProjectFeeding, NothingMovesUnlessItRunsInItsDatesByItsPeople) {
    const ProjectTask work;
    const auto feeding = [&](const record::BackFileProject& project, const record::Actor& actor,
                             record::Instant now) {
        return refusals(
            judgeProjectFeeding(work.house.regulation, &project, &work.house.plan, actor, now));
    };
    EXPECT_THAT(feeding(work.house.project, kProjectClerk, kProjectNow), IsEmpty());
    EXPECT_THAT(feeding(work.house.project, kProjectRecords, kProjectNow),
                ElementsAre(FindingId::PersonNotInPlan));
    EXPECT_THAT(feeding(work.house.project, kProjectClerk, at("2027-04-01T00:00:00+09:00")),
                ElementsAre(FindingId::ProjectOutsidePeriod));
    for (const ProjectState state : {ProjectState::Stopped, ProjectState::Closed}) {
        record::BackFileProject project = work.house.project;
        project.changes.push_back({state, {}, work.house.plan.digest});
        EXPECT_THAT(feeding(project, kProjectClerk, kProjectNow),
                    ElementsAre(FindingId::ProjectNotRunning));
    }
    EXPECT_THAT(refusals(judgeProjectFeeding(work.house.regulation, nullptr, nullptr, kProjectClerk,
                                             kProjectNow)),
                ElementsAre(FindingId::ProjectUnknown));
    record::BackFileProject planned = work.house.project;
    planned.changes.clear();
    EXPECT_THAT(refusals(judgeProjectFeeding(work.house.regulation, &planned, nullptr,
                                             kProjectClerk, kProjectNow)),
                ElementsAre(FindingId::ProjectNotRunning));
}

TEST(JudgeProjectNeeded, OldPaperIsSealedUnderAProjectOnly) {
    record::ScanJob job = acceptedJob("letter");
    job.original.documentClass = "old";
    job.original.receivedAt.reset(); // nobody knows, and nobody asks
    const Regulation regulation = projectRegulation();
    const auto sealing = [&] {
        return refusals(judgeSealing(regulation, job, manager(), sampleCertificate(), kProjectNow));
    };
    EXPECT_THAT(sealing(), ElementsAre(FindingId::ProjectMissing));
    EXPECT_FALSE(allowedActions(regulation, job, manager(), kProjectNow).contains(Authority::Seal));
    job.project = record::ProjectLink{kProjectId, record::sha256("plan"), 1};
    EXPECT_THAT(sealing(), ElementsAre(FindingId::InspectionMissing)); // judge_inspection_test.cpp
    EXPECT_FALSE(allowedActions(regulation, job, manager(), kProjectNow).contains(Authority::Seal));
    job.inspection.approved = record::Act{{"third", "Third", Role::ScanOperator}, {}, {}, {}};
    EXPECT_THAT(sealing(), IsEmpty());
    EXPECT_TRUE(allowedActions(regulation, job, manager(), kProjectNow).contains(Authority::Seal));
    // Its window never closes, and no proof of it is late.
    EXPECT_TRUE(
        judgeWindow(regulation, job.original, kProjectNow + std::chrono::years(9)).permitted());
    EXPECT_TRUE(judgeLateness(regulation, job, {}).permitted());
    EXPECT_FALSE(scanDeadline(regulation, job.original));
}

} // namespace

} // namespace seihon::regulation
