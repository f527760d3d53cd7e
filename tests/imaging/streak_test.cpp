#include "imaging/streak.h"

#include "tests/imaging/measuring.h"
#include "tests/imaging/page_defects.h"

#include <opencv2/imgproc.hpp>

#include <cmath>

namespace seihon::imaging {
namespace {

using namespace test;

constexpr std::int64_t kLimit = 900; // permille, as in the shipped regulation

PageRecipe withDust(int column, int width, double factor, double turn = 0) {
    PageRecipe recipe;
    recipe.turnDegrees = turn;
    recipe.onScan = [=](cv::Mat& scan) {
        dustStreak(scan, column, width, factor);
    };
    return recipe;
}

TEST(Streak, dustGivesTheColumnItsStrengthAndItsSign) {
    for (const auto& [width, factor] :
         {std::pair{1, 0.85}, {1, 0.6}, {2, 0.93}, {3, 0.8}, {2, 1.03}}) {
        for (const double turn : {0.0, 1.2}) {
            const PageMeasurement measurement = measured(withDust(700, width, factor, turn));
            EXPECT_GT(valueOf(measurement, Quantity::StreakPermille), kLimit)
                << width << ' ' << factor;
            EXPECT_NEAR(static_cast<double>(valueOf(measurement, Quantity::StreakColumnPixels)),
                        700 + (width - 1) / 2.0, width / 2.0);
            EXPECT_EQ(valueOf(measurement, Quantity::StreakTone) < 0, factor < 1);
            ASSERT_TRUE(measurement.find(Quantity::StreakPermille)->where);
            EXPECT_EQ(measurement.find(Quantity::StreakPermille)->where->x, 59); // mm
        }
    }
}

TEST(Streak, oneColourOfTheSensorIsEnough) {
    PageRecipe recipe;
    recipe.onScan = [](cv::Mat& scan) {
        for (int y = 0; y < scan.rows; ++y) {
            std::uint8_t& blue = scan.at<cv::Vec3b>(y, 640)[2];
            blue = static_cast<std::uint8_t>(blue * 0.9);
        }
    };
    const PageMeasurement measurement = measured(recipe);
    EXPECT_GT(valueOf(measurement, Quantity::StreakPermille), kLimit);
    EXPECT_EQ(valueOf(measurement, Quantity::StreakColumnPixels), 640);
}

TEST(Streak, printIsNone) {
    PageRecipe recipe; // text, and rules along the top and the left
    EXPECT_LT(valueOf(measured(recipe), Quantity::StreakPermille), kLimit);
    recipe.onSheet = [](cv::Mat& sheet, double perMm) {
        for (double x = 20; x < 90; x += 12) { // an upright table
            cv::line(sheet, {static_cast<int>(x * perMm), static_cast<int>(20 * perMm)},
                     {static_cast<int>(x * perMm), static_cast<int>(105 * perMm)},
                     cv::Scalar::all(60), 3);
        }
    };
    EXPECT_LT(valueOf(measured(recipe), Quantity::StreakPermille), kLimit);
}

TEST(Streak, halfAPageIsNone) {
    PageRecipe recipe;
    recipe.onScan = [](cv::Mat& scan) {
        cv::Mat half = scan(cv::Rect(0, 0, scan.cols, scan.rows / 2));
        dustStreak(half, 700, 2, 0.8);
    };
    EXPECT_LT(valueOf(measured(recipe), Quantity::StreakPermille), kLimit);
}

TEST(Streak, isNoEdgeOfPaper) {
    const PageMeasurement measurement = measured(withDust(700, 3, 0.9));
    EXPECT_EQ(valueOf(measurement, Quantity::OverlayEdgeMicrometres), 0);
    EXPECT_EQ(valueOf(measurement, Quantity::ObjectEdgeMicrometres), 0);
}

TEST(Streak, deepAndGreyPagesHaveThemToo) {
    const record::PageImage page = makePage(withDust(700, 2, 0.85));
    EXPECT_EQ(valueOf(measured(toSixteenBit(page)), Quantity::StreakColumnPixels),
              valueOf(measured(page), Quantity::StreakColumnPixels));
    EXPECT_GT(valueOf(measured(toGrey(page)), Quantity::StreakPermille), kLimit);
}

} // namespace
} // namespace seihon::imaging
