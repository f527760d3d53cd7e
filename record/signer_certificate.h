#pragma once

#include "record/digest.h"
#include "record/instant.h"
#include "record/json.h"

#include <string>
#include <vector>

namespace seihon::record {

// What judging a signer needs to know of a certificate; made by signing, judged by regulation.
struct SignerCertificate {
    std::string holder;                       // subject CN
    std::string issuer;                       // issuer CN
    std::string serial;                       // hex
    Digest sha256;                            // of the DER
    std::vector<std::string> policies;        // OIDs
    std::vector<std::string> healthcareRoles; // hcRole texts (ISO 17090), e.g. "Pharmacist"
    std::string trustProfile; // the profile of trust.toml it was accepted by; empty when by none
    bool testMode = false;    // that profile is a test profile
    bool nonRepudiation = false;
    std::int64_t keyBits = 0;
    Instant notBefore{};
    Instant notAfter{};
    friend bool operator==(const SignerCertificate&, const SignerCertificate&) = default;
};

Json toJson(const SignerCertificate& certificate);
SignerCertificate signerCertificateFromJson(const Json& json);

} // namespace seihon::record
