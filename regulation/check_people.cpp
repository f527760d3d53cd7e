#include "regulation/findings.h"
#include "regulation/judge_people.h"

#include <algorithm>

// The list of people as a whole: what a review of rights looks at.
namespace seihon::regulation {

using record::FindingId;
using record::Severity;
using record::Verdict;

namespace {

template <typename A, typename B>
bool overlap(const A& a, const B& b) {
    return a.from < b.until && b.from < a.until;
}

bool grants(const Regulation& regulation, record::Role role, Authority authority) {
    const auto granted = regulation.authorities.find(role);
    return granted != regulation.authorities.end() && granted->second.contains(authority) &&
           !separatedFrom(role, authority);
}

bool grantsConfirming(const Regulation& regulation, record::Role role) {
    return grants(regulation, role, Authority::Accept) ||
           grants(regulation, role, Authority::Excuse) || grants(regulation, role, Authority::Seal);
}

// Does a term of the same kind go on when this one ends?
template <typename Terms, typename Term, typename Same>
bool goesOn(const Terms& terms, const Term& ending, Same same) {
    return std::any_of(terms.begin(), terms.end(), [&](const auto& next) {
        return same(next, ending) && next.from <= ending.until && next.until > ending.until;
    });
}

class Check {
  public:
    Check(const Regulation& regulation, const NamedStanding& person, record::Instant now,
          Verdict& verdict)
        : m_regulation(regulation), m_user(person.user), m_standing(person.standing), m_now(now),
          m_verdict(verdict) {}

    void run() const {
        appointments();
        trainings();
        combined();
        for (const Delegation& one : m_standing.delegations) {
            ending(one, m_standing.delegations, one.principal, [](const auto& a, const auto& b) {
                return a.principal == b.principal && a.role == b.role;
            });
        }
    }

  private:
    void add(FindingId id, Severity severity, Compared compared, const std::string& about) const {
        m_verdict.add(makeFinding(id, severity, std::move(compared), m_user + ": " + about));
    }

    template <typename Term, typename Terms, typename Same>
    void ending(const Term& one, const Terms& all, const std::string& about, Same same) const {
        if (inForce(one, m_now) && one.until - m_now < m_regulation.people.endingWarning &&
            !goesOn(all, one, same)) {
            add(FindingId::RightsEnding, Severity::Warn,
                {.measured = localTime(m_regulation, one.until)}, about);
        }
    }

    void appointments() const {
        for (const Appointment& one : m_standing.appointments) {
            const std::string role(record::enumName(one.role));
            if (one.role == record::Role::Maintenance) { // ends by itself, and is meant to
                if (one.until - one.from > m_regulation.people.maintenanceMost) {
                    add(FindingId::MaintenanceTooLong, Severity::Warn,
                        {.measured = (one.until - one.from) / std::chrono::hours(1),
                         .required = m_regulation.people.maintenanceMost.count(),
                         .unit = "hours"},
                        role);
                }
                continue;
            }
            ending(one, m_standing.appointments, role,
                   [](const auto& a, const auto& b) { return a.role == b.role; });
            if (inForce(one, m_now) && one.letter.empty() &&
                grantsConfirming(m_regulation, one.role)) { // [A10]
                add(FindingId::LetterMissing, Severity::Warn, {}, role);
            }
        }
    }

    void trainings() const {
        for (const Training& one : m_standing.trainings) {
            ending(one, m_standing.trainings, one.subject,
                   [](const auto&, const auto&) { return true; });
        }
        const bool trained = std::any_of(m_standing.trainings.begin(), m_standing.trainings.end(),
                                         [&](const Training& one) { return inForce(one, m_now); });
        for (const Authority authority : m_regulation.people.trainingNeeded) {
            const auto needs = [&](const Appointment& one) {
                return inForce(one, m_now) && grants(m_regulation, one.role, authority);
            };
            if (!trained && std::any_of(m_standing.appointments.begin(),
                                        m_standing.appointments.end(), needs)) {
                m_verdict.add(makeFinding(FindingId::NotTrained, Severity::Warn,
                                          {.required = record::enumName(authority)}, m_user));
            }
        }
    }

    // [F2] a term in the past is history and no longer a finding.
    void combined() const {
        for (const Appointment& admin : m_standing.appointments) {
            for (const Appointment& other : m_standing.appointments) {
                if (admin.role == record::Role::Administrator && other.role != admin.role &&
                    grantsConfirming(m_regulation, other.role) && overlap(admin, other) &&
                    std::min(admin.until, other.until) > m_now) {
                    m_verdict.add(makeFinding(FindingId::DutiesCombined,
                                              m_regulation.people.administratorMaySeal
                                                  ? Severity::Warn
                                                  : Severity::Refuse,
                                              {.measured = record::enumName(admin.role),
                                               .required = record::enumName(other.role)},
                                              m_user));
                }
            }
        }
    }

    const Regulation& m_regulation;
    const std::string& m_user;
    const Standing& m_standing;
    record::Instant m_now;
    Verdict& m_verdict;
};

bool somebodyMay(const Regulation& regulation, std::span<const NamedStanding> people,
                 Authority authority, record::Instant now) {
    return std::any_of(people.begin(), people.end(), [&](const NamedStanding& person) {
        return std::any_of(person.standing.appointments.begin(), person.standing.appointments.end(),
                           [&](const Appointment& one) {
                               return inForce(one, now) && grants(regulation, one.role, authority);
                           });
    });
}

} // namespace

Verdict judgePeople(const Regulation& regulation, std::span<const NamedStanding> people,
                    record::Instant now) {
    Verdict verdict;
    for (const NamedStanding& person : people) {
        Check(regulation, person, now, verdict).run();
    }
    // What the regulation asks of somebody needs somebody.
    std::set<Authority> needed{Authority::ManagePeople, Authority::ReviewPeople, Authority::Scan,
                               Authority::Seal};
    for (const auto& [id, kind] : regulation.classes) {
        if (kind.acceptanceRequired) {
            needed.insert(Authority::Accept);
        }
    }
    for (const Authority authority : needed) {
        if (!somebodyMay(regulation, people, authority, now)) {
            verdict.add(makeFinding(FindingId::RoleVacant, Severity::Warn,
                                    {.required = record::enumName(authority)}));
        }
    }
    return verdict;
}

Verdict judgeReview(const Regulation& regulation, record::Instant last, record::Instant now) {
    const auto day = std::chrono::floor<std::chrono::days>(last);
    std::chrono::year_month_day due =
        std::chrono::year_month_day(day) + regulation.people.reviewEvery;
    if (!due.ok()) { // the 31st of a shorter month
        due = due.year() / due.month() / std::chrono::last;
    }
    const record::Instant end = std::chrono::sys_days(due) + (last - day);
    Verdict verdict;
    if (now >= end) {
        verdict.add(makeFinding(
            FindingId::ReviewOverdue, Severity::Warn,
            {.measured = localTime(regulation, last), .required = localTime(regulation, end)}));
    }
    return verdict;
}

} // namespace seihon::regulation
