#include "config/project_plan.h"
#include "record/fault.h"
#include "record/json_fields.h"
#include "station-cli/commands.h"
#include "station/patient_words.h"
#include "station/project_desk.h"

#include <fstream>

// Projects of old paper: plan, approval, objections and consents [C1, C2].
namespace seihon::station_cli {

using record::BackFileProject;
using record::Fault;
using record::FaultKind;
using record::Json;
using record::Language;
using record::PatientWordKind;
using station::ProjectOutcome;

namespace {

Json versionJson(const record::PlanVersion& version) {
    Json approvals = Json::array();
    for (const record::PlanApproval& approval : version.approvals) {
        approvals.push(Json::object({{"by", record::toJson(approval.act.actor)},
                                     {"at", record::formatInstant(approval.act.at)}}));
    }
    return Json::object({{"version", version.version},
                         {"plan", version.plan.hex()},
                         {"plannedBy", record::toJson(version.planned.actor)},
                         {"plannedAt", record::formatInstant(version.planned.at)},
                         {"approvals", std::move(approvals)}});
}

Json projectJson(const BackFileProject& project) {
    const record::PlanVersion* const inForce = project.inForce();
    Json versions = Json::array();
    for (const record::PlanVersion& version : project.versions) {
        versions.push(versionJson(version));
    }
    Json changes = Json::array();
    for (const record::ProjectChange& change : project.changes) {
        changes.push(Json::object({{"state", record::enumName(change.state)},
                                   {"by", record::toJson(change.act.actor)},
                                   {"at", record::formatInstant(change.act.at)},
                                   {"reason", change.act.reason}}));
    }
    return Json::object({{"project", project.id},
                         {"title", project.title},
                         {"state", record::enumName(project.state())},
                         {"planInForce", inForce == nullptr ? Json() : Json(inForce->plan.hex())},
                         {"versions", std::move(versions)},
                         {"changes", std::move(changes)}});
}

std::string stateWord(record::ProjectState state, bool japanese) {
    switch (state) {
    case record::ProjectState::Planned:
        return japanese ? "計画中" : "planned";
    case record::ProjectState::Running:
        return japanese ? "実施中" : "running";
    case record::ProjectState::Stopped:
        return japanese ? "停止中" : "stopped";
    case record::ProjectState::Closed:
        return japanese ? "終了" : "closed";
    }
    return "?";
}

std::string projectText(const Output& output, const BackFileProject& project) {
    const bool japanese = output.language() == Language::Japanese;
    std::string text =
        project.id + "  " + stateWord(project.state(), japanese) + "  " + project.title + "\n";
    for (const record::PlanVersion& version : project.versions) {
        text += (japanese ? "  版 " : "  version ") + std::to_string(version.version) +
                "  SHA-256 " + version.plan.hex() +
                (&version == project.inForce() ? (japanese ? "  有効" : "  in force") : "") + "\n";
        for (const record::PlanApproval& approval : version.approvals) {
            text += (japanese ? "    承認: " : "    approved: ") + approval.act.actor.name + "\n";
        }
    }
    return text;
}

int printProject(const Output& output, const ProjectOutcome& outcome) {
    const bool there = !outcome.project.id.empty();
    return output.outcome(there ? projectJson(outcome.project) : Json::object({}),
                          there ? projectText(output, outcome.project) : std::string(),
                          outcome.verdict);
}

int writePlanTemplate(const Arguments& args, const Output& output) {
    const std::string text(config::projectPlanTemplate());
    if (args.project.to.empty()) {
        output.print(Json::object({{"template", text}}), text);
        return kDone;
    }
    if (std::filesystem::exists(args.project.to)) {
        throw Fault(FaultKind::Usage, args.project.to + " is there already",
                    {{"file", args.project.to}});
    }
    std::ofstream file(args.project.to, std::ios::binary);
    file << text;
    file.close();
    if (!file) {
        throw Fault(FaultKind::StorageFailed, args.project.to + " cannot be written",
                    {{"file", args.project.to}});
    }
    output.print(Json::object({{"file", args.project.to}}), args.project.to + "\n");
    return kDone;
}

int showProject(const Arguments& args, const Output& output, station::ProjectDesk& desk) {
    const BackFileProject project = desk.show(args.project.id);
    const station::ProjectJobIds jobs = desk.jobsOf(project.id);
    const bool japanese = output.language() == Language::Japanese;
    Json document = projectJson(project);
    document.set("jobs", Json::object({{"open", record::textsJson(jobs.open)},
                                       {"sealed", record::textsJson(jobs.sealed)},
                                       {"abandoned", record::textsJson(jobs.abandoned)}}));
    document.set("findings", Json::array());
    const auto count = [](const std::vector<std::string>& list) {
        return std::to_string(list.size());
    };
    output.print(document,
                 projectText(output, project) +
                     (japanese ? "  作業中 " + count(jobs.open) + "、封緘 " + count(jobs.sealed) +
                                     "、中止 " + count(jobs.abandoned) + "\n"
                               : "  open " + count(jobs.open) + ", sealed " + count(jobs.sealed) +
                                     ", given up " + count(jobs.abandoned) + "\n"));
    return kDone;
}

int listProjects(const Output& output, station::ProjectDesk& desk) {
    Json list = Json::array();
    std::string text;
    for (const BackFileProject& project : desk.list()) {
        list.push(Json::object({{"project", project.id},
                                {"title", project.title},
                                {"state", record::enumName(project.state())}}));
        text += projectText(output, project);
    }
    output.print(Json::object({{"projects", std::move(list)}}), text);
    return kDone;
}

ProjectOutcome runProjectAct(const Arguments& args, station::ProjectDesk& desk,
                             const station::Session& session) {
    if (args.verb == "project plan") {
        station::PlanRequest request{args.project.planFile, args.project.id, {}};
        if (!args.project.minutesFile.empty()) {
            request.minutes = args.project.minutesFile;
        }
        return desk.plan(session, request);
    }
    if (args.verb == "project approve") {
        return desk.approve(session, args.project.id);
    }
    if (args.verb == "project start") {
        return desk.start(session, args.project.id);
    }
    return args.verb == "project stop" ? desk.stop(session, args.project.id, args.reason)
                                       : desk.close(session, args.project.id, args.reason);
}

// --- objections and consents ---

Json sealedJson(const std::vector<station::SealedUnderProject>& sealed) {
    Json list = Json::array();
    for (const station::SealedUnderProject& one : sealed) {
        list.push(Json::object({{"record", one.recordId},
                                {"job", one.job},
                                {"project", one.project},
                                {"withdrawn", one.withdrawn}}));
    }
    return list;
}

std::string sealedText(const Output& output, const station::SealedUnderProject& one) {
    const bool japanese = output.language() == Language::Japanese;
    return (japanese ? "    封緘済み: " : "    sealed: ") + one.recordId +
           (one.withdrawn ? (japanese ? "（取り下げ済み）" : " (withdrawn)") : "") + "\n";
}

int printWord(const Output& output, const station::WordOutcome& outcome) {
    const bool permitted = outcome.verdict.permitted();
    return output.outcome(Json::object({{"id", permitted ? Json(outcome.id) : Json()},
                                        {"sealed", sealedJson(outcome.sealed)}}),
                          permitted ? outcome.id + "\n" : "", outcome.verdict);
}

int listWords(const Arguments& args, const Output& output, station::Station& station,
              PatientWordKind kind) {
    const Looker looker = lookerOf(args, station);
    const station::WordList list =
        station::PatientWords(station).list(looker.session ? &*looker.session : nullptr, kind);
    const bool japanese = output.language() == Language::Japanese;
    Json rows = Json::array();
    std::string text =
        (japanese ? "有効 " : "in force: ") + std::to_string(list.inForce) +
        (list.restricted ? (japanese ? "（氏名を見る権限がありません）" : " (names are restricted)")
                         : "") +
        "\n";
    for (const station::WordRow& row : list.rows) {
        rows.push(Json::object({{"id", row.word.id},
                                {"patient", record::toJson(row.word.patient)},
                                {"by", record::enumName(row.word.speaker)},
                                {"project", row.word.project},
                                {"remark", row.word.remark},
                                {"at", record::formatInstant(row.word.noted.at)},
                                {"inForce", !row.word.ended},
                                {"sealed", sealedJson(row.sealed)}}));
        text += row.word.id + "  " + row.word.patient.id + "  " + row.word.patient.name + "  " +
                (row.word.ended ? "–" : (japanese ? "有効" : "in force")) + "\n";
        for (const station::SealedUnderProject& one : row.sealed) {
            text += sealedText(output, one);
        }
    }
    output.print(Json::object({{"inForce", list.inForce},
                               {"restricted", list.restricted},
                               {"rows", std::move(rows)},
                               {"findings", Json::array()}}),
                 text);
    return kDone;
}

int runWordVerb(const Arguments& args, const Output& output, PatientWordKind kind) {
    station::Station station(homeOf(args));
    if (args.verb.ends_with(" list")) {
        return listWords(args, output, station, kind);
    }
    const station::Session session = sessionOf(args, station);
    station::PatientWords words(station);
    if (!args.verb.ends_with(" add")) {
        return printWord(output, words.end(session, kind, args.project.word, args.reason));
    }
    station::WordRequest request;
    request.kind = kind;
    request.patient = patientOf(args);
    request.speaker = *record::enumFromName<record::Speaker>(args.project.speaker);
    request.project = args.project.id;
    request.remark = args.remark;
    return printWord(output, words.add(session, request));
}

} // namespace

bool isProjectVerb(const std::string& verb) {
    return verb.starts_with("project ") || verb.starts_with("objection ") ||
           verb.starts_with("consent ");
}

int runProjectVerb(const Arguments& args, const Output& output) {
    if (args.verb == "project template") {
        return writePlanTemplate(args, output);
    }
    if (args.verb.starts_with("objection ")) {
        return runWordVerb(args, output, PatientWordKind::Objection);
    }
    if (args.verb.starts_with("consent ")) {
        return runWordVerb(args, output, PatientWordKind::Consent);
    }
    station::Station station(homeOf(args));
    station::ProjectDesk desk(station);
    if (args.verb == "project show") {
        return showProject(args, output, desk);
    }
    if (args.verb == "project list") {
        return listProjects(output, desk);
    }
    const station::Session session = sessionOf(args, station);
    return printProject(output, runProjectAct(args, desk, session));
}

} // namespace seihon::station_cli
