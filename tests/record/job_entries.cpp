#include "job_entries.h"

namespace seihon::record {

Actor sampleClerk() {
    return {"clerk", "佐藤 文子", Role::ScanOperator};
}

Actor sampleManager() {
    return {"manager", "田中 正", Role::InformationCreationManager};
}

Original sampleOriginal() {
    Original original;
    original.documentClass = "referral-letter";
    original.patient = {"0012345", "髙橋 花子"};
    original.receivedAt = parseInstant("2026-11-20T01:00:00Z");
    original.evidence = ReceptionEvidence::DateStamp;
    original.sheets = 2;
    original.duplex = true;
    return original;
}

CaptureFacts sampleCapture(Side side) {
    CaptureFacts facts;
    facts.device = {"paperfeed:paper0", "Seihon", "paperfeed", "1", "2"};
    facts.source = PaperSource::FeederDuplex;
    facts.dpiX = facts.dpiY = 300;
    facts.areaWidthMicrometres = 218'000;
    facts.areaHeightMicrometres = 305'000;
    facts.lines = 3602;
    facts.bytesPerLine = 7725;
    facts.bytesRead = 3602 * 7725;
    facts.feed = 1;
    facts.side = side;
    facts.sheetRect = RectPx{10, 20, 2480, 3508};
    facts.options = {
        {"mode", "Color", "Color"}, {"resolution", "300", "300"}, {"swdeskew", "", "0"}};
    facts.startedAt = parseInstant("2026-11-20T02:00:00Z");
    facts.finishedAt = parseInstant("2026-11-20T02:00:01.5Z");
    return facts;
}

SignerCertificate sampleCertificate() {
    SignerCertificate certificate;
    certificate.holder = "TANAKA TADASHI";
    certificate.issuer = "DEMO HPKI";
    certificate.serial = "0a1b";
    certificate.sha256 = sha256("certificate");
    certificate.policies = {"1.2.392.100495.1.5.1.1.0.1"};
    certificate.healthcareRoles = {"Medical Doctor", "Pharmacist"};
    certificate.trustProfile = "demo";
    certificate.testMode = true;
    certificate.nonRepudiation = true;
    certificate.keyBits = 2048;
    certificate.notBefore = parseInstant("2026-01-01T00:00:00Z");
    certificate.notAfter = parseInstant("2031-01-01T00:00:00Z");
    return certificate;
}

Page samplePage(const std::string& captureId, std::int64_t sheet, Side side) {
    Page page;
    page.captureId = captureId;
    page.sheet = sheet;
    page.side = side;
    page.file = captureId + ".tif";
    page.fileBytes = 1234;
    page.fileDigest = sha256("file " + captureId);
    page.pixelDigest = sha256("pixels " + captureId);
    page.width = 2575;
    page.height = 3602;
    page.dpi = 300;
    page.capture = sampleCapture(side);
    page.measurement.add(Quantity::SkewMilliDegrees, 90);
    Finding finding;
    finding.id = FindingId::Skewed;
    finding.severity = Severity::Warn;
    finding.measured = 90;
    finding.required = 50;
    finding.unit = "milliDegrees";
    page.verdict.add(finding);
    page.capturedAt = parseInstant("2026-11-20T02:00:02Z");
    return page;
}

JobEntries& JobEntries::add(EntryKind kind, Json facts, const std::string& record) {
    Entry entry;
    entry.station = "station-1";
    entry.sequence = m_entries.empty() ? 100 : m_entries.back().sequence + 3;
    entry.at = parseInstant("2026-11-20T03:00:00Z") + std::chrono::minutes(m_entries.size());
    entry.what.kind = kind;
    entry.what.actor = sampleClerk();
    entry.what.job = m_job;
    entry.what.record = record;
    entry.what.facts = std::move(facts);
    entry.what.regulation = sha256("regulation");
    m_entries.push_back(std::move(entry));
    return *this;
}

JobEntries& JobEntries::attest(EntryKind kind, Json facts) {
    facts.set("attestation", toJson(Attestation{"prepared", "yes", "", "flag", sampleClerk(),
                                                parseInstant("2026-11-20T02:00:00Z")}));
    return add(kind, std::move(facts));
}

JobEntries& JobEntries::capture(const std::string& captureId, std::int64_t sheet, Side side,
                                const std::string& supersedes) {
    Page page = samplePage(captureId, sheet, side);
    page.supersedes = supersedes;
    return add(EntryKind::PageCaptured, toJson(page));
}

JobEntries& JobEntries::captureFrom(PaperSource source, const std::string& captureId,
                                    std::int64_t sheet, Side side) {
    Page page = samplePage(captureId, sheet, side);
    page.capture.source = source;
    return add(EntryKind::PageCaptured, toJson(page));
}

JobEntries& JobEntries::mark(const std::string& captureId, PageMark mark,
                             const std::string& reason) {
    return add(
        EntryKind::PageMarked,
        Json::object({{"captureId", captureId}, {"mark", enumName(mark)}, {"reason", reason}}));
}

JobEntries& JobEntries::registered() {
    add(EntryKind::OriginalRegistered, Json::object({{"original", toJson(sampleOriginal())}}));
    last().what.privateFacts = Json::object({{"patient", toJson(sampleOriginal().patient)}});
    return *this;
}

JobEntries& JobEntries::opened() {
    registered();
    add(EntryKind::JobOpened);
    return attest(EntryKind::Prepared, Json::object({{"sheets", 2}}));
}

JobEntries& JobEntries::scanned() {
    opened();
    add(EntryKind::ScanStarted);
    capture("1f", 1, Side::Front).capture("1b", 1, Side::Back);
    capture("2f", 2, Side::Front).capture("2b", 2, Side::Back);
    return add(EntryKind::ScanEnded);
}

JobEntries& JobEntries::submitted() {
    scanned();
    return attest(EntryKind::Compared).add(EntryKind::JobSubmitted);
}

JobEntries& JobEntries::accepted() {
    submitted().add(EntryKind::Accepted);
    last().what.actor = sampleManager();
    return *this;
}

JobEntries& JobEntries::sealStarted() {
    return accepted().add(EntryKind::SealStarted,
                          Json::object({{"recordId", kSampleRecordId},
                                        {"manifestDigest", sha256("manifest").hex()},
                                        {"certificate", toJson(sampleCertificate())}}),
                          kSampleRecordId);
}

JobEntries& JobEntries::sealed() {
    sealStarted().add(EntryKind::RecordSigned,
                      Json::object({{"signatureDigest", sha256("signature").hex()}}),
                      kSampleRecordId);
    return add(EntryKind::RecordSealed,
               Json::object({{"path", "2024/11/30/" + std::string(kSampleRecordId)},
                             {"manifestDigest", sha256("manifest").hex()},
                             {"provenAt", "2026-11-20T04:00:00.000Z"}}),
               kSampleRecordId);
}

} // namespace seihon::record
