#include "record/json_fields.h"
#include "station-cli/commands.h"
#include "station-cli/stop_on_signal.h"
#include "station/look.h"

#include <algorithm>

// Scanners that may scan originals [A1].
namespace seihon::station_cli {

using record::Fault;
using record::FaultKind;
using record::Json;
using record::Language;
using station::QualifyOutcome;
using station::TargetScan;

namespace {

constexpr std::int64_t kTargetDpi = 600;

template <typename E>
std::vector<E> wordsOf(const std::vector<std::string>& words) {
    std::vector<E> values;
    for (const std::string& word : words) {
        const auto value = record::enumFromName<E>(word);
        if (!value || std::find(values.begin(), values.end(), *value) != values.end()) {
            throw Fault(FaultKind::Usage, "\"" + word + "\" stands twice, or is not known");
        }
        values.push_back(*value);
    }
    return values;
}

station::QualifyRequest requestOf(const Arguments& args) {
    station::QualifyRequest request;
    request.device = args.device;
    request.bitsPerSample = args.bits;
    if (!args.dpis.empty()) {
        request.dpi = args.dpis;
        std::sort(request.dpi.begin(), request.dpi.end());
        request.dpi.erase(std::unique(request.dpi.begin(), request.dpi.end()), request.dpi.end());
    }
    if (!args.sources.empty()) {
        request.sources = wordsOf<record::PaperSource>(args.sources);
    }
    if (!args.modes.empty()) {
        request.modes = wordsOf<record::ColourMode>(args.modes);
    }
    return request;
}

std::string settingOf(const TargetScan& scan) {
    return std::to_string(scan.capture.dpiX) + " dpi " +
           std::string(record::enumName(scan.capture.source)) + " " +
           std::string(record::enumName(scan.capture.side)) + " " +
           std::string(record::enumName(scan.capture.mode));
}

// The figures that people ask for first; the others stand in the report and in --json.
std::string scanText(const Output& output, const TargetScan& scan) {
    const bool japanese = output.language() == Language::Japanese;
    const auto& m = scan.measurement;
    const std::string resolution = m.effectiveDpi ? std::to_string(*m.effectiveDpi) + " dpi" : "–";
    return settingOf(scan) + ": " + (japanese ? "解像力 " : "sampling efficiency ") +
           std::to_string(m.across.samplingEfficiencyPercent) + " % / " +
           std::to_string(m.down.samplingEfficiencyPercent) + " %, " + resolution + "\n" +
           output.sentences(scan.verdict);
}

Json scanJson(const Output& output, const TargetScan& scan) {
    return Json::object({{"file", scan.file.string()},
                         {"sha256", scan.fileDigest.hex()},
                         {"capture", record::toJson(scan.capture)},
                         {"measurements", record::toJson(scan.measurement)},
                         {"findings", output.findings(scan.verdict)}});
}

int printQualified(const Output& output, const station::Station& station,
                   const QualifyOutcome& outcome) {
    const bool japanese = output.language() == Language::Japanese;
    const bool qualified = outcome.qualification.has_value();
    Json scans = Json::array();
    std::string text;
    for (const TargetScan& scan : outcome.scans) {
        scans.push(scanJson(output, scan));
        text += scanText(output, scan);
    }
    if (outcome.scans.empty()) {
        text += output.sentences(outcome.verdict);
    }
    Json document = Json::object(
        {{"qualified", qualified},
         {"id", outcome.id},
         {"device", record::toJson(outcome.device)},
         {"validUntil",
          qualified ? Json(record::formatInstant(outcome.qualification->validUntil)) : Json()},
         {"scans", std::move(scans)},
         {"findings", output.findings(outcome.verdict)}});
    if (!qualified) {
        document.set("refused", true);
        text += japanese ? "認定できません\n" : "not qualified\n";
    } else {
        text += (japanese ? "認定しました。有効期限: " : "qualified until ") +
                record::formatLocal(outcome.qualification->validUntil,
                                    station.regulation().calendar.utcOffset) +
                "\n";
    }
    output.print(document, text);
    return qualified ? kDone : kRefused;
}

int listQualifications(const Output& output, const station::Station& station) {
    const auto offset = station.regulation().calendar.utcOffset;
    Json list = Json::array();
    std::string text;
    for (const record::Qualification& one : station.qualifications()) {
        Json json = record::toJson(one);
        json.set("logged", one.logged);
        list.push(std::move(json));
        text += one.device.name + "  " + one.device.vendor + " " + one.device.model + "  " +
                record::formatLocal(one.validFrom, offset) + " – " +
                record::formatLocal(one.validUntil, offset) + "  " + one.qualifiedBy +
                (one.demo ? "  DEMO" : "") +
                (one.voidedAt ? "  void: " + one.voidReason : std::string()) +
                (one.logged ? "" : "  NOT IN THE LOG") + "\n";
    }
    output.print(Json::object({{"qualifications", std::move(list)}}), text);
    return kDone;
}

int voidDevice(const Arguments& args, const Output& output, station::Station& station) {
    const std::string device = args.device.empty() ? station.config().defaultDevice : args.device;
    const record::Verdict verdict =
        station.voidQualification(sessionOf(args, station), device, args.reason);
    const bool japanese = output.language() == Language::Japanese;
    return output.outcome(Json::object({{"device", device}, {"voided", verdict.permitted()}}),
                          verdict.permitted()
                              ? (japanese ? "認定を取り消しました: " : "no longer qualified: ") +
                                    device + "\n"
                              : std::string(),
                          verdict);
}

int printTarget(const Arguments& args, const Output& output) {
    const std::int64_t dpi = args.dpis.empty() ? kTargetDpi : args.dpis.front();
    station::writeTargetSheet(args.printTarget, dpi);
    const bool japanese = output.language() == Language::Japanese;
    output.print(Json::object({{"target", args.printTarget}}),
                 args.printTarget + "\n" +
                     (japanese ? "実寸（100 %）で白い紙に印刷してください。印刷した検査シートは、"
                                 "印刷機とスキャナを合わせて測ります。\n"
                               : "Print it at true size on white paper. A printed target measures "
                                 "printer and scanner together.\n"));
    return kDone;
}

} // namespace

int runQualify(const Arguments& args, const Output& output) {
    if (!args.printTarget.empty()) {
        return printTarget(args, output);
    }
    station::Station station(homeOf(args));
    if (args.list) {
        return listQualifications(output, station);
    }
    if (args.voidDevice) {
        return voidDevice(args, output, station);
    }
    const station::QualifyRequest request = requestOf(args);
    const std::size_t sheets = station::targetSheetsFor(request);
    if (!args.targetInTray) { // paper moves only when a person has seen to it
        throw Fault(FaultKind::Usage, "lay " + std::to_string(sheets) +
                                          " target sheet(s) down and say --target-in-tray");
    }
    const station::Session session = sessionOf(args, station);
    const StopOnSignal stop;
    const auto seen = [&](const TargetScan& scan) {
        output.progress(settingOf(scan) + (scan.verdict.permitted() ? " ✓" : " ✗"));
    };
    const QualifyOutcome outcome = station.qualify(session, request, seen, stop.token());
    if (!args.reportFile.empty() && !outcome.scans.empty()) {
        station.writeQualificationReport(args.reportFile, outcome, output.language());
    }
    return printQualified(output, station, outcome);
}

} // namespace seihon::station_cli
