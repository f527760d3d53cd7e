#include "station/replay_projects.h"

#include "ledger/durable_file.h"
#include "record/fault.h"
#include "record/json_fields.h"
#include "station/project_gate.h"
#include "station/replay_judge.h"

#include <algorithm>

namespace seihon::station {

using record::Entry;
using record::EntryKind;
using record::Verdict;
using regulation::Authority;

void ReplayedProjects::apply(const Entry& entry) {
    if (record::isAboutProject(entry.what.kind)) {
        record::apply(m_projects[entry.what.job], entry);
    }
    record::apply(m_words, entry);
    count(entry);
}

void ReplayedProjects::count(const Entry& entry) {
    if (entry.what.kind == EntryKind::JobOpened) {
        if (const record::Json* const link = entry.what.facts.find("project")) {
            const std::string& id = link->at("id").asString();
            m_openJobs[entry.what.job] = id;
            ++m_jobs[id].open;
        }
        return;
    }
    const bool sealed = entry.what.kind == EntryKind::RecordSealed;
    const auto job = m_openJobs.find(entry.what.job);
    if (job == m_openJobs.end() || (!sealed && entry.what.kind != EntryKind::JobAbandoned)) {
        return;
    }
    regulation::ProjectJobs& jobs = m_jobs[job->second];
    --jobs.open;
    ++(sealed ? jobs.sealed : jobs.abandoned);
    m_openJobs.erase(job);
}

const record::BackFileProject* ReplayedProjects::find(const std::string& id) const {
    const auto found = m_projects.find(id);
    return found == m_projects.end() ? nullptr : &found->second;
}

regulation::ProjectJobs ReplayedProjects::jobsOf(const std::string& id) const {
    const auto found = m_jobs.find(id);
    return found == m_jobs.end() ? regulation::ProjectJobs{} : found->second;
}

const regulation::ProjectPlan& ReplayedProjects::plan(const record::Digest& digest) const {
    const auto known = m_plans.find(digest);
    return known != m_plans.end() ? known->second
                                  : m_plans.emplace(digest, loadPlan(m_home, digest)).first->second;
}

std::vector<regulation::PlanPerson> ReplayedProjects::people(const record::Digest& list,
                                                             record::Instant at) const {
    const std::filesystem::path file = m_home.peopleKept(list);
    const auto bytes = ledger::readWhole(file, kConfigFileBytes);
    if (record::sha256(bytes) != list) {
        throw record::Fault(record::FaultKind::StorageDiffers,
                            "the list of people is not the one that the log names",
                            {{"file", file.string()}});
    }
    return planPeopleOf(config::parsePeople(std::string(bytes.begin(), bytes.end()), file.string()),
                        at);
}

namespace {

const record::BackFileProject kNoProject{};

const record::BackFileProject& projectBefore(const Entry& entry, const ReplayFacts& facts) {
    const record::BackFileProject* const project = facts.projects.find(entry.what.job);
    return project == nullptr ? kNoProject : *project;
}

regulation::PlanFacts planFactsOf(const Entry& entry, const ReplayFacts& facts) {
    regulation::PlanFacts known;
    known.people = facts.projects.people(record::digestIn(entry.what.facts, "people"), entry.at);
    if (const record::Json* const minutes = entry.what.facts.find("minutes")) {
        known.minutes = record::Digest::fromHex(minutes->asString());
    }
    return known;
}

Verdict judgeAgain(EntryKind act, const Entry& entry, const ReplayFacts& facts) {
    const record::BackFileProject& project = projectBefore(entry, facts);
    const record::Json* const plan = entry.what.facts.find("plan");
    const auto planned = [&]() -> const regulation::ProjectPlan& {
        return facts.projects.plan(record::digestIn(entry.what.facts, "plan"));
    };
    if (act == EntryKind::ProjectPlanned && plan != nullptr) {
        Verdict verdict = regulation::judgeProjectStep(project, Authority::PlanProject);
        return verdict.merge(
            regulation::judgePlan(facts.inForce, planned(), planFactsOf(entry, facts)));
    }
    if (act == EntryKind::ProjectApproved && plan != nullptr) {
        Verdict verdict = regulation::judgeProjectStep(project, Authority::ApproveProject);
        return verdict.merge(regulation::judgePlanApproval(planned(), entry.what.actor));
    }
    if (act == EntryKind::ProjectStarted && plan != nullptr) {
        return regulation::judgeProjectStart(facts.inForce, project, planned(),
                                             planFactsOf(entry, facts), entry.at);
    }
    if (act == EntryKind::ProjectStopped) {
        return regulation::judgeProjectStop(project);
    }
    regulation::ProjectJobs jobs = facts.projects.jobsOf(entry.what.job);
    jobs.openBoxes = facts.boxes.openOf(entry.what.job);
    jobs.audited = facts.audits.coversAll(entry.what.job);
    return regulation::judgeProjectClosing(project, jobs);
}

Authority authorityFor(EntryKind act) {
    return act == EntryKind::ProjectPlanned    ? Authority::PlanProject
           : act == EntryKind::ProjectApproved ? Authority::ApproveProject
                                               : Authority::RunProject;
}

// The step of a job that an entry, or its refusal, is about, where a project has a say in it.
std::optional<Authority> projectStepOf(const Entry& entry) {
    const record::Json& said = entry.what.facts;
    const auto verb = entry.what.kind == EntryKind::Refused
                          ? record::enumFromName<Authority>(record::textIn(said, "verb"))
                          : std::nullopt;
    if (entry.what.kind == EntryKind::JobOpened || verb == Authority::Open) {
        return Authority::Open;
    }
    if (entry.what.kind == EntryKind::ScanStarted ||
        (verb == Authority::Scan && said.find("profile") != nullptr)) {
        return Authority::Scan;
    }
    if (entry.what.kind == EntryKind::SealStarted || entry.what.kind == EntryKind::RecordSealed ||
        (verb == Authority::Seal && said.find("certificate") != nullptr)) {
        return Authority::Seal;
    }
    return std::nullopt;
}

// Under which project the job is, or was asked to be opened.
std::string projectOfJob(const Entry& entry, const record::ScanJob& job) {
    if (job.project) {
        return job.project->id;
    }
    if (const record::Json* const link = entry.what.facts.find("project")) {
        return link->at("id").asString();
    }
    return record::textIn(entry.what.facts, "projectAsked");
}

} // namespace

std::optional<Rejudged> rejudgeProject(const Entry& entry, const ReplayFacts& facts) {
    if (entry.what.kind == EntryKind::ObjectionAdded ||
        entry.what.kind == EntryKind::ObjectionLifted ||
        entry.what.kind == EntryKind::ConsentAdded ||
        entry.what.kind == EntryKind::ConsentWithdrawn) {
        // What it concerns that is sealed already is told beside it.
        return Rejudged{authorityOf(entry, Authority::KeepObjections, facts), false};
    }
    EntryKind act = entry.what.kind;
    if (act == EntryKind::Refused) {
        const auto named = record::enumFromName<EntryKind>(record::textIn(entry.what.facts, "act"));
        if (!named) {
            return std::nullopt; // of the person's right to it: judged with the others
        }
        act = *named;
    }
    if (!record::isAboutProject(act)) {
        return std::nullopt;
    }
    Verdict verdict = authorityOf(entry, authorityFor(act), facts);
    return Rejudged{verdict.merge(judgeAgain(act, entry, facts)), true};
}

void addProjectWork(const Entry& entry, const ReplayFacts& facts, Rejudged& judged) {
    const std::optional<Authority> step = projectStepOf(entry);
    if (!step || entry.what.job.empty()) {
        return;
    }
    const record::ScanJob& job = facts.jobs.before(entry).job;
    const std::string id = projectOfJob(entry, job);
    if (id.empty()) {
        return;
    }
    const record::BackFileProject* const project = facts.projects.find(id);
    const record::PlanVersion* const inForce = project == nullptr ? nullptr : project->inForce();
    const regulation::ProjectPlan* plan = nullptr;
    if (job.project) {
        plan = &facts.projects.plan(job.project->plan);
    } else if (inForce != nullptr) {
        plan = &facts.projects.plan(inForce->plan);
    }
    // A seal whose last entry came after a crash is as old as its token.
    std::optional<record::Instant> asOf;
    if (entry.what.kind == EntryKind::RecordSealed) {
        asOf = record::instantIn(entry.what.facts, "provenAt");
    }
    // The correction of a sealed record by its own pages opens its job by itself.
    const bool samePages = job.amends && job.amends->samePages;
    judged.verdict.merge(regulation::judgeProjectWork(
        facts.inForce,
        {.project = project,
         .plan = plan,
         .original = job.original,
         .patient = record::standingOf(facts.projects.words(), job.original.patient.id, id, asOf),
         .actor = entry.what.actor,
         .step = *step,
         .samePages = samePages,
         .asOf = asOf},
        entry.at));
}

} // namespace seihon::station
