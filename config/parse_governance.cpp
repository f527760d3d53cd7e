#include "config/parse_governance.h"

#include <algorithm>

namespace seihon::config {

using record::Role;
using regulation::Authority;

namespace {

constexpr std::size_t kMostQuestions = 100;

bool mayDo(const regulation::Regulation& regulation, Role role, Authority authority) {
    const auto granted = regulation.authorities.find(role);
    return granted != regulation.authorities.end() && granted->second.contains(authority);
}

} // namespace

regulation::ApprovalRules readApprovalRules(TableReader reader) {
    regulation::ApprovalRules rules;
    rules.persons = reader.integer("persons", {1, 20});
    rules.firstPersons = reader.integer("first_persons", {1, 20});
    if (rules.firstPersons > rules.persons) {
        reader.refuseHere("first_persons", "must not ask for more than persons");
    }
    const auto roles = reader.choices<Role>("roles", 0);
    rules.roles = {roles.begin(), roles.end()};
    rules.validFor = std::chrono::days(reader.integer("valid_days", {1, 366}));
    reader.finish();
    return rules;
}

regulation::ClockRules readClockRules(TableReader reader) {
    regulation::ClockRules rules;
    // [F7] "daily or more often"
    rules.checkEvery = std::chrono::hours(reader.integer("check_every_hours", {1, 24}));
    rules.largestOffset =
        std::chrono::milliseconds(reader.integer("largest_offset_ms", {1, 60'000}));
    rules.unknown = reader.choice<record::Severity>("unknown");
    reader.finish();
    return rules;
}

regulation::ConformityRules readConformityRules(TableReader reader) {
    regulation::ConformityRules rules;
    rules.every = std::chrono::days(reader.integer("every_days", {1, 366}));
    rules.countersignWithin =
        std::chrono::days(reader.integer("countersign_within_days", {1, 366}));
    rules.questions = reader.texts("questions", TextKind::Words, 1);
    if (rules.questions.size() > kMostQuestions) {
        reader.refuseHere("questions", "has more than 100");
    }
    reader.finish();
    return rules;
}

void judgeGovernance(const TableReader& reader, const regulation::Regulation& regulation) {
    for (const Role role : regulation.approval.roles) {
        if (!mayDo(regulation, role, Authority::ApproveRegulation)) {
            reader.refuseHere("authorities", "do not let " + std::string(record::enumName(role)) +
                                                 " approve-regulation, but [approval] asks for it");
        }
    }
    for (const Authority needed : {Authority::ApproveRegulation, Authority::ActivateRegulation,
                                   Authority::RecordConformity, Authority::CountersignConformity}) {
        const bool somebody = std::any_of(
            regulation.authorities.begin(), regulation.authorities.end(), [&](const auto& granted) {
                return granted.first != Role::Station && granted.second.contains(needed);
            });
        if (!somebody) {
            reader.refuseHere("authorities", "let nobody " + std::string(record::enumName(needed)));
        }
    }
}

} // namespace seihon::config
