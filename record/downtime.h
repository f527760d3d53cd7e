#pragma once

#include "record/act.h"
#include "record/digest.h"
#include "record/entry.h"

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>

// When the station cannot be used, paper is registered on pre-numbered sheets of paper, and
// afterwards every number is accounted for [F17].
namespace seihon::record {

// Numbers of their own among those of labels, so that `job register --label` takes both.
inline constexpr std::int64_t kFirstDowntimeSheet = 90'000'001;
inline constexpr std::int64_t kMostSheetsInStack = 500;

// Sheets that were printed together and lie in one place: "ward 3".
struct DowntimeStack {
    std::string id;
    std::string place;
    std::int64_t first = 0, count = 0;
    Act printed;
    Digest file;                        // of what was printed
    std::int64_t next = 0;              // the first sheet that still lies there unused, as counted
    std::optional<Act> counted;         // the newest count
    std::map<std::int64_t, Act> voided; // spoilt, or used for nothing; with the reason
    std::uint64_t lastSequence = 0;

    std::int64_t end() const { return first + count; } // one behind the last number
    bool holds(std::int64_t number) const { return first <= number && number < end(); }
};

// A time without the station, as people declared it.
struct Downtime {
    std::string id;
    Act began; // with the reason
    Instant since{};
    std::optional<Instant> until;
    std::optional<Act> ended;
    std::optional<Act> closed; // every sheet is accounted for
    std::uint64_t lastSequence = 0;
};

bool isAboutDowntime(EntryKind kind);
bool isAboutDowntimeStack(EntryKind kind);

// One entry; those of other kinds change nothing. Faults: LedgerBroken when it does not fit.
void apply(DowntimeStack& stack, const Entry& entry);
void apply(Downtime& downtime, const Entry& entry);
DowntimeStack foldDowntimeStack(std::span<const Entry> entries);
Downtime foldDowntime(std::span<const Entry> entries);

} // namespace seihon::record
