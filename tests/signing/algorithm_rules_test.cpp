#include "signing/algorithm_rules.h"

#include <gtest/gtest.h>

namespace seihon::signing {
namespace {

const record::Instant kSunset = record::parseInstant("2031-01-01T00:00:00+09:00");
constexpr std::chrono::milliseconds kTick{1};

config::TrustFile datedTrust() {
    config::TrustFile trust;
    trust.digests = {"sha256", "sha512"};
    trust.digestUntil = {{"sha256", kSunset}};
    trust.keyFloors = {{4096, kSunset + std::chrono::days(3650)}, {3072, kSunset}};
    return trust;
}

TEST(AlgorithmRules, ADigestCountsUntilItsDate) {
    const config::TrustFile trust = datedTrust();
    EXPECT_TRUE(digestAccepted(trust, "sha256", kSunset - kTick));
    EXPECT_FALSE(digestAccepted(trust, "sha256", kSunset));
    EXPECT_TRUE(digestAccepted(trust, "sha512", kSunset));
    EXPECT_EQ(digestEnds(trust, "sha256"), kSunset);
    EXPECT_EQ(digestEnds(trust, "sha512"), std::nullopt);
}

TEST(AlgorithmRules, ADigestThatIsNotNamedNeverCounts) {
    const config::TrustFile trust = datedTrust();
    for (const char* const name : {"sha384", "sha1", "md5", "SHA256", ""}) {
        EXPECT_FALSE(digestAccepted(trust, name, record::Instant{})) << name;
    }
}

TEST(AlgorithmRules, KeysMustGrow) {
    const config::TrustFile trust = datedTrust();
    const auto later = kSunset + std::chrono::days(3650);
    EXPECT_FALSE(keyAccepted(trust, 2047, record::Instant{}));
    EXPECT_TRUE(keyAccepted(trust, 2048, kSunset - kTick));
    EXPECT_FALSE(keyAccepted(trust, 2048, kSunset));
    EXPECT_FALSE(keyAccepted(trust, 3071, kSunset));
    EXPECT_TRUE(keyAccepted(trust, 3072, later - kTick));
    EXPECT_FALSE(keyAccepted(trust, 3072, later));
    EXPECT_TRUE(keyAccepted(trust, 4096, later));
    EXPECT_EQ(keyEnds(trust, 2048), kSunset);
    EXPECT_EQ(keyEnds(trust, 3072), later);
    EXPECT_EQ(keyEnds(trust, 4096), std::nullopt);
}

TEST(AlgorithmRules, WithoutDatesNothingEnds) {
    const config::TrustFile open;
    const auto far = record::parseInstant("2100-01-01T00:00:00Z");
    EXPECT_TRUE(digestAccepted(open, "sha256", far));
    EXPECT_TRUE(keyAccepted(open, 2048, far));
    EXPECT_FALSE(keyAccepted(open, 1024, far));
    EXPECT_EQ(keyEnds(open, 2048), std::nullopt);
}

TEST(AlgorithmRules, TheFloorIsBothAtOneTime) {
    const AlgorithmFloor before = floorAt(datedTrust(), kSunset - kTick);
    EXPECT_EQ(before.digests, (std::vector<std::string>{"sha256", "sha512"}));
    EXPECT_EQ(before.rsaBitsAtLeast, 2048);
    const AlgorithmFloor after = floorAt(datedTrust(), kSunset);
    EXPECT_EQ(after.digests, std::vector<std::string>{"sha512"});
    EXPECT_EQ(after.rsaBitsAtLeast, 3072);
}

} // namespace
} // namespace seihon::signing
