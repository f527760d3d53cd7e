#include "imaging/tone.h"

#include "tests/imaging/measuring.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>

namespace seihon::imaging {
namespace {

using namespace test;

TEST(Tone, ofPaperIsThePapersWhateverTheBacking) {
    for (const int tone : {245, 210, 150}) {
        PageRecipe recipe;
        recipe.paper = cv::Scalar::all(tone);
        EXPECT_NEAR(static_cast<double>(valueOf(measured(recipe), Quantity::PaperTone)), tone, 1);
    }
    PageRecipe small;
    small.sheetWidthMm = 60;
    small.sheetHeightMm = 50;
    small.textLines = 3;
    small.frameWidthMm = 160;
    EXPECT_NEAR(static_cast<double>(valueOf(measured(small), Quantity::PaperTone)), 245, 1)
        << "mostly backing";
}

TEST(Tone, clippedWhiteIsTheShareOfTheSheet) {
    EXPECT_EQ(valueOf(measured(PageRecipe{}), Quantity::ClippedWhitePermille), 0);
    PageRecipe recipe;
    recipe.paper = cv::Scalar::all(255);
    recipe.textLines = 0;
    recipe.noise = 0.5;
    EXPECT_GT(valueOf(measured(recipe), Quantity::ClippedWhitePermille), 990);
    recipe.paper = cv::Scalar::all(230);
    recipe.onSheet = [](cv::Mat& sheet, double) {
        sheet(cv::Rect(0, 0, sheet.cols / 2, sheet.rows)).setTo(cv::Scalar::all(255));
    };
    recipe.noise = 0;
    EXPECT_NEAR(static_cast<double>(valueOf(measured(recipe), Quantity::ClippedWhitePermille)), 500,
                15);
}

TEST(Tone, clippedBlackIsTheShareOfTheSheetNotOfTheBacking) {
    PageRecipe recipe;
    recipe.backingTone = 0;
    EXPECT_EQ(valueOf(measured(recipe), Quantity::ClippedBlackPermille), 0);
    recipe.textLines = 0;
    recipe.noise = 0;
    recipe.onSheet = [](cv::Mat& sheet, double) {
        sheet(cv::Rect(sheet.cols / 4, sheet.rows / 4, sheet.cols / 2, sheet.rows / 2))
            .setTo(cv::Scalar::all(0));
    };
    EXPECT_NEAR(static_cast<double>(valueOf(measured(recipe), Quantity::ClippedBlackPermille)), 250,
                15);
}

TEST(Tone, castIsTheSpreadOfThePapersChannels) {
    EXPECT_LE(valueOf(measured(PageRecipe{}), Quantity::PaperCast), 1);
    PageRecipe recipe;
    recipe.paper = cv::Scalar(245, 235, 205);
    EXPECT_NEAR(static_cast<double>(valueOf(measured(recipe), Quantity::PaperCast)), 40, 2);
    EXPECT_FALSE(has(measured(toGrey(makePage(recipe))), Quantity::PaperCast))
        << "grey cannot show it";
}

TEST(Tone, shadowIsMeasuredAtTheSideWhereItFalls) {
    EXPECT_LE(valueOf(measured(PageRecipe{}), Quantity::ShadowTone), 2);
    PageRecipe recipe;
    recipe.onScan = [](cv::Mat& rgb) {
        for (int x = 0; x < rgb.cols; ++x) {
            rgb.col(x) *= 1 - 0.3 * std::max(0.0, 1 - (rgb.cols - x) / 300.0);
        }
    };
    const PageMeasurement measurement = measured(recipe);
    EXPECT_GT(valueOf(measurement, Quantity::ShadowTone), 25);
    EXPECT_GT(measurement.find(Quantity::ShadowTone)->where->x, 90);
}

} // namespace
} // namespace seihon::imaging
