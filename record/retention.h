#pragma once

#include "record/act.h"
#include "record/entry.h"
#include "record/enum_names.h"
#include "record/original.h"

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// What the law counts the retention of a record from: an event that no scanner knows, and that
// somebody must tell [F14].
namespace seihon::record {

enum class RetentionEventKind { TreatmentCompleted, LastVisit, DispensingCompleted };

template <>
struct EnumNames<RetentionEventKind> {
    static constexpr std::array<std::pair<RetentionEventKind, std::string_view>, 3> table{
        {{RetentionEventKind::TreatmentCompleted, "treatment-completed"},
         {RetentionEventKind::LastVisit, "last-visit"},
         {RetentionEventKind::DispensingCompleted, "dispensing-completed"}}};
};

struct RetentionEvent {
    std::string id;
    RetentionEventKind kind{};
    std::string recordId; // that it is about; empty: everything of the patient
    Patient patient;      // private
    std::chrono::year_month_day day{};
    std::string source; // of this knowledge: "medical record system", …
    Act told;
    std::optional<Act> takenBack;
};

// "2026-11-22", and nothing else; empty: it is no day.
std::optional<std::chrono::year_month_day> dayFromText(std::string_view text);
std::string textOfDay(std::chrono::year_month_day day);

bool isRetentionEvent(EntryKind kind);

// One entry more; other kinds change nothing. Faults: LedgerBroken when it does not fit.
void apply(std::vector<RetentionEvent>& events, const Entry& entry);

// The latest day that was told of this kind for the record or its patient: a wrong one can make the
// time longer, and never shorter than what somebody else told.
std::optional<std::chrono::year_month_day> retentionStart(std::span<const RetentionEvent> events,
                                                          RetentionEventKind kind,
                                                          const std::string& recordId,
                                                          const std::string& patientId);

} // namespace seihon::record
