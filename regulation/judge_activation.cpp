#include "regulation/judge_activation.h"

#include "regulation/findings.h"

namespace seihon::regulation {

using record::FindingId;
using record::Verdict;

namespace {

// Empty when the approval counts.
std::string whyNotCounted(const Regulation& inForce, const record::Actor& proposer,
                          const Approval& approval, record::Instant now) {
    if (approval.actor.user == proposer.user) {
        return "proposer";
    }
    if (approval.under != inForce.digest) { // something else took effect in between
        return "another regulation was in force";
    }
    const auto granted = inForce.authorities.find(approval.actor.role);
    if (granted == inForce.authorities.end() ||
        !granted->second.contains(Authority::ApproveRegulation)) {
        return "role";
    }
    return now - approval.at > inForce.approval.validFor ? "too old" : "";
}

} // namespace

Verdict judgeActivation(const Regulation& inForce, bool first, const record::Actor& proposer,
                        std::span<const Approval> approvals, record::Instant now) {
    Verdict verdict;
    std::set<std::string> people;
    std::set<record::Role> roles;
    for (const Approval& approval : approvals) {
        const std::string why = whyNotCounted(inForce, proposer, approval, now);
        if (!why.empty()) {
            verdict.add(
                note(FindingId::ApprovalNotCounted, {.measured = why}, approval.actor.user));
            continue;
        }
        people.insert(approval.actor.user);
        roles.insert(approval.actor.role);
    }
    const std::int64_t required = first ? inForce.approval.firstPersons : inForce.approval.persons;
    const auto counted = static_cast<std::int64_t>(people.size());
    if (counted < required) {
        verdict.add(
            refusal(FindingId::ApprovalsMissing, {.measured = counted, .required = required}));
    }
    for (const record::Role role : inForce.approval.roles) {
        if (!roles.contains(role)) {
            verdict.add(
                refusal(FindingId::ApprovalRoleMissing, {.required = record::enumName(role)}));
        }
    }
    return verdict;
}

} // namespace seihon::regulation
