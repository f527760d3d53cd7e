#pragma once

#include "station/history.h"
#include "station/station.h"
#include "station/versions.h"

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace seihon::station {

struct FoundRecord {
    ledger::RecordRow row;
    bool withdrawn = false;
    std::string newer; // the newest record that took its place; empty: none
};

struct FoundRecords {
    record::Verdict verdict;           // refused: nothing was read
    std::vector<FoundRecord> rows;     // newest first
    std::optional<std::uint64_t> next; // there is more: go on before this entry
};

// Everything that is to be said of one record: what it is, whether it holds, what happened to it.
struct RecordLook {
    record::Verdict verdict; // refused: nothing was read
    record::ScanJob job;
    signing::RecordVerification verification;
    std::set<std::int64_t> doubtfulPages; // that are not what was sealed, by number
    std::vector<HistoryLine> history;     // oldest first
    std::vector<SeenBy> seenBy;
};

// Sealed records for people who look for one, and look at it. Rights are asked, looks are logged.
class RecordFinder {
  public:
    explicit RecordFinder(Station& station) : m_station(station) {}

    // query.limit rows; withdrawn ones only when they are asked for [F4]. Faults: Usage for words
    // that nobody writes.
    FoundRecords find(const Session& session, ledger::RecordQuery query, bool withdrawnToo);
    // Faults: NotFound.
    RecordLook look(const Session& session, const std::string& recordId, bool withdrawnToo);
    // As exportRecord(), for records that may be shown. The file is named after the record and lies
    // in this folder. Faults: those of exportRecord(), NotFound for the folder.
    ExportOutcome exportTo(const Session& session, const std::string& recordId,
                           const std::filesystem::path& folder, bool withdrawnToo);
    static std::filesystem::path fileIn(const std::filesystem::path& folder,
                                        const std::string& recordId);

  private:
    Station& m_station;
};

} // namespace seihon::station
