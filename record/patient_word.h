#pragma once

#include "record/act.h"
#include "record/entry.h"
#include "record/enum_names.h"
#include "record/original.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

// What patients said about the conversion of their old papers: who objects is not scanned, and
// where the plan says so, only who agreed is [C1].
namespace seihon::record {

enum class PatientWordKind { Objection, Consent };

template <>
struct EnumNames<PatientWordKind> {
    static constexpr std::array<std::pair<PatientWordKind, std::string_view>, 2> table{
        {{PatientWordKind::Objection, "objection"}, {PatientWordKind::Consent, "consent"}}};
};

enum class Speaker { Patient, Guardian, Family };

template <>
struct EnumNames<Speaker> {
    static constexpr std::array<std::pair<Speaker, std::string_view>, 3> table{
        {{Speaker::Patient, "patient"},
         {Speaker::Guardian, "guardian"},
         {Speaker::Family, "family"}}};
};

// Whose it is and how it was said are private facts of its entry.
struct PatientWord {
    std::string id;
    PatientWordKind kind{};
    Patient patient;
    Speaker speaker = Speaker::Patient;
    std::string project; // a consent: to this one. An objection holds for every project: empty
    std::string remark;  // by letter, at the counter, …; private
    std::vector<std::string>
        sealedBefore; // records of the patient that a project had sealed by then
    Act noted;
    std::optional<Act> ended; // lifted, or withdrawn
};

// What counts of them for one patient in one project at one time.
struct PatientStanding {
    bool objects = false;
    bool consents = false;
    std::string objection; // id of the one that is in force; empty: none
};

bool isPatientWord(EntryKind kind);

// One entry more; other kinds change nothing. Faults: LedgerBroken when it does not fit.
void apply(std::vector<PatientWord>& words, const Entry& entry);

// Every word that is in force, whatever the clock says. `asOf`: as it was known at that time, for
// an audit that asks about a seal whose token is older than its entry.
PatientStanding standingOf(std::span<const PatientWord> words, const std::string& patientId,
                           const std::string& project, std::optional<Instant> asOf = std::nullopt);

} // namespace seihon::record
