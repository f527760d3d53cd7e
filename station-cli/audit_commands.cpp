#include "station-cli/commands.h"
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

} // namespace

int runAuditVerb(const Arguments& args, const Output& output) {
    return replay(args, output);
}

} // namespace seihon::station_cli
