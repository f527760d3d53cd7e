#include "config/parse_people_rules.h"

#include "regulation/judge_people.h"

namespace seihon::config {

using record::Role;
using regulation::Authority;
using regulation::PeopleRules;

namespace {

regulation::LockOutRules readLockOut(TableReader reader) {
    regulation::LockOutRules rules;
    rules.freeFailures = reader.integer("free_failures", {1, 9});
    rules.firstDelay = std::chrono::seconds(reader.integer("first_delay_seconds", {1, 3600}));
    rules.longestDelay =
        std::chrono::minutes(reader.integer("longest_delay_minutes", {1, 24 * 60}));
    rules.closedAfter = reader.integer("closed_after_failures", {2, 100});
    if (rules.closedAfter <= rules.freeFailures) {
        reader.refuseHere("closed_after_failures", "must be more than free_failures");
    }
    if (rules.longestDelay < rules.firstDelay) {
        reader.refuseHere("longest_delay_minutes", "is shorter than the first delay");
    }
    reader.finish();
    return rules;
}

regulation::BreakGlassRules readBreakGlass(TableReader reader) {
    regulation::BreakGlassRules rules;
    rules.lasts = std::chrono::minutes(reader.integer("minutes", {1, 60}));
    for (const Role role : reader.choices<Role>("roles", 0)) {
        if (role == Role::Maintenance || role == Role::Station) {
            reader.refuseHere("roles", "names " + std::string(record::enumName(role)) +
                                           ", who sees no patient in any emergency [F2]");
        }
        rules.roles.insert(role);
    }
    for (const Authority authority : reader.choices<Authority>("authorities", 0)) {
        if (!regulation::canBreakGlassFor(authority)) {
            reader.refuseHere("authorities",
                              "names " + std::string(record::enumName(authority)) +
                                  "; broken glass opens looking and scanning only [F13]");
        }
        rules.authorities.insert(authority);
    }
    reader.finish();
    return rules;
}

} // namespace

PeopleRules readPeopleRules(TableReader reader) {
    PeopleRules rules;
    const auto training = reader.choices<Authority>("training_required_for", 0);
    rules.trainingNeeded = {training.begin(), training.end()};
    if (!rules.trainingNeeded.contains(Authority::Scan)) {
        reader.refuseHere("training_required_for", "must name scan: nobody scans untrained [F2]");
    }
    rules.reviewEvery = std::chrono::months(reader.integer("review_months", {1, 24}));
    rules.endingWarning = std::chrono::days(reader.integer("ending_warning_days", {1, 365}));
    rules.confirmProxyIn = std::chrono::days(reader.integer("proxy_confirmed_in_days", {1, 90}));
    rules.administratorMaySeal = reader.flag("administrator_may_seal");
    rules.maintenanceMost = std::chrono::hours(reader.integer("maintenance_max_hours", {1, 168}));
    rules.passwordCharacters = reader.integer("min_password_characters", {13, 64});
    rules.idleLock = std::chrono::minutes(reader.integer("idle_lock_minutes", {1, 60}));
    rules.lockOut = readLockOut(reader.table("lock_out"));
    rules.breakGlass = readBreakGlass(reader.table("break_glass"));
    reader.finish();
    return rules;
}

void judgeSeparation(const TableReader& authorities, Role role,
                     const std::vector<Authority>& granted) {
    const std::string_view name = record::enumName(role);
    for (const Authority authority : granted) {
        if (regulation::separatedFrom(role, authority)) {
            authorities.refuseHere(name, "grants " + std::string(record::enumName(authority)) +
                                             ", which this role can never have [F2]");
        }
    }
}

} // namespace seihon::config
