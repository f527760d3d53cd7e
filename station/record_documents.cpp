#include "station/record_documents.h"

#include "documents/check_pdfa.h"
#include "imaging/tiff.h"
#include "record/fault.h"
#include "record/id.h"
#include "station/class_words.h"
#include "station/dicom_errand.h"
#include "station/examine_process.h"
#include "station/outgoing_file.h"

#include <algorithm>

namespace seihon::station {

namespace fs = std::filesystem;
using record::Fault;
using record::FaultKind;
using record::Json;
using regulation::Authority;

// A sealed record that was verified.
struct RecordDocuments::Source {
    std::string recordId;
    fs::path folder;
    record::Json content; // record.json
    record::Digest manifestDigest{};
    record::Instant madeAt{};
};

// A document under a name of its own until it is good; what is not published goes.
struct RecordDocuments::Draft {
    Draft(record::EntryDraft ofEntry, Source ofRecord, const fs::path& to)
        : entry(std::move(ofEntry)), source(std::move(ofRecord)), target(to),
          file(fs::path(to).concat("." + record::makeId(record::readClock()) + ".part")) {}
    ~Draft() {
        std::error_code ignored;
        fs::remove(file, ignored);
    }
    Draft(const Draft&) = delete; // owns the file
    Draft& operator=(const Draft&) = delete;

    record::EntryDraft entry;
    Source source;
    fs::path target, file;
};

namespace {

constexpr std::int64_t kDocumentBytes = 1ll << 36;

record::PageImage masterOf(const fs::path& folder, const Json& page,
                           std::vector<std::uint8_t>& bytes) {
    const fs::path file = folder / page.at("file").asString();
    bytes = ledger::readWhole(file, kTiffBytes);
    if (record::sha256(bytes).hex() != page.at("sha256").asString()) {
        throw Fault(FaultKind::StorageDiffers, "the page is not what the record names",
                    {{"file", file.string()}});
    }
    return imaging::decodeTiff(bytes);
}

std::string inWords(const std::vector<std::string>& problems) {
    std::string all;
    for (const std::string& problem : problems) {
        all += (all.empty() ? "" : "; ") + problem;
    }
    return all;
}

void requireGood(const std::vector<std::string>& problems, const fs::path& file) {
    if (!problems.empty()) {
        throw Fault(FaultKind::StorageDiffers, file.string() + ": " + inWords(problems),
                    {{"file", file.string()}});
    }
}

} // namespace

std::unique_ptr<RecordDocuments::Draft> RecordDocuments::begin(const Session& session,
                                                               const std::string& recordId,
                                                               const fs::path& file,
                                                               DocumentOutcome& outcome) {
    const fs::path folder = m_station.recordFolder(recordId);
    const record::Instant asked = record::readClock();
    record::EntryDraft entry =
        m_station.draftFor(session, Authority::ExportRecord, recordId, asked, outcome.verdict);
    if (!outcome.verdict.permitted()) {
        return nullptr;
    }
    requireNewOutside(
        file, {m_station.archive(), m_station.home().ledger(), m_station.home().root / "jobs"});
    outcome.verification = verified(recordId, asked);
    entry.verdict = outcome.verification->verdict;
    if (!outcome.verification->verdict.permitted()) {
        m_station.m_ledger->append(entry, asked);
        return nullptr;
    }
    return std::make_unique<Draft>(std::move(entry),
                                   Source{recordId, folder, outcome.verification->recordJson,
                                          outcome.verification->manifestDigest, asked},
                                   file);
}

// As it stands now, and as the ledger names it.
signing::RecordVerification RecordDocuments::verified(const std::string& recordId,
                                                      record::Instant now) const {
    const ledger::FileLock lock = m_station.lockKeeping(true); // nothing is laid over it meanwhile
    signing::RecordVerification verification =
        signing::verifyRecord(m_station.recordFolder(recordId), m_station.trust(), now);
    verification.verdict.merge(m_station.compareWithLedger(recordId, verification));
    return verification;
}

documents::ViewingCopy RecordDocuments::copyOf(const Source& source, const PdfRequest& request,
                                               DocumentOutcome& outcome) const {
    documents::ViewingCopy copy;
    copy.recordId = request.recordId;
    copy.manifestDigest = source.manifestDigest;
    copy.hospital = source.content.at("transferNote").at("hospital").asString();
    copy.demo = source.content.at("demo").asBool();
    copy.language = request.language;
    copy.madeAt = source.madeAt;
    copy.utcOffset = m_station.regulation().calendar.utcOffset;
    copy.jpegQuality = request.jpegQuality;
    copy.withText = request.withText;
    copy.className = classNameOf(m_station.regulation(),
                                 source.content.at("documentClass").asString(), request.language);
    const ExamineWorker worker = examineWorkerBesideProgram();
    for (const Json& facts : source.content.at("pages").asArray()) {
        std::vector<std::uint8_t> bytes;
        const record::PageImage master = masterOf(source.folder, facts, bytes);
        documents::ViewingPage page;
        page.number = facts.at("number").asInt();
        page.width = master.width;
        page.height = master.height;
        page.dpiX = master.dpiX;
        page.dpiY = master.dpiY;
        page.channels = master.channels;
        page.bitsPerSample = master.bitsPerSample;
        page.turned = static_cast<int>(facts.at("turned").asInt());
        page.pixelDigest = record::Digest::fromHex(facts.at("pixelSha256").asString());
        if (request.withText) {
            page.text = readTextApart(worker, bytes, page.turned);
            outcome.unreadPages += page.text.failure.empty() ? 0 : 1;
        }
        copy.pages.push_back(std::move(page));
    }
    outcome.pages = std::ssize(copy.pages);
    return copy;
}

void RecordDocuments::publish(Draft& draft, Json form, DocumentOutcome& outcome) {
    const std::vector<std::uint8_t> bytes = ledger::readWhole(draft.file, kDocumentBytes);
    outcome.digest = record::sha256(bytes);
    outcome.bytes = std::ssize(bytes);
    // The file's name stays out of the log: people write patients' names there.
    draft.entry.kind = record::EntryKind::RecordExported;
    form.set("sha256", outcome.digest.hex());
    form.set("bytes", outcome.bytes);
    draft.entry.facts = std::move(form);
    m_station.m_ledger->append(draft.entry, record::readClock());
    ledger::renameDurably(draft.file, draft.target);
}

void RecordDocuments::makeCopy(const Source& source, const documents::ViewingCopy& copy,
                               const fs::path& file) const {
    const documents::PixelsOf pixelsOf = [&](const documents::ViewingPage& page) {
        std::vector<std::uint8_t> bytes;
        const auto at = static_cast<std::size_t>(page.number - 1);
        return masterOf(source.folder, source.content.at("pages").asArray().at(at), bytes);
    };
    documents::writeViewingCopy(file, copy, pixelsOf);
    requireGood(documents::checkPdfA(file, copy.pdfaPart), file);
    requireGood(documents::compareWithMasters(file, copy, pixelsOf), file);
}

DocumentOutcome RecordDocuments::writePdf(const Session& session, const PdfRequest& request) {
    if (request.jpegQuality && (*request.jpegQuality < documents::kLeastJpegQuality ||
                                *request.jpegQuality > documents::kMostJpegQuality)) {
        throw Fault(FaultKind::Usage, "a JPEG of quality 50 to 100");
    }
    DocumentOutcome outcome;
    const std::unique_ptr<Draft> draft = begin(session, request.recordId, request.file, outcome);
    if (draft == nullptr) {
        return outcome;
    }
    makeCopy(draft->source, copyOf(draft->source, request, outcome), draft->file);
    Json form = Json::object({{"form", "PDF/A-2b"}});
    form.set("jpegQuality", request.jpegQuality ? Json(*request.jpegQuality) : Json());
    form.set("text", request.withText);
    publish(*draft, std::move(form), outcome);
    return outcome;
}

void RecordDocuments::writeCopy(const PdfRequest& request) {
    const record::Instant now = record::readClock();
    const signing::RecordVerification verification = verified(request.recordId, now);
    const Source source{request.recordId, m_station.recordFolder(request.recordId),
                        verification.recordJson, verification.manifestDigest, now};
    if (!verification.verdict.permitted()) {
        throw Fault(FaultKind::StorageDiffers, "the record does not verify",
                    {{"file", source.folder.string()}});
    }
    DocumentOutcome ignored;
    makeCopy(source, copyOf(source, request, ignored), request.file);
}

// What the record and the settings know; nothing else.
documents::ScannedDocument RecordDocuments::scanOf(const Source& source,
                                                   const documents::ViewingCopy& copy) {
    const std::optional<config::CdaIdentity> cda = readDeliveries(m_station.home()).cda;
    if (!cda) {
        throw Fault(FaultKind::ConfigInvalid, "deliveries.toml: [cda] is missing: whose numbers "
                                              "patients and hospital have, no record knows");
    }
    const record::ScanJob job = m_station.jobOfRecord(source.recordId);
    documents::ScannedDocument scan;
    scan.id = record::makeId(record::readClock());
    scan.title = documents::titleOf(copy);
    scan.type.words = copy.className;
    scan.type.code =
        config::classCodeFor(cda->classes, cda->classCodes, job.original.documentClass);
    scan.type.system = scan.type.code.empty() ? std::string() : cda->typeSystem;
    scan.confidentiality = cda->confidentiality;
    scan.madeAt = source.madeAt;
    scan.utcOffset = copy.utcOffset;
    scan.facilityOid = cda->facilityOid;
    scan.facilityName = copy.hospital;
    scan.patientOid = cda->patientOid;
    scan.patientId = job.original.patient.id;
    scan.patientName = job.original.patient.name;
    const record::Page& first = job.pages.front();
    scan.scannedAt = first.capturedAt;
    scan.operatorId = job.scannedBy.empty() ? std::string() : *job.scannedBy.begin();
    scan.operatorName = scan.operatorId;
    for (const auto& act : {std::optional(job.registered), job.opened}) {
        if (act && act->actor.user == scan.operatorId) {
            scan.operatorName = act->actor.name;
        }
    }
    const record::DeviceIdentity& device = first.capture.device;
    scan.deviceId = device.serial.empty() ? m_station.config().stationId : device.serial;
    scan.deviceModel = device.vendor.empty() ? device.model : device.vendor + " " + device.model;
    scan.deviceSoftware = "seihon " SEIHON_VERSION;
    scan.serviceAt = job.original.createdAt;
    if (job.order) {
        scan.accession = job.order->order.accession;
    }
    return scan;
}

DocumentOutcome RecordDocuments::writeCda(const Session& session, const CdaRequest& request) {
    DocumentOutcome outcome;
    const std::unique_ptr<Draft> draft = begin(session, request.recordId, request.file, outcome);
    if (draft == nullptr) {
        return outcome;
    }
    PdfRequest inside;
    inside.recordId = request.recordId;
    documents::ViewingCopy copy = copyOf(draft->source, inside, outcome);
    copy.pdfaPart = 1; // IHE ITI TF-3 5.2.1
    const documents::ScannedDocument scan = scanOf(draft->source, copy);
    makeCopy(draft->source, copy, draft->file);
    const std::vector<std::uint8_t> pdf = ledger::readWhole(draft->file, kDocumentBytes);
    fs::remove(draft->file);
    const std::string xml = documents::cdaOf(scan, pdf);
    requireGood(documents::checkCda(xml, scan, record::sha256(pdf)), draft->file);
    ledger::writeDurably(draft->file, record::bytesOf(xml));
    publish(*draft, Json::object({{"form", "XDS-SD"}, {"pdfSha256", record::sha256(pdf).hex()}}),
            outcome);
    return outcome;
}

} // namespace seihon::station
