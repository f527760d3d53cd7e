#include "record/json_fields.h"
#include "station-cli/commands.h"
#include "station/inspection_desk.h"

#include <algorithm>

// Inspection of old paper by a second person [C3].
namespace seihon::station_cli {

using record::Json;
using record::Language;

namespace {

Json pagesJson(const std::set<std::int64_t>& pages) {
    Json list = Json::array();
    for (const std::int64_t page : pages) {
        list.push(page);
    }
    return list;
}

std::string pagesText(const std::set<std::int64_t>& pages) {
    std::string text;
    for (const std::int64_t page : pages) {
        text += (text.empty() ? "" : " ") + std::to_string(page);
    }
    return text;
}

Json inspectionJson(const record::ScanJob& job) {
    const record::Inspection& inspection = job.inspection;
    Json viewed = Json::object({});
    for (const auto& [user, pages] : inspection.viewed) {
        std::set<std::int64_t> numbers;
        for (const auto& [number, digest] : pages) {
            numbers.insert(number);
        }
        viewed.set(user, pagesJson(numbers));
    }
    Json faults = Json::array();
    for (const record::InspectionFault& fault : inspection.faults) {
        faults.push(Json::object({{"page", fault.page},
                                  {"by", fault.act.actor.user},
                                  {"at", record::formatInstant(fault.act.at)},
                                  {"reason", fault.act.reason}}));
    }
    return Json::object(
        {{"job", job.id},
         {"project", job.project ? Json(job.project->id) : Json()},
         {"state", record::enumName(job.state)},
         {"pages", std::ssize(job.pages)},
         {"toInspect", pagesJson(regulation::pagesToInspect(job))},
         {"scope", inspection.draw ? Json(record::enumName(inspection.draw->scope)) : Json()},
         {"viewed", std::move(viewed)},
         {"approvedBy", inspection.approved ? Json(inspection.approved->actor.user) : Json()},
         {"faults", std::move(faults)}});
}

std::string inspectionText(const Output& output, const record::ScanJob& job) {
    const bool japanese = output.language() == Language::Japanese;
    const std::string pages = pagesText(regulation::pagesToInspect(job));
    std::string text = job.id + "  ";
    text += japanese ? std::to_string(job.pages.size()) + " 頁、確認する頁: " + pages
                     : std::to_string(job.pages.size()) + " pages, to be inspected: " + pages;
    if (job.inspection.approved) {
        text +=
            (japanese ? "  確認済み: " : "  inspected by ") + job.inspection.approved->actor.name;
    } else if (job.sentBack && !job.inspection.faults.empty()) {
        text += (japanese ? "  差戻し: " : "  sent back: ") + job.sentBack->reason;
    }
    return text + "\n";
}

int listInspections(const Arguments& args, const Output& output) {
    station::Station station(homeOf(args));
    Json list = Json::array();
    std::string text;
    for (const record::ScanJob& job : station::InspectionDesk(station).waiting(args.project.id)) {
        list.push(inspectionJson(job));
        text += inspectionText(output, job);
    }
    output.print(Json::object({{"jobs", std::move(list)}}), text);
    return kDone;
}

} // namespace

bool isInspectVerb(const std::string& verb) {
    return verb.starts_with("inspect ");
}

int runInspectVerb(const Arguments& args, const Output& output) {
    if (args.verb == "inspect list") {
        return listInspections(args, output);
    }
    station::Station station(homeOf(args));
    const station::Session session = sessionOf(args, station);
    station::InspectionDesk desk(station);
    const InspectionArguments& said = args.inspection;
    const station::Outcome outcome =
        args.verb == "inspect view"      ? desk.view(session, args.job, said.page, said.to)
        : args.verb == "inspect approve" ? desk.approve(session, args.job)
                                         : desk.reject(session, args.job, said.page, args.reason);
    return output.outcome(inspectionJson(outcome.job), inspectionText(output, outcome.job),
                          outcome.verdict);
}

} // namespace seihon::station_cli
