#include "regulation/findings.h"
#include "regulation/judge.h"
#include "regulation/judge_people.h"

#include <algorithm>

namespace seihon::regulation {

using record::FindingId;
using record::Severity;
using record::Verdict;

namespace {

template <typename Terms>
bool anyInForce(const Terms& terms, record::Instant now) {
    return std::any_of(terms.begin(), terms.end(),
                       [&](const auto& term) { return inForce(term, now); });
}

// Maintenance is time-boxed whatever the list of people says [F2].
std::vector<Appointment> boxed(const PeopleRules& rules, std::vector<Appointment> appointments) {
    for (Appointment& one : appointments) {
        if (one.role == record::Role::Maintenance) {
            one.until = std::min<record::Instant>(one.until, one.from + rules.maintenanceMost);
        }
    }
    return appointments;
}

Verdict judgeOwnRole(const Regulation& regulation, Authority authority, const record::Actor& actor,
                     const Standing& standing, record::Instant now) {
    return judgeAuthority(regulation, authority, actor,
                          boxed(regulation.people, standing.appointments), now);
}

// The role is somebody else's; that they hold it for as long, the list of people was asked when it
// was read.
Verdict judgeLentRole(const Regulation& regulation, Authority authority, const record::Actor& actor,
                      const Standing& standing, record::Instant now) {
    std::vector<Appointment> lent;
    for (const Delegation& one : standing.delegations) {
        if (one.principal == actor.onBehalfOf) {
            lent.push_back({one.role, one.from, one.until});
        }
    }
    Verdict verdict = judgeAuthority(regulation, authority, actor, lent, now);
    for (record::Finding& finding : verdict.findings) {
        if (finding.id == FindingId::NotAppointed) {
            finding.id = FindingId::NotDelegated;
            finding.subject = actor.onBehalfOf;
        }
    }
    return verdict;
}

bool glassIsBrokenFor(const Regulation& regulation, Authority authority, const Standing& standing,
                      record::Instant now) {
    return standing.breakGlass && inForce(*standing.breakGlass, now) &&
           canBreakGlassFor(authority) &&
           regulation.people.breakGlass.authorities.contains(authority);
}

// Who answers for something is here, by card, and is not the one who runs the machine.
void judgeConfirming(const Regulation& regulation, Authority authority, const record::Actor& actor,
                     const Standing& standing, record::Instant now, Verdict& verdict) {
    if (authority == Authority::Seal && standing.way != LoginWay::Card) {
        verdict.add(refusal(FindingId::CardNeeded, {.measured = record::enumName(standing.way)},
                            actor.user));
    }
    const auto runs = [&](const Appointment& one) {
        return one.role == record::Role::Administrator && inForce(one, now);
    };
    if (confirms(authority) && actor.role != record::Role::Administrator &&
        std::any_of(standing.appointments.begin(), standing.appointments.end(), runs)) {
        verdict.add(
            makeFinding(FindingId::DutiesCombined,
                        regulation.people.administratorMaySeal ? Severity::Note : Severity::Refuse,
                        {.measured = record::enumName(record::Role::Administrator),
                         .required = record::enumName(authority)},
                        actor.user));
    }
    if (anyInForce(standing.absences, now)) { // care is not blocked; answering for it is [B6]
        verdict.add(makeFinding(FindingId::MarkedAbsent,
                                confirms(authority) ? Severity::Refuse : Severity::Warn, {},
                                actor.user));
    }
}

} // namespace

Verdict judgePerson(const Regulation& regulation, Authority authority, const record::Actor& actor,
                    const Standing& standing, record::Instant now) {
    Verdict verdict = actor.onBehalfOf.empty()
                          ? judgeOwnRole(regulation, authority, actor, standing, now)
                          : judgeLentRole(regulation, authority, actor, standing, now);
    if (regulation.people.trainingNeeded.contains(authority) &&
        !anyInForce(standing.trainings, now)) { // [F2]
        verdict.add(
            refusal(FindingId::NotTrained, {.required = record::enumName(authority)}, actor.user));
    }
    if (!verdict.permitted() && glassIsBrokenFor(regulation, authority, standing, now)) {
        verdict = {};
        verdict.add(makeFinding(FindingId::BreakGlassInForce, Severity::Warn,
                                {.measured = record::enumName(authority),
                                 .required = localTime(regulation, standing.breakGlass->until)},
                                actor.user));
    }
    judgeConfirming(regulation, authority, actor, standing, now, verdict);
    return verdict;
}

record::Actor actingAs(const Regulation& regulation, Authority authority, const std::string& user,
                       const std::string& name, const Standing& standing,
                       const std::set<record::Role>& preferred, record::Instant now) {
    record::Actor chosen{user, name, record::Role::Registrar};
    int best = -1;
    const auto consider = [&](record::Actor actor) {
        const Verdict verdict = judgePerson(regulation, authority, actor, standing, now);
        actor.breakGlass = verdict.has(FindingId::BreakGlassInForce);
        const bool plainly = verdict.permitted() && !actor.breakGlass;
        const int rank = (plainly ? 8 : 0) + (verdict.permitted() ? 4 : 0) +
                         (preferred.contains(actor.role) ? 2 : 0) +
                         (actor.onBehalfOf.empty() ? 1 : 0);
        if (rank > best) {
            best = rank;
            chosen = std::move(actor);
        }
    };
    for (const Appointment& one : standing.appointments) {
        consider({user, name, one.role});
    }
    for (const Delegation& one : standing.delegations) {
        consider({user, name, one.role, one.principal});
    }
    return chosen;
}

Verdict judgeBreakGlass(const Regulation& regulation, const Standing& standing,
                        const std::string& reason, record::Instant now) {
    Verdict verdict;
    const auto mayBreak = [&](const Appointment& one) {
        return inForce(one, now) && one.role != record::Role::Maintenance &&
               regulation.people.breakGlass.roles.contains(one.role);
    };
    if (std::none_of(standing.appointments.begin(), standing.appointments.end(), mayBreak)) {
        verdict.add(refusal(FindingId::BreakGlassRefused,
                            {.required = namesOf(regulation.people.breakGlass.roles)}));
    }
    if (reason.find_first_not_of(" \t\r\n") == std::string::npos) {
        verdict.add(refusal(FindingId::BreakGlassRefused, {.required = "reason"}));
    }
    return verdict;
}

} // namespace seihon::regulation
