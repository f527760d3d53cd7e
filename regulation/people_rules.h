#pragma once

#include "record/actor.h"
#include "record/instant.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

// What the regulation says about people, and what is known of one of them when an act is judged.
namespace seihon::regulation {

enum class Authority;

// After wrong secrets a person waits, longer each time; in the end an administrator opens the login
// again [F1]. Only wrong secrets count: a card that was not there is no failure.
struct LockOutRules {
    std::int64_t freeFailures = 4; // so many in a row cost nothing
    std::chrono::seconds firstDelay{30};
    std::chrono::seconds longestDelay{60 * 60}; // each failure doubles it up to here
    std::int64_t closedAfter = 10;              // failures in a row; administrators only wait
};

// Who may look or scan without the right to it, for how long; conspicuous and never for sealing or
// accepting [F13].
struct BreakGlassRules {
    std::chrono::minutes lasts{60};
    std::set<record::Role> roles;
    std::set<Authority> authorities;
};

struct PeopleRules {
    std::set<Authority> trainingNeeded;     // no such act without a training in force [F2]
    std::chrono::months reviewEvery{12};    // of all rights [F2]
    std::chrono::days endingWarning{30};    // before an appointment, training or delegation ends
    std::chrono::days confirmProxyIn{7};    // acts under a delegation [F3]
    bool administratorMaySeal = false;      // small houses; it is shown wherever it is used
    std::chrono::hours maintenanceMost{24}; // of one appointment
    std::int64_t passwordCharacters = 13;
    std::chrono::minutes idleLock{5}; // the desk is left
    LockOutRules lockOut;
    BreakGlassRules breakGlass;
};

// A person as the appointments list says: appointment [A10] with dates.
struct Appointment {
    record::Role role{};
    record::Instant from{};
    record::Instant until{}; // not included, here and below
    std::string letter{};    // its reference, where there is one
};

// What this person was taught, and for how long it counts [F2].
struct Training {
    std::string subject;
    record::Instant from{};
    record::Instant until{};
};

struct Absence {
    record::Instant from{};
    record::Instant until{};
};

// This person acts for another one, in one role of theirs [F3].
struct Delegation {
    std::string principal; // the user for whom
    record::Role role{};
    record::Instant from{};
    record::Instant until{};
    std::string letter{};
};

// Somebody broke the glass [F13].
struct BreakGlass {
    std::uint64_t sequence = 0; // of the entry that says so
    record::Instant from{};
    record::Instant until{};
};

// Is this term (one of the above) running?
template <typename Term>
bool inForce(const Term& term, record::Instant now) {
    return term.from <= now && now < term.until;
}

// How a person was identified.
enum class LoginWay { Card, Password };

// All that an act is judged by.
struct Standing {
    std::vector<Appointment> appointments;
    std::vector<Training> trainings;
    std::vector<Absence> absences;
    std::vector<Delegation> delegations;
    std::optional<BreakGlass> breakGlass{};
    LoginWay way = LoginWay::Card;
};

} // namespace seihon::regulation

namespace seihon::record {

template <>
struct EnumNames<regulation::LoginWay> {
    static constexpr std::array<std::pair<regulation::LoginWay, std::string_view>, 2> table{
        {{regulation::LoginWay::Card, "card"}, {regulation::LoginWay::Password, "password"}}};
};

} // namespace seihon::record
