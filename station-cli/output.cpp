#include "station-cli/output.h"

#include "record/clean_text.h"
#include "record/json_fields.h"
#include "station/record_json.h"

#include <iostream>
#include <map>

namespace seihon::station_cli {

using record::Json;
using record::Language;

namespace {
constexpr int kAlikeTold = 10; // sentences of one kind; the JSON has all
}

void Output::print(const Json& document, const std::string& text) const {
    if (m_json) {
        std::cout << record::canonical(document) << "\n";
    } else {
        std::cout << record::cleanText(text); // a log tells what strangers wrote
    }
    std::cout.flush();
}

int Output::outcome(Json document, const std::string& text, const record::Verdict& verdict) const {
    document.set("findings", findings(verdict));
    if (!verdict.permitted()) {
        document.set("refused", true);
    }
    print(document, text + sentences(verdict));
    return verdict.permitted() ? kDone : kRefused;
}

void Output::progress(const std::string& text) const {
    std::cerr << record::cleanText(text) << "\n";
}

int Output::fault(const record::Fault& fault) const {
    const record::FaultText text = record::textOf(fault, m_language);
    Json json = Json::object({{"kind", record::nameOf(fault.kind)},
                              {"what", text.what},
                              {"safe", text.safe},
                              {"todo", text.todo},
                              {"detail", fault.what()}});
    // What a script needs to go on from here.
    for (const char* key : {"job", "sheet", "page", "putBack", "folder", "tab"}) {
        if (const auto value = fault.context.find(key); value != fault.context.end()) {
            json.set(key, value->second);
        }
    }
    std::string words = text.what + "\n" + text.safe + "\n" + text.todo + "\n";
    if (fault.kind == record::FaultKind::Usage) { // of this program alone: the window has no --help
        words += m_language == record::Language::Japanese ? "--help で一覧が出ます。\n"
                                                          : "--help lists what there is.\n";
    }
    if (m_json) {
        print(Json::object({{"fault", std::move(json)}}), {});
    }
    std::cerr << record::cleanText(words);
    if (const auto job = fault.context.find("job"); job != fault.context.end()) {
        std::cerr << "job " << job->second << "\n";
    }
    const bool usage =
        fault.kind == record::FaultKind::Usage || fault.kind == record::FaultKind::PinMissing;
    return usage ? kUsage : kFault;
}

Json Output::findings(const record::Verdict& verdict) const {
    Json list = Json::array();
    for (const record::Finding& finding : verdict.findings) {
        Json json = record::toJson(finding);
        json.set("where", finding.where ? record::toJson(*finding.where) : Json());
        json.set("text", record::sentenceOf(finding, m_language));
        list.push(std::move(json));
    }
    return list;
}

std::string Output::sentences(const record::Verdict& verdict) const {
    std::string text;
    std::map<record::FindingId, int> told;
    for (const record::Finding& finding : verdict.byUrgency()) {
        if (++told[finding.id] > kAlikeTold) {
            continue;
        }
        const char* mark = finding.severity == record::Severity::Refuse ? "  ✗ "
                           : finding.severity == record::Severity::Warn ? "  ! "
                                                                        : "  · ";
        text += mark + record::sentenceOf(finding, m_language) + " [" +
                std::string(record::enumName(finding.id)) + "]\n";
    }
    for (const auto& [id, count] : told) {
        if (count > kAlikeTold) {
            const std::string more = std::to_string(count - kAlikeTold);
            text += (m_language == record::Language::Japanese
                         ? "  … 同じ種類がほかに " + more + " 件（--json ですべて）"
                         : "  … " + more + " more of the same kind (--json has all)") +
                    " [" + std::string(record::enumName(id)) + "]\n";
        }
    }
    return text;
}

Json pageJson(const Output& output, const record::ScanJob& job, const record::Page& page) {
    // Sealed pages are named as in the record; before that, as the captures they are.
    const std::string file = job.sealed ? station::pagePath(page.number) : "captures/" + page.file;
    return Json::object(
        {{"number", page.number},
         {"file", file},
         {"captureId", page.captureId},
         {"sha256", page.fileDigest.hex()},
         {"pixelSha256", page.pixelDigest.hex()},
         {"width", page.width},
         {"height", page.height},
         {"dpi", page.dpi},
         {"sheet", page.sheet},
         {"side", record::enumName(page.side)},
         {"sheetRect", page.capture.sheetRect ? record::toJson(*page.capture.sheetRect) : Json()},
         {"mark", record::enumName(page.mark)},
         {"measurements", record::toJson(page.measurement)},
         // Without the texts of bar codes, which may name a patient: `job examine` shows them.
         {"examination", page.examination ? record::publicJson(*page.examination) : Json()},
         {"findings", output.findings(record::findingsOf(page))}});
}

Json pendingSince(const record::ScanJob& job) {
    return job.state == record::JobState::SealingPending
               ? Json(record::formatInstant(job.sealing->act.at))
               : Json();
}

Json sheetsJson(const record::ScanJob& job) {
    const record::SheetCount count = record::countSheets(job);
    return Json::object({{"declared", count.declared},
                         {"prepared", count.prepared},
                         {"fed", count.fed},
                         {"kept", count.kept},
                         {"blank", count.blank},
                         {"incomplete", count.incomplete},
                         {"rejected", count.rejected},
                         {"setAside", count.setAside}});
}

Json jobJson(const Output& output, const station::Station& station, const record::ScanJob& job) {
    Json pages = Json::array();
    for (const record::Page& page : job.pages) {
        pages.push(pageJson(output, job, page));
    }
    Json interruptions = Json::array();
    for (const record::Interruption& interruption : job.interruptions) {
        interruptions.push(Json::object({{"fault", interruption.fault},
                                         {"sheet", interruption.sheet},
                                         {"putBack", record::listOfSheets(interruption.putBack)},
                                         {"at", record::formatInstant(interruption.at)}}));
    }
    return Json::object(
        {{"job", job.id},
         {"state", record::enumName(job.state)},
         {"class", job.original.documentClass},
         {"sheetsDeclared", job.original.sheets},
         {"sheetsFed", job.sheetsFed},
         {"sheets", sheetsJson(job)},
         {"lastRun", job.lastRun},
         {"interruptions", std::move(interruptions)},
         {"record", job.sealed ? Json(job.sealed->recordId) : Json()},
         {"amends", job.amends ? Json(job.amends->recordId) : Json()},
         {"study", job.order ? Json(job.order->order.study) : Json()}, // of its order
         {"project", job.project ? record::toJson(*job.project) : Json()},
         {"path", job.sealed ? Json((station.archive() / job.sealed->path).string()) : Json()},
         {"pendingSince", pendingSince(job)},
         {"provenAt", job.sealed ? Json(record::formatInstant(job.sealed->provenAt)) : Json()},
         {"pages", std::move(pages)}});
}

std::string jobText(const Output& output, const record::ScanJob& job) {
    const bool japanese = output.language() == Language::Japanese;
    std::string text = job.id + "  " + std::string(record::wordFor(job.state, output.language())) +
                       "  " + job.original.documentClass + "  ";
    text += japanese ? std::to_string(job.sheetsFed) + "/" + std::to_string(job.original.sheets) +
                           " 枚, " + std::to_string(job.pages.size()) + " 面"
                     : std::to_string(job.sheetsFed) + "/" + std::to_string(job.original.sheets) +
                           " sheets, " + std::to_string(job.pages.size()) + " sides";
    if (job.state == record::JobState::SealingPending) { // its age is to be seen
        const std::string since = record::formatInstant(job.sealing->act.at);
        text += japanese ? "（" + since + " から）" : ", since " + since;
    }
    return text + "\n";
}

} // namespace seihon::station_cli
