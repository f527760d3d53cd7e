#include "record/film_fit.h"
#include "record/json_fields.h"
#include "station-cli/commands.h"
#include "station-cli/stop_on_signal.h"
#include "station/film_desk.h"

#include <cstdio>

// Devices that read films [A1, A4].
namespace seihon::station_cli {

using record::Fault;
using record::FaultKind;
using record::FilmCalibration;
using record::Json;
using record::Language;

namespace {

std::string densityText(std::int64_t milli) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.3f", static_cast<double>(milli) / 1000);
    return text.data();
}

std::string pitchText(std::int64_t nanometres) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.5f", static_cast<double>(nanometres) / 1e6);
    return text.data();
}

std::string measuredText(const Output& output, const record::FilmMeasurement& m,
                         const record::FilmRange& range) {
    const bool japanese = output.language() == Language::Japanese;
    return (japanese ? "濃度 " : "density ") + densityText(range.least) + " – " +
           densityText(range.most) + (japanese ? "、画素 " : ", pixels ") +
           pitchText(m.pitchAcrossNanometres) + " × " + pitchText(m.pitchDownNanometres) + " mm" +
           (japanese ? "、解像力 " : ", sampling efficiency ") +
           std::to_string(m.across.samplingEfficiencyPercent) + " % / " +
           std::to_string(m.down.samplingEfficiencyPercent) + " %, " +
           (m.significantBits ? std::to_string(*m.significantBits) : std::string("–")) + " bit\n";
}

int printCalibrated(const Output& output, const station::Station& station,
                    const station::CalibrateOutcome& outcome) {
    const bool japanese = output.language() == Language::Japanese;
    const bool done = outcome.calibration.has_value();
    const auto usable =
        record::usableSteps(outcome.measurement, station.regulation().filmCalibration.limits);
    Json document =
        Json::object({{"calibrated", done},
                      {"id", outcome.id},
                      {"device", record::toJson(outcome.device)},
                      {"measurements", record::toJson(outcome.measurement)},
                      {"calibration", done ? record::toJson(*outcome.calibration) : Json(nullptr)},
                      {"findings", output.findings(outcome.verdict)}});
    std::string text;
    if (!outcome.id.empty()) {
        text += measuredText(output, outcome.measurement, record::rangeOf(usable));
    }
    text += output.sentences(outcome.verdict);
    if (done) {
        text += (japanese ? "校正しました。有効期限: " : "calibrated until ") +
                record::formatLocal(outcome.calibration->validUntil,
                                    station.regulation().calendar.utcOffset) +
                "\n";
    } else {
        document.set("refused", true);
        text += japanese ? "校正できません\n" : "not calibrated\n";
    }
    output.print(document, text);
    return done ? kDone : kRefused;
}

int listCalibrations(const Output& output, station::Station& station) {
    const bool japanese = output.language() == Language::Japanese;
    const auto offset = station.regulation().calendar.utcOffset;
    Json list = Json::array();
    std::string text;
    for (const station::CalibrationRow& row :
         station::FilmDesk(station).list(record::readClock())) {
        const FilmCalibration& one = row.calibration;
        const bool inForce = row.newest && row.standing.permitted();
        Json json = record::toJson(one);
        json.set("voidedAt", record::instantOrNull(row.voidedAt));
        json.set("inForce", inForce);
        list.push(std::move(json));
        text +=
            one.device.name + "  " + std::to_string(one.dpi) + " dpi  " +
            densityText(one.range.least) + " – " + densityText(one.range.most) + "  " +
            record::formatLocal(one.calibratedAt, offset) + " – " +
            record::formatLocal(one.validUntil, offset) + "  " +
            (inForce ? (japanese ? "有効" : "in force") : (japanese ? "無効" : "not in force")) +
            "\n";
    }
    output.print(Json::object({{"calibrations", std::move(list)}}), text);
    return kDone;
}

} // namespace

bool isDeviceVerb(const std::string& verb) {
    return verb.starts_with("device ");
}

int runDeviceVerb(const Arguments& args, const Output& output) {
    station::Station station(homeOf(args));
    station::FilmDesk desk(station);
    if (args.verb == "device calibrations") {
        return listCalibrations(output, station);
    }
    const std::string device = args.device.empty() ? station.config().defaultDevice : args.device;
    if (args.voidDevice) {
        const record::Verdict verdict =
            desk.voidCalibration(sessionOf(args, station), device, args.reason);
        const bool japanese = output.language() == Language::Japanese;
        return output.outcome(
            Json::object({{"device", device}, {"voided", verdict.permitted()}}),
            verdict.permitted()
                ? (japanese ? "校正を取り消しました: " : "no longer calibrated: ") + device + "\n"
                : std::string(),
            verdict);
    }
    if (args.film.certificate.empty() || !args.targetInTray) { // a person sees to what lies there
        throw Fault(FaultKind::Usage,
                    "lay the step tablet down and say --tablet FILE --tablet-in-place");
    }
    station::CalibrateRequest request;
    request.device = device;
    request.dpi = args.dpi.value_or(300);
    request.certificate = args.film.certificate;
    if (!args.area.empty()) {
        const Area area = areaOf(args.area);
        request.areaWidthMicrometres = area.widthMicrometres;
        request.areaHeightMicrometres = area.heightMicrometres;
    }
    const station::Session session = sessionOf(args, station);
    const StopOnSignal stop;
    return printCalibrated(output, station, desk.calibrate(session, request, stop.token()));
}

} // namespace seihon::station_cli
