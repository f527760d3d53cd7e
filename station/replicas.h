#pragma once

#include "station/station.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace seihon::station {

struct RepairOutcome {
    record::Verdict verdict;             // refused: nothing was changed
    std::filesystem::path from, asideAt; // the replica it came from; where the damaged copy lies
};

// Copies of sealed records on other disks or machines (station.toml, `replicas`), as folders that
// anybody can open: REPLICA/STATION/yyyy/mm/dd/ID. A record that was damaged comes back from there
// (docs/decisions/0068-the-archive-in-parts-and-twice.md).
class Replicas {
  public:
    explicit Replicas(Station& station) : m_station(station) {}

    // Copies what the folders lack, and what was added to records since. A folder that is away
    // holds up nothing; `doctor` tells.
    void bringUp() noexcept;
    // The copies of one record against the ledger and their own seals. Warnings: the archive's own
    // copy is what counts.
    record::Verdict verify(const std::string& recordId, const signing::Trust& believed,
                           record::Instant now) const;
    // For `doctor`: are the folders there, and up to date?
    record::Verdict standing() const;
    // Replaces a damaged record by a copy that was verified first; the damaged one is kept aside,
    // by an entry. Faults: NotFound, JobBusy, those of storage.
    RepairOutcome repair(const Session& session, const std::string& recordId);

  private:
    std::filesystem::path placeOf(const std::filesystem::path& replica,
                                  const std::string& recordId) const;
    record::Verdict judgeCopy(const std::filesystem::path& folder, const std::string& recordId,
                              const signing::Trust& believed, record::Instant now) const;
    std::filesystem::path soundReplica(const std::string& recordId, const signing::Trust& believed,
                                       record::Instant now) const;
    // The damaged copy of a repair that was killed before its entry; empty: there is none.
    std::string untoldAside(const std::string& recordId) const;
    void tellRepaired(record::EntryDraft draft, const std::string& recordId,
                      const RepairOutcome& outcome, bool missing) const;
    void copyRecord(const std::filesystem::path& replica, const std::string& recordId,
                    const signing::Trust& believed) const;
    std::uint64_t bringUpOne(const std::filesystem::path& replica, std::uint64_t from,
                             const signing::Trust& believed) const;

    Station& m_station;
};

} // namespace seihon::station
