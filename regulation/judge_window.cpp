#include "regulation/calendar.h"
#include "regulation/findings.h"
#include "regulation/judge.h"

namespace seihon::regulation {

using record::FindingId;
using record::Instant;
using record::Verdict;

namespace {

std::optional<Instant> startOf(const DocumentClass& kind, const record::Original& original) {
    switch (kind.startsFrom) {
    case StartEvent::Received:
        return original.receivedAt;
    case StartEvent::Created:
        return original.createdAt;
    case StartEvent::Project:
        return std::nullopt;
    }
    return std::nullopt;
}

} // namespace

std::optional<Instant> scanDeadline(const Regulation& regulation,
                                    const record::Original& original) {
    const DocumentClass* kind = findClass(regulation, original.documentClass);
    if (kind == nullptr || kind->purpose == ClassPurpose::ReferenceCopy) {
        return std::nullopt; // [B1] is about originals; the paper of a reference copy stays the
                             // original [D]
    }
    const std::optional<Instant> start = startOf(*kind, original);
    if (!start) {
        return std::nullopt;
    }
    return endOfBusinessDays(regulation.calendar, *start, kind->scanWindowBusinessDays);
}

Verdict judgeWindow(const Regulation& regulation, const record::Original& original, Instant now) {
    Verdict verdict;
    const DocumentClass* kind = findClass(regulation, original.documentClass);
    if (kind == nullptr) {
        return verdict.add(classUnknown(original.documentClass));
    }
    if (kind->purpose == ClassPurpose::ReferenceCopy ||
        kind->startsFrom == StartEvent::Project) { // whether its project runs is asked elsewhere
        return verdict;
    }
    const std::optional<Instant> start = startOf(*kind, original);
    if (!start) {
        return verdict.add(refusal(FindingId::ReceivedUnknown, {},
                                   std::string(record::enumName(kind->startsFrom))));
    }
    // Two clocks are never quite equal; beyond the tolerance the statement is wrong [B1, F7].
    if (*start > now + regulation.clockTolerance) {
        return verdict.add(
            refusal(FindingId::ReceivedInFuture, {.measured = localTime(regulation, *start),
                                                  .required = localTime(regulation, now)}));
    }
    const Instant deadline =
        endOfBusinessDays(regulation.calendar, *start, kind->scanWindowBusinessDays);
    const Compared times{.measured = localTime(regulation, now),
                         .required = localTime(regulation, deadline)};
    if (now > deadline) { // [B3]
        verdict.add(refusal(FindingId::WindowClosed, times));
    } else if (deadline - now <= regulation.windowWarning) {
        verdict.add(makeFinding(FindingId::WindowClosing, record::Severity::Warn, times));
    }
    return verdict;
}

} // namespace seihon::regulation
