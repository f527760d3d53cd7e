#include "config/config.h"

#include "expect_refused.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

namespace seihon::config {

namespace {

const std::string kTrustText = R"([trust]
digests = ["sha256", "sha384"]
claimed_time_tolerance_minutes = 60
test_mode = false
[required_healthcare_roles]
dispensed-prescription = ["Pharmacist"]
[[profile]]
name = "hpki"
roots = ["hpki-root.pem"]
policies = ["1.2.392.100495.1.5.1.1.3.1"]
key_usages = ["non-repudiation"]
healthcare_role = "allowed"
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

void expectTrustRefused(const std::string& text, std::int64_t line, std::string_view reason) {
    expectRefused([&] { (void)parseTrust(text, "trust.toml"); }, line, reason);
}

TEST(ParseTrust, ReadsEveryItem) {
    const TrustFile trust = parseTrust(kTrustText, "trust.toml");
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
        replaced(kTrustText, "accredited_until = 2028-01-01T00:00:00+09:00\n", ""), "trust.toml");
    EXPECT_FALSE(open.timestampServices[0].accreditedUntil);
}

TEST(ParseTrust, RefusesEachMistakeWithItsLine) {
    const auto spoil = [](std::string_view from, std::string_view to, std::string_view reason) {
        expectTrustRefused(replaced(kTrustText, from, to), lineOf(kTrustText, from), reason);
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

// What a profile may say beyond the least, and what it may not.
TEST(ParseTrust, ReadsProfilesAsData) {
    const TrustFile trust =
        parseTrust(replaced(kTrustText, "rsa_bits_at_least = 2048\ntest_mode = false",
                            "healthcare_roles = [\"Medical Doctor\", \"Pharmacist\"]\n"
                            "rsa_bits_at_least = 2048\nauthority_keys = [\"rsa\", \"ec\"]\n"
                            "valid_from = 2020-01-01T00:00:00+09:00\n"
                            "valid_until = 2031-01-01T00:00:00+09:00\n"
                            "any_policy_of_authorities = true\npolicy_mapping = true\n"
                            "policy_of_signer_alone = true\ntest_mode = true"),
                   "trust.toml");
    const TrustProfile& profile = trust.profiles.at(0);
    EXPECT_THAT(profile.healthcareRoles, testing::ElementsAre("Medical Doctor", "Pharmacist"));
    EXPECT_THAT(profile.authorityKeys, testing::ElementsAre(KeyKind::Rsa, KeyKind::Ec));
    EXPECT_EQ(profile.validFrom, record::parseInstant("2020-01-01T00:00:00+09:00"));
    EXPECT_EQ(profile.validUntil, record::parseInstant("2031-01-01T00:00:00+09:00"));
    EXPECT_TRUE(profile.anyPolicyOfAuthorities && profile.policyMapping &&
                profile.policyOfSignerAlone);
    const TrustProfile least = parseTrust(kTrustText, "trust.toml").profiles.at(0);
    EXPECT_THAT(least.authorityKeys, testing::ElementsAre(KeyKind::Rsa));
    EXPECT_FALSE(least.anyPolicyOfAuthorities || least.policyMapping || least.policyOfSignerAlone ||
                 least.validFrom || least.validUntil);
}

// What ships as an example must be read as it is explained in docs/trust.md.
TEST(ParseTrust, ReadsTheExampleOfARealHome) {
    const auto file = std::filesystem::path(SEIHON_SOURCE_DIR) / "config/trust-example.toml";
    std::ifstream stream(file);
    const std::string text((std::istreambuf_iterator<char>(stream)),
                           std::istreambuf_iterator<char>());
    const TrustFile trust = parseTrust(text, file.string());
    std::map<std::string, TrustProfile> byName;
    for (const TrustProfile& profile : trust.profiles) {
        byName[profile.name] = profile;
        EXPECT_FALSE(profile.testMode) << profile.name;
    }
    EXPECT_FALSE(trust.testMode);
    EXPECT_THAT(byName.at("hpki").keyUsages, testing::ElementsAre(KeyUsage::NonRepudiation));
    EXPECT_EQ(byName.at("hpki").healthcareRole, HealthcareRoleRule::Required);
    EXPECT_EQ(byName.at("accredited").healthcareRole, HealthcareRoleRule::Refused);
    EXPECT_THAT(byName.at("my-number-card").keyUsages, testing::ElementsAre(KeyUsage::Both));
    ASSERT_EQ(trust.keyFloors.size(), 1u);
    EXPECT_EQ(trust.keyFloors[0].from, record::parseInstant("2031-01-01T00:00:00+09:00"));
    // The shipped regulation and this file do not contradict each other.
    EXPECT_TRUE(compareTrust(parseRegulation(shippedRegulation(), "regulation.toml"), trust)
                    .findings.empty());
}

TEST(ParseTrust, RefusesProfilesThatWouldBelieveTooMuch) {
    const auto spoil = [](std::string_view from, std::string_view to, std::string_view reason) {
        expectTrustRefused(replaced(kTrustText, from, to), lineOf(kTrustText, from), reason);
    };
    constexpr std::string_view policy = "policies = [\"1.2.392.100495.1.5.1.1.3.1\"]";
    spoil(policy, "policies = [\"1.2.392.100495.1.5.1.1.0.1\"]", "test certificates");
    spoil(policy, "policies = [\"1.2.392.200149.8.5.1.0.20\"]", "test certificates");
    spoil(policy, "policies = [\"1.2.392.100495.1.5.1.1.3.1\", \"2.5.29.32.0\"]", "anyPolicy");
    spoil("policies = [\"1.2.3.4\"]", "policies = [\"2.5.29.32.0\"]", "anyPolicy");
    constexpr std::string_view role = "healthcare_role = \"allowed\"";
    spoil(role, "healthcare_role = \"perhaps\"", "one of");
    spoil("key_usages = [\"non-repudiation\"]", "key_usages = [\"key-agreement\"]", "one of");
    spoil("key_usages = [\"non-repudiation\"]", "key_usages = []", "empty");
    const auto addLine = [&](const std::string& line, std::string_view reason) {
        expectTrustRefused(replaced(kTrustText, role, std::string(role) + "\n" + line),
                           lineOf(kTrustText, role) + 1, reason);
    };
    addLine("policy_of_signer_alone = true", "needs test_mode");
    addLine("authority_keys = [\"dsa\"]", "one of");
    expectTrustRefused(replaced(kTrustText, role,
                                "healthcare_role = \"refused\"\n"
                                "healthcare_roles = [\"Pharmacist\"]"),
                       lineOf(kTrustText, role) + 1, "no meaning");
    expectTrustRefused(replaced(kTrustText, role,
                                std::string(role) + "\nvalid_from = 2026-01-01T00:00:00Z\n"
                                                    "valid_until = 2026-01-01T00:00:00Z"),
                       lineOf(kTrustText, role) + 2, "not after");
}

TEST(ParseTrust, ReadsWhenAlgorithmsEndAndWhichProfilesClassesNeed) {
    const std::string more = "[digest_until]\nsha256 = 2040-01-01T00:00:00Z\n"
                             "[[key_floor]]\nrsa_bits_at_least = 3072\n"
                             "from = 2031-01-01T00:00:00+09:00\n"
                             "[required_trust_profiles]\ndispensed-prescription = [\"hpki\"]\n";
    const TrustFile trust = parseTrust(kTrustText + more, "trust.toml");
    EXPECT_EQ(trust.digestUntil.at("sha256"), record::parseInstant("2040-01-01T00:00:00Z"));
    ASSERT_EQ(trust.keyFloors.size(), 1u);
    EXPECT_EQ(trust.keyFloors[0].rsaBitsAtLeast, 3072);
    EXPECT_EQ(trust.keyFloors[0].from, record::parseInstant("2031-01-01T00:00:00+09:00"));
    EXPECT_THAT(trust.requiredTrustProfiles.at("dispensed-prescription"),
                testing::ElementsAre("hpki"));
    const std::string whole = kTrustText + more;
    const auto spoil = [&](std::string_view from, std::string_view to, std::int64_t line,
                           std::string_view reason) {
        expectTrustRefused(replaced(whole, from, to), line, reason);
    };
    spoil("sha256 = 2040", "sha512 = 2040", lineOf(whole, "sha256 = 2040"), "not among");
    spoil("3072\nfrom = 2031", "1024\nfrom = 2031", lineOf(whole, "[[key_floor]]") + 1, "between");
    spoil("dispensed-prescription = [\"hpki\"]", "dispensed-prescription = [\"hpk\"]",
          lineOf(whole, "[required_trust_profiles]"), "no [[profile]]");
}

TEST(ParseTrust, RefusesMissingUnknownAndDoubleItems) {
    expectTrustRefused(replaced(kTrustText, "claimed_time_tolerance_minutes = 60",
                                "claimed_time_tolerance_hours = 1"),
                       1, "claimed_time_tolerance_minutes is missing");
    expectTrustRefused(replaced(kTrustText, "key_usages = [\"non-repudiation\"]\n", ""),
                       lineOf(kTrustText, "[[profile]]"), "key_usages is missing");
    expectTrustRefused(replaced(kTrustText,
                                "[required_healthcare_roles]\ndispensed-prescription = "
                                "[\"Pharmacist\"]\n",
                                ""),
                       1, "required_healthcare_roles is missing");
    const std::string profile =
        kTrustText.substr(kTrustText.find("[[profile]]"),
                          kTrustText.find("[[timestamp") - kTrustText.find("[[profile]]"));
    expectTrustRefused(kTrustText + profile, lineOf(kTrustText, "ed25519") + 2, "twice");
    const std::string key = kTrustText.substr(kTrustText.find("[[station_key]]"));
    expectTrustRefused(kTrustText + key, lineOf(kTrustText, "ed25519") + 3, "twice");
}

} // namespace

} // namespace seihon::config
