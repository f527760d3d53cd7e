#pragma once

#include "signing/data_digest.h"
#include "signing/timestamp.h"

#include <chrono>
#include <span>
#include <string>
#include <vector>

namespace seihon::signing {

// The data objects of one evidence record: at least one digest, in any order; doubles count once.
using DigestGroup = std::vector<std::vector<std::uint8_t>>;

struct EvidenceTerms {
    const Trust& trust;
    record::Instant now{};
    std::chrono::minutes tolerance{};
    std::string algorithm = "sha256"; // of the digests, the tree and the token's imprint
};

struct EvidenceBatch {
    std::vector<Der> records; // RFC 4998 EvidenceRecord, one for each group
    Token token;              // the one token
};

// One hash tree over all groups, one token over its root, one evidence record for each group (RFC
// 4998 §4.2). Faults: as timestamp().
EvidenceBatch makeEvidenceRecords(std::span<const DigestGroup> groups, const EvidenceTerms& terms,
                                  TimestampAuthority& authority);

} // namespace seihon::signing
