#include "imaging/examine/examine_page.h"

#include "imaging/examine/barcodes.h"
#include "imaging/examine/page_number.h"
#include "imaging/examine/page_number_text.h"
#include "report/sample_pages.h"
#include "support/written_pages.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <future>

namespace seihon::imaging::examine {

namespace {

using record::PageExamination;
using record::PageImage;
using support::Symbol;
using support::symbolPicture;
using support::turnedClockwise;
using support::WrittenPage;
using support::writtenPage;

// Millimetres.
void expectNear(std::int64_t found, double wanted, double within) {
    EXPECT_NEAR(static_cast<double>(found), wanted, within);
}

PageImage letterSheet(std::uint32_t seed, int sheet) {
    report::LetterSheets letter;
    letter.seed = seed;
    letter.sheets = 5;
    return std::move(report::letterPage(letter, sheet, record::Side::Front).image);
}

TEST(NumberText, WhatIsAPageNumber) {
    const auto is = [](const char* text, std::int64_t number, std::int64_t total) {
        const auto found = numberOf(text);
        ASSERT_TRUE(found) << text;
        EXPECT_EQ(found->number, number) << text;
        EXPECT_EQ(found->total.value_or(0), total) << text;
    };
    is("2/4", 2, 4);
    is(" 2 / 4\n", 2, 4);
    is("(2/4)", 2, 4);
    is("（２／４）", 2, 4);
    is("2/4頁", 2, 4);
    is("2/4 ページ", 2, 4);
    is("- 2 -", 2, 0);
    is("― 12 ―", 12, 0);
    is("2頁", 2, 0);
    is("2/4 page", 2, 4);
    is("Page 2/4", 2, 4);
    is("P. 12", 12, 0);
    is("999/999", 999, 999);
}

TEST(NumberText, WhatIsNone) {
    for (const char* text : {"",     "2",    "(2)",         "4/2",        "0/4",
                             "2/0",  "02/4", "2/4/6",       "2026/11/22", "1000/1000",
                             "2/4x", "A2/4", "137/75 mmHg", "2-4",        "2//4",
                             "(2/4", "- 2",  "頁",          "第 2",       "99999999999999999999/2",
                             "/",    "-",    "--",          "()"}) {
        EXPECT_FALSE(numberOf(text)) << text;
    }
}

TEST(NumberText, InsideALine) {
    EXPECT_EQ(numberInLine("診療情報提供書 （2/4）"), (NumberText{2, 4}));
    EXPECT_EQ(numberInLine("検査結果報告書 3/5頁"), (NumberText{3, 5}));
    for (const char* text : {"採取日 11/22 09:39", "血圧 (75/137", "1/2 錠を朝に", "2026/11/22",
                             "(2026/4/6)", "ID 0039-3059-0", ""}) {
        EXPECT_FALSE(numberInLine(text)) << text;
    }
}

// The figures over many pages stand in the commit; here one letter, each way.
TEST(ExaminePage, TellsWhichWayUpALetterStands) {
    const PageImage letter = letterSheet(11, 2);
    for (int turns = 0; turns < 4; ++turns) {
        SCOPED_TRACE(turns);
        const PageExamination seen = examinePage(turnedClockwise(letter, turns));
        EXPECT_EQ(seen.failure, "");
        ASSERT_TRUE(seen.orientation);
        EXPECT_EQ(seen.orientation->quarterTurns, turns);
        EXPECT_GT(seen.orientation->confidenceMilli, 3'500);
        ASSERT_TRUE(seen.pageNumber) << "it is read turned, too";
        EXPECT_EQ(seen.pageNumber->number, 2);
        EXPECT_EQ(seen.pageNumber->total, 5);
        EXPECT_GE(seen.pageNumber->confidencePercent, 80);
        // printed at (105, 285.5) mm of the upright sheet, given here where the scan has it
        const record::AreaMm& where = seen.pageNumber->where;
        const std::int64_t along = where.x + where.w / 2, down = where.y + where.h / 2;
        const double across[4] = {105, 297 - 287, 105, 287};
        const double below[4] = {287, 105, 297 - 287, 105};
        expectNear(along, across[turns], 3);
        expectNear(down, below[turns], 3);
        EXPECT_TRUE(seen.barcodes.empty());
    }
}

TEST(ExaminePage, NothingIsSaidOfABlankPage) {
    WrittenPage blank;
    blank.lines = 0;
    const PageExamination seen = examinePage(writtenPage(blank));
    EXPECT_EQ(seen.failure, "");
    EXPECT_NE(seen.engine, "");
    EXPECT_FALSE(seen.orientation);
    EXPECT_FALSE(seen.pageNumber);
    EXPECT_TRUE(seen.barcodes.empty());
    PageImage tiny;
    tiny.width = tiny.height = 8;
    tiny.stride = 24;
    tiny.dpiX = tiny.dpiY = 300;
    tiny.bytes.assign(8 * 24, 255);
    EXPECT_FALSE(examinePage(tiny).orientation);
}

struct Place {
    const char* text;
    double x, y;
    report::Align align;
    std::int64_t number, total;
};

TEST(FindPageNumber, AtTheUsualPlaces) {
    using report::Align;
    for (const Place& place :
         {Place{"2/4", 74, 201, Align::Centre, 2, 4}, Place{"2 / 4", 138, 6, Align::Right, 2, 4},
          Place{"(3/12)", 138, 199, Align::Right, 3, 12},
          Place{"- 7 -", 74, 200, Align::Centre, 7, 0},
          Place{"－ 12 －", 74, 200, Align::Centre, 12, 0},
          Place{"3頁", 12, 198, Align::Left, 3, 0}, Place{"1/3 ページ", 136, 8, Align::Right, 1, 3},
          Place{"見本病院 検査結果報告書 患者控 (2/3)", 74, 12, Align::Centre, 2, 3}}) {
        SCOPED_TRACE(place.text);
        WrittenPage page;
        page.draw = [&](report::Canvas& canvas) {
            canvas.text({place.x, place.y}, place.text,
                        {report::Font::Gothic, 9, {}, false, place.align});
        };
        const auto found = findPageNumber(lookingPlane(writtenPage(page)), 0);
        ASSERT_TRUE(found);
        EXPECT_EQ(found->number, place.number);
        EXPECT_EQ(found->total.value_or(0), place.total);
        expectNear(found->where.y, place.y, 3);
    }
}

// A small sheet in a large scan area: its footer is in the middle of the image.
TEST(FindPageNumber, OnASheetThatIsSmallerThanTheScanArea) {
    WrittenPage page;
    page.size = {105, 148};
    page.draw = [](report::Canvas& canvas) {
        canvas.text({52, 138}, "4/9", {report::Font::Gothic, 9, {}, false, report::Align::Centre});
    };
    const PageImage sheet = writtenPage(page);
    PageImage frame;
    frame.width = 2574;
    frame.height = 3602;
    frame.dpiX = frame.dpiY = 300;
    frame.stride = frame.rowBytes();
    frame.bytes.assign(static_cast<std::size_t>(frame.stride * frame.height), 40);
    constexpr std::int64_t kLeft = 590, kTop = 236; // 50 and 20 mm
    for (std::int64_t y = 0; y < sheet.height; ++y) {
        std::copy_n(sheet.row(y), sheet.rowBytes(), frame.row(y + kTop) + 3 * kLeft);
    }
    const auto found = findPageNumber(lookingPlane(frame), 0);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->number, 4);
    expectNear(found->where.x, 50 + 50, 3);
    expectNear(found->where.y, 20 + 138, 3);
}

TEST(FindPageNumber, IsNoDateAndNoFraction) {
    WrittenPage page;
    page.draw = [](report::Canvas& canvas) {
        canvas.text({138, 8}, "2026/11/22",
                    {report::Font::Gothic, 9, {}, false, report::Align::Right});
        canvas.text({20, 8}, "血圧 137/75 mmHg", {report::Font::Gothic, 9});
        canvas.text({74, 200}, "電話 03-1234-5678",
                    {report::Font::Gothic, 9, {}, false, report::Align::Centre});
        canvas.text({74, 100}, "2/4", {report::Font::Gothic, 9, {}, false, report::Align::Centre});
    };
    EXPECT_FALSE(findPageNumber(lookingPlane(writtenPage(page)), 0));
}

PageImage pageWith(const PageImage& symbol, const report::Box& box) {
    WrittenPage page;
    page.lines = 3;
    page.size = {105, 148};
    page.draw = [&](report::Canvas& canvas) {
        canvas.picture(box, symbol);
    };
    return writtenPage(page);
}

std::vector<record::Barcode> codesOn(const PageImage& image) {
    return findBarcodes(lookingPlane(image));
}

TEST(FindBarcodes, ReadsThemEachWay) {
    const PageImage qr = symbolPicture(Symbol::Qr, "患者 0039-3059-0");
    for (int turns = 0; turns < 4; ++turns) {
        SCOPED_TRACE(turns);
        const auto seen = codesOn(turnedClockwise(pageWith(qr, {10, 100, 25, 25}), turns));
        ASSERT_EQ(seen.size(), 1u);
        EXPECT_EQ(seen[0].symbology, "QR-Code");
        EXPECT_EQ(seen[0].text, "患者 0039-3059-0");
        EXPECT_EQ(seen[0].quarterTurns, turns);
        if (turns == 0) {
            expectNear(seen[0].where.x, 12, 3);
            expectNear(seen[0].where.y, 102, 3);
            expectNear(seen[0].where.w, 21, 4);
        }
    }
    const auto line =
        codesOn(pageWith(symbolPicture(Symbol::Code128, "SEIHON-2026-0042"), {10, 100, 70, 12}));
    ASSERT_EQ(line.size(), 1u);
    EXPECT_EQ(line[0].symbology, "CODE-128");
    EXPECT_EQ(line[0].text, "SEIHON-2026-0042");
    const auto codabar =
        codesOn(pageWith(symbolPicture(Symbol::Codabar, "A12345678B"), {10, 100, 70, 12}));
    ASSERT_EQ(codabar.size(), 1u);
    EXPECT_EQ(codabar[0].text, "A12345678B") << "NW-7 keeps start and stop";
}

// Whoever prints a code decides what is in it.
TEST(FindBarcodes, HostileTexts) {
    const auto textOf = [](const std::string& content) {
        const auto seen = codesOn(pageWith(symbolPicture(Symbol::Qr, content), {8, 50, 85, 85}));
        return seen.empty() ? record::Barcode{} : seen[0];
    };
    const record::Barcode control = textOf("a\x1b[2J\x07\tb\x7f<script>&");
    EXPECT_EQ(control.text, "a\xEF\xBF\xBD[2J\xEF\xBF\xBD\xEF\xBF\xBD"
                            "b\xEF\xBF\xBD<script>&");
    EXPECT_FALSE(control.textCut);
    // each control character becomes three bytes
    const record::Barcode large = textOf(std::string(1600, '\x01'));
    EXPECT_TRUE(large.textCut);
    EXPECT_LE(large.text.size(), record::kMaxBarcodeBytes);
    EXPECT_GT(large.text.size(), record::kMaxBarcodeBytes - 3);
    EXPECT_EQ(large.text.size() % 3, 0u) << "cut between two characters";
    EXPECT_NO_THROW((void)record::parseJson(
        record::canonical(toJson(PageExamination{"engine", "", {}, {}, {large, control}}))));
}

TEST(FindPageNumber, CoarseFineAndLineArt) {
    WrittenPage page;
    page.size = {105, 148};
    page.lines = 6;
    page.draw = [](report::Canvas& canvas) {
        canvas.text({52, 140}, "4/9", {report::Font::Gothic, 9, {}, false, report::Align::Centre});
    };
    for (const std::int64_t dpi : {200, 600}) {
        page.dpi = dpi;
        const auto found = findPageNumber(lookingPlane(writtenPage(page)), 0);
        ASSERT_TRUE(found);
        EXPECT_EQ(found->number, 4);
        expectNear(found->where.x, 50, 3);
        expectNear(found->where.y, 140, 3);
    }
    page.dpi = 300;
    const PageImage colour = writtenPage(page);
    PageImage lineArt;
    lineArt.width = colour.width;
    lineArt.height = colour.height;
    lineArt.channels = lineArt.bitsPerSample = 1;
    lineArt.dpiX = lineArt.dpiY = 300;
    lineArt.stride = lineArt.rowBytes();
    lineArt.bytes.assign(static_cast<std::size_t>(lineArt.stride * lineArt.height), 0);
    for (std::int64_t y = 0; y < colour.height; ++y) {
        for (std::int64_t x = 0; x < colour.width; ++x) {
            if (colour.row(y)[3 * x] < 128) {
                lineArt.row(y)[x / 8] =
                    static_cast<std::uint8_t>(lineArt.row(y)[x / 8] | (0x80 >> (x % 8)));
            }
        }
    }
    const auto found = findPageNumber(lookingPlane(lineArt), 0);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->total, 9);
}

TEST(ExaminePage, GivesTheSameAnswerFromTwoThreads) {
    WrittenPage page;
    page.draw = [](report::Canvas& canvas) {
        canvas.text({74, 201}, "2/4", {report::Font::Gothic, 9, {}, false, report::Align::Centre});
    };
    const PageImage image = writtenPage(page);
    auto other = std::async(std::launch::async, [&] { return examinePage(image); });
    const PageExamination here = examinePage(image);
    EXPECT_EQ(other.get(), here);
    EXPECT_EQ(here.pageNumber.value_or(record::PrintedNumber{}).number, 2);
}

} // namespace
} // namespace seihon::imaging::examine
