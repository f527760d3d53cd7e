#include "regulation/judge_intake.h"

#include "regulation/findings.h"
#include "regulation/judge.h"

#include <algorithm>

namespace seihon::regulation {

using record::FindingId;
using record::Instant;
using record::Verdict;

namespace {

WindowStanding standingAfter(const Regulation& regulation, const record::ScanJob& job,
                             Instant deadline, Instant now) {
    const std::optional<Instant> scanned = lastCapture(job);
    // Fewer sheets than declared: the scan is not made yet, whatever lies there.
    if (scanned && *scanned <= deadline && job.sheetsFed >= job.original.sheets) {
        return WindowStanding::Scanned;
    }
    return excuseCovers(regulation, job, scanned.value_or(now)) ? WindowStanding::Excused
                                                                : WindowStanding::Late;
}

bool hasGoneItsWay(const record::ScanJob& job) {
    // [B3, D] what goes on as a reference copy keeps its paper: the envelope need not wait for it.
    return job.state == record::JobState::Sealed || job.state == record::JobState::Abandoned ||
           job.referenceCopy;
}

bool saidToDiffer(const record::ScanJob& job) {
    return std::any_of(job.identified.begin(), job.identified.end(),
                       [](const record::Attestation& each) {
                           return each.answer == record::enumName(PatientAnswer::Differs);
                       });
}

} // namespace

Countdown judgeCountdown(const Regulation& regulation, const record::ScanJob& job, Instant now) {
    Countdown countdown;
    countdown.deadline =
        isReferenceCopy(regulation, job) ? std::nullopt : scanDeadline(regulation, job.original);
    if (!countdown.deadline) {
        return countdown;
    }
    const auto left = *countdown.deadline - now;
    countdown.minutesLeft = std::chrono::floor<std::chrono::minutes>(left).count();
    if (now > *countdown.deadline) {
        countdown.standing = standingAfter(regulation, job, *countdown.deadline, now);
    } else {
        countdown.standing =
            left <= regulation.windowWarning ? WindowStanding::Closing : WindowStanding::InTime;
    }
    return countdown;
}

bool comesBefore(const Countdown& a, const Countdown& b) {
    if (a.deadline.has_value() != b.deadline.has_value()) {
        return a.deadline.has_value();
    }
    return a.deadline < b.deadline;
}

Verdict judgeIdentification(const Regulation& regulation, const record::ScanJob& job,
                            const record::Actor& actor, PatientAnswer answer) {
    Verdict verdict;
    if (!job.original.provisional) {
        return verdict.add(stepNotAllowed(job.state, "patient-provisional"));
    }
    if (answer == PatientAnswer::Differs) {
        verdict.add(makeFinding(FindingId::PatientDiffers, record::Severity::Warn));
    }
    if (!regulation.intake.secondPersonIfDiffers || !saidToDiffer(job)) {
        return verdict;
    }
    const record::Attestation& first = job.identified.back();
    if (first.actor.user == actor.user) { // [W]
        verdict.add(refusal(FindingId::SecondPersonNeeded, {.measured = actor.user}));
    }
    return verdict;
}

bool settlesPatient(const Regulation& regulation, const record::ScanJob& job,
                    PatientAnswer answer) {
    return answer == PatientAnswer::Same || !regulation.intake.secondPersonIfDiffers ||
           saidToDiffer(job);
}

Verdict judgePatient(const record::ScanJob& job) {
    Verdict verdict;
    if (job.original.provisional) {
        verdict.add(refusal(FindingId::PatientProvisional));
    }
    return verdict;
}

Verdict judgeOrder(const record::ScanJob& job, const std::vector<record::OrderDifference>& differs,
                   bool answered) {
    Verdict verdict = judgePatient(job);
    if (job.accepted) {
        verdict.add(stepNotAllowed(job.state, "order"));
    }
    for (const record::OrderDifference one : differs) {
        if (one == record::OrderDifference::PatientId) {
            verdict.add(refusal(FindingId::OrderOfOtherPatient));
        } else {
            verdict.add(makeFinding(FindingId::OrderPatientDiffers,
                                    answered ? record::Severity::Warn : record::Severity::Refuse,
                                    {}, std::string(record::enumName(one))));
        }
    }
    return verdict;
}

Verdict judgeEnvelopeClosing(const record::Envelope& envelope,
                             const std::vector<record::ScanJob>& jobs) {
    Verdict verdict;
    std::int64_t open = 0;
    std::string names;
    for (const record::EnvelopeJob& child : envelope.jobs) {
        const auto job = std::find_if(jobs.begin(), jobs.end(), [&](const record::ScanJob& each) {
            return each.id == child.job;
        });
        const bool settled =
            !child.handedOnTo.empty() || (job != jobs.end() && hasGoneItsWay(*job));
        if (!settled) {
            ++open;
            names += (names.empty() ? "" : ", ") + child.job;
        }
    }
    if (open > 0) {
        verdict.add(refusal(FindingId::EnvelopeJobsOpen, {.measured = open}, names));
    }
    std::int64_t unsettled = 0;
    std::string kinds;
    for (const record::Enclosure& enclosure : envelope.enclosures) {
        if (enclosure.end == record::EnclosureEnd::None) {
            ++unsettled;
            kinds += (kinds.empty() ? "" : ", ") + std::to_string(enclosure.number) + " " +
                     std::string(record::enumName(enclosure.kind));
        }
    }
    if (unsettled > 0) {
        verdict.add(refusal(FindingId::EnclosureNotSettled, {.measured = unsettled}, kinds));
    }
    return verdict;
}

} // namespace seihon::regulation
