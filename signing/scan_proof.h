#pragma once

#include "record/scan_proof.h"
#include "record/verdict.h"
#include "signing/trust.h"

#include <optional>
#include <string>
#include <vector>

namespace seihon::signing {

// A page as its record describes it; each must have its line in the proof.
struct ProvenPage {
    std::string captureId;
    record::Digest fileDigest;
    record::Digest pixelDigest;
};

struct ScanProofQuestion {
    std::string station;
    std::string job;
    std::vector<ProvenPage> pages;
    // When something else covered the proof: the time of the seal, or now. A token that is younger
    // proves nothing earlier, and as of this time its authority must still hold.
    record::Instant coveredAt{};
    ValidationMaterial beside; // of the seal: its lists may be newer
};

struct ScanProofReading {
    record::Verdict verdict;           // ScanProofInvalid, and what tokens are refused for
    std::optional<record::Instant> at; // the token's time, only from a proof that holds
    std::uint64_t checkpointSize = 0;
};

// Does the proof show that every page was captured before its token's time: one line for each page
// and none besides, in the tree under the checkpoint, signed by this station's key, timestamped by
// a trusted service? [B1]
ScanProofReading readScanProof(const record::ScanProof& proof, const Trust& trust,
                               const ScanProofQuestion& question);

// The pages that a record.json lists. Faults: Malformed.
std::vector<ProvenPage> provenPagesOf(const record::Json& recordJson);

} // namespace seihon::signing
