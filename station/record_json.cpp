#include "station/record_json.h"

#include "record/json_fields.h"
#include "regulation/judge.h"
#include "regulation/judge_inspection.h"

#include <algorithm>

namespace seihon::station {

using record::enumName;
using record::Json;

namespace {

Json actJson(const record::Act& act) {
    return Json::object({{"actor", record::toJson(act.actor)},
                         {"at", record::formatInstant(act.at)},
                         {"reason", act.reason}});
}

Json windowJson(const RecordSubject& subject) {
    const record::Original& original = subject.job.original;
    const auto& documentClass = subject.regulation.classes.at(original.documentClass);
    std::optional<record::Instant> startedAt; // old paper has none
    if (documentClass.startsFrom != regulation::StartEvent::Project) {
        startedAt = documentClass.startsFrom == regulation::StartEvent::Received
                        ? original.receivedAt
                        : original.createdAt;
    }
    return Json::object({{"startsFrom", enumName(documentClass.startsFrom)},
                         {"startedAt", record::instantOrNull(startedAt)},
                         {"evidence", enumName(original.evidence)},
                         {"deadline", record::instantOrNull(regulation::scanDeadline(
                                          subject.regulation, original))}});
}

Json excuseJson(const record::ScanJob& job) {
    if (!job.excuse) {
        return {};
    }
    Json json = actJson(job.excuse->act);
    json.set("hindranceEnded", record::instantOrNull(job.excuse->hindranceEnded));
    return json;
}

Json findingsJson(const record::Verdict& verdict) {
    Json findings = Json::array();
    for (const record::Finding& finding : verdict.findings) {
        findings.push(record::toJson(finding));
    }
    return findings;
}

Json arithmeticJson(const RecordSubject& subject) {
    const record::ScanJob& job = subject.job;
    const auto blank = std::count_if(job.pages.begin(), job.pages.end(), [](const record::Page& p) {
        return p.mark == record::PageMark::Blank;
    });
    // Every sheet that left the tray is accounted for: fed = with content + blank; beside them what
    // was not whole and went back, what was set aside, and what a rescan replaced [A2].
    const record::SheetCount count = record::countSheets(job);
    return Json::object(
        {{"sheetsDeclared", job.original.sheets},
         {"sheetsPrepared", job.sheetsPrepared},
         {"sheetsFed", job.sheetsFed},
         {"sheetsKept", count.kept},
         {"sheetsBlank", count.blank},
         {"sheetsSetAside", count.setAside},
         {"sheetsToPutBack", count.toPutBack},
         {"sidesKept", static_cast<std::int64_t>(job.pages.size()) - blank},
         {"sidesBlank", blank},
         {"sidesSuperseded", job.superseded.size()},
         {"pageNumbers", findingsJson(regulation::judgePageNumbers(subject.regulation, job))}});
}

Json pageJson(const record::Page& page) {
    Json json = Json::object(
        {{"number", page.number},
         {"file", pagePath(page.number)},
         {"sha256", page.fileDigest.hex()},
         {"pixelSha256", page.pixelDigest.hex()},
         {"bytes", page.fileBytes},
         {"width", page.width},
         {"height", page.height},
         {"dpi", page.dpi},
         {"channels", page.channels},
         {"bitsPerSample", page.bitsPerSample},
         {"sheet", page.sheet},
         {"side", enumName(page.side)},
         {"sheetRect", page.capture.sheetRect ? record::toJson(*page.capture.sheetRect) : Json()},
         {"captureId", page.captureId},
         {"capturedAt", record::formatInstant(page.capturedAt)},
         {"capture", record::toJson(page.capture)},
         {"measurements", record::toJson(page.measurement)},
         {"examination", page.examination ? record::toJson(*page.examination) : Json()},
         {"findings", findingsJson(record::findingsOf(page))},
         {"mark", enumName(page.mark)},
         {"markReason", page.markReason},
         {"turned", page.turned},
         {"markedBy",
          page.mark == record::PageMark::None ? Json() : record::toJson(page.markedBy)}});
    if (page.calibration) { // of a film: how stored values are read as density [A4]
        json.set("filmCalibration", record::toJson(*page.calibration));
    }
    return json;
}

void addAct(Json& history, const char* what, const std::optional<record::Act>& act) {
    if (act) {
        Json json = actJson(*act);
        json.set("what", what);
        history.push(std::move(json));
    }
}

Json supersededJson(const record::Page& page, const char* what) {
    return Json::object({{"what", what},
                         {"captureId", page.captureId},
                         {"sheet", page.sheet},
                         {"side", enumName(page.side)},
                         {"sha256", page.fileDigest.hex()},
                         {"pixelSha256", page.pixelDigest.hex()},
                         {"at", record::formatInstant(page.capturedAt)},
                         {"mark", enumName(page.mark)},
                         {"reason", page.markReason},
                         {"findings", findingsJson(record::findingsOf(page))}});
}

// Acts, interruptions of feeding, and replaced captures: these never enter the record, but their
// digests, numbers and findings do (design §5).
Json historyJson(const record::ScanJob& job) {
    Json history = Json::array();
    addAct(history, "registered", job.registered);
    addAct(history, "opened", job.opened);
    for (const record::Interruption& interruption : job.interruptions) {
        history.push(Json::object({{"what", "interrupted"},
                                   {"fault", interruption.fault},
                                   {"sheet", interruption.sheet},
                                   {"putBack", record::listOfSheets(interruption.putBack)},
                                   {"detail", interruption.detail},
                                   {"at", record::formatInstant(interruption.at)}}));
    }
    for (const record::Page& page : job.superseded) {
        history.push(supersededJson(page, "superseded"));
    }
    for (const record::SheetAside& aside : job.setAside) {
        for (const record::Page& page : aside.pages) {
            Json json = supersededJson(page, "set-aside");
            json.set("reason", aside.act.reason);
            json.set("actor", record::toJson(aside.act.actor));
            history.push(std::move(json));
        }
    }
    for (const record::Recount& recount : job.recounts) {
        Json json = actJson(recount.act);
        json.set("what", "recounted");
        json.set("before", recount.before);
        json.set("sheets", recount.sheets);
        history.push(std::move(json));
    }
    for (const record::SheetMove& move : job.moves) {
        Json json = actJson(move.act);
        json.set("what", "moved");
        json.set("before", move.before);
        json.set("sheet", move.sheet);
        history.push(std::move(json));
    }
    addAct(history, "submitted", job.submitted);
    addAct(history, "accepted", job.accepted);
    return history;
}

// Which version it takes the place of, and in what it differs [E1, F4].
Json amendsJson(const record::ScanJob& job) {
    const record::Amends& amends = *job.amends;
    return Json::object({{"record", amends.recordId},
                         {"manifestDigest", amends.manifestDigest.hex()},
                         {"provenAt", record::formatInstant(amends.provenAt)},
                         {"reason", amends.reason},
                         {"samePages", amends.samePages},
                         {"otherPatient", amends.otherPatient},
                         {"corrections", record::toJson(amends.corrections)},
                         {"by", record::toJson(job.registered.actor)}});
}

// Null for the pages of a sealed record again, which were inspected before that.
Json inspectionJson(const record::ScanJob& job) {
    if (!regulation::needsInspection(job) || !job.inspection.approved || !job.inspection.draw) {
        return {};
    }
    Json looked = Json::array();
    for (const std::int64_t page : regulation::pagesToInspect(job)) {
        looked.push(page);
    }
    Json json = actJson(*job.inspection.approved);
    json.set("pages", std::move(looked));
    json.set("of", job.pages.size());
    json.set("draw", record::toJson(*job.inspection.draw));
    json.set("sentBack", job.inspection.faults.size());
    return json;
}

Json transferNoteJson(const RecordSubject& subject,
                      const regulation::DocumentClass& documentClass) {
    const record::ScanJob& job = subject.job;
    Json note = Json::object({{"software", "seihon " SEIHON_VERSION},
                              {"hospital", subject.regulation.hospital},
                              {"regulationVersion", subject.regulation.version},
                              {"envelope", job.envelope},
                              {"notCapturable", documentClass.notCapturable}});
    if (job.order) { // of the worklist, beside what was known here before it [W]
        note.set("order", record::toJson(*job.order));
    }
    return note;
}

} // namespace

std::string pagePath(std::int64_t number) {
    const std::string digits = std::to_string(number);
    return "pages/" + std::string(4 - std::min<std::size_t>(digits.size(), 4), '0') + digits +
           ".tif";
}

record::Json recordJson(const RecordSubject& subject) {
    const record::ScanJob& job = subject.job;
    const auto& documentClass = subject.regulation.classes.at(job.original.documentClass);
    Json pages = Json::array();
    for (const record::Page& page : job.pages) {
        pages.push(pageJson(page));
    }
    Json attestations = Json::array();
    for (const auto& attestation : {job.prepared, job.compared, job.filmSide}) {
        if (attestation) {
            attestations.push(record::toJson(*attestation));
        }
    }
    for (const record::Attestation& attestation : job.identified) { // whose paper it is [W]
        attestations.push(record::toJson(attestation));
    }
    Json json = Json::object(
        {{"format", "seihon-record-1"},
         {"recordId", subject.recordId},
         {"job", job.id},
         {"station", subject.stationId},
         {"documentClass", job.original.documentClass},
         {"purpose", enumName(documentClass.purpose)},
         {"demo", subject.regulation.demo},
         {"regulation", subject.regulation.digest.hex()},
         {"original", record::toJson(job.original)},
         {"patient", record::toJson(job.original.patient)},
         {"window", windowJson(subject)},
         {"excuse", excuseJson(job)},
         {"scanProof", subject.scanProof ? record::toJson(*subject.scanProof) : Json()},
         {"signer", Json::object({{"user", subject.signer.user},
                                  {"name", subject.signer.name},
                                  {"role", enumName(subject.signer.role)},
                                  {"certificateSha256", subject.certificate.sha256.hex()}})},
         {"sealStartedAt", record::formatInstant(subject.sealStartedAt)},
         {"arithmetic", arithmeticJson(subject)},
         {"pages", std::move(pages)},
         {"attestations", std::move(attestations)},
         {"history", historyJson(job)},
         {"transferNote", transferNoteJson(subject, documentClass)}});
    if (job.amends) {
        json.set("amends", amendsJson(job));
    }
    if (job.project) { // old paper: under which plan [C2], and who inspected how much [C3]
        json.set("project", record::toJson(*job.project));
        json.set("inspection", inspectionJson(job));
    }
    if (job.folder) { // and from which box, folder and tab [W]
        json.set("folder", record::toJson(*job.folder));
    }
    return json;
}

} // namespace seihon::station
