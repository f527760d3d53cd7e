#include "station/verb.h"

#include "record/fault.h"
#include "record/id.h"
#include "station/people.h"

#include <thread>

namespace seihon::station {

using record::Fault;
using record::FaultKind;

namespace {

// An entry takes some milliseconds; who holds the lock for longer has work of his own on the job.
constexpr std::chrono::seconds kSoon{1};
constexpr std::chrono::milliseconds kLockPause{20};

} // namespace

ledger::FileLock lockJob(const Home& home, const std::string& job, bool wait) {
    // The id becomes a path: nothing but an id may.
    if (!record::isId(job)) {
        throw Fault(FaultKind::NotFound, "no job \"" + job.substr(0, 64) + "\"", {{"job", job}});
    }
    return ledger::FileLock(home.locks() / ("job-" + job), wait);
}

ledger::FileLock lockJobSoon(const Home& home, const std::string& job) {
    const auto until = std::chrono::steady_clock::now() + kSoon;
    for (;;) {
        try {
            return lockJob(home, job, false);
        } catch (const Fault& fault) {
            if (fault.kind != FaultKind::JobBusy || std::chrono::steady_clock::now() >= until) {
                throw;
            }
        }
        std::this_thread::sleep_for(kLockPause);
    }
}

Station::Verb::Verb(Station& owner, const std::string& jobId, regulation::Authority which,
                    const Session& who, const std::set<record::Role>& preferredRoles)
    : station(owner), lock(lockJobSoon(owner.m_home, jobId)), authority(which), session(who),
      now(record::readClock()), job(record::fold(owner.m_ledger->entriesOfJob(jobId))) {
    if (job.id.empty()) {
        throw Fault(FaultKind::NotFound, "no job \"" + jobId + "\"", {{"job", jobId}});
    }
    owner.takeRegulationInForce();
    actor = owner.actorOf(who, which, preferredRoles, now);
}

const regulation::Regulation& Station::Verb::rules() const {
    return station.regulationOf(job.regulation);
}

const regulation::DocumentClass& Station::Verb::documentClass() const {
    const auto found = rules().classes.find(job.original.documentClass);
    if (found == rules().classes.end()) {
        throw Fault(FaultKind::ConfigInvalid, "the regulation of this job has no class \"" +
                                                  job.original.documentClass + "\"");
    }
    return found->second;
}

record::Verdict Station::Verb::judgeStep() const {
    record::Verdict verdict =
        regulation::judgePerson(*station.m_regulation, authority, actor, standingOf(session), now);
    verdict.merge(regulation::judgeStep(job, authority));
    return verdict;
}

bool Station::Verb::permits(const record::Verdict& verdict, record::Json asked) {
    if (verdict.permitted()) {
        return true;
    }
    // Refused attempts are logged too, with what was asked for, so that an audit can judge them
    // again [A13].
    asked.set("verb", record::enumName(authority));
    append(record::EntryKind::Refused, std::move(asked), verdict);
    return false;
}

void Station::Verb::append(record::EntryKind kind, record::Json facts,
                           std::optional<record::Verdict> verdict, record::Json privateFacts) {
    if (kind != record::EntryKind::Refused && !announced) {
        announced = true;
        if (const auto entry = People::announceProxy(station, actor, authority, job.id, now)) {
            record::apply(job, *entry);
        }
    }
    record::EntryDraft draft;
    draft.kind = kind;
    draft.actor = actor;
    draft.job = job.id;
    draft.record = job.sealing ? job.sealing->recordId : std::string();
    draft.facts = std::move(facts);
    draft.privateFacts = std::move(privateFacts);
    draft.verdict = std::move(verdict);
    station.takeRegulationInForce(); // a run of the scanner may take longer than a regulation
    draft.regulation = station.m_regulation->digest;
    record::apply(job, station.m_ledger->append(draft, now));
}

} // namespace seihon::station
