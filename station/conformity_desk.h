#pragma once

#include "record/conformity.h"
#include "station/station.h"

namespace seihon::station {

struct ConformityOutcome {
    record::Verdict verdict;
    std::string id; // of the check; empty when refused
};

// The periodic check that work follows the rules: by the administrator on the regulation's sheet,
// countersigned by the auditor, who is another person [A13a].
class ConformityDesk {
  public:
    explicit ConformityDesk(Station& station) : m_station(station) {}

    ConformityOutcome recordCheck(const Session& session,
                                  const std::vector<record::ConformityAnswer>& answers);
    // Faults: NotFound.
    ConformityOutcome countersign(const Session& session, const std::string& id,
                                  const std::string& remark);
    // Oldest first.
    std::vector<record::ConformityCheck> checks() const;
    // Overdue, not countersigned, deviations.
    record::Verdict standing(record::Instant now) const;

  private:
    Station& m_station;
};

} // namespace seihon::station
