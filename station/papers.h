#pragma once

#include "station/station.h"
#include "station/viewer.h"

#include <optional>
#include <string>
#include <vector>

namespace seihon::station {

struct PlaceRequest {
    std::string id; // of a job, or of its record
    record::PaperPlace place;
    std::optional<record::Instant> holdUntil;
    std::string reason; // of moving it
};

struct PaperQuery {
    std::optional<std::string> patientId;
    std::optional<record::Instant> sealedFrom, sealedUntil;
    std::string box; // empty: any
    std::int64_t limit = 100;
};

// Where the paper is [B5, D2, D3]. Nobody has to say that it is kept; it goes by a proposal only.
class Papers {
  public:
    explicit Papers(Station& station) : m_station(station) {}

    // Also a move: where it was before stays in the log. Faults: NotFound, Usage.
    Outcome place(const Session& session, const PlaceRequest& request);
    // A proposal, never more: whoever may dispose decides on it.
    Outcome proposeRelease(const Session& session, const std::string& id,
                           const std::string& reason);
    // Of sealed records; the search is logged [F5].
    std::vector<record::ScanJob> find(const PaperQuery& query, const Viewer& viewer);
    record::ScanJob jobOf(const std::string& id);

    // The list by which its paper went; empty while it is there.
    std::string disposedBy(const record::ScanJob& job);

  private:
    record::Verdict heldOrGone(const record::ScanJob& job);
    Station& m_station;
};

} // namespace seihon::station
