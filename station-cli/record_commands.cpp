#include "record/id.h"
#include "record/json_fields.h"
#include "station-cli/commands.h"
#include "station/look.h"
#include "station/people.h"
#include "station/show_record.h"
#include "station/versions.h"

namespace seihon::station_cli {

using record::Fault;
using record::FaultKind;
using record::Json;
using record::Language;

namespace {

signing::RecordVerification verification(const Arguments& args) {
    const bool byId = record::isId(args.target);
    const record::Instant at = instantOf(args.at, "--at").value_or(record::readClock());
    if (byId && args.home.empty()) {
        throw Fault(FaultKind::Usage, "a record id needs --home; a path does not");
    }
    if (!args.trust.empty()) { // offline: the folder and the trust directory, nothing else
        const std::filesystem::path folder =
            byId ? station::Station(homeOf(args)).recordFolder(args.target)
                 : std::filesystem::path(args.target);
        return station::verifyRecordFolder(folder, args.trust, at);
    }
    if (args.home.empty()) {
        throw Fault(FaultKind::Usage,
                    "--trust DIR or --home DIR is needed: nothing is trusted by itself");
    }
    if (byId && args.at.empty()) {
        station::Station home(homeOf(args));
        return home.verifyRecord(args.target, lookerOf(args, home).viewer());
    }
    station::Station station(homeOf(args));
    const std::filesystem::path folder =
        byId ? station.recordFolder(args.target) : std::filesystem::path(args.target);
    return station::verifyRecordFolder(folder, station.home().trust(), at);
}

int verify(const Arguments& args, const Output& output) {
    const signing::RecordVerification result = verification(args);
    Json document = signing::toJson(result);
    document.set("findings", output.findings(result.verdict));
    const bool valid = result.verdict.permitted();
    const bool japanese = output.language() == Language::Japanese;
    std::string text = valid ? (japanese ? "有効" : "VALID") : (japanese ? "無効" : "NOT VALID");
    text += ": " + args.target + "\n";
    text += (japanese ? "  署名者: " : "  signer: ") + result.signer.holder +
            (result.signerRole.empty() ? "" : " (" + result.signerRole + ")") + "\n";
    if (result.provenAt) {
        text += (japanese ? "  証明された時刻: " : "  proven at: ") +
                record::formatInstant(*result.provenAt) + "\n";
    }
    output.print(document, text + output.sentences(result.verdict));
    return valid ? kDone : kVerificationFailed;
}

// A withdrawn record is shown and handed out only to who asks for it [F4].
record::Verdict judgeWithdrawn(const Arguments& args, station::Station& station,
                               const station::Viewer& viewer) {
    return station::Versions(station).mayShow(args.target, viewer, args.later.withdrawn);
}

int show(const Arguments& args, const Output& output) {
    station::Station station(homeOf(args));
    const Looker looker = lookerOf(args, station);
    if (const record::Verdict may = station::People(station).judgeLook(
            looker.viewer(), regulation::Authority::ViewRecord, args.target);
        !may.permitted()) {
        return printRefusal(output, may);
    }
    if (const record::Verdict may = judgeWithdrawn(args, station, looker.viewer());
        !may.permitted()) {
        return printRefusal(output, may);
    }
    const Json json = station.viewRecord(args.target, looker.viewer());
    const std::filesystem::path folder = station.recordFolder(args.target);
    station::ShowRequest request;
    request.reportFile = args.reportFile;
    request.contactSheetFile = args.contactSheetFile;
    request.language = output.language();
    const std::string text = station::showRecord(station, args.target, request);
    Json document =
        Json::object({{"record", args.target}, {"path", folder.string()}, {"content", json}});
    const record::Verdict standing = station::Versions(station).standing(args.target);
    document.set("evidence", evidenceJson(*station.jobOfRecord(args.target).sealed));
    document.set("findings", output.findings(standing));
    output.print(document, text + output.sentences(standing));
    return kDone;
}

int exportRecord(const Arguments& args, const Output& output) {
    station::Station station(homeOf(args));
    const station::Session session = sessionOf(args, station);
    if (const record::Verdict may = judgeWithdrawn(args, station, station::Viewer(session));
        !may.permitted()) {
        return printRefusal(output, may);
    }
    const station::ExportOutcome outcome =
        station.exportRecord(session, {args.target, args.exportFile});
    const bool japanese = output.language() == Language::Japanese;
    Json document = Json::object({{"record", args.target}});
    if (!outcome.verdict.permitted()) {
        return output.outcome(std::move(document), {}, outcome.verdict);
    }
    const bool valid = outcome.verification->verdict.permitted();
    document.set("valid", valid);
    document.set("findings", output.findings(outcome.verification->verdict));
    std::string text;
    if (valid) {
        document.set("file", args.exportFile);
        document.set("sha256", outcome.digest.hex());
        document.set("bytes", outcome.bytes);
        text = (japanese ? "書き出しました: " : "exported: ") + args.exportFile + "\n  SHA-256 " +
               outcome.digest.hex() + "\n";
    } else {
        text = japanese ? "記録が無効のため、書き出しません。\n"
                        : "The record is not valid: nothing is exported.\n";
    }
    output.print(document, text + output.sentences(outcome.verification->verdict));
    return valid ? kDone : kVerificationFailed;
}

int search(const Arguments& args, const Output& output) {
    station::Station station(homeOf(args));
    const Looker looker = lookerOf(args, station);
    if (const record::Verdict may = station::People(station).judgeLook(
            looker.viewer(), regulation::Authority::SearchRecords, {});
        !may.permitted()) {
        return printRefusal(output, may);
    }
    ledger::RecordQuery query;
    const record::Patient patient = patientOf(args);
    if (!patient.id.empty()) {
        query.patientId = patient.id;
    }
    if (!args.documentClass.empty()) {
        query.documentClass = args.documentClass;
    }
    query.sealedFrom = instantOf(args.from, "--from");
    query.sealedUntil = instantOf(args.until, "--until");
    query.limit = args.limit;
    Json list = Json::array();
    std::string text;
    const bool japanese = output.language() == Language::Japanese;
    station::Versions versions(station);
    for (const ledger::RecordRow& row : station.search(query, looker.viewer())) {
        const record::ScanJob job = station.job(row.job);
        if (job.later.withdrawn && !args.later.withdrawn) {
            continue;
        }
        const std::vector<std::string> newer = versions.newerThan(job);
        list.push(Json::object({{"record", row.recordId},
                                {"withdrawn", job.later.withdrawn.has_value()},
                                {"newer", newer.empty() ? Json() : Json(newer.back())},
                                {"job", row.job},
                                {"class", row.documentClass},
                                {"path", (station.archive() / row.path).string()},
                                {"patient", record::toJson(row.patient)},
                                {"sealedAt", record::formatInstant(row.sealedAt)},
                                {"pages", row.pages}}));
        text += row.recordId + "  " +
                record::formatLocal(row.sealedAt, station.regulation().calendar.utcOffset) + "  " +
                row.documentClass + "  " + std::to_string(row.pages) +
                (newer.empty() ? "" : (japanese ? "  新しい版 " : "  newer: ") + newer.back()) +
                (job.later.withdrawn ? (japanese ? "  取り下げ" : "  withdrawn") : "") + "\n";
    }
    output.print(Json::object({{"records", std::move(list)}}), text);
    return kDone;
}

} // namespace

int runRecordVerb(const Arguments& args, const Output& output) {
    if (args.verb == "record verify") {
        return verify(args, output);
    }
    if (args.verb == "record export") {
        return exportRecord(args, output);
    }
    return args.verb == "record show" ? show(args, output) : search(args, output);
}

} // namespace seihon::station_cli
