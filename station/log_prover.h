#pragma once

#include "record/log_proof.h"
#include "signing/log_proof.h"
#include "station/station.h"

#include <cstdint>
#include <filesystem>
#include <string>

namespace seihon::station {

struct ProveRequest {
    std::string recordId;
    std::filesystem::path file; // a new one
    bool openPatient = true;    // show whose record it is; of nobody else is anything ever shown
};

struct ProveOutcome {
    record::Verdict verdict; // of the person's authority; LogProofLeavesOut
    std::int64_t entries = 0;
    std::int64_t leftOut = 0; // too young for a timestamped checkpoint
    std::uint64_t checkpointSize = 0;
    std::optional<record::Instant> at; // of its token
    std::vector<std::string> witnesses;
    record::Digest digest; // of the file
    std::int64_t bytes = 0;
};

// A proof that was read as a stranger would read it, and holds.
struct MadeProof {
    record::LogProof proof;
    signing::LogProofReading reading;
    std::int64_t leftOut = 0;
};

// Takes what the log says of one record out of it, as a file that anybody can verify without the
// log (docs/decisions/0065-proof-of-one-record.md).
class LogProver {
  public:
    explicit LogProver(Station& station) : m_station(station) {}

    // The act is logged before anything is written, and the log covered anew, so that the proof
    // holds itself. Faults: NotFound, Usage, TimestampUnavailable when no timestamped checkpoint
    // covers the record's seal yet, those of the ledger.
    ProveOutcome prove(const Session& session, const ProveRequest& request);
    // Of several records, under one checkpoint; for acts that are logged already. Faults: those of
    // prove(), and StorageDiffers.
    std::vector<MadeProof> make(const std::vector<std::string>& recordIds, bool openPatient,
                                const record::Actor& actor);

  private:
    std::vector<record::Entry> entriesAbout(const std::string& recordId);
    ledger::Checkpoint newestUsable(std::uint64_t least, const signing::Trust& believed);
    Station& m_station;
};

} // namespace seihon::station
