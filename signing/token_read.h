#pragma once

// Private to signing's .cpp files: what stands in an RFC 3161 token, read by hand and judged by
// nobody yet.

#include "record/instant.h"
#include "signing/certificate.h"

#include <optional>
#include <string>
#include <vector>

namespace seihon::signing {

inline constexpr std::size_t kTokenLimit = 64 * 1024;

// RFC 3161 §2.4.2
struct TimestampInfo {
    std::string policy;
    std::string imprintAlgorithm; // OID
    Der imprint;
    Der serial; // content of the INTEGER
    record::Instant at{};
    Der nonce;     // content of the INTEGER; empty when there is none
    Der authority; // GeneralName; empty when there is none
    bool criticalExtension = false;
};

struct SignedAttribute {
    std::string oid;
    Der value; // the one value
};

// The one shape of SignedData (RFC 5652 §5.1) that a token has: version 3, encapsulated TSTInfo,
// exactly one signer.
struct SignedToken {
    TimestampInfo info;
    Der content; // TSTInfo as signed
    std::vector<Der> certificates;
    std::vector<Der> crls;
    Der issuerAndSerial;            // of the signer; empty when it is named by key identifier
    Der subjectKeyIdentifier;       // likewise
    std::string digestAlgorithm;    // OID
    std::string signatureAlgorithm; // OID
    std::vector<SignedAttribute> attributes;
    Der signedBytes; // the attributes tagged as SET OF (RFC 5652 §5.4)
    Der signature;

    const Der* attribute(const char* oid) const;
};

// DER throughout, nothing after the end, no unsigned attributes, at most kTokenLimit bytes. Faults:
// Malformed.
SignedToken readToken(record::Bytes token);

// GeneralizedTime as RFC 3161 §2.4.2 has it: seconds, "Z", a fraction without trailing zeros; kept
// to the millisecond below. Second 60 has no place in an Instant. Faults: Malformed.
record::Instant readGeneralizedTime(record::Bytes content);

// A TimeStampResp. `token` is empty exactly when the status is a refusal. Faults: Malformed.
struct TimestampReply {
    int status = 0;
    std::string reason; // statusString and failInfo in words
    Der token;
    bool granted() const { return status == 0 || status == 1; }
};
TimestampReply readTimestampReply(record::Bytes reply);

} // namespace seihon::signing
