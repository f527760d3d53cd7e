#include "station/waiting_list.h"

#include <algorithm>

namespace seihon::station {

WaitingJobs WaitingList::read(std::int64_t limit) {
    WaitingJobs waiting;
    const record::Instant now = record::readClock();
    std::vector<std::string> ids = m_station.m_ledger->openJobs(limit + 1);
    waiting.more = static_cast<std::int64_t>(ids.size()) > limit;
    if (waiting.more) {
        ids.pop_back();
    }
    for (const std::string& id : ids) {
        WaitingJob one{record::fold(m_station.m_ledger->entriesOfJob(id)), {}, {}};
        if (one.job.id.empty()) {
            continue; // an envelope
        }
        one.countdown =
            regulation::judgeCountdown(m_station.regulationOf(one.job.regulation), one.job, now);
        one.findings = m_station.standing(one.job);
        waiting.jobs.push_back(std::move(one));
    }
    std::stable_sort(waiting.jobs.begin(), waiting.jobs.end(),
                     [](const WaitingJob& a, const WaitingJob& b) {
                         return regulation::comesBefore(a.countdown, b.countdown);
                     });
    return waiting;
}

} // namespace seihon::station
