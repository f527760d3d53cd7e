// SANE's own `test` backend: the oddities that our feeder does not have.
#include "feeder_fixture.h"

namespace seihon::capture::test {
namespace {

using record::FaultKind;
using record::PaperSource;

class StockBackendTest : public FeederTest {
  protected:
    void SetUp() override {
#ifdef SEIHON_SANITIZED
        GTEST_SKIP() << "its reader is forked from a process with threads: with the sanitizer's "
                        "allocator one in some hundred hangs (seen; never without)";
#endif
        FeederTest::SetUp();
        writeText(m_home / "sane.d/dll.conf", "test\n");
        m_profile.areaWidthMicrometres = 80'000;
        m_profile.areaHeightMicrometres = 60'000;
    }

    // The stock settings, with some changed: `key value` lines.
    void configure(const std::vector<std::pair<std::string, std::string>>& changes) {
        std::string text = "number_of_devices 1\nmode Gray\ndepth 8\n";
        for (const auto& [key, value] : changes) {
            text += key + " " + value + "\n";
        }
        writeText(m_home / "sane.d/test.conf", text);
    }

    Drained scanTest(PaperSource source) {
        m_profile.source = source;
        const auto opened = openScanner(m_config, "test:0", m_profile);
        return drain(*opened);
    }
};

TEST_F(StockBackendTest, ItsFeederHoldsTenPages) {
    configure({{"test-picture", "\"Color pattern\""}});
    const Drained got = scanTest(PaperSource::FeederSimplex);
    ASSERT_FALSE(got.fault) << got.fault->what();
    EXPECT_EQ(got.pages.size(), 10u);
    EXPECT_FALSE(got.pages[0].facts.sheetRect.has_value());
}

TEST_F(StockBackendTest, OddParametersBeforeTheStartDoNotCount) {
    configure({{"fuzzy-parameters", "true"}});
    const Drained got = scanTest(PaperSource::Flatbed);
    ASSERT_FALSE(got.fault) << got.fault->what();
    ASSERT_EQ(got.pages.size(), 1u);
    EXPECT_EQ(got.pages[0].image.width, 314);
}

TEST_F(StockBackendTest, TheRowStrideIsTheDevicesWord) {
    configure({{"ppl-loss", "7"}});
    const Drained got = scanTest(PaperSource::Flatbed);
    ASSERT_FALSE(got.fault) << got.fault->what();
    ASSERT_EQ(got.pages.size(), 1u);
    const record::PageImage& image = got.pages[0].image;
    EXPECT_GT(image.stride, image.rowBytes());
    EXPECT_EQ(static_cast<std::int64_t>(image.bytes.size()), image.stride * image.height);
}

TEST_F(StockBackendTest, ThreeColourFramesMakeOnePage) {
    configure({{"test-picture", "\"Color pattern\""}});
    const Drained one = scanTest(PaperSource::Flatbed);
    configure({{"test-picture", "\"Color pattern\""},
               {"three-pass", "true"},
               {"three-pass-order", "BRG"}});
    const Drained three = scanTest(PaperSource::Flatbed);
    ASSERT_FALSE(three.fault) << three.fault->what();
    ASSERT_EQ(three.pages.size(), 1u);
    EXPECT_EQ(three.pages[0].image.bytes, one.pages.at(0).image.bytes);
}

TEST_F(StockBackendTest, AHandScannerDoesNotKnowItsLength) {
    configure({{"hand-scanner", "true"}});
    m_profile.mode = record::ColourMode::Grey;
    const Drained other = scanTest(PaperSource::Flatbed);
    ASSERT_TRUE(other.fault.has_value()) << "its width is its own, whatever was asked";
    EXPECT_EQ(other.fault->kind, FaultKind::DeviceSettingsDiffer);
    m_profile.areaWidthMicrometres = 110'000;
    m_profile.areaHeightMicrometres = 170'000;
    const Drained got = scanTest(PaperSource::Flatbed);
    ASSERT_FALSE(got.fault) << got.fault->what();
    ASSERT_EQ(got.pages.size(), 1u);
    const record::CaptureFacts& facts = got.pages[0].facts;
    EXPECT_EQ(facts.lines, -1);
    EXPECT_EQ(got.pages[0].image.height, facts.bytesRead / facts.bytesPerLine);
}

TEST_F(StockBackendTest, SixteenBitsAreTaken) {
    configure({});
    m_profile.bitsPerSample = 16;
    m_profile.mode = record::ColourMode::Grey;
    const Drained got = scanTest(PaperSource::Flatbed);
    ASSERT_FALSE(got.fault) << got.fault->what();
    ASSERT_EQ(got.pages.size(), 1u);
    EXPECT_EQ(got.pages[0].image.bitsPerSample, 16);
    EXPECT_EQ(got.pages[0].facts.bitsPerSample, 16);
}

TEST_F(StockBackendTest, LineArtWithoutAWordForItIsGreyOfOneBit) {
    configure({{"test-picture", "\"Solid black\""}});
    m_profile.mode = record::ColourMode::LineArt;
    m_profile.bitsPerSample = 1;
    m_profile.areaWidthMicrometres = 79'000;
    const Drained got = scanTest(PaperSource::Flatbed);
    ASSERT_FALSE(got.fault) << got.fault->what();
    ASSERT_EQ(got.pages.size(), 1u);
    const record::PageImage& image = got.pages[0].image;
    EXPECT_EQ(image.bitsPerSample, 1);
    EXPECT_EQ(image.width, 311);
    // Seven bits of the last byte are pixels; the eighth is none, whatever the device left there.
    EXPECT_EQ(image.row(0)[0], 0xff);
    EXPECT_EQ(image.row(3)[image.rowBytes() - 1], 0xfe);
    EXPECT_EQ(got.pages[0].facts.mode, record::ColourMode::LineArt);
}

TEST_F(StockBackendTest, TinyReadsAddUp) {
    configure({{"read-limit", "true"}, {"read-limit-size", "1"}});
    m_profile.dpi = 20;
    const Drained got = scanTest(PaperSource::Flatbed);
    ASSERT_FALSE(got.fault) << got.fault->what();
    EXPECT_EQ(got.pages.size(), 1u);
}

TEST_F(StockBackendTest, EveryReadStatusBecomesItsFault) {
    const std::vector<std::pair<std::string, FaultKind>> cases{
        {"SANE_STATUS_JAMMED", FaultKind::PaperJam},
        {"SANE_STATUS_COVER_OPEN", FaultKind::CoverOpen},
        {"SANE_STATUS_EOF", FaultKind::PageIncomplete},
        {"SANE_STATUS_NO_DOCS", FaultKind::DeviceFailed},
        {"SANE_STATUS_IO_ERROR", FaultKind::DeviceFailed},
        {"SANE_STATUS_INVAL", FaultKind::DeviceFailed}};
    for (const auto& [status, kind] : cases) {
        configure({{"read-status-code", "\"" + status + "\""}});
        const Drained got = scanTest(PaperSource::FeederSimplex);
        EXPECT_TRUE(got.pages.empty()) << status;
        ASSERT_TRUE(got.fault.has_value()) << status;
        EXPECT_EQ(record::nameOf(got.fault->kind), record::nameOf(kind)) << status;
        EXPECT_EQ(got.fault->context.at("sheet"), "1");
    }
}

TEST_F(StockBackendTest, AValueItRoundsIsRefused) {
    configure({{"resolution_max", "100.0"}});
    m_profile.dpi = 300;
    const record::Fault fault = faultOf([&] { scanTest(PaperSource::Flatbed); });
    EXPECT_EQ(fault.kind, FaultKind::DeviceSettingsDiffer);
    EXPECT_EQ(fault.context.at("delivered"), "100");
}

} // namespace
} // namespace seihon::capture::test
