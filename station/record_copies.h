#pragma once

#include "station/station.h"

#include <cstdint>
#include <string>
#include <vector>

namespace seihon::station {

// A record that goes, as far as its copies must be known for that.
struct GoingRecord {
    std::string recordId, job;
    std::uint64_t firstEntry = 0; // of its job
    std::uint64_t carriedOut = 0; // the entry that says that it went here; later backups lack it
};

struct CopiesFound {
    record::Verdict verdict;           // DeletionCopyLeft refuses, DeletionCopyUnseen warns
    std::vector<std::string> lookedAt; // places that were looked at, and where nothing is left
};

// The copies of a record outside the archive that the station can reach by itself: replicas,
// damaged ones that were kept aside, generations of backups [F14]
// (docs/decisions/0076-deleted-is-what-the-program-looked-for.md).
class RecordCopies {
  public:
    explicit RecordCopies(const Station& station) : m_station(station) {}

    // Those in folders: is one of them still there?
    bool anyInFolders(const GoingRecord& record) const;
    // Takes those in folders away; what is away now is taken by the next round of `work`. Faults:
    // StorageFailed.
    void remove(const GoingRecord& record) const;
    // Looks at all of them, and asks each repository of backups, which may take minutes.
    CopiesFound look(const GoingRecord& record) const;

  private:
    std::vector<std::filesystem::path> inFolders(const GoingRecord& record) const;
    void lookAtBackups(const GoingRecord& record, CopiesFound& found) const;

    const Station& m_station;
};

} // namespace seihon::station
