#pragma once

#include "project_samples.h"

#include "record/project_audit.h"
#include "regulation/judge_inspection.h"
#include "regulation/judge_project_audit.h"

#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace seihon::regulation {

// Random acts of everybody on one project, some papers of three patients, and what the patients
// say; judged by the rules and written as entries, as ProjectDesk, PatientWords and ProjectGate do
// it.
class ProjectWalk {
  public:
    // `blindTo`: a finding that the rules are made to overlook; a planted bug.
    ProjectWalk(std::uint64_t seed, std::optional<record::FindingId> blindTo);

    void step();
    const std::vector<record::Entry>& entries() const { return m_entries; }
    const Regulation& regulation() const { return m_regulation; }
    // By digest, as the home keeps them.
    const std::vector<ProjectPlan>& plans() const { return m_plans; }
    bool running() const { return m_project.state() == record::ProjectState::Running; }

  private:
    std::int64_t below(std::int64_t count) {
        return static_cast<std::int64_t>(m_random() % static_cast<std::uint64_t>(count));
    }
    bool chance(int percent) { return below(100) < percent; }
    record::Actor anybody();
    record::Actor actor(const char* user) const;
    record::Verdict seen(record::Verdict verdict) const;
    record::Entry& append(record::EntryKind kind, const record::Actor& who, const std::string& job,
                          record::Json facts, record::Json privateFacts = {});
    const ProjectPlan* planOf(const record::Digest& digest) const;
    PlanFacts facts() const { return {projectPeople(), std::nullopt}; }

    void desk(std::int64_t which);
    void plan();
    void approve();
    void start();
    void words();
    void jobs();
    void registerPaper();
    void open(record::ScanJob& job);
    void scan(record::ScanJob& job);
    void seal(record::ScanJob& job);
    void inspect(record::ScanJob& job);
    void audits();
    void startAudit();
    void auditItem(record::ProjectAudit& audit, std::int64_t item);
    std::int64_t sealedIn(std::uint64_t from, std::uint64_t until) const;
    bool audited() const;
    void apply(record::ProjectAudit& audit, record::EntryKind kind, const record::Actor& who,
               record::Json facts);
    record::Verdict work(const record::ScanJob& job, const record::Actor& who, Authority step,
                         bool asked) const;

    Regulation m_regulation = projectRegulation();
    std::mt19937_64 m_random;
    std::optional<record::FindingId> m_blindTo;
    record::Instant m_now = at("2026-10-20T09:00:00+09:00");
    std::vector<ProjectPlan> m_plans;
    record::BackFileProject m_project;
    std::vector<record::PatientWord> m_words;
    std::vector<record::ScanJob> m_jobs;
    std::vector<record::ProjectAudit> m_audits;
    std::vector<record::Entry> m_entries;
};

// The same of inspections and audits [C3, C4]; part of what follows.
std::vector<std::string> forbiddenInAudits(const ProjectWalk& walk);
// What must never be, said a second time and in another way, from the entries alone.
std::vector<std::string> forbiddenIn(const ProjectWalk& walk);

} // namespace seihon::regulation
