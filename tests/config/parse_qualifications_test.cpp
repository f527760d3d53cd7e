#include "config/config.h"

#include "expect_refused.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace seihon::config {

namespace {

const std::string kQualificationsText = R"([[qualification]]
id = "one"
device = "fujitsu:*"
vendor = "FUJITSU"
model = "fi-7160"
serial = ""
firmware = "0F00"
optical_dpi = [300]
modes = ["colour"]
sources = ["feeder-simplex", "flatbed"]
bits_per_sample = [8]
valid_from = 2026-04-01T00:00:00+09:00
valid_until = 2027-04-01T00:00:00+09:00
qualified_by = "Records"
demo = false
[[qualification.scan]]
dpi = 300
source = "feeder-simplex"
side = "front"
mode = "colour"
edge_width_pixels = 2.04
sampling_efficiency_percent = 91
sha256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
[[qualification.scan]]
dpi = 300
source = "flatbed"
side = "front"
mode = "colour"
edge_width_pixels = 1.98
sampling_efficiency_percent = 93
sha256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b856"
)";

void expectSpoiled(std::string_view from, std::string_view to, std::string_view reason) {
    const std::string text = replaced(kQualificationsText, from, to);
    expectRefused([&] { (void)parseQualifications(text, "q.toml"); },
                  lineOf(kQualificationsText, from), reason);
}

TEST(ParseQualifications, ReadsEveryItem) {
    const auto list = parseQualifications(kQualificationsText, "q.toml");
    ASSERT_EQ(list.size(), 1u);
    EXPECT_EQ(list[0].device.name, "fujitsu:*");
    EXPECT_THAT(list[0].opticalDpi, testing::ElementsAre(300));
    EXPECT_THAT(list[0].sources, testing::ElementsAre(record::PaperSource::FeederSimplex,
                                                      record::PaperSource::Flatbed));
    ASSERT_EQ(list[0].scans.size(), 2u);
    EXPECT_EQ(list[0].scans[0].edgeWidthMilliPixels, 2'040);
    EXPECT_EQ(list[0].scans[1].source, record::PaperSource::Flatbed);
    EXPECT_FALSE(list[0].voidedAt);
    EXPECT_TRUE(parseQualifications("", "q.toml").empty()) << "nothing is qualified yet";
}

TEST(ParseQualifications, RefusesEachMistakeWithItsLine) {
    expectSpoiled("[300]", "[]", "empty");
    expectSpoiled("[300]", "[300, 300]", "twice");
    expectSpoiled("[300]", "[300, 40]", "between");
    expectSpoiled("[300]", "[300, 600]", "no target was scanned at 600 dpi from feeder-simplex");
    expectSpoiled("[\"colour\"]", "[\"color\"]", "one of");
    expectSpoiled("[\"feeder-simplex\", \"flatbed\"]", "[\"folder\"]", "no device");
    expectSpoiled("bits_per_sample = [8]", "bits_per_sample = [12]", "1, 8 and 16");
    expectSpoiled("valid_until = 2027-04-01T00:00:00+09:00", "valid_until = 2026-03-31T15:00:00Z",
                  "not after");
    expectSpoiled("edge_width_pixels = 2.04", "edge_width_pixels = 0", "between");
    expectSpoiled("model = \"fi-7160\"", "model = \"\"", "empty");
    expectRefused(
        [] {
            (void)parseQualifications(replaced(kQualificationsText, "firmware = \"0F00\"\n", ""),
                                      "q.toml");
        },
        1, "firmware is missing");
    expectRefused(
        [] {
            (void)parseQualifications(replaced(kQualificationsText, "demo = false",
                                               "demo = false\nvoided_at = 2026-05-01T00:00:00Z"),
                                      "q.toml");
        },
        1, "void_reason is missing");
}

TEST(ParseQualifications, OneDeviceHasOneQualificationAtATime) {
    const auto later = [](std::string_view from, std::string_view until) {
        std::string text = replaced(kQualificationsText, "2027-04-01T00:00:00+09:00", until);
        text = replaced(text, "id = \"one\"", "id = \"two\"");
        return kQualificationsText + replaced(text, "2026-04-01T00:00:00+09:00", from);
    };
    EXPECT_EQ(parseQualifications(later("2027-04-01T00:00:00+09:00", "2028-04-01T00:00:00+09:00"),
                                  "q.toml")
                  .size(),
              2u);
    expectRefused(
        [&] {
            (void)parseQualifications(
                later("2027-03-31T00:00:00+09:00", "2028-04-01T00:00:00+09:00"), "q.toml");
        },
        34, "same time");
    expectRefused(
        [&] { (void)parseQualifications(kQualificationsText + kQualificationsText, "q.toml"); }, 33,
        "twice");
}

// A repaired device is qualified anew inside the time of the old qualification.
TEST(ParseQualifications, AVoidedQualificationGivesWay) {
    const std::string voided =
        replaced(kQualificationsText, "demo = false",
                 "demo = false\nvoided_at = 2026-05-01T00:00:00+09:00\nvoid_reason = \"new lamp\"");
    const std::string again = replaced(kQualificationsText, "id = \"one\"", "id = \"two\"");
    const auto list = parseQualifications(voided + again, "q.toml");
    ASSERT_EQ(list.size(), 2u);
    EXPECT_EQ(list[0].voidReason, "new lamp");
    EXPECT_EQ(list[0].voidedAt, record::parseInstant("2026-04-30T15:00:00Z"));
    EXPECT_FALSE(list[1].voidedAt);
}

} // namespace

} // namespace seihon::config
