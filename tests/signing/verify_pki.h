#pragma once

#include "record/instant.h"
#include "signing/signing_key.h"
#include "signing/trust.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

// Certificates, lists and tokens with any defect, made with OpenSSL: the demo's PKI makes only good
// ones.
namespace seihon::signing::forge {

using record::Instant;

inline constexpr const char* kPolicy = "1.2.392.100495.1.5.1.1.3.1";
inline constexpr const char* kTestPolicy = "1.2.392.100495.1.5.1.1.0.1";
inline constexpr const char* kTsaPolicy = "1.3.6.1.4.1.55555.1";

// 2026-03-10T01:00:00Z: when the tests' records are signed.
inline const Instant kSigned = record::parseInstant("2026-03-10T01:00:00Z");
inline const Instant kStamped = kSigned + std::chrono::minutes(1);
inline const Instant kNow = kSigned + std::chrono::hours(48);
inline constexpr std::chrono::days kYear{365};

struct Identity {
    Der certificate;
    std::shared_ptr<void> key; // EVP_PKEY
};

struct Extension {
    std::string name;  // OpenSSL's short name or OID
    std::string value; // as in openssl.cnf; "DER:…" for raw bytes
};

struct CertificatePlan {
    std::string commonName;
    std::vector<Extension> extensions;
    Instant notBefore = kSigned - kYear;
    Instant notAfter = kSigned + kYear;
    int bits = 2048;
    std::string digest = "SHA256";
    std::string keyName = "a person's key"; // the same name gives the same key
};

std::vector<Extension> rootExtensions();
std::vector<Extension> authorityExtensions();
// The profile of an HPKI signing certificate with the role "Pharmacist".
std::vector<Extension> signerExtensions();
std::vector<Extension> tsaExtensions();
// The same list with one extension replaced, or dropped when `value` is empty.
std::vector<Extension> with(std::vector<Extension> list, const std::string& name,
                            const std::string& value);

// `issuer` null: signs itself.
Identity issue(const CertificatePlan& plan, const Identity* issuer);

struct Revoked {
    Der certificate;
    Instant at;
    std::optional<int> reason;
    std::optional<Instant> invalidSince;
};

struct CrlPlan {
    Instant thisUpdate = kSigned - std::chrono::hours(24);
    Instant nextUpdate = kSigned + std::chrono::hours(72);
    std::vector<Revoked> revoked;
    std::string digest = "SHA256";
    Der distributionPoint;         // DER of a critical issuingDistributionPoint; empty: none
    std::string criticalExtension; // OID of an unknown critical extension; empty: none
    std::optional<long> deltaBase; // number of the list that this one only adds to
};
Der makeCrl(const Identity& issuer, const CrlPlan& plan = {});

struct TokenPlan {
    Instant at = kStamped;
    std::string policy = kTsaPolicy;
    std::vector<Der> chain; // embedded beside the TSA's certificate
};
Der makeToken(const Identity& authority, const record::Digest& imprint, const TokenPlan& plan = {});

// A SigningKey with its key in memory.
std::unique_ptr<SigningKey> makeKey(const Identity& identity);
std::string toPem(const Identity& identity, bool withKey);
std::string toPem(const char* name, const Der& der);

// A root, an issuing authority, a signer; a TSA root and a TSA; lists in force of all three
// issuers.
struct Authorities {
    Identity root, issuing, signer, tsaRoot, tsa;
    Der rootCrl, issuingCrl, tsaCrl;
    Trust trust;
};
const Authorities& authorities();

} // namespace seihon::signing::forge
