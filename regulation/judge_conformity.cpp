#include "regulation/judge_conformity.h"

#include "regulation/findings.h"

#include <algorithm>

namespace seihon::regulation {

using record::ConformityAnswer;
using record::ConformityCheck;
using record::FindingId;
using record::Severity;
using record::Verdict;

Verdict judgeConformityRecord(const Regulation& regulation,
                              std::span<const ConformityAnswer> answers) {
    Verdict verdict;
    for (const std::string& question : regulation.conformity.questions) {
        const auto isIt = [&](const ConformityAnswer& answer) {
            return answer.question == question;
        };
        const auto found = std::find_if(answers.begin(), answers.end(), isIt);
        const bool once = std::count_if(answers.begin(), answers.end(), isIt) == 1;
        if (!once || (!found->conforms && found->remark.empty())) {
            verdict.add(refusal(FindingId::ConformityAnswerMissing, {}, question));
        } else if (!found->conforms) {
            verdict.add(
                note(FindingId::ConformityReportsDeviation, {.measured = 1}, found->remark));
        }
    }
    return verdict;
}

Verdict judgeCountersign(const ConformityCheck& check, const record::Actor& actor) {
    Verdict verdict;
    if (check.by.user == actor.user) {
        verdict.add(refusal(FindingId::ConformitySamePerson, {.measured = actor.user}));
    }
    if (check.countersignedBy) {
        verdict.add(refusal(FindingId::StepNotAllowed, {.measured = "countersigned"}));
    }
    return verdict;
}

Verdict judgeConformity(const Regulation& regulation, std::span<const ConformityCheck> checks,
                        record::Instant since, record::Instant now) {
    const ConformityRules& rules = regulation.conformity;
    Verdict verdict;
    const record::Instant last = checks.empty() ? since : checks.back().at;
    if (now - last > rules.every) {
        verdict.add(
            makeFinding(FindingId::ConformityOverdue, Severity::Warn,
                        {.measured = checks.empty() ? record::Json()
                                                    : record::Json(localTime(regulation, last)),
                         .required = rules.every.count()}));
    }
    for (const ConformityCheck& check : checks) {
        if (!check.countersignedBy && now - check.at > rules.countersignWithin) {
            verdict.add(makeFinding(FindingId::ConformityNotCountersigned, Severity::Warn,
                                    {.required = rules.countersignWithin.count()},
                                    check.id + ", " + localTime(regulation, check.at)));
        }
    }
    if (!checks.empty() && checks.back().deviations() > 0) {
        verdict.add(note(FindingId::ConformityReportsDeviation,
                         {.measured = checks.back().deviations()}, checks.back().id));
    }
    return verdict;
}

} // namespace seihon::regulation
