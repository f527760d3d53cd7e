#pragma once

#include "regulation/regulation.h"

#include <optional>
#include <span>

namespace seihon::regulation {

// One person's approval of one new regulation.
struct Approval {
    record::Actor actor;
    record::Instant at{};
    record::Digest under; // the regulation in force when it was given
};

// Has the new regulation the approvals that the one in force asks for [A9]? `first`: nobody has put
// a regulation into force here before, and nothing was registered yet. Refuses ApprovalsMissing,
// ApprovalRoleMissing; notes ApprovalNotCounted with the reason.
record::Verdict judgeActivation(const Regulation& inForce, bool first,
                                const record::Actor& proposer, std::span<const Approval> approvals,
                                record::Instant now);

} // namespace seihon::regulation
