#pragma once

#include "record/manifest.h"
#include "record/verdict.h"
#include "signing/trust.h"

#include <filesystem>
#include <optional>
#include <string>

namespace seihon::signing {

// What a record folder proves, by itself and the trust directory: no ledger, no network.
struct RecordVerification {
    record::Verdict verdict; // subject names the file concerned
    record::SignerCertificate signer;
    std::string signerRole;                  // role from record.json, in which the signer acted
    std::optional<record::Instant> signedAt; // claimed
    std::optional<record::Instant> provenAt; // the timestamp's time
    std::int64_t pages = 0;
    record::Json recordJson; // null when unreadable
    record::Digest manifestDigest;
};

// Checks everything of design §6: the set of files, digests, record.json against the manifest (page
// count, digests, class, window against the token's time), the CMS (one signer, detached, ESS
// signing-certificate-v2, SHA-2), the token (every check of RFC 3161 §2.2 and ours), chains,
// revocation by embedded or trusted CRLs at the token's time, healthcare roles. `now` bounds times
// from above. Never throws for what is wrong with the record; faults only NotFound, StorageFailed.
RecordVerification verifyRecord(const std::filesystem::path& folder, const Trust& trust,
                                record::Instant now);

// {"valid","findings":[…],"signer":{"name","role"},"signedAt","provenAt","pages"}: the CLI
// contract.
record::Json toJson(const RecordVerification& verification);

// ASiCManifest001.xml (EN 319 162-1 A.4): SHA-256 of every file of the manifest, sigReference to
// signature001.p7s. The same manifest gives the same bytes.
std::string manifestXml(const record::Manifest& manifest);
// Strict: no DOCTYPE, no unknown elements, no doubles, no path tricks. Faults: Malformed.
record::Manifest parseManifestXml(std::string_view xml);

inline constexpr std::string_view kMimetype = "application/vnd.etsi.asic-e+zip";

} // namespace seihon::signing
