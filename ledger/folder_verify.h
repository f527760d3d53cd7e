#pragma once

#include "ledger/checkpoint_files.h"
#include "ledger/entry_files.h"
#include "ledger/findings.h"
#include "ledger/mirror_walk.h"

#include <filesystem>
#include <string>
#include <vector>

namespace seihon::ledger {

struct WalkedFiles {
    const EntryFiles& files;
    const MirrorWalk& publicWalk;
    const MirrorWalk& privateWalk;
};

struct FolderNames {
    std::filesystem::path folder;
    std::vector<std::string> names;
};

std::vector<std::string> sortedNames(const std::filesystem::path& folder);

// Points out files of entries/ that no line of the database led to.
void verifyEntryNames(const std::vector<std::string>& names, const WalkedFiles& walked,
                      Findings& findings);

// Compares checkpoints/ with the checkpoints of the database.
void verifyCheckpointFiles(const FolderNames& folder,
                           const std::vector<FiledCheckpoint>& checkpoints, Findings& findings);

} // namespace seihon::ledger
