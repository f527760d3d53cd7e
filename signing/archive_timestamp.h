#pragma once

#include "signing/archive_layer.h"
#include "signing/record_files.h"
#include "signing/timestamp.h"

#include <chrono>
#include <span>
#include <string>
#include <vector>

namespace seihon::signing {

struct LayerTerms {
    const Trust& trust;
    record::Instant now{};
    std::chrono::minutes tolerance{}; // of the token's time, as for timestamp()
    // "sha256", "sha512"; empty: SHA-256, or SHA-512 where trust.toml ends SHA-256 within ten
    // years.
    std::string digest;
};

// Nothing is written: the caller writes the files, in this order, without replacing any, and then
// verifies the record. A record with only some of them is refused by verifyRecord (FileMissing,
// FileNotListed), so a crash between shows, and is healed by writing the rest again.
struct MadeLayer {
    ArchiveLayer layer;
    std::vector<LayerFile> files; // [validationNNN.p7b,] manifest, token or evidence record
};

// One archive timestamp (EN 319 162-1 A.7) over everything that the record holds. The caller has
// verified the record as of `now`: a layer makes nothing good that was wrong before. Where the
// record and its newest layer lack what proves the authority below, it comes along in
// validationNNN.p7b, from the lists at hand in `trust`. Faults: TimestampUnavailable,
// TimestampRefused (as timestamp(); also for a time before that of the layer below),
// RevocationUnavailable (retryable: no list in force about the authority below),
// CertificateUnusable (that authority has ended or leads nowhere: too late), Malformed,
// StorageFailed.
MadeLayer makeArchiveTimestamp(const RecordFiles& record, TimestampAuthority& authority,
                               const LayerTerms& terms);

// The same for many records with one token: an evidence record each (RFC 4998), in the same order.
// A fault about one record names it in context "record" as its place in the list.
std::vector<MadeLayer> makeEvidenceLayers(std::span<const RecordFiles* const> records,
                                          TimestampAuthority& authority, const LayerTerms& terms);

} // namespace seihon::signing
