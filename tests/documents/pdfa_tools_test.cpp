#include "documents/check_pdfa.h"
#include "documents/viewing_copy.h"
#include "made_pages.h"
#include "support/run_tool.h"

#include <gmock/gmock.h>

#include <fstream>

// The viewing copy by programs that are not ours.
namespace seihon::documents_test {

using support::runTool;
using testing::HasSubstr;
using testing::Not;

namespace {

#define SEIHON_NEEDS(tool)                                                                         \
    if (!support::hasTool(tool)) {                                                                 \
        GTEST_SKIP() << tool << " is not installed";                                               \
    }

const std::vector<PageShape> kShapes{
    {300, 200, 3, 8, 0}, {310, 210, 1, 8, 90}, {320, 190, 1, 16, 180}, {331, 205, 1, 1, 270}};

// The samples of a PNM file.
std::string samplesOf(const std::filesystem::path& pnm) {
    std::ifstream file(pnm, std::ios::binary);
    std::string kind;
    int width = 0, height = 0, most = 0;
    file >> kind >> width >> height;
    if (kind != "P4") {
        file >> most;
    }
    file.get();
    return {std::istreambuf_iterator<char>(file), {}};
}

std::string rowsOf(const record::PageImage& page) {
    std::string rows;
    for (std::int64_t y = 0; y < page.height; ++y) {
        rows.append(reinterpret_cast<const char*>(page.row(y)),
                    static_cast<std::size_t>(page.rowBytes()));
    }
    return rows;
}

} // namespace

TEST(PdfaTools, QpdfAndPdfinfoFindNothingWrong) {
    SEIHON_NEEDS("qpdf");
    SEIHON_NEEDS("pdfinfo");
    const TestFolder folder;
    const MadeRecord made = madeRecord(kShapes);
    const std::string file = folder / "copy.pdf";
    documents::writeViewingCopy(file, made.copy, made.pixels());
    const auto check = runTool("qpdf --check '" + file + "'");
    EXPECT_EQ(check.exitCode, 0) << check.output;
    EXPECT_THAT(check.output, HasSubstr("No syntax or stream encoding errors"));
    EXPECT_THAT(check.output, HasSubstr("not encrypted"));
    const std::string info = runTool("pdfinfo -isodates -box -l 9 '" + file + "'").output;
    EXPECT_THAT(info, HasSubstr("閲覧用の写し: 診療情報提供書 <A&B>"));
    EXPECT_THAT(info, HasSubstr(made.copy.manifestDigest.hex()));
    EXPECT_THAT(info, HasSubstr("2026-01-02T12:04:05+09"));
    EXPECT_THAT(info, HasSubstr("Pages:           4"));
    EXPECT_THAT(runTool("pdfinfo -meta '" + file + "'").output,
                HasSubstr("<dc:source>urn:uuid:" + made.copy.recordId));
}

TEST(PdfaTools, PdfimagesTakesOutTheMastersPixels) {
    SEIHON_NEEDS("pdfimages");
    const TestFolder folder;
    const MadeRecord made = madeRecord(kShapes);
    const std::string file = folder / "copy.pdf";
    documents::writeViewingCopy(file, made.copy, made.pixels());
    const std::string list = runTool("pdfimages -list '" + file + "'").output;
    EXPECT_THAT(list, HasSubstr(" 300   300 ")) << "true size";
    EXPECT_THAT(list, Not(HasSubstr("jpeg")));
    ASSERT_EQ(runTool("pdfimages '" + file + "' '" + (folder / "i").string() + "'").exitCode, 0);
    EXPECT_EQ(samplesOf(folder / "i-000.ppm"), rowsOf(made.masters[0]));
    // Poppler gives grey as RGB.
    const std::string grey = samplesOf(folder / "i-001.ppm"), rows = rowsOf(made.masters[1]);
    ASSERT_EQ(grey.size(), 3 * rows.size());
    for (std::size_t i = 0; i < grey.size(); ++i) {
        ASSERT_EQ(grey[i], rows[i / 3]) << i;
    }
    // In a PBM a set bit is black, as in a master.
    EXPECT_EQ(samplesOf(folder / "i-003.pbm"), rowsOf(made.masters[3]));
}

TEST(PdfaTools, PdftotextFindsTheNoticeAndWhatWasRead) {
    SEIHON_NEEDS("pdftotext");
    const TestFolder folder;
    MadeRecord made = madeRecord({{2480, 1200, 1, 8}});
    made.copy.withText = true;
    made.copy.pages[0].text.lines = {{"患者氏名 山田 太郎 𠮷", 90, 20000, 20000, 60000, 5000},
                                     {"HbA1c 6.8 %", 90, 20000, 40000, 40000, 4000}};
    const std::string file = folder / "copy.pdf";
    documents::writeViewingCopy(file, made.copy, made.pixels());
    EXPECT_THAT(documents::checkPdfA(file), testing::IsEmpty());
    const std::string text = runTool("pdftotext '" + file + "' -").output;
    for (const char* word : {"患者氏名", "山田", "太郎", "𠮷"}) {
        EXPECT_THAT(text, HasSubstr(word));
    }
    EXPECT_THAT(text, HasSubstr("HbA1c 6.8 %"));
    EXPECT_THAT(text, HasSubstr("閲覧用の写し（原本ではありません）"));
    EXPECT_THAT(text, HasSubstr(made.copy.recordId));
    // Where it was read: the first line lies 20 to 80 mm from the left, 20 to 25 mm from the top.
    const std::string boxes = runTool("pdftotext -bbox '" + file + "' -").output;
    EXPECT_THAT(boxes, HasSubstr("xMin=\"56.69")) << boxes;
    made.copy.withText = false;
    documents::writeViewingCopy(folder / "plain.pdf", made.copy, made.pixels());
    EXPECT_THAT(runTool("pdftotext '" + (folder / "plain.pdf").string() + "' -").output,
                Not(HasSubstr("HbA1c")));
}

// As a viewer shows it: turned as it is read, at its true size, with the notice below it.
TEST(PdfaTools, PdftoppmShowsThePageTurnedAsItIsRead) {
    SEIHON_NEEDS("pdftoppm");
    const TestFolder folder;
    for (const int turned : {0, 90, 180, 270}) {
        MadeRecord made = madeRecord({{240, 160, 1, 8, turned}});
        record::PageImage& page = made.masters[0];
        for (std::int64_t y = 0; y < page.height; ++y) { // white, its upper left quarter black
            for (std::int64_t x = 0; x < page.width; ++x) {
                page.row(y)[x] = x < page.width / 2 && y < page.height / 2 ? 0 : 255;
            }
        }
        made.copy.pages[0].pixelDigest = record::pixelDigest(page);
        const std::string file = folder / (std::to_string(turned) + ".pdf");
        documents::writeViewingCopy(file, made.copy, made.pixels());
        const std::string shown = folder / std::to_string(turned);
        ASSERT_EQ(
            runTool("pdftoppm -r 300 -gray -singlefile '" + file + "' '" + shown + "'").exitCode,
            0);
        std::ifstream pgm(shown + ".pgm", std::ios::binary);
        std::string kind;
        std::int64_t width = 0, height = 0, most = 0;
        pgm >> kind >> width >> height >> most;
        pgm.get();
        const std::string samples{std::istreambuf_iterator<char>(pgm), {}};
        const bool side = turned == 90 || turned == 270;
        const std::int64_t w = side ? 160 : 240, h = side ? 240 : 160;
        EXPECT_EQ(width, w);
        EXPECT_GT(height, h + 20); // with the notice
        const auto at = [&](std::int64_t x, std::int64_t y) {
            return static_cast<unsigned char>(samples.at(static_cast<std::size_t>(y * width + x)));
        };
        const bool left = turned == 0 || turned == 270, top = turned == 0 || turned == 90;
        EXPECT_LT(at(left ? w / 4 : w * 3 / 4, top ? h / 4 : h * 3 / 4), 10) << turned;
        EXPECT_GT(at(left ? w * 3 / 4 : w / 4, top ? h / 4 : h * 3 / 4), 245) << turned;
        EXPECT_GT(at(left ? w / 4 : w * 3 / 4, top ? h * 3 / 4 : h / 4), 245) << turned;
        std::int64_t ink = 0;
        for (std::int64_t y = h + 5; y < height; ++y) {
            for (std::int64_t x = 0; x < width; ++x) {
                ink += at(x, y) < 128 ? 1 : 0;
            }
        }
        EXPECT_GT(ink, 200) << "the notice can be seen";
    }
}

// The whole of it: a long line used to lose what lay to the right.
TEST(PdfaTools, TheNoticeIsSeenToItsEnd) {
    SEIHON_NEEDS("pdftoppm");
    const TestFolder folder;
    const MadeRecord made = madeRecord({{2480, 100, 1, 1}});
    const std::string file = folder / "copy.pdf", shown = folder / "shown";
    documents::writeViewingCopy(file, made.copy, made.pixels());
    ASSERT_EQ(runTool("pdftoppm -r 300 -gray -singlefile '" + file + "' '" + shown + "'").exitCode,
              0);
    const std::string samples = samplesOf(shown + ".pgm");
    std::vector<int> ink(8);
    for (std::size_t at = samples.size() * 2 / 3; at < samples.size(); ++at) {
        ink[at % 2480 / 310] += static_cast<unsigned char>(samples[at]) < 128 ? 1 : 0;
    }
    for (std::size_t part = 0; part < 7; ++part) {
        EXPECT_GT(ink[part], 200) << part;
    }
}

TEST(PdfaTools, GhostscriptReadsItWithoutAWarning) {
    SEIHON_NEEDS("gs");
    const TestFolder folder;
    MadeRecord made = madeRecord(kShapes);
    for (const bool lossy : {false, true}) {
        made.copy.jpegQuality = lossy ? std::optional(80) : std::nullopt;
        const std::string file = folder / (lossy ? "lossy.pdf" : "copy.pdf");
        documents::writeViewingCopy(file, made.copy, made.pixels());
        const auto read = runTool("gs -dBATCH -dNOPAUSE -dPDFSTOPONERROR -dPDFSTOPONWARNING -q"
                                  " -sDEVICE=nullpage '" +
                                  file + "'");
        EXPECT_EQ(read.exitCode, 0) << read.output;
        EXPECT_EQ(read.output, "");
    }
}

} // namespace seihon::documents_test
