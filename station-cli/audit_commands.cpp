#include "record/json_fields.h"
#include "station-cli/commands.h"
#include "station/audit_replay.h"
#include "station/log_prover.h"

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

std::string proofText(const Output& output, const station::ProveOutcome& outcome,
                      const std::string& file) {
    const bool japanese = output.language() == Language::Japanese;
    std::string text = file + "\n" + std::to_string(outcome.entries) +
                       (japanese ? " 件、確認点 " : " entries, under the checkpoint of ") +
                       std::to_string(outcome.checkpointSize) + (japanese ? " 件、" : ", ") +
                       (outcome.at ? record::formatInstant(*outcome.at) : std::string()) + "\n";
    for (const std::string& witness : outcome.witnesses) {
        text += (japanese ? "立会: " : "witness: ") + witness + "\n";
    }
    return text + (japanese ? "検証: seihon-verify proof " : "verify with: seihon-verify proof ") +
           file + " --trust DIR\n";
}

int prove(const Arguments& args, const Output& output) {
    station::Station station(homeOf(args));
    const station::Session session = sessionOf(args, station);
    const std::string file =
        args.exportFile.empty() ? args.target + ".log-proof.json" : args.exportFile;
    const station::ProveOutcome outcome =
        station::LogProver(station).prove(session, {args.target, file, !args.audit.closed});
    const bool permitted = outcome.verdict.permitted();
    return output.outcome(Json::object({{"record", args.target},
                                        {"file", permitted ? Json(file) : Json()},
                                        {"sha256", permitted ? Json(outcome.digest.hex()) : Json()},
                                        {"bytes", outcome.bytes},
                                        {"entries", outcome.entries},
                                        {"leftOut", outcome.leftOut},
                                        {"checkpointSize", outcome.checkpointSize},
                                        {"at", record::instantOrNull(outcome.at)},
                                        {"witnesses", record::textsJson(outcome.witnesses)}}),
                          permitted ? proofText(output, outcome, file) : "", outcome.verdict);
}

} // namespace

int runAuditVerb(const Arguments& args, const Output& output) {
    if (args.verb == "audit prove") {
        return prove(args, output);
    }
    return replay(args, output);
}

} // namespace seihon::station_cli
