#pragma once

#include "ledger/durable_file.h"

#include <filesystem>
#include <string>

namespace seihon::ledger {

class Database;

// What lies where below the ledger's folder.
inline std::filesystem::path databaseFileOf(const std::filesystem::path& folder) {
    return folder / "ledger.sqlite";
}
inline std::filesystem::path lockFileOf(const std::filesystem::path& folder) {
    return folder / "ledger.lock";
}
// While private facts are being destroyed: the sequence of the entry that says so.
inline std::filesystem::path destructionFileOf(const std::filesystem::path& folder) {
    return folder / "destroying";
}
inline std::filesystem::path entriesFolderOf(const std::filesystem::path& folder) {
    return folder / "entries";
}
inline std::filesystem::path checkpointsFolderOf(const std::filesystem::path& folder) {
    return folder / "checkpoints";
}

// Held while files are brought up to the database and while the database is made. Waits as long as
// SQLite waits for its own lock. Faults: LedgerBusy.
FileLock lockLedger(const std::filesystem::path& lockFile);

// Makes the folders and, where there are neither a database nor ledger files, an empty database.
// Faults: LedgerBroken for files without their database, a database of another program, station or
// newer version.
Database openDatabase(const std::filesystem::path& folder, const std::string& stationId);

} // namespace seihon::ledger
