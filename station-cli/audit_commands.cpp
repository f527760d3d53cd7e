#include "station-cli/commands.h"
#include "station/audit_export.h"
#include "station/audit_replay.h"

// What an auditor runs [A13].
namespace seihon::station_cli {

using record::Json;
using record::Language;

namespace {

int replay(const Arguments& args, const Output& output) {
    station::Station station(homeOf(args));
    const station::ReplayReport report = station::AuditReplay(station).run(args.user);
    const bool agrees = report.differences == 0;
    const bool japanese = output.language() == Language::Japanese;
    std::string text = agrees ? (japanese ? "すべての判定は当時の規程と一致します"
                                          : "every stored verdict is what its regulation gives")
                              : (japanese ? "一致しない判定があります" : "verdicts differ");
    text += ": " + std::to_string(report.judged) + " / " + std::to_string(report.entries) +
            (agrees ? "" : ", " + std::to_string(report.differences)) + "\n";
    output.print(Json::object({{"entries", report.entries},
                               {"judged", report.judged},
                               {"differences", report.differences},
                               {"findings", output.findings(report.verdict)}}),
                 text + output.sentences(report.verdict));
    return agrees ? kDone : kVerificationFailed;
}

int exportMessages(const Arguments& args, const Output& output) {
    station::Station station(homeOf(args));
    const station::Session session = sessionOf(args, station);
    const station::AuditExportOutcome outcome = station::AuditExport(station).toFolder(
        session, {instantOf(args.from, "--from"), instantOf(args.until, "--until"), args.folder});
    if (!outcome.verdict.permitted()) {
        return printRefusal(output, outcome.verdict);
    }
    const bool japanese = output.language() == Language::Japanese;
    output.print(Json::object({{"messages", outcome.messages}, {"entries", outcome.logSize}}),
                 std::to_string(outcome.messages) + " / " + std::to_string(outcome.logSize) +
                     (japanese ? " 件を書き出しました: " : " messages: ") + args.folder + "\n");
    return kDone;
}

} // namespace

int runAuditVerb(const Arguments& args, const Output& output) {
    return args.verb == "audit export" ? exportMessages(args, output) : replay(args, output);
}

} // namespace seihon::station_cli
