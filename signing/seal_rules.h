#pragma once

#include "record/verdict.h"
#include "signing/evidence_use.h"
#include "signing/trust.h"

#include <optional>
#include <vector>

namespace seihon::signing {

// What signature and timestamp prove about the bytes they cover.
struct SealReading {
    record::Verdict verdict;
    record::SignerCertificate signer;
    std::optional<record::Instant> signedAt; // claimed
    std::optional<record::Instant> provenAt; // only from a timestamp that holds
    // For each certificate of both chains a list newer than the timestamp is there (B-LT).
    bool completed = false;
    std::optional<record::Instant> endsAt; // as TokenVerification has it, digests of the seal too
    std::vector<Der> tsaChain;             // by which the timestamp was judged, signer first
    ValidationMaterial embedded;           // certificates and lists inside
    std::optional<record::Instant> stampedAt; // what the timestamp says, whether or not it holds
};

struct SealQuestion {
    record::Bytes content;
    record::Instant now{};
    // The time of the oldest archive layer: what came to an end later was covered before.
    std::optional<record::Instant> coveredAt;
    // Validation data which that layer covers; its use is not judged here.
    ValidationMaterial beside;
};

// One signer, detached, DER, the four signed attributes of a CAdES baseline signature (EN 319
// 122-1) and one signature timestamp, nothing else; the signer judged as of the timestamp, its
// authority as of the proof above it. Everything in the CMS is used, or refused.
SealReading readSealWithin(record::Bytes cms, const Trust& trust, const SealQuestion& question);
// Without anything above it.
SealReading readSeal(record::Bytes cms, record::Bytes content, const Trust& trust,
                     record::Instant now);

} // namespace seihon::signing
