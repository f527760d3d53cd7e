#include "regulation/judge_project.h"

#include "regulation/calendar.h"
#include "regulation/findings.h"
#include "regulation/judge_intake.h"

namespace seihon::regulation {

using record::BackFileProject;
using record::FindingId;
using record::Instant;
using record::ProjectState;
using record::Verdict;

namespace {

bool worksIn(const ProjectPlan& plan, const std::string& user) {
    return plan.organisation.operators.contains(user) ||
           plan.organisation.inspectors.contains(user) || plan.responsible.supervisor == user;
}

// Empty when the approval counts.
std::string whyNotApproved(const Regulation& regulation, const ProjectPlan& plan,
                           const record::PlanVersion& version, const record::Act& approval,
                           Instant now) {
    if (approval.actor.user == version.planned.actor.user) {
        return "proposer";
    }
    if (worksIn(plan, approval.actor.user)) {
        return "works in the project";
    }
    if (approval.regulation != regulation.digest) { // something else took effect in between
        return "another regulation was in force";
    }
    const auto granted = regulation.authorities.find(approval.actor.role);
    if (granted == regulation.authorities.end() ||
        !granted->second.contains(Authority::ApproveProject)) {
        return "role";
    }
    return now - approval.at > regulation.projects.validFor ? "too old" : "";
}

Verdict judgeApprovals(const Regulation& regulation, const ProjectPlan& plan,
                       const record::PlanVersion& version, Instant now) {
    Verdict verdict;
    std::set<std::string> people;
    std::set<record::Role> roles;
    for (const record::PlanApproval& approval : version.approvals) {
        const std::string why = whyNotApproved(regulation, plan, version, approval.act, now);
        if (!why.empty()) {
            verdict.add(
                note(FindingId::ApprovalNotCounted, {.measured = why}, approval.act.actor.user));
            continue;
        }
        people.insert(approval.act.actor.user);
        roles.insert(approval.act.actor.role);
    }
    const auto counted = static_cast<std::int64_t>(people.size());
    if (counted < regulation.projects.persons) {
        verdict.add(refusal(FindingId::PlanApprovalsMissing,
                            {.measured = counted, .required = regulation.projects.persons}));
    }
    for (const record::Role role : regulation.projects.roles) {
        if (!roles.contains(role)) {
            verdict.add(
                refusal(FindingId::PlanApprovalRoleMissing, {.required = record::enumName(role)}));
        }
    }
    return verdict;
}

std::chrono::sys_days dayOf(const Regulation& regulation, Instant at) {
    return std::chrono::sys_days(hospitalDay(regulation.calendar, at).time_since_epoch());
}

record::Finding stepRefused(ProjectState state) {
    return refusal(FindingId::ProjectStepNotAllowed, {.measured = record::enumName(state)});
}

Verdict judgePeriod(const Regulation& regulation, const ProjectPlan& plan, Instant now) {
    Verdict verdict;
    const std::chrono::sys_days today = dayOf(regulation, now);
    if (!plan.starts || !plan.ends || today < std::chrono::sys_days(*plan.starts) ||
        today > std::chrono::sys_days(*plan.ends)) {
        verdict.add(refusal(FindingId::ProjectOutsidePeriod,
                            {.measured = localTime(regulation, now)}, plan.title));
    }
    return verdict;
}

// [C2] named by the plan, and within its dates
Verdict judgeOperator(const Regulation& regulation, const ProjectPlan& plan,
                      const record::Actor& actor, Instant now) {
    Verdict verdict;
    if (!plan.organisation.operators.contains(actor.user)) {
        verdict.add(refusal(FindingId::PersonNotInPlan, {.measured = actor.user}));
    }
    return verdict.merge(judgePeriod(regulation, plan, now));
}

record::Finding notRunning(const BackFileProject& project, ProjectState state) {
    return refusal(FindingId::ProjectNotRunning, {.measured = record::enumName(state)}, project.id);
}

// Scanning into a correction makes it an ordinary job again.
bool corrects(const ProjectWork& work) {
    return work.samePages && work.step != Authority::Scan;
}

Verdict judgePatientOf(const ProjectWork& work) {
    Verdict verdict;
    if (work.patient.objects) { // [C1] and whatever else is said
        verdict.add(refusal(FindingId::PatientObjects, {}, work.patient.objection));
    }
    if (!corrects(work) && !work.patient.consents && work.plan != nullptr &&
        work.plan->notice.basis != ConsentBasis::NoticeWithoutObjection) {
        verdict.add(refusal(FindingId::ConsentMissing));
    }
    return verdict;
}

} // namespace

Verdict judgePlanApproval(const ProjectPlan& plan, const record::Actor& actor) {
    Verdict verdict;
    if (worksIn(plan, actor.user)) {
        verdict.add(refusal(FindingId::ApproverWorksInProject, {.measured = actor.user}));
    }
    return verdict;
}

Verdict judgeProjectStep(const BackFileProject& project, Authority step) {
    Verdict verdict;
    const ProjectState state = project.state();
    const bool planning = step == Authority::PlanProject || step == Authority::ApproveProject;
    const bool open = state != ProjectState::Closed && (planning || step == Authority::RunProject);
    if (!open) {
        verdict.add(stepRefused(state));
    }
    return verdict;
}

Verdict judgeProjectStop(const BackFileProject& project) {
    Verdict verdict;
    if (project.state() != ProjectState::Running) {
        verdict.add(stepRefused(project.state()));
    }
    return verdict;
}

Verdict judgeProjectStart(const Regulation& regulation, const BackFileProject& project,
                          const ProjectPlan& newest, const PlanFacts& facts, Instant now) {
    Verdict verdict = judgeProjectStep(project, Authority::RunProject);
    if (project.versions.empty() || project.versions.back().plan != newest.digest) {
        return verdict.add(stepRefused(project.state()));
    }
    const record::PlanVersion* const inForce = project.inForce();
    if (project.state() == ProjectState::Running && inForce != nullptr &&
        inForce->plan == newest.digest) { // it runs already, under this very plan
        verdict.add(stepRefused(project.state()));
    }
    verdict.merge(judgePlan(regulation, newest, facts));
    verdict.merge(judgeApprovals(regulation, newest, project.versions.back(), now));
    verdict.merge(judgePeriod(regulation, newest, now));
    if (newest.notice.since) { // [C1] told beforehand
        const auto told = dayOf(regulation, now) - std::chrono::sys_days(*newest.notice.since);
        if (told < regulation.projects.noticeBefore) {
            verdict.add(refusal(FindingId::NoticeTooShort,
                                {.measured = told.count(),
                                 .required = regulation.projects.noticeBefore.count(),
                                 .unit = "days"}));
        }
    }
    return verdict;
}

Verdict judgeProjectClosing(const BackFileProject& project, const ProjectJobs& jobs) {
    Verdict verdict = judgeProjectStep(project, Authority::RunProject);
    if (jobs.open > 0) {
        verdict.add(refusal(FindingId::ProjectJobsOpen, {.measured = jobs.open}));
    }
    if (jobs.openBoxes > 0) { // their paper would be stranded, and nothing adds up
        verdict.add(refusal(FindingId::ProjectBoxesOpen, {.measured = jobs.openBoxes}));
    }
    if (jobs.sealed > 0 && !jobs.audited) { // [C4] what sealed nothing leaves nothing to audit
        verdict.add(refusal(FindingId::ProjectAuditMissing, {.measured = jobs.sealed}));
    }
    return verdict;
}

Verdict judgeProjectWork(const Regulation& regulation, const ProjectWork& work, Instant now) {
    Verdict verdict;
    if (work.project == nullptr || work.project->id.empty()) {
        return verdict.add(refusal(FindingId::ProjectUnknown));
    }
    verdict.merge(judgePatientOf(work));
    if (corrects(work)) { // nothing is scanned, and what was sealed may be wrong for ever after
        return verdict;
    }
    const ProjectState state =
        work.asOf ? work.project->stateAt(*work.asOf) : work.project->state();
    if (state != ProjectState::Running || work.plan == nullptr) {
        verdict.add(notRunning(*work.project, state));
    }
    if (work.plan == nullptr) {
        return verdict;
    }
    const bool sealing = work.step == Authority::Seal;
    if (!sealing && work.original.provisional) { // nobody knows whether this patient objects
        verdict.add(refusal(FindingId::PatientProvisional));
    }
    if (!sealing) {
        verdict.merge(judgeOperator(regulation, *work.plan, work.actor, now));
    }
    if (work.step == Authority::Open && !work.plan->classes.contains(work.original.documentClass)) {
        verdict.add(refusal(FindingId::ClassNotInPlan, {.measured = work.original.documentClass}));
    }
    return verdict;
}

Verdict judgeProjectFeeding(const Regulation& regulation, const BackFileProject* project,
                            const ProjectPlan* inForce, const record::Actor& actor, Instant now) {
    Verdict verdict;
    if (project == nullptr || project->id.empty()) {
        return verdict.add(refusal(FindingId::ProjectUnknown));
    }
    if (project->state() != ProjectState::Running || inForce == nullptr) {
        verdict.add(notRunning(*project, project->state()));
    }
    return inForce == nullptr ? verdict
                              : verdict.merge(judgeOperator(regulation, *inForce, actor, now));
}

Verdict judgeProjectNeeded(const Regulation& regulation, const record::Original& original,
                           bool underProject) {
    Verdict verdict;
    const DocumentClass* const kind = findClass(regulation, original.documentClass);
    if (kind != nullptr && kind->purpose == ClassPurpose::Original &&
        kind->startsFrom == StartEvent::Project && !underProject) {
        verdict.add(refusal(FindingId::ProjectMissing, {}, kind->id));
    }
    return verdict;
}

} // namespace seihon::regulation
