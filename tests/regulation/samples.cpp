#include "samples.h"

#include <algorithm>

namespace seihon::regulation {

using record::Quantity;
using record::Role;
using record::Severity;

record::Instant at(std::string_view isoTime) {
    return record::parseInstant(isoTime);
}

namespace {

QualityFloors sampleFloors() {
    QualityFloors floors;
    floors.modes = {record::ColourMode::Colour};
    floors.lengthToleranceMicrometres = {6'000, Severity::Refuse};
    floors.identicalTailRows = {7, Severity::Refuse};
    floors.sheetTouchesPermille = {300, Severity::Refuse};
    floors.inkAtEdgeMilliMm2 = {3'000, Severity::Warn};
    floors.skewMilliDegrees = {1'500, Severity::Warn};
    floors.cornerMissingMilliMm2 = {25'000, Severity::Refuse};
    floors.blankInkMilliMm2 = {1'000, Severity::Warn};
    floors.edgeWidthMilliPixels = {3'500, Severity::Refuse};
    floors.effectiveDpi = {250, Severity::Refuse};
    floors.jpegBlockRatioPermille = {1'120, Severity::Refuse};
    floors.clippedWhitePermille = {20, Severity::Warn};
    floors.paperToneLeast = {165, Severity::Warn};
    floors.paperCast = {28, Severity::Warn};
    floors.shadowTone = {30, Severity::Warn};
    floors.turnedConfidenceMilli = {3'500, Severity::Warn};
    floors.pageNumberPercent = {80, Severity::Warn};
    floors.overexposedPermille = {250, Severity::Warn};
    floors.objectOnPageMilliMm2 = {250'000, Severity::Refuse};
    floors.overlayEdgeMicrometres = {28'000, Severity::Refuse};
    floors.streakPermille = {900, Severity::Warn};
    return floors;
}

DocumentClass sampleClass(const std::string& id, ClassPurpose purpose = ClassPurpose::Original) {
    DocumentClass kind;
    kind.id = id;
    kind.purpose = purpose;
    kind.signerRoles = {Role::ScanOperator, Role::InformationCreationManager};
    kind.quality = sampleFloors();
    return kind;
}

} // namespace

Regulation sampleRegulation() {
    using enum Authority;
    Regulation regulation;
    regulation.version = "test";
    regulation.calendar.closedWeekdays = {std::chrono::Saturday, std::chrono::Sunday};
    const std::chrono::year y26(2026);
    regulation.calendar.closedDays = {y26 / 11 / 23, y26 / 12 / 29, y26 / 12 / 30, y26 / 12 / 31,
                                      std::chrono::year(2027) / 1 / 1};
    DocumentClass direct = sampleClass("seal-direct");
    direct.acceptanceRequired = false;
    DocumentClass prescription = sampleClass("prescription");
    prescription.signerHealthcareRoles = {"Pharmacist"};
    prescription.profile.source = record::PaperSource::FeederDuplex;
    DocumentClass created = sampleClass("created");
    created.startsFrom = StartEvent::Created;
    created.scanWindowBusinessDays = 2;
    DocumentClass copy = sampleClass("copy", ClassPurpose::ReferenceCopy);
    copy.acceptanceRequired = false;
    copy.quality.opticalDpi = 200;
    copy.quality.modes.push_back(record::ColourMode::Grey);
    copy.quality.lossyWireFormatAllowed = true;
    for (const DocumentClass& kind : {sampleClass("letter"), direct, prescription, created,
                                      sampleClass("film", ClassPurpose::OutOfScope), copy}) {
        regulation.classes.emplace(kind.id, kind);
    }
    const std::set<Authority> desk{Register, Open,    Scan, MarkPage, Compare,
                                   Submit,   Convert, Seal, Abandon,  ViewRecord};
    regulation.authorities[Role::ScanOperator] = desk;
    regulation.authorities[Role::InformationCreationManager] = desk;
    regulation.authorities[Role::InformationCreationManager].insert({Accept, SendBack, Excuse});
    regulation.authorities[Role::Auditor] = {ViewRecord, ViewLog};
    regulation.authorities[Role::Station] = {Work};
    return regulation;
}

record::Original sampleOriginal(const std::string& kind) {
    record::Original original;
    original.documentClass = kind;
    original.receivedAt = at("2026-11-16T10:00:00+09:00"); // a Monday
    original.createdAt = original.receivedAt;
    original.sheets = 2;
    return original;
}

record::CaptureFacts sampleFacts() {
    record::CaptureFacts facts;
    facts.device = {"paperfeed:paper0", "Seihon", "Feeder", "S1", "1.0"};
    facts.dpiX = facts.dpiY = 300;
    facts.areaWidthMicrometres = facts.asked.areaWidthMicrometres;
    facts.areaHeightMicrometres = facts.asked.areaHeightMicrometres;
    facts.lines = 3602;
    facts.bytesPerLine = 2574 * 3;
    facts.bytesRead = facts.lines * facts.bytesPerLine;
    facts.feed = 1;
    facts.options = {{"mode", "Color", "Color"}, {"resolution", "300", "300"}};
    return facts;
}

record::Qualification sampleQualification() {
    record::Qualification qualification;
    qualification.device = sampleFacts().device;
    qualification.opticalDpi = {300, 600};
    qualification.modes = {record::ColourMode::Colour, record::ColourMode::Grey};
    qualification.sources = {record::PaperSource::FeederSimplex, record::PaperSource::FeederDuplex};
    qualification.bitsPerSample = {8};
    qualification.validFrom = at("2026-04-01T00:00:00+09:00");
    qualification.validUntil = at("2027-04-01T00:00:00+09:00");
    return qualification;
}

record::TargetMeasurement sampleTarget() {
    record::TargetMeasurement out;
    out.across = {.edges = 30,
                  .mtf50MilliCyclesPerPixel = 260,
                  .mtf10MilliCyclesPerPixel = 460,
                  .samplingEfficiencyPercent = 92,
                  .leastSamplingEfficiencyPercent = 85,
                  .peakPermille = 1000,
                  .curvePermille = {1000}};
    out.down = out.across;
    out.edgeWidthMilliPixels = 2'000;
    out.paperMilliTone = 244'000;
    out.paperNoiseMilliTone = 1'500;
    for (std::int64_t i = 0; i < 12; ++i) {
        out.steps.push_back({235 - i * 235 / 11, 228'000 - i * 17'000, 1'500});
    }
    out.scaleErrorAcrossPpm = 1'000;
    out.scaleErrorDownPpm = -2'000;
    out.distortionMicrometres = 60;
    out.textContrastPermille = 600;
    out.effectiveDpi = 300;
    out.jpegBlockRatioPermille = 1'003;
    return out;
}

record::PageMeasurement sampleMeasurement() {
    record::PageMeasurement out;
    out.add(Quantity::WidthPixels, 2574);
    out.add(Quantity::HeightPixels, 3602);
    out.add(Quantity::SheetWidthMicrometres, 210'000);
    out.add(Quantity::SheetHeightMicrometres, 297'000);
    out.add(Quantity::SheetTouchesTopPermille, 0);
    out.add(Quantity::SheetTouchesBottomPermille, 0);
    out.add(Quantity::SheetTouchesLeftPermille, 0);
    out.add(Quantity::SheetTouchesRightPermille, 0);
    out.add(Quantity::InkAtEdgeMilliMm2, 0);
    out.add(Quantity::IdenticalTailRows, 0);
    out.add(Quantity::SkewMilliDegrees, 300);
    out.add(Quantity::CornerMissingMilliMm2, 0);
    out.add(Quantity::InkMilliMm2, 900'000);
    out.add(Quantity::EdgeWidthMilliPixels, 2'100);
    out.add(Quantity::EffectiveDpi, 300);
    out.add(Quantity::JpegBlockRatioPermille, 1'002);
    out.add(Quantity::ClippedWhitePermille, 1);
    out.add(Quantity::PaperTone, 236);
    out.add(Quantity::PaperCast, 4);
    out.add(Quantity::ShadowTone, 6);
    return out;
}

void remove(record::PageMeasurement& measurement, Quantity quantity) {
    std::erase_if(measurement.values,
                  [=](const record::Measured& one) { return one.quantity == quantity; });
}

void replace(record::PageMeasurement& measurement, Quantity quantity, std::int64_t value) {
    remove(measurement, quantity);
    measurement.add(quantity, value);
}

record::Actor clerk() {
    return {"clerk", "Clerk", Role::ScanOperator};
}
record::Actor manager() {
    return {"manager", "Manager", Role::InformationCreationManager};
}

record::SignerCertificate sampleCertificate() {
    record::SignerCertificate certificate;
    certificate.holder = "Clerk";
    certificate.trustProfile = "hospital";
    certificate.nonRepudiation = true;
    certificate.keyBits = 2048;
    certificate.notBefore = at("2026-01-01T00:00:00Z");
    certificate.notAfter = at("2027-12-31T23:59:59Z");
    return certificate;
}

record::Page samplePage(std::int64_t sheet, record::Side side) {
    record::Page page;
    page.number = sheet;
    page.sheet = sheet;
    page.side = side;
    page.captureId = std::to_string(sheet) + std::string(record::enumName(side));
    page.pixelDigest = record::sha256(page.captureId);
    page.capture = sampleFacts();
    page.measurement = sampleMeasurement();
    page.capturedAt = at("2026-11-17T11:00:00+09:00");
    return page;
}

record::ScanJob openJob(const std::string& kind) {
    record::ScanJob job;
    job.id = "job";
    job.state = record::JobState::Open;
    job.original = sampleOriginal(kind);
    job.opened = record::Act{clerk(), at("2026-11-17T10:50:00+09:00"), "", {}};
    job.prepared = record::Attestation{"prepared", "yes",   "",
                                       "screen",   clerk(), at("2026-11-17T10:55:00+09:00")};
    job.sheetsPrepared = 2;
    job.sheetsFed = 2;
    job.pages = {samplePage(1), samplePage(2)};
    job.compared = record::Attestation{"compared", "same",  "",
                                       "screen",   clerk(), at("2026-11-17T11:10:00+09:00")};
    return job;
}

record::ScanJob acceptedJob(const std::string& kind) {
    record::ScanJob job = openJob(kind);
    job.state = record::JobState::Accepted;
    job.submitted = record::Act{clerk(), at("2026-11-17T11:15:00+09:00"), "", {}};
    job.accepted = record::Act{manager(), at("2026-11-17T12:00:00+09:00"), "", {}};
    return job;
}

std::vector<record::FindingId> idsOf(const record::Verdict& verdict, Severity severity) {
    std::vector<record::FindingId> out;
    for (const record::Finding& finding : verdict.findings) {
        if (finding.severity == severity) {
            out.push_back(finding.id);
        }
    }
    return out;
}

std::vector<record::FindingId> refusals(const record::Verdict& verdict) {
    return idsOf(verdict, Severity::Refuse);
}

const record::Finding* find(const record::Verdict& verdict, record::FindingId id) {
    const auto found = std::find_if(verdict.findings.begin(), verdict.findings.end(),
                                    [=](const auto& finding) { return finding.id == id; });
    return found == verdict.findings.end() ? nullptr : &*found;
}

} // namespace seihon::regulation
