#include "record/fault.h"
#include "record/json_fields.h"
#include "station-cli/commands.h"
#include "station/people.h"
#include "station/retention_desk.h"

// Until when records stay [F14].
namespace seihon::station_cli {

using record::Fault;
using record::FaultKind;
using record::Json;
using record::Language;

namespace {

int printEvent(const Output& output, const station::RetentionOutcome& outcome) {
    const bool permitted = outcome.verdict.permitted();
    return output.outcome(Json::object({{"id", permitted ? Json(outcome.id) : Json()}}),
                          permitted ? outcome.id + "\n" : "", outcome.verdict);
}

int listRetention(const Arguments& args, const Output& output, station::Station& station) {
    const Looker looker = lookerOf(args, station);
    if (const record::Verdict may = station::People(station).judgeLook(
            looker.viewer(), regulation::Authority::SearchRecords, {});
        !may.permitted()) {
        return printRefusal(output, may);
    }
    const bool japanese = output.language() == Language::Japanese;
    Json rows = Json::array();
    std::string text;
    for (const station::RetentionRow& row :
         station::RetentionDesk(station).list(looker.viewer(), !args.all, args.limit)) {
        const std::string end = row.end ? record::textOfDay(*row.end) : "";
        rows.push(Json::object({{"record", row.recordId},
                                {"class", row.documentClass},
                                {"sealedAt", record::formatInstant(row.sealedAt)},
                                {"end", end.empty() ? Json() : Json(end)},
                                {"ended", row.ended}}));
        text += row.recordId + "  " + row.documentClass + "  " +
                (end.empty() ? (japanese ? "起点が未登録" : "its event is not known") : end) +
                (row.ended ? (japanese ? "  満了" : "  over") : "") + "\n";
    }
    output.print(Json::object({{"records", std::move(rows)}, {"findings", Json::array()}}), text);
    return kDone;
}

station::DeletionOutcome deletionStep(const Arguments& args, station::Station& station) {
    const station::Session session = sessionOf(args, station);
    station::RetentionDesk desk(station);
    if (args.verb == "delete propose") {
        return desk.proposeDeletion(session, args.target, args.reason);
    }
    if (args.verb == "delete approve") {
        return desk.approveDeletion(session, args.target);
    }
    return args.verb == "delete close" ? desk.closeDeletion(session, args.target, args.reason)
                                       : desk.carryOutDeletion(session, args.target);
}

int stepOfDeletion(const Arguments& args, const Output& output, station::Station& station) {
    const station::DeletionOutcome outcome = deletionStep(args, station);
    Json copies = Json::array();
    for (const regulation::RecordCopy& copy : outcome.copies) {
        copies.push(Json::object({{"copy", copy.what},
                                  {"known", copy.there},
                                  {"removable", copy.removable},
                                  {"later", copy.later}}));
    }
    return output.outcome(Json::object({{"record", args.target}, {"copies", std::move(copies)}}),
                          {}, outcome.verdict);
}

int listDeletions(const Output& output, station::Station& station) {
    Json rows = Json::array();
    std::string text;
    for (const auto& [id, one] : station::RetentionDesk(station).deletions()) {
        const char* state = one.closed       ? "closed"
                            : one.carriedOut ? "carried-out"
                            : one.approved   ? "approved"
                                             : "proposed";
        rows.push(Json::object({{"record", id}, {"state", state}}));
        text += id + "  " + state + "\n";
    }
    output.print(Json::object({{"deletions", std::move(rows)}, {"findings", Json::array()}}), text);
    return kDone;
}

} // namespace

bool isRetentionVerb(const std::string& verb) {
    return verb.starts_with("retention ") || verb.starts_with("delete ");
}

int runRetentionVerb(const Arguments& args, const Output& output) {
    station::Station station(homeOf(args));
    if (args.verb == "retention list") {
        return listRetention(args, output, station);
    }
    if (args.verb == "delete list") {
        return listDeletions(output, station);
    }
    if (args.verb.starts_with("delete ")) {
        return stepOfDeletion(args, output, station);
    }
    const station::Session session = sessionOf(args, station);
    station::RetentionDesk desk(station);
    if (args.verb == "retention take-back") {
        return printEvent(output, desk.takeBack(session, args.retention.id, args.reason));
    }
    station::RetentionRequest request;
    request.event = *record::enumFromName<record::RetentionEventKind>(args.retention.event);
    request.recordId = args.retention.record;
    request.patient = patientOf(args);
    request.source = args.retention.source;
    const auto day = record::dayFromText(args.retention.day);
    if (!day) {
        throw Fault(FaultKind::Usage, "--day is a day such as 2026-11-22");
    }
    request.day = *day;
    return printEvent(output, desk.tell(session, request));
}

} // namespace seihon::station_cli
