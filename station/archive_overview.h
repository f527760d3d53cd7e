#pragma once

#include "regulation/judge_backup.h"
#include "station/archive_parts.h"
#include "station/replicas.h"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace seihon::station {

// Backups, the archive's looks and its copies as plain values for a screen, by the log alone: no
// store on the network is asked [F9].

// A backup that was made. `snapshot`: as restic names it.
struct BackupGeneration {
    record::Instant madeAt{};
    std::string target, store, snapshot, readBack;
    std::int64_t records = 0, entries = 0, bytesAdded = 0, bytesTotal = 0, seconds = 0;
};

struct BackupPlace {
    config::BackupTarget target;
    std::optional<record::Instant> lastGood;
    std::optional<std::chrono::minutes> age; // of the last good one
    std::string failure;                     // of the newest try
};

struct DrillLook {
    record::Instant at{};
    std::string target, failure; // empty: everything stood
    std::int64_t records = 0, entries = 0, fetchSeconds = 0, verifySeconds = 0;
};

// A look at a part of the archive, as its entry has it.
struct ArchiveLook {
    record::Instant at{};
    PartOf part;
    std::int64_t records = 0;
    bool valid = false;
    std::string reportFile; // below reports/; empty: it was not signed
};

// Where something else keeps a copy, or watches.
struct OtherPlace {
    std::string where;
    record::Verdict standing;
};

struct ArchiveOverview {
    record::Verdict mayKeep;   // backups, drills, repairs by this person now
    record::Verdict mayVerify; // the archive's looks
    std::vector<BackupPlace> places;
    std::optional<DrillLook> drill;
    std::vector<BackupGeneration> generations; // newest first
    record::Verdict backups;
    PartsCovered covered;
    PartOf next;                    // that `work` looks at next
    std::vector<ArchiveLook> looks; // newest first
    record::Verdict archive;
    std::vector<OtherPlace> replicas, witnesses;
};

ArchiveOverview overviewOfArchive(Station& station, const Session& session);

// A record of which a look says that it is damaged.
struct DamagedRecord {
    std::string recordId;
    record::Verdict verdict;
};
std::vector<DamagedRecord> damagedIn(const record::Verdict& found);

struct ArchiveLookOutcome {
    record::Verdict verdict; // of the person's authority; refused: nothing was looked at
    PartReport report;
    std::vector<DamagedRecord> damaged;
    record::Verdict others; // damage that is no record's: of the log, of files of nobody's
};
// A look by a person: `archive verify --part`, reported and logged in this person's name.
ArchiveLookOutcome lookAtArchive(Station& station, const Session& session, const PartOf& part);

} // namespace seihon::station
