#pragma once

#include "record/verdict.h"
#include "signing/trust.h"

#include <optional>

namespace seihon::signing {

// What signature and timestamp prove about the bytes they cover.
struct SealReading {
    record::Verdict verdict;
    record::SignerCertificate signer;
    std::optional<record::Instant> signedAt; // claimed
    std::optional<record::Instant> provenAt; // only from a timestamp that holds
};

// One signer, detached, DER, the four signed attributes of a CAdES baseline signature (EN 319
// 122-1) and one signature timestamp, nothing else; signer and authority judged as of the
// timestamp. Everything in the CMS is used, or refused.
SealReading readSeal(record::Bytes cms, record::Bytes content, const Trust& trust,
                     record::Instant now);

} // namespace seihon::signing
