#pragma once

#include "station/history.h"
#include "station/station.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace seihon::station {

struct LogQuery {
    std::optional<record::EntryKind> kind;
    std::string user;      // empty: anybody
    std::string patientId; // of sealed records; empty: not asked for
    std::optional<record::Instant> from, until;
    std::optional<std::uint64_t> before; // entries before this one; none: from the newest on
    std::int64_t limit = 100;            // lines
};

// A page of the log.
struct LogPage {
    record::Verdict verdict;        // refused: nothing was read
    std::vector<HistoryLine> lines; // newest first
    std::uint64_t size = 0;         // of the log
    std::uint64_t next = 0;         // go on before this entry; 0: the beginning was reached
};

// The log, backwards. Every page that is read is an entry itself [F5].
class LogReader {
  public:
    explicit LogReader(Station& station) : m_station(station) {}
    // Faults: Usage for a name that nobody can have.
    LogPage read(const Session& session, const LogQuery& query);

  private:
    Station& m_station;
};

} // namespace seihon::station
