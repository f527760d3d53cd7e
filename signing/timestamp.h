#pragma once

#include "config/config.h"
#include "signing/certificate.h"
#include "signing/data_digest.h"
#include "signing/trust.h"

#include <filesystem>
#include <memory>
#include <optional>

namespace seihon::signing {

// A checked RFC 3161 token.
struct Token {
    Der der;               // the ContentInfo
    record::Instant at{};  // genTime
    std::string authority; // name of the service in trust.toml
};

// Digest → token. Faults: TimestampUnavailable (retryable), TimestampRefused.
class TimestampAuthority {
  public:
    virtual ~TimestampAuthority() = default;
    virtual const std::string& name() const = 0;
    // The raw reply to a query (DER TimeStampReq → TimeStampResp).
    virtual Der ask(record::Bytes query) = 0;
};

// "http(s)://…" → libcurl; "demo:" → the demo authority in this process, whose key lies below
// `demoFolder`.
std::unique_ptr<TimestampAuthority> openTimestampAuthority(const config::TimestampService& service,
                                                           const std::filesystem::path& demoFolder);

// Asks with a fresh 64-bit nonce and certReq, and accepts only what passes every check of RFC 3161
// §2.2 and of ours: nonce, imprint, policy, exactly one signer, ESSCertID, EKU, chain to a trusted
// service, accreditation and certificate dates at genTime, revocation by the CRLs at hand, digest
// strength, genTime against `now` within `tolerance`.
Token timestamp(TimestampAuthority& authority, const Trust& trust, const record::Digest& digest,
                record::Instant now, std::chrono::minutes tolerance);
// The same with the imprint's digest chosen by the caller.
Token timestamp(TimestampAuthority& authority, const Trust& trust, const DataDigest& digest,
                record::Instant now, std::chrono::minutes tolerance);

// The same checks for a token at rest; findings Timestamp…, RevocationUnknown, TestMode. Empty
// Token.at when unreadable.
struct TokenVerification {
    record::Verdict verdict;
    Token token;
    std::vector<Der> chain; // by which it was judged, signer first; empty when none is trusted
    // When the first of what it rests on ends: a certificate of the chain, a digest or a key by the
    // dates of trust.toml. From then on it proves only what a newer proof has covered.
    std::optional<record::Instant> endsAt;
};
TokenVerification verifyToken(record::Bytes tokenDer, const Trust& trust,
                              const record::Digest& expected,
                              const std::vector<Der>& extraCertificates,
                              const std::vector<Der>& extraCrls, record::Instant now);

} // namespace seihon::signing
