#include "atna/event_codes.h"

#include <string_view>

namespace seihon::atna {

using record::EntryKind;

namespace {

// DICOM PS3.16 CID 400, Audit Event ID.
Code applicationActivity() {
    return dicomCode("110100", "Application Activity");
}
Code exporting() {
    return dicomCode("110106", "Export");
}
Code importing() {
    return dicomCode("110107", "Import");
}
Code patientRecord() {
    return dicomCode("110110", "Patient Record");
}
Code procedureRecord() {
    return dicomCode("110111", "Procedure Record");
}
Code query() {
    return dicomCode("110112", "Query");
}
Code securityAlert() {
    return dicomCode("110113", "Security Alert");
}
Code userAuthentication() {
    return dicomCode("110114", "User Authentication");
}

// CID 401, Audit Event Type Code.
Code login() {
    return dicomCode("110122", "Login");
}

EventCodes alert(const char* type, const char* meaning, Outcome outcome = Outcome::Success) {
    return {securityAlert(), dicomCode(type, meaning), Action::Execute, outcome};
}

EventCodes securityConfiguration() {
    return alert("110129", "Security Configuration");
}

// Looks, logins, changes of settings: what an access log is for [F5, F6, F13].
std::optional<EventCodes> accessCodes(EntryKind kind) {
    switch (kind) {
    case EntryKind::HomeInitialised:
        return EventCodes{applicationActivity(), dicomCode("110120", "Application Start"),
                          Action::Execute};
    case EntryKind::LoggedIn:
        return EventCodes{userAuthentication(), login(), Action::Execute};
    case EntryKind::LoginFailed:
        return EventCodes{userAuthentication(), login(), Action::Execute, Outcome::MinorFailure};
    case EntryKind::LoginUnlocked:
    case EntryKind::CredentialSet:
        return alert("110137", "User security Attributes Changed");
    case EntryKind::PeopleChanged:
    case EntryKind::PeopleReviewed:
        return alert("110136", "Security Roles Changed");
    case EntryKind::SoftwareChanged:
        return alert("110131", "Software Configuration");
    case EntryKind::BreakGlassStarted:
    case EntryKind::EmergencyLooksTaken:
        return alert("110127", "Emergency Override Started");
    case EntryKind::Refused:
        return alert("110132", "Use of Restricted Function", Outcome::MinorFailure);
    case EntryKind::RegulationActivated:
    case EntryKind::RegulationApproved:
    case EntryKind::TrustAccepted:
    case EntryKind::SettingsChanged:
        return securityConfiguration();
    case EntryKind::DeviceQualified:
    case EntryKind::QualificationVoided:
    case EntryKind::FilmCalibrated:
    case EntryKind::FilmCalibrationVoided:
        return alert("110130", "Hardware Configuration");
    case EntryKind::QualificationRefused:
    case EntryKind::FilmCalibrationRefused:
        return alert("110130", "Hardware Configuration", Outcome::MinorFailure);
    case EntryKind::LogViewed:
    case EntryKind::AuditReplayed:
        return EventCodes{auditLogUsed(), {}, Action::Read};
    case EntryKind::RecordSearched:
        return EventCodes{query(), {}, Action::Execute};
    case EntryKind::RecordExported:
    case EntryKind::BundleTaken:
    case EntryKind::MediumApproved:
        return EventCodes{exporting(), {}, Action::Read};
    case EntryKind::DeliverySent: // PS3.15 A.5.3.7: DICOM Instances Transferred
        return EventCodes{dicomCode("110104", "DICOM Instances Transferred"), {}, Action::Read};
    case EntryKind::DeliveryFailed:
    case EntryKind::DeliveryBrokeOff:
        return EventCodes{dicomCode("110104", "DICOM Instances Transferred"),
                          {},
                          Action::Read,
                          Outcome::MinorFailure};
    case EntryKind::ReceivedDocumentChecked:
        return EventCodes{importing(), {}, Action::Create};
    default:
        return std::nullopt;
    }
}

// What becomes of a patient's record, and who looks at it.
std::optional<EventCodes> recordCodes(EntryKind kind) {
    const auto of = [](Action action, Outcome outcome = Outcome::Success) {
        return EventCodes{patientRecord(), {}, action, outcome};
    };
    switch (kind) {
    case EntryKind::JobViewed:
    case EntryKind::RecordViewed:
    case EntryKind::RecordVerified:
    case EntryKind::SamplePageViewed:
    case EntryKind::InspectionPageViewed:
    case EntryKind::ProjectAuditPagesViewed:
        return of(Action::Read);
    case EntryKind::RecordSealed:
        return of(Action::Create);
    case EntryKind::RecordCompleted:
    case EntryKind::RecordRenewed:
    case EntryKind::AmendmentOpened:
        return of(Action::Update);
    case EntryKind::RecordWithdrawn:
        return of(Action::Update);
    case EntryKind::TempDataPurged:
        return of(Action::Delete);
    case EntryKind::SignerRevocationFound:
        return of(Action::Update, Outcome::SeriousFailure);
    default:
        return std::nullopt;
    }
}

// The work on a job, up to its seal.
std::optional<EventCodes> workCodes(EntryKind kind) {
    const auto of = [](Action action, Outcome outcome = Outcome::Success) {
        return EventCodes{procedureRecord(), {}, action, outcome};
    };
    switch (kind) {
    case EntryKind::OriginalRegistered:
    case EntryKind::JobOpened:
        return of(Action::Create);
    case EntryKind::FeedInterrupted:
    case EntryKind::BatchInterrupted:
    case EntryKind::SealDiscarded:
    case EntryKind::InspectionRejected:
    case EntryKind::SampleFaultFound:
        return of(Action::Update, Outcome::MinorFailure);
    case EntryKind::Prepared:
    case EntryKind::ScanStarted:
    case EntryKind::PageCaptured:
    case EntryKind::ScanEnded:
    case EntryKind::PageMarked:
    case EntryKind::PageExamined:
    case EntryKind::SheetSetAside:
    case EntryKind::SheetsRecounted:
    case EntryKind::SheetMoved:
    case EntryKind::PageTurned:
    case EntryKind::Compared:
    case EntryKind::FilmSideAttested:
    case EntryKind::JobSubmitted:
    case EntryKind::SentBack:
    case EntryKind::Accepted:
    case EntryKind::Excused:
    case EntryKind::ConvertedToReference:
    case EntryKind::SealStarted:
    case EntryKind::RecordSigned:
    case EntryKind::JobAbandoned:
    case EntryKind::PatientIdentified:
    case EntryKind::OrderPicked:
    case EntryKind::JobPutInEnvelope:
        return of(Action::Update);
    default:
        return std::nullopt;
    }
}

} // namespace

Code dicomCode(const char* value, const char* meaning) {
    return {value, "DCM", meaning};
}

Code ownCode(std::string_view word) {
    return {std::string(word), kOwnCodes, std::string(word)};
}

Code auditLogUsed() {
    return dicomCode("110101", "Audit Log Used");
}

EventCodes codesOf(EntryKind kind) {
    for (const auto& find : {accessCodes, recordCodes, workCodes}) {
        if (auto codes = find(kind)) {
            return *codes;
        }
    }
    return {ownCode(record::enumName(kind)), {}, Action::Execute};
}

} // namespace seihon::atna
