#include "imaging/ink.h"

#include "tests/imaging/measuring.h"

#include <opencv2/imgproc.hpp>

namespace seihon::imaging {
namespace {

using namespace test;

PageRecipe emptySheet() {
    PageRecipe recipe;
    recipe.textLines = 0;
    return recipe;
}

void writeAt(cv::Mat& sheet, double pixelsPerMm, cv::Point2d mm, const char* text) {
    cv::putText(
        sheet, text, {static_cast<int>(mm.x * pixelsPerMm), static_cast<int>(mm.y * pixelsPerMm)},
        cv::FONT_HERSHEY_SIMPLEX, 3 * pixelsPerMm / 22, cv::Scalar::all(60), 3, cv::LINE_AA);
}

TEST(Ink, aBlankSideHasNone) {
    EXPECT_LE(valueOf(measured(emptySheet()), Quantity::InkMilliMm2), 50);
    PageRecipe turned = emptySheet();
    turned.turnDegrees = 3;
    EXPECT_LE(valueOf(measured(turned), Quantity::InkMilliMm2), 50)
        << "the sheet's border is no ink";
    PageRecipe noisy = emptySheet();
    noisy.noise = 4;
    EXPECT_LE(valueOf(measured(noisy), Quantity::InkMilliMm2), 50);
    PageRecipe cropped = emptySheet();
    cropped.backing = false;
    EXPECT_LE(valueOf(measured(cropped), Quantity::InkMilliMm2), 50);
}

TEST(Ink, shadingIsNone) {
    PageRecipe recipe = emptySheet();
    recipe.onScan = [](cv::Mat& rgb) {
        for (int x = 0; x < rgb.cols; ++x) {
            rgb.col(x) *= 1 - 0.15 * x / rgb.cols;
        }
    };
    EXPECT_LE(valueOf(measured(recipe), Quantity::InkMilliMm2), 50);
}

TEST(Ink, littleInkIsSeenAndPlaced) {
    PageRecipe pageNumber = emptySheet();
    pageNumber.onSheet = [](cv::Mat& sheet, double scale) {
        writeAt(sheet, scale, {50, 120}, "3");
    };
    const PageMeasurement measurement = measured(pageNumber);
    EXPECT_GE(valueOf(measurement, Quantity::InkMilliMm2), 2000);
    EXPECT_LE(valueOf(measurement, Quantity::InkMilliMm2), 15'000);
    const auto where = measurement.find(Quantity::InkMilliMm2)->where;
    ASSERT_TRUE(where);
    EXPECT_NEAR(static_cast<double>(where->x), 55, 2);
    EXPECT_NEAR(static_cast<double>(where->y), 121, 3);
}

TEST(Ink, paleAndColouredInkIsSeen) {
    for (const cv::Scalar& ink :
         {cv::Scalar(190, 190, 190), cv::Scalar(225, 70, 60), cv::Scalar(245, 240, 120)}) {
        PageRecipe recipe = emptySheet();
        recipe.onSheet = [&](cv::Mat& sheet, double scale) {
            cv::circle(sheet, {static_cast<int>(50 * scale), static_cast<int>(60 * scale)},
                       static_cast<int>(6 * scale), ink, 6, cv::LINE_AA);
        };
        EXPECT_GE(valueOf(measured(recipe), Quantity::InkMilliMm2), 5000) << ink;
    }
}

TEST(InkAtEdge, countsOnlyWhereTheSheetIsCut) {
    const auto rules = [](cv::Mat& sheet, double scale) {
        for (int row = 1; row < 12; ++row) {
            const int y = static_cast<int>(10 * row * scale);
            cv::line(sheet, {0, y}, {sheet.cols, y}, cv::Scalar::all(40), 6);
        }
    };
    PageRecipe whole = emptySheet();
    whole.onSheet = rules;
    EXPECT_EQ(valueOf(measured(whole), Quantity::InkAtEdgeMilliMm2), 0)
        << "print up to a border that is seen";
    PageRecipe cut = whole;
    cut.offsetXMm = 15;
    const PageMeasurement measurement = measured(cut);
    // Eleven rules of half a millimetre, two millimetres each.
    EXPECT_GT(valueOf(measurement, Quantity::InkAtEdgeMilliMm2), 5000);
    EXPECT_LT(valueOf(measurement, Quantity::InkAtEdgeMilliMm2), 25'000);
    EXPECT_GE(measurement.find(Quantity::InkAtEdgeMilliMm2)->where->x, 107);
    PageRecipe cutEmpty = emptySheet();
    cutEmpty.offsetXMm = 15;
    EXPECT_LE(valueOf(measured(cutEmpty), Quantity::InkAtEdgeMilliMm2), 50);
    PageRecipe turned = emptySheet(); // corners leave the frame
    turned.turnDegrees = 7;
    turned.frameWidthMm = 104;
    turned.offsetXMm = 2;
    const PageMeasurement corners = measured(turned);
    EXPECT_GT(valueOf(corners, Quantity::SheetTouchesLeftPermille), 0);
    EXPECT_LE(valueOf(corners, Quantity::InkAtEdgeMilliMm2), 150);
}

TEST(InkAtEdge, countsOnAllSidesOfACroppedImage) {
    PageRecipe recipe = emptySheet();
    recipe.backing = false;
    EXPECT_LE(valueOf(measured(recipe), Quantity::InkAtEdgeMilliMm2), 50);
    recipe.onSheet = [](cv::Mat& sheet, double scale) {
        writeAt(sheet, scale, {40, 1.5}, "CUT");
    };
    EXPECT_GT(valueOf(measured(recipe), Quantity::InkAtEdgeMilliMm2), 1000);
}

} // namespace
} // namespace seihon::imaging
