#include "config/config.h"

#include "expect_refused.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace seihon::config {

namespace {

const std::string kText = R"([trust]
digests = ["sha256", "sha384"]
claimed_time_tolerance_minutes = 60
test_mode = false
[required_healthcare_roles]
dispensed-prescription = ["Pharmacist"]
[[profile]]
name = "hpki"
roots = ["hpki-root.pem"]
policies = ["1.2.392.100495.1.5.1.1.0.1"]
non_repudiation_only = true
rsa_bits_at_least = 2048
test_mode = false
[[timestamp_service]]
name = "tsa"
roots = ["tsa-root.pem"]
policies = ["1.2.3.4"]
accredited_from = 2026-01-01T00:00:00+09:00
accredited_until = 2028-01-01T00:00:00+09:00
rsa_bits_at_least = 3072
test_mode = true
[[station_key]]
station_id = "desk-1"
ed25519_base64 = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
)";

void expectText(const std::string& text, std::int64_t line, std::string_view reason) {
    expectRefused([&] { (void)parseTrust(text, "trust.toml"); }, line, reason);
}

TEST(ParseTrust, ReadsEveryItem) {
    const TrustFile trust = parseTrust(kText, "trust.toml");
    EXPECT_THAT(trust.digests, testing::ElementsAre("sha256", "sha384"));
    EXPECT_EQ(trust.claimedTimeTolerance, std::chrono::minutes(60));
    EXPECT_THAT(trust.requiredHealthcareRoles.at("dispensed-prescription"),
                testing::ElementsAre("Pharmacist"));
    ASSERT_EQ(trust.profiles.size(), 1u);
    EXPECT_EQ(trust.profiles[0].roots.at(0), "hpki-root.pem");
    ASSERT_EQ(trust.timestampServices.size(), 1u);
    EXPECT_TRUE(trust.timestampServices[0].accreditedUntil);
    EXPECT_TRUE(trust.timestampServices[0].testMode);
    EXPECT_EQ(trust.stationKeys.at(0).stationId, "desk-1");
    const auto open = parseTrust(
        replaced(kText, "accredited_until = 2028-01-01T00:00:00+09:00\n", ""), "trust.toml");
    EXPECT_FALSE(open.timestampServices[0].accreditedUntil);
}

TEST(ParseTrust, RefusesEachMistakeWithItsLine) {
    const auto spoil = [](std::string_view from, std::string_view to, std::string_view reason) {
        expectText(replaced(kText, from, to), lineOf(kText, from), reason);
    };
    spoil("[\"sha256\", \"sha384\"]", "[\"sha256\", \"sha1\"]", "SHA-2");
    spoil("[\"sha256\", \"sha384\"]", "[]", "empty");
    spoil("roots = [\"hpki-root.pem\"]", "roots = []", "empty");
    spoil("roots = [\"hpki-root.pem\"]", "roots = [\"../root.pem\"]", "file name");
    spoil("policies = [\"1.2.3.4\"]", "policies = []", "empty");
    spoil("policies = [\"1.2.3.4\"]", "policies = [\"any\"]", "object identifier");
    spoil("rsa_bits_at_least = 3072", "rsa_bits_at_least = 1024", "between");
    spoil("accredited_until = 2028-01-01T00:00:00+09:00",
          "accredited_until = 2025-01-01T00:00:00+09:00", "not after");
    spoil("[\"Pharmacist\"]", "[]", "empty");
    spoil("AAECAw", "AAEC", "32 bytes");
}

TEST(ParseTrust, RefusesMissingUnknownAndDoubleItems) {
    expectText(
        replaced(kText, "claimed_time_tolerance_minutes = 60", "claimed_time_tolerance_hours = 1"),
        1, "claimed_time_tolerance_minutes is missing");
    expectText(replaced(kText, "non_repudiation_only = true\n", ""), lineOf(kText, "[[profile]]"),
               "non_repudiation_only is missing");
    expectText(replaced(kText,
                        "[required_healthcare_roles]\ndispensed-prescription = "
                        "[\"Pharmacist\"]\n",
                        ""),
               1, "required_healthcare_roles is missing");
    const std::string profile = kText.substr(kText.find("[[profile]]"),
                                             kText.find("[[timestamp") - kText.find("[[profile]]"));
    expectText(kText + profile, lineOf(kText, "ed25519") + 2, "twice");
    const std::string key = kText.substr(kText.find("[[station_key]]"));
    expectText(kText + key, lineOf(kText, "ed25519") + 3, "twice");
}

} // namespace

} // namespace seihon::config
