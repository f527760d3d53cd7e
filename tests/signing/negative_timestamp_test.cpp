// Tokens and revocation lists that must not be believed, made by the openssl command line.
// docs/negative-cases.md lists them.

#include "signing/signed_data.h"
#include "tests/signing/cli_pki.h"

#include <gtest/gtest.h>

namespace seihon::signing {
namespace {

using namespace forge;
using record::FindingId;
using std::chrono::hours;
using std::chrono::minutes;

class NegativeTimestamp : public ::testing::Test {
  protected:
    void SetUp() override {
        if (!hasOpensslAndFaketime()) {
            GTEST_SKIP() << "openssl or faketime is not installed";
        }
    }
    static Files stampedBy(const CliCertificate& plan) {
        CliPki::shared().issue(plan);
        CliRecord record;
        record.token.authority = plan.name;
        return sealByCli(record);
    }
    static Files stampedWith(const CliToken& token) {
        CliRecord record;
        record.token = token;
        return sealByCli(record);
    }
    // By any certificate of the timestamp root, as `openssl ts` would refuse to.
    static Files stampedByUnit(const std::string& unit) {
        CliRecord record;
        record.stamp = [unit](const std::string& value) {
            CliPki& pki = CliPki::shared();
            return pki.tokenBy(unit, value, "-certfile " + pki.path("tsa-root.crt"));
        };
        return sealByCli(record);
    }
    static Files stampedBy(std::function<Der(const std::string&)> stamp) {
        CliRecord record;
        record.stamp = std::move(stamp);
        return sealByCli(record);
    }
    static Trust withLists(const std::vector<Der>& lists) {
        Trust trust = CliPki::shared().trust();
        trust.crls = lists;
        return trust;
    }
};

TEST_F(NegativeTimestamp, ControlAGoodTokenIsAccepted) {
    expectAccepted(goodCliFiles());
    // Also by the other road, over which certificates without the purpose come.
    expectAccepted(stampedByUnit("tsu"));
}

TEST_F(NegativeTimestamp, OverOtherDataOrOfAnotherRecord) {
    expectRefusedFor(
        stampedBy([](const std::string& value) { return CliPki::shared().stamp(value + " ", {}); }),
        {FindingId::TimestampImprintWrong});
    CliRecord other;
    other.pages["pages/0001.tif"] = "another page";
    const SignedData theirs = parseSignedData(derOf(sealByCli(other).at(kSignature)));
    SignedData ours = parseSignedData(derOf(goodCliFiles().at(kSignature)));
    ours.unsignedAttributes = theirs.unsignedAttributes;
    Files files = goodCliFiles();
    files[kSignature] = textOf(encodeSignedData(ours));
    expectRefusedFor(files, {FindingId::TimestampImprintWrong});
}

TEST_F(NegativeTimestamp, UnitWithoutTheOnePurpose) {
    CliPki& pki = CliPki::shared();
    const std::string usage = "keyUsage = critical,digitalSignature\n";
    pki.issue({"tsu-no-eku", "tsa-root", usage});
    pki.issue({"tsu-soft-eku", "tsa-root", usage + "extendedKeyUsage = timeStamping\n"});
    pki.issue({"tsu-two-eku", "tsa-root",
               usage + "extendedKeyUsage = critical,timeStamping,emailProtection\n"});
    const std::vector<FindingId> odd{FindingId::TimestampCertificateInvalid};
    for (const char* const unit : {"tsu-no-eku", "tsu-soft-eku", "tsu-two-eku"}) {
        expectRefusedFor(stampedByUnit(unit), odd);
    }
}

TEST_F(NegativeTimestamp, SignedByTheOperator) {
    expectRefusedFor(
        stampedBy([](const std::string& value) {
            return CliPki::shared().tokenBy("operator", value, "");
        }),
        {FindingId::TimestampAuthorityUntrusted, FindingId::TimestampCertificateInvalid});
}

TEST_F(NegativeTimestamp, UnitExpiredOrRevoked) {
    CliCertificate expired{"tsu-expired", "tsa-root", kTsuExtensions};
    expired.until = kStamped - minutes(1);
    expectRefusedFor(stampedBy(expired), {FindingId::TimestampOutsideCertificate,
                                          FindingId::TimestampAuthorityExpired});

    const Files files = stampedBy({"tsu-revoked", "tsa-root", kTsuExtensions});
    expectAccepted(files); // control
    CliList list;
    list.thisUpdate = kStamped + hours(1);
    list.revoked = {{"tsu-revoked", kStamped - hours(1)}};
    CliPki& pki = CliPki::shared();
    expectRefusedFor(
        files, {FindingId::TimestampCertificateRevoked},
        withLists({pki.list("root", {}), pki.list("issuing", {}), pki.list("tsa-root", list)}));
}

TEST_F(NegativeTimestamp, ClockOfTheAuthority) {
    CliToken behind;
    behind.at = kStamped - hours(48);
    CliRecord record;
    record.token = behind;
    Files files = sealByCli(record);
    // No list of the signer's authorities was in force two days before, and the claim is later.
    const RecordVerification result = verifyFiles(files, CliPki::shared().trust());
    EXPECT_FALSE(result.verdict.permitted());
    EXPECT_TRUE(result.verdict.has(FindingId::TimestampFarFromClaimedTime))
        << describe(result.verdict);

    CliToken ahead;
    ahead.at = kNow + hours(1);
    CliRecord late;
    late.token = ahead;
    const RecordVerification future = verifyFiles(sealByCli(late), CliPki::shared().trust());
    EXPECT_TRUE(future.verdict.has(FindingId::TimestampInFuture)) << describe(future.verdict);
    EXPECT_FALSE(future.provenAt);
}

TEST_F(NegativeTimestamp, ClaimHalfAnHourAfterTheProof) {
    CliRecord record;
    // The clock that openssl is given runs on while it signs, and not fast on a loaded machine.
    record.seal.at = kStamped + minutes(30) - std::chrono::seconds(25);
    const Files files = sealByCli(record);
    Trust strict = CliPki::shared().trust();
    strict.file.claimedTimeTolerance = minutes(29);
    expectRefusedFor(files, {FindingId::TimestampFarFromClaimedTime}, strict);
    strict.file.claimedTimeTolerance = minutes(30);
    expectAccepted(files, strict); // control
}

TEST_F(NegativeTimestamp, PolicyThatIsNotAccepted) {
    CliToken token;
    token.policy = "1.3.6.1.4.1.55555.9";
    expectRefusedFor(stampedWith(token), {FindingId::TimestampPolicyNotAccepted});
}

TEST_F(NegativeTimestamp, WeakDigestsAndKeys) {
    CliToken imprint;
    imprint.imprintDigest = "sha1";
    expectRefusedFor(stampedWith(imprint),
                     {FindingId::TimestampDigestWeak, FindingId::TimestampImprintWrong});
    CliToken signature;
    signature.signerDigest = "sha1";
    expectRefusedFor(stampedWith(signature), {FindingId::TimestampDigestWeak});
    CliCertificate small{"tsu-small", "tsa-root", kTsuExtensions};
    small.bits = 1024;
    expectRefusedFor(stampedBy(small), {FindingId::TimestampCertificateInvalid});
    CliCertificate sha1{"tsu-sha1", "tsa-root", kTsuExtensions};
    sha1.digest = "sha1";
    expectRefusedFor(stampedBy(sha1), {FindingId::TimestampDigestWeak});
}

TEST_F(NegativeTimestamp, NoListForTheSigner) {
    CliPki& pki = CliPki::shared();
    const std::vector<FindingId> unknown{FindingId::RevocationUnknown};
    const Der root = pki.list("root", {});
    const Der issuing = pki.list("issuing", {});
    const Der tsa = pki.list("tsa-root", {});
    const Files& files = goodCliFiles();
    expectAccepted(files, withLists({root, issuing, tsa})); // control
    expectRefusedFor(files, unknown, withLists({}));
    expectRefusedFor(files, unknown, withLists({issuing, tsa})); // of the intermediate
    expectRefusedFor(files, unknown, withLists({root, tsa}));    // of another authority only
    CliList old;
    old.thisUpdate = kSigned - hours(96);
    old.nextUpdate = kSigned - hours(1);
    expectRefusedFor(files, unknown, withLists({root, pki.list("issuing", old), tsa}));
    CliList sha1;
    sha1.digest = "sha1";
    expectRefusedFor(files, unknown, withLists({root, pki.list("issuing", sha1), tsa}));
    pki.issue({"false-issuing", "root",
               "basicConstraints = critical,CA:TRUE\nkeyUsage = critical,keyCertSign,cRLSign\n",
               "Issuing CA of the Command Line", "false-issuing"});
    expectRefusedFor(files, unknown, withLists({root, pki.list("false-issuing", {}), tsa}));
}

} // namespace
} // namespace seihon::signing
