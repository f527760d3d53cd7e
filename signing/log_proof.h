#pragma once

#include "record/entry.h"
#include "record/log_proof.h"
#include "record/verdict.h"
#include "signing/cosignature.h"
#include "signing/trust.h"
#include "signing/verify_record.h"

#include <optional>
#include <string>
#include <vector>

namespace seihon::signing {

struct LogProofReading {
    record::Verdict verdict; // LogProofInvalid, and what tokens are refused for
    std::string station;
    std::uint64_t checkpointSize = 0;
    std::optional<record::Instant> at;   // the token's time, only from a proof that holds
    std::vector<Cosignature> witnesses;  // those that trust names
    std::vector<record::Entry> entries;  // of the record, with the private facts that were opened
    std::optional<record::Entry> sealed; // its RecordSealed entry
};

// Does the proof show that these entries, all of one record, stand in the log of a station that
// trust names, under a checkpoint that its key signed and a trusted service timestamped? It shows
// that they are there; it cannot show that there are no others. Never throws for what is wrong
// with the proof.
LogProofReading readLogProof(const record::LogProof& proof, const Trust& trust,
                             record::Instant now);

// The record at hand against what the log says of its sealing.
record::Verdict compareWithProof(const LogProofReading& reading,
                                 const RecordVerification& verification);

} // namespace seihon::signing
