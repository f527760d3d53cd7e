#pragma once

// Private to signing's .cpp files: evidence records (RFC 4998), read by hand and judged by nobody
// yet.

#include "signing/certificate.h"
#include "signing/data_digest.h"
#include "signing/evidence_batch.h"

#include <string>
#include <vector>

namespace seihon::signing {

// §4.1: hash values from one leaf to the root, level by level.
using ReducedHashtree = std::vector<std::vector<Der>>;

struct ArchiveStamp { // ArchiveTimeStamp
    ReducedHashtree tree;
    Der token;
    record::Instant at{};
    DataDigest imprint;
};

struct ArchiveChain { // ArchiveTimeStampChain
    std::vector<ArchiveStamp> stamps;
    Der whole;
    const std::string& algorithm() const { return stamps.front().imprint.algorithm; }
};

// The one shape that is written here: version 1, no cryptoInfos, no encryptionInfo, no attributes,
// the digest algorithm of a chain that of its tokens, hash values of a list in ascending order.
struct EvidenceRecord {
    std::vector<ArchiveChain> chains;
    // What it is made with: that of its newest chain.
    const std::string& algorithm() const { return chains.back().algorithm(); }
};

// DER throughout, nothing after the end; at most 16 chains of 64 stamps, 64 levels, 10,000 hash
// values a list. Faults: Malformed.
EvidenceRecord parseEvidenceRecord(record::Bytes bytes);

Der encodeArchiveStamp(const ReducedHashtree& tree, record::Bytes token);
// Each chain as its stamps' encodings.
Der encodeEvidenceRecord(const std::vector<std::string>& algorithms,
                         const std::vector<std::vector<Der>>& chains);

// The data objects as the verifier measured them, by algorithm.
struct EvidenceObjects {
    std::string algorithm;
    DigestGroup digests;
};

// For each token of the record, oldest first, what it must cover (§4.3, §5.3): the root above
// exactly these data objects, the token before it, or, in a later chain, the objects together with
// all chains before it. `objects` holds them once for each algorithm of the record.
// Empty when some hash tree does not lead from them to the top.
struct CoveredToken {
    Der token;
    record::Instant at{};
    DataDigest expected;
};
std::vector<CoveredToken> coveredTokens(const EvidenceRecord& record,
                                        const std::vector<EvidenceObjects>& objects);

// A level of hash values as one: one value alone is itself, several are sorted, concatenated and
// digested (§4.2).
Der digestOfList(std::string_view algorithm, std::vector<Der> values);

} // namespace seihon::signing
