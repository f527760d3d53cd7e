#include "imaging/tail_rows.h"

#include "tests/imaging/measuring.h"

#include <opencv2/core.hpp>

#include <functional>

namespace seihon::imaging {
namespace {

using namespace test;

PageRecipe withoutNoise() {
    PageRecipe recipe;
    recipe.noise = 0;
    return recipe;
}

std::int64_t tailOf(PageRecipe recipe, std::function<void(cv::Mat&, int)> fill) {
    recipe.onScan = [&](cv::Mat& rgb) {
        fill(rgb, rgb.rows * 6 / 10);
    };
    return valueOf(measured(recipe), Quantity::IdenticalTailRows);
}

void repeatRow(cv::Mat& rgb, int from) {
    for (int y = from; y < rgb.rows; ++y) {
        rgb.row(from - 1).copyTo(rgb.row(y));
    }
}

TEST(TailRows, aWholeScanHasNone) {
    EXPECT_EQ(valueOf(measured(PageRecipe{}), Quantity::IdenticalTailRows), 0);
    PageRecipe cropped;
    cropped.backing = false;
    EXPECT_EQ(valueOf(measured(cropped), Quantity::IdenticalTailRows), 0);
}

TEST(TailRows, rowsThatADriverFilledInAreCounted) {
    const int rows = drawPage(PageRecipe{}).rows;
    const std::int64_t missing = rows - rows * 6 / 10;
    EXPECT_EQ(tailOf({}, repeatRow), missing + 1);
    for (const int tone : {0, 40, 255}) {
        EXPECT_EQ(tailOf({},
                         [&](cv::Mat& rgb, int from) {
                             rgb.rowRange(from, rgb.rows).setTo(cv::Scalar::all(tone));
                         }),
                  missing)
            << tone;
    }
}

TEST(TailRows, areCountedOnDrawnPagesOnlyWhenTheyCarryPrint) {
    EXPECT_EQ(valueOf(measured(withoutNoise()), Quantity::IdenticalTailRows), 0)
        << "plate without noise is no evidence";
    PageRecipe margin = withoutNoise();
    margin.backing = false;
    EXPECT_EQ(valueOf(measured(margin), Quantity::IdenticalTailRows), 0)
        << "an empty margin neither";
    EXPECT_GT(tailOf(margin, repeatRow), 600);
}

TEST(TailRows, belowASheetWhoseEndIsReportedDoNotCount) {
    PageRecipe recipe; // noise on the sheet, none on the plate below it
    recipe.offsetYMm = 0;
    recipe.onScan = [](cv::Mat& rgb) {
        rgb.rowRange(1560, rgb.rows).setTo(cv::Scalar::all(40));
    };
    const record::PageImage page = makePage(recipe);
    EXPECT_EQ(valueOf(measured(page), Quantity::IdenticalTailRows), page.height - 1560);
    record::CaptureFacts facts = factsOf(page);
    facts.sheetRect = record::RectPx{59, 0, 1181, 1535};
    EXPECT_EQ(valueOf(measurePage(page, facts), Quantity::IdenticalTailRows), 0);
}

TEST(TailRows, placeIsTheEndOfThePage) {
    PageRecipe recipe;
    recipe.onScan = [](cv::Mat& rgb) {
        repeatRow(rgb, rgb.rows - 100);
    };
    const PageMeasurement measurement = measured(recipe);
    const auto where = measurement.find(Quantity::IdenticalTailRows)->where;
    ASSERT_TRUE(where);
    EXPECT_GE(where->y, 130);
    EXPECT_EQ(where->x, 0);
}

} // namespace
} // namespace seihon::imaging
