#pragma once

#include "record/scan_job.h"

#include <cstdint>
#include <map>
#include <string>

// Private to the replay: whose work had a fault, of a ledger that is read in order [C3].
namespace seihon::station {

class ReplayedInspections {
  public:
    // Goes on past the entry.
    void apply(const record::Entry& entry);
    // Before the entry in hand.
    bool followsFault(const record::ScanJob& job, std::int64_t within) const;

  private:
    std::map<std::string, std::int64_t> m_since; // by user: submissions since the newest fault
};

} // namespace seihon::station
