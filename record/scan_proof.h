#pragma once

#include "record/digest.h"
#include "record/instant.h"
#include "record/json.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace seihon::record {

// When pages were scanned, proven by somebody else's clock before the record was sealed [B1]: the
// ledger's lines about them, their way into the log's Merkle tree, the signed checkpoint over that
// tree, and its RFC 3161 token (docs/decisions/0039-proof-of-scan-time.md). Lies in the record as
// scan-proof.json, listed by the manifest.
struct ScanProof {
    // The public line of one PageCaptured entry and its audit path, nearest sibling first. The
    // line's sequence is its place in the tree; its salt keeps it from being guessed.
    struct Line {
        Json line;
        std::vector<Digest> path;
    };
    std::string note;                // the checkpoint, a signed note
    std::vector<std::uint8_t> token; // over SHA-256 of the note
    std::vector<Line> lines;         // by sequence
    // What the token's authority needs to be judged in later years, DER.
    std::vector<std::vector<std::uint8_t>> certificates, crls;
};

inline constexpr std::string_view kScanProofPath = "scan-proof.json";
inline constexpr std::size_t kScanProofBytes = 32u << 20;

// Canonical JSON; the same proof gives the same bytes.
std::string scanProofText(const ScanProof& proof);
// Strict: exactly what scanProofText writes, within limits. Faults: Malformed.
ScanProof parseScanProof(std::string_view text);

// What the ledger and record.json say of a proof that a record holds.
struct ScanProofFacts {
    Digest sha256;                    // of scan-proof.json
    Instant at{};                     // the token's time
    std::uint64_t checkpointSize = 0; // entries under the checkpoint
    friend bool operator==(const ScanProofFacts&, const ScanProofFacts&) = default;
};

Json toJson(const ScanProofFacts& facts);
// Faults: Malformed.
ScanProofFacts scanProofFactsFromJson(const Json& json);

} // namespace seihon::record
