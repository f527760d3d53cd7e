#include "record/geometry.h"

#include <algorithm>

namespace seihon::record {

namespace {

Json rectangle(std::int64_t x, std::int64_t y, std::int64_t w, std::int64_t h) {
    return Json::object({{"x", x}, {"y", y}, {"w", w}, {"h", h}});
}

} // namespace

Json toJson(const RectPx& rect) {
    return rectangle(rect.x, rect.y, rect.w, rect.h);
}

Json toJson(const AreaMm& area) {
    return rectangle(area.x, area.y, area.w, area.h);
}

RectPx rectPxFromJson(const Json& json) {
    return {json.at("x").asInt(), json.at("y").asInt(), json.at("w").asInt(), json.at("h").asInt()};
}

AreaMm areaMmFromJson(const Json& json) {
    return {json.at("x").asInt(), json.at("y").asInt(), json.at("w").asInt(), json.at("h").asInt()};
}

AreaMm areaOf(const RectPx& rect, std::int64_t dpiX, std::int64_t dpiY) {
    // mm = px * 25.4 / dpi, in integers: floor for the near edges, ceiling for the far ones.
    const auto floorMm = [](std::int64_t px, std::int64_t dpi) {
        return px * 254 / (dpi * 10);
    };
    const auto ceilMm = [](std::int64_t px, std::int64_t dpi) {
        return (px * 254 + dpi * 10 - 1) / (dpi * 10);
    };
    const std::int64_t x = floorMm(std::max<std::int64_t>(rect.x, 0), dpiX);
    const std::int64_t y = floorMm(std::max<std::int64_t>(rect.y, 0), dpiY);
    return {x, y, ceilMm(rect.x + rect.w, dpiX) - x, ceilMm(rect.y + rect.h, dpiY) - y};
}

} // namespace seihon::record
