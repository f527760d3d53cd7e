#pragma once

#include "ledger/entry_files.h"
#include "ledger/sqlite_handle.h"
#include "record/verdict.h"

#include <filesystem>
#include <string>

namespace seihon::ledger {

struct LedgerIdentity {
    std::filesystem::path folder;
    std::string station;
};

// Reads everything again and compares; see Ledger::verify. Others may append meanwhile.
record::Verdict verifyLedger(Database& database, EntryFiles& files, const LedgerIdentity& identity);

} // namespace seihon::ledger
