#pragma once

#include "record/act.h"
#include "record/digest.h"
#include "record/entry.h"
#include "record/enum_names.h"
#include "record/json.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

// A second person looks at what one person scanned of old paper, before it is sealed [C3].
namespace seihon::record {

// How many pages of a job are drawn, and why.
enum class DrawScope {
    Share,         // as the regulation says
    AllAfterFault, // the same operator's work had a fault not long ago
    AllAgain,      // what was drawn once of this job is known by now
};

template <>
struct EnumNames<DrawScope> {
    static constexpr std::array<std::pair<DrawScope, std::string_view>, 3> table{
        {{DrawScope::Share, "share"},
         {DrawScope::AllAfterFault, "all-after-fault"},
         {DrawScope::AllAgain, "all-again"}}};
};

// Drawn when the job is submitted, when its pages are there and compared. The seed was committed
// with the opening of the job: SHA-256(salt ‖ {"inspectionSeed":"…"}) is the privateCommitment of
// that entry.
struct PageDraw {
    Digest seed, salt;
    DrawScope scope = DrawScope::Share;
    std::int64_t permille = 1000, least = 1; // the shares of that time
    std::vector<std::int64_t> pages;         // ascending
    friend bool operator==(const PageDraw&, const PageDraw&) = default;
};

Json toJson(const PageDraw& draw);
// Faults: Malformed.
PageDraw pageDrawFromJson(const Json& json);
// The pages that this draw gives for a job of so many.
std::vector<std::int64_t> drawnPages(const PageDraw& draw, const std::string& job,
                                     std::int64_t pages);

// A page that one person found not to be as it must; the job went back.
struct InspectionFault {
    Act act; // with what is wrong
    std::int64_t page = 0;
    Digest shown;
};

// As the opening of the job has it among its private facts.
struct CommittedSeed {
    Digest seed, salt;
};

// Part of the fold of a job of a project.
struct Inspection {
    std::optional<CommittedSeed> committed; // empty: none, or deleted by law
    std::optional<PageDraw> draw;           // of the newest submission, while that stands
    bool drawnBefore = false;               // for an earlier one
    // Since that draw, by user: which pages they looked at, and the digest of what was shown.
    std::map<std::string, std::map<std::int64_t, Digest>> viewed;
    std::optional<Act> approved;
    std::vector<InspectionFault> faults; // oldest first
};

// The job is opened by this entry; is submitted with this draw; is open again.
void opened(Inspection& inspection, const Entry& entry);
void submitted(Inspection& inspection, PageDraw draw);
void reopened(Inspection& inspection);

// One of InspectionPageViewed, InspectionApproved and InspectionRejected. Faults: LedgerBroken when
// it does not fit.
void apply(Inspection& inspection, const Entry& entry);

} // namespace seihon::record
