#include "imaging/sheet.h"

#include "tests/imaging/measuring.h"

#include <opencv2/imgproc.hpp>

#include <array>
#include <optional>
#include <tuple>
#include <vector>

namespace seihon::imaging {
namespace {

using namespace test;
using record::PageImage;
using record::RectPx;

constexpr std::array kTouches{
    Quantity::SheetTouchesTopPermille, Quantity::SheetTouchesBottomPermille,
    Quantity::SheetTouchesLeftPermille, Quantity::SheetTouchesRightPermille};

// The sheet against a dark backing; empty when there is no backing to see.
std::optional<RectPx> findSheet(const record::PageImage& image) {
    const Sheet sheet = locateSheet(makePlanes(image), std::nullopt);
    if (!sheet.seen) {
        return std::nullopt;
    }
    return sheet.box;
}

void cutCorner(cv::Mat& sheet, double pixels, int plate) {
    const int leg = static_cast<int>(pixels);
    const std::vector<cv::Point> corner{{sheet.cols - leg, 0}, {sheet.cols, 0}, {sheet.cols, leg}};
    cv::fillConvexPoly(sheet, corner, cv::Scalar::all(plate));
}

TEST(Sheet, isFoundOnBackingsThatScannersHave) {
    for (const int tone : {0, 40, 80}) {
        PageRecipe recipe;
        recipe.backingTone = tone;
        const std::optional<RectPx> box = findSheet(makePage(recipe));
        ASSERT_TRUE(box) << tone;
        EXPECT_NEAR(static_cast<double>(box->x), 59, 5);
        EXPECT_NEAR(static_cast<double>(box->y), 59, 5);
        EXPECT_NEAR(static_cast<double>(box->w), 1181, 9);
        EXPECT_NEAR(static_cast<double>(box->h), 1535, 9);
    }
}

TEST(Sheet, isNotInventedWhereThereIsNoneToSee) {
    PageRecipe whitePlate;
    whitePlate.backingTone = 240;
    EXPECT_FALSE(findSheet(makePage(whitePlate)));
    PageRecipe noPlate;
    noPlate.backing = false;
    const PageImage cropped = makePage(noPlate);
    EXPECT_FALSE(findSheet(cropped));
    PageRecipe nothing;
    nothing.sheetWidthMm = nothing.sheetHeightMm = 1;
    nothing.textLines = 0;
    EXPECT_FALSE(findSheet(makePage(nothing)));

    const PageMeasurement measurement = measured(cropped);
    for (const Quantity touch : kTouches) {
        EXPECT_FALSE(has(measurement, touch));
    }
    EXPECT_FALSE(has(measurement, Quantity::SheetWidthMicrometres));
    EXPECT_FALSE(has(measurement, Quantity::CornerMissingMilliMm2));
}

TEST(Sheet, sizeIsTheSheetsOwnEvenWhenTurned) {
    for (const double degrees : {0.0, 0.7, -4.0}) {
        PageRecipe recipe;
        recipe.turnDegrees = degrees;
        const PageMeasurement measurement = measured(recipe);
        EXPECT_NEAR(static_cast<double>(valueOf(measurement, Quantity::SheetWidthMicrometres)),
                    100'000, 300);
        EXPECT_NEAR(static_cast<double>(valueOf(measurement, Quantity::SheetHeightMicrometres)),
                    130'000, 300);
    }
}

TEST(Sheet, touchesOnlyTheSideWhereItIsCut) {
    const PageMeasurement whole = measured(PageRecipe{});
    for (const Quantity touch : kTouches) {
        EXPECT_EQ(valueOf(whole, touch), 0);
    }
    const std::vector<std::tuple<double, double, Quantity>> cuts{
        {5, -6, Quantity::SheetTouchesTopPermille},
        {5, 15, Quantity::SheetTouchesBottomPermille},
        {-6, 5, Quantity::SheetTouchesLeftPermille},
        {15, 5, Quantity::SheetTouchesRightPermille}};
    for (const auto& [x, y, side] : cuts) {
        PageRecipe recipe;
        recipe.offsetXMm = x;
        recipe.offsetYMm = y;
        const PageMeasurement cut = measured(recipe);
        for (const Quantity touch : kTouches) {
            if (touch == side) {
                EXPECT_GT(valueOf(cut, touch), 850);
            } else {
                EXPECT_EQ(valueOf(cut, touch), 0);
            }
        }
    }
}

TEST(Sheet, theDevicesReportCountsForSizeAndTouch) {
    const PageImage page = makePage(PageRecipe{});
    record::CaptureFacts facts = factsOf(page);
    facts.sheetRect = RectPx{0, 60, 1180, 1200};
    const PageMeasurement measurement = measurePage(page, facts);
    EXPECT_EQ(valueOf(measurement, Quantity::SheetWidthMicrometres),
              99'907); // 1180 / 300 in, rounded
    EXPECT_EQ(valueOf(measurement, Quantity::SheetHeightMicrometres), 1200 * 25'400 / 300);
    EXPECT_EQ(valueOf(measurement, Quantity::SheetTouchesLeftPermille), 1200 * 1000 / page.height);
    EXPECT_EQ(valueOf(measurement, Quantity::SheetTouchesTopPermille), 0);
    // A report that cannot be is left aside.
    facts.sheetRect = RectPx{-500, -500, 100, 100};
    EXPECT_NEAR(
        static_cast<double>(valueOf(measurePage(page, facts), Quantity::SheetWidthMicrometres)),
        100'000, 300);
}

TEST(Sheet, aMissingCornerIsMeasuredWhereItLies) {
    EXPECT_LT(valueOf(measured(PageRecipe{}), Quantity::CornerMissingMilliMm2), 1000);
    for (const double leg : {8.0, 15.0, 30.0}) {
        for (const double degrees : {0.0, 2.0}) {
            PageRecipe recipe;
            recipe.turnDegrees = degrees;
            recipe.onSheet = [&](cv::Mat& sheet, double pixelsPerMm) {
                cutCorner(sheet, leg * pixelsPerMm, 40);
            };
            const PageMeasurement measurement = measured(recipe);
            const double truth = leg * leg / 2 * 1000;
            const auto value =
                static_cast<double>(valueOf(measurement, Quantity::CornerMissingMilliMm2));
            EXPECT_GT(value, 0.75 * truth) << leg;
            EXPECT_LT(value, 1.05 * truth) << leg;
            const auto where = measurement.find(Quantity::CornerMissingMilliMm2)->where;
            ASSERT_TRUE(where);
            EXPECT_GE(where->x, 60);
            EXPECT_LE(where->y, 12);
        }
    }
}

TEST(Sheet, printThatRunsOffTheBorderIsNotPlate) {
    PageRecipe recipe;
    recipe.offsetXMm = 15; // cut on the right, with rules running out of the frame
    recipe.onSheet = [](cv::Mat& sheet, double pixelsPerMm) {
        for (int row = 1; row < 12; ++row) {
            const int y = static_cast<int>(10 * row * pixelsPerMm);
            cv::line(sheet, {0, y}, {sheet.cols, y}, cv::Scalar::all(20), 6);
        }
    };
    const PageMeasurement measurement = measured(recipe);
    EXPECT_LT(valueOf(measurement, Quantity::CornerMissingMilliMm2), 1000);
    EXPECT_NEAR(static_cast<double>(valueOf(measurement, Quantity::SheetHeightMicrometres)),
                130'000, 400);
    EXPECT_GT(valueOf(measurement, Quantity::SheetTouchesRightPermille), 800);
}

TEST(Skew, followsTheTurnOfTheSheetClockwisePositive) {
    for (const double degrees : {0.0, 0.5, 3.0, -3.0, 8.0}) {
        PageRecipe recipe;
        recipe.turnDegrees = degrees;
        EXPECT_NEAR(static_cast<double>(valueOf(measured(recipe), Quantity::SkewMilliDegrees)),
                    1000 * degrees, 100);
    }
}

TEST(Skew, isReadFromTextWhereNoBorderIsSeen) {
    for (const bool vertical : {false, true}) {
        for (const double degrees : {0.0, 3.0, -2.0}) {
            PageRecipe recipe;
            recipe.backing = false;
            recipe.vertical = vertical;
            recipe.onSheet = [&](cv::Mat& sheet, double) {
                const cv::Point2f middle(static_cast<float>(sheet.cols) / 2,
                                         static_cast<float>(sheet.rows) / 2);
                const cv::Mat straight = sheet.clone();
                cv::warpAffine(straight, sheet, cv::getRotationMatrix2D(middle, -degrees, 1),
                               sheet.size(), cv::INTER_LINEAR, cv::BORDER_REPLICATE);
            };
            EXPECT_NEAR(static_cast<double>(valueOf(measured(recipe), Quantity::SkewMilliDegrees)),
                        1000 * degrees, 200)
                << "vertical " << vertical;
        }
    }
}

TEST(Skew, isAbsentOnABlankPageWithoutBorders) {
    PageRecipe recipe;
    recipe.backing = false;
    recipe.textLines = 0;
    EXPECT_FALSE(has(measured(recipe), Quantity::SkewMilliDegrees));
}

} // namespace
} // namespace seihon::imaging
