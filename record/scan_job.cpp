#include "record/scan_job.h"

#include "record/envelope.h"
#include "record/job_fold.h"

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

void Fold::apply() {
    if (m_job.id.empty() && m_entry.what.kind != EntryKind::OriginalRegistered &&
        m_entry.what.kind != EntryKind::Refused && !isAboutEnvelope(m_entry.what.kind) &&
        !isAboutProject(m_entry.what.kind)) {
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
    case EntryKind::Compared:
        allow({JobState::Open});
        m_job.compared = attestationFromJson(facts().at("attestation"));
        return;
    case EntryKind::JobSubmitted:
        allow({JobState::Open});
        m_job.submitted = act();
        m_job.sentBack.reset();
        m_job.state = JobState::Submitted;
        return;
    case EntryKind::SentBack:
        allow({JobState::Submitted, JobState::Accepted});
        m_job.sentBack = act();
        m_job.submitted.reset();
        m_job.accepted.reset();
        m_job.state = JobState::Open;
        return;
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
    case EntryKind::LoginFailed:
    case EntryKind::ClockChecked:
    case EntryKind::CheckpointMade:
    case EntryKind::CheckpointTimestamped:
    case EntryKind::DeviceQualified:
    case EntryKind::QualificationRefused:
    case EntryKind::QualificationVoided:
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
        return;
    case EntryKind::ProjectPlanned:
    case EntryKind::ProjectApproved:
    case EntryKind::ProjectStarted:
    case EntryKind::ProjectStopped:
    case EntryKind::ProjectClosed:
        if (!m_job.id.empty()) {
            broken("it is about a project");
        }
        return; // a project's id was taken for a job's: there is no such job
    case EntryKind::EnvelopeOpened:
    case EntryKind::EnvelopeJobAdded:
    case EntryKind::EnvelopeJobHandedOn:
    case EntryKind::EnclosureNoted:
    case EntryKind::EnclosureSettled:
    case EntryKind::EnvelopeStampNoted:
    case EntryKind::EnvelopeClosed:
    case EntryKind::ReceivedDocumentChecked:
        if (!m_job.id.empty()) {
            broken("it is about an envelope");
        }
        return; // an envelope's id was taken for a job's: there is no such job
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
