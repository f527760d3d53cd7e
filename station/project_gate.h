#pragma once

#include "regulation/judge_project.h"
#include "station/station.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

// What the log knows of projects of old paper and of what patients said, and the gate that every
// step of a job under a project goes through [C1, C2].
namespace seihon::station {

// The plan that the log names, from the home. Faults: NotFound, ConfigInvalid, StorageDiffers when
// it is not what the log names.
regulation::ProjectPlan loadPlan(const Home& home, const record::Digest& plan);

// The people of this list as they could be named in a plan at that time.
std::vector<regulation::PlanPerson> planPeopleOf(const std::vector<config::Person>& people,
                                                 record::Instant at);

// Empty id: there is no such project. Faults: LedgerBroken.
record::BackFileProject projectOf(ledger::Ledger& ledger, const std::string& id);

// A project and the plan that it works under; or, before its first start, the newest one.
struct ProjectInForce {
    record::BackFileProject project;
    std::optional<regulation::ProjectPlan> plan;
    bool started = false; // the plan is in force

    const regulation::ProjectPlan* newest() const { return plan ? &*plan : nullptr; }
    const regulation::ProjectPlan* inForce() const { return started ? newest() : nullptr; }
};
// Faults: LedgerBroken, those of loadPlan.
ProjectInForce projectInForce(ledger::Ledger& ledger, const Home& home, const std::string& id);
std::vector<record::PatientWord> patientWordsOf(ledger::Ledger& ledger);

// Whoever changes what jobs of projects are judged by, or writes an entry that was judged by it,
// holds this: an objection never comes between a verdict and its entry. A short wait.
ledger::FileLock lockProjects(const Home& home);

class ProjectGate {
  public:
    // Of a job that is, or (`asked`) shall be opened, under a project; for all others it is open
    // and locks nothing.
    ProjectGate(Station& station, const record::ScanJob& job, const std::string& asked = {});
    ProjectGate(const ProjectGate&) = delete; // holds the lock
    ProjectGate& operator=(const ProjectGate&) = delete;

    record::Verdict judge(regulation::Authority step, const record::Actor& actor,
                          record::Instant now) const;
    // To be written into JobOpened once the verdict permits; empty without a project.
    std::optional<record::ProjectLink> link() const { return m_link; }

  private:
    Station& m_station;
    const record::ScanJob& m_job;
    std::string m_project; // empty: none
    std::optional<ledger::FileLock> m_lock;
    record::BackFileProject m_folded;
    std::optional<record::ProjectLink> m_link;
    std::optional<regulation::ProjectPlan> m_plan;
    record::PatientStanding m_patient;
};

// What stands in the way of sealing this job of a project now: for people who look at it. A plan
// that cannot be read is a finding here, because nothing may block a look [B6].
record::Verdict projectStanding(Station& station, const record::ScanJob& job);

} // namespace seihon::station
