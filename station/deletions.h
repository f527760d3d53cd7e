#pragma once

#include "ledger/ledger.h"
#include "record/deletion.h"

#include <map>
#include <set>
#include <string>

namespace seihon::station {

// Every deletion of the log, by record.
std::map<std::string, record::Deletion> deletionsIn(ledger::Ledger& log);
// Records that were deleted here: nothing of them is left but the log's public lines [F14].
std::set<std::string> deletedRecords(ledger::Ledger& log);

// Their jobs.
std::set<std::string> jobsDeleted(ledger::Ledger& log);

} // namespace seihon::station
