#pragma once

#include "ledger/ledger.h"
#include "record/entry.h"
#include "record/verdict.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace seihon::ledger {

// A copy of the log's append-only files: `folder`/entries/ with the public lines and, where they
// were handed out, the private ones; `folder`/checkpoints/ beside them. No database.
struct LogFilesReport {
    record::Verdict verdict; // EntryAltered, EntryMissing, EntryFileDiffers, CheckpointDisagrees,
                             // LeftoverFile
    std::uint64_t entries = 0;
    std::uint64_t destroyed = 0;   // private facts that a legal deletion took away
    bool withPrivateFacts = false; // else there was nothing to compare with the commitments
    std::vector<record::Digest> leaves;
};

// Sees every sound entry in order, with its private facts.
using TakeEntry = std::function<void(const record::Entry&)>;

// The station whose log it is, as its first line says; empty when there is none that can be read.
std::string stationOfLogFiles(const std::filesystem::path& folder);

// Lines, sequence, private commitments, and the tree at the size of every checkpoint (by size).
// What one line of these files says about another only a checkpoint can tell: an altered line that
// is still one is located between two of them. Faults: NotFound, StorageFailed.
LogFilesReport verifyLogFiles(const std::filesystem::path& folder, const std::string& station,
                              std::vector<Checkpoint> checkpoints, const TakeEntry& take);

} // namespace seihon::ledger
