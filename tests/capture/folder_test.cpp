#include "feeder_fixture.h"

namespace seihon::capture::test {
namespace {

using record::FaultKind;
using record::Side;

// CRC-32 of ISO 3309, as PNG chunks end with.
std::uint32_t crcOf(const std::uint8_t* bytes, std::size_t count) {
    std::uint32_t crc = 0xffffffffu;
    for (std::size_t i = 0; i < count; ++i) {
        crc ^= bytes[i];
        for (int bit = 0; bit < 8; ++bit) {
            crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0xedb88320u : 0u);
        }
    }
    return ~crc;
}

// A small PNG that announces a large picture in its header (bytes 16 to 23, checksum at 29).
void pretendSize(const std::filesystem::path& path, std::uint32_t width, std::uint32_t height) {
    std::vector<std::uint8_t> bytes = readBytes(path);
    const auto put = [&bytes](std::size_t at, std::uint32_t value) {
        for (std::size_t i = 0; i < 4; ++i) {
            bytes[at + i] = static_cast<std::uint8_t>(value >> (24 - 8 * i));
        }
    };
    put(16, width);
    put(20, height);
    put(29, crcOf(bytes.data() + 12, 17));
    writeText(path, std::string(bytes.begin(), bytes.end()));
}

class FolderTest : public FeederTest {
  protected:
    std::filesystem::path file(const std::string& name) const { return m_home / "import" / name; }
    Drained import() {
        const auto source = openFolder(m_config, m_home / "import");
        return drain(*source);
    }
    void expectUnreadable(const std::string& name, const std::string& why) {
        const record::Fault fault = faultOf([&] { decodeFile(m_config, file(name)); });
        EXPECT_EQ(record::nameOf(fault.kind), "ImageUnreadable") << fault.what();
        EXPECT_EQ(fault.context.at("file"), name);
        EXPECT_NE(std::string(fault.what()).find(why), std::string::npos) << fault.what();
    }
};

TEST_F(FolderTest, GivesFilesInNameOrderAndPairsSides) {
    const Picture first = makePicture(60, 50, 1);
    const Picture second = makePicture(60, 50, 2, 1);
    const Picture third = makePicture(60, 50, 3);
    writePng(file("a.png"), first, 300);
    writeTiff(file("b.back.tif"), {third}, {});
    writePng(file("b.front.PNG"), second, 200);
    writeJpeg(file("c.jpg"), makePicture(60, 50, 4), 150);
    writeText(file("notes.txt"), "not an image");
    const Drained got = import();
    ASSERT_FALSE(got.fault) << got.fault->what();
    ASSERT_EQ(got.pages.size(), 4u);
    EXPECT_EQ(got.pages[0].image.bytes, first.bytes);
    EXPECT_EQ(got.pages[1].image.bytes, second.bytes);
    EXPECT_EQ(got.pages[2].image.bytes, third.bytes);
    const record::CaptureFacts& front = got.pages[1].facts;
    EXPECT_EQ(front.sourceName, "b.front.PNG");
    EXPECT_EQ(front.wireFormat, "png");
    EXPECT_EQ(front.device.name, "folder");
    EXPECT_EQ(front.source, record::PaperSource::Folder);
    EXPECT_EQ(front.mode, record::ColourMode::Grey);
    EXPECT_EQ(front.dpiX, 200);
    EXPECT_EQ(front.feed, 2);
    const record::CaptureFacts& back = got.pages[2].facts;
    EXPECT_EQ(back.feed, 2);
    EXPECT_EQ(back.side, Side::Back);
    EXPECT_EQ(back.wireFormat, "tiff");
    EXPECT_EQ(back.dpiX, 300);
    EXPECT_EQ(got.pages[3].facts.feed, 3);
    EXPECT_EQ(got.pages[3].facts.wireFormat, "jpeg");
    EXPECT_EQ(got.pages[3].facts.dpiX, 150);
}

TEST_F(FolderTest, ABadFileNamesItselfAndKeepsThePagesBefore) {
    writePng(file("1.png"), makePicture(60, 50, 1), 300);
    writeText(file("2.png"), "\x89PNG\r\n\x1a\nno");
    writePng(file("3.png"), makePicture(60, 50, 3), 300);
    const Drained got = import();
    EXPECT_EQ(got.pages.size(), 1u);
    ASSERT_TRUE(got.fault.has_value());
    EXPECT_EQ(got.fault->kind, FaultKind::ImageUnreadable);
    EXPECT_EQ(got.fault->context.at("file"), "2.png");
    EXPECT_EQ(got.fault->context.at("sheet"), "2");
}

TEST_F(FolderTest, AnUnreadableBackMakesItsFrontVoid) {
    writePng(file("1.front.png"), makePicture(60, 50, 1), 300);
    writeText(file("1.back.png"), "nothing");
    const Drained got = import();
    EXPECT_TRUE(got.pages.empty());
    ASSERT_TRUE(got.fault.has_value());
    EXPECT_EQ(got.fault->context.at("side"), "back");
}

TEST_F(FolderTest, RefusesWhatIsNoWholeSheetAndWhatIsNoFolder) {
    EXPECT_EQ(faultOf([&] { import(); }).kind, FaultKind::NotFound);
    std::filesystem::create_directories(file(""));
    EXPECT_EQ(faultOf([&] { import(); }).kind, FaultKind::FeederEmpty);
    writePng(file("1.back.png"), makePicture(60, 50, 1), 300);
    EXPECT_EQ(faultOf([&] { import(); }).kind, FaultKind::PageIncomplete);
    EXPECT_EQ(faultOf([&] { decodeFile(m_config, file("none.png")); }).kind, FaultKind::NotFound);
}

TEST_F(FolderTest, RefusesImagesThatWouldNotBeEvidence) {
    writePng(file("silent.png"), makePicture(60, 50, 1), 0);
    expectUnreadable("silent.png", "resolution");
    writePng(file("glass.png"), makePicture(60, 50, 1, 4), 300);
    expectUnreadable("glass.png", "transparent");
    writeTiff(file("two.tif"), {makePicture(60, 50, 1), makePicture(60, 50, 2)}, {});
    expectUnreadable("two.tif", "more than one image");
    writeText(file("text.tif"), "hello");
    expectUnreadable("text.tif", "neither");
}

TEST_F(FolderTest, SixteenAndOneBitImagesKeepTheirDepth) {
    const Picture deep = makePicture(60, 50, 1, 3, 16);
    writePng(file("deep.png"), deep, 300);
    const CapturedPage page = decodeFile(m_config, file("deep.png"));
    EXPECT_EQ(page.image.bitsPerSample, 16);
    EXPECT_EQ(page.image.bytes, deep.bytes);
    const Picture fax = makePicture(61, 50, 2, 1, 1);
    writeTiff(file("fax.tif"), {fax}, {.dpi = 200, .compression = 4, .minIsWhite = true});
    const CapturedPage line = decodeFile(m_config, file("fax.tif"));
    EXPECT_EQ(line.image.bitsPerSample, 1);
    EXPECT_EQ(line.facts.mode, record::ColourMode::LineArt);
    EXPECT_EQ(line.image.bytes, fax.bytes);
}

TEST_F(FolderTest, TheMemoryLimitHoldsAndIsToldAsTheFilesFault) {
#ifdef SEIHON_SANITIZED
    GTEST_SKIP() << "address space is not limited in sanitizer builds";
#endif
    writePng(file("big.png"), makePicture(60, 50, 1), 300);
    pretendSize(file("big.png"), 17'000, 17'000);
    m_config.memoryLimitBytes = 200 << 20;
    expectUnreadable("big.png", "memory");
}

} // namespace
} // namespace seihon::capture::test
