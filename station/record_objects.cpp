#include "station/record_objects.h"

#include "dicom/uid.h"
#include "record/fault.h"
#include "record/film_fit.h"
#include "record/id.h"
#include "station/card_use.h"
#include "station/dicom_errand.h"
#include "station/findings.h"
#include "station/order_facts.h"
#include "station/outgoing_file.h"
#include "station/page_picture.h"
#include "station/record_json.h"
#include "station/round.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace seihon::station {

namespace fs = std::filesystem;
using record::EntryKind;
using record::Fault;
using record::FaultKind;
using record::FindingId;
using record::Json;
using record::Severity;
using regulation::Authority;

namespace {

// Pixels in one object: what a workstation opens without trouble, and this program holds thrice.
constexpr std::int64_t kObjectPixelBytes = 256ll << 20;
constexpr std::int64_t kPdfBytes = 512ll << 20;

std::string freshObjectUid() {
    return dicom::uidOfUuid(record::makeId(record::readClock()));
}

std::int64_t objectBytes(const record::Page& page) {
    return page.width * page.height * page.channels * (page.bitsPerSample == 16 ? 2 : 1);
}

// Pages of one object have one shape, come from one device and are read the same way up.
// A film stands alone: each has its own scale (PS3.3 C.8.6.4 allows no density of several).
bool goTogether(const record::Page& a, const record::Page& b) {
    return !a.calibration && !b.calibration && a.width == b.width && a.height == b.height &&
           a.channels == b.channels && a.bitsPerSample == b.bitsPerSample &&
           a.capture.dpiX == b.capture.dpiX && a.capture.dpiY == b.capture.dpiY &&
           a.capture.device == b.capture.device && a.turned == b.turned;
}

// Removes a folder that did not become what it was to be.
class UnlessKept {
  public:
    explicit UnlessKept(fs::path folder) : m_folder(std::move(folder)) {}
    ~UnlessKept() {
        std::error_code ignored;
        fs::remove_all(m_folder, ignored);
    }
    UnlessKept(const UnlessKept&) = delete; // owns the folder
    UnlessKept& operator=(const UnlessKept&) = delete;
    const fs::path& path() const { return m_folder; }

  private:
    fs::path m_folder;
};

} // namespace

struct RecordObjects::Draft {
    const ObjectRequest& request;
    record::ScanJob job;
    fs::path record;
    dicom::CharacterSets sets;
    ObjectOutcome outcome;
    const dicom::ObjectSigner* signer = nullptr; // none: not signed
    bool isPicture = false;                      // what was scanned is a picture, not a document
};

// The card of the person who sends, and the station's timestamp services.
struct RecordObjects::Signing {
    Signing(Station& ofPerson, const Session& by, const record::Actor& actor)
        : station(ofPerson), session(by), round(ofPerson, actor),
          key(takeKey(ofPerson.m_home, ofPerson.m_config, by.person,
                      by.pin.look(record::readClock()))) {
        signer.certificate = key->certificate();
        signer.sign = [this](const record::Digest& digest) {
            return key->sign(digest, session.pin.spend(record::readClock()));
        };
        signer.stamp = [this](const record::Digest& digest) {
            return round.services.token(digest, station.m_regulation->clockTolerance).der;
        };
    }
    Signing(const Signing&) = delete; // the signer points into it
    Signing& operator=(const Signing&) = delete;

    // As for a seal: the person's own, believed now.
    record::Verdict judge() const {
        record::SignerCertificate certificate = signing::describeCertificate(key->certificate());
        record::Verdict verdict = signing::judgeSignerCertificate(
            round.trust(), key->certificate(), {}, {}, record::readClock(), certificate);
        if (certificate.sha256 != session.person.certificateSha256) {
            verdict.add(
                measuredFinding(FindingId::SignerIsNotActor, Severity::Refuse, certificate.holder));
        }
        return verdict;
    }

    Station& station;
    const Session& session;
    Station::Round round;
    std::unique_ptr<signing::SigningKey> key;
    dicom::ObjectSigner signer;
};

// What the record says, and nothing else: what it does not say stays empty.
dicom::Document RecordObjects::documentOf(const Draft& draft, std::size_t from,
                                          std::size_t to) const {
    const record::ScanJob& job = draft.job;
    const record::Page& first = job.pages[from];
    const auto& regulation = m_station.regulationOf(job.regulation);
    const auto found = regulation.classes.find(job.original.documentClass);
    dicom::Document document;
    document.utcOffset = regulation.calendar.utcOffset;
    describeOrder(document, job);
    document.study.uid = draft.outcome.studyUid;
    document.series.uid = draft.outcome.seriesUid;
    document.series.modality = "OT";
    if (found != regulation.classes.end()) {
        const bool ascii = draft.sets.first == dicom::CharacterSets::First::Ascii &&
                           !draft.sets.kanji && !draft.sets.moreKanji;
        document.series.description = ascii ? found->second.nameEn : found->second.nameJa;
    }
    describeFilm(document, first);
    if (draft.isPicture && document.conversion == dicom::Conversion::ScannedDocument) {
        document.conversion = dicom::Conversion::ScannedImage;
    }
    document.device.manufacturer = first.capture.device.vendor;
    document.device.model = first.capture.device.model;
    document.device.serial = first.capture.device.serial;
    document.device.firmware = first.capture.device.firmware;
    document.device.institution = regulation.hospital;
    document.device.programVersion = SEIHON_VERSION;
    document.object.number = first.number;
    document.object.madeAt = record::readClock();
    document.object.capturedAt = first.capturedAt;
    std::string& comment = document.object.comment;
    comment = "Delivery form of sealed record " + job.sealed->recordId + ", page " +
              std::to_string(first.number);
    comment += to - from > 1 ? "-" + std::to_string(job.pages[to - 1].number) : std::string();
    comment += " of " + std::to_string(job.pages.size());
    if (job.original.receivedAt) {
        comment +=
            ", received " + record::formatLocal(*job.original.receivedAt, document.utcOffset);
    }
    // The pixels are those of the seal. How a person reads the page is said, not done to them.
    if (first.turned != 0) {
        comment += ", to be read turned " + std::to_string(first.turned) + " degrees clockwise";
    }
    return document;
}

void RecordObjects::writeRun(Draft& draft, std::size_t from, std::size_t to) {
    dicom::Document document = documentOf(draft, from, to);
    document.object.uid = freshObjectUid();
    for (std::size_t i = from; i < to; ++i) {
        const record::Page& page = draft.job.pages[i];
        document.pages.push_back(pagePixels(m_station, draft.job, page));
        if (record::pixelDigest(document.pages.back()) != page.pixelDigest) {
            throw Fault(FaultKind::StorageDiffers, "the page has other pixels than were sealed",
                        {{"file", m_station.pageFile(draft.job, page).string()}});
        }
    }
    document.kind = *dicom::kindFor(document.pages.front(), document.pages.size());
    writeObject(draft, document, from, to);
}

// Its pages lie in it as they do in the copy for eyes; whatever shows PDF shows it.
void RecordObjects::writePdf(Draft& draft) {
    const std::vector<record::Page>& pages = draft.job.pages;
    dicom::Document document = documentOf(draft, 0, pages.size());
    document.kind = dicom::ObjectKind::EncapsulatedPdf;
    document.object.uid = freshObjectUid();
    document.object.number = 1;
    document.series.modality = "DOC"; // PS3.3 C.24.1
    document.film.reset();
    document.pdfTitle = document.series.description;
    const auto bytes = ledger::readWhole(draft.request.pdf, kPdfBytes);
    document.pdf.assign(bytes.begin(), bytes.end());
    writeObject(draft, document, 0, pages.size());
}

void RecordObjects::writeObject(Draft& draft, const dicom::Document& document, std::size_t from,
                                std::size_t to) {
    const auto syntax = draft.request.syntaxOf.find(dicom::sopClassOf(document.kind));
    dicom::Written written = dicom::writeObject(
        document, {draft.sets, draft.request.outside,
                   syntax == draft.request.syntaxOf.end() ? draft.request.syntax : syntax->second});
    ObjectOutcome& outcome = draft.outcome;
    for (const dicom::TextTrouble& trouble : written.troubles) {
        const auto count = static_cast<std::int64_t>(trouble.outside.size());
        record::Finding finding =
            trouble.tooLong
                ? findingOf(FindingId::DicomTextTooLong, Severity::Refuse, trouble.attribute)
                : findingOf(FindingId::DicomTextOutside,
                            written.refused ? Severity::Refuse : Severity::Warn, trouble.attribute);
        finding.measured = trouble.tooLong ? Json() : Json(count);
        outcome.verdict.add(std::move(finding));
        for (const dicom::Outside& one : trouble.outside) {
            outcome.outsideNames.push_back(trouble.attribute + ": " + one.character +
                                           (one.written.empty() ? "" : " -> " + one.written));
        }
    }
    if (written.refused) {
        return;
    }
    if (draft.signer != nullptr) {
        written.bytes = dicom::signObject(written.bytes, *draft.signer);
        written.digest = record::sha256(written.bytes);
    }
    std::array<char, 32> name{};
    std::snprintf(name.data(), name.size(), "%04zu.dcm", outcome.objects.size() + 1);
    const fs::path file = draft.request.folder / name.data();
    ledger::writeDurably(file, written.bytes);
    outcome.objects.push_back({file, written.sopClass, written.sopInstance, written.transferSyntax,
                               written.digest, std::ssize(written.bytes),
                               draft.job.pages[from].number, static_cast<std::int64_t>(to - from)});
}

ObjectOutcome RecordObjects::make(const ObjectRequest& request) {
    return make(request, nullptr);
}

ObjectOutcome RecordObjects::make(const ObjectRequest& request, const dicom::ObjectSigner* signer) {
    Draft draft{request, {}, m_station.recordFolder(request.recordId), {}, {}, signer};
    draft.sets = dicom::characterSetsFrom(request.characterSet);
    ObjectOutcome& outcome = draft.outcome;
    const ledger::FileLock keeping = m_station.lockKeeping(true); // nothing is laid over it
    outcome.verification =
        signing::verifyRecord(draft.record, m_station.trust(), record::readClock());
    outcome.verification->verdict.merge(
        m_station.compareWithLedger(request.recordId, *outcome.verification));
    if (!outcome.verification->verdict.permitted()) {
        return std::move(outcome);
    }
    draft.job = m_station.jobOfRecord(request.recordId);
    const auto pictures = readDeliveries(m_station.m_home).imageClasses;
    draft.isPicture = std::find(pictures.begin(), pictures.end(),
                                draft.job.original.documentClass) != pictures.end();
    const std::vector<record::Page>& pages = draft.job.pages;
    for (const record::Page& page : pages) {
        if (request.pdf.empty() && page.channels == 3 && page.bitsPerSample != 8) {
            outcome.verdict.add(findingOf(FindingId::DicomPageUnfit, Severity::Refuse,
                                          "page " + std::to_string(page.number)));
        }
    }
    const std::string ordered = studyOfOrder(draft.job);
    outcome.studyUid = ordered.empty() ? dicom::uidOfUuid(request.recordId) : ordered;
    outcome.seriesUid = freshObjectUid();
    if (!request.pdf.empty()) {
        writePdf(draft);
    }
    for (std::size_t from = 0, to = 0;
         request.pdf.empty() && from < pages.size() && outcome.verdict.permitted(); from = to) {
        std::int64_t bytes = objectBytes(pages[from]);
        for (to = from + 1;
             to < pages.size() && !request.singleFrames && goTogether(pages[from], pages[to]);
             ++to) {
            bytes += objectBytes(pages[to]);
            if (bytes > kObjectPixelBytes) {
                break;
            }
        }
        writeRun(draft, from, to);
    }
    if (!outcome.verdict.permitted()) {
        for (const MadeObject& object : outcome.objects) { // all of it, or nothing
            fs::remove(object.file);
        }
        outcome.objects.clear();
    }
    return std::move(outcome);
}

ObjectOutcome RecordObjects::exportTo(const Session& session, const ObjectRequest& request) {
    static_cast<void>(m_station.recordFolder(request.recordId)); // there is such a record
    const record::Instant asked = record::readClock();
    ObjectOutcome outcome;
    record::EntryDraft entry = m_station.draftFor(session, Authority::ExportRecord,
                                                  request.recordId, asked, outcome.verdict);
    if (!outcome.verdict.permitted()) {
        return outcome;
    }
    const Home& home = m_station.m_home;
    requireNewOutside(request.folder, {m_station.archive(), home.ledger(), home.root / "jobs"});
    const UnlessKept work(fs::path(request.folder).concat("." + record::makeId(asked) + ".part"));
    ledger::makeDurableFolder(work.path());
    ObjectRequest inside = request;
    inside.folder = work.path();
    std::optional<Signing> signing;
    if (request.sign) {
        signing.emplace(m_station, session, entry.actor);
        outcome.verdict = signing->judge();
        if (!outcome.verdict.permitted()) {
            entry.verdict = outcome.verdict;
            m_station.m_ledger->append(entry, asked);
            return outcome;
        }
    }
    outcome = make(inside, signing ? &signing->signer : nullptr);
    record::Verdict whole = outcome.verification->verdict;
    entry.verdict = whole.merge(outcome.verdict);
    if (!outcome.made()) { // why not is an entry as well
        m_station.m_ledger->append(entry, asked);
        return outcome;
    }
    // What leaves the house, and under which UIDs, is in the log before it can be taken [F5].
    entry.kind = EntryKind::RecordExported;
    entry.facts = factsOf(outcome);
    entry.facts.set("signed", request.sign);
    m_station.m_ledger->append(entry, record::readClock());
    ledger::renameDurably(work.path(), request.folder);
    for (MadeObject& object : outcome.objects) {
        object.file = request.folder / object.file.filename();
    }
    return outcome;
}

void describeFilm(dicom::Document& document, const record::Page& page) {
    document.conversion = dicom::Conversion::ScannedDocument;
    document.film.reset();
    document.pitchXNanometres = document.pitchYNanometres = 0;
    if (page.capture.source != record::PaperSource::Transparency && !page.calibration) {
        return;
    }
    document.conversion = dicom::Conversion::DigitizedFilm;
    document.series.modality = "RG"; // PS3.3 C.7.3.1.1.1: radiographic imaging, film
    if (page.calibration && page.channels == 1 && page.bitsPerSample == 16) {
        record::FilmScale scale = record::filmScaleOf(*page.calibration);
        document.film = dicom::FilmScale{std::move(scale.densityOfValue)};
        document.pitchXNanometres = scale.pitchAcrossNanometres;
        document.pitchYNanometres = scale.pitchDownNanometres;
    }
}

record::Json factsOf(const ObjectOutcome& outcome) {
    Json objects = Json::array();
    for (const MadeObject& object : outcome.objects) {
        objects.push(Json::object({{"sopClass", object.sopClass},
                                   {"sopInstance", object.sopInstance},
                                   {"transferSyntax", object.transferSyntax},
                                   {"sha256", object.digest.hex()},
                                   {"bytes", object.bytes},
                                   {"firstPage", object.firstPage},
                                   {"pages", object.pages}}));
    }
    return Json::object({{"form", "dicom"},
                         {"study", outcome.studyUid},
                         {"series", outcome.seriesUid},
                         {"objects", std::move(objects)}});
}

} // namespace seihon::station
