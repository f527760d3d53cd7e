#include "regulation/judge_project_audit.h"

#include "regulation/findings.h"
#include "regulation/judge_project.h"

#include <algorithm>

namespace seihon::regulation {

using record::Actor;
using record::AuditAnswer;
using record::AuditDirection;
using record::FindingId;
using record::ProjectAudit;
using record::Verdict;

namespace {

bool isOfTheProject(const AuditOpening& opening, const std::string& user) {
    const auto& organisation = opening.plan->organisation;
    const auto planned = [&](const record::PlanVersion& version) {
        return version.planned.actor.user == user ||
               std::any_of(
                   version.approvals.begin(), version.approvals.end(),
                   [&](const record::PlanApproval& one) { return one.act.actor.user == user; });
    };
    return organisation.operators.contains(user) || organisation.inspectors.contains(user) ||
           opening.plan->responsible.manager == user ||
           opening.plan->responsible.supervisor == user ||
           std::any_of(opening.project.versions.begin(), opening.project.versions.end(), planned);
}

// The audit is this person's own, and goes on.
Verdict judgeAuditWork(const ProjectAudit& audit, const Actor& actor) {
    Verdict verdict;
    if (audit.closed) {
        verdict.add(refusal(FindingId::StepNotAllowed, {.measured = "closed"}));
    }
    if (audit.auditor.user != actor.user) {
        verdict.add(refusal(FindingId::AuditorNotInPlan,
                            {.measured = actor.user, .required = audit.auditor.user}));
    }
    return verdict;
}

bool isFault(const record::AuditItem& item) {
    return item.answer && *item.answer != AuditAnswer::Same;
}

record::Finding itemUnknown(std::int64_t item) {
    return refusal(FindingId::AuditItemUnknown, {.measured = item});
}

} // namespace

Verdict judgeAuditStart(const Regulation&, const AuditOpening& opening, const Actor& actor) {
    Verdict verdict = judgeProjectStep(opening.project, Authority::RunProject);
    if (opening.plan == nullptr) { // never started: nothing was done under it
        return verdict.add(refusal(FindingId::ProjectStepNotAllowed,
                                   {.measured = record::enumName(opening.project.state())}));
    }
    const record::Auditor& auditor = opening.auditor;
    const std::initializer_list<std::pair<const char*, const std::string&>> facts{
        {"name", auditor.name},
        {"affiliation", auditor.affiliation},
        {"qualification", auditor.qualification},
        {"number", auditor.number},
        {"independence", auditor.independence}};
    for (const auto& fact : facts) {
        if (fact.second.empty()) {
            verdict.add(refusal(FindingId::AuditFactMissing, {}, fact.first));
        }
    }
    if (opening.plan->audit.user != actor.user || opening.plan->audit.name != auditor.name) {
        verdict.add(refusal(FindingId::AuditorNotInPlan,
                            {.measured = actor.user, .required = opening.plan->audit.user}));
    }
    if (isOfTheProject(opening, actor.user)) {
        verdict.add(refusal(FindingId::AuditorWorksInProject, {.measured = actor.user}));
    }
    if (opening.population == 0) {
        verdict.add(refusal(FindingId::AuditNothingToDraw));
    }
    if (opening.another) {
        verdict.add(refusal(FindingId::AuditStillOpen));
    }
    return verdict;
}

Verdict judgeAuditDraw(const Regulation& regulation, const ProjectAudit& audit,
                       const record::AuditDraw& wish, std::int64_t count, const Actor& actor) {
    Verdict verdict = judgeAuditWork(audit, actor);
    const bool again =
        std::any_of(audit.draws.begin(), audit.draws.end(), [&](const record::AuditDraw& before) {
            return before.direction == wish.direction && before.of == wish.of;
        });
    if (again) { // nobody draws until the sample pleases
        verdict.add(refusal(FindingId::AuditDrawnAlready));
    }
    if (wish.population == 0) {
        verdict.add(refusal(FindingId::AuditNothingToDraw));
    }
    const std::int64_t least = std::min(regulation.projects.audit.leastDrawn, wish.population);
    if (count < least) {
        verdict.add(
            refusal(FindingId::AuditSampleTooSmall, {.measured = count, .required = least}));
    }
    return verdict;
}

Verdict judgeAuditView(const ProjectAudit& audit, std::int64_t number, const std::string& recordId,
                       bool covered, const Actor& actor) {
    Verdict verdict = judgeAuditWork(audit, actor);
    const record::AuditItem* const item = audit.item(number);
    if (item == nullptr) {
        return verdict.add(itemUnknown(number));
    }
    const bool drawn = item->direction == AuditDirection::RecordToPaper;
    if (drawn ? item->recordId != recordId : !covered) {
        verdict.add(refusal(FindingId::NotInSample, {}, "record " + recordId));
    }
    return verdict;
}

Verdict judgeAuditAnswer(const ProjectAudit& audit, std::int64_t number, AuditAnswer answer,
                         const std::string& recordId, const Actor& actor) {
    Verdict verdict = judgeAuditWork(audit, actor);
    const record::AuditItem* const item = audit.item(number);
    if (item == nullptr) {
        return verdict.add(itemUnknown(number));
    }
    if (isFault(*item)) { // a fault stays one, whatever is found later
        verdict.add(refusal(FindingId::AuditFaultStands, {.measured = number}));
    }
    // Whoever compares has seen both; that there is no paper, or no record, needs no picture.
    if (answer != AuditAnswer::NotFound && !item->viewed.contains(recordId)) {
        verdict.add(refusal(FindingId::PageNotViewed, {}, "item " + std::to_string(number)));
    }
    return verdict;
}

Verdict judgeAuditSettling(const ProjectAudit& audit, std::int64_t number, const Actor& actor) {
    Verdict verdict;
    const record::AuditItem* const item = audit.item(number);
    if (audit.closed || item == nullptr || !isFault(*item) || item->settled) {
        verdict.add(itemUnknown(number));
    }
    if (audit.auditor.user == actor.user) { // it is the house that answers
        verdict.add(refusal(FindingId::AuditorWorksInProject, {.measured = actor.user}));
    }
    return verdict;
}

Verdict judgeAuditClosing(const ProjectAudit& audit, const Actor& actor) {
    Verdict verdict = judgeAuditWork(audit, actor);
    std::int64_t open = 0, faults = 0;
    for (const AuditDirection direction :
         {AuditDirection::RecordToPaper, AuditDirection::PaperToRecord}) {
        const record::AuditCount count = record::countItems(audit, direction);
        if (count.drawn == 0) {
            verdict.add(refusal(FindingId::AuditDirectionMissing,
                                {.required = record::enumName(direction)}));
        }
        open += count.open;
        faults += count.faults + count.notFound - count.settled;
    }
    if (open > 0) {
        verdict.add(refusal(FindingId::AuditItemsOpen, {.measured = open}));
    }
    if (faults > 0) {
        verdict.add(refusal(FindingId::AuditFaultsNotSettled, {.measured = faults}));
    }
    return verdict;
}

bool coveredByAudit(std::span<const ProjectAudit> audits, std::uint64_t sealedBy) {
    return std::any_of(audits.begin(), audits.end(), [&](const ProjectAudit& audit) {
        return audit.closed && audit.from <= sealedBy && sealedBy < audit.size;
    });
}

} // namespace seihon::regulation
