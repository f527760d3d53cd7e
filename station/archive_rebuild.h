#pragma once

#include "ledger/rebuild_ledger.h"

#include <filesystem>

namespace seihon::station {

// The database and search index of a home, made anew from the ledger's append-only files
// (docs/decisions/0068-the-archive-in-parts-and-twice.md). The home is not opened before: its
// database is what cannot be read. The first entry of the new one says so. Faults: NotFound,
// JobBusy, those of ledger::rebuildLedger.
ledger::RebuildReport rebuildHome(const std::filesystem::path& root);

} // namespace seihon::station
