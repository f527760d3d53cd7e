#include "imaging/overlay.h"

#include "imaging/line_segments.h"
#include "tests/imaging/measuring.h"
#include "tests/imaging/page_defects.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace seihon::imaging {
namespace {

using namespace test;

constexpr std::int64_t kEdgeLimit = 28'000; // micrometres, as in the shipped regulation

PageRecipe withOverlay(const Overlay& overlay) {
    PageRecipe recipe;
    recipe.textLines = 5; // none along the note's level edges
    recipe.onSheet = [overlay](cv::Mat& sheet, double perMm) {
        layOn(sheet, perMm, overlay);
    };
    return recipe;
}

Overlay note() {
    return {.xMm = 20, .yMm = 62, .widthMm = 50, .heightMm = 40};
}

// Sheet 100 × 130 mm, laid down 5 mm from the frame's corner.
void expectNear(const record::AreaMm& where, const record::AreaMm& truth, std::int64_t within) {
    EXPECT_NEAR(static_cast<double>(where.x), static_cast<double>(truth.x),
                static_cast<double>(within));
    EXPECT_NEAR(static_cast<double>(where.y), static_cast<double>(truth.y),
                static_cast<double>(within));
    EXPECT_NEAR(static_cast<double>(where.w), static_cast<double>(truth.w),
                static_cast<double>(within));
    EXPECT_NEAR(static_cast<double>(where.h), static_cast<double>(truth.h),
                static_cast<double>(within));
}

TEST(Overlay, aColouredNoteIsAnObjectWithItsPlace) {
    for (const cv::Scalar& colour : {cv::Scalar(250, 240, 150), cv::Scalar(250, 200, 210),
                                     cv::Scalar(190, 225, 250), cv::Scalar(200, 240, 190)}) {
        Overlay overlay = note();
        overlay.paper = colour;
        const PageMeasurement measurement = measured(withOverlay(overlay));
        const record::Measured* const object = measurement.find(Quantity::ObjectOnPageMilliMm2);
        ASSERT_NE(object, nullptr);
        EXPECT_NEAR(static_cast<double>(object->value), 50 * 40 * 1000, 50 * 40 * 200);
        ASSERT_TRUE(object->where);
        expectNear(*object->where, {25, 67, 51, 41}, 4);
    }
}

TEST(Overlay, greyPagesHaveNoColouredNote) {
    Overlay overlay = note();
    overlay.paper = {250, 240, 150};
    const PageMeasurement measurement = measured(toGrey(makePage(withOverlay(overlay))));
    EXPECT_EQ(valueOf(measurement, Quantity::ObjectOnPageMilliMm2), 0);
}

TEST(Overlay, aWhiteNoteShowsByItsShadow) {
    for (const double depth : {0.08, 0.15, 0.3}) {
        for (const double direction : {1.0, -1.0}) {
            Overlay overlay = note();
            overlay.shadowDepth = depth;
            overlay.shadowY = direction;
            const PageMeasurement measurement = measured(withOverlay(overlay));
            const record::Measured* const edge = measurement.find(Quantity::ObjectEdgeMicrometres);
            ASSERT_NE(edge, nullptr);
            EXPECT_GT(edge->value, kEdgeLimit) << depth << ' ' << direction;
            EXPECT_LT(edge->value, 56'000);
            ASSERT_TRUE(edge->where);
            expectNear(*edge->where, {25, direction > 0 ? 107 : 67, 50, 2}, 12);
        }
    }
}

TEST(Overlay, aSecondSheetReachesTheBorder) {
    Overlay overlay{.xMm = -30, .yMm = 70, .widthMm = 200, .heightMm = 200, .turnDegrees = 0.5};
    overlay.shadowY = -1;
    const PageMeasurement measurement = measured(withOverlay(overlay));
    const record::Measured* const edge = measurement.find(Quantity::OverlayEdgeMicrometres);
    ASSERT_NE(edge, nullptr);
    EXPECT_GT(edge->value, 60'000);
    ASSERT_TRUE(edge->where);
    EXPECT_NEAR(static_cast<double>(edge->where->y), 75, 3);
    EXPECT_EQ(valueOf(measurement, Quantity::ObjectEdgeMicrometres), 0);
}

// Turned to the lamp an edge throws no shadow; another tone of paper gives it away.
TEST(Overlay, aTiltedStepOfToneIsPaperAndAStraightOneIsPrint) {
    Overlay overlay = note();
    overlay.shadowDepth = 0;
    overlay.textLines = 0;
    overlay.paper = {232, 232, 232};
    overlay.turnDegrees = 4;
    EXPECT_GT(valueOf(measured(withOverlay(overlay)), Quantity::ObjectEdgeMicrometres), kEdgeLimit);
    overlay.turnDegrees = 0;
    EXPECT_LT(valueOf(measured(withOverlay(overlay)), Quantity::ObjectEdgeMicrometres), kEdgeLimit);
}

struct Harmless {
    const char* name;
    std::function<void(cv::Mat& sheet, double perMm)> draw;
};

std::vector<Harmless> harmlessPages() {
    const auto px = [](double mm, double perMm) {
        return static_cast<int>(std::lround(mm * perMm));
    };
    return {
        {"text",
         [](cv::Mat&, double) {
         }},
        {"creases",
         [](cv::Mat& sheet, double perMm) {
             crease(sheet, perMm, 43, 0.06);
             crease(sheet, perMm, 87, 0.03);
         }},
        {"bands",
         [](cv::Mat& sheet, double perMm) {
             shadeBands(sheet, perMm, 228);
         }},
        {"ruled",
         [](cv::Mat& sheet, double perMm) {
             rulePale(sheet, perMm, {190, 205, 225}, 7);
         }},
        {"chart paper",
         [](cv::Mat& sheet, double perMm) {
             for (double at = 2; at < 128; at += 5) {
                 const int place = static_cast<int>(at * perMm);
                 cv::line(sheet, {0, place}, {sheet.cols, place}, cv::Scalar(250, 190, 190), 2);
                 cv::line(sheet, {place, 0}, {place, sheet.rows}, cv::Scalar(250, 190, 190), 2);
             }
         }},
        {"double rules",
         [px](cv::Mat& sheet, double perMm) {
             for (const double y : {30.0, 60.0, 90.0}) {
                 cv::line(sheet, {px(8, perMm), px(y, perMm)},
                          {sheet.cols - px(8, perMm), px(y, perMm)}, cv::Scalar::all(200), 3);
                 cv::line(sheet, {px(8, perMm), px(y + 0.8, perMm)},
                          {sheet.cols - px(8, perMm), px(y + 0.8, perMm)}, cv::Scalar::all(215), 5);
             }
         }},
        {"seal and highlighter",
         [px](cv::Mat& sheet, double perMm) {
             cv::rectangle(sheet, {px(60, perMm), px(90, perMm)}, {px(84, perMm), px(114, perMm)},
                           cv::Scalar(215, 60, 60), px(1.2, perMm));
             cv::circle(sheet, {px(30, perMm), px(105, perMm)}, px(9, perMm),
                        cv::Scalar(205, 50, 50), cv::FILLED);
             cv::rectangle(sheet, {px(12, perMm), px(60, perMm)}, {px(90, perMm), px(64, perMm)},
                           cv::Scalar(250, 245, 120), cv::FILLED);
         }},
    };
}

TEST(Overlay, printCreasesAndSealsAreNone) {
    for (const double turn : {0.0, 1.3}) {
        for (const Harmless& page : harmlessPages()) {
            PageRecipe recipe;
            recipe.turnDegrees = turn;
            recipe.onSheet = page.draw;
            const PageMeasurement measurement = measured(recipe);
            EXPECT_LT(valueOf(measurement, Quantity::ObjectOnPageMilliMm2), 250'000) << page.name;
            EXPECT_LT(valueOf(measurement, Quantity::ObjectEdgeMicrometres), kEdgeLimit)
                << page.name << " turned " << turn;
            EXPECT_LT(valueOf(measurement, Quantity::OverlayEdgeMicrometres), kEdgeLimit)
                << page.name << " turned " << turn;
        }
    }
}

TEST(LineSegments, findsAFaintTiltedEdgeFromEndToEnd) {
    Plane tones(200, 160, 240);
    for (int y = 0; y < 160; ++y) {
        for (int x = 40; x < 150; ++x) {
            // Over four rows, as the scanner's optics and the averaging leave it.
            const double below = std::clamp((y - 60 - 0.1 * x) / 4, 0.0, 1.0);
            tones.row(y)[x] = static_cast<std::uint8_t>(std::lround(240 - 12 * below));
        }
    }
    const auto segments = findLineSegments(tones, Plane(200, 160), {.leastGradient = 1.5});
    const auto longest = std::max_element(
        segments.begin(), segments.end(), [](const PixelSegment& a, const PixelSegment& b) {
            return std::abs(a.toX - a.fromX) < std::abs(b.toX - b.fromX);
        });
    ASSERT_NE(longest, segments.end());
    EXPECT_NEAR(std::min(longest->fromX, longest->toX), 40, 3);
    EXPECT_NEAR(std::max(longest->fromX, longest->toX), 150, 3);
    EXPECT_NEAR((longest->toY - longest->fromY) / (longest->toX - longest->fromX), 0.1, 0.02);
}

TEST(LineSegments, ignoredPixelsTakeNoPart) {
    Plane tones(100, 100, 240);
    for (int y = 50; y < 100; ++y) {
        std::fill(tones.row(y), tones.row(y) + 100, std::uint8_t{200});
    }
    EXPECT_EQ(findLineSegments(tones, Plane(100, 100), {}).size(), 1u);
    EXPECT_TRUE(findLineSegments(tones, Plane(100, 100, 255), {}).empty());
}

} // namespace
} // namespace seihon::imaging
