#include "config/config.h"

#include "expect_refused.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace seihon::config {

namespace {

const std::string kProfileText = R"([device]
name = "mine"
backends = ["fujitsu"]
models = ["fi-7*", "fi-8170"]
wire_format = "raw"
tells_double_feed = true
double_feed_reported_after_sheet = true
fills_up = true
serial_in_name = true

[source_words]
feeder-duplex = "ADF Both"

[[option]]
name = "df-action"
value = "Stop"
purpose = "double-feed"
required = true

[[option]]
name = "adf-mode"
value = "Duplex"
purpose = "source"
unless = "duplex"
sources = ["feeder-duplex"]
)";

TEST(ParseDeviceProfile, ReadsEveryItem) {
    const record::DeviceProfile profile = parseDeviceProfile(kProfileText, "d.toml");
    EXPECT_EQ(profile.name, "mine");
    EXPECT_EQ(profile.models.size(), 2u);
    EXPECT_TRUE(profile.tellsDoubleFeed);
    EXPECT_TRUE(profile.reportsAfterSheet);
    EXPECT_TRUE(profile.fillsUp);
    EXPECT_EQ(profile.sourceWords.at(record::PaperSource::FeederDuplex), "ADF Both");
    ASSERT_EQ(profile.options.size(), 2u);
    EXPECT_TRUE(profile.options[0].required);
    EXPECT_EQ(profile.options[1].unless, "duplex");
    EXPECT_EQ(profile.options[1].sources.at(0), record::PaperSource::FeederDuplex);
}

TEST(ParseDeviceProfile, RefusesEachMistakeWithItsLine) {
    const std::vector<Spoil> spoils{
        {"wire_format = \"raw\"", "wire_format = \"zip\"", "one of"},
        {"backends = [\"fujitsu\"]", "backends = []", "empty"},
        {"feeder-duplex = \"ADF Both\"", "folder = \"x\"", "no source"},
        {"purpose = \"double-feed\"", "purpose = \"beauty\"", "one of"},
        {"sources = [\"feeder-duplex\"]", "sources = [\"folder\"]", "no device"},
        {"name = \"adf-mode\"", "name = \"df-action\"", "twice"},
        {"name = \"adf-mode\"", "name = \"adf mode\"", "letters, digits"},
        {"required = true", "requried = true", "requried"}};
    for (const Spoil& spoil : spoils) {
        SCOPED_TRACE(spoil.to);
        const std::string text = replaced(kProfileText, spoil.from, spoil.to);
        expectRefused([&] { (void)parseDeviceProfile(text, "d.toml"); },
                      lineOf(kProfileText, spoil.from), spoil.reason);
    }
}

TEST(ParseDeviceProfile, TheShippedOnesAreReadAndTheLastFitsEveryDriver) {
    const auto profiles = shippedDeviceProfiles();
    const auto of = [&](const char* name, const char* model) {
        return record::findProfile(profiles, {name, "", model, "", ""})->name;
    };
    EXPECT_EQ(of("fujitsu:fi-7160:1", "fi-7160"), "fujitsu");
    EXPECT_EQ(of("net:192.0.2.1:canon_dr:libusb:1:2", "DR-C225"), "canon_dr");
    EXPECT_EQ(of("airscan:e0:Mock", "Mock"), "airscan");
    EXPECT_EQ(of("plustek:x", "y"), "generic");
    for (const record::DeviceProfile& profile : profiles) {
        // Nobody has looked on the wire of these: they must not be taken for lossless.
        const bool unseen = profile.name == "generic" || profile.name == "airscan";
        EXPECT_EQ(profile.wireFormat == record::WireFormat::Raw,
                  !unseen && profile.name != "epsonds")
            << profile.name;
    }
    // What makes a fujitsu driver lose or change pages is off, and double feeds stop it.
    const auto& fujitsu = *record::findProfile(profiles, {"fujitsu:x", "", "fi-7160", "", ""});
    for (const auto& [name, value] :
         {std::pair{"df-action", "Stop"}, std::pair{"df-thickness", "yes"},
          std::pair{"swskip", "0"}, std::pair{"swcrop", "no"}, std::pair{"swdeskew", "no"},
          std::pair{"hwdeskewcrop", "no"}, std::pair{"compression", "None"},
          std::pair{"endorser", "no"}}) {
        const auto found =
            std::find_if(fujitsu.options.begin(), fujitsu.options.end(),
                         [&, wanted = name](const auto& o) { return o.name == wanted; });
        ASSERT_NE(found, fujitsu.options.end()) << name;
        EXPECT_EQ(found->value, value);
    }
}

} // namespace

} // namespace seihon::config
