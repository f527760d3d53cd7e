#pragma once

#include "record/later_life.h"
#include "regulation/judge_later.h"
#include "station/station.h"
#include "station/viewer.h"

#include <optional>
#include <string>
#include <vector>

namespace seihon::station {

struct AmendRequest {
    std::string recordId;
    std::string reason;
    bool samePages = false; // an electronic correction: the sealed pages with corrected facts
    std::vector<record::Correction> corrections;
    std::optional<record::Patient> patient; // another one, whose paper it is
    std::optional<std::int64_t> sheets;     // scanned anew: how many; default: as before
    bool fork = false;
};

struct WithdrawRequest {
    std::string recordId;
    std::string reason;
    bool wrongPatient = false;
};

// Somebody who had the record before their eyes, as the log tells it [F4, F5].
struct SeenBy {
    std::string user; // as it was said or proven at that time
    std::int64_t views = 0, exports = 0;
    record::Instant first{}, last{};
};

struct WithdrawOutcome {
    Outcome outcome;
    std::vector<SeenBy> viewers;
};

struct IncidentRow {
    std::string job, recordId;
    record::Incident incident;
};

// Sealed records as versions of one another: amended, withdrawn, never changed [F4].
class Versions {
  public:
    explicit Versions(Station& station) : m_station(station) {}

    // Opens a job whose record will name this one; a job without an id when refused. With
    // samePages the job has its pages already and waits for comparing; otherwise it is registered,
    // and the paper is scanned as ever. Faults: NotFound, Usage (no reason), StorageDiffers when
    // the sealed pages are not what they were, JobBusy.
    Outcome amend(const Session& session, const AmendRequest& request);
    // Hides the record, recalls its paper and opens an incident. Faults: NotFound, Usage, JobBusy.
    WithdrawOutcome withdraw(const Session& session, const WithdrawRequest& request);
    Outcome closeIncident(const Session& session, const std::string& recordId,
                          const std::string& incident, const std::string& measures);
    std::vector<IncidentRow> openIncidents();

    // May it be shown? A refusal is logged, with who asked.
    record::Verdict mayShow(const std::string& recordId, const Viewer& viewer, bool withdrawnToo);
    // What is to be said of the record as a version: a newer one, the one before, withdrawn.
    record::Verdict standing(const std::string& recordId);
    // Ids of the records that took its place, oldest first.
    std::vector<std::string> newerThan(const record::ScanJob& sealed);
    std::vector<SeenBy> viewersOf(const std::string& recordId);

  private:
    std::vector<regulation::OtherAmendment> amendmentsOf(const record::ScanJob& sealed);
    void adoptPages(const Session& session, const record::ScanJob& sealed, const std::string& job);

    Station& m_station;
};

} // namespace seihon::station
