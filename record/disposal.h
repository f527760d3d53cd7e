#pragma once

#include "record/act.h"
#include "record/digest.h"
#include "record/entry.h"
#include "record/enum_names.h"
#include "record/json.h"
#include "record/later_life.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

// Paper that goes: a list of sealed records that people propose, check, approve, hand over before a
// witness and check again [C6]. Never automatic.
namespace seihon::record {

inline constexpr std::size_t kMostRecordsOfDisposal = 200; // of one list: it stands in one entry

struct DisposalItem {
    std::string recordId, job;
    Digest manifest; // of the record that stays
    PaperPlace place;
    friend bool operator==(const DisposalItem&, const DisposalItem&) = default;
};

Json toJson(const std::vector<DisposalItem>& items);
// Faults: Malformed: empty, too many, a record twice.
std::vector<DisposalItem> disposalItemsFrom(const Json& list);
// Over what the list says, in its order.
Digest contentDigest(std::span<const DisposalItem> items);

enum class DisposalState { Proposed, Checked, Approved, Witnessed, CarriedOut, Closed, Dropped };

template <>
struct EnumNames<DisposalState> {
    static constexpr std::array<std::pair<DisposalState, std::string_view>, 7> table{
        {{DisposalState::Proposed, "proposed"},
         {DisposalState::Checked, "checked"},
         {DisposalState::Approved, "approved"},
         {DisposalState::Witnessed, "witnessed"},
         {DisposalState::CarriedOut, "carried-out"},
         {DisposalState::Closed, "closed"},
         {DisposalState::Dropped, "dropped"}}};
};

// What shows that it was done: a contractor's certificate, or the house's own.
struct DisposalProof {
    std::string number;
    std::optional<Digest> file;
    Act act;
};

// Records that were taken out again, with why.
struct TakenOut {
    std::vector<std::string> records;
    Act act;
};

// The act itself, as the person said it who did it.
struct DisposalDone {
    Act act;
    std::string method; // of the regulation
    std::string day;    // "2026-11-22", in the hospital's time
    std::string contractor;
    std::string witness; // user
};

// Nothing but the fold of its entries, which carry its id in place of a job's.
struct DisposalList {
    std::string id;
    DisposalState state = DisposalState::Proposed;
    std::vector<DisposalItem> items; // that are still in it
    std::vector<TakenOut> takenOut;
    Act proposed;
    std::optional<Act> checkedBefore;
    std::optional<Act> approved;
    std::optional<Digest> frozen; // content that was approved; taking out makes it less, never more
    std::optional<Act> witnessed;
    std::optional<DisposalDone> done;
    std::optional<DisposalProof> proof;
    std::optional<Act> checkedAfter;
    std::vector<Act> differences; // that a check found, in words; the list stays where it was
    std::uint64_t lastSequence = 0;

    bool holds(const std::string& recordId) const;
    // Its records can still go.
    bool isOpen() const;
    // Their paper is gone.
    bool isDone() const {
        return state == DisposalState::CarriedOut || state == DisposalState::Closed;
    }
};

bool isAboutDisposal(EntryKind kind);

// One entry of the list; refusals change nothing. Faults: LedgerBroken when it does not fit.
void apply(DisposalList& list, const Entry& entry);
DisposalList foldDisposal(std::span<const Entry> entries);

} // namespace seihon::record
