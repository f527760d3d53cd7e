#pragma once

#include "regulation/judge_intake.h"
#include "station/station.h"

#include <set>
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
    // At most so many jobs, the oldest registrations first taken; `states`: of these only.
    WaitingJobs read(std::int64_t limit, const std::set<record::JobState>& states = {});
    // Would this person's accepting, sending back or sealing of the job be refused now, and why? As
    // its verb judges, as far as no card is asked; nothing is written.
    record::Verdict judge(const Session& session, const record::ScanJob& job,
                          regulation::Authority step);

  private:
    Station& m_station;
};

} // namespace seihon::station
