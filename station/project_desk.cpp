#include "station/project_desk.h"

#include "config/project_plan.h"
#include "record/fault.h"
#include "record/json_fields.h"
#include "station/batch_gate.h"
#include "station/desk_act.h"
#include "station/entry_walk.h"
#include "station/project_audit_desk.h"
#include "station/project_gate.h"
#include "station/typed_text.h"

#include <algorithm>

namespace seihon::station {

using record::BackFileProject;
using record::EntryKind;
using record::Fault;
using record::FaultKind;
using record::Json;
using regulation::Authority;

namespace {

constexpr std::int64_t kMinutesBytes = 64ll << 20;

} // namespace

regulation::ProjectJobs ProjectJobIds::counts() const {
    return {std::ssize(open), std::ssize(sealed), std::ssize(abandoned), 0, false};
}

// All acts on projects go one after the other: judged and written under one lock.
struct ProjectDesk::Act : DeskAct {
    Act(ProjectDesk& owner, const Session& session, Authority which, const std::string& id)
        : DeskAct(*owner.m_station.m_ledger, which, lockProjects(owner.m_station.m_home)),
          desk(owner), project(id.empty() ? BackFileProject{} : owner.show(id)) {
        by(desk.m_station.draftFor(session, authority, {}, now, verdict));
    }

    ProjectOutcome finish(EntryKind kind, Json facts, const record::Digest& plan) {
        if (const auto entry = write(kind, project.id, std::move(facts))) {
            record::apply(project, *entry);
        }
        return {std::move(project), std::move(verdict), plan};
    }

    regulation::PlanFacts planFacts(std::optional<record::Digest> minutes = std::nullopt) const {
        return {planPeopleOf(desk.m_station.m_people, now), minutes};
    }

    ProjectDesk& desk;
    BackFileProject project;
};

void ProjectDesk::keep(const std::string& bytes, const record::Digest& digest) const {
    const std::filesystem::path kept = m_station.m_home.projectPlan(digest);
    if (!std::filesystem::exists(kept)) {
        ledger::makeDurableFolder(kept.parent_path());
        ledger::writeDurably(kept, record::bytesOf(bytes));
    }
    (void)loadPlan(m_station.m_home, digest); // what lies there is it
}

ProjectOutcome ProjectDesk::plan(const Session& session, const PlanRequest& request) {
    if (!std::filesystem::is_regular_file(request.file)) {
        throw Fault(FaultKind::NotFound, "no plan at " + request.file.string(),
                    {{"file", request.file.string()}});
    }
    const auto read = ledger::readWhole(request.file, kConfigFileBytes);
    const std::string bytes(read.begin(), read.end());
    const regulation::ProjectPlan plan = config::parseProjectPlan(bytes, request.file.string());
    requireLine(plan.title, "the title of the plan"); // it goes into the log
    std::optional<record::Digest> minutes;
    if (request.minutes) {
        minutes = record::sha256(ledger::readWhole(*request.minutes, kMinutesBytes));
    }
    Act act(*this, session, Authority::PlanProject, request.project);
    if (act.project.versionOf(plan.digest) != nullptr) {
        throw Fault(FaultKind::Usage, "this version of the plan was laid down already");
    }
    if (act.permitted) {
        keep(bytes, plan.digest); // also of a refused one: an audit reads it
        act.verdict.merge(regulation::judgeProjectStep(act.project, Authority::PlanProject));
        act.verdict.merge(
            regulation::judgePlan(*m_station.m_regulation, plan, act.planFacts(minutes)));
    }
    return act.finish(EntryKind::ProjectPlanned,
                      Json::object({{"plan", plan.digest.hex()},
                                    {"version", std::ssize(act.project.versions) + 1},
                                    {"title", plan.title},
                                    {"people", m_station.m_peopleDigest.hex()},
                                    {"minutes", minutes ? Json(minutes->hex()) : Json()}}),
                      plan.digest);
}

ProjectOutcome ProjectDesk::approve(const Session& session, const std::string& id) {
    Act act(*this, session, Authority::ApproveProject, id);
    const record::Digest plan = act.project.versions.back().plan;
    if (act.permitted) {
        act.verdict.merge(regulation::judgeProjectStep(act.project, Authority::ApproveProject));
        act.verdict.merge(regulation::judgePlanApproval(planOf(plan), act.draft.actor));
    }
    return act.finish(EntryKind::ProjectApproved, Json::object({{"plan", plan.hex()}}), plan);
}

ProjectOutcome ProjectDesk::start(const Session& session, const std::string& id) {
    Act act(*this, session, Authority::RunProject, id);
    const record::PlanVersion newest = act.project.versions.back();
    Json approvals = Json::array();
    for (const record::PlanApproval& approval : newest.approvals) {
        approvals.push(approval.sequence);
    }
    if (act.permitted) {
        act.verdict.merge(regulation::judgeProjectStart(
            *m_station.m_regulation, act.project, planOf(newest.plan), act.planFacts(), act.now));
    }
    return act.finish(EntryKind::ProjectStarted,
                      Json::object({{"plan", newest.plan.hex()},
                                    {"version", newest.version},
                                    {"people", m_station.m_peopleDigest.hex()},
                                    {"approvals", std::move(approvals)}}),
                      newest.plan);
}

ProjectOutcome ProjectDesk::stop(const Session& session, const std::string& id,
                                 const std::string& reason) {
    requireReason(reason);
    Act act(*this, session, Authority::RunProject, id);
    if (act.permitted) {
        act.verdict.merge(regulation::judgeProjectStop(act.project));
    }
    return act.finish(EntryKind::ProjectStopped, Json::object({{"reason", reason}}), {});
}

ProjectOutcome ProjectDesk::close(const Session& session, const std::string& id,
                                  const std::string& reason) {
    requireReason(reason);
    Act act(*this, session, Authority::RunProject, id);
    regulation::ProjectJobs jobs = jobsOf(id).counts();
    jobs.openBoxes = openBoxesOf(*m_station.m_ledger, id);
    jobs.audited = ProjectAuditDesk(m_station).coverage(id).whole(); // [C4]
    if (act.permitted) {
        act.verdict.merge(regulation::judgeProjectClosing(act.project, jobs));
    }
    return act.finish(EntryKind::ProjectClosed,
                      Json::object({{"reason", reason},
                                    {"open", jobs.open},
                                    {"openBoxes", jobs.openBoxes},
                                    {"sealed", jobs.sealed},
                                    {"abandoned", jobs.abandoned}}),
                      {});
}

BackFileProject ProjectDesk::show(const std::string& id) {
    BackFileProject project = projectOf(*m_station.m_ledger, id);
    if (project.id.empty()) {
        throw Fault(FaultKind::NotFound, "no project \"" + id.substr(0, 64) + "\"", {{"job", id}});
    }
    return project;
}

regulation::ProjectPlan ProjectDesk::planOf(const record::Digest& plan) const {
    return loadPlan(m_station.m_home, plan);
}

ProjectJobIds ProjectDesk::jobsOf(const std::string& id) {
    ProjectJobIds jobs;
    forEachOfKind(*m_station.m_ledger, EntryKind::JobOpened, [&](const record::Entry& entry) {
        const Json* const link = entry.what.facts.find("project");
        if (link == nullptr || link->at("id").asString() != id) {
            return;
        }
        const record::JobState state = m_station.job(entry.what.job).state;
        (state == record::JobState::Sealed      ? jobs.sealed
         : state == record::JobState::Abandoned ? jobs.abandoned
                                                : jobs.open)
            .push_back(entry.what.job);
    });
    return jobs;
}

std::vector<BackFileProject> ProjectDesk::list() {
    std::vector<BackFileProject> projects;
    forEachOfKind(*m_station.m_ledger, EntryKind::ProjectPlanned, [&](const record::Entry& entry) {
        if (entry.what.facts.at("version").asInt() == 1) {
            projects.push_back(show(entry.what.job));
        }
    });
    std::reverse(projects.begin(), projects.end());
    return projects;
}

} // namespace seihon::station
