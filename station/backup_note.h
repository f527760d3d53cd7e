#pragma once

#include "record/digest.h"
#include "record/instant.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace seihon::station {

// backup.json: what a backup says of itself, at its top; a bare machine knows nothing else.
struct BackupNote {
    std::string station;
    record::Instant madeAt{};
    std::uint64_t entries = 0; // that its ledger holds
    record::Digest root;
    std::int64_t records = 0;
    std::filesystem::path archive;    // where it lay, in full
    std::vector<std::string> leftOut; // keys, by their place in the home
};

std::string textOf(const BackupNote& note);
// Strict, because a restore moves folders by what it says. Faults: Malformed.
BackupNote backupNoteFrom(std::string_view text);

} // namespace seihon::station
