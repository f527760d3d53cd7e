#pragma once

#include "record/act.h"
#include "record/digest.h"
#include "record/entry.h"
#include "record/enum_names.h"
#include "record/json.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

// Records that leave the house on a medium or on paper: asked for, approved, and back again [F15].
namespace seihon::record {

inline constexpr std::size_t kMostOnMedium = 500;

// One record on it. The digest is that of the exported file; none where it was printed.
struct MediumItem {
    std::string recordId;
    std::optional<Digest> file;
    friend bool operator==(const MediumItem&, const MediumItem&) = default;
};

Json toJson(const std::vector<MediumItem>& items);
// Faults: Malformed: empty or too many.
std::vector<MediumItem> mediumItemsFrom(const Json& list);

enum class MediumState { Requested, Out, Back };

template <>
struct EnumNames<MediumState> {
    static constexpr std::array<std::pair<MediumState, std::string_view>, 3> table{
        {{MediumState::Requested, "requested"},
         {MediumState::Out, "out"},
         {MediumState::Back, "back"}}};
};

// What became of it. A lost one is for a person to report; the log says so.
enum class MediumEnd { Returned, Destroyed, Lost };

template <>
struct EnumNames<MediumEnd> {
    static constexpr std::array<std::pair<MediumEnd, std::string_view>, 3> table{
        {{MediumEnd::Returned, "returned"},
         {MediumEnd::Destroyed, "destroyed"},
         {MediumEnd::Lost, "lost"}}};
};

// Nothing but the fold of its entries, which carry its id in place of a job's. Who has it, and how
// to reach them, are private facts.
struct Medium {
    std::string id;
    MediumState state = MediumState::Requested;
    std::string label; // as written on it
    std::vector<MediumItem> items;
    std::string purpose;
    std::string encryption; // how, or why not: stated by who asks
    std::string person, contact;
    Instant until{}; // to be back
    Act requested;
    std::optional<Act> approved;
    std::optional<Act> ended; // the reason: words about it
    MediumEnd end = MediumEnd::Returned;
    std::uint64_t lastSequence = 0;

    bool overdue(Instant now) const { return state == MediumState::Out && now >= until; }
};

bool isAboutMedium(EntryKind kind);

// One entry of it; refusals change nothing. Faults: LedgerBroken when it does not fit.
void apply(Medium& medium, const Entry& entry);
Medium foldMedium(std::span<const Entry> entries);

} // namespace seihon::record
