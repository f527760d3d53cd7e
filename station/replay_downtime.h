#pragma once

#include "record/downtime.h"

#include <map>
#include <set>
#include <string>
#include <vector>

// Private to the replay: times without the station of a ledger that is read in order.
namespace seihon::station {

class ReplayedDowntimes {
  public:
    // Goes on past the entry. Faults: LedgerBroken.
    void apply(const record::Entry& entry);

    // Before the entry in hand; an empty one when there is none.
    record::DowntimeStack stack(const std::string& id) const;
    record::Downtime downtime(const std::string& id) const;
    std::vector<record::DowntimeStack> stacks() const;
    bool anyOpen() const;
    const std::set<std::int64_t>& registered() const { return m_registered; }

  private:
    std::map<std::string, record::DowntimeStack> m_stacks;
    std::map<std::string, record::Downtime> m_downtimes;
    std::set<std::int64_t> m_registered; // numbers of such sheets with which jobs were registered
};

} // namespace seihon::station
