#pragma once

#include "station/checkpoint_rules.h"
#include "station/station.h"

#include <cstdint>

namespace seihon::station {

// Signed statements of the log's size and root, and their timestamps
// (docs/decisions/0056-when-checkpoints-are-made.md): what is covered by one can neither be changed
// nor cut away unseen by whoever has not the station's key, and with its token by nobody.
class Checkpoints {
  public:
    explicit Checkpoints(Station& station) : m_station(station) {}

    // Over everything that is written; nothing when nothing is new. Faults: ConfigInvalid (the key
    // is not the trusted one), those of the ledger.
    void make();
    // The same when an act among the new entries decides something, or when the oldest of them has
    // waited for a quarter of an hour. It is nobody's act, and must not make one fail: faults are
    // left for `work`, which tells of them.
    void makeWhenDue() noexcept;
    // Of the newest; in the background not more often than every quarter of an hour.
    void timestamp(Station::Round& round, WorkReport& report);
    // All of them against the key that trust names, against their tokens, and against what the log
    // says of those; and whether what decides something is covered.
    record::Verdict verify(const signing::Trust& believed);

  private:
    bool isNew(std::uint64_t from) const;
    bool isDue(std::uint64_t from, record::Instant now) const;
    bool tokenIsDue(record::Instant now) const;
    void logToken(const ledger::Checkpoint& checkpoint, const signing::Token& token);
    void findUncovered(std::uint64_t from, record::Verdict& verdict);

    Station& m_station;
};

} // namespace seihon::station
