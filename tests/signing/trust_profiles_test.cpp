// The kinds of certificates that a hospital may believe in, each with what it must refuse.

#include "signing/path.h"
#include "signing/trust.h"
#include "tests/signing/cli_pki.h"

#include <gtest/gtest.h>

namespace seihon::signing {
namespace {

using namespace forge;
using config::HealthcareRoleRule;
using config::KeyKind;
using config::KeyUsage;
using record::FindingId;

constexpr const char* kAccreditedPolicy = "1.2.392.200091.100.999.1";

record::SignerCertificate describedBy(const Trust& trust, const Identity& signer,
                                      record::Verdict& verdict, Instant at = kStamped) {
    record::SignerCertificate described;
    verdict = judgeSignerCertificate(trust, signer.certificate, {}, {}, at, described);
    return described;
}

void expectProfile(const Trust& trust, const Identity& signer, const std::string& profile) {
    record::Verdict verdict;
    EXPECT_EQ(describedBy(trust, signer, verdict).trustProfile, profile) << describe(verdict);
    EXPECT_TRUE(verdict.permitted()) << describe(verdict);
}

void expectNoProfile(const Trust& trust, const Identity& signer, FindingId id,
                     Instant at = kStamped) {
    record::Verdict verdict;
    EXPECT_EQ(describedBy(trust, signer, verdict, at).trustProfile, "");
    EXPECT_TRUE(verdict.has(id)) << record::enumName(id) << " in\n" << describe(verdict);
}

// An accredited service beside HPKI: its own root, policy and key usage, and no healthcare roles.
struct Accredited {
    Identity root, issuing;
    Trust trust = authorities().trust;

    Accredited() {
        CertificatePlan top{"Accredited Root", rootExtensions()};
        top.keyName = "accredited root";
        root = issue(top, nullptr);
        CertificatePlan middle{"Accredited CA", with(authorityExtensions(), "certificatePolicies",
                                                     std::string("critical,") + kAccreditedPolicy)};
        middle.keyName = "accredited issuing";
        issuing = issue(middle, &root);
        config::TrustProfile profile;
        profile.name = "accredited";
        profile.roots = {"accredited.pem"};
        profile.policies = {kAccreditedPolicy};
        profile.keyUsages = {KeyUsage::DigitalSignature, KeyUsage::Both};
        profile.healthcareRole = HealthcareRoleRule::Refused;
        trust.file.profiles.push_back(profile);
        trust.file.profiles[0].healthcareRole = HealthcareRoleRule::Required;
        trust.roots["accredited.pem"] = {root.certificate};
        trust.intermediates.push_back(issuing.certificate);
        trust.crls.push_back(makeCrl(root));
        trust.crls.push_back(makeCrl(issuing));
    }
    config::TrustProfile& profile() { return trust.file.profiles[1]; }
    Identity person(const char* usage = "critical,digitalSignature,nonRepudiation",
                    const char* policy = kAccreditedPolicy) const {
        std::vector<Extension> extensions =
            with(signerExtensions(), "certificatePolicies", std::string("critical,") + policy);
        extensions = with(extensions, "keyUsage", usage);
        return issue({"Taro Jimu", with(extensions, "subjectDirectoryAttributes", "")}, &issuing);
    }
};

TEST(TrustProfiles, EachCertificateFindsItsOwn) {
    const Accredited all;
    expectProfile(all.trust, authorities().signer, "hpki");
    expectProfile(all.trust, all.person(), "accredited");
    expectProfile(all.trust, all.person("critical,digitalSignature"), "accredited");
}

TEST(TrustProfiles, WhatOneAllowsAnotherDoesNotGet) {
    const Accredited all;
    expectNoProfile(all.trust, all.person("critical,nonRepudiation"),
                    FindingId::SignerKeyUsageWrong);
    // HPKI's policy below another root, and the accredited one below HPKI's.
    expectNoProfile(all.trust, all.person("critical,nonRepudiation", kPolicy),
                    FindingId::SignerPolicyNotAccepted);
    const Identity crossed = issue({"Crossed", with(signerExtensions(), "certificatePolicies",
                                                    std::string("critical,") + kAccreditedPolicy)},
                                   &authorities().issuing);
    expectNoProfile(all.trust, crossed, FindingId::SignerPolicyNotAccepted);
}

TEST(TrustProfiles, AQualificationCountsOnlyFromWhoMayVouchForIt) {
    Accredited all;
    const Identity boastful =
        issue({"Boastful", with(with(signerExtensions(), "certificatePolicies",
                                     std::string("critical,") + kAccreditedPolicy),
                                "keyUsage", "critical,digitalSignature")},
              &all.issuing);
    expectNoProfile(all.trust, boastful, FindingId::SignerRoleUnexpected);
    all.profile().healthcareRole = HealthcareRoleRule::Allowed;
    expectProfile(all.trust, boastful, "accredited");
    all.profile().healthcareRoles = {"Medical Doctor"};
    expectNoProfile(all.trust, boastful, FindingId::SignerRoleMissing);
    expectProfile(all.trust, all.person(), "accredited"); // has none, needs none
    all.profile().healthcareRole = HealthcareRoleRule::Required;
    expectNoProfile(all.trust, all.person(), FindingId::SignerRoleMissing);
    all.profile().healthcareRoles = {"Medical Doctor", "Pharmacist"};
    expectProfile(all.trust, boastful, "accredited");
}

TEST(TrustProfiles, CountOnlyWithinTheirDates) {
    Accredited all;
    const Identity person = all.person();
    all.profile().validFrom = kStamped;
    all.profile().validUntil = kStamped + std::chrono::seconds(1);
    expectProfile(all.trust, person, "accredited");
    expectNoProfile(all.trust, person, FindingId::SignerProfileNotInForce,
                    kStamped + std::chrono::seconds(1));
    expectNoProfile(all.trust, person, FindingId::SignerProfileNotInForce,
                    kStamped - std::chrono::milliseconds(1));
}

TEST(TrustProfiles, KeysAndDigestsCountUntilTheirDates) {
    Trust trust = authorities().trust;
    trust.file.keyFloors = {{3072, kStamped + std::chrono::seconds(1)}};
    trust.file.digestUntil = {{"sha256", kStamped + std::chrono::seconds(1)}};
    expectProfile(trust, authorities().signer, "hpki");
    trust.file.keyFloors[0].from = kStamped;
    expectNoProfile(trust, authorities().signer, FindingId::SignerKeyTooSmall);
    trust.file.keyFloors.clear();
    trust.file.digestUntil["sha256"] = kStamped;
    expectNoProfile(trust, authorities().signer, FindingId::SignerDigestWeak);
}

// Real test cards lie below the productive authority, whose certificate names another policy.
TEST(TrustProfiles, TestCardsCountOnlyInTestMode) {
    const Identity card = issue({"Test Card", with(signerExtensions(), "certificatePolicies",
                                                   std::string("critical,") + kTestPolicy)},
                                &authorities().issuing);
    Trust trust = authorities().trust;
    expectNoProfile(trust, card, FindingId::SignerPolicyNotAccepted);
    config::TrustProfile cards = trust.file.profiles[0];
    cards.name = "test cards";
    cards.policies = {kTestPolicy};
    cards.testMode = true;
    cards.policyOfSignerAlone = true;
    trust.file.profiles.push_back(cards);
    expectNoProfile(trust, card, FindingId::SignerPolicyNotAccepted);
    trust.file.testMode = true;
    expectProfile(trust, card, "test cards");
    record::Verdict verdict;
    EXPECT_TRUE(describedBy(trust, card, verdict).testMode);
    EXPECT_TRUE(verdict.has(FindingId::TestMode));
    expectProfile(trust, authorities().signer, "hpki"); // a real card stays a real card
    const Identity other = issue({"Other", with(signerExtensions(), "certificatePolicies",
                                                "critical,1.2.392.100495.1.5.1.2.0.1")},
                                 &authorities().issuing);
    expectNoProfile(trust, other, FindingId::SignerPolicyNotAccepted);
}

TEST(TrustProfiles, AnyPolicyOfAnAuthorityCountsOnlyWhereItIsAllowed) {
    CertificatePlan plan{"Any CA",
                         with(authorityExtensions(), "certificatePolicies", "2.5.29.32.0")};
    plan.keyName = "any issuing";
    const Identity any = issue(plan, &authorities().root);
    const Identity person = issue({"Of Any", signerExtensions()}, &any);
    Trust trust = authorities().trust;
    trust.intermediates.push_back(any.certificate);
    trust.crls.push_back(makeCrl(any));
    expectNoProfile(trust, person, FindingId::SignerPolicyNotAccepted);
    trust.file.profiles[0].anyPolicyOfAuthorities = true;
    expectProfile(trust, person, "hpki");
}

// EC keys and PSS signatures of authorities, made by the command line.

class AuthorityAlgorithms : public ::testing::Test {
  protected:
    void SetUp() override {
        if (!hasOpensslAndFaketime()) {
            GTEST_SKIP() << "openssl or faketime is not installed";
        }
    }
    static Path pathBelow(CliCertificate authority, const AlgorithmFloor& floor) {
        CliPki& pki = CliPki::shared();
        authority.issuer = "root";
        authority.key = authority.name;
        authority.extensions = "basicConstraints = critical,CA:TRUE\n"
                               "keyUsage = critical,keyCertSign,cRLSign\n";
        pki.issue(authority);
        pki.issue({"of-" + authority.name, authority.name, kHpkiExtensions});
        PathQuestion question{pki.certificate("of-" + authority.name),
                              {pki.certificate("root")},
                              {pki.certificate(authority.name)},
                              kStamped,
                              {}};
        question.floor = floor;
        return buildPath(question);
    }
    static std::string curve(const char* name) {
        return std::string("-algorithm EC -pkeyopt ec_paramgen_curve:") + name;
    }
};

CliCertificate authorityWith(const std::string& name, const std::string& algorithm) {
    CliCertificate plan;
    plan.name = name;
    plan.algorithm = algorithm;
    return plan;
}

TEST_F(AuthorityAlgorithms, NamedCurvesWhereTheyAreAllowed) {
    AlgorithmFloor rsaOnly;
    rsaOnly.keyKinds = {KeyKind::Rsa};
    EXPECT_TRUE(pathBelow(authorityWith("ec-256", curve("P-256")), {}).holds());
    EXPECT_TRUE(pathBelow(authorityWith("ec-384", curve("P-384")), {}).holds());
    EXPECT_TRUE(pathBelow(authorityWith("ec-256", ""), rsaOnly).has(PathProblem::KeyTooSmall));
    AlgorithmFloor strong;
    strong.rsaBitsAtLeast = 4096; // more than P-256 is worth
    EXPECT_TRUE(pathBelow(authorityWith("ec-256", ""), strong).has(PathProblem::KeyTooSmall));
    EXPECT_FALSE(pathBelow(authorityWith("ec-384", ""), strong).chain.empty());
}

TEST_F(AuthorityAlgorithms, OtherKeysCountNowhere) {
    EXPECT_TRUE(pathBelow(authorityWith("ec-koblitz", curve("secp256k1")), {})
                    .has(PathProblem::KeyTooSmall));
    EXPECT_FALSE(pathBelow(authorityWith("ec-192", curve("prime192v1")), {}).holds());
}

TEST_F(AuthorityAlgorithms, PssSignatures) {
    CliCertificate pss = authorityWith("pss", "");
    pss.signing = "-sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:32";
    EXPECT_TRUE(pathBelow(pss, {}).holds());
    CliCertificate weak = authorityWith("pss-weak", "");
    weak.signing = pss.signing;
    weak.digest = "sha1";
    EXPECT_TRUE(pathBelow(weak, {}).has(PathProblem::DigestWeak));
}

} // namespace
} // namespace seihon::signing
