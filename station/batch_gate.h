#pragma once

#include "record/box.h"
#include "regulation/judge_batch.h"
#include "station/station.h"

#include <optional>
#include <string>

// What the log knows of boxes of old paper, and the gate that each step of a job out of a folder
// goes through [W].
namespace seihon::station {

// Empty id: there is no such box. Faults: LedgerBroken.
record::Box boxOf(ledger::Ledger& ledger, const std::string& id);

// Boxes of this project that are not closed.
std::int64_t openBoxesOf(ledger::Ledger& ledger, const std::string& project);

// Sheets of the jobs of one place, or of all. Faults: LedgerBroken.
record::TabCounts tabCountsOf(ledger::Ledger& ledger, const record::Box& box,
                              std::optional<record::TabPlace> place = std::nullopt);

// A job that was registered for a tab of this box, of which the box does not know yet: the station
// went down in between.
struct OrphanJob {
    record::FolderLink link;
    std::string job;
};
// The newest since that entry; of this place, when one is asked for. Faults: LedgerBroken.
std::optional<OrphanJob> orphanOf(ledger::Ledger& ledger, const record::Box& box,
                                  std::uint64_t since,
                                  std::optional<record::TabPlace> place = std::nullopt);

class BatchGate {
  public:
    // Of a job that is, or (`asked`) shall be opened, out of a folder; for all others it is open
    // and locks nothing. Otherwise nobody changes the box while it lives. Faults: JobBusy.
    BatchGate(Station& station, const record::ScanJob& job,
              const std::optional<record::FolderLink>& asked = std::nullopt);
    BatchGate(const BatchGate&) = delete; // holds the lock
    BatchGate& operator=(const BatchGate&) = delete;

    record::Verdict judge(regulation::Authority step) const;
    // To be written into JobOpened once the verdict permits; empty for all other paper.
    const std::optional<record::FolderLink>& link() const { return m_link; }
    // What sealing was judged with; null for all other paper.
    record::Json counts() const;

  private:
    Station& m_station;
    std::optional<record::FolderLink> m_link;
    std::optional<ledger::FileLock> m_lock;
    record::Box m_box;
};

} // namespace seihon::station
