#pragma once

#include "record/clock_check.h"
#include "station/replay_projects.h"
#include "station/replay_state.h"
#include "station/station.h"

namespace seihon::station {

// What the regulation says again about one entry, beside what is stored; private to the replay.
struct Rejudged {
    record::Verdict verdict;
    bool whole = true; // false: the stored verdict may hold more, from facts that nobody stored
};

// Everything that an entry is judged with, as the log has it up to there.
struct ReplayFacts {
    ReplayedJobs& jobs;
    const ReplayedQualifications& qualifications;
    const ReplayedPixels& pixels;
    std::optional<record::Instant> previousAt;
    std::optional<record::ClockCheck> clockCheck;
    std::span<const record::Entry> approvals;  // of regulations
    std::span<const record::Entry> conformity; // periodic checks and their countersignatures
    bool glassIsBroken = false; // by the actor, not longer ago than the regulation lets it last
    const regulation::Regulation& inForce;
    // The regulation of a job, by its digest.
    std::function<const regulation::Regulation&(const record::Digest&)> rulesOf;
    const ReplayedProjects& projects;
};

// May the actor's role do this under the regulation in force? Appointments are not asked.
record::Verdict authorityOf(const record::Entry& entry, regulation::Authority authority,
                            const ReplayFacts& facts);

// The same of entries about projects of old paper; empty for all others.
std::optional<Rejudged> rejudgeProject(const record::Entry& entry, const ReplayFacts& facts);

// What a project has to say to one step of a job, added to what was judged of it.
void addProjectWork(const record::Entry& entry, const ReplayFacts& facts, Rejudged& judged);

// Empty when nothing about the entry rests on stored facts. Faults: those of the fold, Malformed.
std::optional<Rejudged> rejudge(const record::Entry& entry, const ReplayFacts& facts);

// May this finding stand in a stored verdict although no stored fact gives it?
bool restsOnOtherFacts(const record::Entry& entry, record::FindingId id);

} // namespace seihon::station
