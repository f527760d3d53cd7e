#include "record/fault.h"
#include "record/json_fields.h"
#include "station-cli/commands.h"
#include "station/archive_parts.h"
#include "station/archive_rebuild.h"
#include "station/replicas.h"

// The archive as a whole, in parts, and mended from replicas [F9].
namespace seihon::station_cli {

using record::Json;
using record::Language;

namespace {

int verifyPart(const Arguments& args, const Output& output) {
    station::Station station(homeOf(args));
    station::ArchiveParts parts(station);
    const station::PartReport report =
        parts.verify(station::partOf(args.backup.part.empty() ? "1/1" : args.backup.part),
                     {args.anchors.begin(), args.anchors.end()});
    parts.log(report);
    if (!args.reportFile.empty()) {
        if (report.note.empty()) {
            throw record::Fault(record::FaultKind::NotFound,
                                "no keys/station.pem here: the report cannot be signed");
        }
        station::writeReport(args.reportFile, report);
    }
    const bool valid = report.found.verdict.permitted();
    const bool japanese = output.language() == Language::Japanese;
    const std::string part =
        std::to_string(report.part.part) + "/" + std::to_string(report.part.parts);
    output.print(Json::object({{"valid", valid},
                               {"part", part},
                               {"records", report.found.records},
                               {"entries", report.found.entries},
                               {"anchors", report.found.anchors},
                               {"anchoredAt", record::instantOrNull(report.found.anchoredAt)},
                               {"findings", output.findings(report.found.verdict)}}),
                 (japanese ? "保管庫の一部 " : "part ") + part + ": " +
                     std::to_string(report.found.records) + (japanese ? " 記録、" : " records, ") +
                     (valid ? (japanese ? "異常なし" : "nothing is wrong")
                            : (japanese ? "異常があります" : "damaged")) +
                     "\n" + output.sentences(report.found.verdict));
    return valid ? kDone : kVerificationFailed;
}

int repair(const Arguments& args, const Output& output) {
    station::Station station(homeOf(args));
    const station::Session session = sessionOf(args, station);
    const station::RepairOutcome outcome = station::Replicas(station).repair(session, args.target);
    if (!outcome.verdict.permitted()) {
        return printRefusal(output, outcome.verdict);
    }
    const bool japanese = output.language() == Language::Japanese;
    output.print(Json::object({{"record", args.target},
                               {"from", outcome.from.string()},
                               {"damaged", outcome.asideAt.string()}}),
                 (japanese ? "複製から修復しました: " : "mended from a replica: ") + args.target +
                     "\n");
    return kDone;
}

// Then the archive is looked at as ever: an index that was made anew must fit it.
int rebuild(const Arguments& args, const Output& output) {
    const ledger::RebuildReport report = station::rebuildHome(homeOf(args));
    const bool japanese = output.language() == Language::Japanese;
    record::Verdict verdict = report.verdict;
    std::int64_t records = 0;
    if (verdict.permitted()) {
        const station::ArchiveReport archive = station::Station(homeOf(args)).verifyArchive();
        verdict.merge(archive.verdict);
        records = archive.records;
    }
    const bool made = report.verdict.permitted();
    output.print(Json::object({{"rebuilt", made},
                               {"valid", verdict.permitted()},
                               {"entries", static_cast<std::int64_t>(report.entries)},
                               {"records", records},
                               {"checkpoints", report.checkpoints},
                               {"aside", report.aside.string()},
                               {"findings", output.findings(verdict)}}),
                 (made ? (japanese ? "台帳のデータベースを作り直しました: " : "database rebuilt: ")
                       : (japanese ? "作り直せません。何も変えていません: "
                                   : "not rebuilt, nothing was changed: ")) +
                     std::to_string(report.entries) + (japanese ? " 行\n" : " entries\n") +
                     output.sentences(verdict));
    return verdict.permitted() ? kDone : kVerificationFailed;
}

} // namespace

bool isArchivePartVerb(const Arguments& args) {
    return args.verb == "archive repair" || args.verb == "archive rebuild" ||
           (args.verb == "archive verify" &&
            !(args.backup.part.empty() && args.reportFile.empty()));
}

int runArchivePartVerb(const Arguments& args, const Output& output) {
    return args.verb == "archive repair"    ? repair(args, output)
           : args.verb == "archive rebuild" ? rebuild(args, output)
                                            : verifyPart(args, output);
}

} // namespace seihon::station_cli
