// A printed cover sheet is read again by the bar code reader, however it lies in the tray.
#include "imaging/examine/examine_page.h"
#include "record/cover_code.h"
#include "record/id.h"
#include "record/instant.h"
#include "report/cover_sheet.h"
#include "report/separator_sheet.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace seihon::imaging::examine {
namespace {

report::CoverSheet sampleCover() {
    report::CoverSheet sheet;
    sheet.jobId = record::makeId(record::parseInstant("2026-11-20T00:05:00Z"));
    sheet.code = record::codeOfJob(sheet.jobId);
    sheet.hospital = "見本病院 / Demonstration Hospital";
    sheet.classJa = "紹介状";
    sheet.classEn = "Referral letter";
    sheet.receivedJa = "2026年11月20日（金）9時05分";
    sheet.receivedEn = "Friday, 20 November 2026, 09:05";
    sheet.deadlineJa = "2026年11月24日（火）の終わりまで";
    sheet.deadlineEn = "until the end of Tuesday, 24 November 2026";
    sheet.patientName = "正本 太郎";
    sheet.sheets = 3;
    return sheet;
}

record::PageImage turnedOver(const record::PageImage& image) { // upside down
    record::PageImage turned;
    turned.width = image.width;
    turned.height = image.height;
    turned.stride = image.stride;
    turned.dpiX = image.dpiX;
    turned.dpiY = image.dpiY;
    turned.bytes.resize(image.bytes.size());
    for (std::int64_t y = 0; y < image.height; ++y) {
        for (std::int64_t x = 0; x < image.width; ++x) {
            for (int c = 0; c < 3; ++c) {
                turned.row(image.height - 1 - y)[(image.width - 1 - x) * 3 + c] =
                    image.row(y)[x * 3 + c];
            }
        }
    }
    return turned;
}

void stamp(record::PageImage& image, std::int64_t left, std::int64_t top, std::int64_t side) {
    for (std::int64_t y = top; y < top + side; ++y) {
        std::fill_n(image.row(y) + left * 3, side * 3, std::uint8_t{30});
    }
}

std::vector<std::string> jobsOn(const record::PageImage& image) {
    std::vector<std::string> jobs;
    for (const record::Barcode& code : examineCodes(image).barcodes) {
        jobs.push_back(code.symbology + " " + record::readCoverCode(code.text).job);
    }
    std::sort(jobs.begin(), jobs.end());
    return jobs;
}

} // namespace

TEST(CoverCodes, BothAreReadUprightAndUpsideDown) {
    const report::CoverSheet sheet = sampleCover();
    const std::vector<std::string> expected{"CODE-128 " + sheet.jobId, "QR-Code " + sheet.jobId};
    for (const std::int64_t dpi : {200, 300}) {
        const record::PageImage image = report::coverImage(sheet, dpi);
        EXPECT_EQ(jobsOn(image), expected) << dpi;
        EXPECT_EQ(jobsOn(turnedOver(image)), expected) << dpi;
    }
}

TEST(CoverCodes, AStampOverOneLeavesTheOther) {
    const report::CoverSheet sheet = sampleCover();
    record::PageImage overQr = report::coverImage(sheet, 200);
    stamp(overQr, 145 * 200 / 25, 18 * 200 / 25, 200);
    EXPECT_EQ(jobsOn(overQr), std::vector<std::string>{"CODE-128 " + sheet.jobId});
    record::PageImage overBars = report::coverImage(sheet, 200);
    stamp(overBars, 900, 1860, 230); // across their whole height
    EXPECT_EQ(jobsOn(overBars), std::vector<std::string>{"QR-Code " + sheet.jobId});
}

// [F16] Whatever a code holds is the job's id and nothing else.
// Without the other codes beside it: hairlines between its rows once made a reader pass by it.
TEST(CoverCodes, OneQrCodeIsReadAlone) {
    for (int folder = 1; folder <= 4; ++folder) {
        report::SeparatorSheet sheet;
        sheet.code = record::codeOfSeparator(
            record::makeId(record::parseInstant("2026-11-20T00:05:00Z")), folder, 1 + folder % 3);
        for (const std::int64_t dpi : {200, 300, 400}) {
            const auto seen = examineCodes(report::separatorSlip(sheet, dpi)).barcodes;
            ASSERT_EQ(seen.size(), 1u) << folder << ' ' << dpi;
            EXPECT_EQ(seen[0].text, sheet.code);
        }
    }
}

TEST(CoverCodes, SayNothingAboutThePatient) {
    const report::CoverSheet sheet = sampleCover();
    for (const record::Barcode& code : examineCodes(report::coverImage(sheet, 300)).barcodes) {
        EXPECT_EQ(code.text, sheet.code);
    }
}

} // namespace seihon::imaging::examine
