#include "record/fault.h"
#include "record/json_fields.h"
#include "station-cli/commands.h"
#include "station-cli/secret_input.h"
#include "station/backups.h"

// Backups and their way back [F9].
namespace seihon::station_cli {

using record::Fault;
using record::FaultKind;
using record::Json;
using record::Language;

namespace {

Json backupJson(const station::BackupOutcome& outcome) {
    Json json = Json::object({{"target", outcome.target}, {"made", outcome.failure.empty()}});
    if (!outcome.failure.empty()) {
        json.set("failure", outcome.failure);
        return json;
    }
    json.set("snapshot", outcome.snapshot);
    json.set("madeAt", record::formatInstant(outcome.note.madeAt));
    json.set("entries", static_cast<std::int64_t>(outcome.note.entries));
    json.set("records", outcome.note.records);
    json.set("readBack", outcome.readBack);
    json.set("bytesAdded", outcome.bytesAdded);
    json.set("bytesTotal", outcome.bytesTotal);
    json.set("seconds", outcome.seconds);
    return json;
}

std::string backupText(const Output& output, const station::BackupOutcome& outcome) {
    const bool japanese = output.language() == Language::Japanese;
    if (!outcome.failure.empty()) {
        return (japanese ? "バックアップできません: " : "no backup: ") + outcome.failure + "\n";
    }
    const std::string numbers =
        std::to_string(outcome.note.records) + (japanese ? " 記録、台帳 " : " records, ") +
        std::to_string(outcome.note.entries) + (japanese ? " 行、追加 " : " entries, added ") +
        std::to_string(outcome.bytesAdded) + " B, " + std::to_string(outcome.seconds) + " s";
    return (japanese ? "バックアップしました: " : "backup made: ") + outcome.target + "  " +
           outcome.snapshot.substr(0, 8) + "  " + numbers + "\n";
}

int runBackup(const Arguments& args, const Output& output) {
    station::Station station(homeOf(args));
    const station::Session session = sessionOf(args, station);
    Json rows = Json::array();
    std::string text;
    bool all = true;
    for (const station::BackupOutcome& outcome :
         station::Backups(station).make(session, args.backup.target, args.backup.newRepository)) {
        if (!outcome.verdict.permitted()) {
            return printRefusal(output, outcome.verdict);
        }
        rows.push(backupJson(outcome));
        text += backupText(output, outcome);
        all = all && outcome.failure.empty();
    }
    output.print(Json::object({{"made", all}, {"backups", std::move(rows)}}), text);
    return all ? kDone : kFault;
}

Json restoreJson(const Output& output, const station::RestoreReport& report) {
    return Json::object({{"valid", report.verdict.permitted()},
                         {"snapshot", report.snapshot},
                         {"station", report.note.station},
                         {"madeAt", record::formatInstant(report.note.madeAt)},
                         {"records", report.records},
                         {"entries", report.entries},
                         {"files", report.files},
                         {"bytes", report.bytes},
                         {"fetchSeconds", report.fetchSeconds},
                         {"verifySeconds", report.verifySeconds},
                         {"findings", output.findings(report.verdict)}});
}

std::string restoreText(const Output& output, const station::RestoreReport& report) {
    const bool japanese = output.language() == Language::Japanese;
    const bool valid = report.verdict.permitted();
    return std::string(valid ? (japanese ? "復元したものはすべて正しい状態です"
                                         : "everything that was restored stands")
                             : (japanese ? "復元したものに異常があります"
                                         : "what was restored is damaged")) +
           ": " + report.snapshot.substr(0, 8) + "  " + record::formatInstant(report.note.madeAt) +
           "  " + std::to_string(report.records) + (japanese ? " 記録、台帳 " : " records, ") +
           std::to_string(report.entries) +
           (japanese ? " 行、取り出し " : " entries, fetched in ") +
           std::to_string(report.fetchSeconds) + (japanese ? " 秒、検証 " : " s, verified in ") +
           std::to_string(report.verifySeconds) + (japanese ? " 秒\n" : " s\n") +
           output.sentences(report.verdict);
}

int printRestored(const Output& output, const station::RestoreReport& report) {
    output.print(restoreJson(output, report), restoreText(output, report));
    return report.verdict.permitted() ? kDone : kVerificationFailed;
}

int runDrill(const Arguments& args, const Output& output) {
    station::Station station(homeOf(args));
    const station::Session session = sessionOf(args, station);
    const station::DrillOutcome outcome =
        station::Backups(station).drill(session, args.backup.target);
    if (!outcome.verdict.permitted()) {
        return printRefusal(output, outcome.verdict);
    }
    if (!outcome.failure.empty()) {
        throw Fault(FaultKind::BackupFailed, outcome.failure);
    }
    return printRestored(output, outcome.report);
}

int runRestore(const Arguments& args, const Output& output) {
    const BackupArguments& said = args.backup;
    station::RestoreRequest request;
    request.target = station::restoreTargetOf(args.home, said.target);
    for (const auto& [file, to] :
         {std::pair{&said.passwordFile, &request.target.passwordFile},
          std::pair{&said.credentialsFile, &request.target.credentialsFile}}) {
        if (!file->empty()) {
            *to = *file;
        }
    }
    if (!said.sftpCommand.empty()) {
        request.target.sftpCommand = said.sftpCommand;
    }
    request.snapshot = said.snapshot;
    request.to = said.to;
    if (!said.stationKey.empty()) {
        request.stationKey = said.stationKey;
    }
    if (said.passwordFd >= 0) {
        const std::vector<std::string> lines = readLines(said.passwordFd);
        request.password = lines.empty() ? std::string() : lines.front();
    } else if (request.target.passwordFile.empty()) {
        throw Fault(FaultKind::Usage, "--password-file or --password-fd is needed");
    }
    const station::RestoreReport report = station::restoreHome(request);
    station::logRestore(request.to, report);
    return printRestored(output, report);
}

} // namespace

bool isBackupVerb(const std::string& verb) {
    return verb == "backup" || verb == "backup drill" || verb == "restore";
}

int runBackupVerb(const Arguments& args, const Output& output) {
    return args.verb == "backup"         ? runBackup(args, output)
           : args.verb == "backup drill" ? runDrill(args, output)
                                         : runRestore(args, output);
}

} // namespace seihon::station_cli
