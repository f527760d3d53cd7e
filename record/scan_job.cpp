#include "record/scan_job.h"

#include "record/disposal.h"
#include "record/downtime.h"
#include "record/envelope.h"
#include "record/job_fold.h"
#include "record/medium.h"
#include "record/project_audit.h"

#include <algorithm>
#include <initializer_list>
#include <iterator>
#include <tuple>

namespace seihon::record {

void Fold::registered() {
    if (!m_job.id.empty()) {
        broken("registered twice");
    }
    m_job.id = m_entry.what.job;
    m_job.original = originalFromJson(facts().at("original"));
    if (const Json* patient = m_entry.what.privateFacts.isObject()
                                  ? m_entry.what.privateFacts.find("patient")
                                  : nullptr) {
        m_job.original.patient = patientFromJson(*patient);
    }
    if (const Json* amends = facts().find("amends")) {
        m_job.amends = amendsFrom(*amends, m_entry.what.privateFacts);
        for (const std::string& user : textsIn(*amends, "scannedBy")) {
            m_job.scannedBy.insert(user);
        }
    }
    m_job.registered = act();
    m_job.regulation = m_entry.what.regulation;
    m_job.state = JobState::Registered;
}

void Fold::convert() {
    allow({JobState::Registered, JobState::Open, JobState::Submitted, JobState::Accepted});
    m_job.referenceCopy = true;
    m_job.original.documentClass = facts().at("documentClass").asString();
    if (m_job.state != JobState::Registered) {
        m_job.state = JobState::Open;
    }
    m_job.submitted.reset();
    m_job.accepted.reset();
    reopened(m_job.inspection);
}

void Fold::submitted() {
    allow({JobState::Open});
    m_job.submitted = act();
    m_job.sentBack.reset();
    if (const Json* draw = facts().find("inspection")) {
        record::submitted(m_job.inspection, pageDrawFromJson(*draw));
    }
    m_job.state = JobState::Submitted;
}

void Fold::sendBack() {
    allow({JobState::Submitted, JobState::Accepted});
    m_job.sentBack = act();
    m_job.submitted.reset();
    m_job.accepted.reset();
    reopened(m_job.inspection);
    m_job.state = JobState::Open;
}

// A person compared the paper with the patient index; where they differ, a second person decides.
void Fold::patientIdentified() {
    allow({JobState::Registered, JobState::Open, JobState::Submitted, JobState::Accepted});
    if (!m_job.original.provisional) {
        broken("the patient is known");
    }
    m_job.identified.push_back(attestationFromJson(facts().at("attestation")));
    if (const Json* patient = m_entry.what.privateFacts.isObject()
                                  ? m_entry.what.privateFacts.find("patient")
                                  : nullptr) {
        m_job.original.patient = patientFromJson(*patient);
    }
    m_job.original.provisional = facts().at("provisional").asBool();
}

void Fold::sealStarted() {
    allow({JobState::Submitted, JobState::Accepted});
    Sealing sealing;
    sealing.recordId = facts().at("recordId").asString();
    sealing.manifestDigest = digestIn(facts(), "manifestDigest");
    sealing.certificate = signerCertificateFromJson(facts().at("certificate"));
    sealing.act = act();
    if (const Json* proof = facts().find("scanProof")) {
        sealing.scanProof = scanProofFactsFromJson(*proof);
    }
    m_job.sealRefused.reset();
    m_job.sealing = std::move(sealing);
    m_job.state = JobState::SealingPending;
}

void Fold::recordSigned() {
    allow({JobState::SealingPending});
    m_job.sealing->signatureDigest = digestIn(facts(), "signatureDigest");
}

void Fold::sealDiscarded() {
    allow({JobState::SealingPending});
    m_job.sealing.reset();
    m_job.sealRefused = m_entry.what.verdict;
    m_job.state = m_job.accepted ? JobState::Accepted : JobState::Submitted;
}

void Fold::recordSealed() {
    allow({JobState::SealingPending});
    if (m_entry.what.record != m_job.sealing->recordId) {
        broken("another record was being sealed");
    }
    m_job.sealed = sealedRecordFrom(m_entry);
    if (m_job.sealed->manifestDigest != m_job.sealing->manifestDigest) {
        broken("another manifest was being sealed");
    }
    m_job.state = JobState::Sealed;
}

// What stands under an id of its own in place of a job's.
bool hasOtherId(EntryKind kind) {
    return isAboutEnvelope(kind) || isAboutProject(kind) || isAboutBox(kind) ||
           isAboutDisposal(kind) || isAboutMedium(kind) || isAboutProjectAudit(kind) ||
           isAboutDowntime(kind) || isAboutDowntimeStack(kind);
}

void Fold::apply() {
    if (m_job.id.empty() && m_entry.what.kind != EntryKind::OriginalRegistered &&
        m_entry.what.kind != EntryKind::Refused && !hasOtherId(m_entry.what.kind)) {
        broken("the job was never registered");
    }
    if (!m_job.id.empty() && m_entry.what.job != m_job.id) {
        broken("it belongs to another job");
    }
    if (!m_job.id.empty() && m_entry.sequence <= m_job.lastSequence) {
        broken("out of order");
    }
    m_job.lastSequence = m_entry.sequence;
    switch (m_entry.what.kind) {
    case EntryKind::OriginalRegistered:
        return registered();
    case EntryKind::JobOpened:
        allow({JobState::Registered});
        m_job.opened = act();
        m_job.regulation = m_entry.what.regulation;
        if (const Json* project = facts().find("project")) {
            m_job.project = projectLinkFromJson(*project);
            record::opened(m_job.inspection, m_entry);
        }
        if (const Json* folder = facts().find("folder")) {
            m_job.folder = folderLinkFromJson(*folder);
        }
        m_job.state = JobState::Open;
        return;
    case EntryKind::Prepared:
        allow({JobState::Open});
        m_job.prepared = attestationFromJson(facts().at("attestation"));
        m_job.sheetsPrepared = facts().at("sheets").asInt();
        return;
    case EntryKind::ScanStarted:
        return scanStarted();
    case EntryKind::PageCaptured:
        return pageCaptured();
    case EntryKind::FeedInterrupted:
        return feedInterrupted();
    case EntryKind::ScanEnded:
        allow({JobState::Open});
        m_job.scanning = false;
        m_job.run.reset();
        m_job.lastRun = textIn(facts(), "outcome");
        return;
    case EntryKind::PageMarked:
        return pageMarked();
    case EntryKind::PageExamined:
        return pageExamined();
    case EntryKind::SheetSetAside:
        return sheetSetAside();
    case EntryKind::SheetsRecounted:
        return sheetsRecounted();
    case EntryKind::SheetMoved:
        return sheetMoved();
    case EntryKind::PageTurned:
        return pageTurned();
    case EntryKind::Compared:
        allow({JobState::Open});
        m_job.compared = attestationFromJson(facts().at("attestation"));
        return;
    case EntryKind::FilmSideAttested:
        allow({JobState::Open});
        m_job.filmSide = attestationFromJson(facts().at("attestation"));
        return;
    case EntryKind::JobSubmitted:
        return submitted();
    case EntryKind::SentBack:
        return sendBack();
    case EntryKind::InspectionPageViewed:
    case EntryKind::InspectionApproved:
        allow({JobState::Submitted, JobState::Accepted});
        return record::apply(m_job.inspection, m_entry);
    case EntryKind::InspectionRejected:
        allow({JobState::Submitted, JobState::Accepted});
        record::apply(m_job.inspection, m_entry);
        return sendBack();
    case EntryKind::Accepted:
        allow({JobState::Submitted});
        m_job.accepted = act();
        m_job.state = JobState::Accepted;
        return;
    case EntryKind::Excused:
        allow({JobState::Registered, JobState::Open, JobState::Submitted, JobState::Accepted});
        m_job.excuse = Excuse{act(), instantIn(facts(), "hindranceEnded")};
        m_job.sealRefused.reset(); // the next seal is built anew with it
        return;
    case EntryKind::ConvertedToReference:
        return convert();
    case EntryKind::PatientIdentified:
        return patientIdentified();
    case EntryKind::OrderPicked: // what was accepted is sealed as it was accepted [A13]
        allow({JobState::Registered, JobState::Open, JobState::Submitted});
        m_job.order = pickedOrderFrom(m_entry);
        return;
    case EntryKind::JobPutInEnvelope:
        if (!m_job.envelope.empty()) {
            broken("it lies in an envelope already");
        }
        m_job.envelope = facts().at("envelope").asString();
        return;
    case EntryKind::SealStarted:
        return sealStarted();
    case EntryKind::RecordSigned:
        return recordSigned();
    case EntryKind::SealDiscarded:
        return sealDiscarded();
    case EntryKind::RecordSealed:
        return recordSealed();
    case EntryKind::JobAbandoned:
        allow({JobState::Registered, JobState::Open, JobState::Submitted, JobState::Accepted});
        m_job.abandoned = act();
        m_job.state = JobState::Abandoned;
        return;
    case EntryKind::CompletionStarted:
    case EntryKind::RenewalStarted:
    case EntryKind::RecordCompleted:
    case EntryKind::RecordRenewed:
    case EntryKind::SignerRevocationFound:
        allow({JobState::Sealed});
        return record::apply(*m_job.sealed, m_entry);
    case EntryKind::RecordVerified:
        if (m_job.sealed && m_job.sealed->recordId == m_entry.what.record) {
            m_job.sealed->lastVerdict = m_entry.what.verdict;
        }
        return;
    case EntryKind::AmendmentOpened:
    case EntryKind::RecordWithdrawn:
    case EntryKind::SampleFaultFound:
    case EntryKind::IncidentClosed:
    case EntryKind::PaperReleaseProposed:
        allow({JobState::Sealed});
        return record::apply(m_job.later, m_entry);
    case EntryKind::TempDataPurged: // nothing of the record, and nothing that is folded [F11]
        return allow({JobState::Sealed, JobState::Abandoned});
    case EntryKind::PaperPlaced: // where the paper is may be said at any time [B5, D2]
        return record::apply(m_job.later, m_entry);
    // Acts that are logged with the job but change nothing about it.
    case EntryKind::HomeInitialised:
    case EntryKind::RegulationActivated:
    case EntryKind::Refused:
    case EntryKind::RecordViewed:
    case EntryKind::RecordExported:
    case EntryKind::RecordSearched:
    case EntryKind::LogViewed:
    case EntryKind::LogProven:
    case EntryKind::BundleTaken:
    case EntryKind::LogVerified:
    case EntryKind::CheckpointWitnessed:
    case EntryKind::WitnessRefused:
    case EntryKind::DeletionProposed:
    case EntryKind::DeletionApproved:
    case EntryKind::DeletionCarriedOut:
    case EntryKind::DeletionClosed:
    case EntryKind::LoginFailed:
    case EntryKind::ClockChecked:
    case EntryKind::CheckpointMade:
    case EntryKind::CheckpointTimestamped:
    case EntryKind::DeviceQualified:
    case EntryKind::QualificationRefused:
    case EntryKind::QualificationVoided:
    case EntryKind::FilmCalibrated:
    case EntryKind::FilmCalibrationRefused:
    case EntryKind::FilmCalibrationVoided:
    case EntryKind::RegulationApproved:
    case EntryKind::AuditReplayed:
    case EntryKind::ConformityRecorded:
    case EntryKind::ConformityCountersigned:
    case EntryKind::PeopleChanged:
    case EntryKind::PeopleReviewed:
    case EntryKind::CredentialSet:
    case EntryKind::LoggedIn:
    case EntryKind::LoginUnlocked:
    case EntryKind::BreakGlassStarted:
    case EntryKind::BreakGlassReviewed:
    case EntryKind::ProxyAct:
    case EntryKind::ProxyConfirmed:
    case EntryKind::JobViewed:
    case EntryKind::CoverSheetPrinted:
    case EntryKind::CoverSheetScanned:
    case EntryKind::SampleOpened:
    case EntryKind::SampleDrawn:
    case EntryKind::SamplePageViewed:
    case EntryKind::SamplePageInspected:
    case EntryKind::SampleClosed:
    case EntryKind::ObjectionAdded:
    case EntryKind::ObjectionLifted:
    case EntryKind::ConsentAdded:
    case EntryKind::ConsentWithdrawn:
    case EntryKind::TrustAccepted:
    case EntryKind::LegalHoldPlaced:
    case EntryKind::LegalHoldLifted:
    case EntryKind::RetentionEventTold:
    case EntryKind::RetentionEventTakenBack:
    case EntryKind::BackupMade:
    case EntryKind::BackupFailed:
    case EntryKind::RestoreDrilled:
    case EntryKind::HomeRestored:
    case EntryKind::ArchivePartVerified:
    case EntryKind::RecordRepaired:
    case EntryKind::LedgerRebuilt:
    case EntryKind::LogFilesCompleted:
    case EntryKind::SoftwareChanged:
    case EntryKind::SettingsChanged:
    case EntryKind::EmergencyLooksTaken:
    case EntryKind::DeliveryPrepared:
    case EntryKind::DeliverySent:
    case EntryKind::DeliveryConfirmed:
    case EntryKind::DeliveryFailed:
    case EntryKind::DeliveryBrokeOff:
    case EntryKind::DeliveryRetryAsked:
    case EntryKind::DeliveryGivenUp:
        return;
    case EntryKind::DowntimeSheetsPrinted:
    case EntryKind::DowntimeSheetsCounted:
    case EntryKind::DowntimeSheetVoided:
    case EntryKind::DowntimeBegan:
    case EntryKind::DowntimeEnded:
    case EntryKind::DowntimeClosed:
    case EntryKind::ProjectPlanned:
    case EntryKind::ProjectApproved:
    case EntryKind::ProjectStarted:
    case EntryKind::ProjectStopped:
    case EntryKind::ProjectClosed:
    case EntryKind::DisposalProposed:
    case EntryKind::DisposalChecked:
    case EntryKind::DisposalApproved:
    case EntryKind::DisposalReduced:
    case EntryKind::DisposalWitnessed:
    case EntryKind::DisposalCarriedOut:
    case EntryKind::DisposalProven:
    case EntryKind::ProjectAuditStarted:
    case EntryKind::ProjectAuditDrawn:
    case EntryKind::ProjectAuditPagesViewed:
    case EntryKind::ProjectAuditAnswered:
    case EntryKind::ProjectAuditSettled:
    case EntryKind::ProjectAuditClosed:
    case EntryKind::MediumRequested:
    case EntryKind::MediumApproved:
    case EntryKind::MediumEnded:
    case EntryKind::EnvelopeOpened:
    case EntryKind::EnvelopeJobAdded:
    case EntryKind::EnvelopeJobHandedOn:
    case EntryKind::EnclosureNoted:
    case EntryKind::EnclosureSettled:
    case EntryKind::EnvelopeStampNoted:
    case EntryKind::EnvelopeClosed:
    case EntryKind::ReceivedDocumentChecked:
    case EntryKind::BoxOpened:
    case EntryKind::FolderAdded:
    case EntryKind::TabJobAdded:
    case EntryKind::SeparatorsPrinted:
    case EntryKind::BatchStarted:
    case EntryKind::BatchSheetKept:
    case EntryKind::BatchInterrupted:
    case EntryKind::BatchEnded:
    case EntryKind::BoxExceptionOpened:
    case EntryKind::BoxExceptionSettled:
    case EntryKind::FolderTakenOut:
    case EntryKind::FolderReturned:
    case EntryKind::FolderRefiled:
    case EntryKind::BoxShut:
    case EntryKind::BoxClosed:
    case EntryKind::BoxSettlementTakenBack:
    case EntryKind::FolderVoided:
    case EntryKind::BoxRecounted:
        if (!m_job.id.empty()) {
            broken("it is about something else");
        }
        return; // something else's id was taken for a job's: there is no such job
    }
}

void apply(ScanJob& job, const Entry& entry) {
    Fold(entry, job).apply();
}

ScanJob fold(std::span<const Entry> entries) {
    ScanJob job;
    for (const Entry& entry : entries) {
        apply(job, entry);
    }
    return job;
}

} // namespace seihon::record
