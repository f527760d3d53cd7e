#pragma once

#include "record/digest.h"
#include "record/entry.h"
#include "record/instant.h"
#include "record/verdict.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace seihon::record {

// What was laid over a sealed record to keep it evidence: an archive timestamp or an evidence
// record, with what proves the authority below it. Its files are only ever added.
struct SealLayer {
    std::int64_t number = 0;             // 1 is the lowest
    std::string kind;                    // "archive-timestamp" or "evidence-record"
    Instant at{};                        // its token's time
    std::string service;                 // as trust.toml names it
    std::map<std::string, Digest> files; // below the record
};

Json toJson(const SealLayer& layer);
SealLayer sealLayerFromJson(const Json& json);

// A record in the archive, as the ledger tells it: which bytes must lie there, and how long they
// prove something.
struct SealedRecord {
    std::string recordId;
    std::string path; // below the archive
    Digest manifestDigest;
    Instant provenAt{}; // the token's time
    Instant at{};

    // signature001.p7s as it must lie in the archive; absent in records of the first version.
    std::optional<Digest> signatureDigest;
    std::optional<Digest> completing; // that it is being replaced by, while that is under way
    bool completed = false;
    std::vector<SealLayer> layers;
    std::optional<SealLayer> layerStarted; // being laid
    std::optional<Instant> provenUntil;    // nothing before completion
    bool signerRevoked = false;            // before the token's time, as came out later
    std::optional<Verdict> lastVerdict;    // of the newest look that was logged with the job
};

// A RecordSealed entry.
SealedRecord sealedRecordFrom(const Entry& entry);

// One of CompletionStarted, RenewalStarted, RecordCompleted, RecordRenewed and
// SignerRevocationFound onto the record. Faults: LedgerBroken when it does not fit.
void apply(SealedRecord& sealed, const Entry& entry);

} // namespace seihon::record
