#include "signing/path.h"

#include "tests/signing/verify_pki.h"

#include <gtest/gtest.h>

namespace seihon::signing {
namespace {

using namespace forge;

Path pathOf(const Identity& leaf, Instant at = kStamped,
            std::vector<Der> others = {authorities().issuing.certificate}) {
    return buildPath(
        {leaf.certificate, {authorities().root.certificate}, std::move(others), at, {kPolicy}});
}

CertificatePlan planOf(const char* name, std::vector<Extension> extensions) {
    return {name, std::move(extensions)};
}

TEST(Path, LeadsFromTheLeafToTheRoot) {
    const Path path = pathOf(authorities().signer);
    EXPECT_TRUE(path.holds()) << path.faults.front().detail;
    const std::vector<Der> expected{authorities().signer.certificate,
                                    authorities().issuing.certificate,
                                    authorities().root.certificate};
    EXPECT_EQ(path.chain, expected);
}

TEST(Path, NeedsTheNamedRootAndTheIntermediate) {
    EXPECT_TRUE(pathOf(authorities().signer, kStamped, {}).has(PathProblem::Untrusted));
    const Path other =
        buildPath({authorities().signer.certificate,
                   {authorities().tsaRoot.certificate},
                   {authorities().issuing.certificate, authorities().root.certificate},
                   kStamped,
                   {kPolicy}});
    EXPECT_TRUE(other.has(PathProblem::Untrusted)); // a root beside the leaf is no anchor
    EXPECT_TRUE(other.chain.empty());
    const Path onlyIntermediate = buildPath({authorities().signer.certificate,
                                             {authorities().issuing.certificate},
                                             {},
                                             kStamped,
                                             {kPolicy}});
    EXPECT_TRUE(onlyIntermediate.has(PathProblem::Untrusted));
}

TEST(Path, RefusesARootOfTheSameNameWithAnotherKey) {
    CertificatePlan plan = planOf("Test Root CA", rootExtensions());
    plan.keyName = "forged root";
    const Identity forged = issue(plan, nullptr);
    const Path path = buildPath({authorities().signer.certificate,
                                 {forged.certificate},
                                 {authorities().issuing.certificate},
                                 kStamped,
                                 {kPolicy}});
    EXPECT_TRUE(path.has(PathProblem::Untrusted));
}

TEST(Path, NamesDatesAndStillGivesTheChain) {
    const Path early = pathOf(authorities().signer, kSigned - kYear - std::chrono::seconds(1));
    EXPECT_TRUE(early.has(PathProblem::NotYetValid));
    EXPECT_EQ(early.chain.size(), 3u);
    const Path late = pathOf(authorities().signer, kSigned + kYear + std::chrono::seconds(1));
    EXPECT_TRUE(late.has(PathProblem::Expired));
    EXPECT_EQ(late.faults.front().depth, 0u);
    EXPECT_TRUE(pathOf(authorities().signer, kSigned - kYear).holds());
    EXPECT_TRUE(pathOf(authorities().signer, kSigned + kYear - std::chrono::seconds(1)).holds());
}

TEST(Path, NeedsAnExplicitPolicyAllTheWay) {
    const Identity none =
        issue(planOf("No Policy", with(signerExtensions(), "certificatePolicies", "")),
              &authorities().issuing);
    EXPECT_TRUE(pathOf(none).has(PathProblem::PolicyNotAccepted));
    const Identity test = issue(planOf("Test Card", with(signerExtensions(), "certificatePolicies",
                                                         std::string("critical,") + kTestPolicy)),
                                &authorities().issuing);
    EXPECT_TRUE(pathOf(test).has(PathProblem::PolicyNotAccepted));
    // A test card under the productive authority stays out even when the test policy is asked for
    // (facts of HPKI).
    const Path asked = buildPath({test.certificate,
                                  {authorities().root.certificate},
                                  {authorities().issuing.certificate},
                                  kStamped,
                                  {kTestPolicy}});
    EXPECT_TRUE(asked.has(PathProblem::PolicyNotAccepted));
    const Path unasked = buildPath({test.certificate,
                                    {authorities().root.certificate},
                                    {authorities().issuing.certificate},
                                    kStamped,
                                    {}});
    EXPECT_TRUE(unasked.holds());
}

TEST(Path, RefusesAnIssuerThatIsNone) {
    CertificatePlan plan = planOf("Of A Leaf", signerExtensions());
    plan.keyName = "of a leaf";
    const Identity byLeaf = issue(plan, &authorities().signer);
    const Path path = pathOf(byLeaf, kStamped,
                             {authorities().signer.certificate, authorities().issuing.certificate});
    EXPECT_TRUE(path.has(PathProblem::Untrusted));
    const Identity alone = issue(planOf("Alone", signerExtensions()), nullptr);
    EXPECT_TRUE(pathOf(alone).has(PathProblem::Untrusted));
    EXPECT_TRUE(pathOf(authorities().root).has(PathProblem::Untrusted)); // an anchor is no leaf
}

TEST(Path, RefusesWeakSignaturesAndKeysOfAuthorities) {
    CertificatePlan sha1 = planOf("Sha One", signerExtensions());
    sha1.digest = "SHA1";
    EXPECT_TRUE(pathOf(issue(sha1, &authorities().issuing)).has(PathProblem::DigestWeak));

    CertificatePlan small = planOf("Small CA", authorityExtensions());
    small.bits = 1024;
    const Identity smallAuthority = issue(small, &authorities().root);
    const Identity leaf = issue(planOf("Of Small", signerExtensions()), &smallAuthority);
    const Path path = pathOf(leaf, kStamped, {smallAuthority.certificate});
    EXPECT_TRUE(path.has(PathProblem::KeyTooSmall));
    EXPECT_EQ(path.chain.size(), 3u);
}

TEST(Path, SurvivesRubbish) {
    const std::vector<Der> rubbish{{}, {0x30}, Der(200, 0xff), Der(70'000, 0x30)};
    EXPECT_TRUE(pathOf(authorities().signer, kStamped, rubbish).has(PathProblem::Untrusted));
    EXPECT_TRUE(
        buildPath({rubbish[2], rubbish, rubbish, kStamped, {}}).has(PathProblem::Unreadable));
}

} // namespace
} // namespace seihon::signing
