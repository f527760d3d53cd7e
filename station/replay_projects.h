#pragma once

#include "record/patient_word.h"
#include "record/project.h"
#include "regulation/judge_project.h"
#include "station/home.h"

#include <map>
#include <string>
#include <vector>

// Private to the replay: projects and patients' words of a ledger that is read in order.
namespace seihon::station {

class ReplayedProjects {
  public:
    explicit ReplayedProjects(const Home& home) : m_home(home) {}

    // Goes on past the entry. Faults: LedgerBroken.
    void apply(const record::Entry& entry);

    // Before the entry in hand; null when there is none.
    const record::BackFileProject* find(const std::string& id) const;
    regulation::ProjectJobs jobsOf(const std::string& id) const;
    const std::vector<record::PatientWord>& words() const { return m_words; }
    // From the home, by the digests that the log names. Faults: NotFound, ConfigInvalid.
    const regulation::ProjectPlan& plan(const record::Digest& digest) const;
    std::vector<regulation::PlanPerson> people(const record::Digest& list,
                                               record::Instant at) const;

  private:
    void count(const record::Entry& entry);

    const Home& m_home;
    std::map<std::string, record::BackFileProject> m_projects;
    std::map<std::string, std::string> m_openJobs; // job, its project
    std::map<std::string, regulation::ProjectJobs> m_jobs;
    std::vector<record::PatientWord> m_words;
    mutable std::map<record::Digest, regulation::ProjectPlan> m_plans;
};

} // namespace seihon::station
