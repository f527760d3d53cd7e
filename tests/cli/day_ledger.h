#pragma once

#include "day_desk.h"
#include "day_script.h"

#include <map>
#include <string>
#include <vector>

// What the ledger and the archive say of the day, without asking the script.
namespace seihon::cli_test {

// Of one envelope, counted from the entries of its documents.
DayCounts countEnvelope(DayDesk& desk, const std::string& envelope);

// Its sheets that wait or were handed on.
int sheetsNotSealed(DayDesk& desk, const std::string& envelope);

// Why an envelope is still open, as the station says it; empty when it is closed.
std::string whyOpen(DayDesk& desk, const std::string& envelope);

// The pages of each record in the archive as numbers of the day's paper, found by their pixels; 0:
// a page that is none of it. Without blank backs, and without new versions over the same pages.
std::vector<std::vector<int>> paperOfRecords(DayDesk& desk);

// Entries of each kind.
std::map<std::string, int> kindsOfEntries(DayDesk& desk);

} // namespace seihon::cli_test
