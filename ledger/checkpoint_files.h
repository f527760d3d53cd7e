#pragma once

#include "ledger/ledger.h"
#include "ledger/sqlite_handle.h"

#include <filesystem>

namespace seihon::ledger {

constexpr std::size_t kNoteLimit = std::size_t{64} << 10;
constexpr std::size_t kTokenLimit = std::size_t{1} << 20;

inline std::filesystem::path noteFileOf(const std::filesystem::path& folder, std::uint64_t size) {
    return folder / (std::to_string(size) + ".note");
}
inline std::filesystem::path tokenFileOf(const std::filesystem::path& folder, std::uint64_t size) {
    return folder / (std::to_string(size) + ".tst");
}

// Writes SIZE.note and SIZE.tst of the checkpoints whose files are not known to be on the disk yet.
void fileCheckpoints(Database& database, const std::filesystem::path& folder);

// All checkpoints by size.
std::vector<Checkpoint> readCheckpoints(const Database& database);

} // namespace seihon::ledger
