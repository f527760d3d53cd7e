#include "signing/crl.h"

#include "signing/der.h"
#include "tests/signing/verify_pki.h"

#include <gtest/gtest.h>

namespace seihon::signing {
namespace {

using namespace forge;
using std::chrono::hours;

const Der& signer() {
    return authorities().signer.certificate;
}
const Der& issuer() {
    return authorities().issuing.certificate;
}

RevocationAnswer ask(const std::vector<Der>& crls, Instant at = kStamped) {
    return judgeRevocation(signer(), issuer(), crls, at);
}

CrlPlan issuedAt(Instant at) {
    CrlPlan plan;
    plan.thisUpdate = at;
    plan.nextUpdate = at + hours(96);
    return plan;
}

CrlPlan revoking(Instant at, Instant issued = kStamped + hours(12)) {
    CrlPlan plan = issuedAt(issued);
    plan.revoked = {{signer(), at, 1, std::nullopt}};
    return plan;
}

Der listOf(const CrlPlan& plan) {
    return makeCrl(authorities().issuing, plan);
}

TEST(Crl, SaysGoodOnlyByALaterList) {
    const RevocationAnswer soFar = ask({authorities().issuingCrl});
    EXPECT_EQ(soFar.state, RevocationState::GoodSoFar);
    EXPECT_EQ(soFar.holder, "Hanako Yakuzai");
    EXPECT_EQ(soFar.best, 0u);
    const RevocationAnswer good =
        ask({authorities().issuingCrl, listOf(issuedAt(kStamped + hours(1)))});
    EXPECT_EQ(good.state, RevocationState::Good);
    EXPECT_EQ(good.best, 1u);
    EXPECT_EQ(good.evidence, (std::vector<std::size_t>{0, 1}));
}

TEST(Crl, TakesAListAtItsVeryLimits) {
    EXPECT_EQ(ask({listOf(issuedAt(kStamped))}).state, RevocationState::GoodSoFar);
    EXPECT_EQ(ask({listOf(issuedAt(kStamped - hours(96)))}).state, RevocationState::GoodSoFar);
    EXPECT_EQ(ask({listOf(issuedAt(kStamped - hours(96) - std::chrono::seconds(1)))}).state,
              RevocationState::Unknown);
}

TEST(Crl, KnowsNothingWithoutAListOfThatIssuer) {
    EXPECT_EQ(ask({}).state, RevocationState::Unknown);
    EXPECT_EQ(ask({authorities().rootCrl, authorities().tsaCrl}).state, RevocationState::Unknown);
    const Identity impostor = issue({"Test Issuing CA", authorityExtensions(), kSigned - kYear,
                                     kSigned + kYear, 2048, "SHA256", "another key"},
                                    &authorities().root);
    const RevocationAnswer answer = ask({makeCrl(impostor)});
    EXPECT_EQ(answer.state, RevocationState::Unknown);
    EXPECT_TRUE(answer.evidence.empty());
}

TEST(Crl, ComparesTheRevocationDateWithTheAskedTime) {
    EXPECT_EQ(ask({listOf(revoking(kStamped - hours(1)))}).state, RevocationState::Revoked);
    EXPECT_EQ(ask({listOf(revoking(kStamped))}).state, RevocationState::Revoked);
    const RevocationAnswer after = ask({listOf(revoking(kStamped + std::chrono::seconds(1)))});
    EXPECT_EQ(after.state, RevocationState::Good); // later lists still name it, with a later date
    ASSERT_TRUE(after.entry);
    EXPECT_EQ(after.entry->reason, 1);
}

TEST(Crl, CountsFromTheInvalidityDate) {
    CrlPlan plan = revoking(kStamped + hours(6));
    plan.revoked[0].invalidSince = kStamped - hours(6);
    const RevocationAnswer answer = ask({listOf(plan)});
    EXPECT_EQ(answer.state, RevocationState::Revoked);
    EXPECT_EQ(answer.entry->at, kStamped - hours(6));
}

TEST(Crl, OneListThatNamesItIsEnough) {
    const Der good = listOf(issuedAt(kStamped - hours(1)));
    const Der bad = listOf(revoking(kStamped - hours(2)));
    EXPECT_EQ(ask({good, bad}).state, RevocationState::Revoked);
    EXPECT_EQ(ask({bad, good}).state, RevocationState::Revoked);
}

TEST(Crl, AHoldThatEndedDoesNotCount) {
    const Der ended = listOf(revoking(kStamped - hours(300), kStamped - hours(299)));
    EXPECT_EQ(ask({ended}).state, RevocationState::Unknown);
    EXPECT_EQ(ask({ended, authorities().issuingCrl}).state, RevocationState::GoodSoFar);
}

TEST(Crl, SilenceAfterTheCertificatesEndProvesNothing) {
    const Der late = listOf(issuedAt(kSigned + kYear + hours(1)));
    EXPECT_EQ(ask({late}).state, RevocationState::Unknown);
    const Der lateButNamed = listOf(revoking(kStamped - hours(1), kSigned + kYear + hours(1)));
    EXPECT_EQ(ask({lateButNamed}).state, RevocationState::Revoked);
}

TEST(Crl, RefusesWeakAndUnknownLists) {
    CrlPlan sha1;
    sha1.digest = "SHA1";
    EXPECT_EQ(ask({listOf(sha1)}).state, RevocationState::Unknown);
    CrlPlan unknown;
    unknown.criticalExtension = "1.2.3.4.5";
    EXPECT_EQ(ask({listOf(unknown)}).state, RevocationState::Unknown);
    CrlPlan delta;
    delta.criticalExtension = "2.5.29.27";
    EXPECT_EQ(ask({listOf(delta)}).state, RevocationState::Unknown);
    EXPECT_EQ(ask({Der{0x30, 0x00}, Der{}, Der(100, 0xff)}).state, RevocationState::Unknown);
}

TEST(Crl, NeedsAnIssuerThatMaySignLists) {
    const Identity noLists =
        issue({"Test Issuing CA", with(authorityExtensions(), "keyUsage", "critical,keyCertSign"),
               kSigned - kYear, kSigned + kYear, 2048, "SHA256", "Test Issuing CA"},
              &authorities().root);
    const std::vector<Der> lists{authorities().issuingCrl};
    EXPECT_EQ(judgeRevocation(signer(), noLists.certificate, lists, kStamped).state,
              RevocationState::Unknown);
}

// IssuingDistributionPoint with one BOOLEAN flag: [1] onlyUser, [2] onlyCA, [4] indirect, [5]
// onlyAttribute.
Der scopeFlag(int tag) {
    return der::wrap(der::kSequence, der::wrap(static_cast<std::uint8_t>(0x80 + tag), Der{0xff}));
}

TEST(Crl, KeepsToTheScopeOfTheList) {
    const auto stateFor = [](const Der& scope, const Der& certificate, const Identity& by,
                             const Der& above) {
        CrlPlan plan;
        plan.distributionPoint = scope;
        const std::vector<Der> lists{makeCrl(by, plan)};
        return judgeRevocation(certificate, above, lists, kStamped).state;
    };
    const Authorities& all = authorities();
    const auto ofSigner = [&](const Der& scope) {
        return stateFor(scope, signer(), all.issuing, issuer());
    };
    const auto ofAuthority = [&](const Der& scope) {
        return stateFor(scope, issuer(), all.root, all.root.certificate);
    };
    EXPECT_EQ(ofSigner(scopeFlag(1)), RevocationState::GoodSoFar);
    EXPECT_EQ(ofSigner(scopeFlag(2)), RevocationState::Unknown);
    EXPECT_EQ(ofAuthority(scopeFlag(1)), RevocationState::Unknown);
    EXPECT_EQ(ofAuthority(scopeFlag(2)), RevocationState::GoodSoFar);
    EXPECT_EQ(ofSigner(scopeFlag(4)), RevocationState::Unknown);
    EXPECT_EQ(ofSigner(scopeFlag(5)), RevocationState::Unknown);
    const Der someReasons = der::wrap(der::kSequence, Der{0x83, 0x02, 0x06, 0x40});
    EXPECT_EQ(ofSigner(someReasons), RevocationState::Unknown);
    EXPECT_EQ(ofSigner(Der{0x30, 0x03, 0x01}), RevocationState::Unknown); // unreadable
}

Der uriScope(std::string_view uri) {
    const Der name = der::wrap(0x86, record::bytesOf(uri)); // [6] uniformResourceIdentifier
    return der::wrap(der::kSequence, der::wrap(der::context(0), der::wrap(der::context(0), name)));
}

TEST(Crl, MatchesTheDistributionPoint) {
    std::vector<Extension> extensions = signerExtensions();
    extensions.push_back({"crlDistributionPoints", "URI:http://ca.example/a.crl"});
    const Identity person = issue({"Jiro Kango", extensions}, &authorities().issuing);
    const auto stateFor = [&](std::string_view uri, const Der& certificate) {
        CrlPlan plan;
        plan.distributionPoint = uriScope(uri);
        const std::vector<Der> lists{makeCrl(authorities().issuing, plan)};
        return judgeRevocation(certificate, issuer(), lists, kStamped).state;
    };
    EXPECT_EQ(stateFor("http://ca.example/a.crl", person.certificate), RevocationState::GoodSoFar);
    EXPECT_EQ(stateFor("http://ca.example/b.crl", person.certificate), RevocationState::Unknown);
    EXPECT_EQ(stateFor("http://ca.example/a.crl", signer()), RevocationState::Unknown);
}

// A list for some reasons, or of the changes only, can show a revocation but never its absence
// (RFC 5280 §5.2.4, §5.2.5).
TEST(Crl, PartialListsCountOnlyForWhatTheyName) {
    CrlPlan some = revoking(kStamped - hours(1));
    some.distributionPoint = der::wrap(der::kSequence, Der{0x83, 0x02, 0x06, 0x40});
    EXPECT_EQ(ask({listOf(some)}).state, RevocationState::Revoked);
    EXPECT_EQ(ask({authorities().issuingCrl, listOf(some)}).state, RevocationState::Revoked);
    CrlPlan someSilent = issuedAt(kStamped + hours(1));
    someSilent.distributionPoint = some.distributionPoint;
    const RevocationAnswer silent = ask({authorities().issuingCrl, listOf(someSilent)});
    EXPECT_EQ(silent.state, RevocationState::GoodSoFar);
    EXPECT_EQ(silent.evidence, std::vector<std::size_t>{0});

    CrlPlan delta = revoking(kStamped - hours(1));
    delta.deltaBase = 1;
    EXPECT_EQ(ask({authorities().issuingCrl, listOf(delta)}).state, RevocationState::Revoked);
    CrlPlan deltaSilent = issuedAt(kStamped + hours(1));
    deltaSilent.deltaBase = 1;
    EXPECT_EQ(ask({authorities().issuingCrl, listOf(deltaSilent)}).state,
              RevocationState::GoodSoFar);
    EXPECT_EQ(ask({listOf(deltaSilent)}).state, RevocationState::Unknown);
    // A hold that ended is told by a delta list; a whole list has no business with that reason.
    CrlPlan removed = delta;
    removed.revoked[0].reason = 8;
    EXPECT_EQ(ask({authorities().issuingCrl, listOf(removed)}).state, RevocationState::GoodSoFar);
    removed.deltaBase.reset();
    EXPECT_EQ(ask({listOf(removed)}).state, RevocationState::Revoked);
}

Der directoryScope(const Der& name) {
    const Der general = der::wrap(der::context(4), name); // directoryName, explicit: a CHOICE
    return der::wrap(der::context(0), der::wrap(der::context(0), general));
}

Der nameOf(const char* commonName) {
    const Der entry =
        der::wrap(der::kSequence,
                  {der::oid("2.5.4.3"), der::wrap(der::kUtf8String, record::bytesOf(commonName))});
    return der::wrap(der::kSequence, der::wrap(der::kSet, entry));
}

std::string hexOf(const Der& value) {
    return "DER:" + record::toHex(value);
}

// As the lists of the HPKI root: directoryName in both, and onlyContainsCACerts.
TEST(Crl, MatchesDirectoryNamesAndPointsForOtherIssuersOrReasons) {
    const auto stateWith = [](const Der& point, const Der& scope) {
        std::vector<Extension> extensions = signerExtensions();
        extensions.push_back({"crlDistributionPoints", hexOf(der::wrap(der::kSequence, point))});
        const Identity person = issue({"Jiro Kango", extensions}, &authorities().issuing);
        CrlPlan plan;
        plan.distributionPoint = scope;
        const std::vector<Der> lists{makeCrl(authorities().issuing, plan)};
        return judgeRevocation(person.certificate, issuer(), lists, kStamped).state;
    };
    const Der sarl = directoryScope(nameOf("SARL"));
    const Der scope = der::wrap(der::kSequence, sarl);
    EXPECT_EQ(stateWith(der::wrap(der::kSequence, sarl), scope), RevocationState::GoodSoFar);
    EXPECT_EQ(stateWith(der::wrap(der::kSequence, directoryScope(nameOf("RARL"))), scope),
              RevocationState::Unknown);
    const Der someReasons{0x81, 0x02, 0x06, 0x40};
    EXPECT_EQ(stateWith(der::wrap(der::kSequence, {sarl, someReasons}), scope),
              RevocationState::Unknown);
    const Der otherIssuer =
        der::wrap(der::context(2), der::wrap(der::context(4), nameOf("Somebody Else")));
    EXPECT_EQ(stateWith(der::wrap(der::kSequence, {sarl, otherIssuer}), scope),
              RevocationState::Unknown);
}

TEST(Crl, NoByteOfAListCanChange) {
    const Der good = listOf(revoking(kStamped - hours(1)));
    ASSERT_EQ(ask({good}).state, RevocationState::Revoked);
    for (std::size_t at = 0; at < good.size(); ++at) {
        for (unsigned bit = 0; bit < 8; ++bit) {
            Der changed = good;
            changed[at] = static_cast<std::uint8_t>(changed[at] ^ (1u << bit));
            EXPECT_TRUE(ask({changed}).evidence.empty()) << "byte " << at << " bit " << bit;
        }
    }
}

TEST(Crl, JudgesEveryCertificateOfAChainButItsRoot) {
    const Authorities& all = authorities();
    const std::vector<Der> chain{signer(), issuer(), all.root.certificate};
    const std::vector<Der> lists{all.issuingCrl};
    const auto answers = judgeChainRevocation(chain, lists, kStamped);
    ASSERT_EQ(answers.size(), 2u);
    EXPECT_EQ(answers[0].state, RevocationState::GoodSoFar);
    EXPECT_EQ(answers[1].state, RevocationState::Unknown);
    EXPECT_EQ(answers[1].holder, "Test Issuing CA");
    EXPECT_TRUE(judgeChainRevocation({}, lists, kStamped).empty());
}

} // namespace
} // namespace seihon::signing
