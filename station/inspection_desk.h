#pragma once

#include "regulation/judge_inspection.h"
#include "station/station.h"

#include <filesystem>
#include <string>
#include <vector>

namespace seihon::station {

// What one person scanned of old paper another one inspects, before it is sealed [C3]. Which pages
// is drawn when the job is submitted, by a seed that was committed with its opening.
class InspectionDesk {
  public:
    explicit InspectionDesk(Station& station) : m_station(station) {}

    // Submitted or accepted jobs of projects (of this one, if it is named), oldest first.
    std::vector<record::ScanJob> waiting(const std::string& project);
    // The page for looking, as a PNG; the look is logged with the digest of what was shown.
    // Faults: NotFound, StorageDiffers, Usage when the file is there.
    Outcome view(const Session& session, const std::string& job, std::int64_t page,
                 const std::filesystem::path& to);
    Outcome approve(const Session& session, const std::string& job);
    // The page is not as it must be: the job goes back, and its operators' next jobs are inspected
    // as a whole.
    Outcome reject(const Session& session, const std::string& job, std::int64_t page,
                   const std::string& reason);

    // To be committed with the opening of a job of a project.
    static record::Json newSeed();
    // What JobSubmitted says of it; empty for a job that nobody inspects.
    record::Json submission(const record::ScanJob& job, const regulation::Regulation& rules);

  private:
    struct Act; // one act of an inspector on one job
    bool followsFault(const record::ScanJob& job, std::int64_t within);
    Station& m_station;
};

} // namespace seihon::station
