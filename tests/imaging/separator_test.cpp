#include "imaging/separator.h"

#include "record/cover_code.h"
#include "record/id.h"
#include "report/sample_pages.h"
#include "report/separator_sheet.h"

#include <gtest/gtest.h>
#include <opencv2/imgproc.hpp>

#include <algorithm>

// What tells a separator sheet from paper when its codes cannot be read.
namespace seihon::imaging {
namespace {

report::SeparatorSheet sampleSeparator() {
    report::SeparatorSheet sheet;
    sheet.code = record::codeOfSeparator(record::makeId(record::readClock()), 3, 2);
    sheet.box = "B-12";
    sheet.folder = 3;
    sheet.tab = 2;
    sheet.sheets = 14;
    sheet.classJa = "過去の診療録";
    return sheet;
}

record::PageImage turned(record::PageImage page, double degrees) {
    const cv::Mat from(static_cast<int>(page.height), static_cast<int>(page.width), CV_8UC3,
                       page.bytes.data(), static_cast<std::size_t>(page.stride));
    cv::Mat to;
    const cv::Point2f centre(static_cast<float>(page.width) / 2,
                             static_cast<float>(page.height) / 2);
    cv::warpAffine(from, to, cv::getRotationMatrix2D(centre, degrees, 1), from.size(),
                   cv::INTER_LINEAR, cv::BORDER_CONSTANT, cv::Scalar(240, 240, 240));
    for (std::int64_t y = 0; y < page.height; ++y) {
        std::copy_n(to.ptr<std::uint8_t>(static_cast<int>(y)), page.width * 3, page.row(y));
    }
    return page;
}

TEST(Separator, IsKnownByItsBars) {
    for (const std::int64_t dpi : {150, 300}) {
        const record::PageImage page = report::separatorImage(sampleSeparator(), dpi);
        EXPECT_TRUE(looksLikeSeparator(page)) << dpi;
        for (const double degrees : {-4.0, 3.0, 180.0}) {
            EXPECT_TRUE(looksLikeSeparator(turned(page.clone(), degrees))) << dpi << " " << degrees;
        }
    }
}

TEST(Separator, PaperIsNone) {
    report::LetterSheets letter;
    letter.sheets = 2;
    const record::PageImage page = report::letterPage(letter, 1, record::Side::Front).image;
    EXPECT_FALSE(looksLikeSeparator(page));
    // Two bars, or three that are too thick, are a form's.
    record::PageImage form = page.clone();
    const auto bar = [&](record::PageImage& image, int top, int millimetres) {
        const auto rows = static_cast<std::int64_t>(millimetres * 300 / 25.4);
        const auto from = static_cast<std::int64_t>(top * 300 / 25.4);
        std::fill(image.row(from), image.row(std::min(from + rows, image.height - 1)),
                  std::uint8_t{20});
    };
    std::fill(form.row(90 * 300 / 25), form.row(140 * 300 / 25), std::uint8_t{250});
    bar(form, 100, 7);
    bar(form, 113, 7);
    EXPECT_FALSE(looksLikeSeparator(form));
    record::PageImage thick = page.clone();
    for (const int top : {80, 110, 140}) {
        bar(thick, top, 20);
    }
    EXPECT_FALSE(looksLikeSeparator(thick));
    bar(form, 126, 7); // and with the third it is one
    EXPECT_TRUE(looksLikeSeparator(form));
    record::PageImage empty;
    EXPECT_FALSE(looksLikeSeparator(empty));
}

} // namespace
} // namespace seihon::imaging
