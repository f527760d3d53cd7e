#include "project_walk.h"

#include "record/json_fields.h"

#include <algorithm>

namespace seihon::regulation {

using record::Actor;
using record::EntryKind;
using record::FindingId;
using record::Json;
using record::Role;
using record::ScanJob;
using record::Verdict;

namespace {

constexpr std::array kPatients{"P1", "P2", "P3"};

std::string idOf(std::size_t number) {
    std::string digits = std::to_string(number);
    return "019391c0-1111-7222-8333-" + std::string(12 - digits.size(), '0') + digits;
}

} // namespace

ProjectWalk::ProjectWalk(std::uint64_t seed, std::optional<FindingId> blindTo)
    : m_random(seed), m_blindTo(blindTo) {
    if (chance(50)) { // the other basis
        m_regulation.projects.bases.insert(ConsentBasis::NoticeWithoutObjection);
    }
}

Actor ProjectWalk::actor(const char* user) const {
    for (const PlanPerson& person : projectPeople()) {
        if (person.user == user) {
            return {person.user, person.name, *person.roles.begin()};
        }
    }
    return {};
}

Actor ProjectWalk::anybody() {
    const std::vector<PlanPerson> people = projectPeople();
    const PlanPerson& one = people[static_cast<std::size_t>(below(std::ssize(people)))];
    return {one.user, one.name, chance(50) ? *one.roles.begin() : *one.roles.rbegin()};
}

Verdict ProjectWalk::seen(Verdict verdict) const {
    std::erase_if(verdict.findings,
                  [this](const record::Finding& each) { return each.id == m_blindTo; });
    return verdict;
}

record::Entry& ProjectWalk::append(EntryKind kind, const Actor& who, const std::string& job,
                                   Json facts, Json privateFacts) {
    record::Entry entry;
    entry.station = "st-1";
    entry.sequence = m_entries.size();
    entry.at = m_now;
    entry.what.kind = kind;
    entry.what.actor = who;
    entry.what.job = job;
    entry.what.facts = std::move(facts);
    entry.what.privateFacts = std::move(privateFacts);
    entry.what.regulation = m_regulation.digest;
    m_entries.push_back(std::move(entry));
    return m_entries.back();
}

const ProjectPlan* ProjectWalk::planOf(const record::Digest& digest) const {
    const auto found = std::find_if(m_plans.begin(), m_plans.end(),
                                    [&](const ProjectPlan& each) { return each.digest == digest; });
    return found == m_plans.end() ? nullptr : &*found;
}

void ProjectWalk::plan() {
    ProjectPlan plan = samplePlan(m_regulation);
    plan.digest = record::sha256("plan " + std::to_string(m_plans.size()));
    if (m_regulation.projects.bases.size() > 1) {
        plan.notice.basis = ConsentBasis::NoticeWithoutObjection;
    }
    switch (below(6)) {
    case 0:
        plan.hardship.clear();
        break;
    case 1:
        plan.organisation.operators.insert("chief");
        break;
    case 2:
        plan.notice.since = std::chrono::year(2026) / 11 / 20;
        break;
    case 3:
        plan.organisation.inspectors.insert("second"); // who scans as well
        break;
    default:
        break;
    }
    const Actor who = chance(80) ? actor("boss") : anybody();
    Verdict verdict = judgeProjectStep(m_project, Authority::PlanProject);
    if (!seen(verdict.merge(judgePlan(m_regulation, plan, facts()))).permitted()) {
        return;
    }
    m_plans.push_back(plan);
    record::apply(m_project, append(EntryKind::ProjectPlanned, who, kProjectId,
                                    Json::object({{"plan", plan.digest.hex()},
                                                  {"version", std::ssize(m_project.versions) + 1},
                                                  {"title", plan.title}})));
}

void ProjectWalk::approve() {
    if (m_project.versions.empty()) {
        return;
    }
    const record::Digest digest = m_project.versions.back().plan;
    const Actor who = chance(60) ? actor(chance(40)   ? "chief"
                                         : chance(50) ? "records"
                                                      : "keeper")
                                 : anybody();
    Verdict verdict = judgeProjectStep(m_project, Authority::ApproveProject);
    if (seen(verdict.merge(judgePlanApproval(*planOf(digest), who))).permitted()) {
        record::apply(m_project, append(EntryKind::ProjectApproved, who, kProjectId,
                                        Json::object({{"plan", digest.hex()}})));
    }
}

void ProjectWalk::start() {
    if (m_project.versions.empty()) {
        return;
    }
    const ProjectPlan& newest = *planOf(m_project.versions.back().plan);
    if (seen(judgeProjectStart(m_regulation, m_project, newest, facts(), m_now)).permitted()) {
        record::apply(m_project, append(EntryKind::ProjectStarted, anybody(), kProjectId,
                                        Json::object({{"plan", newest.digest.hex()}})));
    }
}

void ProjectWalk::desk(std::int64_t which) {
    if (which < 2) {
        return plan();
    }
    if (which < 6) {
        return approve();
    }
    if (which < 9) {
        return start();
    }
    if (which == 9 && seen(judgeProjectStop(m_project)).permitted() && chance(50)) {
        record::apply(m_project, append(EntryKind::ProjectStopped, anybody(), kProjectId,
                                        Json::object({{"reason", "rain"}})));
    }
    if (which > 9 && chance(4) && !m_project.id.empty()) {
        ProjectJobs count;
        const bool giveUp = chance(30); // what is still open, to come to an end
        for (ScanJob& job : m_jobs) {
            if (giveUp && job.project && job.state != record::JobState::SealingPending &&
                job.state != record::JobState::Sealed && !job.abandoned) {
                record::apply(job, append(EntryKind::JobAbandoned, anybody(), job.id,
                                          Json::object({{"reason", "the end"}})));
            }
            count.sealed += job.project && job.sealed ? 1 : 0;
            count.open += job.project && !job.sealed && !job.abandoned ? 1 : 0;
        }
        count.audited = audited();
        if (seen(judgeProjectClosing(m_project, count)).permitted()) {
            record::apply(m_project, append(EntryKind::ProjectClosed, anybody(), kProjectId,
                                            Json::object({{"reason", "done"}})));
        }
    }
}

void ProjectWalk::words() {
    const bool objection = chance(35);
    if (chance(50) && !m_words.empty()) {
        const record::PatientWord& word =
            m_words[static_cast<std::size_t>(below(std::ssize(m_words)))];
        if (!word.ended) {
            record::apply(m_words, append(word.kind == record::PatientWordKind::Objection
                                              ? EntryKind::ObjectionLifted
                                              : EntryKind::ConsentWithdrawn,
                                          anybody(), "", Json::object({{"id", word.id}})));
        }
        return;
    }
    const char* const patient = kPatients[static_cast<std::size_t>(below(3))];
    record::apply(m_words,
                  append(objection ? EntryKind::ObjectionAdded : EntryKind::ConsentAdded, anybody(),
                         "",
                         Json::object({{"id", "word-" + std::to_string(m_words.size())},
                                       {"by", chance(70) ? "patient" : "family"},
                                       {"project", objection    ? ""
                                                   : chance(90) ? kProjectId
                                                                : "another project"}}),
                         Json::object({{"patient", Json::object({{"id", patient}, {"name", "N"}})},
                                       {"remark", ""}})));
}

void ProjectWalk::registerPaper() {
    record::Original original = sampleOriginal(chance(80) ? "old" : "letter");
    original.patient = {kPatients[static_cast<std::size_t>(below(3))], "N"};
    original.provisional = chance(5);
    if (original.provisional) {
        original.patient.id.clear();
    }
    ScanJob job;
    record::apply(job, append(EntryKind::OriginalRegistered, anybody(), idOf(m_jobs.size() + 1),
                              Json::object({{"original", record::toJson(original)}}),
                              Json::object({{"patient", record::toJson(original.patient)}})));
    m_jobs.push_back(std::move(job));
}

// As ProjectGate: the plan of the job, or the one in force.
Verdict ProjectWalk::work(const ScanJob& job, const Actor& who, Authority step, bool asked) const {
    if (!job.project && !asked) {
        return {};
    }
    const record::PlanVersion* const inForce = m_project.inForce();
    const ProjectPlan* plan = nullptr;
    if (job.project) {
        plan = planOf(job.project->plan);
    } else if (inForce != nullptr) {
        plan = planOf(inForce->plan);
    }
    return judgeProjectWork(
        m_regulation,
        {.project = &m_project,
         .plan = plan,
         .original = job.original,
         .patient = record::standingOf(m_words, job.original.patient.id, kProjectId),
         .actor = who,
         .step = step},
        m_now);
}

void ProjectWalk::open(ScanJob& job) {
    const Actor who = chance(80) ? actor("clerk") : anybody();
    const bool asked = chance(85);
    if (!seen(work(job, who, Authority::Open, asked)).permitted()) {
        return;
    }
    Json facts = Json::object({});
    if (asked && m_project.inForce() != nullptr) {
        facts.set("project",
                  record::toJson(record::ProjectLink{kProjectId, m_project.inForce()->plan,
                                                     m_project.inForce()->version}));
    }
    record::apply(job, append(EntryKind::JobOpened, who, job.id, std::move(facts)));
}

void ProjectWalk::scan(ScanJob& job) {
    const Actor who = chance(80) ? actor("second") : anybody();
    if (seen(work(job, who, Authority::Scan, false)).permitted()) {
        record::apply(job, append(EntryKind::ScanStarted, who, job.id, Json::object({})));
        record::apply(job, append(EntryKind::ScanEnded, who, job.id, Json::object({})));
        for (std::int64_t sheet = 1; job.pages.empty() && sheet <= 3; ++sheet) {
            record::Page page = samplePage(sheet);
            page.captureId = std::to_string(sheet);
            record::apply(job, append(EntryKind::PageCaptured, who, job.id, record::toJson(page)));
        }
        Json facts = Json::object({});
        if (needsInspection(job)) {
            facts.set("inspection",
                      record::toJson(drawForInspection(m_regulation, job, chance(50))));
        }
        record::apply(job, append(EntryKind::JobSubmitted, who, job.id, std::move(facts)));
    }
}

void ProjectWalk::seal(ScanJob& job) {
    const Actor who = actor("leader");
    Verdict verdict = work(job, who, Authority::Seal, false);
    verdict.merge(judgeProjectNeeded(m_regulation, job.original, job.project.has_value()));
    verdict.merge(judgeInspected(job)); // pages and cards: walk_test.cpp
    const bool permitted = seen(verdict).permitted();
    if (job.state == record::JobState::SealingPending) {
        if (!permitted) {
            record::apply(job, append(EntryKind::SealDiscarded, who, job.id, Json::object({})));
            return;
        }
        record::Entry& entry = append(EntryKind::RecordSealed, who, job.id,
                                      Json::object({{"path", "p"},
                                                    {"recordId", job.sealing->recordId},
                                                    {"manifestDigest", record::sha256("m").hex()},
                                                    {"provenAt", record::formatInstant(m_now)}}));
        entry.what.record = job.sealing->recordId;
        record::apply(job, entry);
    } else if (permitted) {
        record::apply(job,
                      append(EntryKind::SealStarted, who, job.id,
                             Json::object({{"recordId", idOf(job.lastSequence + 1'000'000)},
                                           {"manifestDigest", record::sha256("m").hex()},
                                           {"certificate", record::toJson(sampleCertificate())}})));
    }
}

void ProjectWalk::jobs() {
    if (m_jobs.empty() || chance(15)) {
        return registerPaper();
    }
    std::vector<ScanJob*> underWay; // most work is on what was begun
    for (ScanJob& one : m_jobs) {
        if (one.project && !one.sealed && !one.abandoned) {
            underWay.push_back(&one);
        }
    }
    ScanJob& job = !underWay.empty() && chance(75)
                       ? *underWay[static_cast<std::size_t>(below(std::ssize(underWay)))]
                       : m_jobs[static_cast<std::size_t>(below(std::ssize(m_jobs)))];
    if (chance(3) && (job.state == record::JobState::Open ||
                      job.state == record::JobState::Submitted)) { // no way round the project
        record::apply(job, append(EntryKind::ConvertedToReference, anybody(), job.id,
                                  Json::object({{"documentClass", "copy"}})));
        return;
    }
    switch (job.state) {
    case record::JobState::Registered:
        return open(job);
    case record::JobState::Open:
        return scan(job);
    case record::JobState::Submitted:
        if (job.project && chance(80)) {
            return inspect(job);
        }
        return seal(job);
    case record::JobState::SealingPending:
        return seal(job);
    case record::JobState::Accepted:
    case record::JobState::Sealed:
    case record::JobState::Abandoned:
        return;
    }
}

void ProjectWalk::step() {
    m_now += chance(80) ? std::chrono::minutes(below(300)) : std::chrono::hours(below(48));
    const std::int64_t which = below(100);
    if (which < (m_project.changes.empty() ? 40 : 12)) {
        return desk(below(11));
    }
    return which < 28 ? words() : which < 42 ? audits() : jobs();
}

} // namespace seihon::regulation
