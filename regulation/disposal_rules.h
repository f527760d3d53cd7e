#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <set>
#include <string>

namespace seihon::regulation {

// When paper may go, and how [C6]. Beside them stands [projects] hold_days.
struct DisposalRules {
    std::chrono::days hold{365}; // paper stays at least so long after its seal
    std::map<std::string, std::chrono::days> holdOfClass{}; // where a class has another period
    std::chrono::days verifiedWithin{31};   // the record was verified not longer ago than this
    std::chrono::hours witnessedWithin{24}; // the witness looked not longer before the act
    std::set<std::string> methods{}; // "dissolving", "shredding" …: as the house names them
};

// Of this class, by its id.
std::chrono::days paperHold(const DisposalRules&, const std::string& documentClass);

} // namespace seihon::regulation
