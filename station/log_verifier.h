#pragma once

#include "station/station.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace seihon::station {

struct LogReport {
    record::Verdict verdict;
    std::string station;
    std::uint64_t entries = 0;
    std::optional<record::Instant> first, latest; // times of entries
    std::int64_t checkpoints = 0, timestamped = 0;
    std::uint64_t covered = 0, stamped = 0; // entries before the newest checkpoint, newest stamped
    std::uint64_t cosignatures = 0;         // of witnesses that trust names
    std::int64_t anchors = 0; // checkpoints kept elsewhere that the log was compared with
    std::optional<record::Instant> anchoredAt; // of the newest one's token
    std::uint64_t stepsBack = 0, restarts = 0; // of the clock, of the machine
    std::uint64_t destroyed = 0;               // private facts that a legal deletion took away
    bool withPrivateFacts = true;
};

// How many entries were judged, of how many; for who waits.
using LogProgress = std::function<void(std::uint64_t done, std::uint64_t all)>;

// The log alone: lines, sequence, private commitments, tree, checkpoints, tokens, witnesses, copies
// elsewhere, and what its times tell (docs/decisions/0065-proof-of-one-record.md). The records
// themselves are `archive verify`'s.
class LogVerifier {
  public:
    explicit LogVerifier(Station& station) : m_station(station) {}

    // Of this home; the look is an entry of its own (LogVerified). `anchors`: checkpoints that were
    // kept elsewhere, beside those that the settings name. Faults: NotFound for such a place.
    LogReport verify(const Viewer& viewer, const std::vector<std::filesystem::path>& anchors,
                     const LogProgress& progress = {});

  private:
    Station& m_station;
};

// The same of a copy of the append-only files, for an auditor who has nothing else but a trust
// directory: `folder` holds entries/ and checkpoints/.
LogReport verifyLogFolder(const std::filesystem::path& folder, const signing::Trust& believed,
                          const std::vector<std::filesystem::path>& anchors);

} // namespace seihon::station
