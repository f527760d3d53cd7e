#pragma once

#include "record/project.h"
#include "regulation/judge_project.h"
#include "station/station.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace seihon::station {

struct PlanRequest {
    std::filesystem::path file;
    std::string project; // a new version of this one's plan; empty: a new project
    std::optional<std::filesystem::path> minutes; // the committee's, to be compared with the plan
};

// A refused verdict changed nothing but the log.
struct ProjectOutcome {
    record::BackFileProject project; // id empty: it never came to be
    record::Verdict verdict;
    record::Digest plan; // that the act was about
};

struct ProjectJobIds {
    std::vector<std::string> open, sealed, abandoned; // job ids, oldest first
    regulation::ProjectJobs counts() const;
};

// Projects of old paper [C1, C2, C2a, C5, C7]: a plan is laid down, approved by others, started;
// only then are jobs opened under it. Plans are kept by their digest for ever. Faults of all:
// NotFound, ConfigInvalid.
class ProjectDesk {
  public:
    explicit ProjectDesk(Station& station) : m_station(station) {}

    // Keeps the file and judges it. Faults: Usage when this version was laid down already.
    ProjectOutcome plan(const Session& session, const PlanRequest& request);
    // The newest version of the plan.
    ProjectOutcome approve(const Session& session, const std::string& project);
    ProjectOutcome start(const Session& session, const std::string& project);
    ProjectOutcome stop(const Session& session, const std::string& project,
                        const std::string& reason);
    ProjectOutcome close(const Session& session, const std::string& project,
                         const std::string& reason);

    record::BackFileProject show(const std::string& project);
    regulation::ProjectPlan planOf(const record::Digest& plan) const;
    ProjectJobIds jobsOf(const std::string& project);
    // Newest first.
    std::vector<record::BackFileProject> list();

  private:
    struct Act; // one act on one project: lock, fold, who acts, entry
    void keep(const std::string& bytes, const record::Digest& digest) const;
    Station& m_station;
};

} // namespace seihon::station
