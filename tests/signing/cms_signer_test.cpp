// The signer's certificate in a seal, judged as of the token's time.

#include "signing/seal_rules.h"
#include "tests/signing/verify_fixture.h"

#include <gtest/gtest.h>

#include <functional>

namespace seihon::signing {
namespace {

using namespace forge;
using record::FindingId;

TEST(SealDefects, SignersCertificates) {
    struct Case {
        const char* name;
        std::function<void(CertificatePlan&)> change;
        FindingId expected;
    };
    const std::vector<Case> cases{
        {"digital signature",
         [](CertificatePlan& plan) {
             plan.extensions = with(plan.extensions, "keyUsage", "critical,digitalSignature");
         },
         FindingId::SignerKeyUsageWrong},
        {"more usages",
         [](CertificatePlan& plan) {
             plan.extensions =
                 with(plan.extensions, "keyUsage", "critical,nonRepudiation,digitalSignature");
         },
         FindingId::SignerKeyUsageWrong},
        {"test policy",
         [](CertificatePlan& plan) {
             plan.extensions = with(plan.extensions, "certificatePolicies",
                                    std::string("critical,") + kTestPolicy);
         },
         FindingId::SignerPolicyNotAccepted},
        {"expired",
         [](CertificatePlan& plan) { plan.notAfter = kStamped - std::chrono::seconds(1); },
         FindingId::SignerCertificateExpired},
        {"too early",
         [](CertificatePlan& plan) { plan.notBefore = kStamped + std::chrono::seconds(1); },
         FindingId::SignerCertificateNotYetValid},
        {"RSA-1024", [](CertificatePlan& plan) { plan.bits = 1024; }, FindingId::SignerKeyTooSmall},
        {"SHA-1", [](CertificatePlan& plan) { plan.digest = "SHA1"; }, FindingId::SignerDigestWeak},
    };
    for (const Case& one : cases) {
        CertificatePlan plan{"Jiro Kango", signerExtensions()};
        one.change(plan);
        RecordPlan sealing;
        sealing.signer = issue(plan, &authorities().issuing);
        SCOPED_TRACE(one.name);
        expectRefused(sealFor(sealing, kSealedContent), one.expected);
    }
    RecordPlan alone;
    alone.signer = issue({"Alone", signerExtensions()}, nullptr);
    expectRefused(sealFor(alone, kSealedContent), FindingId::SignerChainUntrusted);
    RecordPlan ofLeaf;
    CertificatePlan plan{"Of A Leaf", signerExtensions()};
    plan.keyName = "of a leaf";
    ofLeaf.signer = issue(plan, &authorities().signer);
    ofLeaf.certificates.push_back(authorities().signer.certificate);
    expectRefused(sealFor(ofLeaf, kSealedContent), FindingId::SignerChainUntrusted);
}

TEST(SealDefects, Revocation) {
    const auto sealWithList = [](Instant revokedAt) {
        RecordPlan plan;
        CrlPlan list;
        list.thisUpdate = kStamped + std::chrono::hours(1);
        list.nextUpdate = kStamped + std::chrono::hours(90);
        list.revoked = {{authorities().signer.certificate, revokedAt, std::nullopt, std::nullopt}};
        plan.crls.back() = makeCrl(authorities().issuing, list); // it supersedes the first one
        return sealFor(plan, kSealedContent);
    };
    expectRefused(sealWithList(kStamped - std::chrono::minutes(5)),
                  FindingId::SignerCertificateRevoked);
    const SealReading after = readGoodContent(sealWithList(kStamped + std::chrono::minutes(5)));
    EXPECT_TRUE(after.verdict.permitted()) << describe(after.verdict);

    Trust noLists = authorities().trust;
    noLists.crls.clear();
    EXPECT_TRUE(readGoodContent(goodSeal(), noLists).verdict.permitted()); // by the embedded ones
    RecordPlan none;
    none.crls = {authorities().rootCrl};
    expectRefused(sealFor(none, kSealedContent), FindingId::RevocationUnknown, noLists);
    RecordPlan foreign;
    CertificatePlan impostor{"Test Issuing CA", authorityExtensions()};
    impostor.keyName = "impostor";
    foreign.crls = {authorities().rootCrl, makeCrl(issue(impostor, &authorities().root))};
    expectRefused(sealFor(foreign, kSealedContent), FindingId::RevocationUnknown, noLists);
    RecordPlan stale;
    CrlPlan old;
    old.thisUpdate = kStamped - std::chrono::hours(300);
    old.nextUpdate = kStamped - std::chrono::hours(200);
    stale.crls = {authorities().rootCrl, makeCrl(authorities().issuing, old)};
    expectRefused(sealFor(stale, kSealedContent), FindingId::RevocationUnknown, noLists);
}

} // namespace
} // namespace seihon::signing
