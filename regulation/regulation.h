#pragma once

#include "record/actor.h"
#include "record/capture_facts.h"
#include "record/digest.h"
#include "record/film.h"
#include "record/instant.h"
#include "record/target_measurement.h"
#include "record/verdict.h"
#include "regulation/backup_rules.h"
#include "regulation/disposal_rules.h"
#include "regulation/equivalence.h"
#include "regulation/governance.h"
#include "regulation/intake_rules.h"
#include "regulation/media_rules.h"
#include "regulation/people_rules.h"
#include "regulation/project_rules.h"
#include "regulation/retention.h"
#include "regulation/temp_data.h"

#include <chrono>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace seihon::regulation {

// Which fact starts the scan window [B1]. Old paper has none: it is scanned while a project of its
// own runs [C2].
enum class StartEvent { Received, Created, Project };

// Least quality of a document class [A3, A15]; a limit that is absent is not judged. Units as in
// record::Quantity.
struct QualityFloors {
    std::int64_t opticalDpi = 300;
    int bitsPerSample = 8;
    std::vector<record::ColourMode> modes; // permitted
    bool lossyWireFormatAllowed = false;   // [A7]
    // Limits with the severity that passing them has. `noise` limits need both directions.
    struct Limit {
        std::int64_t value = 0;
        record::Severity severity = record::Severity::Warn;
    };
    std::optional<Limit>
        lengthToleranceMicrometres; // sheet longer or page shorter than asked by more than this
    std::optional<Limit> identicalTailRows;
    std::optional<Limit> sheetTouchesPermille;
    std::optional<Limit> inkAtEdgeMilliMm2;
    std::optional<Limit> skewMilliDegrees;
    std::optional<Limit> cornerMissingMilliMm2;
    std::optional<Limit> blankInkMilliMm2; // ink below this looks blank
    std::optional<Limit> edgeWidthMilliPixels;
    std::optional<Limit> effectiveDpi; // measured below this
    std::optional<Limit> jpegBlockRatioPermille;
    std::optional<Limit> clippedWhitePermille;
    std::optional<Limit> paperToneLeast; // below: underexposed
    std::optional<Limit> paperCast;
    std::optional<Limit> shadowTone;
    std::optional<Limit> overexposedPermille; // clipped white beyond repair
    std::optional<Limit> objectOnPageMilliMm2;
    std::optional<Limit> overlayEdgeMicrometres; // of a note or of another sheet
    // Share of the places without print that show a line: a note on one page, this severity on
    // three sheets.
    std::optional<Limit> streakPermille;
    // The slow looks: from which confidence on a turned page, and a printed page number, are
    // believed.
    std::optional<Limit> turnedConfidenceMilli;
    std::optional<Limit> pageNumberPercent;
    bool examineBeforeSealing = false; // no submission before every page was looked at
};

// When a device may scan originals [A1], and how far a page may be from its device's target scan.
struct QualificationRules {
    std::int64_t validMonths = 12;
    record::TargetLimits target;
    // Edge width of a page, percent of the target scan's: above is blurred, or too coarse.
    std::optional<QualityFloors::Limit> edgeWidthOfBaselinePercent;
    std::optional<QualityFloors::Limit> resolutionOfBaselinePercent;
};

enum class FilmKind { General, Mammography };

// What a class of films demands beside the floors of its pixels [A4].
struct FilmRules {
    FilmKind kind = FilmKind::General; // mammography is never an original, whatever else is written
    std::int64_t significantBits = 12; // measured in the pixels
    std::int64_t pitchMicrometres = 200;
    // The calibrated range begins at or below the one and reaches the other, thousandths of
    // density.
    std::int64_t leastDensity = 500, mostDensity = 3'500;
    std::optional<QualityFloors::Limit> saturatedDarkPermille, saturatedBrightPermille;
};

// What a step tablet must show of a device, and for how long it counts [A1, A4].
struct FilmCalibrationRules {
    std::int64_t validDays = 31;
    record::FilmLimits limits;
};

enum class ClassPurpose { Original, ReferenceCopy, OutOfScope };

// One kind of paper [A9a].
struct DocumentClass {
    std::string id;
    std::string nameJa, nameEn;
    std::string reason; // why it is in scope, and the law
    ClassPurpose purpose = ClassPurpose::Original;
    StartEvent startsFrom = StartEvent::Received;
    std::int64_t scanWindowBusinessDays = 1;
    std::chrono::minutes sealDelay{24 * 60};
    bool acceptanceRequired = true; // by the information creation manager, before sealing
    std::set<record::Role> signerRoles;
    std::set<std::string>
        signerHealthcareRoles; // one of these must be in the certificate; empty: none needed
    std::set<std::string> trustProfiles; // kinds of certificates that may sign; empty: any trusted
    std::int64_t retentionYears = 5;
    record::ScanProfile profile;
    QualityFloors quality;
    std::optional<FilmRules> film; // of films only
    std::string notCapturable;     // [A16] note that goes into the record, may be empty
};

// Opening days of the hospital: what a business day is.
struct Calendar {
    std::chrono::minutes utcOffset{9 * 60};
    std::set<std::chrono::weekday, bool (*)(std::chrono::weekday, std::chrono::weekday)>
        closedWeekdays{[](std::chrono::weekday a, std::chrono::weekday b) {
            return a.c_encoding() < b.c_encoding();
        }};
    std::set<std::chrono::year_month_day> closedDays;
};

// The station's verbs as far as authority goes [F2].
enum class Authority {
    Register,
    Open,
    Scan,
    MarkPage,
    Compare,
    Submit,
    Accept,
    SendBack,
    Excuse,
    Convert,
    Seal,
    Abandon,
    ViewRecord,
    SearchRecords,
    ExportRecord,
    ViewLog,
    VerifyArchive,
    Work,
    QualifyDevice,
    // the rules themselves, and whether work follows them [A9, A13a]
    ApproveRegulation,
    ActivateRegulation,
    RecordConformity,
    CountersignConformity,
    // people [F2]
    ManagePeople, // credentials, unlocking
    ReviewPeople, // of rights, of broken glass
    // intake [B4, W]
    IdentifyPatient,
    KeepEnvelope,
    // sealed records and their paper later on
    AmendRecord,
    WithdrawRecord,
    CloseIncident,
    DrawSample,
    InspectSample,
    PlacePaper,
    ReleasePaper,
    // projects of old paper, and what patients said of them [C1, C2]
    PlanProject,
    ApproveProject,
    RunProject, // start, stop, close
    KeepObjections,
    ReadObjections,  // with names
    DeclareDowntime, // begin, end and close one [F17]
    // boxes of old paper [W, C3]
    KeepBox,
    SettleBox, // exceptions
    KeepLegalHolds,
    CheckDisposal, // the system manager, before and after
    ApproveDisposal,
    WitnessDisposal,
    CarryOutDisposal,
    InspectScan,
    AuditProject,
    SettleAudit,
    HandOutMedia, // [F15]
    ApproveMedia,
    TellRetention, // [F14]
    DeleteRecords,
    KeepArchive, // backups, drills, repairs [F9]
};

// When two images count as the same paper [A2]: fed twice, put back needlessly, or out of the
// device's memory of the patient before.
struct DuplicateRules {
    std::int64_t similarityPermille = 945; // of content; at least this is the same
    std::chrono::hours lookBack{24};       // other jobs on the station
    record::Severity otherJob = record::Severity::Warn;
};

// The hospital's rules as data.
struct Regulation {
    std::string version;
    record::Digest digest; // of the file's bytes
    std::string hospital;
    bool demo = false;
    Calendar calendar;
    std::map<std::string, DocumentClass> classes;
    std::map<record::Role, std::set<Authority>> authorities;
    bool acceptByOtherPerson = true; // the one who scanned may not accept
    std::chrono::minutes windowWarning{4 * 60};
    // Acceptable gap between the claimed signing time and the token's.
    std::chrono::minutes clockTolerance{5};
    // For how long, and how many signatures, a PIN given once may serve a batch [F1].
    std::chrono::minutes pinKept{30};
    std::int64_t pinSignatures = 50;
    QualificationRules qualification;
    FilmCalibrationRules filmCalibration;
    DuplicateRules duplicates;
    ApprovalRules approval;
    ClockRules clock;
    ConformityRules conformity;
    PeopleRules people;
    IntakeRules intake;
    EquivalenceRules equivalence;
    ProjectRules projects;
    DisposalRules disposal;
    TempDataRules tempData;
    MediaRules media;
    RetentionRules retention;
    BackupRules backup;
};

} // namespace seihon::regulation

namespace seihon::record {

template <>
struct EnumNames<regulation::StartEvent> {
    static constexpr std::array<std::pair<regulation::StartEvent, std::string_view>, 3> table{
        {{regulation::StartEvent::Received, "received"},
         {regulation::StartEvent::Created, "created"},
         {regulation::StartEvent::Project, "project"}}};
};

template <>
struct EnumNames<regulation::FilmKind> {
    static constexpr std::array<std::pair<regulation::FilmKind, std::string_view>, 2> table{
        {{regulation::FilmKind::General, "general"},
         {regulation::FilmKind::Mammography, "mammography"}}};
};

template <>
struct EnumNames<regulation::ClassPurpose> {
    static constexpr std::array<std::pair<regulation::ClassPurpose, std::string_view>, 3> table{
        {{regulation::ClassPurpose::Original, "original"},
         {regulation::ClassPurpose::ReferenceCopy, "reference-copy"},
         {regulation::ClassPurpose::OutOfScope, "out-of-scope"}}};
};

template <>
struct EnumNames<regulation::Authority> {
    static constexpr std::array table =
        std::to_array<std::pair<regulation::Authority, std::string_view>>({
            {regulation::Authority::Register, "register"},
            {regulation::Authority::Open, "open"},
            {regulation::Authority::Scan, "scan"},
            {regulation::Authority::MarkPage, "mark-page"},
            {regulation::Authority::Compare, "compare"},
            {regulation::Authority::Submit, "submit"},
            {regulation::Authority::Accept, "accept"},
            {regulation::Authority::SendBack, "send-back"},
            {regulation::Authority::Excuse, "excuse"},
            {regulation::Authority::Convert, "convert"},
            {regulation::Authority::Seal, "seal"},
            {regulation::Authority::Abandon, "abandon"},
            {regulation::Authority::ViewRecord, "view-record"},
            {regulation::Authority::SearchRecords, "search-records"},
            {regulation::Authority::ExportRecord, "export-record"},
            {regulation::Authority::ViewLog, "view-log"},
            {regulation::Authority::VerifyArchive, "verify-archive"},
            {regulation::Authority::Work, "work"},
            {regulation::Authority::QualifyDevice, "qualify-device"},
            {regulation::Authority::ApproveRegulation, "approve-regulation"},
            {regulation::Authority::ActivateRegulation, "activate-regulation"},
            {regulation::Authority::RecordConformity, "record-conformity"},
            {regulation::Authority::CountersignConformity, "countersign-conformity"},
            {regulation::Authority::ManagePeople, "manage-people"},
            {regulation::Authority::ReviewPeople, "review-people"},
            {regulation::Authority::IdentifyPatient, "identify-patient"},
            {regulation::Authority::KeepEnvelope, "keep-envelope"},
            {regulation::Authority::AmendRecord, "amend-record"},
            {regulation::Authority::WithdrawRecord, "withdraw-record"},
            {regulation::Authority::CloseIncident, "close-incident"},
            {regulation::Authority::DrawSample, "draw-sample"},
            {regulation::Authority::InspectSample, "inspect-sample"},
            {regulation::Authority::PlacePaper, "place-paper"},
            {regulation::Authority::ReleasePaper, "release-paper"},
            {regulation::Authority::PlanProject, "plan-project"},
            {regulation::Authority::ApproveProject, "approve-project"},
            {regulation::Authority::RunProject, "run-project"},
            {regulation::Authority::KeepObjections, "keep-objections"},
            {regulation::Authority::ReadObjections, "read-objections"},
            {regulation::Authority::DeclareDowntime, "declare-downtime"},
            {regulation::Authority::KeepBox, "keep-box"},
            {regulation::Authority::SettleBox, "settle-box"},
            {regulation::Authority::KeepLegalHolds, "keep-legal-holds"},
            {regulation::Authority::CheckDisposal, "check-disposal"},
            {regulation::Authority::ApproveDisposal, "approve-disposal"},
            {regulation::Authority::WitnessDisposal, "witness-disposal"},
            {regulation::Authority::CarryOutDisposal, "carry-out-disposal"},
            {regulation::Authority::InspectScan, "inspect-scan"},
            {regulation::Authority::AuditProject, "audit-project"},
            {regulation::Authority::SettleAudit, "settle-audit"},
            {regulation::Authority::HandOutMedia, "hand-out-media"},
            {regulation::Authority::ApproveMedia, "approve-media"},
            {regulation::Authority::TellRetention, "tell-retention"},
            {regulation::Authority::DeleteRecords, "delete-records"},
            {regulation::Authority::KeepArchive, "keep-archive"},
        });
};

} // namespace seihon::record
