#pragma once

#include "record/scan_job.h"
#include "regulation/judge_intake.h"
#include "regulation/regulation.h"

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

// What was done in a period, as numbers: pure arithmetic over jobs and entries.
namespace seihon::station {

// How far the sealing of papers lay behind their last page, in minutes. Sorted.
struct SealDelays {
    std::vector<std::int64_t> minutes;
    std::int64_t median() const; // 0: there is none
    std::int64_t longest() const { return minutes.empty() ? 0 : minutes.back(); }
};

// Of one day, class, person or scanner, or of all.
struct WorkCount {
    std::int64_t jobs = 0;      // registered in the period
    std::int64_t sealed = 0;    // of these, up to now
    std::int64_t givenUp = 0;   // of these
    std::int64_t pages = 0;     // that stand in them
    std::int64_t late = 0;      // window missed, and nobody excused it
    std::int64_t excused = 0;   // window missed, or proven late, and excused [B2]
    std::int64_t overrides = 0; // a person's word stands against a check's
    std::int64_t rejected = 0;  // pages a person rejected, and sheets set aside
    std::int64_t rescans = 0;   // sides that were scanned again
    SealDelays delays;

    std::int64_t unsealed() const { return jobs - sealed - givenUp; }
};

// A person's word against a check's, with the reason that was given.
struct WorkOverride {
    std::string job, documentClass;
    std::int64_t page = 0; // 0: the whole job
    std::string what;      // "as-on-paper", "set-aside", "recount", "moved"
    record::Actor who;
    record::Instant at{};
    std::string reason;
};

struct WorkLate {
    std::string job, documentClass;
    record::Instant registeredAt{};
    std::optional<record::Instant> deadline;
    std::optional<record::Excuse> excuse;
};

struct WorkOpen {
    std::string job, documentClass;
    record::Instant registeredAt{};
    record::JobState state{};
    regulation::WindowStanding standing{};
};

// What went wrong, where, and how often.
struct WorkTrouble {
    std::string what; // kind of a fault or id of a finding, as the log has it
    std::string where;
    std::int64_t count = 0;
};

// Who scanned a paper and also accepted it, which the regulation should have refused [A10].
struct WorkSamePerson {
    std::string job;
    record::Actor who;
};

// Who looked at records and jobs, exported them or took them away.
struct WorkLook {
    std::string who;    // user; for who did not log in what they said, or nothing
    bool proven = true; // by a login
    record::EntryKind kind{};
    auto operator<=>(const WorkLook&) const = default;
};

struct WorkFigures {
    record::Instant from{}, until{}; // until is not part of it
    record::Instant madeAt{};
    std::uint64_t logSize = 0, entries = 0; // of the log, and of the period
    WorkCount total;
    std::map<std::string, WorkCount> days, classes, people, devices;
    std::vector<WorkLate> late;
    std::vector<WorkOverride> overrides;
    std::vector<WorkSamePerson> samePerson;
    std::vector<WorkTrouble> troubles;
    // Whatever the period: of now.
    std::vector<WorkOpen> unsealed; // the oldest first
    std::int64_t unsealedInAll = 0;
    std::int64_t uncompleted = 0; // sealed in the period, their proof not completed yet
    std::int64_t slowTokens = 0;  // seals whose timestamp came more than a minute after them
    std::map<std::string, std::int64_t> acts; // by kind of entry
    std::map<WorkLook, std::int64_t> looks;   // how often
    std::vector<record::Entry> notable;       // rules, people, emergencies, deletions: oldest first
};

// One paper into all tables. `day`: of its registration, by the hospital's calendar.
void addJob(WorkFigures& figures, const record::ScanJob& job, const std::string& day,
            const regulation::Countdown& countdown);
// One entry of the period.
void addEntry(WorkFigures& figures, const record::Entry& entry);
// Sorts what is shown sorted.
void finish(WorkFigures& figures);

} // namespace seihon::station
