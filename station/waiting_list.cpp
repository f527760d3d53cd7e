#include "station/waiting_list.h"

#include <algorithm>

namespace seihon::station {

namespace {

// Who waits for a manager is not indexed: it is found among everything that is open. Nobody has
// more open than this; a list that is cut off says so.
constexpr std::int64_t kMostOpenJobs = 20'000;

} // namespace

WaitingJobs WaitingList::read(std::int64_t limit, const std::set<record::JobState>& states) {
    WaitingJobs waiting;
    const record::Instant now = record::readClock();
    const std::int64_t most = states.empty() ? limit : kMostOpenJobs;
    std::vector<std::string> ids = m_station.m_ledger->openJobs(most + 1);
    waiting.more = static_cast<std::int64_t>(ids.size()) > most;
    if (waiting.more) {
        ids.pop_back();
    }
    for (const std::string& id : ids) {
        WaitingJob one{record::fold(m_station.m_ledger->entriesOfJob(id)), {}, {}};
        if (one.job.id.empty() || (!states.empty() && !states.contains(one.job.state))) {
            continue; // an envelope, or nobody asked for it
        }
        if (static_cast<std::int64_t>(waiting.jobs.size()) == limit) {
            waiting.more = true;
            break;
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

record::Verdict WaitingList::judge(const Session& session, const record::ScanJob& job,
                                   regulation::Authority step) {
    using regulation::Authority;
    const record::Instant now = record::readClock();
    const regulation::Regulation& rules = m_station.regulationOf(job.regulation);
    std::set<record::Role> preferred;
    if (const auto found = rules.classes.find(job.original.documentClass);
        step == Authority::Seal && found != rules.classes.end()) {
        preferred = found->second.signerRoles;
    }
    const record::Actor actor = m_station.actorOf(session, step, preferred, now);
    record::Verdict verdict =
        regulation::judgePerson(m_station.regulation(), step, actor, standingOf(session), now);
    verdict.merge(regulation::judgeStep(job, step));
    if (step == Authority::Accept) {
        verdict.merge(regulation::judgeAcceptance(rules, job, actor));
    } else if (step == Authority::Seal) {
        verdict.merge(regulation::judgeReadiness(rules, job, actor));
    }
    return verdict;
}

} // namespace seihon::station
