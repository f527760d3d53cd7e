#pragma once

#include "record/manifest.h"
#include "record/verdict.h"
#include "signing/archive_layer.h"
#include "signing/record_files.h"
#include "signing/trust.h"

#include <filesystem>
#include <functional>
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
    // That of an earlier log checkpoint over the pages' entries, where the record holds one [B1].
    std::optional<record::Instant> scanProvenAt;
    std::int64_t pages = 0;
    record::Json recordJson; // null when unreadable
    record::Digest manifestDigest;
    // For each certificate of signer and signature timestamp a list newer than the token says that
    // it was not revoked (CAdES B-LT): no RevocationNotYetProven.
    bool completed = false;
    std::vector<ArchiveLayer> layers; // oldest first
    // When the first of what the newest proof rests on ends: a certificate of its timestamp
    // authority, a digest or a key by the dates of trust.toml. A new layer must be laid over the
    // record before. Empty when that proof cannot be read.
    std::optional<record::Instant> provenUntil;
};

// Checks everything of design §6: the set of files, digests, record.json against the manifest (page
// count, digests, class, window against the token's time), the CMS (one signer, detached, ESS
// signing-certificate-v2, SHA-2), the token (every check of RFC 3161 §2.2 and ours), chains,
// revocation by embedded or trusted CRLs at the token's time, healthcare roles. `now` bounds times
// from above. Never throws for what is wrong with the record; faults only NotFound, StorageFailed.
// `path` is a record folder or an ASiC-E container (record_files.h).
RecordVerification verifyRecord(const std::filesystem::path& path, const Trust& trust,
                                record::Instant now);
RecordVerification verifyRecord(const RecordFiles& files, const Trust& trust, record::Instant now);
// Of a record from which files were left out on purpose, as this says of their paths: their digests
// are under the signature as ever, their content is not looked at (FileWithheld). Whoever asks has
// to know from elsewhere that it was on purpose.
using Withheld = std::function<bool(const std::string& path)>;
RecordVerification verifyRecord(const RecordFiles& files, const Trust& trust, record::Instant now,
                                const Withheld& withheld);

// {"valid","findings":[…],"signer":{"name","role"},"signedAt","provenAt","pages"}: the CLI
// contract; and beyond it {"completed","layers":[{"number","kind","at","service","digest"}],
// "provenUntil","scanProvenAt"}.
record::Json toJson(const RecordVerification& verification);

// ASiCManifest001.xml (EN 319 162-1 A.4): SHA-256 of every file of the manifest, sigReference to
// signature001.p7s. The same manifest gives the same bytes.
std::string manifestXml(const record::Manifest& manifest);
// Strict: no DOCTYPE, no unknown elements, no doubles, no path tricks. Faults: Malformed.
record::Manifest parseManifestXml(std::string_view xml);

inline constexpr std::string_view kMimetype = "application/vnd.etsi.asic-e+zip";

} // namespace seihon::signing
