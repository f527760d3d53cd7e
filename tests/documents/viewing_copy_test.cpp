#include "documents/viewing_copy.h"

#include "documents/check_pdfa.h"
#include "made_pages.h"
#include "record/fault.h"

#include <gmock/gmock.h>

// The viewing copy by our own checks.
namespace seihon::documents_test {

using documents::checkPdfA;
using documents::compareWithMasters;
using documents::writeViewingCopy;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

namespace {

const std::vector<PageShape> kEveryShape{
    {61, 43, 3, 8, 0},   {60, 40, 1, 8, 90}, {59, 47, 1, 16, 180},      {33, 21, 3, 16, 270},
    {101, 35, 1, 1, 90}, {64, 35, 1, 1, 0},  {90, 98, 1, 1, 0, 204, 98}};

// Both checks of a file.
std::string allProblems(const std::filesystem::path& file, const MadeRecord& made) {
    std::string all;
    for (const auto& list : {checkPdfA(file), compareWithMasters(file, made.copy, made.pixels())}) {
        for (const std::string& problem : list) {
            all += problem + "\n";
        }
    }
    return all;
}

std::string replaced(std::string bytes, const std::string& from, const std::string& to) {
    EXPECT_EQ(from.size(), to.size()) << "places in the file must stay";
    const std::size_t at = bytes.find(from);
    EXPECT_NE(at, bytes.npos) << from;
    return at == bytes.npos ? bytes : bytes.replace(at, from.size(), to);
}

} // namespace

TEST(ViewingCopy, HoldsEveryPixelInEveryShapeAndTurn) {
    const TestFolder folder;
    const MadeRecord made = madeRecord(kEveryShape);
    writeViewingCopy(folder / "copy.pdf", made.copy, made.pixels());
    EXPECT_EQ(allProblems(folder / "copy.pdf", made), "");
    // The same copy, the same bytes.
    writeViewingCopy(folder / "again.pdf", made.copy, made.pixels());
    EXPECT_EQ(readAll(folder / "again.pdf"), readAll(folder / "copy.pdf"));
    // And never over a file that is there.
    EXPECT_THROW(writeViewingCopy(folder / "copy.pdf", made.copy, made.pixels()), record::Fault);
    EXPECT_EQ(allProblems(folder / "copy.pdf", made), "");
}

TEST(ViewingCopy, OfAStatedQualityIsNearAndSaysSo) {
    const TestFolder folder;
    MadeRecord made = madeRecord(kEveryShape);
    for (const int quality : {documents::kLeastJpegQuality, 90}) {
        made.copy.jpegQuality = quality;
        const auto file = folder / ("q" + std::to_string(quality) + ".pdf");
        writeViewingCopy(file, made.copy, made.pixels());
        EXPECT_EQ(allProblems(file, made), "");
        EXPECT_THAT(documents::descriptionOf(made.copy), HasSubstr(std::to_string(quality)));
        EXPECT_THAT(readAll(file), HasSubstr("/DCTDecode"));
    }
    // Line art stays as it is.
    EXPECT_FALSE(documents::isLossy(made.copy, made.copy.pages[4]));
    EXPECT_TRUE(documents::isLossy(made.copy, made.copy.pages[2]));
}

TEST(ViewingCopy, ThatDiffersFromItsRecordIsFound) {
    const TestFolder folder;
    const MadeRecord made = madeRecord(kEveryShape);
    writeViewingCopy(folder / "copy.pdf", made.copy, made.pixels());
    for (std::size_t page = 0; page < made.masters.size(); ++page) { // one bit of one pixel
        MadeRecord other = madeRecord(kEveryShape);
        auto& master = other.masters[page];
        master.row(master.height - 1)[0] ^= 0x80;
        const auto digest = other.copy.pages[page].pixelDigest;
        EXPECT_THAT(allProblems(folder / "copy.pdf", other), HasSubstr("not those of the record"));
        other.copy.pages[page].pixelDigest = record::pixelDigest(master);
        EXPECT_THAT(allProblems(folder / "copy.pdf", other), HasSubstr("pixels differ"));
        EXPECT_NE(digest, other.copy.pages[page].pixelDigest);
    }
    MadeRecord other = madeRecord(kEveryShape);
    other.copy.pages[1].turned = 270;
    EXPECT_THAT(allProblems(folder / "copy.pdf", other),
                HasSubstr("page 2: the image has another"));
    other = madeRecord(kEveryShape);
    other.copy.pages[0].dpiX = 301;
    EXPECT_THAT(allProblems(folder / "copy.pdf", other),
                HasSubstr("page 1: the image has another"));
    other = madeRecord(kEveryShape);
    other.copy.recordId.back() = 'c';
    EXPECT_THAT(allProblems(folder / "copy.pdf", other), HasSubstr("something else of itself"));
    other = madeRecord(kEveryShape);
    other.copy.pages.pop_back();
    EXPECT_THAT(allProblems(folder / "copy.pdf", other), HasSubstr("another number of pages"));
    // Pages in another order.
    other = madeRecord({{61, 43, 3, 8}, {61, 43, 3, 8}});
    writeViewingCopy(folder / "two.pdf", other.copy, other.pixels());
    std::swap(other.masters[0], other.masters[1]);
    std::swap(other.copy.pages[0].pixelDigest, other.copy.pages[1].pixelDigest);
    EXPECT_THAT(allProblems(folder / "two.pdf", other), HasSubstr("pixels differ"));
}

TEST(ViewingCopy, AJpegOfAnotherPageIsFound) {
    const TestFolder folder;
    MadeRecord made = madeRecord({{61, 43, 3, 8}});
    made.copy.jpegQuality = 90;
    writeViewingCopy(folder / "copy.pdf", made.copy, made.pixels());
    for (std::uint8_t& byte : made.masters[0].bytes) {
        byte = static_cast<std::uint8_t>(255 - byte);
    }
    made.copy.pages[0].pixelDigest = record::pixelDigest(made.masters[0]);
    EXPECT_THAT(allProblems(folder / "copy.pdf", made), HasSubstr("another page"));
}

TEST(ViewingCopy, OfAWrongFormIsNoPdfA) {
    const TestFolder folder;
    const MadeRecord made = madeRecord({{61, 43, 3, 8}});
    writeViewingCopy(folder / "copy.pdf", made.copy, made.pixels());
    const std::string good = readAll(folder / "copy.pdf");
    const auto problemsOf = [&](const std::string& bytes) {
        writeAll(folder / "altered.pdf", bytes);
        std::string all;
        for (const std::string& problem : checkPdfA(folder / "altered.pdf")) {
            all += problem + "\n";
        }
        return all;
    };
    EXPECT_EQ(problemsOf(good), "");
    const std::vector<std::vector<std::string>> alterations{
        {"%PDF-1.7", "%PDF-1.4", "beginning"},
        {"<pdfaid:part>2<", "<pdfaid:part>1<", "another part"},
        {"<pdfaid:conformance>B<", "<pdfaid:conformance>A<", "neither"},
        {"/GTS_PDFA1", "/GTS_PDFX1", "not PDF/A's"},
        {"/N 3", "/N 4", "/N is not 3"},
        {"acsp", "acsq", "no RGB profile"},
        {"/OutputIntents", "/OutputIntentz", "not one output intent"},
        {"/FontFile2", "/FontFile9", "not embedded"},
        {"/ToUnicode", "/ToUnicodf", "no map to Unicode"},
        {"/DeviceRGB", "/DeviceRBG", "colour space"},
        {"/Metadata ", "/Metadatb ", "no metadata"},
        {"3 Tr", "0 Tr", "text that should be seen"},
        {"/Resources", "/Rezources", "page has /Rezources"},
        {" Tz ", " Tw ", "operator Tw"},
        {"/CreationDate (D:2026", "/CreationDate (D:2025", "/CreationDate"}};
    for (const auto& alteration : alterations) {
        EXPECT_THAT(problemsOf(replaced(good, alteration[0], alteration[1])),
                    HasSubstr(alteration[2]))
            << alteration[0];
    }
    EXPECT_NE(problemsOf(good + "\n"), "");
    EXPECT_NE(problemsOf(good + good), "");
    EXPECT_NE(problemsOf(good.substr(0, good.size() / 2)), "");
    EXPECT_NE(problemsOf(""), "");
}

// Every byte of the file is told over, one wrong bit at a time: nothing that the checks let pass
// shows another page.
TEST(ViewingCopy, ABrokenFileIsNeverTakenForGood) {
    const TestFolder folder;
    const MadeRecord made = madeRecord({{31, 23, 3, 8}});
    writeViewingCopy(folder / "copy.pdf", made.copy, made.pixels());
    const std::string good = readAll(folder / "copy.pdf");
    const std::size_t image = good.find("/DeviceRGB");
    const std::size_t begin = good.find("stream\n", image) + 7, end = good.find("endstream", begin);
    ASSERT_LT(begin, end);
    for (std::size_t at = begin; at < end; at += 7) {
        std::string bad = good;
        bad[at] = static_cast<char>(bad[at] ^ (1 << at % 8));
        writeAll(folder / "bad.pdf", bad);
        EXPECT_NE(allProblems(folder / "bad.pdf", made), "") << at;
    }
}

TEST(ViewingCopy, OfPartOneHoldsEightBitsAndFewer) {
    const TestFolder folder;
    MadeRecord made = madeRecord({{61, 43, 3, 8, 90}, {101, 35, 1, 1}});
    made.copy.pdfaPart = 1;
    writeViewingCopy(folder / "one.pdf", made.copy, made.pixels());
    EXPECT_THAT(checkPdfA(folder / "one.pdf", 1), IsEmpty());
    EXPECT_THAT(checkPdfA(folder / "one.pdf", 2), Not(IsEmpty()));
    EXPECT_THAT(compareWithMasters(folder / "one.pdf", made.copy, made.pixels()), IsEmpty());
    made = madeRecord({{61, 43, 1, 16}});
    made.copy.pdfaPart = 1;
    EXPECT_THROW(writeViewingCopy(folder / "two.pdf", made.copy, made.pixels()), record::Fault);
}

TEST(ViewingCopy, NeedsPagesOfASizeThatAPdfCanHave) {
    const TestFolder folder;
    MadeRecord none = madeRecord({});
    EXPECT_THROW(writeViewingCopy(folder / "none.pdf", none.copy, none.pixels()), record::Fault);
    EXPECT_FALSE(std::filesystem::exists(folder / "none.pdf"));
    for (const PageShape& shape : {PageShape{20000, 10, 1, 8, 0, 72, 72}, {2, 2, 1, 8}}) {
        MadeRecord made = madeRecord({shape});
        EXPECT_THROW(writeViewingCopy(folder / ("s" + std::to_string(shape.width)), made.copy,
                                      made.pixels()),
                     record::Fault);
    }
    MadeRecord changed = madeRecord({{61, 43, 3, 8}}); // the page is not what it was
    changed.copy.pages[0].width = 60;
    EXPECT_THROW(writeViewingCopy(folder / "changed.pdf", changed.copy, changed.pixels()),
                 record::Fault);
}

} // namespace seihon::documents_test
