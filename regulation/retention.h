#pragma once

#include "record/legal_hold.h"
#include "record/retention.h"
#include "record/verdict.h"

#include <chrono>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

// How long records stay, and what stands in the way of deleting one [F14].
namespace seihon::regulation {

struct Regulation;

// Which event the years of a class ([class.ID] retention_years) count from.
struct RetentionRules {
    record::RetentionEventKind event = record::RetentionEventKind::TreatmentCompleted;
    std::map<std::string, record::RetentionEventKind> eventOfClass; // where it is another one
};

record::RetentionEventKind retentionEventOf(const RetentionRules&, const std::string& kind);

// The last day of its retention; empty while nobody has told the event: then it never ends.
std::optional<std::chrono::year_month_day>
retentionEnd(const Regulation&, const std::string& documentClass,
             std::optional<std::chrono::year_month_day> start);

// A copy of the record, and whether the station can make it go.
struct RecordCopy {
    std::string what; // "archive", "search-index", "private-facts", "backup", "pacs"
    bool there = true;
    bool removable = true;
    bool later = false; // goes by expiry: open until somebody confirms that it is gone
    friend bool operator==(const RecordCopy&, const RecordCopy&) = default;
};

// What a deletion is judged with.
struct DeletionFacts {
    std::string recordId, documentClass;
    std::optional<std::chrono::year_month_day> start; // of the retention
    std::vector<std::string> holds;                   // legal holds in force
    bool incidentOpen = false;
    std::string disposalList; // open list of paper it is on: the record is all that will be left
    std::vector<RecordCopy> copies;
};

// May this record be deleted? "Deleted" is only what is gone everywhere: a copy that nobody can
// remove refuses.
record::Verdict judgeDeletion(const Regulation&, const DeletionFacts&, record::Instant now);

} // namespace seihon::regulation
