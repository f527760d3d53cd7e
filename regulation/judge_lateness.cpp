#include "regulation/calendar.h"
#include "regulation/findings.h"
#include "regulation/judge.h"

#include <algorithm>

namespace seihon::regulation {

using record::FindingId;
using record::Instant;
using record::Verdict;

namespace {

record::Finding excusedLateness(const record::ScanJob& job, Compared times) {
    return note(FindingId::ExcusedLateness, std::move(times), job.excuse->act.reason);
}

} // namespace

bool excuseCovers(const Regulation& regulation, const record::ScanJob& job, Instant at) {
    if (!job.excuse || job.excuse->act.reason.empty()) {
        return false;
    }
    const record::Act& act = job.excuse->act;
    const auto granted = regulation.authorities.find(act.actor.role);
    if (granted == regulation.authorities.end() || !granted->second.contains(Authority::Excuse)) {
        return false;
    }
    if (!job.excuse->hindranceEnded) {
        return true;
    }
    const Instant ended = *job.excuse->hindranceEnded;
    if (ended > act.at + regulation.clockTolerance) {
        return false; // an end that had not come yet was not known to the person who stated it
    }
    const DocumentClass* kind = findClass(regulation, job.original.documentClass);
    return kind != nullptr &&
           at <= endOfBusinessDays(regulation.calendar, ended, kind->scanWindowBusinessDays);
}

Verdict judgeScanTime(const Regulation& regulation, const record::ScanJob& job) {
    const std::optional<Instant> scanned = lastCapture(job);
    if (!scanned || isReferenceCopy(regulation, job)) {
        return {};
    }
    Verdict verdict;
    for (record::Finding& finding : judgeWindow(regulation, job.original, *scanned).findings) {
        if (finding.id == FindingId::WindowClosing) {
            continue; // a warning to hurry means nothing once the scan is made
        }
        if (finding.id == FindingId::WindowClosed && excuseCovers(regulation, job, *scanned)) {
            finding = excusedLateness(job, {finding.measured, finding.required, {}});
        }
        verdict.add(std::move(finding));
    }
    return verdict;
}

Verdict judgeLateness(const Regulation& regulation, const record::ScanJob& job,
                      std::span<const ProvenTime> proofs) {
    Verdict verdict;
    const DocumentClass* const kind = findClass(regulation, job.original.documentClass);
    if (isReferenceCopy(regulation, job) ||
        (kind != nullptr && kind->startsFrom == StartEvent::Project)) { // [C2] it has no window
        return verdict;
    }
    const std::optional<Instant> deadline = scanDeadline(regulation, job.original);
    if (!deadline) {
        return verdict.add(kind == nullptr ? classUnknown(job.original.documentClass)
                                           : refusal(FindingId::ReceivedUnknown));
    }
    const auto earliest =
        std::min_element(proofs.begin(), proofs.end(),
                         [](const ProvenTime& a, const ProvenTime& b) { return a.at < b.at; });
    const bool proven = earliest != proofs.end();
    if (proven && earliest->at <= *deadline) {
        return verdict;
    }
    Compared times{.measured = nullptr, .required = localTime(regulation, *deadline)};
    if (proven) {
        times.measured = localTime(regulation, earliest->at);
    }
    // No token at all proves nothing, and there is no time that an excuse could cover.
    if (proven && excuseCovers(regulation, job, earliest->at)) {
        return verdict.add(excusedLateness(job, std::move(times)));
    }
    return verdict.add(
        refusal(FindingId::ProofOfScanTimeLate, std::move(times), proven ? earliest->how : ""));
}

Verdict judgePendingProof(const Regulation& regulation, const record::ScanJob& job, Instant now) {
    Verdict verdict;
    const std::optional<Instant> deadline = scanDeadline(regulation, job.original);
    if (job.state != record::JobState::SealingPending || !deadline || now <= *deadline ||
        isReferenceCopy(regulation, job)) {
        return verdict;
    }
    const bool proven = job.sealing->scanProof && job.sealing->scanProof->at <= *deadline;
    if (!proven && !excuseCovers(regulation, job, now)) {
        verdict.add(makeFinding(FindingId::ProofOfScanTimeLate, record::Severity::Warn,
                                {.measured = localTime(regulation, now),
                                 .required = localTime(regulation, *deadline)}));
    }
    return verdict;
}

Verdict judgeSealDelay(const Regulation& regulation, const record::ScanJob& job, Instant now) {
    Verdict verdict;
    const DocumentClass* kind = findClass(regulation, job.original.documentClass);
    const std::optional<Instant> scanned = lastCapture(job);
    const bool ended =
        job.state == record::JobState::Sealed || job.state == record::JobState::Abandoned;
    if (kind == nullptr || !scanned || ended || now - *scanned <= kind->sealDelay) {
        return verdict;
    }
    // [A11] "without delay": nothing is refused, because a seal refused for being late would only
    // be later still.
    const auto waited = std::chrono::floor<std::chrono::minutes>(now - *scanned);
    return verdict.add(makeFinding(
        FindingId::SealDelayed, record::Severity::Warn,
        {.measured = waited.count(), .required = kind->sealDelay.count(), .unit = "minutes"}));
}

} // namespace seihon::regulation
