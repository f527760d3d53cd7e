#pragma once

#include "record/merkle.h"
#include "station/station.h"

#include <cstdint>
#include <optional>
#include <string>

namespace seihon::station {

// Asks the witnesses of station.toml to cosign the newest checkpoint (C2SP tlog-witness;
// docs/decisions/0066-witness.md). What they answer is an entry: a cosignature
// (CheckpointWitnessed) or, once until they sign again, a refusal (WitnessRefused). One that is
// away holds up nothing.
class Witnesses {
  public:
    explicit Witnesses(Station& station) : m_station(station) {}

    // WitnessAway, WitnessUnknown, WitnessRefusedLog.
    record::Verdict ask(Urgency urgency);
    // For `doctor`, from the log alone: who refused, and whose signatures are behind.
    record::Verdict standing();

  private:
    // The newest word of a witness.
    struct Word {
        std::optional<record::Entry> signedEntry, refusedEntry;
        bool refuses() const;
        std::uint64_t size() const; // that it signed last; 0: none
    };
    struct Reply;
    Word wordOf(const std::string& witness);
    record::MerkleFrontier edgeAt(std::uint64_t size, const Word& word);
    void askOne(const config::WitnessService& witness, const ledger::Checkpoint& newest,
                record::Verdict& verdict);
    Reply send(const config::WitnessService& witness, const ledger::Checkpoint& newest,
               const record::MerkleFrontier& old, record::MerkleFrontier& edge);
    void keepSignature(const config::WitnessService& witness, const ledger::Checkpoint& newest,
                       const std::string& line, const record::MerkleFrontier& edge);
    void keepRefusal(const config::WitnessService& witness, const ledger::Checkpoint& newest,
                     const Reply& reply, record::Verdict& verdict);

    Station& m_station;
};

} // namespace seihon::station
