#include "record/device_profile.h"

#include "record/fault.h"

#include <gtest/gtest.h>

namespace seihon::record {
namespace {

TEST(DeviceProfile, FindsTheDriverInSanesName) {
    EXPECT_EQ(backendOf("fujitsu:fi-7160:123"), "fujitsu");
    EXPECT_EQ(backendOf("net:192.0.2.7:fujitsu:fi-7160:123"), "fujitsu");
    EXPECT_EQ(backendOf("net:[2001:db8::7]:canon_dr:libusb:001:002"), "canon_dr");
    EXPECT_EQ(backendOf("net:[2001:db8"), "db8") << "no address: whatever, but no crash";
    EXPECT_EQ(backendOf("net:host"), "");
    EXPECT_EQ(backendOf("airscan:e0:My: scanner"), "airscan");
    EXPECT_EQ(backendOf(""), "");
}

TEST(DeviceProfile, TheFirstThatFitsCounts) {
    DeviceProfile special;
    special.name = "special";
    special.backends = {"fujitsu"};
    special.models = {"fi-71*"};
    DeviceProfile any;
    any.name = "any";
    any.backends = {"*"};
    any.models = {"*"};
    const std::vector<DeviceProfile> profiles{special, any};
    EXPECT_EQ(findProfile(profiles, {"fujitsu:x", "F", "fi-7160", "", ""})->name, "special");
    EXPECT_EQ(findProfile(profiles, {"fujitsu:x", "F", "fi-6130", "", ""})->name, "any");
    EXPECT_EQ(findProfile(profiles, {"canon_dr:x", "C", "fi-7160", "", ""})->name, "any");
    EXPECT_EQ(findProfile({}, {"fujitsu:x", "F", "fi-7160", "", ""}), nullptr);
}

TEST(DeviceProfile, ComesBackFromJsonAsItWas) {
    DeviceProfile profile;
    profile.name = "p";
    profile.backends = {"a", "b"};
    profile.models = {"*"};
    profile.wireFormat = WireFormat::Unknown;
    profile.tellsDoubleFeed = true;
    profile.reportsAfterSheet = true;
    profile.fillsUp = true;
    profile.serialInName = true;
    profile.sourceWords = {{PaperSource::FeederDuplex, "Both"}};
    profile.options = {{"x", "1", OptionPurpose::DoubleFeed, true, "y", {PaperSource::Flatbed}}};
    EXPECT_EQ(deviceProfileFromJson(toJson(profile)), profile);
    Json broken = toJson(profile);
    broken.set("wireFormat", "smoke");
    EXPECT_THROW(deviceProfileFromJson(broken), Fault);
}

} // namespace
} // namespace seihon::record
