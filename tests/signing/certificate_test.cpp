#include "signing/certificate.h"

#include "record/fault.h"
#include "signing/cms.h"
#include "tests/signing/verify_pki.h"

#include <gtest/gtest.h>

namespace seihon::signing {
namespace {

using namespace forge;

TEST(Certificate, SaysWhatTheCertificateSays) {
    const record::SignerCertificate described =
        describeCertificate(authorities().signer.certificate);
    EXPECT_EQ(described.holder, "Hanako Yakuzai");
    EXPECT_EQ(described.issuer, "Test Issuing CA");
    EXPECT_FALSE(described.serial.empty());
    EXPECT_EQ(described.sha256, record::sha256(authorities().signer.certificate));
    EXPECT_EQ(described.policies, std::vector<std::string>{kPolicy});
    EXPECT_EQ(described.healthcareRoles, std::vector<std::string>{"Pharmacist"});
    EXPECT_TRUE(described.nonRepudiation);
    EXPECT_EQ(described.keyBits, 2048);
    EXPECT_EQ(described.notBefore, kSigned - kYear);
    EXPECT_EQ(described.notAfter, kSigned + kYear);
    EXPECT_TRUE(described.trustProfile.empty());
    EXPECT_FALSE(described.testMode);
}

TEST(Certificate, SaysNothingThatIsNotThere) {
    const Identity plain =
        issue({"山田 太郎", {{"keyUsage", "critical,digitalSignature"}}}, nullptr);
    const record::SignerCertificate described = describeCertificate(plain.certificate);
    EXPECT_EQ(described.holder, "山田 太郎");
    EXPECT_TRUE(described.policies.empty());
    EXPECT_TRUE(described.healthcareRoles.empty());
    EXPECT_FALSE(described.nonRepudiation);
    EXPECT_FALSE(describeCertificate(issue({"No Usage", {}}, nullptr).certificate).nonRepudiation);
}

void expectUnusableCertificate(const Der& certificate) {
    try {
        static_cast<void>(describeCertificate(certificate));
        ADD_FAILURE() << "accepted";
    } catch (const record::Fault& fault) {
        EXPECT_EQ(fault.kind, record::FaultKind::CertificateUnusable) << fault.what();
    }
}

TEST(Certificate, RefusesWhatItCannotRead) {
    const Der& good = authorities().signer.certificate;
    expectUnusableCertificate({});
    expectUnusableCertificate(Der(good.begin(), good.end() - 1));
    Der longer = good;
    longer.push_back(0);
    expectUnusableCertificate(longer);
    expectUnusableCertificate(Der(100'000, 0x30));
    expectUnusableCertificate(issue({"Bad\nName", {}}, nullptr).certificate);
    const auto withRoles = [](const std::string& value) {
        return issue({"Bad Role", with(signerExtensions(), "subjectDirectoryAttributes", value)},
                     &authorities().issuing)
            .certificate;
    };
    expectUnusableCertificate(withRoles("DER:3005300306010000"));
    expectUnusableCertificate(
        issue({"Bad Policy", with(signerExtensions(), "certificatePolicies", "DER:0500")},
              &authorities().issuing)
            .certificate);
}

TEST(Certificate, VerifiesSignaturesOfItsKeyOnly) {
    const auto key = makeKey(authorities().signer);
    const std::string challenge = "login challenge";
    const auto signature = key->sign(record::sha256(challenge), Pin("1234"));
    const Der& certificate = authorities().signer.certificate;
    EXPECT_TRUE(verifySignature(certificate, record::bytesOf(challenge), signature));
    EXPECT_FALSE(verifySignature(certificate, record::bytesOf("login challengf"), signature));
    EXPECT_FALSE(
        verifySignature(authorities().tsa.certificate, record::bytesOf(challenge), signature));
    auto changed = signature;
    changed[10] = static_cast<std::uint8_t>(changed[10] ^ 1u);
    EXPECT_FALSE(verifySignature(certificate, record::bytesOf(challenge), changed));
    EXPECT_FALSE(verifySignature(certificate, record::bytesOf(challenge), {}));
}

} // namespace
} // namespace seihon::signing
