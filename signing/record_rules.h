#pragma once

#include "record/json.h"
#include "record/scan_proof.h"
#include "record/verdict.h"
#include "signing/record_files.h"
#include "signing/trust.h"

#include <map>
#include <optional>
#include <string>

namespace seihon::signing {

// Of a file that is known by its digest alone.
inline constexpr std::int64_t kBytesUnknown = -1;

// What else is known of a record, to compare its record.json with.
struct RecordFacts {
    const std::map<std::string, RecordFiles::Measured>& files; // those of the manifest
    const record::SignerCertificate& signer;
    std::optional<record::Instant> provenAt;
    // Its scan-proof.json, where the manifest lists one: that it lies there, and, where it holds,
    // the time that it proves.
    std::optional<record::ScanProofFacts> scanProof;
    std::optional<record::Instant> scanProvenAt;
};

// record.json as it must be written: strict and canonical. Faults: Malformed.
record::Json parseRecordJson(std::string_view text);

// What the station signs (member "stationSignature"): the format's name, a line feed, and the
// canonical JSON of all other members.
std::string stationMessage(const record::Json& recordJson);

// Does record.json ("seihon-record-1") say what the files, the seal and the trust directory show?
// Findings RecordMalformed, RecordDisagrees, ProofOfScanTimeLate, SignerRoleMissing and what a
// reader must know (DemoData, …).
record::Verdict judgeRecord(const record::Json& recordJson, const RecordFacts& facts,
                            const Trust& trust);

} // namespace seihon::signing
