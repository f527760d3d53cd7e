#include "documents/drop_folder.h"
#include "documents/fhir_server.h"
#include "ledger/durable_file.h"
#include "record/fault.h"
#include "record/id.h"
#include "station/class_words.h"
#include "station/delivery_round.h"
#include "station/record_documents.h"

#include <algorithm>

// Viewing copies on their way to FHIR servers and watched folders. Their names are made with them
// and stand in the log before anything is sent: the reference's id as the object's, the Binary's as
// the study's.
namespace seihon::station {

namespace fs = std::filesystem;
using config::DeliveryKind;
using documents::DeliveryEnd;
using documents::DeliveryOutcome;
using record::EntryKind;
using record::Json;

namespace {

constexpr std::int64_t kCopyBytes = 1ll << 31;
constexpr const char* kCopyFile = "copy.pdf";

ObjectsMade makeDocumentObjects(Station& station, const ObjectsWanted& wanted) {
    ObjectsMade made;
    if (wanted.job.original.patient.id.empty()) {
        made.refused = "whose paper it is, is not known";
        return made;
    }
    PdfRequest request;
    request.recordId = wanted.job.sealed->recordId;
    request.file = wanted.into / kCopyFile;
    RecordDocuments(station).writeCopy(request);
    made.study = record::makeId(record::readClock());
    DeliveryObject copy;
    copy.file = kCopyFile;
    copy.sopClass = "application/pdf";
    copy.sopInstance = record::makeId(record::readClock());
    copy.transferSyntax = "PDF/A-2b";
    made.objects.push_back(std::move(copy));
    return made;
}

std::string classCode(const config::DeliveryTarget& target, const std::string& documentClass) {
    return config::classCodeFor(target.classes, target.classCodes, documentClass);
}

std::string classWords(const Station& station, const std::string& documentClass) {
    return classNameOf(station.regulation(), documentClass, record::Language::Japanese);
}

documents::FhirServer serverOf(const Home& home, const config::FhirService& service) {
    return {service.url,
            home.below(service.authorityFile),
            home.below(service.certificateFile),
            home.below(service.keyFile),
            home.below(service.tokenFile),
            service.timeout};
}

documents::FhirDocument fhirDocumentOf(Station& station, const config::DeliveryTarget& target,
                                       const Delivery& delivery) {
    const record::ScanJob job = station.jobOfRecord(delivery.recordId);
    documents::FhirDocument document;
    document.binaryId = delivery.study;
    document.referenceId = delivery.objects.front().sopInstance;
    document.recordId = delivery.recordId;
    document.manifestDigest = job.sealed->manifestDigest;
    document.typeWords = classWords(station, job.original.documentClass);
    document.title = "閲覧用の写し: " + document.typeWords;
    document.patientSystem = target.fhir.patientSystem;
    document.patientId = job.original.patient.id;
    document.typeSystem = target.fhir.typeSystem;
    document.typeCode = classCode(target, job.original.documentClass);
    document.madeAt = record::instantOfId(document.referenceId); // the same with every try
    document.pdfBytes = delivery.objects.front().bytes;
    if (job.order) { // as it was sealed
        document.accession = job.order->order.accession;
    }
    return document;
}

documents::DropFolder dropOf(const config::FolderService& service) {
    return {service.folder, service.nameTemplate,
            service.sidecar == "xml" ? documents::Sidecar::Xml : documents::Sidecar::Csv,
            service.triggerEnding};
}

documents::DroppedDocument droppedOf(Station& station, const config::DeliveryTarget& target,
                                     const Delivery& delivery) {
    const record::ScanJob job = station.jobOfRecord(delivery.recordId);
    return {delivery.recordId,
            job.original.patient.id,
            classCode(target, job.original.documentClass),
            classWords(station, job.original.documentClass),
            job.pages.front().capturedAt,
            station.regulation().calendar.utcOffset};
}

DeliveryOutcome talk(Station& station, const config::DeliveryTarget& target,
                     const Delivery& delivery, const fs::path& file, bool sending) {
    const std::vector<std::uint8_t> pdf = ledger::readWhole(file, kCopyBytes);
    if (target.kind == DeliveryKind::Folder) {
        const documents::DropFolder drop = dropOf(target.folder);
        const documents::DroppedDocument document = droppedOf(station, target, delivery);
        return sending ? documents::dropInto(drop, document, pdf)
                       : documents::lookInto(drop, document, pdf);
    }
    const documents::FhirServer server = serverOf(station.home(), target.fhir);
    const documents::FhirDocument document = fhirDocumentOf(station, target, delivery);
    return sending ? documents::sendToFhir(server, document, pdf)
                   : documents::confirmAtFhir(server, document, record::sha256(pdf));
}

dicom_net::Answer awayBecause(const std::string& words) {
    dicom_net::Answer answer;
    answer.end = dicom_net::TalkEnd::Away;
    answer.why = words;
    answer.transient = true;
    return answer;
}

} // namespace

ObjectsMade makeObjectsFor(Station& station, const ObjectsWanted& wanted) {
    return wanted.target.kind == DeliveryKind::Dicom ? makeDicomObjects(station, wanted)
                                                     : makeDocumentObjects(station, wanted);
}

bool Deliveries::sendDocument(Round& round, Delivery& delivery) {
    const DeliveryOutcome outcome =
        talk(m_station, round.target, delivery, round.objects(delivery) / kCopyFile, true);
    delivery.statuses = {{delivery.objects.front().sopInstance, {}, outcome.words}};
    switch (outcome.end) {
    case DeliveryEnd::Sent:
    case DeliveryEnd::Confirmed:
        delivery.statuses.front().status = 0;
        append(EntryKind::DeliverySent, delivery,
               Json::object({{"statuses", toJson(delivery.statuses)}, {"implementation", ""}}));
        delivery.state = DeliveryState::Sent;
        delivery.at = record::readClock();
        return true;
    case DeliveryEnd::Refused:
        fail(round, delivery, "store");
        return true;
    case DeliveryEnd::Unreachable:
        round.note(delivery, outcome.words);
        if (outcome.begun) {
            breakOff(delivery);
        }
        round.away(awayBecause(outcome.words), round.waiting);
        return false;
    }
    return true;
}

bool Deliveries::confirmDocument(Round& round, Delivery& delivery) {
    if (!isWhole(round, delivery)) {
        failAltered(round, delivery);
        return true;
    }
    const DeliveryOutcome outcome =
        talk(m_station, round.target, delivery, round.objects(delivery) / kCopyFile, false);
    switch (outcome.end) {
    case DeliveryEnd::Confirmed:
        append(EntryKind::DeliveryConfirmed, delivery, Json::object({{"by", "read-back"}}));
        delivery.state = DeliveryState::Confirmed;
        settle(round, delivery);
        return true;
    case DeliveryEnd::Sent: // taken away by whoever watches: it stays "sent"
        round.note(delivery, outcome.words);
        return true;
    case DeliveryEnd::Refused:
        delivery.statuses = {{delivery.objects.front().sopInstance, {}, outcome.words}};
        fail(round, delivery, "query");
        return true;
    case DeliveryEnd::Unreachable:
        round.note(delivery, outcome.words);
        round.away(awayBecause(outcome.words), round.waiting);
        return false;
    }
    return true;
}

} // namespace seihon::station
