#pragma once

#include "record/digest.h"
#include "record/verdict.h"

#include <cstdint>
#include <filesystem>
#include <string>

namespace seihon::ledger {

struct RebuildReport {
    std::uint64_t entries = 0;
    record::Digest root;
    std::int64_t checkpoints = 0;
    std::filesystem::path aside; // where the old database lies; empty: there was none
    // Refused: nothing was changed. What differs or is missing is named by its sequence.
    record::Verdict verdict;
};

// Makes ledger.sqlite anew from the append-only files and checkpoints beside it, and nothing else:
// a gap in them is named and never filled. An old database that holds more entries than the files,
// or other ones, stays in force; otherwise it is kept aside. No other process may have the ledger
// open. Faults: LedgerBusy, StorageFull, StorageFailed.
RebuildReport rebuildLedger(const std::filesystem::path& folder, const std::string& stationId);

} // namespace seihon::ledger
