#include "record/film.h"

#include "record/fault.h"
#include "record/json_fields.h"

namespace seihon::record {

namespace {

constexpr std::size_t kMostFilmSteps = 100;

Json stepsJson(const std::vector<FilmStep>& steps) {
    Json list = Json::array();
    for (const FilmStep& step : steps) {
        list.push(Json::object({{"density", step.density},
                                {"milliCount", step.milliCount},
                                {"noiseMilliCount", step.noiseMilliCount},
                                {"clippedPermille", step.clippedPermille}}));
    }
    return list;
}

Json bitsOrNull(const std::optional<std::int64_t>& bits) {
    return bits ? Json(*bits) : Json();
}

std::vector<FilmStep> stepsFromJson(const Json& json) {
    std::vector<FilmStep> steps;
    for (const Json& one : json.asArray()) {
        if (steps.size() == kMostFilmSteps) {
            throw Fault(FaultKind::Malformed, "more steps than a tablet has");
        }
        steps.push_back({one.at("density").asInt(), one.at("milliCount").asInt(),
                         one.at("noiseMilliCount").asInt(), one.at("clippedPermille").asInt()});
    }
    return steps;
}

} // namespace

Json toJson(const FilmMeasurement& measurement) {
    return Json::object({{"steps", stepsJson(measurement.steps)},
                         {"significantBits", bitsOrNull(measurement.significantBits)},
                         {"across", toJson(measurement.across)},
                         {"down", toJson(measurement.down)},
                         {"pitchAcrossNanometres", measurement.pitchAcrossNanometres},
                         {"pitchDownNanometres", measurement.pitchDownNanometres},
                         {"scaleErrorAcrossPpm", measurement.scaleErrorAcrossPpm},
                         {"scaleErrorDownPpm", measurement.scaleErrorDownPpm},
                         {"skewMilliDegrees", measurement.skewMilliDegrees}});
}

FilmMeasurement filmMeasurementFromJson(const Json& json) {
    FilmMeasurement measurement;
    measurement.steps = stepsFromJson(json.at("steps"));
    if (const Json& bits = json.at("significantBits"); !bits.isNull()) {
        measurement.significantBits = bits.asInt();
    }
    measurement.across = edgeResponseFromJson(json.at("across"));
    measurement.down = edgeResponseFromJson(json.at("down"));
    measurement.pitchAcrossNanometres = json.at("pitchAcrossNanometres").asInt();
    measurement.pitchDownNanometres = json.at("pitchDownNanometres").asInt();
    measurement.scaleErrorAcrossPpm = json.at("scaleErrorAcrossPpm").asInt();
    measurement.scaleErrorDownPpm = json.at("scaleErrorDownPpm").asInt();
    measurement.skewMilliDegrees = json.at("skewMilliDegrees").asInt();
    return measurement;
}

Json toJson(const FilmCalibration& calibration) {
    return Json::object({{"id", calibration.id},
                         {"device", toJson(calibration.device)},
                         {"dpi", calibration.dpi},
                         {"calibratedAt", formatInstant(calibration.calibratedAt)},
                         {"validUntil", formatInstant(calibration.validUntil)},
                         {"calibratedBy", calibration.calibratedBy},
                         {"tablet", calibration.tablet},
                         {"tabletSha256", calibration.tabletDigest.hex()},
                         {"scanSha256", calibration.scanDigest.hex()},
                         {"leastDensity", calibration.range.least},
                         {"mostDensity", calibration.range.most},
                         {"curve", stepsJson(calibration.curve)},
                         {"tableSha256", calibration.tableDigest.hex()},
                         {"pitchAcrossNanometres", calibration.pitchAcrossNanometres},
                         {"pitchDownNanometres", calibration.pitchDownNanometres},
                         {"demo", calibration.demo}});
}

FilmCalibration filmCalibrationFromJson(const Json& json) {
    FilmCalibration calibration;
    calibration.id = json.at("id").asString();
    calibration.device = deviceIdentityFromJson(json.at("device"));
    calibration.dpi = json.at("dpi").asInt();
    calibration.calibratedAt = parseInstant(json.at("calibratedAt").asString());
    calibration.validUntil = parseInstant(json.at("validUntil").asString());
    calibration.calibratedBy = json.at("calibratedBy").asString();
    calibration.tablet = json.at("tablet").asString();
    calibration.tabletDigest = digestIn(json, "tabletSha256");
    calibration.scanDigest = digestIn(json, "scanSha256");
    calibration.range = {json.at("leastDensity").asInt(), json.at("mostDensity").asInt()};
    calibration.curve = stepsFromJson(json.at("curve"));
    calibration.tableDigest = digestIn(json, "tableSha256");
    calibration.pitchAcrossNanometres = json.at("pitchAcrossNanometres").asInt();
    calibration.pitchDownNanometres = json.at("pitchDownNanometres").asInt();
    calibration.demo = json.at("demo").asBool();
    return calibration;
}

} // namespace seihon::record
