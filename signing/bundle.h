#pragma once

#include "record/bundle.h"
#include "signing/log_proof.h"
#include "signing/trust.h"
#include "signing/verify_record.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

// An auditor's bundle, by itself and a trust directory: no station, no network
// (docs/decisions/0075-the-take-away-bundle.md).
namespace seihon::signing {

struct BundledRecord {
    std::string id;
    record::Verdict verdict; // of its files, its proof, and of both together
    RecordVerification record;
    LogProofReading proof;
};

struct BundleVerification {
    record::Verdict verdict; // of the whole: all records are in it
    std::optional<record::BundleNote> note;
    std::vector<BundledRecord> records;
    std::int64_t files = 0;
};

// Every file against the sums, and the sums against the station's signature; then each record, its
// proof from the log, and the regulations that these name. What the bundle says it leaves out may
// not be in it. Never throws for what is wrong with it; faults NotFound, StorageFailed.
BundleVerification verifyBundle(const std::filesystem::path& folder, const Trust& trust,
                                record::Instant now);

// One record of a bundle, by its folder and its proof.
BundledRecord verifyBundledRecord(const std::filesystem::path& bundle, const std::string& id,
                                  record::Redaction redaction, const Trust& trust,
                                  record::Instant now);

// Every file below, with its digest, by its path with forward slashes. Findings: FileUnreadable for
// what is neither a file nor a folder.
record::FileSums sumsOf(const std::filesystem::path& folder, record::Verdict& verdict);

std::filesystem::path bundledRecord(const std::filesystem::path& bundle, const std::string& id);
std::filesystem::path bundledProof(const std::filesystem::path& bundle, const std::string& id);

} // namespace seihon::signing
