#pragma once

#include "record/actor.h"
#include "record/verdict.h"
#include "regulation/regulation.h"

#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>

// Rules about people: pure as those in judge.h.
namespace seihon::regulation {

// --- one act ---

// Duties that no regulation can bring together [F2]: an administrator neither seals nor opens
// images, an auditor changes nothing, maintenance sees no patient, and the program itself answers
// for nothing.
bool separatedFrom(record::Role, Authority);

// What breaking the glass can open at all [F13]: looking and scanning, nothing that confirms.
bool canBreakGlassFor(Authority);

// Acts for which a person answers: the card, the own presence and the separation of duties are
// asked for these.
bool confirms(Authority);

// May this person, in this role or for somebody else, so trained, present and identified, do this
// now? Like judgeAuthority, and everything else that is known of the person. Warns
// BreakGlassInForce, MarkedAbsent; notes DutiesCombined. [F1, F2, F3, F13]
record::Verdict judgePerson(const Regulation&, Authority, const record::Actor&, const Standing&,
                            record::Instant now);

// The capacity in which a person does this: an own role that permits it before one of somebody
// else; where none does, one whose refusal says why. `preferred` roles come first among those that
// permit it.
record::Actor actingAs(const Regulation&, Authority, const std::string& user,
                       const std::string& name, const Standing&,
                       const std::set<record::Role>& preferred, record::Instant now);

// Until when the glass stays broken for a person of these appointments, or why it does not break.
record::Verdict judgeBreakGlass(const Regulation&, const Standing&, const std::string& reason,
                                record::Instant now);

// --- login ---

// What the log knows of a person's last tries: wrong secrets since the last login or unlocking.
struct LoginFailures {
    std::int64_t count = 0;
    record::Instant last{};
};

// Until when this person must wait; empty: not at all. A closed login has no end.
struct LockOut {
    std::optional<record::Instant> until;
    bool closed = false;
    bool locked(record::Instant now) const { return closed || (until && now < *until); }
};

// `administrator`: only ever waits, so that somebody is left who can open the others' logins [F1].
LockOut lockOutOf(const LockOutRules&, const LoginFailures&, bool administrator);

// Has the person left the desk for so long that the screen closes? A clock that went back closes it
// too. [F1]
bool deskIsLeft(const PeopleRules&, record::Instant lastAct, record::Instant now);

// --- all of them ---

struct NamedStanding {
    std::string user;
    Standing standing;
};

// The list of people against the regulation: for `doctor` and `user check`. Refuses what makes an
// act impossible or unlawful, warns of what ends soon. [F2, F3, A10]
record::Verdict judgePeople(const Regulation&, std::span<const NamedStanding>, record::Instant now);

// Are the rights due for a review? `last`: the newest one, or the day the station began.
record::Verdict judgeReview(const Regulation&, record::Instant last, record::Instant now);

} // namespace seihon::regulation
