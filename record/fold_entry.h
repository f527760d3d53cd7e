#pragma once

#include "record/act.h"
#include "record/entry.h"
#include "record/fault.h"
#include "record/json_fields.h"

// What the folds of jobs, envelopes and projects share; not part of the folder's interface.
namespace seihon::record {

// Who, when and why, as the entry says.
inline Act actOf(const Entry& entry) {
    return {entry.what.actor, entry.at, textIn(entry.what.facts, "reason"), entry.what.regulation};
}

// The log is not what this program writes; `of`: what the entry is about, by its id. Faults:
// LedgerBroken, always.
[[noreturn]] inline void refuseEntry(const std::string& of, const Entry& entry,
                                     const std::string& why) {
    throw Fault(FaultKind::LedgerBroken,
                of + ": entry " + std::to_string(entry.sequence) + " " +
                    std::string(enumName(entry.what.kind)) + " does not fit: " + why,
                {{"job", entry.what.job}, {"entry", std::to_string(entry.sequence)}});
}

} // namespace seihon::record
