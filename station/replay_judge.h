#pragma once

#include "record/clock_check.h"
#include "station/replay_batch.h"
#include "station/replay_downtime.h"
#include "station/replay_inspections.h"
#include "station/replay_paper.h"
#include "station/replay_project_audits.h"
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
    const ReplayedDowntimes& downtimes;
    const ReplayedBoxes& boxes;
    const ReplayedPaper& paper;
    const ReplayedInspections& inspections;
    const ReplayedProjectAudits& audits;
};

// May the actor's role do this under the regulation in force? Appointments are not asked.
record::Verdict authorityOf(const record::Entry& entry, regulation::Authority authority,
                            const ReplayFacts& facts);

// The same of entries about projects of old paper; empty for all others.
std::optional<Rejudged> rejudgeProject(const record::Entry& entry, const ReplayFacts& facts);

// The same of entries about times without the station.
std::optional<Rejudged> rejudgeDowntime(const record::Entry& entry, const ReplayFacts& facts);
std::optional<Rejudged> rejudgePaper(const record::Entry& entry, const ReplayFacts& facts);
std::optional<Rejudged> rejudgeInspection(const record::Entry& entry, const ReplayFacts& facts);
// The same of runs that read films, of their devices, and of what people say of them.
std::optional<Rejudged> rejudgeFilm(const record::Entry& entry, const ReplayFacts& facts);
// The same of orders of the worklist, and of what people say of deliveries.
std::optional<Rejudged> rejudgeOrder(const record::Entry& entry, const ReplayFacts& facts);
std::optional<Rejudged> rejudgeProjectAudit(const record::Entry& entry, const ReplayFacts& facts);
void addInspectionDraw(const record::Entry& entry, const ReplayFacts& facts, Rejudged& judged);

// What a project has to say to one step of a job, added to what was judged of it.
void addProjectWork(const record::Entry& entry, const ReplayFacts& facts, Rejudged& judged);

// The same of boxes of old paper, and what a folder has to say to one step of a job.
std::optional<Rejudged> rejudgeBox(const record::Entry& entry, const ReplayFacts& facts);
void addFolderWork(const record::Entry& entry, const ReplayFacts& facts, Rejudged& judged);

// Empty when nothing about the entry rests on stored facts. Faults: those of the fold, Malformed.
std::optional<Rejudged> rejudge(const record::Entry& entry, const ReplayFacts& facts);

// May this finding stand in a stored verdict although no stored fact gives it?
bool restsOnOtherFacts(const record::Entry& entry, record::FindingId id);

} // namespace seihon::station
