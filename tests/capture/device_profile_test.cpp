// Device profiles as the worker applies them.
#include "feeder_fixture.h"

#include <algorithm>

namespace seihon::capture::test {
namespace {

using record::FaultKind;
using record::OptionPurpose;
using record::PaperSource;

class DeviceProfileTest : public FeederTest {
  protected:
    void SetUp() override {
        FeederTest::SetUp();
        m_known.name = "mine";
        m_known.backends = {"paperfeed"};
        m_known.models = {"Paper*"};
    }
    Drained scanWith(PaperSource source = PaperSource::FeederSimplex) {
        m_config.deviceProfiles = {m_known};
        return scan(source);
    }
    std::optional<record::DeviceOption> option(const Drained& got, const std::string& name) const {
        const auto& options = got.pages.at(0).facts.options;
        const auto found = std::find_if(options.begin(), options.end(),
                                        [&](const auto& o) { return o.name == name; });
        return found == options.end() ? std::nullopt : std::optional(*found);
    }
    record::DeviceProfile m_known;
};

TEST_F(DeviceProfileTest, SetsItsOptionsAndNotesWhatTheDeviceLacks) {
    putSheets(1);
    m_known.options = {{"endorser", "no", OptionPurpose::Paper},
                       {"swdespeck", "0", OptionPurpose::Untouched},
                       {"df-diff", "15mm", OptionPurpose::DoubleFeed},
                       {"staple-detect", "yes", OptionPurpose::DoubleFeed}};
    const Drained got = scanWith();
    ASSERT_FALSE(got.fault) << got.fault->what();
    EXPECT_EQ(option(got, "df-diff")->delivered, "15mm");
    EXPECT_EQ(option(got, "endorser")->delivered, "no");
    EXPECT_EQ(option(got, "staple-detect")->delivered, "not offered");
    EXPECT_EQ(option(got, "staple-detect")->asked, "") << "nothing was asked: no fault, but noted";
    const std::string noted = option(got, "device-profile")->delivered;
    EXPECT_EQ(noted.substr(0, 5), "mine ");
    EXPECT_EQ(noted.size(), 5u + 64u) << "with its digest: another rule is another profile";
}

TEST_F(DeviceProfileTest, ARequiredOptionThatIsNotThereRefuses) {
    putSheets(1);
    m_known.options = {
        {"adf-mode", "Duplex", OptionPurpose::Source, true, "", {PaperSource::FeederDuplex}}};
    EXPECT_FALSE(scanWith().fault) << "not asked for with this source";
    put("0002.png", 2);
    const record::Fault fault = faultOf([&] { scanWith(PaperSource::FeederDuplex); });
    EXPECT_EQ(fault.kind, FaultKind::DeviceSettingsDiffer);
    EXPECT_EQ(fault.context.at("option"), "adf-mode");
    EXPECT_TRUE(std::filesystem::exists(tray("0002.png")));
}

TEST_F(DeviceProfileTest, AValueOfAnotherTypeRefuses) {
    putSheets(1);
    m_known.options = {{"swdespeck", "a little", OptionPurpose::Untouched}};
    EXPECT_EQ(faultOf([&] { scanWith(); }).context.at("option"), "swdespeck");
}

TEST_F(DeviceProfileTest, UnlessLeavesAnOptionAlone) {
    putSheets(1);
    m_known.options = {{"df-thickness", "yes", OptionPurpose::DoubleFeed},
                       {"df-length", "yes", OptionPurpose::DoubleFeed, false, "df-thickness"}};
    const Drained got = scanWith();
    EXPECT_EQ(option(got, "df-thickness")->delivered, "yes");
    EXPECT_FALSE(option(got, "df-length").has_value());
}

TEST_F(DeviceProfileTest, ItsWordForTheSourceCounts) {
    put("0001.front.png", 1);
    put("0001.back.png", 2);
    m_known.sourceWords = {{PaperSource::FeederDuplex, "adf duplex"}};
    EXPECT_EQ(scanWith(PaperSource::FeederDuplex).pages.size(), 2u);
    m_known.sourceWords = {{PaperSource::FeederDuplex, "Both sides"}};
    EXPECT_EQ(faultOf([&] { scanWith(PaperSource::FeederDuplex); }).context.at("option"), "source");
}

TEST_F(DeviceProfileTest, ItsWireFormatIsRecorded) {
    put("0001.png", 1);
    m_known.wireFormat = record::WireFormat::Unknown;
    EXPECT_EQ(scanWith().pages.at(0).facts.wireFormat, "unknown");
    put("0002.png", 1);
    m_known.models = {"fi-*"}; // another model: this profile does not fit
    EXPECT_EQ(scanWith().pages.at(0).facts.wireFormat, "raw");
}

TEST_F(DeviceProfileTest, ASerialNumberInTheNameIsTaken) {
    put("0001.png", 1);
    writeText(m_home / "a feeder/identity", "serial -\n");
    EXPECT_EQ(scanWith().pages.at(0).facts.device.serial, "");
    put("0002.png", 1);
    m_known.serialInName = true;
    EXPECT_EQ(scanWith().pages.at(0).facts.device.serial, "paper0");
    EXPECT_EQ(listDevices(m_config).at(0).serial, "paper0");
}

TEST_F(DeviceProfileTest, LookingTellsWhichOptionsThereAre) {
    const auto seen = lookAtDevices(m_config);
    ASSERT_EQ(seen.size(), 1u);
    EXPECT_TRUE(seen[0].opened);
    EXPECT_NE(std::find(seen[0].options.begin(), seen[0].options.end(), "df-thickness"),
              seen[0].options.end());
    put("0001.png", 1);
    const auto inUse = open();
    EXPECT_FALSE(lookAtDevices(m_config).at(0).opened) << "busy: listed all the same";
}

} // namespace
} // namespace seihon::capture::test
