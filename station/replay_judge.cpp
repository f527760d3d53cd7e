#include "station/replay_judge.h"

#include "record/json_fields.h"
#include "regulation/judge_clock.h"
#include "regulation/judge_conformity.h"
#include "regulation/judge_intake.h"
#include "regulation/judge_people.h"
#include "station/clock_watch.h"
#include "station/findings.h"
#include "station/judge_capture.h"

#include <algorithm>
#include <map>

namespace seihon::station {

using record::Entry;
using record::EntryKind;
using record::FindingId;
using record::Severity;
using record::Verdict;
using regulation::Authority;

// Appointments are not in the log: whoever acted is taken as appointed, and only what the
// regulation lets the role do is judged again [F2].
Verdict authorityOf(const Entry& entry, Authority authority, const ReplayFacts& facts) {
    if (entry.what.actor.breakGlass && regulation::canBreakGlassFor(authority) &&
        facts.inForce.people.breakGlass.authorities.contains(authority) && facts.glassIsBroken) {
        return {}; // conspicuous, and reviewed by a person [F13]
    }
    const regulation::Appointment appointed{entry.what.actor.role, entry.at,
                                            entry.at + std::chrono::milliseconds(1)};
    return regulation::judgeAuthority(facts.inForce, authority, entry.what.actor,
                                      std::span(&appointed, 1), entry.at);
}

namespace {

Verdict stepOf(const Entry& entry, Authority authority, const ReplayFacts& facts) {
    Verdict verdict = authorityOf(entry, authority, facts);
    return verdict.merge(regulation::judgeStep(facts.jobs.before(entry).job, authority));
}

Rejudged registered(const Entry& entry, const ReplayFacts& facts) {
    Verdict verdict = authorityOf(entry, Authority::Register, facts);
    if (const record::Json* original = entry.what.facts.find("original")) {
        verdict.merge(regulation::judgeRegistration(facts.inForce,
                                                    record::originalFromJson(*original), entry.at));
    }
    return {verdict, true};
}

// The act had to be permitted; what its entry stores is the window [B3, B6].
Rejudged opened(const Entry& entry, const ReplayFacts& facts) {
    const record::ScanJob& job = facts.jobs.before(entry).job;
    Verdict verdict = stepOf(entry, Authority::Open, facts);
    verdict.merge(regulation::judgeRegistration(facts.inForce, job.original, entry.at));
    if (entry.what.kind == EntryKind::JobOpened) {
        verdict.merge(regulation::judgeWindow(facts.inForce, job.original, entry.at));
        verdict.merge(regulation::judgeProjectNeeded(facts.inForce, job.original,
                                                     entry.what.facts.find("project") != nullptr));
    }
    return {verdict, true};
}

Rejudged prepared(const Entry& entry, const ReplayFacts& facts) {
    Verdict verdict = stepOf(entry, Authority::Scan, facts);
    const record::Json* attested = entry.what.facts.find("attested");
    if (attested != nullptr && !attested->asBool()) {
        verdict.add(findingOf(FindingId::NotPrepared, Severity::Refuse));
    }
    return {verdict, true};
}

Rejudged scanStarted(const Entry& entry, const ReplayFacts& facts) {
    ReplayedJobs::Kept& kept = facts.jobs.before(entry);
    const record::ScanJob& job = kept.job;
    const std::string& device = entry.what.facts.at("device").asString();
    const record::Qualification* qualification = facts.qualifications.find(device);
    kept.runQualification.reset();
    if (qualification != nullptr) {
        kept.runQualification = *qualification;
    }
    Verdict verdict = stepOf(entry, Authority::Scan, facts);
    if (!job.prepared) {
        verdict.add(findingOf(FindingId::NotPrepared, Severity::Refuse));
    }
    if (device != "folder") {
        verdict.merge(regulation::judgeProfile(
            facts.rulesOf(job.regulation), job.original, qualification,
            record::scanProfileFromJson(entry.what.facts.at("profile")), entry.at));
    }
    return {verdict, true};
}

Rejudged captured(const Entry& entry, const ReplayFacts& facts) {
    const ReplayedJobs::Kept& kept = facts.jobs.before(entry);
    const regulation::Regulation& rules = facts.rulesOf(kept.job.regulation);
    const record::Page page = record::pageFromJson(entry.what.facts);
    if (kept.job.amends && page.capturedAt != entry.at) {
        return {page.verdict, true}; // taken over from the version before, as judged then
    }
    const record::Qualification* qualification =
        kept.runQualification ? &*kept.runQualification
                              : facts.qualifications.find(page.capture.device.name);
    Verdict verdict = judgeCapture({rules, kept.job.original, qualification, entry.at}, page, [&] {
        return facts.pixels.twinOf(page.pixelDigest, kept.job.id,
                                   entry.at - rules.duplicates.lookBack);
    });
    return {verdict, true};
}

Rejudged examined(const Entry& entry, const ReplayFacts& facts) {
    const record::ScanJob& job = facts.jobs.before(entry).job;
    if (job.amends && entry.what.actor.role != record::Role::Station) {
        return {entry.what.verdict.value_or(Verdict{}), true}; // taken over, as judged then
    }
    return {regulation::judgeExamination(
                facts.rulesOf(job.regulation), job.original,
                record::pageExaminationFromParts(entry.what.facts.at("examination"),
                                                 entry.what.privateFacts)),
            true};
}

Rejudged recounted(const Entry& entry, const ReplayFacts& facts) {
    const record::ScanJob& job = facts.jobs.before(entry).job;
    record::Original counted = job.original;
    counted.sheets = entry.what.facts.at("sheets").asInt();
    Verdict verdict = stepOf(entry, Authority::Scan, facts);
    verdict.merge(regulation::judgeRegistration(facts.rulesOf(job.regulation), counted, entry.at));
    return {verdict, true};
}

Rejudged compared(const Entry& entry, const ReplayFacts& facts) {
    Verdict verdict = stepOf(entry, Authority::Compare, facts);
    if (facts.jobs.before(entry).job.pages.empty()) {
        verdict.add(findingOf(FindingId::NoPages, Severity::Refuse));
    }
    return {verdict, true};
}

Rejudged marked(const Entry& entry, const ReplayFacts& facts) {
    Verdict verdict = stepOf(entry, Authority::MarkPage, facts);
    const record::JobState state = facts.jobs.before(entry).job.state;
    const bool aside = entry.what.kind == EntryKind::SheetSetAside;
    if (aside && state != record::JobState::Open) {
        verdict.add(stepNotAllowed(std::string(record::enumName(state))));
    }
    // A refusal does not say whether it was a mark or a sheet set aside.
    return {verdict, entry.what.kind != EntryKind::Refused || state == record::JobState::Open};
}

Rejudged ordered(const Entry& entry, const ReplayFacts& facts) {
    Verdict verdict = stepOf(entry, Authority::MarkPage, facts);
    verdict.merge(regulation::judgeOrdering(facts.jobs.before(entry).job));
    return {verdict, true};
}

Rejudged submitted(const Entry& entry, const ReplayFacts& facts) {
    const record::ScanJob& job = facts.jobs.before(entry).job;
    Verdict verdict = stepOf(entry, Authority::Submit, facts);
    verdict.merge(regulation::judgeSubmission(facts.rulesOf(job.regulation), job));
    return {verdict, true};
}

Rejudged accepted(const Entry& entry, const ReplayFacts& facts) {
    const record::ScanJob& job = facts.jobs.before(entry).job;
    Verdict verdict = stepOf(entry, Authority::Accept, facts);
    verdict.merge(
        regulation::judgeAcceptance(facts.rulesOf(job.regulation), job, entry.what.actor));
    return {verdict, true};
}

// Chains, revocation and trust.toml are the signature's own affair: `archive verify` looks at them.
Rejudged sealing(const Entry& entry, const ReplayFacts& facts) {
    const record::ScanJob& job = facts.jobs.before(entry).job;
    Verdict verdict = authorityOf(entry, Authority::Seal, facts);
    if (job.state != record::JobState::SealingPending) {
        verdict.merge(regulation::judgeStep(job, Authority::Seal));
    }
    const auto latest = record::instantIn(entry.what.facts, "latestEntry");
    verdict.merge(
        regulation::judgeClock(facts.inForce, latest ? latest : facts.previousAt, entry.at));
    if (const record::Json* json = entry.what.facts.find("machine")) {
        const record::ClockCheck machine = machineTimeFromJson(*json);
        verdict.merge(regulation::judgeClockCheck(facts.inForce, facts.clockCheck, machine.at));
        verdict.merge(regulation::judgeClockJump(facts.inForce, facts.clockCheck, machine));
    }
    verdict.merge(regulation::judgeSealing(
        facts.rulesOf(job.regulation), job, entry.what.actor,
        record::signerCertificateFromJson(entry.what.facts.at("certificate")), entry.at));
    return {verdict, true};
}

Rejudged sealed(const Entry& entry, const ReplayFacts& facts) {
    const ReplayedJobs::Kept& kept = facts.jobs.before(entry);
    std::vector<regulation::ProvenTime> proofs{
        {record::parseInstant(entry.what.facts.at("provenAt").asString()), "seal"}};
    if (kept.scanProvenAt) {
        proofs.push_back({*kept.scanProvenAt, "checkpoint"});
    }
    if (kept.job.amends && kept.job.amends->samePages) {
        proofs.push_back({kept.job.amends->provenAt, "earlier-version"});
    }
    Verdict verdict =
        regulation::judgeLateness(facts.rulesOf(kept.job.regulation), kept.job, proofs);
    // What is stored is how the record verified. That it is stored at all means: not late.
    std::erase_if(verdict.findings,
                  [](const auto& one) { return one.severity != Severity::Refuse; });
    return {verdict, false};
}

// Whether the paper differs is what the person said; whether that settles it is the rule [W].
Rejudged identified(const Entry& entry, const ReplayFacts& facts) {
    const record::ScanJob& job = facts.jobs.before(entry).job;
    Verdict verdict = stepOf(entry, Authority::IdentifyPatient, facts);
    const auto answer = record::enumFromName<regulation::PatientAnswer>(
        entry.what.facts.at("attestation").at("answer").asString());
    if (answer) {
        verdict.merge(regulation::judgeIdentification(facts.rulesOf(job.regulation), job,
                                                      entry.what.actor, *answer));
    }
    return {verdict, false};
}

// The verdict of each scan of a target, all of them together [A1].
Rejudged targets(const Entry& entry, const ReplayFacts& facts) {
    Verdict verdict;
    const record::Json* scans = entry.what.facts.find("scans");
    if (scans != nullptr) {
        for (const record::Json& scan : scans->asArray()) {
            verdict.merge(regulation::judgeTarget(
                facts.inForce, record::captureFactsFromJson(scan.at("capture")),
                record::targetMeasurementFromJson(scan.at("measurements"))));
        }
    }
    return {verdict, false}; // and what its driver cannot guarantee
}

Rejudged activated(const Entry& entry, const ReplayFacts& facts) {
    Verdict verdict = authorityOf(entry, Authority::ActivateRegulation, facts);
    if (const record::Json* digest = entry.what.facts.find("digest")) {
        std::vector<regulation::Approval> approvals;
        for (const Entry& approval : facts.approvals) {
            if (approval.what.facts.at("digest") == *digest) {
                approvals.push_back({approval.what.actor, approval.at, approval.what.regulation});
            }
        }
        verdict.merge(regulation::judgeActivation(facts.inForce,
                                                  entry.what.facts.at("first").asBool(),
                                                  entry.what.actor, approvals, entry.at));
    }
    return {verdict, true};
}

Rejudged conformityRecorded(const Entry& entry, const ReplayFacts& facts) {
    Verdict verdict = authorityOf(entry, Authority::RecordConformity, facts);
    if (const record::Json* list = entry.what.facts.find("answers")) {
        std::vector<record::ConformityAnswer> answers;
        for (const record::Json& answer : list->asArray()) {
            answers.push_back(record::conformityAnswerFromJson(answer));
        }
        verdict.merge(regulation::judgeConformityRecord(facts.inForce, answers));
    }
    return {verdict, true};
}

Rejudged conformityCountersigned(const Entry& entry, const ReplayFacts& facts) {
    Verdict verdict = authorityOf(entry, Authority::CountersignConformity, facts);
    const std::string id = record::textIn(entry.what.facts, "id");
    for (const record::ConformityCheck& check : record::foldConformity(facts.conformity)) {
        if (check.id == id) {
            verdict.merge(regulation::judgeCountersign(check, entry.what.actor));
        }
    }
    return {verdict, true};
}

using Rejudge = Rejudged (*)(const Entry&, const ReplayFacts&);

template <Authority A>
Rejudged stepOnly(const Entry& entry, const ReplayFacts& facts) {
    return {stepOf(entry, A, facts), true};
}

// What was judged beside the step rests on other jobs and on the sample.
template <Authority A>
Rejudged atLeastStep(const Entry& entry, const ReplayFacts& facts) {
    return {stepOf(entry, A, facts), false};
}

template <Authority A>
Rejudged authorityOnly(const Entry& entry, const ReplayFacts& facts) {
    return {authorityOf(entry, A, facts), true};
}

// What was judged beside the right rests on facts of other entries, some of which are destroyed.
template <Authority A>
Rejudged authorityAtLeast(const Entry& entry, const ReplayFacts& facts) {
    return {authorityOf(entry, A, facts), false};
}

// The entry's verdict is also of the record's own proofs, which are not in the log.
Rejudged exported(const Entry& entry, const ReplayFacts& facts) {
    return {authorityOf(entry, Authority::ExportRecord, facts), false};
}

const std::map<EntryKind, Rejudge>& rejudgesByKind() {
    static const std::map<EntryKind, Rejudge> table{
        {EntryKind::OriginalRegistered, registered},
        {EntryKind::JobOpened, opened},
        {EntryKind::Prepared, prepared},
        {EntryKind::ScanStarted, scanStarted},
        {EntryKind::PageCaptured, captured},
        {EntryKind::PageExamined, examined},
        {EntryKind::PageMarked, marked},
        {EntryKind::SheetSetAside, marked},
        {EntryKind::SheetsRecounted, recounted},
        {EntryKind::SheetMoved, ordered},
        {EntryKind::PageTurned, ordered},
        {EntryKind::Compared, compared},
        {EntryKind::JobSubmitted, submitted},
        {EntryKind::Accepted, accepted},
        {EntryKind::SentBack, stepOnly<Authority::SendBack>},
        {EntryKind::Excused, stepOnly<Authority::Excuse>},
        {EntryKind::ConvertedToReference, stepOnly<Authority::Convert>},
        {EntryKind::JobAbandoned, stepOnly<Authority::Abandon>},
        {EntryKind::SealStarted, sealing},
        {EntryKind::RecordSealed, sealed},
        {EntryKind::PatientIdentified, identified},
        {EntryKind::CoverSheetPrinted, authorityOnly<Authority::Register>},
        {EntryKind::EnvelopeOpened, authorityOnly<Authority::KeepEnvelope>},
        {EntryKind::EnvelopeClosed, authorityOnly<Authority::KeepEnvelope>},
        {EntryKind::ReceivedDocumentChecked, authorityOnly<Authority::KeepEnvelope>},
        {EntryKind::TrustAccepted, authorityOnly<Authority::ActivateRegulation>},
        {EntryKind::RecordExported, exported},
        {EntryKind::DeletionProposed, authorityAtLeast<Authority::DeleteRecords>},
        {EntryKind::DeletionApproved, authorityAtLeast<Authority::DeleteRecords>},
        {EntryKind::DeletionCarriedOut, authorityAtLeast<Authority::DeleteRecords>},
        {EntryKind::DeletionClosed, authorityAtLeast<Authority::DeleteRecords>},
        {EntryKind::LogProven, authorityOnly<Authority::ExportRecord>},
        {EntryKind::BundleTaken, authorityOnly<Authority::ExportRecord>},
        {EntryKind::BackupMade, authorityOnly<Authority::KeepArchive>},
        {EntryKind::RestoreDrilled, authorityOnly<Authority::KeepArchive>},
        {EntryKind::RecordRepaired, authorityOnly<Authority::KeepArchive>},
        {EntryKind::DeviceQualified, targets},
        {EntryKind::QualificationRefused, targets},
        {EntryKind::QualificationVoided, authorityOnly<Authority::QualifyDevice>},
        {EntryKind::RegulationApproved, authorityOnly<Authority::ApproveRegulation>},
        {EntryKind::RegulationActivated, activated},
        {EntryKind::ConformityRecorded, conformityRecorded},
        {EntryKind::ConformityCountersigned, conformityCountersigned},
        {EntryKind::AmendmentOpened, atLeastStep<Authority::AmendRecord>},
        {EntryKind::RecordWithdrawn, stepOnly<Authority::WithdrawRecord>},
        {EntryKind::IncidentClosed, stepOnly<Authority::CloseIncident>},
        {EntryKind::SamplePageViewed, stepOnly<Authority::InspectSample>},
        {EntryKind::SamplePageInspected, stepOnly<Authority::InspectSample>},
        {EntryKind::SampleFaultFound, atLeastStep<Authority::InspectSample>},
        {EntryKind::SampleDrawn, authorityOnly<Authority::DrawSample>},
        {EntryKind::SampleClosed, authorityOnly<Authority::InspectSample>},
        {EntryKind::PaperPlaced, authorityOnly<Authority::PlacePaper>},
        {EntryKind::PaperReleaseProposed, atLeastStep<Authority::ReleasePaper>}};
    return table;
}

// Verbs of one job, as their refusals name them.
const std::map<Authority, Rejudge>& refusalsByVerb() {
    static const std::map<Authority, Rejudge> table{
        {Authority::Open, opened},
        {Authority::MarkPage, marked},
        {Authority::Compare, compared},
        {Authority::Submit, submitted},
        {Authority::Accept, accepted},
        {Authority::SendBack, stepOnly<Authority::SendBack>},
        {Authority::Excuse, stepOnly<Authority::Excuse>},
        {Authority::Convert, stepOnly<Authority::Convert>},
        {Authority::Abandon, stepOnly<Authority::Abandon>}};
    return table;
}

std::optional<Rejudged> rejudgeRefusal(const Entry& entry, const ReplayFacts& facts) {
    const record::Json& said = entry.what.facts;
    const auto verb = record::enumFromName<Authority>(record::textIn(said, "verb"));
    if (!verb) {
        return std::nullopt;
    }
    if (*verb == Authority::Register) {
        return registered(entry, facts);
    }
    if (*verb == Authority::ActivateRegulation) {
        return activated(entry, facts);
    }
    if (*verb == Authority::RecordConformity) {
        return conformityRecorded(entry, facts);
    }
    if (*verb == Authority::CountersignConformity) {
        return conformityCountersigned(entry, facts);
    }
    if (entry.what.job.empty()) {
        return Rejudged{authorityOf(entry, *verb, facts), false};
    }
    if (*verb == Authority::Scan) {
        return said.find("recount") != nullptr   ? recounted(entry, facts)
               : said.find("profile") != nullptr ? scanStarted(entry, facts)
                                                 : prepared(entry, facts);
    }
    if (*verb == Authority::Seal && said.find("certificate") != nullptr) {
        return sealing(entry, facts);
    }
    const auto known = refusalsByVerb().find(*verb);
    if (known == refusalsByVerb().end()) {
        return Rejudged{authorityOf(entry, *verb, facts), false};
    }
    return known->second(entry, facts);
}

std::optional<Rejudged> rejudgeOther(const Entry& entry, const ReplayFacts& facts) {
    if (entry.what.kind == EntryKind::Refused) {
        return rejudgeRefusal(entry, facts);
    }
    // What the station does by itself at the start, or in the demo, nobody had to be allowed.
    const bool byProgram = entry.what.actor.role == record::Role::Station;
    const auto known = rejudgesByKind().find(entry.what.kind);
    if (known == rejudgesByKind().end() ||
        (byProgram && entry.what.kind != EntryKind::PageExamined)) {
        return std::nullopt;
    }
    return known->second(entry, facts);
}

} // namespace

std::optional<Rejudged> rejudge(const Entry& entry, const ReplayFacts& facts) {
    std::optional<Rejudged> again;
    for (const auto judge :
         {rejudgeProject, rejudgeDowntime, rejudgeBox, rejudgePaper, rejudgeInspection,
          rejudgeProjectAudit, rejudgeFilm, rejudgeOrder, rejudgeOther}) {
        if (!again) {
            again = judge(entry, facts);
        }
    }
    if (again) {
        addProjectWork(entry, facts, *again);
        addFolderWork(entry, facts, *again);
        addInspectionDraw(entry, facts, *again);
    }
    return again;
}

} // namespace seihon::station
