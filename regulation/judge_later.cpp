#include "regulation/judge_later.h"

#include "regulation/findings.h"

namespace seihon::regulation {

using record::FindingId;
using record::Severity;
using record::Verdict;

namespace {

bool isElectronicOnly(const Regulation& regulation, const record::ScanJob& job) {
    return regulation.equivalence.electronicOnly.contains(job.original.documentClass);
}

} // namespace

Verdict judgeAmendment(const Regulation& regulation, const record::ScanJob& sealed,
                       const AmendmentWish& wish, std::span<const OtherAmendment> others) {
    Verdict verdict;
    if (!wish.samePages && isElectronicOnly(regulation, sealed)) { // [E1]
        verdict.add(refusal(FindingId::CorrectionNotElectronic, {}, sealed.original.documentClass));
    }
    if (wish.samePages && wish.corrections == 0 && !wish.otherPatient) {
        verdict.add(refusal(FindingId::CorrectionMissing));
    }
    if (sealed.later.withdrawn && sealed.later.withdrawn->wrongPatient && !wish.otherPatient) {
        // A new version for the patient whose it is not would be the same mistake again.
        verdict.add(refusal(FindingId::RecordWithdrawn, {.measured = "wrong-patient"}));
    }
    for (const OtherAmendment& other : others) { // a chain, and no fork that nobody has meant
        const std::string name = other.recordId.empty() ? "job " + other.job : other.recordId;
        verdict.add(makeFinding(FindingId::NewerVersionExists,
                                wish.fork ? Severity::Warn : Severity::Refuse, {}, name));
    }
    return verdict;
}

void judgeCorrection(const Regulation& regulation, const record::ScanJob& job, Verdict& verdict) {
    if (!job.amends) {
        return;
    }
    if (!job.amends->samePages && isElectronicOnly(regulation, job)) { // [E1]
        verdict.add(refusal(FindingId::CorrectionNotElectronic, {}, job.original.documentClass));
    }
    if (job.amends->samePages && job.amends->corrections.empty() && !job.amends->otherPatient) {
        verdict.add(refusal(FindingId::CorrectionMissing));
    }
}

Verdict judgeShowing(const record::ScanJob& sealed, bool withdrawnToo) {
    Verdict verdict;
    if (sealed.later.withdrawn) {
        const record::Withdrawal& withdrawn = *sealed.later.withdrawn;
        verdict.add(makeFinding(
            FindingId::RecordWithdrawn, withdrawnToo ? Severity::Warn : Severity::Refuse,
            {.measured = withdrawn.wrongPatient ? "wrong-patient" : "withdrawn"},
            withdrawn.act.reason));
    }
    return verdict;
}

Verdict judgeIncidentClosing(const record::ScanJob& sealed, const std::string& incident) {
    for (const record::Incident& one : sealed.later.incidents) {
        if (one.id == incident && !one.closed) {
            return {};
        }
    }
    Verdict verdict;
    return verdict.add(refusal(FindingId::IncidentUnknown, {}, incident));
}

Verdict judgeInspection(const record::ScanJob& sealed, const record::Actor& actor,
                        std::int64_t page, const std::set<std::int64_t>& drawn,
                        const std::set<std::int64_t>& viewed) {
    Verdict verdict;
    const std::string subject = "page " + std::to_string(page);
    if (tookPartInScanning(sealed, actor.user)) { // [A10] a second person
        verdict.add(refusal(FindingId::SamePersonScannedAndInspected, {.measured = actor.user}));
    }
    if (!drawn.contains(page)) {
        verdict.add(refusal(FindingId::NotInSample, {}, subject));
    } else if (!viewed.contains(page)) {
        verdict.add(refusal(FindingId::PageNotViewed, {}, subject));
    }
    return verdict;
}

Verdict judgePaperRelease(const Regulation& regulation, const record::ScanJob& sealed,
                          SampleStanding standing, record::Instant now) {
    Verdict verdict;
    const DocumentClass* kind = findClass(regulation, sealed.original.documentClass);
    if (kind == nullptr || isReferenceCopy(regulation, sealed)) { // [D]
        verdict.add(refusal(FindingId::PaperIsTheOriginal, {}, sealed.original.documentClass));
    } else if (!kind->notCapturable.empty()) { // [A16] what no scan holds is on the paper alone
        verdict.add(refusal(FindingId::NotCapturable, {}, kind->notCapturable));
    }
    const SamplingPlan* plan = planOfClass(regulation.equivalence, sealed.original.documentClass);
    const std::string planName = plan == nullptr ? "" : plan->id;
    if (standing == SampleStanding::NoPlan && !sealed.accepted) { // sealed under a plan of its time
        verdict.add(refusal(FindingId::NotAccepted));
    } else if (standing == SampleStanding::NotDrawn) { // [A10]
        verdict.add(refusal(FindingId::SampleNotDrawn, {}, planName));
    } else if (standing == SampleStanding::Open) {
        verdict.add(refusal(FindingId::SampleStillOpen, {}, planName));
    }
    if (const record::Incident* incident = record::openIncident(sealed.later)) {
        verdict.add(refusal(FindingId::IncidentOpen, {}, incident->id));
    }
    const record::Paper& paper = sealed.later.paper;
    if (sealed.later.withdrawn) { // a record that does not stand leaves the paper as what does
        verdict.add(refusal(FindingId::PaperIsTheOriginal, {}, "withdrawn"));
    }
    if (paper.recalled) {
        verdict.add(refusal(FindingId::PaperRecalled, {}, sealed.later.withdrawn->act.reason));
    }
    if (!paper.place) { // [B5, D2] nobody can let go of what nobody can find
        verdict.add(refusal(FindingId::PaperPlaceUnknown));
    }
    if (paper.holdUntil && now < *paper.holdUntil) {
        verdict.add(
            refusal(FindingId::PaperHeld, {.measured = localTime(regulation, now),
                                           .required = localTime(regulation, *paper.holdUntil)}));
    }
    return verdict;
}

} // namespace seihon::regulation
