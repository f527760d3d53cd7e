#pragma once

#include "station/station.h"

#include <cstdint>
#include <filesystem>
#include <optional>

namespace seihon::station {

struct AuditExportRequest {
    std::optional<record::Instant> from, until; // by the time of the entry; none: no bound
    std::filesystem::path folder;               // does not exist yet
};

struct AuditExportOutcome {
    record::Verdict verdict; // refused: nothing was written
    std::uint64_t messages = 0;
    std::uint64_t logSize = 0; // what was looked at
};

// The log as DICOM audit messages (PS3.15 A.5), one file an entry, named by its number [F5]. The
// export is an entry itself, written first.
class AuditExport {
  public:
    explicit AuditExport(Station& station) : m_station(station) {}
    // Faults: Usage (the folder is there, or inside of the home), StorageFull, StorageFailed.
    AuditExportOutcome toFolder(const Session& session, const AuditExportRequest& request);

  private:
    Station& m_station;
};

} // namespace seihon::station
