#include "regulation/judge.h"

#include <gtest/gtest.h>

namespace seihon::regulation {
namespace {

using record::FindingId;

class JudgeGuarantees : public ::testing::Test {
  protected:
    JudgeGuarantees() {
        m_profile.tellsDoubleFeed = true;
        m_profile.options = {{"df-thickness", "yes", record::OptionPurpose::DoubleFeed},
                             {"swskip", "0", record::OptionPurpose::Untouched}};
    }
    record::Verdict judged() const { return judgeGuarantees(m_profile, m_device, m_options); }

    record::DeviceProfile m_profile;
    record::DeviceIdentity m_device{"d:0", "v", "m", "serial", "1.0"};
    std::vector<std::string> m_options{"swskip", "df-thickness"};
};

TEST_F(JudgeGuarantees, ADeviceThatTellsEverythingHasNothingSaidAboutIt) {
    EXPECT_TRUE(judged().findings.empty());
}

TEST_F(JudgeGuarantees, EachThingItCannotTellIsSaid) {
    m_options = {"swskip"}; // the profile knows the sensor, this device has none
    EXPECT_TRUE(judged().has(FindingId::DoubleFeedNotDetected));
    m_options = {"df-thickness"};
    m_profile.tellsDoubleFeed = false;
    EXPECT_TRUE(judged().has(FindingId::DoubleFeedLooksLikeJam));
    EXPECT_FALSE(judged().has(FindingId::DoubleFeedNotDetected));
    m_device.serial = "";
    EXPECT_TRUE(judged().has(FindingId::SerialNumberUnknown));
    m_device.firmware = "";
    EXPECT_TRUE(judged().has(FindingId::FirmwareUnknown));
    m_profile.wireFormat = record::WireFormat::Unknown;
    EXPECT_TRUE(judged().has(FindingId::WireFormatUnknown));
    m_profile.fillsUp = true;
    EXPECT_TRUE(judged().has(FindingId::ShortPagesFilledUp));
    EXPECT_TRUE(judged().permitted()) << "said, not refused: the qualification decides";
}

} // namespace
} // namespace seihon::regulation
