#include "config/config.h"

#include "expect_refused.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace seihon::config {

namespace {

const std::string kQualificationsText = R"([[qualification]]
device = "fujitsu:*"
vendor = "FUJITSU"
model = "fi-7160"
serial = ""
firmware = "0F00"
optical_dpi = [300, 600]
modes = ["colour", "grey"]
sources = ["feeder-simplex", "feeder-duplex"]
bits_per_sample = [8]
valid_from = 2026-04-01T00:00:00+09:00
valid_until = 2027-04-01T00:00:00+09:00
qualified_by = "Records"
baseline_edge_width_pixels = 2.04
demo = false
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
    EXPECT_THAT(list[0].opticalDpi, testing::ElementsAre(300, 600));
    EXPECT_THAT(list[0].sources, testing::ElementsAre(record::PaperSource::FeederSimplex,
                                                      record::PaperSource::FeederDuplex));
    EXPECT_EQ(list[0].baselineEdgeWidthMilliPixels, 2'040);
    EXPECT_TRUE(parseQualifications("", "q.toml").empty()) << "nothing is qualified yet";
}

TEST(ParseQualifications, RefusesEachMistakeWithItsLine) {
    expectSpoiled("[300, 600]", "[]", "empty");
    expectSpoiled("[300, 600]", "[300, 300]", "twice");
    expectSpoiled("[300, 600]", "[300, 40]", "between");
    expectSpoiled("[\"colour\", \"grey\"]", "[\"color\"]", "one of");
    expectSpoiled("[\"feeder-simplex\", \"feeder-duplex\"]", "[\"folder\"]", "no device");
    expectSpoiled("bits_per_sample = [8]", "bits_per_sample = [12]", "1, 8 and 16");
    expectSpoiled("valid_until = 2027-04-01T00:00:00+09:00", "valid_until = 2026-03-31T15:00:00Z",
                  "not after");
    expectSpoiled("baseline_edge_width_pixels = 2.04", "baseline_edge_width_pixels = 0",
                  "no target scan");
    expectSpoiled("model = \"fi-7160\"", "model = \"\"", "empty");
    expectRefused(
        [] {
            (void)parseQualifications(replaced(kQualificationsText, "firmware = \"0F00\"\n", ""),
                                      "q.toml");
        },
        1, "firmware is missing");
}

TEST(ParseQualifications, OneDeviceHasOneQualificationAtATime) {
    const auto later = [](std::string_view from, std::string_view until) {
        const std::string text = replaced(kQualificationsText, "2027-04-01T00:00:00+09:00", until);
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
        17, "same time");
}

} // namespace

} // namespace seihon::config
