#pragma once

#include "record/actor.h"
#include "record/entry.h"
#include "record/instant.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace seihon::record {

// One line of the prepared sheet: does work follow the rules here?
struct ConformityAnswer {
    std::string question; // as the regulation put it
    bool conforms = false;
    std::string remark; // what does not, and what is done about it
    friend bool operator==(const ConformityAnswer&, const ConformityAnswer&) = default;
};

// A periodic check and what became of it [A13a].
struct ConformityCheck {
    std::string id;
    Actor by;
    Instant at{};
    std::vector<ConformityAnswer> answers;
    std::optional<Actor> countersignedBy;
    Instant countersignedAt{};
    std::string countersignRemark;
    std::int64_t deviations() const;
};

Json toJson(const ConformityAnswer& answer);
ConformityAnswer conformityAnswerFromJson(const Json& json);

// From ConformityRecorded and ConformityCountersigned entries in ledger order; others are passed
// over. Faults: LedgerBroken when a countersignature has no check.
std::vector<ConformityCheck> foldConformity(std::span<const Entry> entries);

} // namespace seihon::record
