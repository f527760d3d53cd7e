#pragma once

#include "ledger/entry_files.h"
#include "ledger/findings.h"
#include "ledger/ledger.h"
#include "ledger/mirror_walk.h"

#include <filesystem>
#include <vector>

namespace seihon::ledger {

struct WalkedFolder {
    const EntryFiles& files;
    const MirrorWalk& publicWalk;
    const MirrorWalk& privateWalk;
    std::uint64_t sizeNow = 0; // of the database, read after the walks
    bool filesUp = false;      // they could be brought up to the database
};

// Names files of entries/ that no line of the database led to.
void verifyFolders(const WalkedFolder& walked, Findings& findings);

// Compares checkpoints/ with the checkpoints of the database.
void verifyCheckpointFiles(const std::filesystem::path& ledgerFolder,
                           const std::vector<Checkpoint>& checkpoints, Findings& findings);

} // namespace seihon::ledger
