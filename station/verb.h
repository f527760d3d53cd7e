#pragma once

#include "station/station.h"

#include <set>

namespace seihon::station {

// One verb on one job: holds the job's lock, the job as folded under it, and who acts in which
// role. `now` is the one reading of the clock for the entry it ends in; steps that take long read
// it again for each of their entries.
struct Station::Verb {
    Verb(Station& station, const std::string& jobId, regulation::Authority authority,
         const Session& session, const std::set<record::Role>& preferredRoles = {});

    // Is the step open in this state, and open to this person? [A13, F2]
    record::Verdict judgeStep() const;
    // Writes a Refused entry when the verdict refuses; true when it permits. `asked`: facts of the
    // request that the verdict rests on, where the job does not hold them.
    bool permits(const record::Verdict& verdict, record::Json asked = record::Json::object({}));
    // One entry of this job, by this actor, at `now`, folded onto the job.
    void append(record::EntryKind kind, record::Json facts,
                std::optional<record::Verdict> verdict = std::nullopt,
                record::Json privateFacts = {});
    // Reads the clock again for the next entry.
    void tick() { now = record::readClock(); }
    // The regulation that the job was opened under, and what it says of the job's class.
    const regulation::Regulation& rules() const;
    const regulation::DocumentClass& documentClass() const;

    Station& station;
    ledger::FileLock lock;
    regulation::Authority authority;
    const Session& session;
    record::Instant now;
    record::ScanJob job;
    record::Actor actor;
    bool announced = false; // that it is done by proxy [F3]
};

// A job lock that outlives no verb: <home>/locks/job-<id>.
ledger::FileLock lockJob(const Home& home, const std::string& job, bool wait);
// The same, but somebody who only writes one entry is waited for: a second at most. Faults:
// JobBusy.
ledger::FileLock lockJobSoon(const Home& home, const std::string& job);

} // namespace seihon::station
