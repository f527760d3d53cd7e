#pragma once

#include "station/station.h"

namespace seihon::station {

struct ReplayReport {
    std::uint64_t entries = 0;
    std::uint64_t judged = 0;      // of these: entries whose verdict rests on stored facts
    std::uint64_t differences = 0; // all of them, also those that no finding names any more
    record::Verdict verdict;       // ReplayDiffers, ReplayRegulationDiffers, ReplayImpossible
};

// Judges every stored fact again, with the regulation that was in force when it was written, and
// compares with the stored verdict [A13]: pages, windows, submissions, acceptance, sealing, targets
// of scanners, changes of the regulation, refusals. Reads the ledger from its beginning once;
// needs no scanner, card or network, and memory for the jobs in work at one time, not for the log.
//
// What no stored fact tells is left as it stands: appointments (people.toml), certificate chains
// and revocation, trust.toml. What a device's driver cannot tell is not stored either.
class AuditReplay {
  public:
    explicit AuditReplay(Station& station) : m_station(station) {}

    // `user`: who says to be looking; the replay is an entry of its own (AuditReplayed).
    ReplayReport run(const std::string& user);

  private:
    Station& m_station;
};

} // namespace seihon::station
