#include "regulation/findings.h"
#include "regulation/judge.h"

namespace seihon::regulation {

using record::FindingId;
using record::Verdict;

Verdict judgeStep(const record::ScanJob& job, Authority step) {
    Verdict verdict;
    if (!stepsOf(job.state).contains(step)) {
        verdict.add(stepNotAllowed(job.state, record::enumName(step)));
    }
    return verdict;
}

Verdict judgeRegistration(const Regulation& regulation, const record::Original& original,
                          record::Instant now) {
    Verdict verdict;
    if (findClass(regulation, original.documentClass) == nullptr) {
        verdict.add(classUnknown(original.documentClass));
    }
    if (original.sheets < 1) { // the count is what silent double feeds are found by [A2]
        verdict.add(refusal(FindingId::SheetsNotCounted, {.measured = original.sheets}));
    }
    // Most likely a slip of the pen: told while the paper is at hand. It refuses sealing, later.
    for (const auto& [what, time] :
         {std::pair("received", original.receivedAt), std::pair("created", original.createdAt)}) {
        if (time && *time > now + regulation.clockTolerance) {
            verdict.add(makeFinding(
                FindingId::ReceivedInFuture, record::Severity::Warn,
                {.measured = localTime(regulation, *time), .required = localTime(regulation, now)},
                what));
        }
    }
    return verdict;
}

Verdict judgeClock(const Regulation& regulation, std::optional<record::Instant> latestEntry,
                   record::Instant now) {
    Verdict verdict;
    if (latestEntry && now + regulation.clockTolerance < *latestEntry) {
        verdict.add(
            refusal(FindingId::ClockNotTrusted, {.measured = localTime(regulation, now),
                                                 .required = localTime(regulation, *latestEntry)}));
    }
    return verdict;
}

} // namespace seihon::regulation
