#include "regulation/findings.h"
#include "regulation/judge.h"
#include "regulation/judge_inspection.h"
#include "regulation/judge_intake.h"
#include "regulation/judge_project.h"

#include <algorithm>

namespace seihon::regulation {

using record::FindingId;
using record::JobState;
using record::Severity;
using record::SignerCertificate;
using record::Verdict;

namespace {

// A seal that waits for its token is the same step again, so SealingPending may be judged as well.
void judgeState(const DocumentClass& kind, const record::ScanJob& job, Verdict& verdict) {
    switch (job.state) {
    case JobState::Accepted:
        return;
    case JobState::Submitted:
    case JobState::SealingPending:
        if (kind.acceptanceRequired && !job.accepted) { // [A10]
            verdict.add(refusal(FindingId::NotAccepted, {.measured = record::enumName(job.state)}));
        }
        return;
    case JobState::Registered:
    case JobState::Open:
    case JobState::Sealed:
    case JobState::Abandoned:
        verdict.add(stepNotAllowed(job.state,
                                   kind.acceptanceRequired ? "accepted" : "submitted, accepted"));
        return;
    }
}

void judgePurpose(const Regulation& regulation, const DocumentClass& kind,
                  const record::ScanJob& job, Verdict& verdict) {
    const bool mammograms = kind.film && kind.film->kind == FilmKind::Mammography; // [A4]
    if (kind.purpose == ClassPurpose::OutOfScope || mammograms) {                  // [A9a]
        verdict.add(refusal(FindingId::ClassOutOfScope, {}, kind.id));
    }
    if (isReferenceCopy(regulation, job)) { // [D]
        verdict.add(note(FindingId::ReferenceCopyOnly));
    }
    if (!kind.notCapturable.empty()) { // [A16]
        verdict.add(note(FindingId::NotCapturable, {}, kind.notCapturable));
    }
    if (regulation.demo) {
        verdict.add(note(FindingId::DemoData, {}, "regulation"));
    }
}

void judgeSignerRole(const DocumentClass& kind, const record::Actor& actor, Verdict& verdict) {
    if (!kind.signerRoles.contains(actor.role)) { // [A11]
        verdict.add(
            refusal(FindingId::SignerNotPermitted, {.measured = record::enumName(actor.role),
                                                    .required = namesOf(kind.signerRoles)}));
    }
}

void judgeSigner(const DocumentClass& kind, const record::Actor& actor,
                 const SignerCertificate& certificate, Verdict& verdict) {
    judgeSignerRole(kind, actor, verdict);
    const auto joined = [](const auto& texts) {
        std::string out;
        for (const std::string& text : texts) {
            out += (out.empty() ? "" : ", ") + text;
        }
        return out;
    };
    const auto& needed = kind.signerHealthcareRoles;
    const bool holdsOne =
        std::any_of(certificate.healthcareRoles.begin(), certificate.healthcareRoles.end(),
                    [&](const std::string& role) { return needed.contains(role); });
    if (!needed.empty() && !holdsOne) { // [E1]; compared byte by byte, as ISO 17090 texts are
        verdict.add(
            refusal(FindingId::SignerRoleMissing,
                    {.measured = joined(certificate.healthcareRoles), .required = joined(needed)}));
    }
    // Somebody without a healthcare certificate signs with another accredited one where the class
    // says so, and otherwise hands the job over to somebody who has one.
    if (!kind.trustProfiles.empty() && !certificate.trustProfile.empty() &&
        !kind.trustProfiles.contains(certificate.trustProfile)) {
        verdict.add(
            refusal(FindingId::SignerProfileNotAccepted, {.measured = certificate.trustProfile,
                                                          .required = joined(kind.trustProfiles)}));
    }
}

void judgeCertificate(const Regulation& regulation, const SignerCertificate& certificate,
                      record::Instant now, Verdict& verdict) {
    const Compared none{.measured = localTime(regulation, now)};
    if (certificate.trustProfile.empty()) { // [A12]; the profile judges key usage as well
        verdict.add(refusal(FindingId::SignerChainUntrusted, {.measured = certificate.issuer}));
    }
    if (now < certificate.notBefore) {
        verdict.add(refusal(FindingId::SignerCertificateNotYetValid,
                            {none.measured, localTime(regulation, certificate.notBefore), {}}));
    }
    if (now > certificate.notAfter) { // RFC 5280 §4.1.2.5: notAfter itself is inside
        verdict.add(refusal(FindingId::SignerCertificateExpired,
                            {none.measured, localTime(regulation, certificate.notAfter), {}}));
    }
    if (certificate.testMode) {
        verdict.add(makeFinding(FindingId::TestMode, Severity::Warn, {}, certificate.holder));
    }
}

void judgeReady(const Regulation& regulation, const record::ScanJob& job, Verdict& verdict) {
    verdict.merge(judgePatient(job));                                                     // [W]
    verdict.merge(judgeProjectNeeded(regulation, job.original, job.project.has_value())); // [C2]
    verdict.merge(judgeInspected(job));                                                   // [C3]
    verdict.merge(judgeScanTime(regulation, job)); // [B1, B3]
    verdict.merge(judgeContent(regulation, job));
}

} // namespace

Verdict judgeReadiness(const Regulation& regulation, const record::ScanJob& job,
                       const record::Actor& actor) {
    Verdict verdict;
    const DocumentClass* kind = findClass(regulation, job.original.documentClass);
    if (kind == nullptr) {
        return verdict.add(classUnknown(job.original.documentClass));
    }
    judgeState(*kind, job, verdict);
    judgePurpose(regulation, *kind, job, verdict);
    judgeSignerRole(*kind, actor, verdict);
    judgeReady(regulation, job, verdict);
    return verdict;
}

Verdict judgeSealing(const Regulation& regulation, const record::ScanJob& job,
                     const record::Actor& actor, const SignerCertificate& certificate,
                     record::Instant now) {
    Verdict verdict;
    const DocumentClass* kind = findClass(regulation, job.original.documentClass);
    if (kind == nullptr) {
        return verdict.add(classUnknown(job.original.documentClass));
    }
    judgeState(*kind, job, verdict);
    judgePurpose(regulation, *kind, job, verdict);
    judgeSigner(*kind, actor, certificate, verdict);
    judgeCertificate(regulation, certificate, now, verdict);
    judgeReady(regulation, job, verdict);
    return verdict;
}

} // namespace seihon::regulation
