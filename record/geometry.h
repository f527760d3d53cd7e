#pragma once

#include "record/json.h"

#include <cstdint>

namespace seihon::record {

// A rectangle in pixels of a page image; origin top left.
struct RectPx {
    std::int64_t x = 0, y = 0, w = 0, h = 0;
    friend bool operator==(const RectPx&, const RectPx&) = default;
};

// A rectangle on the page in whole millimetres, rounded outward: where a finding lies.
struct AreaMm {
    std::int64_t x = 0, y = 0, w = 0, h = 0;
    friend bool operator==(const AreaMm&, const AreaMm&) = default;
};

Json toJson(const RectPx& rect);
Json toJson(const AreaMm& area);
RectPx rectPxFromJson(const Json& json);
AreaMm areaMmFromJson(const Json& json);

// The smallest AreaMm that holds the rectangle at the resolution; dpi > 0.
AreaMm areaOf(const RectPx& rect, std::int64_t dpiX, std::int64_t dpiY);

} // namespace seihon::record
