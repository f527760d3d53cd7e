#pragma once

#include "record/capture_facts.h"
#include "record/json.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace seihon::record {

struct ScanJob;

// What the paper of one scan run is, as its operator declared it.
enum class FeedPass {
    Sheets,  // the next sheets of the original
    Backs,   // the stack turned over: the sides that the fronts lack
    Replace, // one sheet (or one side of it) once more
    Insert,  // one sheet that belongs between two others
};

template <>
struct EnumNames<FeedPass> {
    static constexpr std::array<std::pair<FeedPass, std::string_view>, 4> table{
        {{FeedPass::Sheets, "sheets"},
         {FeedPass::Backs, "backs"},
         {FeedPass::Replace, "replace"},
         {FeedPass::Insert, "insert"}}};
};

// Which sheet of the job the n-th sheet of a run is: decided before the first feed and written into
// ScanStarted, so that after any trouble, also a power cut, it can be said which sheets are safe
// and which go back into the tray [A2].
struct FeedPlan {
    FeedPass pass = FeedPass::Sheets;
    std::vector<std::int64_t> sheets; // the first sheets of the run are these
    std::int64_t onwards = 0;         // after them this one and all that follow; 0: the run ends
    std::optional<Side> side;         // what a one-sided pass shows; absent: as the device says
    std::int64_t inFlight = 1;        // sheets that may have left the tray beyond those kept

    // The sheet that feed number `feed` (from 1) is; 0 beyond the end of the run.
    std::int64_t sheetOf(std::int64_t feed) const;
    // Sheets of the feeds after the first `kept` ones that may have left the tray: those that go
    // back, in the order in which they were fed.
    std::vector<std::int64_t> sheetsAfter(std::int64_t kept, std::int64_t fed) const;
    // 0: as many as there are.
    std::int64_t sheetsWanted() const;
    friend bool operator==(const FeedPlan&, const FeedPlan&) = default;
};

Json toJson(const FeedPlan& plan);
FeedPlan feedPlanFromJson(const Json& json);

// What an operator asks for, as far as the order of sheets goes.
struct FeedWish {
    std::optional<std::int64_t> replacePage = {}; // the sheet of this page
    std::optional<std::int64_t> after = {};  // one sheet that belongs after this sheet (0: first)
    std::optional<std::int64_t> backOf = {}; // one side: the back of this sheet
    bool backs = false;                      // the backs of all sheets that lack one
    bool again = false;                      // with backs: of all sheets, whatever is there
    bool reversed = false;                   // with backs: the last sheet comes first
    bool single = false;                     // one sheet and no more: the glass
    bool bothSides = false;                  // the device delivers both sides of a sheet
};

// Faults: NotFound for a page or sheet that is not there, Usage for what cannot be.
FeedPlan planFeed(const ScanJob& job, const FeedWish& wish);

// "7", "7 and 8" is left to the reader's language: "7, 8", and "7–9" for three or more in a row.
std::string listOfSheets(const std::vector<std::int64_t>& sheets);

} // namespace seihon::record
