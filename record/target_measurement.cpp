#include "record/target_measurement.h"

#include <string_view>

namespace seihon::record {

namespace {

Json numberOrNull(const std::optional<std::int64_t>& number) {
    return number ? Json(*number) : Json();
}

std::optional<std::int64_t> numberIn(const Json& json, std::string_view key) {
    const Json& value = json.at(key);
    return value.isNull() ? std::nullopt : std::optional(value.asInt());
}

} // namespace

Json toJson(const EdgeResponse& response) {
    Json curve = Json::array();
    for (const std::int64_t value : response.curvePermille) {
        curve.push(value);
    }
    return Json::object(
        {{"edges", response.edges},
         {"mtf50MilliCyclesPerPixel", response.mtf50MilliCyclesPerPixel},
         {"mtf10MilliCyclesPerPixel", response.mtf10MilliCyclesPerPixel},
         {"samplingEfficiencyPercent", response.samplingEfficiencyPercent},
         {"leastSamplingEfficiencyPercent", response.leastSamplingEfficiencyPercent},
         {"peakPermille", response.peakPermille},
         {"curvePermille", std::move(curve)}});
}

EdgeResponse edgeResponseFromJson(const Json& json) {
    EdgeResponse response;
    response.edges = json.at("edges").asInt();
    response.mtf50MilliCyclesPerPixel = json.at("mtf50MilliCyclesPerPixel").asInt();
    response.mtf10MilliCyclesPerPixel = json.at("mtf10MilliCyclesPerPixel").asInt();
    response.samplingEfficiencyPercent = json.at("samplingEfficiencyPercent").asInt();
    response.leastSamplingEfficiencyPercent = json.at("leastSamplingEfficiencyPercent").asInt();
    response.peakPermille = json.at("peakPermille").asInt();
    for (const Json& value : json.at("curvePermille").asArray()) {
        response.curvePermille.push_back(value.asInt());
    }
    return response;
}

namespace {

// A step that the eye and every later rule can tell from its neighbour.
constexpr std::int64_t kLeastStepMilliTone = 3'000;

} // namespace

std::int64_t distinctSteps(const TargetMeasurement& measurement) {
    std::int64_t before = measurement.paperMilliTone;
    std::int64_t count = 0;
    for (const MeasuredStep& step : measurement.steps) {
        count += before - step.milliTone >= kLeastStepMilliTone ? 1 : 0;
        before = step.milliTone;
    }
    return count;
}

Json toJson(const TargetMeasurement& measurement) {
    Json steps = Json::array();
    for (const MeasuredStep& step : measurement.steps) {
        steps.push(Json::object({{"drawnTone", step.drawnTone},
                                 {"milliTone", step.milliTone},
                                 {"noiseMilliTone", step.noiseMilliTone}}));
    }
    return Json::object(
        {{"targetVersion", measurement.targetVersion},
         {"across", toJson(measurement.across)},
         {"down", toJson(measurement.down)},
         {"edgeWidthMilliPixels", numberOrNull(measurement.edgeWidthMilliPixels)},
         {"steps", std::move(steps)},
         {"paperMilliTone", measurement.paperMilliTone},
         {"paperNoiseMilliTone", measurement.paperNoiseMilliTone},
         {"clippedWhitePermille", measurement.clippedWhitePermille},
         {"clippedBlackPermille", measurement.clippedBlackPermille},
         {"scaleErrorAcrossPpm", measurement.scaleErrorAcrossPpm},
         {"scaleErrorDownPpm", measurement.scaleErrorDownPpm},
         {"distortionMicrometres", measurement.distortionMicrometres},
         {"skewMilliDegrees", measurement.skewMilliDegrees},
         {"textContrastPermille", numberOrNull(measurement.textContrastPermille)},
         {"noiseCorrelationAcrossPermille",
          numberOrNull(measurement.noiseCorrelationAcrossPermille)},
         {"noiseCorrelationDownPermille", numberOrNull(measurement.noiseCorrelationDownPermille)},
         {"effectiveDpi", numberOrNull(measurement.effectiveDpi)},
         {"jpegBlockRatioPermille", numberOrNull(measurement.jpegBlockRatioPermille)}});
}

TargetMeasurement targetMeasurementFromJson(const Json& json) {
    TargetMeasurement measurement;
    measurement.targetVersion = json.at("targetVersion").asInt();
    measurement.across = edgeResponseFromJson(json.at("across"));
    measurement.down = edgeResponseFromJson(json.at("down"));
    measurement.edgeWidthMilliPixels = numberIn(json, "edgeWidthMilliPixels");
    for (const Json& step : json.at("steps").asArray()) {
        measurement.steps.push_back({step.at("drawnTone").asInt(), step.at("milliTone").asInt(),
                                     step.at("noiseMilliTone").asInt()});
    }
    measurement.paperMilliTone = json.at("paperMilliTone").asInt();
    measurement.paperNoiseMilliTone = json.at("paperNoiseMilliTone").asInt();
    measurement.clippedWhitePermille = json.at("clippedWhitePermille").asInt();
    measurement.clippedBlackPermille = json.at("clippedBlackPermille").asInt();
    measurement.scaleErrorAcrossPpm = json.at("scaleErrorAcrossPpm").asInt();
    measurement.scaleErrorDownPpm = json.at("scaleErrorDownPpm").asInt();
    measurement.distortionMicrometres = json.at("distortionMicrometres").asInt();
    measurement.skewMilliDegrees = json.at("skewMilliDegrees").asInt();
    measurement.textContrastPermille = numberIn(json, "textContrastPermille");
    measurement.noiseCorrelationAcrossPermille = numberIn(json, "noiseCorrelationAcrossPermille");
    measurement.noiseCorrelationDownPermille = numberIn(json, "noiseCorrelationDownPermille");
    measurement.effectiveDpi = numberIn(json, "effectiveDpi");
    measurement.jpegBlockRatioPermille = numberIn(json, "jpegBlockRatioPermille");
    return measurement;
}

} // namespace seihon::record
