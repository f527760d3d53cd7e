#pragma once

#include "record/act.h"
#include "record/entry.h"
#include "record/enum_names.h"
#include "record/original.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

// What a court, an insurer or an inquiry wants kept: nothing it falls on is disposed of or deleted
// until somebody lifts it, whatever else is permitted [C6, F14].
namespace seihon::record {

enum class HoldOn { Record, Patient, Project };

template <>
struct EnumNames<HoldOn> {
    static constexpr std::array<std::pair<HoldOn, std::string_view>, 3> table{
        {{HoldOn::Record, "record"}, {HoldOn::Patient, "patient"}, {HoldOn::Project, "project"}}};
};

// Whose it is and why are private facts of its entry: a reason tells of a lawsuit.
struct LegalHold {
    std::string id;
    HoldOn on = HoldOn::Record;
    std::string subject; // id of the record or project; empty for a patient
    Patient patient;
    std::string reason;
    Act placed;
    std::optional<Act> lifted;
};

bool isLegalHold(EntryKind kind);

// One entry more; other kinds change nothing. Faults: LedgerBroken when it does not fit.
void apply(std::vector<LegalHold>& holds, const Entry& entry);

// What a hold can fall on.
struct HoldTarget {
    std::string recordId, patientId, project; // empty: none
};

// Ids of those in force that fall on it.
std::vector<std::string> holdsOn(std::span<const LegalHold> holds, const HoldTarget& target);

} // namespace seihon::record
