#pragma once

#include "ledger/ledger.h"
#include "record/verdict.h"
#include "signing/trust.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

// What is asked of a log's checkpoints, whoever reads the log: the station its own, an auditor a
// copy of its files.
namespace seihon::station {

// Whose key counts is said by the trust directory, not by the home that is being looked at. Empty:
// it names none.
std::string trustedStationKey(const signing::Trust& believed, const std::string& station);

// Each note against the key that trust names, each token against its service.
record::Verdict judgeCheckpoints(const std::vector<ledger::Checkpoint>& checkpoints,
                                 const std::string& station, const signing::Trust& believed,
                                 record::Instant now);
// A token that was taken off, or laid over something else, is missed by its entry
// (CheckpointTimestamped); one whose entry a power cut prevented is missed by nobody and counts all
// the same. Other entries say nothing here.
void judgeLoggedToken(const record::Entry& entry,
                      const std::vector<ledger::Checkpoint>& checkpoints, record::Verdict& verdict);
// A cosignature that was logged must hold over the checkpoint it names (CheckpointWitnessed); a
// witness that refused is told of until it signs again.
class WitnessStanding {
  public:
    void take(const record::Entry& entry, const std::vector<ledger::Checkpoint>& checkpoints,
              const signing::Trust& believed, record::Verdict& verdict);
    // WitnessRefusedLog of each witness whose newest word was a refusal.
    void finish(record::Verdict& verdict) const;
    std::uint64_t cosignatures() const { return m_cosignatures; }

  private:
    std::map<std::string, record::Entry> m_refusals; // by witness
    std::uint64_t m_cosignatures = 0;
};

// Should a checkpoint cover this entry by now? (station/checkpoints.cpp)
bool isUncovered(const record::Entry& entry, record::Instant now);

} // namespace seihon::station
