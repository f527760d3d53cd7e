#include "dicom/document.h"
#include "dicom/person_name.h"
#include "dicom/uid.h"
#include "imaging/tiff.h"
#include "ledger/durable_file.h"
#include "record/fault.h"
#include "record/id.h"
#include "station/deliveries.h"
#include "station/record_objects.h"

#include <algorithm>

// DICOM objects of a sealed record: pages of one shape that follow each other are one object of
// several frames, in one study and one series. Everything comes from the log and from the sealed
// pages, whose digests are compared with the log's as they are read.
namespace seihon::station {

namespace {

// Of raw pixels in one object: what is held in memory, and what a peer has to take in one piece.
constexpr std::int64_t kBytesInAnObject = 192ll << 20;

std::string newUid() {
    return dicom::uidOfUuid(record::makeId(record::readClock()));
}

// What nobody has to know is left away where it is too long: no text is cut (PS3.5 §6.2).
std::string fitting(const std::string& text, std::int64_t most) {
    const auto letters = std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
    });
    return letters <= most ? text : std::string();
}

record::PageImage sealedPage(Station& station, const record::ScanJob& job,
                             const record::Page& page) {
    const auto bytes = ledger::readWhole(station.pageFile(job, page), kTiffBytes);
    if (record::sha256(bytes) != page.fileDigest) {
        throw record::Fault(record::FaultKind::StorageDiffers,
                            "page " + std::to_string(page.number) + " is not what was sealed");
    }
    return imaging::decodeTiff(bytes);
}

bool oneShape(const record::Page& a, const record::Page& b) {
    return a.width == b.width && a.height == b.height && a.channels == b.channels &&
           a.bitsPerSample == b.bitsPerSample && a.dpi == b.dpi;
}

std::int64_t rawBytes(const record::Page& page) {
    return page.width * page.height * page.channels * std::max(1, page.bitsPerSample / 8);
}

// Consecutive pages for one object. Films stay single: each has its own meaning of grey.
std::vector<std::vector<const record::Page*>> groupsOf(const record::ScanJob& job) {
    std::vector<std::vector<const record::Page*>> groups;
    std::int64_t bytes = 0;
    for (const record::Page& page : job.pages) {
        const bool alone = page.bitsPerSample == 16;
        if (groups.empty() || alone || !oneShape(*groups.back().back(), page) ||
            bytes + rawBytes(page) > kBytesInAnObject) {
            groups.emplace_back();
            bytes = 0;
        }
        groups.back().push_back(&page);
        bytes += rawBytes(page);
    }
    return groups;
}

dicom::Document documentFor(Station& station, const record::ScanJob& job) {
    dicom::Document document;
    document.patient.id = job.original.patient.id;
    document.patient.name = dicom::plainName(job.original.patient.name, {});
    document.study.uid = newUid();
    document.study.at = job.pages.front().capturedAt;
    document.series.uid = newUid();
    document.series.modality = "OT"; // PS3.3 C.7.3.1.1.1: other
    const auto& classes = station.regulation().classes;
    if (const auto known = classes.find(job.original.documentClass); known != classes.end()) {
        document.study.description = fitting(known->second.nameJa, 64);
    }
    const record::DeviceIdentity& device = job.pages.front().capture.device;
    document.device = {fitting(device.vendor, 64),
                       fitting(device.model, 64),
                       fitting(device.serial, 64),
                       fitting(device.firmware, 64),
                       fitting(station.regulation().hospital, 64),
                       fitting(station.config().stationId, 16), // SH
                       SEIHON_VERSION};
    document.utcOffset = station.regulation().calendar.utcOffset;
    return document;
}

} // namespace

ObjectsMade makeDicomObjects(Station& station, const ObjectsWanted& wanted) {
    ObjectsMade made;
    if (wanted.job.pages.empty()) {
        made.refused = "the record has no pages";
        return made;
    }
    dicom::Document document = documentFor(station, wanted.job);
    made.study = document.study.uid;
    made.series = document.series.uid;
    std::int64_t number = 0;
    for (const auto& group : groupsOf(wanted.job)) {
        document.pages.clear();
        for (const record::Page* page : group) {
            document.pages.push_back(sealedPage(station, wanted.job, *page));
        }
        const auto kind = dicom::kindFor(document.pages.front(), document.pages.size());
        if (!kind) {
            made.refused = "no object holds such pages";
            return made;
        }
        document.kind = *kind;
        describeFilm(document, *group.front());
        document.object = {};
        document.object.uid = newUid();
        document.object.number = ++number;
        document.object.madeAt = record::readClock();
        document.object.capturedAt = group.front()->capturedAt;
        document.object.comment = "Seihon record " + wanted.job.sealed->recordId;
        const dicom::Written written = dicom::writeObject(document, {});
        if (written.refused) {
            made.refused =
                "a text of the record cannot be written: " +
                (written.troubles.empty() ? std::string("?") : written.troubles.front().attribute);
            return made;
        }
        DeliveryObject object{
            std::to_string(number) + ".dcm", written.sopClass, written.sopInstance,
            written.transferSyntax,          written.digest,   std::ssize(written.bytes)};
        ledger::writeDurably(wanted.into / object.file, written.bytes);
        made.objects.push_back(std::move(object));
    }
    return made;
}

} // namespace seihon::station
