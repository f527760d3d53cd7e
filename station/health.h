#pragma once

#include "record/verdict.h"

#include <string>

// Is the station fit for work: one line of `doctor` each.
namespace seihon::station {

struct HealthLine {
    std::string what; // device, card, trust, timestamp, clock, disk, backup, ledger …
    std::string detail;
    record::Verdict verdict;
};

enum class Health { Well, Careful, Bad };

// Notes make nobody unwell; what only warns is careful.
inline Health healthOf(const record::Verdict& verdict) {
    Health health = Health::Well;
    for (const record::Finding& finding : verdict.findings) {
        if (finding.severity == record::Severity::Refuse) {
            return Health::Bad;
        }
        health = finding.severity == record::Severity::Warn ? Health::Careful : health;
    }
    return health;
}

} // namespace seihon::station
