#include "config/config.h"

#include "expect_refused.h"

#include <gtest/gtest.h>

namespace seihon::config {

namespace {

constexpr std::string_view kStationText = R"([station]
id = "desk-1"
demo = true
default_device = "paperfeed:paper0"
archive = "archive"
pkcs11_module = "/usr/lib/softhsm/libsofthsm2.so"
revocation = "demo:"
scan_stall_seconds = 30
pages_per_job_limit = 2000
free_bytes_required = 2147483648

[[timestamp_service]]
name = "demo"
url = "demo:"
timeout_seconds = 10

[[timestamp_service]]
name = "real"
url = "https://tsa.example/ts"
timeout_seconds = 20
)";

TEST(ParseStation, ReadsEveryItem) {
    const StationConfig station = parseStation(kStationText, "station.toml");
    EXPECT_EQ(station.stationId, "desk-1");
    EXPECT_TRUE(station.demo);
    EXPECT_EQ(station.pkcs11Module, "/usr/lib/softhsm/libsofthsm2.so");
    EXPECT_EQ(station.freeBytesRequired, 2ll << 30);
    ASSERT_EQ(station.timestampServices.size(), 2u);
    EXPECT_EQ(station.timestampServices.at(0).url, "demo:");
    EXPECT_EQ(station.timestampServices.at(1).timeout, std::chrono::seconds(20));
}

TEST(ParseStation, WaitsForACardAsLongAsItSays) {
    EXPECT_EQ(parseStation(kStationText, "station.toml").cardPatience, std::chrono::seconds(60));
    const auto with = [](const char* seconds) {
        return replaced(kStationText, "scan_stall_seconds = 30",
                        std::string("scan_stall_seconds = 30\ncard_patience_seconds = ") + seconds);
    };
    EXPECT_EQ(parseStation(with("5"), "station.toml").cardPatience, std::chrono::seconds(5));
    expectRefused([&] { (void)parseStation(with("0"), "station.toml"); },
                  lineOf(kStationText, "scan_stall_seconds") + 1, "between 1 and 600");
}

TEST(ParseStation, FetchesListsAndRenewsInTime) {
    const StationConfig plain = parseStation(kStationText, "station.toml");
    EXPECT_EQ(plain.renewBefore, std::chrono::days(365));
    const std::string text = replaced(kStationText, "revocation = \"demo:\"",
                                      "revocation = \"fetch\"\nrenew_before_days = 400");
    const StationConfig station = parseStation(text, "station.toml");
    EXPECT_EQ(station.revocation, "fetch");
    EXPECT_EQ(station.renewBefore, std::chrono::days(400));
    expectRefused(
        [&] { (void)parseStation(replaced(text, "days = 400", "days = 29"), "station.toml"); },
        lineOf(kStationText, "revocation") + 1, "between 30 and 3650");
}

class SpoiledStation : public testing::TestWithParam<Spoil> {};

TEST_P(SpoiledStation, IsRefusedWithItsLine) {
    const std::string text = replaced(kStationText, GetParam().from, GetParam().to);
    expectRefused([&] { (void)parseStation(text, "station.toml"); },
                  lineOf(kStationText, GetParam().from), GetParam().reason);
}

INSTANTIATE_TEST_SUITE_P(
    Table, SpoiledStation,
    testing::Values(
        Spoil{"id = \"desk-1\"", "id = \"desk 1\"", "letters"},
        Spoil{"id = \"desk-1\"", "id = 1", "a text"},
        Spoil{"archive = \"archive\"", "archive = \"\"", "empty"},
        Spoil{"pkcs11_module = \"/usr", "pkcs11_module = \"usr", "absolute"},
        Spoil{"pkcs11_module", "pkcs11_authentication_module = \"a\"\npkcs11_module", "absolute"},
        Spoil{"revocation = \"demo:\"", "revocation = \"ocsp\"", "files"},
        Spoil{"scan_stall_seconds = 30", "scan_stall_seconds = 0", "between 1 and 600"},
        Spoil{"scan_stall_seconds = 30", "scan_stall_seconds = 0.5", "whole number"},
        Spoil{"pages_per_job_limit = 2000", "pages_per_job_limit = 10001", "between"},
        Spoil{"pages_per_job", "anchors = [\"here\"]\npages_per_job", "absolute"},
        Spoil{"free_bytes_required = 2147483648", "free_bytes_required = -1", "between"},
        Spoil{"url = \"https://tsa.example/ts\"", "url = \"ftp://tsa\"", "http"},
        Spoil{"url = \"https://tsa.example/ts\"", "url = \"https://\"", "http"},
        Spoil{"url = \"https://tsa.example/ts\"", "url = \"demo:x\"", "http"},
        Spoil{"timeout_seconds = 20", "timeout_seconds = 121", "between"},
        Spoil{"name = \"real\"", "name = \"demo\"", "twice"}));

TEST(ParseStation, RefusesMissingAndUnknownItems) {
    const auto expect = [](const std::string& text, std::int64_t line, std::string_view reason) {
        expectRefused([&] { (void)parseStation(text, "station.toml"); }, line, reason);
    };
    expect(replaced(kStationText, "archive = \"archive\"\n", ""), 1, "archive is missing");
    expect("", 1, "station is missing");
    expect(replaced(kStationText, "timeout_seconds = 20", "timeout_ms = 20"),
           lineOf(kStationText, "name = \"real\"") - 1, "timeout_seconds is missing");
    expect(replaced(kStationText, "timeout_seconds = 20", "timeout_seconds = 20\nretries = 1"),
           lineOf(kStationText, "timeout_seconds = 20") + 1, "retries is not a known item");
}

TEST(ParseStation, TheDemoAuthorityIsForDemoStationsOnly) {
    const std::string real = replaced(kStationText, "demo = true", "demo = false");
    expectRefused([&] { (void)parseStation(real, "station.toml"); },
                  lineOf(kStationText, "revocation"), "not a demo");
    const std::string files = replaced(real, "revocation = \"demo:\"", "revocation = \"files\"");
    expectRefused([&] { (void)parseStation(files, "station.toml"); }, lineOf(kStationText, "url"),
                  "not a demo");
    EXPECT_NO_THROW((void)parseStation(replaced(files, "url = \"demo:\"", "url = \"http://tsa\""),
                                       "station.toml"));
}

} // namespace

} // namespace seihon::config
