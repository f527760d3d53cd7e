#include "regulation/findings.h"
#include "regulation/judge.h"
#include "regulation/judge_inspection.h"
#include "regulation/judge_people.h"
#include "regulation/judge_project.h"

#include <algorithm>

namespace seihon::regulation {

using record::FindingId;
using record::JobState;
using record::Verdict;

// The steps that a state leaves open at all [A13].
std::set<Authority> stepsOf(JobState state) {
    using enum Authority;
    switch (state) {
    case JobState::Registered:
        return {Open, Excuse, Convert, Abandon, IdentifyPatient};
    case JobState::Open:
        return {Scan,    MarkPage, Compare,    Submit,         Excuse,
                Convert, Abandon,  ViewRecord, IdentifyPatient};
    case JobState::Submitted:
        return {MarkPage, Accept,  SendBack,   Excuse,          Convert,
                Seal,     Abandon, ViewRecord, IdentifyPatient, InspectScan};
    case JobState::Accepted:
        return {SendBack, Excuse, Convert, Seal, Abandon, ViewRecord, IdentifyPatient, InspectScan};
    case JobState::SealingPending:
        return {Work, ViewRecord};
    case JobState::Sealed:
        return {ViewRecord,    ExportRecord,  AmendRecord, WithdrawRecord,
                CloseIncident, InspectSample, ReleasePaper};
    case JobState::Abandoned: // its images are still there, and care may need them [B6]
        return {ViewRecord};
    }
    return {};
}

namespace {

bool mayDo(const Regulation& regulation, record::Role role, Authority authority) {
    const auto granted = regulation.authorities.find(role);
    return granted != regulation.authorities.end() && granted->second.contains(authority);
}

bool sealingIsOpen(const Regulation& regulation, const record::ScanJob& job,
                   const record::Actor& actor) {
    const DocumentClass* kind = findClass(regulation, job.original.documentClass);
    return kind != nullptr && kind->purpose != ClassPurpose::OutOfScope &&
           kind->signerRoles.contains(actor.role) &&
           (job.state == JobState::Accepted || !kind->acceptanceRequired) &&
           judgeProjectNeeded(regulation, job.original, job.project.has_value()).permitted() &&
           judgeScanTime(regulation, job).permitted() && judgeInspected(job).permitted() &&
           judgeContent(regulation, job).permitted();
}

bool excuseIsOpen(const Regulation& regulation, const record::ScanJob& job, record::Instant now) {
    const auto deadline = scanDeadline(regulation, job.original);
    return !job.referenceCopy && deadline && now > *deadline;
}

bool isOpen(const Regulation& regulation, const record::ScanJob& job, const record::Actor& actor,
            Authority authority, record::Instant now) {
    switch (authority) {
    case Authority::Submit:
        return judgeSubmission(regulation, job).permitted();
    case Authority::Accept:
        return judgeAcceptance(regulation, job, actor).permitted();
    case Authority::Seal:
        return sealingIsOpen(regulation, job, actor);
    case Authority::Excuse:
        return excuseIsOpen(regulation, job, now);
    case Authority::Convert:
        return !isReferenceCopy(regulation, job);
    case Authority::Scan:
        return job.prepared.has_value() && !job.scanning; // [A2] no feed before somebody has looked
    case Authority::MarkPage:
    case Authority::Compare:
    case Authority::ViewRecord: // [B6] from the first page on
        return !job.pages.empty();
    case Authority::IdentifyPatient:
        return job.original.provisional;
    case Authority::InspectScan:
        return needsInspection(job) && !hadHandInJob(job, actor.user);
    case Authority::KeepEnvelope:
    case Authority::Register:
    case Authority::Open:
    case Authority::SendBack:
    case Authority::Abandon:
    case Authority::SearchRecords:
    case Authority::ExportRecord:
    case Authority::ViewLog:
    case Authority::VerifyArchive:
    case Authority::Work:
    case Authority::QualifyDevice:
    case Authority::ApproveRegulation:
    case Authority::ActivateRegulation:
    case Authority::RecordConformity:
    case Authority::CountersignConformity:
    case Authority::ManagePeople:
    case Authority::ReviewPeople:
    case Authority::AmendRecord:
    case Authority::DrawSample:
    case Authority::PlacePaper:
    case Authority::PlanProject:
    case Authority::ApproveProject:
    case Authority::RunProject:
    case Authority::KeepObjections:
    case Authority::ReadObjections:
    case Authority::DeclareDowntime:
    case Authority::KeepBox:
    case Authority::SettleBox:
    case Authority::KeepLegalHolds:
    case Authority::CheckDisposal:
    case Authority::ApproveDisposal:
    case Authority::WitnessDisposal:
    case Authority::CarryOutDisposal:
    case Authority::AuditProject:
    case Authority::SettleAudit:
    case Authority::HandOutMedia:
    case Authority::ApproveMedia:
    case Authority::TellRetention:
    case Authority::DeleteRecords:
    case Authority::KeepArchive:
        return true;
    case Authority::WithdrawRecord:
        return !job.later.withdrawn;
    case Authority::CloseIncident:
        return record::openIncident(job.later) != nullptr;
    case Authority::InspectSample:
    case Authority::ReleasePaper: // what stands in the way is not in the job alone
        return true;
    }
    return false;
}

} // namespace

Verdict judgeAuthority(const Regulation& regulation, Authority authority,
                       const record::Actor& actor, std::span<const Appointment> appointments,
                       record::Instant now) {
    Verdict verdict;
    const bool appointed =
        std::any_of(appointments.begin(), appointments.end(), [&](const Appointment& appointment) {
            return appointment.role == actor.role && inForce(appointment, now);
        });
    // Nobody appoints the program itself; what it may do stands in the regulation like anybody's.
    if (!appointed && actor.role != record::Role::Station) { // [A10, F2]
        verdict.add(refusal(FindingId::NotAppointed, {.measured = record::enumName(actor.role)},
                            actor.user));
    }
    if (!mayDo(regulation, actor.role, authority)) { // [F2]
        verdict.add(refusal(FindingId::NotAuthorized, {.measured = record::enumName(actor.role),
                                                       .required = record::enumName(authority)}));
    } else if (separatedFrom(actor.role, authority)) { // whatever the regulation says [F2]
        verdict.add(
            refusal(FindingId::DutiesNotSeparated, {.measured = record::enumName(actor.role),
                                                    .required = record::enumName(authority)}));
    }
    return verdict;
}

std::set<Authority> allowedActions(const Regulation& regulation, const record::ScanJob& job,
                                   const record::Actor& actor, record::Instant now) {
    std::set<Authority> actions = stepsOf(job.state);
    std::erase_if(actions, [&](Authority authority) {
        return !mayDo(regulation, actor.role, authority) ||
               !isOpen(regulation, job, actor, authority, now);
    });
    return actions;
}

} // namespace seihon::regulation
