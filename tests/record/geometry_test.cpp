#include "record/geometry.h"

#include "expect_fault.h"

namespace seihon::record {
namespace {

TEST(Geometry, RoundsOutward) {
    EXPECT_EQ(areaOf({0, 0, 254, 508}, 254, 254), (AreaMm{0, 0, 26, 51})) << "25.4 mm and 50.8 mm";
    EXPECT_EQ(areaOf({10, 20, 10, 20}, 254, 254), (AreaMm{1, 2, 1, 2})) << "exact";
    EXPECT_EQ(areaOf({11, 20, 10, 1}, 254, 254), (AreaMm{1, 2, 2, 1}));
    EXPECT_EQ(areaOf({0, 0, 1, 1}, 600, 300), (AreaMm{0, 0, 1, 1}));
    EXPECT_EQ(areaOf({0, 0, 600, 600}, 600, 300), (AreaMm{0, 0, 26, 51})) << "dpi differ";
}

TEST(Geometry, HoldsTheRectangleAtEveryPlace) {
    for (std::int64_t dpi : {100, 200, 300, 400, 600, 1200}) {
        for (std::int64_t x = 0; x < 4000; x += 37) {
            const RectPx rect{x, x / 2, 1 + x % 91, 1 + x % 17};
            const AreaMm area = areaOf(rect, dpi, dpi);
            EXPECT_LE(area.x * dpi * 10, rect.x * 254);
            EXPECT_GE((area.x + area.w) * dpi * 10, (rect.x + rect.w) * 254);
            EXPECT_LT((area.x + 1) * dpi * 10 - rect.x * 254, dpi * 10 + 1);
            EXPECT_LT((area.x + area.w - 1) * dpi * 10, (rect.x + rect.w) * 254);
            EXPECT_LE(area.y * dpi * 10, rect.y * 254);
            EXPECT_GE((area.y + area.h) * dpi * 10, (rect.y + rect.h) * 254);
        }
    }
}

TEST(Geometry, StartsAtThePage) {
    EXPECT_EQ(areaOf({-10, -10, 20, 20}, 254, 254), (AreaMm{0, 0, 1, 1}));
}

TEST(Geometry, RoundTrips) {
    const RectPx rect{1, 2, 3, 4};
    const AreaMm area{5, 6, 7, 8};
    EXPECT_EQ(rectPxFromJson(toJson(rect)), rect);
    EXPECT_EQ(areaMmFromJson(toJson(area)), area);
    EXPECT_EQ(canonical(toJson(area)), R"({"h":8,"w":7,"x":5,"y":6})");
    expectFault(FaultKind::Malformed, [] { rectPxFromJson(parseJson(R"({"x":1,"y":2,"w":3})")); });
    expectFault(FaultKind::Malformed,
                [] { areaMmFromJson(parseJson(R"({"x":"1","y":2,"w":3,"h":4})")); });
}

} // namespace
} // namespace seihon::record
