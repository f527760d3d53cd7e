#include "regulation/judge_media.h"

#include "regulation/findings.h"

namespace seihon::regulation {

using record::FindingId;
using record::Instant;
using record::Medium;
using record::MediumState;
using record::Verdict;

namespace {

Verdict judgeMediumState(const Medium& medium, MediumState wanted) {
    Verdict verdict;
    if (medium.state != wanted) {
        verdict.add(
            refusal(FindingId::MediumStepNotAllowed, {.measured = record::enumName(medium.state)}));
    }
    return verdict;
}

} // namespace

Verdict judgeMediumRequest(const Regulation& regulation, Instant until, Instant now) {
    Verdict verdict;
    const Instant latest = now + regulation.media.longest;
    if (until <= now || until > latest) {
        verdict.add(
            refusal(FindingId::MediumPeriodWrong, {.measured = localTime(regulation, until),
                                                   .required = localTime(regulation, latest)}));
    }
    return verdict;
}

Verdict judgeMediumApproval(const Medium& medium, const record::Actor& actor) {
    Verdict verdict = judgeMediumState(medium, MediumState::Requested);
    if (medium.requested.actor.user == actor.user) {
        verdict.add(refusal(FindingId::MediumSamePerson, {.measured = actor.user}));
    }
    return verdict;
}

Verdict judgeMediumEnd(const Medium& medium) {
    return judgeMediumState(medium, MediumState::Out);
}

Verdict judgeMediumStanding(const Regulation& regulation, const Medium& medium, Instant now) {
    Verdict verdict;
    if (medium.overdue(now)) {
        verdict.add(makeFinding(FindingId::MediumOverdue, record::Severity::Warn,
                                {.measured = localTime(regulation, medium.until)}, medium.label));
    }
    if (medium.state == MediumState::Back && medium.end == record::MediumEnd::Lost) {
        verdict.add(makeFinding(FindingId::MediumLost, record::Severity::Warn, {}, medium.label));
    }
    return verdict;
}

} // namespace seihon::regulation
