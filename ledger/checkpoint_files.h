#pragma once

#include "ledger/ledger.h"
#include "ledger/sqlite_handle.h"

#include <filesystem>
#include <vector>

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

// A checkpoint and whether its files are known to be on the disk.
struct FiledCheckpoint {
    Checkpoint checkpoint;
    bool noteFiled = false;
    bool tokenFiled = false;
};

// All of them by size.
std::vector<FiledCheckpoint> readCheckpoints(const Database& database);

} // namespace seihon::ledger
