#pragma once

#include "regulation/judge_inspection.h"
#include "station/station.h"

#include <filesystem>
#include <string>
#include <vector>

namespace seihon::station {

// A job that waits for its inspector, as one person sees it.
struct InspectionTask {
    record::ScanJob job;           // pages and their findings; without the patient
    std::set<std::int64_t> needed; // pages that are to be looked at
    std::set<std::int64_t> left;   // of them: not seen by this person yet
    record::Verdict forbids;       // what keeps this person from inspecting it at all
    record::Verdict mayApprove;    // … and from saying that it is good, now
};

// Some of them, and how many open jobs were read so far.
struct InspectionPart {
    std::vector<InspectionTask> tasks;
    std::int64_t next = 0;
    bool more = false;
};

struct PageLook {
    Outcome outcome;
    record::PageImage picture; // 8-bit RGB; empty when refused
};

// What one person scanned of old paper another one inspects, before it is sealed [C3]. Which pages
// is drawn when the job is submitted, by a seed that was committed with its opening.
class InspectionDesk {
  public:
    explicit InspectionDesk(Station& station) : m_station(station) {}

    // Submitted or accepted jobs of projects (of this one, if it is named), oldest first.
    std::vector<record::ScanJob> waiting(const std::string& project);
    // The same for one person, some at a time: looks at so many of the open jobs.
    InspectionPart waitingFrom(const Session& session, const std::string& project,
                               std::int64_t from, std::int64_t atMost);
    InspectionTask task(const Session& session, const std::string& job);
    // The page's own pixels, compared with the log; the look is logged as that of view().
    PageLook look(const Session& session, const std::string& job, std::int64_t page);
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
    Outcome seen(Act& act, const record::Page& page);
    InspectionTask taskOf(const Session& session, record::ScanJob job);
    bool followsFault(const record::ScanJob& job, std::int64_t within);
    Station& m_station;
};

} // namespace seihon::station
