#include "regulation/findings.h"
#include "regulation/judge_project.h"

#include <algorithm>

// The written plan of a project of old paper: are its seven parts there, and do they hold together
// [C1, C2, C2a, C3, C4, C5, C7]?
namespace seihon::regulation {

using record::FindingId;
using record::Verdict;

namespace {

class PlanJudge {
  public:
    PlanJudge(const Regulation& regulation, const ProjectPlan& plan, const PlanFacts& facts)
        : m_regulation(regulation), m_plan(plan), m_facts(facts) {}

    Verdict judge() {
        judgeHead();
        judgeReview();
        judgeCommittee();
        judgeResponsible();
        judgeNotice();
        judgeOrganisation();
        judgeRecordsAndAudit();
        judgeDisposal();
        judgeContractor();
        return std::move(m_verdict);
    }

  private:
    void need(const char* item, bool there) {
        if (!there) {
            m_verdict.add(refusal(FindingId::PlanPartMissing, {}, item));
        }
    }
    void need(const char* item, const std::string& text) { need(item, !text.empty()); }
    template <typename T>
    void need(const char* item, const std::optional<T>& value) {
        need(item, value.has_value());
    }

    const PlanPerson* person(const std::string& user) const {
        const auto found = std::find_if(m_facts.people.begin(), m_facts.people.end(),
                                        [&](const PlanPerson& each) { return each.user == user; });
        return found == m_facts.people.end() ? nullptr : &*found;
    }
    bool isOfTheHouse(const std::string& name) const {
        return std::any_of(m_facts.people.begin(), m_facts.people.end(),
                           [&](const PlanPerson& each) { return each.name == name; });
    }
    bool may(const PlanPerson& who, Authority authority) const {
        return std::any_of(who.roles.begin(), who.roles.end(), [&](record::Role role) {
            const auto granted = m_regulation.authorities.find(role);
            return granted != m_regulation.authorities.end() && granted->second.contains(authority);
        });
    }
    // Somebody of the list of people who is entitled to what the plan gives them to do.
    void judgePerson(const std::string& item, const std::string& user, Authority authority);

    void judgeHead();
    void judgeReview();
    void judgeCommittee();
    void judgeResponsible();
    void judgeNotice();
    void judgeOrganisation();
    void judgeRecordsAndAudit();
    void judgeDisposal();
    void judgeContractor();

    const Regulation& m_regulation;
    const ProjectPlan& m_plan;
    const PlanFacts& m_facts;
    Verdict m_verdict;
};

void PlanJudge::judgePerson(const std::string& item, const std::string& user, Authority authority) {
    const PlanPerson* const who = person(user);
    if (who == nullptr) {
        m_verdict.add(refusal(FindingId::PlanPersonUnknown, {.measured = user}, item));
    } else if (!may(*who, authority)) {
        m_verdict.add(refusal(FindingId::PlanPersonNotEntitled,
                              {.measured = user, .required = record::enumName(authority)}, item));
    }
}

void PlanJudge::judgeHead() {
    need("plan.title", m_plan.title);
    need("plan.scope", m_plan.scope);
    need("plan.classes", !m_plan.classes.empty());
    need("plan.starts", m_plan.starts);
    need("plan.ends", m_plan.ends);
    need("hardship.reason", m_plan.hardship); // [C7]
    for (const std::string& id : m_plan.classes) {
        const DocumentClass* const kind = findClass(m_regulation, id);
        if (kind == nullptr || kind->startsFrom != StartEvent::Project ||
            kind->purpose != ClassPurpose::Original) {
            m_verdict.add(refusal(FindingId::PlanClassUnfit, {.measured = id}));
        }
    }
    if (m_plan.starts && m_plan.ends && *m_plan.ends < *m_plan.starts) {
        m_verdict.add(refusal(FindingId::PlanPeriodWrong));
    }
}

void PlanJudge::judgeReview() {
    const auto& review = m_plan.review;
    need("review.regulation", review.regulation);
    need("review.committee", review.committee);
    need("review.held_on", review.heldOn);
    need("review.minutes_sha256", review.minutes);
    need("review.conclusion", review.conclusion);
    if (review.regulation && *review.regulation != m_regulation.digest) {
        m_verdict.add(
            refusal(FindingId::PlanRegulationNotReviewed,
                    {.measured = review.regulation->hex(), .required = m_regulation.digest.hex()}));
    }
    if (review.minutes && m_facts.minutes && *review.minutes != *m_facts.minutes) {
        m_verdict.add(refusal(FindingId::PlanMinutesDiffer, {.measured = m_facts.minutes->hex(),
                                                             .required = review.minutes->hex()}));
    }
}

// [C2a] large enough, somebody from outside where the regulation asks for it, and nobody who does
// the work.
void PlanJudge::judgeCommittee() {
    const auto& members = m_plan.review.members;
    const auto count = static_cast<std::int64_t>(members.size());
    need("review.member", count > 0);
    const auto unnamed = [](const CommitteeMember& each) {
        return each.name.empty() || each.affiliation.empty();
    };
    need("review.member.name", std::none_of(members.begin(), members.end(), unnamed));
    std::set<std::string> names;
    for (const CommitteeMember& member : members) {
        names.insert(member.name);
    }
    const auto different = static_cast<std::int64_t>(names.size());
    if (count > 0 && different < m_regulation.projects.committeeMembers) {
        m_verdict.add(
            refusal(FindingId::PlanCommitteeTooSmall,
                    {.measured = different, .required = m_regulation.projects.committeeMembers}));
    }
    // Somebody of the house is not from outside, whatever the plan says.
    const auto outside = [&](const CommitteeMember& each) {
        return each.outside && !isOfTheHouse(each.name);
    };
    if (count > 0 && m_regulation.projects.outsideExpert &&
        std::none_of(members.begin(), members.end(), outside)) {
        m_verdict.add(refusal(FindingId::PlanOutsideExpertMissing));
    }
    std::set<std::string> workers = m_plan.organisation.operators;
    workers.insert(m_plan.organisation.inspectors.begin(), m_plan.organisation.inspectors.end());
    workers.insert(m_plan.responsible.supervisor);
    for (const std::string& user : workers) {
        const PlanPerson* const who = person(user);
        if (who != nullptr && names.contains(who->name)) {
            m_verdict.add(refusal(FindingId::PlanCommitteeNotFair, {.measured = who->name}));
        }
    }
}

void PlanJudge::judgeResponsible() {
    const auto& responsible = m_plan.responsible;
    need("responsible.manager", responsible.manager);
    need("responsible.supervisor", responsible.supervisor);
    if (!responsible.manager.empty()) { // [A10]
        judgePerson("responsible.manager", responsible.manager, Authority::Accept);
    }
    if (!responsible.supervisor.empty()) { // [A11]
        judgePerson("responsible.supervisor", responsible.supervisor, Authority::Seal);
    }
}

void PlanJudge::judgeNotice() {
    const auto& notice = m_plan.notice;
    need("notice.means", !notice.means.empty());
    need("notice.since", notice.since);
    need("notice.objections_to", notice.objectionsTo);
    need("notice.objections_then", notice.objectionsThen);
    need("consent.basis", notice.basis);
    need("consent.reasoning", notice.reasoning);
    if (notice.basis && !m_regulation.projects.bases.contains(*notice.basis)) {
        m_verdict.add(refusal(FindingId::PlanBasisNotPermitted,
                              {.measured = record::enumName(*notice.basis),
                               .required = namesOf(m_regulation.projects.bases)}));
    }
}

void PlanJudge::judgeOrganisation() {
    const auto& organisation = m_plan.organisation;
    need("organisation.operators", !organisation.operators.empty());
    need("organisation.inspectors", !organisation.inspectors.empty());
    need("organisation.monitoring", organisation.monitoring);
    need("organisation.contractor_works", organisation.contractorWorks);
    for (const std::string& user : organisation.operators) {
        judgePerson("organisation.operators", user, Authority::Scan);
    }
    for (const std::string& user : organisation.inspectors) {
        judgePerson("organisation.inspectors", user, Authority::InspectScan);
    }
    // [C3] what one person scans another one inspects: everybody who scans needs one.
    for (const std::string& user : organisation.operators) {
        const bool alone =
            std::none_of(organisation.inspectors.begin(), organisation.inspectors.end(),
                         [&](const std::string& other) { return other != user; });
        if (alone && !organisation.inspectors.empty()) {
            m_verdict.add(refusal(FindingId::PlanNoSecondPerson, {.measured = user}));
        }
    }
}

void PlanJudge::judgeRecordsAndAudit() {
    need("records.items", !m_plan.records.items.empty());
    need("records.keeping", m_plan.records.keeping);
    const auto& audit = m_plan.audit;
    need("audit.name", audit.name);
    need("audit.affiliation", audit.affiliation);
    need("audit.qualification", audit.qualification);
    need("audit.number", audit.number);
    need("audit.independence", audit.independence);
    need("audit.items", !audit.items.empty());
    need("audit.user", audit.user);
    if (audit.user.empty()) {
        return;
    }
    judgePerson("audit.user", audit.user, Authority::AuditProject);
    // [C4] The account is a guest's: in no other role, and nobody else's name. The minutes and the
    // approvals answer for what no program knows: whose the name is.
    const PlanPerson* const who = person(audit.user);
    const bool guest = who != nullptr && who->name == audit.name && who->roles.size() == 1;
    const auto sameName =
        std::count_if(m_facts.people.begin(), m_facts.people.end(),
                      [&](const PlanPerson& each) { return each.name == audit.name; });
    if (who != nullptr && (!guest || sameName > 1)) {
        m_verdict.add(refusal(FindingId::PlanAuditorNotOutside, {.measured = audit.name}));
    }
}

void PlanJudge::judgeDisposal() {
    const auto& disposal = m_plan.disposal;
    need("disposal.hold_days", disposal.holdDays);
    need("disposal.method", disposal.method);
    need("disposal.by", disposal.by);
    need("disposal.witness", disposal.witness);
    const std::int64_t least = m_regulation.projects.holdBeforeDisposal.count();
    if (disposal.holdDays && *disposal.holdDays < least) {
        m_verdict.add(refusal(FindingId::PlanHoldTooShort,
                              {.measured = *disposal.holdDays, .required = least, .unit = "days"}));
    }
}

// [C5]
void PlanJudge::judgeContractor() {
    if (!m_plan.contractor) {
        need("contractor", !m_plan.organisation.contractorWorks.value_or(false));
        return;
    }
    const Contractor& contractor = *m_plan.contractor;
    if (m_plan.organisation.contractorWorks && !*m_plan.organisation.contractorWorks) {
        m_verdict.add(refusal(FindingId::PlanContractorUnfit, {}, "contractor_works"));
    }
    need("contractor.name", contractor.name);
    need("contractor.privacy_mark", contractor.privacyMark);
    need("contractor.privacy_mark_until", contractor.privacyMarkUntil);
    need("contractor.incidents_found", contractor.incidentsFound);
    need("contractor.incidents_checked", contractor.incidentsChecked);
    need("contractor.contract", contractor.contract);
    need("contractor.security_clause", contractor.securityClause);
    need("contractor.audit_clause", contractor.auditClause);
    if (contractor.incidentsFound.value_or(false)) {
        m_verdict.add(refusal(FindingId::PlanContractorUnfit, {}, "incidents_found"));
    }
    if (contractor.privacyMarkUntil && m_plan.ends && *contractor.privacyMarkUntil < *m_plan.ends) {
        m_verdict.add(refusal(FindingId::PlanContractorUnfit, {}, "privacy_mark_until"));
    }
}

} // namespace

Verdict judgePlan(const Regulation& regulation, const ProjectPlan& plan, const PlanFacts& facts) {
    return PlanJudge(regulation, plan, facts).judge();
}

} // namespace seihon::regulation
