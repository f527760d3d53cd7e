// Signers that must not be believed: certificates made by the openssl command line, each with one
// thing wrong. docs/negative-cases.md lists them.

#include "signing/signed_data.h"
#include "tests/signing/cli_pki.h"

#include <gtest/gtest.h>

namespace seihon::signing {
namespace {

using namespace forge;
using record::FindingId;
using std::chrono::hours;

class NegativeSigner : public ::testing::Test {
  protected:
    void SetUp() override {
        if (!hasOpensslAndFaketime()) {
            GTEST_SKIP() << "openssl or faketime is not installed";
        }
    }

    static Files sealedBy(const CliCertificate& plan) {
        CliPki::shared().issue(plan);
        CliRecord record;
        record.seal.signer = plan.name;
        return sealByCli(record);
    }
    static CliCertificate personWith(const std::string& name, const std::string& extensions) {
        return {name, "issuing", extensions};
    }
    static Trust demanding(config::HealthcareRoleRule rule) {
        Trust trust = CliPki::shared().trust();
        trust.file.profiles[0].healthcareRole = rule;
        return trust;
    }
    static std::string hpki(const std::string& from, const std::string& to) {
        std::string text = std::string(kHpkiExtensions) + kPharmacistExtension;
        return text.replace(text.find(from), from.size(), to);
    }
};

TEST_F(NegativeSigner, ControlAGoodSignerIsAccepted) {
    expectAccepted(goodCliFiles());
    expectAccepted(goodCliFiles(), demanding(config::HealthcareRoleRule::Required));
}

TEST_F(NegativeSigner, ExpiredBeforeSigning) {
    CliCertificate plan = personWith("expired", kHpkiExtensions);
    plan.until = kSigned - hours(1);
    expectRefusedFor(sealedBy(plan), {FindingId::SignerCertificateExpired});
}

TEST_F(NegativeSigner, StampedBeforeTheCertificateBegan) {
    CliCertificate plan = personWith("early", kHpkiExtensions);
    plan.from = kStamped + hours(1);
    expectRefusedFor(sealedBy(plan), {FindingId::SignerCertificateNotYetValid});
}

TEST_F(NegativeSigner, RevokedBeforeSigningAndControlAfterwards) {
    const Files files = sealedBy(personWith("revoked", kHpkiExtensions));
    expectAccepted(files);
    const auto revokedAt = [](Instant at) {
        CliList list;
        list.thisUpdate = kStamped + hours(12);
        list.nextUpdate = kStamped + hours(96);
        list.revoked = {{"revoked", at}};
        Trust trust = CliPki::shared().trust();
        trust.crls.push_back(CliPki::shared().list("issuing", list));
        return trust;
    };
    expectRefusedFor(files, {FindingId::SignerCertificateRevoked}, revokedAt(kSigned - hours(5)));
    expectRefusedFor(files, {FindingId::SignerCertificateRevoked}, revokedAt(kStamped));
    expectAccepted(files, revokedAt(kStamped + hours(1)));
}

TEST_F(NegativeSigner, RootOfTheSameNameIsNotTheTrustedOne) {
    CliPki& pki = CliPki::shared();
    pki.issue({"false-root", "",
               "basicConstraints = critical,CA:TRUE\nkeyUsage = critical,keyCertSign,cRLSign\n",
               "Root CA of the Command Line", "false-root"});
    CliCertificate plan{"false-operator", "false-root", kHpkiExtensions, "Hanako Yakuzai"};
    expectRefusedFor(sealedBy(plan), {FindingId::SignerChainUntrusted});
}

TEST_F(NegativeSigner, KeyUsageIsExactlyTheDemandedOne) {
    int number = 0;
    for (const char* const usage :
         {"critical,digitalSignature", "critical,digitalSignature,nonRepudiation",
          "critical,nonRepudiation,dataEncipherment", "critical,nonRepudiation,keyEncipherment"}) {
        const std::string name = "usage-" + std::to_string(++number);
        expectRefusedFor(sealedBy(personWith(name, hpki("critical,nonRepudiation", usage))),
                         {FindingId::SignerKeyUsageWrong});
    }
    expectRefusedFor(sealedBy(personWith("usage-none", "certificatePolicies = critical," +
                                                           std::string(kPolicy) + "\n")),
                     {FindingId::SignerKeyUsageWrong});
}

TEST_F(NegativeSigner, HealthcareRoleWhereItIsDemanded) {
    const Trust strict = demanding(config::HealthcareRoleRule::Required);
    const std::vector<FindingId> missing{FindingId::SignerRoleMissing};
    expectRefusedFor(sealedBy(personWith("no-role", kHpkiExtensions)), missing, strict);
    // Another attribute than hcRole (1.0.17090.0.2), and an unknown coding scheme (…1.6.1.2).
    expectRefusedFor(
        sealedBy(personWith("other-attribute", hpki("0606288185420001", "0606288185420002"))),
        missing, strict);
    expectRefusedFor(
        sealedBy(personWith("other-scheme", hpki("830886910F01060101A2", "830886910F01060102A2"))),
        missing, strict);
    Trust doctors = strict;
    doctors.file.profiles[0].healthcareRoles = {"Medical Doctor"};
    expectRefusedFor(goodCliFiles(), missing, doctors);
    expectRefusedFor(goodCliFiles(), {FindingId::SignerRoleUnexpected},
                     demanding(config::HealthcareRoleRule::Refused));
}

TEST_F(NegativeSigner, PolicyOfAnotherPurposeOrNone) {
    expectRefusedFor(sealedBy(personWith("authentication", hpki("5.1.1.3.1", "5.1.2.3.1"))),
                     {FindingId::SignerPolicyNotAccepted});
    expectRefusedFor(sealedBy(personWith("test-card", hpki("5.1.1.3.1", "5.1.1.0.1"))),
                     {FindingId::SignerPolicyNotAccepted});
    expectRefusedFor(sealedBy(personWith("no-policy", "keyUsage = critical,nonRepudiation\n")),
                     {FindingId::SignerPolicyNotAccepted});
    expectRefusedFor(sealedBy(personWith("any-policy", hpki(kPolicy, "2.5.29.32.0"))),
                     {FindingId::SignerPolicyNotAccepted});
}

TEST_F(NegativeSigner, WeakKeysAndDigests) {
    CliCertificate small = personWith("small", kHpkiExtensions);
    small.bits = 1024;
    expectRefusedFor(sealedBy(small), {FindingId::SignerKeyTooSmall});
    CliCertificate sha1 = personWith("sha1", kHpkiExtensions);
    sha1.digest = "sha1";
    expectRefusedFor(sealedBy(sha1), {FindingId::SignerDigestWeak});
}

TEST_F(NegativeSigner, IssuedByNobodyThatMayIssue) {
    expectRefusedFor(sealedBy({"alone", "", kHpkiExtensions}), {FindingId::SignerChainUntrusted});
    expectRefusedFor(sealedBy({"of-a-person", "operator", kHpkiExtensions}),
                     {FindingId::SignerChainUntrusted});
}

TEST_F(NegativeSigner, NameConstraintsAndPathLengthOfAuthorities) {
    CliPki& pki = CliPki::shared();
    const std::string authority = "basicConstraints = critical,CA:TRUE,pathlen:0\n"
                                  "keyUsage = critical,keyCertSign,cRLSign\n"
                                  "certificatePolicies = critical,1.2.392.100495.1.5.1.1.3.1\n";
    const auto sealedBelow = [&](const CliCertificate& below, const std::string& name) {
        pki.issue(below);
        pki.issue({name, below.name, kHpkiExtensions});
        CliRecord record;
        record.seal.signer = name;
        Trust trust = pki.trust();
        trust.intermediates.push_back(pki.certificate(below.name));
        trust.crls.push_back(pki.list(below.name, {}));
        return std::pair(sealByCli(record), trust);
    };
    const auto good = sealedBelow({"zero", "root", authority, "", "zero"}, "of-zero");
    expectRefusedFor(good.first, {FindingId::SignatureMalformed}, good.second); // issuing: unused
    const auto constrained = sealedBelow(
        {"constrained", "issuing",
         authority + "nameConstraints = critical,permitted;dirName:only\n[only]\nC = US\n", "",
         "constrained"},
        "of-constrained");
    expectRefusedFor(constrained.first, {FindingId::SignerChainUntrusted}, constrained.second);
    const auto free = sealedBelow({"free", "issuing", authority, "", "free"}, "of-free");
    expectAccepted(free.first, free.second); // control
    pki.issue({"below-zero", "zero", authority, "", "below-zero"});
    const auto tooLong =
        sealedBelow({"two-below", "below-zero", authority, "", "two-below"}, "of-two-below");
    Trust trust = tooLong.second;
    trust.intermediates.push_back(pki.certificate("zero"));
    trust.intermediates.push_back(pki.certificate("below-zero"));
    expectRefusedFor(tooLong.first, {FindingId::SignerChainUntrusted}, trust);
}

} // namespace
} // namespace seihon::signing
