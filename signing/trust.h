#pragma once

#include "config/config.h"
#include "record/verdict.h"
#include "signing/certificate.h"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace seihon::signing {

// What is believed, with dates: trust.toml and the files of roots/, tsa/, crls/ (PEM or DER, one or
// more objects each). What it does not name is not trusted; the system's certificate store plays no
// part.
struct Trust {
    config::TrustFile file;
    std::map<std::string, std::vector<Der>> roots; // file name → certificates
    std::map<std::string, std::vector<Der>> tsaRoots;
    std::vector<Der>
        intermediates; // CA certificates found in roots/ and tsa/ that are not self-signed
    std::vector<Der> crls;
};

// Faults: ConfigInvalid, NotFound; limits on file count and size.
Trust loadTrust(const std::filesystem::path& folder);

// Judges a signer's certificate as of `at`: chain to a profile's root, explicit policy, key usage,
// key size, validity and revocation by the CRLs at hand (extra ones may come with the seal). Fills
// trustProfile and testMode of `described`. Findings: SignerChainUntrusted,
// SignerPolicyNotAccepted, SignerKeyUsageWrong, SignerKeyTooSmall, SignerDigestWeak,
// SignerRoleMissing, SignerRoleUnexpected, SignerProfileNotInForce, SignerCertificateExpired,
// SignerCertificateNotYetValid, SignerCertificateRevoked, RevocationUnknown,
// RevocationNotYetProven, TestMode.
record::Verdict judgeSignerCertificate(const Trust& trust, record::Bytes certificateDer,
                                       const std::vector<Der>& extraCertificates,
                                       const std::vector<Der>& extraCrls, record::Instant at,
                                       record::SignerCertificate& described);

// The chain (issuer first, root last) and the CRLs in force at `at` for it: what a seal embeds.
// Faults: CertificateUnusable, RevocationUnavailable.
struct ValidationMaterial {
    std::vector<Der> certificates;
    std::vector<Der> crls;
};
ValidationMaterial validationMaterialFor(const Trust& trust, record::Bytes certificateDer,
                                         record::Instant at);
// The same for the authority of a timestamp token: its issuers and the CRLs about them, as far as
// they are at hand. Empty when the token does not lead to a trusted service; the token's own
// verdict (timestamp.h) says so.
ValidationMaterial validationMaterialForToken(const Trust& trust, record::Bytes tokenDer,
                                              record::Instant at);

} // namespace seihon::signing
