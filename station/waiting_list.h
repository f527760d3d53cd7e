#pragma once

#include "regulation/judge_intake.h"
#include "station/station.h"

#include <vector>

namespace seihon::station {

struct WaitingJob {
    record::ScanJob job;
    regulation::Countdown countdown;
    record::Verdict findings; // overdue sealing, a seal that was refused, sheets to put back
};

struct WaitingJobs {
    std::vector<WaitingJob> jobs; // by deadline
    bool more = false;            // more than were asked for wait
};

// What the morning begins with: everything that is neither sealed nor given up, by deadline [B1].
class WaitingList {
  public:
    explicit WaitingList(Station& station) : m_station(station) {}
    // At most so many jobs, the oldest registrations first taken.
    WaitingJobs read(std::int64_t limit);

  private:
    Station& m_station;
};

} // namespace seihon::station
