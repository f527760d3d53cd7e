#include "record/fault.h"
#include "record/json_fields.h"
#include "station-cli/commands.h"
#include "station/project_audit_desk.h"
#include "station/project_desk.h"
#include "station/project_report.h"

// The audit of a project of old paper from outside [C4].
namespace seihon::station_cli {

using record::AuditAnswer;
using record::AuditDirection;
using record::AuditItem;
using record::Fault;
using record::FaultKind;
using record::Json;
using record::Language;
using record::ProjectAudit;

namespace {

Json itemJson(const AuditItem& item, bool withLines) {
    Json json =
        Json::object({{"item", item.number},
                      {"direction", record::enumName(item.direction)},
                      {"place", item.place},
                      {"record", item.recordId.empty() ? Json() : Json(item.recordId)},
                      {"answer", item.answer ? Json(record::enumName(*item.answer)) : Json()},
                      {"words", item.answered.reason},
                      {"settled", item.settled ? Json(item.settled->reason) : Json()}});
    if (item.direction == AuditDirection::PaperToRecord) {
        json.set("line", withLines ? Json(item.line) : Json());
    }
    return json;
}

Json countJson(const ProjectAudit& audit, AuditDirection direction) {
    const record::AuditCount count = record::countItems(audit, direction);
    return Json::object({{"drawn", count.drawn},
                         {"same", count.same},
                         {"faults", count.faults},
                         {"notFound", count.notFound},
                         {"open", count.open},
                         {"settled", count.settled}});
}

Json auditJson(const ProjectAudit& audit, bool withLines) {
    Json draws = Json::array(), items = Json::array();
    for (const record::AuditDraw& draw : audit.draws) {
        Json places = Json::array();
        for (const std::int64_t place : draw.places) {
            places.push(place);
        }
        draws.push(Json::object({{"direction", record::enumName(draw.direction)},
                                 {"seed", draw.seed.hex()},
                                 {"of", draw.of.hex()},
                                 {"population", draw.population},
                                 {"places", std::move(places)}}));
    }
    for (const AuditItem& item : audit.items) {
        items.push(itemJson(item, withLines));
    }
    return Json::object(
        {{"audit", audit.id},
         {"project", audit.project},
         {"plan", audit.plan.hex()},
         {"auditor", record::toJson(audit.auditor)},
         {"subjects", record::textsJson(audit.subjects)},
         {"startedAt", record::formatInstant(audit.started.at)},
         {"checkpoint", Json::object({{"size", static_cast<std::int64_t>(audit.size)},
                                      {"root", audit.root.hex()}})},
         {"from", static_cast<std::int64_t>(audit.from)},
         {"population", audit.population},
         {"draws", std::move(draws)},
         {"items", std::move(items)},
         {"recordToPaper", countJson(audit, AuditDirection::RecordToPaper)},
         {"paperToRecord", countJson(audit, AuditDirection::PaperToRecord)},
         {"closed", audit.closed ? Json(record::formatInstant(audit.closed->at)) : Json()},
         {"conclusion", audit.closed ? Json(audit.closed->reason) : Json()}});
}

std::string answerWord(const AuditItem& item, bool japanese) {
    if (!item.answer) {
        return japanese ? "未確認" : "open";
    }
    switch (*item.answer) {
    case AuditAnswer::Same:
        return japanese ? "一致" : "same";
    case AuditAnswer::Fault:
        return (japanese ? "相違: " : "fault: ") + item.answered.reason;
    case AuditAnswer::NotFound:
        return (japanese ? "見つからない: " : "not found: ") + item.answered.reason;
    }
    return "?";
}

std::string auditText(const Output& output, const ProjectAudit& audit, bool withLines) {
    const bool japanese = output.language() == Language::Japanese;
    std::string text = audit.id + "  " + audit.auditor.name + "  ";
    text += japanese ? "母集団 " + std::to_string(audit.population) + " 件、台帳 " +
                           std::to_string(audit.size) + " 行まで"
                     : std::to_string(audit.population) + " records, log up to entry " +
                           std::to_string(audit.size);
    text += !audit.closed ? "\n" : japanese ? "（終了）\n" : ", closed\n";
    for (const record::AuditDraw& draw : audit.draws) {
        text += (japanese ? "  種 " : "  seed ") + draw.seed.hex() + "\n  " +
                (draw.direction == AuditDirection::RecordToPaper
                     ? (japanese ? "記録→紙 " : "record to paper ")
                     : (japanese ? "紙→記録 " : "paper to record ")) +
                std::to_string(draw.places.size()) + " / " + std::to_string(draw.population) +
                "  " + draw.of.hex() + "\n";
    }
    for (const AuditItem& item : audit.items) {
        text += "  " + std::to_string(item.number) + "  " +
                (item.direction == AuditDirection::RecordToPaper
                     ? item.recordId
                     : (withLines ? item.line : "#" + std::to_string(item.place + 1))) +
                "  " + answerWord(item, japanese) + "\n";
        if (item.settled) {
            text += (japanese ? "      回答: " : "      answer: ") + item.settled->reason + "\n";
        }
    }
    return text;
}

int showAudit(const Arguments& args, const Output& output) {
    station::Station station(homeOf(args));
    station::ProjectAuditDesk desk(station);
    const Looker looker = lookerOf(args, station);
    const bool withLines = looker.session && desk.mayReadLines(*looker.session);
    const ProjectAudit audit = desk.show(args.inspection.audit);
    output.print(auditJson(audit, withLines), auditText(output, audit, withLines));
    return kDone;
}

int listAudits(const Arguments& args, const Output& output) {
    station::Station station(homeOf(args));
    station::ProjectAuditDesk desk(station);
    const std::string project = station::ProjectDesk(station).show(args.project.id).id;
    const station::AuditCoverage coverage = desk.coverage(project);
    const bool japanese = output.language() == Language::Japanese;
    Json list = Json::array();
    std::string text;
    for (const ProjectAudit& audit : desk.list(project)) {
        list.push(auditJson(audit, false));
        text += auditText(output, audit, false);
    }
    text += japanese ? "封緘 " + std::to_string(coverage.sealed) + " 件のうち監査済み " +
                           std::to_string(coverage.covered) + " 件\n"
                     : std::to_string(coverage.covered) + " of " + std::to_string(coverage.sealed) +
                           " sealed records are covered\n";
    output.print(Json::object({{"audits", std::move(list)},
                               {"sealed", coverage.sealed},
                               {"covered", coverage.covered}}),
                 text);
    return kDone;
}

int reportProject(const Arguments& args, const Output& output) {
    station::Station station(homeOf(args));
    station::ProjectReport report(station, args.project.id);
    if (!args.inspection.to.empty()) {
        report.write(args.inspection.to, output.language());
    }
    Json sums = Json::array(), counts = Json::object({});
    for (const station::ProjectSum& sum : report.numbers().sums) {
        Json parts = Json::object({});
        for (const station::ProjectSum::Part& part : sum.parts) {
            parts.set(part.english, part.count);
        }
        sums.push(Json::object({{"id", sum.id},
                                {"what", sum.english},
                                {"total", sum.total},
                                {"parts", std::move(parts)},
                                {"closes", sum.closes()}}));
    }
    for (const station::ProjectCount& count : report.numbers().counts) {
        counts.set(count.id, count.count);
    }
    const std::string& file = args.inspection.to;
    output.print(Json::object({{"project", args.project.id},
                               {"file", file.empty() ? Json() : Json(file)},
                               {"sums", std::move(sums)},
                               {"counts", std::move(counts)},
                               {"closes", report.numbers().close()}}),
                 file.empty() ? report.text(output.language()) : file + "\n");
    return report.numbers().close() ? kDone : kVerificationFailed;
}

record::Digest seedOf(const std::string& text) {
    try {
        return record::Digest::fromHex(text);
    } catch (const Fault&) {
        throw Fault(FaultKind::Usage, "--seed: 64 hexadecimal digits (0-9, a-f)");
    }
}

station::AuditOutcome runAuditAct(const Arguments& args, station::ProjectAuditDesk& desk,
                                  const station::Session& session) {
    const InspectionArguments& said = args.inspection;
    const std::string verb = args.verb.substr(std::string_view("project audit ").size());
    if (verb == "start") {
        return desk.start(session, {args.project.id, said.independence, said.name, said.affiliation,
                                    said.qualification, said.number});
    }
    if (verb == "draw") {
        const record::Digest seed = seedOf(said.seed);
        return said.list.empty() ? desk.draw(session, said.audit, seed, said.count)
                                 : desk.drawList(session, said.audit, seed, said.count, said.list);
    }
    if (verb == "view") {
        return desk.view(session, said.audit, said.item, said.record, said.to);
    }
    if (verb == "record") {
        const AuditAnswer answer = args.same            ? AuditAnswer::Same
                                   : said.fault.empty() ? AuditAnswer::NotFound
                                                        : AuditAnswer::Fault;
        return desk.answer(session, said.audit, said.item, answer, said.record,
                           said.fault.empty() ? said.notFound : said.fault);
    }
    return verb == "settle" ? desk.settle(session, said.audit, said.item, args.reason)
                            : desk.close(session, said.audit, said.conclusion);
}

} // namespace

bool isProjectAuditVerb(const std::string& verb) {
    return verb.starts_with("project audit ") || verb == "project report";
}

int runProjectAuditVerb(const Arguments& args, const Output& output) {
    if (args.verb == "project audit show") {
        return showAudit(args, output);
    }
    if (args.verb == "project report") {
        return reportProject(args, output);
    }
    if (args.verb == "project audit list") {
        return listAudits(args, output);
    }
    station::Station station(homeOf(args));
    const station::Session session = sessionOf(args, station);
    station::ProjectAuditDesk desk(station);
    const station::AuditOutcome outcome = runAuditAct(args, desk, session);
    const bool there = !outcome.audit.id.empty();
    const bool withLines = desk.mayReadLines(session);
    return output.outcome(there ? auditJson(outcome.audit, withLines) : Json::object({}),
                          there ? auditText(output, outcome.audit, withLines) : std::string(),
                          outcome.verdict);
}

} // namespace seihon::station_cli
