#include "station-cli/commands.h"
#include "station-cli/intake_steps.h"

#include <algorithm>
#include <csignal>
#include <cstring>
#include <exception>
#include <string_view>

using namespace seihon;

namespace {

int run(const station_cli::Arguments& args, const station_cli::Output& output) {
    if (station_cli::isIntakeVerb(args.verb)) {
        return station_cli::runIntakeVerb(args, output);
    }
    if (station_cli::isLaterVerb(args.verb)) {
        return station_cli::runLaterVerb(args, output);
    }
    if (station_cli::isInspectVerb(args.verb)) {
        return station_cli::runInspectVerb(args, output);
    }
    if (station_cli::isProjectAuditVerb(args.verb)) {
        return station_cli::runProjectAuditVerb(args, output);
    }
    if (station_cli::isProjectVerb(args.verb)) {
        return station_cli::runProjectVerb(args, output);
    }
    if (station_cli::isDowntimeVerb(args.verb)) {
        return station_cli::runDowntimeVerb(args, output);
    }
    if (station_cli::isBatchVerb(args.verb)) {
        return station_cli::runBatchVerb(args, output);
    }
    if (station_cli::isPaperVerb(args.verb)) {
        return station_cli::runPaperVerb(args, output);
    }
    if (station_cli::isDocumentVerb(args.verb)) {
        return station_cli::runDocumentVerb(args, output);
    }
    if (station_cli::isRetentionVerb(args.verb)) {
        return station_cli::runRetentionVerb(args, output);
    }
    if (station_cli::isArchivePartVerb(args)) {
        return station_cli::runArchivePartVerb(args, output);
    }
    if (station_cli::isBackupVerb(args.verb)) {
        return station_cli::runBackupVerb(args, output);
    }
    if (station_cli::isMediaVerb(args.verb)) {
        return station_cli::runMediaVerb(args, output);
    }
    if (station_cli::isDeliverVerb(args.verb)) {
        return station_cli::runDeliverVerb(args, output);
    }
    if (station_cli::isReceivedVerb(args.verb)) {
        return station_cli::runReceivedVerb(args, output);
    }
    if (args.verb.starts_with("job ") || args.verb == "intake") {
        return station_cli::runJobVerb(args, output);
    }
    if (args.verb == "record dicom") {
        return station_cli::runDicomVerb(args, output);
    }
    if (args.verb == "work" || args.verb == "record complete" || args.verb == "record renew") {
        return station_cli::runKeepVerb(args, output);
    }
    if (args.verb.starts_with("audit ") && args.verb != "audit log") {
        return station_cli::runAuditVerb(args, output);
    }
    if (args.verb.starts_with("conformity ")) {
        return station_cli::runConformityVerb(args, output);
    }
    if (args.verb.starts_with("regulation ")) {
        return station_cli::runRegulationVerb(args, output);
    }
    if (station_cli::isDeviceVerb(args.verb)) {
        return station_cli::runDeviceVerb(args, output);
    }
    if (args.verb == "qualify") {
        return station_cli::runQualify(args, output);
    }
    if (args.verb.starts_with("user ")) {
        return station_cli::runUserVerb(args, output);
    }
    if (args.verb.starts_with("record ")) {
        return station_cli::runRecordVerb(args, output);
    }
    return station_cli::runStationVerb(args, output);
}

// What was read is taken out of the process list, which every user of the computer may see [F16].
// --patient-fd never shows it at all.
void hidePatient(int argc, char** argv) {
    for (int i = 1; i < argc; ++i) {
        const std::string_view word(argv[i]);
        for (const std::string_view option : {"--patient", "--patient-name"}) {
            if (word == option && i + 1 < argc) {
                std::fill_n(argv[i + 1], std::strlen(argv[i + 1]), '*');
            } else if (word.starts_with(option) && word.substr(option.size()).starts_with("=")) {
                std::fill_n(argv[i] + option.size() + 1, word.size() - option.size() - 1, '*');
            }
        }
    }
}

} // namespace

int main(int argc, char** argv) {
    ::signal(SIGPIPE, SIG_IGN); // a worker or a reader that goes away is an error code, not our end
    station_cli::Output output(station_cli::wantsJson(argc, argv), record::Language::English);
    try {
        const auto args = station_cli::readArguments(argc, argv);
        hidePatient(argc, argv);
        if (!args) {
            return station_cli::kDone;
        }
        output = station_cli::Output(args->json, args->language);
        station_cli::noticeOfRegulation(*args, output);
        const int code = run(*args, output);
        station_cli::noticeOfEmergency(*args, output);
        return code;
    } catch (const record::Fault& fault) {
        return output.fault(fault);
    } catch (const std::exception& error) {
        return output.fault(record::Fault(record::FaultKind::Internal, error.what()));
    }
}
