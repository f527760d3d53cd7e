#pragma once

#include "regulation/judge_backup.h"
#include "station/backup_note.h"
#include "station/restore.h"
#include "station/station.h"

#include <optional>
#include <string>
#include <vector>

namespace seihon::station {

class Restic;

// A backup that was made, or what kept it from being made.
struct BackupOutcome {
    record::Verdict verdict; // of the person's authority
    std::string target;
    std::string failure; // not empty: there is none
    std::string snapshot;
    BackupNote note;
    std::string readBack; // "3/7": the part of the repository that was read again
    std::int64_t bytesAdded = 0, bytesTotal = 0;
    std::int64_t seconds = 0;
};

struct DrillOutcome {
    record::Verdict verdict;
    std::string failure; // not empty: nothing was restored
    RestoreReport report;
};

// Backups on restic, and restores that are drilled [F9]
// (docs/decisions/0067-backups-are-restics.md). Each one is an entry; each failure too.
class Backups {
  public:
    explicit Backups(Station& station) : m_station(station) {}

    // To every target, or to the named one. `make`: a repository that is not there is made.
    // Faults: NotFound (no such target), JobBusy (another backup is at it).
    std::vector<BackupOutcome> make(const Session& session, const std::string& target,
                                    bool newRepository);
    // For `work`: where none is fresh enough and the last try is some while ago. No failure of
    // these is anybody's who waits.
    void makeWhenDue() noexcept;
    // Restores the newest backup of a target beside the home, looks at everything, and takes it
    // away again. Faults: NotFound, JobBusy.
    DrillOutcome drill(const Session& session, const std::string& target);

    // What the log says.
    regulation::BackupFacts facts();
    // The newest moment of which a backup is good, for paper that is to go: what a later check
    // found damaged is none.
    std::optional<record::Instant> lastGood();
    record::Verdict standing(record::Instant now);

  private:
    BackupOutcome makeOne(const config::BackupTarget& target, const record::EntryDraft& draft,
                          bool newRepository);
    void carry(const config::BackupTarget& target, bool newRepository, BackupOutcome& outcome);
    void append(const BackupOutcome& outcome, record::EntryDraft draft);
    BackupNote stage(class BackupStage& stage);
    std::string nextPart(const config::BackupTarget& target);
    ledger::FileLock lock() const;

    Station& m_station;
};

// The target of that name; the only one when none is named. Faults: NotFound.
const config::BackupTarget& backupTargetOf(const config::StationConfig& config,
                                           const std::string& name);

} // namespace seihon::station
