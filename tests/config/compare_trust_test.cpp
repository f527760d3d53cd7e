#include "config/config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace seihon::config {

namespace {

using record::FindingId;

struct Both {
    regulation::Regulation regulation = parseRegulation(shippedRegulation(), "regulation.toml");
    TrustFile trust;
    Both() { trust.requiredHealthcareRoles["dispensed-prescription"] = {"Pharmacist"}; }
    record::Verdict compared() const { return compareTrust(regulation, trust); }
};

void expectDisagreement(const Both& both, const std::string& kind) {
    const auto verdict = both.compared();
    ASSERT_EQ(verdict.findings.size(), 1u);
    EXPECT_EQ(verdict.findings[0].id, FindingId::TrustDisagrees);
    EXPECT_EQ(verdict.findings[0].subject, kind);
    EXPECT_FALSE(verdict.permitted());
}

TEST(CompareTrust, AgreesWithTheShippedRegulation) {
    EXPECT_TRUE(Both().compared().findings.empty());
}

TEST(CompareTrust, FindsAWeakerVerifier) {
    Both both;
    both.trust.requiredHealthcareRoles.clear();
    expectDisagreement(both, "dispensed-prescription");
    both.trust.requiredHealthcareRoles["dispensed-prescription"] = {"Pharmacist", "Medical Doctor"};
    expectDisagreement(both, "dispensed-prescription");
}

TEST(CompareTrust, FindsAStricterVerifierAndStrangeClasses) {
    Both both;
    both.trust.requiredHealthcareRoles["ecg"] = {"Medical Doctor"};
    expectDisagreement(both, "ecg");
    both = {};
    both.trust.requiredHealthcareRoles["will"] = {"Medical Doctor"};
    expectDisagreement(both, "will");
}

TEST(CompareTrust, FindsOtherKindsOfCertificates) {
    Both both;
    both.trust.requiredTrustProfiles["ecg"] = {"hpki"};
    expectDisagreement(both, "ecg");
    both.regulation.classes.at("ecg").trustProfiles = {"hpki", "accredited"};
    expectDisagreement(both, "ecg");
    both.trust.requiredTrustProfiles["ecg"] = {"accredited", "hpki"};
    EXPECT_TRUE(both.compared().findings.empty());
    both.trust.requiredTrustProfiles.clear();
    expectDisagreement(both, "ecg");
}

TEST(CompareTrust, WarnsOfTestModeOutsideTheDemo) {
    Both both;
    both.trust.testMode = true;
    EXPECT_TRUE(both.compared().findings.empty());
    both.regulation.demo = false;
    EXPECT_TRUE(both.compared().permitted());
    EXPECT_TRUE(both.compared().has(FindingId::TestMode));
}

} // namespace

} // namespace seihon::config
