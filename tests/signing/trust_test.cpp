#include "signing/trust.h"

#include "record/fault.h"
#include "tests/signing/verify_fixture.h"

#include <gtest/gtest.h>

#include <functional>

namespace seihon::signing {
namespace {

using namespace forge;
using record::FindingId;
using std::chrono::hours;

struct Judged {
    record::Verdict verdict;
    record::SignerCertificate described;
};

Judged judge(const Identity& signer, const Trust& trust = authorities().trust,
             Instant at = kStamped) {
    Judged judged;
    judged.verdict =
        judgeSignerCertificate(trust, signer.certificate, {}, {}, at, judged.described);
    return judged;
}

void expectSignerRefused(const Judged& judged, FindingId id) {
    EXPECT_FALSE(judged.verdict.permitted());
    EXPECT_TRUE(judged.verdict.has(id)) << "no " << record::enumName(id) << " in:\n"
                                        << describe(judged.verdict);
    EXPECT_TRUE(judged.described.trustProfile.empty());
}

Identity signerWith(const std::string& name, const std::string& value) {
    return issue({"Jiro Kango", with(signerExtensions(), name, value)}, &authorities().issuing);
}

Trust withList(const Identity& issuer, const CrlPlan& plan) {
    Trust trust = authorities().trust;
    trust.crls.push_back(makeCrl(issuer, plan));
    return trust;
}

TEST(JudgeSigner, AcceptsTheProfileOfACard) {
    const Judged judged = judge(authorities().signer);
    EXPECT_TRUE(judged.verdict.permitted()) << describe(judged.verdict);
    EXPECT_EQ(judged.described.trustProfile, "hpki");
    EXPECT_FALSE(judged.described.testMode);
    EXPECT_EQ(judged.described.holder, "Hanako Yakuzai");
    EXPECT_TRUE(judged.verdict.has(FindingId::RevocationNotYetProven));
    // The clerk's certificate without a healthcare role is a matter of the class, not of trust.
    EXPECT_TRUE(judge(signerWith("subjectDirectoryAttributes", "")).verdict.permitted());
}

TEST(JudgeSigner, RefusesOtherKeyUsage) {
    for (const char* const usage :
         {"critical,digitalSignature", "critical,digitalSignature,nonRepudiation",
          "critical,nonRepudiation,keyEncipherment", ""}) {
        expectSignerRefused(judge(signerWith("keyUsage", usage)), FindingId::SignerKeyUsageWrong);
    }
    Trust trust = authorities().trust;
    trust.file.profiles[0].keyUsages = {config::KeyUsage::Both};
    EXPECT_TRUE(judge(signerWith("keyUsage", "critical,digitalSignature,nonRepudiation"), trust)
                    .verdict.permitted());
    expectSignerRefused(judge(signerWith("keyUsage", "critical,digitalSignature"), trust),
                        FindingId::SignerKeyUsageWrong);
}

TEST(JudgeSigner, RefusesOtherPolicies) {
    expectSignerRefused(judge(signerWith("certificatePolicies", "")),
                        FindingId::SignerPolicyNotAccepted);
    expectSignerRefused(
        judge(signerWith("certificatePolicies", "critical,1.2.392.100495.1.5.1.2.3.1")),
        FindingId::SignerPolicyNotAccepted);
    expectSignerRefused(
        judge(signerWith("certificatePolicies", std::string("critical,") + kTestPolicy)),
        FindingId::SignerPolicyNotAccepted);
}

TEST(JudgeSigner, RefusesWeakCertificates) {
    CertificatePlan small{"Small Key", signerExtensions()};
    small.bits = 1024;
    expectSignerRefused(judge(issue(small, &authorities().issuing)), FindingId::SignerKeyTooSmall);
    CertificatePlan sha1{"Sha One", signerExtensions()};
    sha1.digest = "SHA1";
    expectSignerRefused(judge(issue(sha1, &authorities().issuing)), FindingId::SignerDigestWeak);
    Trust trust = authorities().trust;
    trust.file.profiles[0].rsaBitsAtLeast = 3072;
    expectSignerRefused(judge(authorities().signer, trust), FindingId::SignerKeyTooSmall);
}

TEST(JudgeSigner, RefusesCertificatesOfNobodyTrusted) {
    expectSignerRefused(judge(issue({"Alone", signerExtensions()}, nullptr)),
                        FindingId::SignerChainUntrusted);
    expectSignerRefused(judge(issue({"Of A Leaf", signerExtensions()}, &authorities().signer)),
                        FindingId::SignerChainUntrusted);
    expectSignerRefused(judge(authorities().issuing), FindingId::SignerChainUntrusted);
    expectSignerRefused(judge(authorities().root), FindingId::SignerChainUntrusted);
    Trust nothing = authorities().trust;
    nothing.file.profiles.clear();
    expectSignerRefused(judge(authorities().signer, nothing), FindingId::SignerChainUntrusted);
    Trust otherRoots = authorities().trust;
    otherRoots.file.profiles[0].roots = {"none.pem"};
    expectSignerRefused(judge(authorities().signer, otherRoots), FindingId::SignerChainUntrusted);
}

TEST(JudgeSigner, JudgesTheDatesAsOfTheAskedTime) {
    expectSignerRefused(
        judge(authorities().signer, authorities().trust, kSigned + kYear + hours(1)),
        FindingId::SignerCertificateExpired);
    expectSignerRefused(
        judge(authorities().signer, authorities().trust, kSigned - kYear - hours(1)),
        FindingId::SignerCertificateNotYetValid);
}

TEST(JudgeSigner, JudgesRevocationAsOfTheAskedTime) {
    const auto revokedAt = [](Instant at) {
        CrlPlan plan;
        plan.thisUpdate = kStamped + hours(24);
        plan.nextUpdate = kStamped + hours(96);
        plan.revoked = {{authorities().signer.certificate, at, std::nullopt, std::nullopt}};
        return withList(authorities().issuing, plan);
    };
    expectSignerRefused(judge(authorities().signer, revokedAt(kStamped - hours(1))),
                        FindingId::SignerCertificateRevoked);
    const Judged later = judge(authorities().signer, revokedAt(kStamped + hours(1)));
    EXPECT_TRUE(later.verdict.permitted()) << describe(later.verdict);
}

TEST(JudgeSigner, RefusesARevokedAuthority) {
    CrlPlan plan;
    plan.thisUpdate = kStamped + hours(1);
    plan.nextUpdate = kStamped + hours(96);
    plan.revoked = {
        {authorities().issuing.certificate, kStamped - hours(2), std::nullopt, std::nullopt}};
    expectSignerRefused(judge(authorities().signer, withList(authorities().root, plan)),
                        FindingId::SignerCertificateRevoked);
}

TEST(JudgeSigner, NeedsAListForEveryCertificate) {
    Trust trust = authorities().trust;
    trust.crls = {authorities().rootCrl};
    expectSignerRefused(judge(authorities().signer, trust), FindingId::RevocationUnknown);
    trust.crls = {authorities().issuingCrl};
    expectSignerRefused(judge(authorities().signer, trust), FindingId::RevocationUnknown);
    record::SignerCertificate described;
    const record::Verdict withExtra = judgeSignerCertificate(
        trust, authorities().signer.certificate, {}, {authorities().rootCrl}, kStamped, described);
    EXPECT_TRUE(withExtra.permitted()) << describe(withExtra);
}

TEST(JudgeSigner, TestProfilesCountOnlyInTestMode) {
    Trust trust = authorities().trust;
    trust.file.profiles[0].testMode = true;
    expectSignerRefused(judge(authorities().signer, trust), FindingId::SignerChainUntrusted);
    trust.file.testMode = true;
    const Judged judged = judge(authorities().signer, trust);
    EXPECT_TRUE(judged.verdict.permitted()) << describe(judged.verdict);
    EXPECT_TRUE(judged.verdict.has(FindingId::TestMode));
    EXPECT_TRUE(judged.described.testMode);
    // A real profile that accepts it too comes first.
    config::TrustProfile real = trust.file.profiles[0];
    real.name = "real";
    real.testMode = false;
    trust.file.profiles.push_back(real);
    EXPECT_EQ(judge(authorities().signer, trust).described.trustProfile, "real");
}

TEST(ValidationMaterial, IsTheChainAndTheBestLists) {
    CrlPlan newer;
    newer.thisUpdate = kSigned - hours(1);
    newer.nextUpdate = kSigned + hours(90);
    Trust trust = authorities().trust;
    const Der newest = makeCrl(authorities().issuing, newer);
    trust.crls.push_back(newest);
    const ValidationMaterial material =
        validationMaterialFor(trust, authorities().signer.certificate, kSigned);
    const std::vector<Der> chain{authorities().issuing.certificate, authorities().root.certificate};
    EXPECT_EQ(material.certificates, chain);
    const std::vector<Der> lists{newest, authorities().rootCrl};
    EXPECT_EQ(material.crls, lists);
}

TEST(ValidationMaterial, FaultsWithoutChainOrLists) {
    const auto kindFor = [](const Trust& trust, const Der& certificate) {
        try {
            static_cast<void>(validationMaterialFor(trust, certificate, kSigned));
        } catch (const record::Fault& fault) {
            return fault.kind;
        }
        return record::FaultKind::Internal;
    };
    Trust trust = authorities().trust;
    trust.crls.clear();
    EXPECT_EQ(kindFor(trust, authorities().signer.certificate),
              record::FaultKind::RevocationUnavailable);
    trust.roots.clear();
    EXPECT_EQ(kindFor(trust, authorities().signer.certificate),
              record::FaultKind::CertificateUnusable);
    EXPECT_EQ(kindFor(trust, {}), record::FaultKind::CertificateUnusable);
}

// The directory.

TEST(LoadTrust, ReadsPemAndDerWithSeveralObjects) {
    TempFolder folder;
    writeTrust(folder.path());
    const Trust trust = loadTrust(folder.path());
    EXPECT_EQ(trust.roots, authorities().trust.roots);
    EXPECT_EQ(trust.tsaRoots, authorities().trust.tsaRoots);
    EXPECT_EQ(trust.intermediates, authorities().trust.intermediates);
    EXPECT_EQ(trust.crls.size(), 3u);
    const RecordVerification result = verifyFiles(sealedFiles(), trust);
    EXPECT_TRUE(result.verdict.permitted()) << describe(result.verdict);
}

void expectTrustFault(const std::function<void(const std::filesystem::path&)>& change,
                      record::FaultKind kind) {
    TempFolder folder;
    writeTrust(folder.path() / "trust");
    change(folder.path() / "trust");
    try {
        static_cast<void>(loadTrust(folder.path() / "trust"));
        ADD_FAILURE() << "accepted";
    } catch (const record::Fault& fault) {
        EXPECT_EQ(fault.kind, kind) << fault.what();
    }
}

TEST(LoadTrust, RefusesWhatHasNoPlaceThere) {
    using Path = std::filesystem::path;
    using record::FaultKind;
    const auto adding = [](const std::string& name, const std::string& bytes) {
        return [=](const Path& at) {
            writeFiles(at, {{name, bytes}});
        };
    };
    const Authorities& all = authorities();
    expectTrustFault(adding("roots/x.pem", "not PEM"), FaultKind::ConfigInvalid);
    expectTrustFault(adding("roots/x.pem", ""), FaultKind::ConfigInvalid);
    expectTrustFault(adding("roots/x.pem", toPem(all.root, true)), FaultKind::ConfigInvalid);
    expectTrustFault(adding("roots/x.txt", toPem(all.root, false)), FaultKind::ConfigInvalid);
    expectTrustFault(adding("roots/x.pem", toPem("X509 CRL", all.rootCrl)),
                     FaultKind::ConfigInvalid);
    expectTrustFault(adding("crls/x.pem", toPem(all.root, false)), FaultKind::ConfigInvalid);
    expectTrustFault(adding("crls/x.crl", textOf(all.rootCrl) + "x"), FaultKind::ConfigInvalid);
    expectTrustFault(adding("roots/x.pem", "-----BEGIN CERTIFICATE-----\nMIIB\n"),
                     FaultKind::ConfigInvalid);
    expectTrustFault(adding("crls/x.crl", std::string((16u << 20) + 1, 'x')),
                     FaultKind::ConfigInvalid);
    expectTrustFault(adding("trust.toml", "["), FaultKind::ConfigInvalid);
    expectTrustFault([](const Path& at) { std::filesystem::remove(at / "roots/root.pem"); },
                     FaultKind::ConfigInvalid);
    expectTrustFault([](const Path& at) { std::filesystem::create_directory(at / "crls/sub"); },
                     FaultKind::ConfigInvalid);
    expectTrustFault([](const Path& at) { std::filesystem::remove(at / "trust.toml"); },
                     FaultKind::NotFound);
    expectTrustFault([](const Path& at) { std::filesystem::remove_all(at); }, FaultKind::NotFound);
}

TEST(LoadTrust, FollowsLinksInsideOnly) {
    expectTrustFault(
        [](const std::filesystem::path& at) {
            writeFiles(at.parent_path(), {{"outside.crl", textOf(authorities().rootCrl)}});
            std::filesystem::create_symlink(at.parent_path() / "outside.crl", at / "crls/x.crl");
        },
        record::FaultKind::ConfigInvalid);
    TempFolder folder;
    writeTrust(folder.path());
    std::filesystem::create_symlink("root.crl", folder.path() / "crls/current.crl");
    writeFiles(folder.path(), {{"crls/.half-written", "x"}});
    EXPECT_EQ(loadTrust(folder.path()).crls.size(), 4u);
}

} // namespace
} // namespace seihon::signing
