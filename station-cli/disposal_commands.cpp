#include "record/json_fields.h"
#include "station-cli/commands.h"
#include "station/disposal_certificate.h"
#include "station/disposal_desk.h"
#include "station/legal_holds.h"

// What must be kept, and paper that goes [C6, B5].
namespace seihon::station_cli {

using record::DisposalList;
using record::DisposalState;
using record::HoldOn;
using record::Json;
using record::Language;
using station::DisposalOutcome;

namespace {

int printHold(const Output& output, const station::HoldOutcome& outcome) {
    const bool permitted = outcome.verdict.permitted();
    return output.outcome(Json::object({{"id", permitted ? Json(outcome.id) : Json()}}),
                          permitted ? outcome.id + "\n" : "", outcome.verdict);
}

int listHolds(const Arguments& args, const Output& output, station::Station& station) {
    const Looker looker = lookerOf(args, station);
    const station::HoldList list =
        station::LegalHolds(station).list(looker.session ? &*looker.session : nullptr);
    const bool japanese = output.language() == Language::Japanese;
    std::string text =
        (japanese ? "有効 " : "in force: ") + std::to_string(list.inForce) +
        (list.restricted ? (japanese ? "（内容を見る権限がありません）" : " (restricted)") : "") +
        "\n";
    Json rows = Json::array();
    for (const record::LegalHold& hold : list.holds) {
        rows.push(Json::object({{"id", hold.id},
                                {"on", record::enumName(hold.on)},
                                {"subject", hold.subject},
                                {"patient", record::toJson(hold.patient)},
                                {"reason", hold.reason},
                                {"by", record::toJson(hold.placed.actor)},
                                {"at", record::formatInstant(hold.placed.at)},
                                {"inForce", !hold.lifted}}));
        text += hold.id + "  " + std::string(record::enumName(hold.on)) + "  " +
                (hold.on == HoldOn::Patient ? hold.patient.id : hold.subject) + "  " +
                (hold.lifted ? "–" : (japanese ? "有効" : "in force")) + "  " + hold.reason + "\n";
    }
    output.print(Json::object({{"inForce", list.inForce},
                               {"restricted", list.restricted},
                               {"rows", std::move(rows)},
                               {"findings", Json::array()}}),
                 text);
    return kDone;
}

int runHold(const Arguments& args, const Output& output) {
    station::Station station(homeOf(args));
    if (args.verb == "hold list") {
        return listHolds(args, output, station);
    }
    const station::Session session = sessionOf(args, station);
    station::LegalHolds holds(station);
    if (args.verb == "hold lift") {
        return printHold(output, holds.lift(session, args.paper.hold, args.reason));
    }
    station::HoldRequest request;
    request.patient = patientOf(args);
    request.on = !args.paper.record.empty()    ? HoldOn::Record
                 : !args.paper.project.empty() ? HoldOn::Project
                                               : HoldOn::Patient;
    request.subject = request.on == HoldOn::Record ? args.paper.record : args.paper.project;
    request.reason = args.reason;
    return printHold(output, holds.place(session, request));
}

std::string disposalWord(DisposalState state, bool japanese) {
    switch (state) {
    case DisposalState::Proposed:
        return japanese ? "提案" : "proposed";
    case DisposalState::Checked:
        return japanese ? "事前確認済み" : "checked";
    case DisposalState::Approved:
        return japanese ? "承認済み" : "approved";
    case DisposalState::Witnessed:
        return japanese ? "立会人確認済み" : "witnessed";
    case DisposalState::CarriedOut:
        return japanese ? "実施済み（事後確認待ち）" : "carried out, to be checked";
    case DisposalState::Closed:
        return japanese ? "完了" : "closed";
    case DisposalState::Dropped:
        return japanese ? "取りやめ" : "dropped";
    }
    return "?";
}

Json actJson(const std::optional<record::Act>& act) {
    return act ? Json::object({{"by", record::toJson(act->actor)},
                               {"at", record::formatInstant(act->at)},
                               {"reason", act->reason}})
               : Json();
}

Json doneJson(const DisposalList& list) {
    if (!list.done) {
        return {};
    }
    Json json = actJson(list.done->act);
    json.set("method", list.done->method);
    json.set("day", list.done->day);
    json.set("contractor", list.done->contractor);
    json.set("witness", list.done->witness);
    return json;
}

Json listJson(const DisposalList& list) {
    Json differences = Json::array();
    for (const record::Act& one : list.differences) {
        differences.push(actJson(one));
    }
    Json json = Json::object({{"list", list.id},
                              {"state", record::enumName(list.state)},
                              {"content", record::contentDigest(list.items).hex()},
                              {"items", record::toJson(list.items)},
                              {"proposed", actJson(list.proposed)},
                              {"checkedBefore", actJson(list.checkedBefore)},
                              {"approved", actJson(list.approved)},
                              {"witnessed", actJson(list.witnessed)},
                              {"carriedOut", doneJson(list)},
                              {"checkedAfter", actJson(list.checkedAfter)},
                              {"differences", std::move(differences)}});
    json.set("frozen", list.frozen ? Json(list.frozen->hex()) : Json());
    Json proof;
    if (list.proof) {
        proof = Json::object({{"number", list.proof->number}});
        proof.set("file", list.proof->file ? Json(list.proof->file->hex()) : Json());
    }
    json.set("proof", std::move(proof));
    return json;
}

std::string listText(const Output& output, const DisposalList& list, bool whole) {
    const bool japanese = output.language() == Language::Japanese;
    std::string text = list.id + "  " + disposalWord(list.state, japanese) + "  " +
                       std::to_string(list.items.size()) + (japanese ? " 件\n" : " records\n");
    for (const record::Act& one : list.differences) {
        text += (japanese ? "  相違: " : "  difference: ") + one.reason + "\n";
    }
    for (const record::DisposalItem& item : whole ? list.items : decltype(list.items){}) {
        text += "  " + item.recordId + "  " + item.place.box + " / " + item.place.shelf + " / " +
                item.place.position + "\n";
    }
    return text;
}

int printList(const Output& output, const DisposalOutcome& outcome) {
    const bool there = !outcome.list.id.empty();
    return output.outcome(there ? listJson(outcome.list) : Json::object({}),
                          there ? listText(output, outcome.list, false) : std::string(),
                          outcome.verdict);
}

DisposalOutcome runAct(const Arguments& args, station::DisposalDesk& desk,
                       const station::Session& session) {
    const PaperArguments& paper = args.paper;
    if (args.verb == "disposal propose") {
        return desk.propose(session, {paper.records, paper.boxes, args.reason});
    }
    if (args.verb == "disposal check") {
        return desk.check(session, paper.list, paper.difference);
    }
    if (args.verb == "disposal approve") {
        return desk.approve(session, paper.list);
    }
    if (args.verb == "disposal witness") {
        return desk.witness(session, paper.list);
    }
    if (args.verb == "disposal carry-out") {
        return desk.carryOut(session, paper.list, {paper.method, paper.day, paper.contractor});
    }
    if (args.verb == "disposal prove") {
        station::ProofRequest proof{paper.number, {}};
        if (!paper.file.empty()) {
            proof.file = paper.file;
        }
        return desk.prove(session, paper.list, proof);
    }
    return desk.takeOut(session, paper.list, paper.records, args.reason);
}

int runDisposal(const Arguments& args, const Output& output) {
    station::Station station(homeOf(args));
    station::DisposalDesk desk(station);
    if (args.verb == "disposal list") {
        Json lists = Json::array();
        std::string text;
        for (const DisposalList& list : desk.list()) {
            lists.push(listJson(list));
            text += listText(output, list, false);
        }
        output.print(Json::object({{"lists", std::move(lists)}}), text);
        return kDone;
    }
    if (args.verb == "disposal show") {
        const DisposalList list = desk.show(args.paper.list);
        output.print(listJson(list), listText(output, list, true));
        return kDone;
    }
    if (args.verb == "disposal certificate") {
        station::writeDisposalCertificate(station, args.paper.list, args.reportFile,
                                          output.language());
        output.print(Json::object({{"list", args.paper.list}, {"file", args.reportFile}}),
                     args.reportFile + "\n");
        return kDone;
    }
    const station::Session session = sessionOf(args, station);
    return printList(output, runAct(args, desk, session));
}

} // namespace

bool isPaperVerb(const std::string& verb) {
    return verb.starts_with("hold ") || verb.starts_with("disposal ");
}

int runPaperVerb(const Arguments& args, const Output& output) {
    return args.verb.starts_with("hold ") ? runHold(args, output) : runDisposal(args, output);
}

} // namespace seihon::station_cli
