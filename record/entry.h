#pragma once

#include "record/actor.h"
#include "record/digest.h"
#include "record/enum_names.h"
#include "record/instant.h"
#include "record/json.h"
#include "record/verdict.h"

#include <cstdint>
#include <optional>
#include <string>

namespace seihon::record {

// What happened. The facts of each kind are described where station writes it; the fold
// (scan_job.h) reads them.
enum class EntryKind {
    HomeInitialised,
    RegulationActivated,
    OriginalRegistered,
    JobOpened,
    Prepared,
    ScanStarted,
    PageCaptured,
    FeedInterrupted,
    ScanEnded,
    PageMarked,
    PageExamined,
    SheetSetAside,
    SheetsRecounted,
    SheetMoved,
    PageTurned,
    Compared,
    FilmSideAttested, // which way round a film lies, by its side marker [A4]
    JobSubmitted,
    SentBack,
    Accepted,
    Excused,
    ConvertedToReference,
    SealStarted,
    RecordSigned,
    SealDiscarded,
    RecordSealed,
    JobAbandoned,
    Refused,
    RecordVerified,
    RecordViewed,
    RecordExported,
    RecordSearched,
    LogViewed,
    LoginFailed,
    ClockChecked,
    CheckpointMade,
    CheckpointTimestamped,
    // over a sealed record: the signature gets its validation data, layers are laid over it
    CompletionStarted,
    RenewalStarted,
    RecordCompleted,
    RecordRenewed,
    SignerRevocationFound,
    // scanners [A1]
    DeviceQualified,
    QualificationRefused,
    QualificationVoided,
    FilmCalibrated,
    FilmCalibrationRefused,
    FilmCalibrationVoided,
    // the hospital's rules, and whether work follows them [A9, A13a]
    RegulationApproved,
    AuditReplayed,
    ConformityRecorded,
    ConformityCountersigned,
    // people [F1, F2, F3, F5, F13]
    PeopleChanged,
    PeopleReviewed,
    CredentialSet,
    LoggedIn,
    LoginUnlocked,
    BreakGlassStarted,
    BreakGlassReviewed,
    ProxyAct,
    ProxyConfirmed,
    JobViewed,
    // intake [B4, W]; those of an envelope stand under its own id in place of a job's
    CoverSheetPrinted,
    CoverSheetScanned,
    PatientIdentified,
    OrderPicked, // of the worklist, for a job; or taken back [W]
    JobPutInEnvelope,
    EnvelopeOpened,
    EnvelopeJobAdded,
    EnvelopeJobHandedOn,
    EnclosureNoted,
    EnclosureSettled,
    EnvelopeStampNoted,
    EnvelopeClosed,
    // what becomes of a sealed record and of its paper [A10, B5, F4]
    AmendmentOpened,
    RecordWithdrawn,
    SampleFaultFound,
    IncidentClosed,
    PaperPlaced,
    PaperReleaseProposed,
    SampleOpened,
    SampleDrawn,
    SamplePageViewed,
    SamplePageInspected,
    SampleClosed,
    // projects of old paper, under the project's id in place of a job's, and what patients said of
    // them [C1, C2]
    ProjectPlanned,
    ProjectApproved,
    ProjectStarted,
    ProjectStopped,
    ProjectClosed,
    ObjectionAdded,
    ObjectionLifted,
    ConsentAdded,
    ConsentWithdrawn,
    // signed electronic documents that come in, and what certificates are believed [A14]
    ReceivedDocumentChecked, // under the id of its envelope, if it came in one
    TrustAccepted,
    // times without the station, and their pre-numbered sheets, under ids of their own [F17]
    DowntimeSheetsPrinted,
    DowntimeSheetsCounted,
    DowntimeSheetVoided,
    DowntimeBegan,
    DowntimeEnded,
    DowntimeClosed,
    BoxOpened,
    FolderAdded,
    TabJobAdded,
    SeparatorsPrinted,
    BatchStarted,
    BatchSheetKept,
    BatchInterrupted,
    BatchEnded,
    BoxExceptionOpened,
    BoxExceptionSettled,
    FolderTakenOut,
    FolderReturned,
    FolderRefiled,
    BoxShut,
    BoxClosed,
    LegalHoldPlaced,
    LegalHoldLifted,
    DisposalProposed,
    DisposalChecked,
    DisposalApproved,
    DisposalReduced,
    DisposalWitnessed,
    DisposalCarriedOut,
    DisposalProven,
    InspectionPageViewed,
    InspectionApproved,
    InspectionRejected, // the job goes back
    ProjectAuditStarted,
    ProjectAuditDrawn,
    ProjectAuditPagesViewed,
    ProjectAuditAnswered,
    ProjectAuditSettled,
    ProjectAuditClosed,
    TempDataPurged, // of a job: images that never entered a record [F11]
    // records that leave the house, under the id of their medium in place of a job's [F15]
    MediumRequested,
    MediumApproved,
    MediumEnded,
    // until when records stay [F14]
    RetentionEventTold,
    RetentionEventTakenBack,
    // slips about boxes of old paper, set right [W]
    BoxSettlementTakenBack,
    FolderVoided,
    BoxRecounted,
    // what auditors do with the log, and what witnesses say of it
    LogProven,
    BundleTaken,
    LogVerified,
    CheckpointWitnessed,
    WitnessRefused,
    // records whose time is over [F14]
    DeletionProposed,
    DeletionApproved,
    DeletionCarriedOut,
    DeletionClosed,
    // backups, and the archive as a whole [F9]
    BackupMade,
    BackupFailed,
    RestoreDrilled,
    HomeRestored,
    ArchivePartVerified,
    RecordRepaired,
    LedgerRebuilt,
    LogFilesCompleted,
    // the program and its settings, and looks while the log could not be written [F5, F13]
    SoftwareChanged,
    SettingsChanged,
    EmergencyLooksTaken,
    // what is made of sealed records for other systems, and what became of it
    DeliveryPrepared,
    DeliverySent,
    DeliveryConfirmed,
    DeliveryFailed,
    DeliveryBrokeOff,   // some of it may be there
    DeliveryRetryAsked, // by a person
    DeliveryGivenUp,    // by a person, with a reason
};

template <>
struct EnumNames<EntryKind> {
    static constexpr std::array table = std::to_array<std::pair<EntryKind, std::string_view>>({
        {EntryKind::HomeInitialised, "HomeInitialised"},
        {EntryKind::RegulationActivated, "RegulationActivated"},
        {EntryKind::OriginalRegistered, "OriginalRegistered"},
        {EntryKind::JobOpened, "JobOpened"},
        {EntryKind::Prepared, "Prepared"},
        {EntryKind::ScanStarted, "ScanStarted"},
        {EntryKind::PageCaptured, "PageCaptured"},
        {EntryKind::FeedInterrupted, "FeedInterrupted"},
        {EntryKind::ScanEnded, "ScanEnded"},
        {EntryKind::PageMarked, "PageMarked"},
        {EntryKind::PageExamined, "PageExamined"},
        {EntryKind::SheetSetAside, "SheetSetAside"},
        {EntryKind::SheetsRecounted, "SheetsRecounted"},
        {EntryKind::SheetMoved, "SheetMoved"},
        {EntryKind::PageTurned, "PageTurned"},
        {EntryKind::Compared, "Compared"},
        {EntryKind::FilmSideAttested, "FilmSideAttested"},
        {EntryKind::JobSubmitted, "JobSubmitted"},
        {EntryKind::SentBack, "SentBack"},
        {EntryKind::Accepted, "Accepted"},
        {EntryKind::Excused, "Excused"},
        {EntryKind::ConvertedToReference, "ConvertedToReference"},
        {EntryKind::SealStarted, "SealStarted"},
        {EntryKind::RecordSigned, "RecordSigned"},
        {EntryKind::SealDiscarded, "SealDiscarded"},
        {EntryKind::RecordSealed, "RecordSealed"},
        {EntryKind::JobAbandoned, "JobAbandoned"},
        {EntryKind::Refused, "Refused"},
        {EntryKind::RecordVerified, "RecordVerified"},
        {EntryKind::RecordViewed, "RecordViewed"},
        {EntryKind::RecordExported, "RecordExported"},
        {EntryKind::RecordSearched, "RecordSearched"},
        {EntryKind::LogViewed, "LogViewed"},
        {EntryKind::LoginFailed, "LoginFailed"},
        {EntryKind::ClockChecked, "ClockChecked"},
        {EntryKind::CheckpointMade, "CheckpointMade"},
        {EntryKind::CheckpointTimestamped, "CheckpointTimestamped"},
        {EntryKind::CompletionStarted, "CompletionStarted"},
        {EntryKind::RenewalStarted, "RenewalStarted"},
        {EntryKind::RecordCompleted, "RecordCompleted"},
        {EntryKind::RecordRenewed, "RecordRenewed"},
        {EntryKind::SignerRevocationFound, "SignerRevocationFound"},
        {EntryKind::DeviceQualified, "DeviceQualified"},
        {EntryKind::QualificationRefused, "QualificationRefused"},
        {EntryKind::QualificationVoided, "QualificationVoided"},
        {EntryKind::FilmCalibrated, "FilmCalibrated"},
        {EntryKind::FilmCalibrationRefused, "FilmCalibrationRefused"},
        {EntryKind::FilmCalibrationVoided, "FilmCalibrationVoided"},
        {EntryKind::RegulationApproved, "RegulationApproved"},
        {EntryKind::AuditReplayed, "AuditReplayed"},
        {EntryKind::ConformityRecorded, "ConformityRecorded"},
        {EntryKind::ConformityCountersigned, "ConformityCountersigned"},
        {EntryKind::PeopleChanged, "PeopleChanged"},
        {EntryKind::PeopleReviewed, "PeopleReviewed"},
        {EntryKind::CredentialSet, "CredentialSet"},
        {EntryKind::LoggedIn, "LoggedIn"},
        {EntryKind::LoginUnlocked, "LoginUnlocked"},
        {EntryKind::BreakGlassStarted, "BreakGlassStarted"},
        {EntryKind::BreakGlassReviewed, "BreakGlassReviewed"},
        {EntryKind::ProxyAct, "ProxyAct"},
        {EntryKind::ProxyConfirmed, "ProxyConfirmed"},
        {EntryKind::JobViewed, "JobViewed"},
        {EntryKind::CoverSheetPrinted, "CoverSheetPrinted"},
        {EntryKind::CoverSheetScanned, "CoverSheetScanned"},
        {EntryKind::PatientIdentified, "PatientIdentified"},
        {EntryKind::OrderPicked, "OrderPicked"},
        {EntryKind::JobPutInEnvelope, "JobPutInEnvelope"},
        {EntryKind::EnvelopeOpened, "EnvelopeOpened"},
        {EntryKind::EnvelopeJobAdded, "EnvelopeJobAdded"},
        {EntryKind::EnvelopeJobHandedOn, "EnvelopeJobHandedOn"},
        {EntryKind::EnclosureNoted, "EnclosureNoted"},
        {EntryKind::EnclosureSettled, "EnclosureSettled"},
        {EntryKind::EnvelopeStampNoted, "EnvelopeStampNoted"},
        {EntryKind::EnvelopeClosed, "EnvelopeClosed"},
        {EntryKind::AmendmentOpened, "AmendmentOpened"},
        {EntryKind::RecordWithdrawn, "RecordWithdrawn"},
        {EntryKind::SampleFaultFound, "SampleFaultFound"},
        {EntryKind::IncidentClosed, "IncidentClosed"},
        {EntryKind::PaperPlaced, "PaperPlaced"},
        {EntryKind::PaperReleaseProposed, "PaperReleaseProposed"},
        {EntryKind::SampleOpened, "SampleOpened"},
        {EntryKind::SampleDrawn, "SampleDrawn"},
        {EntryKind::SamplePageViewed, "SamplePageViewed"},
        {EntryKind::SamplePageInspected, "SamplePageInspected"},
        {EntryKind::SampleClosed, "SampleClosed"},
        {EntryKind::ProjectPlanned, "ProjectPlanned"},
        {EntryKind::ProjectApproved, "ProjectApproved"},
        {EntryKind::ProjectStarted, "ProjectStarted"},
        {EntryKind::ProjectStopped, "ProjectStopped"},
        {EntryKind::ProjectClosed, "ProjectClosed"},
        {EntryKind::ObjectionAdded, "ObjectionAdded"},
        {EntryKind::ObjectionLifted, "ObjectionLifted"},
        {EntryKind::ConsentAdded, "ConsentAdded"},
        {EntryKind::ConsentWithdrawn, "ConsentWithdrawn"},
        {EntryKind::ReceivedDocumentChecked, "ReceivedDocumentChecked"},
        {EntryKind::TrustAccepted, "TrustAccepted"},
        {EntryKind::DowntimeSheetsPrinted, "DowntimeSheetsPrinted"},
        {EntryKind::DowntimeSheetsCounted, "DowntimeSheetsCounted"},
        {EntryKind::DowntimeSheetVoided, "DowntimeSheetVoided"},
        {EntryKind::DowntimeBegan, "DowntimeBegan"},
        {EntryKind::DowntimeEnded, "DowntimeEnded"},
        {EntryKind::DowntimeClosed, "DowntimeClosed"},
        {EntryKind::BoxOpened, "BoxOpened"},
        {EntryKind::FolderAdded, "FolderAdded"},
        {EntryKind::TabJobAdded, "TabJobAdded"},
        {EntryKind::SeparatorsPrinted, "SeparatorsPrinted"},
        {EntryKind::BatchStarted, "BatchStarted"},
        {EntryKind::BatchSheetKept, "BatchSheetKept"},
        {EntryKind::BatchInterrupted, "BatchInterrupted"},
        {EntryKind::BatchEnded, "BatchEnded"},
        {EntryKind::BoxExceptionOpened, "BoxExceptionOpened"},
        {EntryKind::BoxExceptionSettled, "BoxExceptionSettled"},
        {EntryKind::FolderTakenOut, "FolderTakenOut"},
        {EntryKind::FolderReturned, "FolderReturned"},
        {EntryKind::FolderRefiled, "FolderRefiled"},
        {EntryKind::BoxShut, "BoxShut"},
        {EntryKind::BoxClosed, "BoxClosed"},
        {EntryKind::LegalHoldPlaced, "LegalHoldPlaced"},
        {EntryKind::LegalHoldLifted, "LegalHoldLifted"},
        {EntryKind::DisposalProposed, "DisposalProposed"},
        {EntryKind::DisposalChecked, "DisposalChecked"},
        {EntryKind::DisposalApproved, "DisposalApproved"},
        {EntryKind::DisposalReduced, "DisposalReduced"},
        {EntryKind::DisposalWitnessed, "DisposalWitnessed"},
        {EntryKind::DisposalCarriedOut, "DisposalCarriedOut"},
        {EntryKind::DisposalProven, "DisposalProven"},
        {EntryKind::InspectionPageViewed, "InspectionPageViewed"},
        {EntryKind::InspectionApproved, "InspectionApproved"},
        {EntryKind::InspectionRejected, "InspectionRejected"},
        {EntryKind::ProjectAuditStarted, "ProjectAuditStarted"},
        {EntryKind::ProjectAuditDrawn, "ProjectAuditDrawn"},
        {EntryKind::ProjectAuditPagesViewed, "ProjectAuditPagesViewed"},
        {EntryKind::ProjectAuditAnswered, "ProjectAuditAnswered"},
        {EntryKind::ProjectAuditSettled, "ProjectAuditSettled"},
        {EntryKind::ProjectAuditClosed, "ProjectAuditClosed"},
        {EntryKind::TempDataPurged, "TempDataPurged"},
        {EntryKind::MediumRequested, "MediumRequested"},
        {EntryKind::MediumApproved, "MediumApproved"},
        {EntryKind::MediumEnded, "MediumEnded"},
        {EntryKind::RetentionEventTold, "RetentionEventTold"},
        {EntryKind::RetentionEventTakenBack, "RetentionEventTakenBack"},
        {EntryKind::BoxSettlementTakenBack, "BoxSettlementTakenBack"},
        {EntryKind::FolderVoided, "FolderVoided"},
        {EntryKind::BoxRecounted, "BoxRecounted"},
        {EntryKind::LogProven, "LogProven"},
        {EntryKind::BundleTaken, "BundleTaken"},
        {EntryKind::LogVerified, "LogVerified"},
        {EntryKind::CheckpointWitnessed, "CheckpointWitnessed"},
        {EntryKind::WitnessRefused, "WitnessRefused"},
        {EntryKind::DeletionProposed, "DeletionProposed"},
        {EntryKind::DeletionApproved, "DeletionApproved"},
        {EntryKind::DeletionCarriedOut, "DeletionCarriedOut"},
        {EntryKind::DeletionClosed, "DeletionClosed"},
        {EntryKind::BackupMade, "BackupMade"},
        {EntryKind::BackupFailed, "BackupFailed"},
        {EntryKind::RestoreDrilled, "RestoreDrilled"},
        {EntryKind::HomeRestored, "HomeRestored"},
        {EntryKind::ArchivePartVerified, "ArchivePartVerified"},
        {EntryKind::RecordRepaired, "RecordRepaired"},
        {EntryKind::LedgerRebuilt, "LedgerRebuilt"},
        {EntryKind::LogFilesCompleted, "LogFilesCompleted"},
        {EntryKind::SoftwareChanged, "SoftwareChanged"},
        {EntryKind::SettingsChanged, "SettingsChanged"},
        {EntryKind::EmergencyLooksTaken, "EmergencyLooksTaken"},
        {EntryKind::DeliveryPrepared, "DeliveryPrepared"},
        {EntryKind::DeliverySent, "DeliverySent"},
        {EntryKind::DeliveryConfirmed, "DeliveryConfirmed"},
        {EntryKind::DeliveryFailed, "DeliveryFailed"},
        {EntryKind::DeliveryBrokeOff, "DeliveryBrokeOff"},
        {EntryKind::DeliveryRetryAsked, "DeliveryRetryAsked"},
        {EntryKind::DeliveryGivenUp, "DeliveryGivenUp"},
    });
};

// What a verb wants to have written.
struct EntryDraft {
    EntryKind kind{};
    Actor actor;
    std::string job;    // empty when it belongs to none
    std::string record; // record id; empty when it belongs to none
    Json facts = Json::object({});
    Json privateFacts; // patient data; null when there is none
    std::optional<Verdict> verdict;
    Digest regulation;
};

// One immutable ledger line. `privateFacts` is not part of the public line: that holds only
// privateCommitment = SHA-256(privateSalt ‖ canonical(privateFacts)), so the patient data can be
// opened for one entry, or destroyed with its salt, while the tree stays provable.
struct Entry {
    std::string station;
    std::uint64_t sequence = 0; // from 0, without gaps
    Instant at{};
    EntryDraft what;
    Digest salt; // of the leaf: one entry's hash says nothing about another's content
    std::optional<Digest>
        privateSalt; // absent when there are no private facts, or they were deleted by law
    std::optional<Digest> privateCommitment;
};

// The public line: canonical JSON of this object is the leaf of the Merkle tree.
Json publicLine(const Entry& entry);
// Reads a public line back; private facts are filled in by the ledger. Faults: Malformed.
Entry entryFromPublicLine(const Json& line);
Digest privateCommitmentOf(const Digest& salt, const Json& privateFacts);

} // namespace seihon::record
