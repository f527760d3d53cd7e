#include "signing/timestamp.h"

#include "signing/der.h"
#include "tests/signing/token_forge.h"
#include "tests/signing/verify_fixture.h"

#include <gtest/gtest.h>

namespace seihon::signing::forge {
namespace {

using record::FindingId;

const record::Digest kContentDigest = record::sha256("what was signed");

TokenVerification verify(const Der& token, const Trust& trust = authorities().trust) {
    return verifyToken(token, trust, kContentDigest, {}, {}, kNow);
}

Der good() {
    return forgeToken(authorities().tsa, recipeFor(kContentDigest));
}

Identity tsaWith(const std::vector<Extension>& extensions) {
    CertificatePlan plan{"Odd TSA", extensions};
    return issue(plan, &authorities().tsaRoot);
}

Trust trustWithCrl(const CrlPlan& plan) {
    Trust trust = authorities().trust;
    trust.crls = {makeCrl(authorities().tsaRoot, plan)};
    return trust;
}

#define EXPECT_REFUSED(verification, id)                                                           \
    do {                                                                                           \
        const TokenVerification judged = (verification);                                           \
        EXPECT_FALSE(judged.verdict.permitted());                                                  \
        EXPECT_TRUE(judged.verdict.has(id)) << describe(judged.verdict);                           \
    } while (false)

TEST(VerifyToken, acceptsAGoodToken) {
    const TokenVerification judged = verify(good());
    EXPECT_TRUE(judged.verdict.permitted()) << describe(judged.verdict);
    EXPECT_EQ(judged.token.at, kStamped);
    EXPECT_EQ(judged.token.authority, "test-tsa");
    EXPECT_EQ(judged.token.der, good());
    // No list issued after the token is at hand yet.
    EXPECT_TRUE(judged.verdict.has(FindingId::RevocationNotYetProven));
}

TEST(VerifyToken, saysProvenWithALaterList) {
    CrlPlan later;
    later.thisUpdate = kStamped + std::chrono::hours(1);
    const TokenVerification judged = verify(good(), trustWithCrl(later));
    EXPECT_TRUE(judged.verdict.findings.empty()) << describe(judged.verdict);
}

TEST(VerifyToken, acceptsWhatOpensslMakes) {
    const TokenVerification judged = verify(makeToken(authorities().tsa, kContentDigest));
    EXPECT_TRUE(judged.verdict.permitted()) << describe(judged.verdict);
}

TEST(VerifyToken, acceptsTheOldSigningCertificateAttribute) {
    for (const Ess ess : {Ess::V1, Ess::Both}) {
        TokenRecipe recipe = recipeFor(kContentDigest);
        recipe.ess = ess;
        EXPECT_TRUE(verify(forgeToken(authorities().tsa, recipe)).verdict.permitted());
    }
}

TEST(VerifyToken, acceptsSha512SignaturesAndFractionsAndKeyIdentifiers) {
    TokenRecipe recipe = recipeFor(kContentDigest);
    recipe.digest = "SHA512";
    recipe.digestAlgorithm = kSha512;
    recipe.signatureAlgorithm = "1.2.840.113549.1.1.13";
    recipe.time = "20260310010100.1845Z";
    recipe.namesByKeyIdentifier = true;
    const TokenVerification judged = verify(forgeToken(authorities().tsa, recipe));
    EXPECT_TRUE(judged.verdict.permitted()) << describe(judged.verdict);
    EXPECT_EQ(judged.token.at, kStamped + std::chrono::milliseconds(184));
}

TEST(VerifyToken, refusesTheWrongImprint) {
    TokenRecipe recipe = recipeFor(record::sha256("something else"));
    EXPECT_REFUSED(verify(forgeToken(authorities().tsa, recipe)), FindingId::TimestampImprintWrong);
}

TEST(VerifyToken, refusesSha1Imprints) {
    TokenRecipe recipe = recipeFor(kContentDigest);
    recipe.imprintAlgorithm = kSha1;
    recipe.imprint.resize(20);
    EXPECT_REFUSED(verify(forgeToken(authorities().tsa, recipe)), FindingId::TimestampDigestWeak);
}

TEST(VerifyToken, refusesAnImprintWhoseAlgorithmIsAnother) {
    TokenRecipe recipe = recipeFor(kContentDigest);
    recipe.imprintAlgorithm = kSha512; // same bytes, other meaning
    EXPECT_REFUSED(verify(forgeToken(authorities().tsa, recipe)), FindingId::TimestampImprintWrong);
}

TEST(VerifyToken, refusesSha1Signatures) {
    TokenRecipe recipe = recipeFor(kContentDigest);
    recipe.digest = "SHA1";
    recipe.digestAlgorithm = kSha1;
    EXPECT_REFUSED(verify(forgeToken(authorities().tsa, recipe)), FindingId::TimestampDigestWeak);
}

TEST(VerifyToken, refusesDigestsThatTheTrustFileDoesNotName) {
    Trust trust = authorities().trust;
    trust.file.digests = {"sha512"};
    EXPECT_REFUSED(verify(good(), trust), FindingId::TimestampDigestWeak);
}

TEST(VerifyToken, refusesAnotherPolicy) {
    TokenRecipe recipe = recipeFor(kContentDigest);
    recipe.policy = "2.5.29.32.0"; // anyPolicy is none of ours
    EXPECT_REFUSED(verify(forgeToken(authorities().tsa, recipe)),
                   FindingId::TimestampPolicyNotAccepted);
}

TEST(VerifyToken, refusesASpoiltSignature) {
    TokenRecipe recipe = recipeFor(kContentDigest);
    recipe.spoilsSignature = true;
    EXPECT_REFUSED(verify(forgeToken(authorities().tsa, recipe)), FindingId::TimestampInvalid);
    recipe = recipeFor(kContentDigest);
    recipe.spoilsMessageDigest = true;
    EXPECT_REFUSED(verify(forgeToken(authorities().tsa, recipe)), FindingId::TimestampInvalid);
}

TEST(VerifyToken, refusesAnotherKeyUnderTheSameCertificate) {
    Identity liar = authorities().tsa;
    liar.key = authorities().signer.key;
    EXPECT_REFUSED(verify(forgeToken(liar, recipeFor(kContentDigest))),
                   FindingId::TimestampInvalid);
}

TEST(VerifyToken, refusesASignatureAlgorithmThatIsNotTheDigests) {
    TokenRecipe recipe = recipeFor(kContentDigest);
    recipe.signatureAlgorithm = "1.2.840.113549.1.1.13";
    EXPECT_REFUSED(verify(forgeToken(authorities().tsa, recipe)), FindingId::TimestampInvalid);
}

TEST(VerifyToken, refusesAWrongSigningCertificateAttribute) {
    for (const Ess ess : {Ess::V1, Ess::V2, Ess::Both}) {
        TokenRecipe recipe = recipeFor(kContentDigest);
        recipe.ess = ess;
        recipe.essCertificate = authorities().signer.certificate;
        EXPECT_REFUSED(verify(forgeToken(authorities().tsa, recipe)), FindingId::TimestampInvalid);
    }
    TokenRecipe none = recipeFor(kContentDigest);
    none.ess = Ess::None;
    EXPECT_REFUSED(verify(forgeToken(authorities().tsa, none)), FindingId::TimestampInvalid);
}

TEST(VerifyToken, refusesAWrongContentTypeAttribute) {
    TokenRecipe recipe = recipeFor(kContentDigest);
    recipe.contentTypeAttribute = "1.2.840.113549.1.7.1";
    EXPECT_REFUSED(verify(forgeToken(authorities().tsa, recipe)), FindingId::TimestampInvalid);
}

TEST(VerifyToken, refusesCertificatesNotReservedForTimestamps) {
    const std::vector<std::vector<Extension>> odd{
        with(tsaExtensions(), "extendedKeyUsage", ""),
        with(tsaExtensions(), "extendedKeyUsage", "timeStamping"),
        with(tsaExtensions(), "extendedKeyUsage", "critical,timeStamping,emailProtection"),
        with(tsaExtensions(), "extendedKeyUsage", "critical,emailProtection"),
        with(tsaExtensions(), "keyUsage", "critical,keyEncipherment"),
    };
    for (const auto& extensions : odd) {
        EXPECT_REFUSED(verify(forgeToken(tsaWith(extensions), recipeFor(kContentDigest))),
                       FindingId::TimestampCertificateInvalid);
    }
    // Control: the same road with the right extensions.
    EXPECT_TRUE(verify(forgeToken(tsaWith(tsaExtensions()), recipeFor(kContentDigest)))
                    .verdict.permitted());
}

TEST(VerifyToken, refusesTheSignersOwnCertificateAsAuthority) {
    TokenRecipe recipe = recipeFor(kContentDigest);
    recipe.certificates = {authorities().issuing.certificate};
    EXPECT_REFUSED(verify(forgeToken(authorities().signer, recipe)),
                   FindingId::TimestampAuthorityUntrusted);
}

TEST(VerifyToken, refusesAForeignRootOfTheSameName) {
    const Identity root = issue(
        {.commonName = "Test TSA Root CA", .extensions = rootExtensions(), .keyName = "foreign"},
        nullptr);
    const Identity tsa = issue({"Test TSA", tsaExtensions()}, &root);
    TokenRecipe recipe = recipeFor(kContentDigest);
    recipe.certificates = {root.certificate};
    EXPECT_REFUSED(verify(forgeToken(tsa, recipe)), FindingId::TimestampAuthorityUntrusted);
}

TEST(VerifyToken, refusesSmallKeys) {
    CertificatePlan plan{"Small TSA", tsaExtensions()};
    plan.bits = 1024;
    EXPECT_REFUSED(
        verify(forgeToken(issue(plan, &authorities().tsaRoot), recipeFor(kContentDigest))),
        FindingId::TimestampCertificateInvalid);
}

TEST(VerifyToken, refusesCertificatesSignedWithSha1) {
    CertificatePlan plan{"Old TSA", tsaExtensions()};
    plan.digest = "SHA1";
    EXPECT_REFUSED(
        verify(forgeToken(issue(plan, &authorities().tsaRoot), recipeFor(kContentDigest))),
        FindingId::TimestampDigestWeak);
}

TEST(VerifyToken, refusesTimesOutsideTheCertificate) {
    TokenRecipe recipe = recipeFor(kContentDigest);
    CertificatePlan plan{"Test TSA", tsaExtensions()};
    plan.notAfter = kStamped - std::chrono::seconds(1);
    EXPECT_REFUSED(verify(forgeToken(issue(plan, &authorities().tsaRoot), recipe)),
                   FindingId::TimestampOutsideCertificate);
    plan.notAfter = kSigned + kYear;
    plan.notBefore = kStamped + std::chrono::seconds(1);
    EXPECT_REFUSED(verify(forgeToken(issue(plan, &authorities().tsaRoot), recipe)),
                   FindingId::TimestampOutsideCertificate);
}

TEST(VerifyToken, refusesTheFuture) {
    TokenRecipe recipe = recipeFor(kContentDigest);
    recipe.time = "20260312011000Z"; // ten minutes after kNow
    EXPECT_REFUSED(verify(forgeToken(authorities().tsa, recipe)), FindingId::TimestampInFuture);
}

TEST(VerifyToken, judgesTheAccreditationAtTheTokensTime) {
    Trust trust = authorities().trust;
    auto& service = trust.file.timestampServices.front();
    service.accreditedFrom = kStamped + std::chrono::seconds(1);
    EXPECT_REFUSED(verify(good(), trust), FindingId::TimestampAuthorityNotAccredited);
    service.accreditedFrom = kStamped;
    service.accreditedUntil = kStamped;
    EXPECT_REFUSED(verify(good(), trust), FindingId::TimestampAuthorityNotAccredited);
    service.accreditedUntil = kStamped + std::chrono::seconds(1);
    EXPECT_TRUE(verify(good(), trust).verdict.permitted());
}

TEST(VerifyToken, trustsTestServicesOnlyInTestMode) {
    Trust trust = authorities().trust;
    trust.file.timestampServices.front().testMode = true;
    EXPECT_REFUSED(verify(good(), trust), FindingId::TimestampAuthorityUntrusted);
    trust.file.testMode = true;
    const TokenVerification judged = verify(good(), trust);
    EXPECT_TRUE(judged.verdict.permitted());
    EXPECT_TRUE(judged.verdict.has(FindingId::TestMode));
}

TEST(VerifyToken, picksTheServiceThatFitsAmongThoseOfOneRoot) {
    Trust trust = authorities().trust;
    config::TrustedTimestampService other = trust.file.timestampServices.front();
    other.name = "other";
    other.policies = {"2.999.9"};
    trust.file.timestampServices.insert(trust.file.timestampServices.begin(), other);
    const TokenVerification judged = verify(good(), trust);
    EXPECT_TRUE(judged.verdict.permitted()) << describe(judged.verdict);
    EXPECT_EQ(judged.token.authority, "test-tsa");
}

TEST(VerifyToken, refusesWithoutAListInForce) {
    Trust trust = authorities().trust;
    trust.crls.clear();
    EXPECT_REFUSED(verify(good(), trust), FindingId::RevocationUnknown);
    CrlPlan old;
    old.nextUpdate = kStamped - std::chrono::seconds(1);
    EXPECT_REFUSED(verify(good(), trustWithCrl(old)), FindingId::RevocationUnknown);
}

TEST(VerifyToken, takesListsFromTheTokenAndTheSeal) {
    Trust trust = authorities().trust;
    trust.crls.clear();
    TokenRecipe recipe = recipeFor(kContentDigest);
    recipe.crls = {authorities().tsaCrl};
    EXPECT_TRUE(verify(forgeToken(authorities().tsa, recipe), trust).verdict.permitted());
    EXPECT_TRUE(verifyToken(good(), trust, kContentDigest, {}, {authorities().tsaCrl}, kNow)
                    .verdict.permitted());
}

struct RevocationCase {
    std::chrono::seconds after; // the token
    std::optional<int> reason;
    bool valid;
};

// RFC 3161 §4 items 1 and 2.
TEST(VerifyToken, judgesRevocationByDateAndReason) {
    using std::chrono::seconds;
    const std::vector<RevocationCase> cases{
        {seconds(-1), 4, false}, {seconds(0), 4, false},
        {seconds(1), 4, true},   {seconds(1), 0, true},
        {seconds(1), 3, true},   {seconds(1), 5, true},
        {seconds(1), 1, false},  {seconds(1), std::nullopt, false},
        {seconds(-1), 1, false},
    };
    for (const RevocationCase& each : cases) {
        CrlPlan plan;
        plan.thisUpdate = kStamped + std::chrono::hours(1);
        plan.revoked = {
            {authorities().tsa.certificate, kStamped + each.after, each.reason, std::nullopt}};
        const TokenVerification judged = verify(good(), trustWithCrl(plan));
        EXPECT_EQ(judged.verdict.permitted(), each.valid)
            << each.after.count() << ' ' << describe(judged.verdict);
        EXPECT_EQ(judged.verdict.has(FindingId::TimestampCertificateRevoked), !each.valid);
    }
}

Der directoryName(const std::string& commonName) {
    using namespace der;
    const auto entry = [](const char* type, std::uint8_t tag, const std::string& text) {
        return wrap(kSet, wrap(kSequence, {oid(type), wrap(tag, record::bytesOf(text))}));
    };
    const Der name =
        wrap(kSequence, {entry("2.5.4.6", 0x13, "JP"), entry("2.5.4.3", kUtf8String, commonName)});
    return wrap(context(4), name);
}

TEST(VerifyToken, comparesTheNameInTheTokenWithTheCertificate) {
    TokenRecipe recipe = recipeFor(kContentDigest);
    recipe.tsaName = directoryName("Test TSA");
    EXPECT_TRUE(verify(forgeToken(authorities().tsa, recipe)).verdict.permitted());
    recipe.tsaName = directoryName("Another TSA");
    EXPECT_REFUSED(verify(forgeToken(authorities().tsa, recipe)), FindingId::TimestampInvalid);
}

TEST(VerifyToken, refusesCriticalExtensions) {
    TokenRecipe recipe = recipeFor(kContentDigest);
    recipe.criticalExtension = true;
    EXPECT_REFUSED(verify(forgeToken(authorities().tsa, recipe)), FindingId::TimestampMalformed);
}

TEST(VerifyToken, refusesEveryOtherShape) {
    std::vector<TokenRecipe> odd(6, recipeFor(kContentDigest));
    odd[0].signers = 2;
    odd[1].signers = 0;
    odd[2].unsignedAttribute = true;
    odd[3].contentType = "1.2.840.113549.1.7.1";
    odd[4].certificates.push_back(authorities().root.certificate); // of no use here
    odd[5].crls = {authorities().rootCrl};
    for (const TokenRecipe& recipe : odd) {
        EXPECT_REFUSED(verify(forgeToken(authorities().tsa, recipe)),
                       FindingId::TimestampMalformed);
    }
}

TEST(VerifyToken, refusesTimesThatAreNoTimes) {
    for (const char* time :
         {"20260310010160Z", "20260310010100", "20260310010100.10Z", "20260310010100.Z",
          "20260310010100+0900", "20260230010100Z", "20260310250100Z", "202603100101Z",
          "20260310010100.1234567890Z", "2026031001010xZ"}) {
        TokenRecipe recipe = recipeFor(kContentDigest);
        recipe.time = time;
        const TokenVerification judged = verify(forgeToken(authorities().tsa, recipe));
        EXPECT_TRUE(judged.verdict.has(FindingId::TimestampMalformed)) << time;
        EXPECT_EQ(judged.token.at, record::Instant{}) << time;
    }
}

TEST(VerifyToken, refusesTrailingBytesAndBerAndBulk) {
    Der trailing = good();
    trailing.push_back(0);
    EXPECT_REFUSED(verify(trailing), FindingId::TimestampMalformed);

    const Der token = good();
    Der indefinite{0x30, 0x80};
    const auto content = der::only(token, der::kSequence).content;
    indefinite.insert(indefinite.end(), content.begin(), content.end());
    indefinite.insert(indefinite.end(), {0, 0});
    EXPECT_REFUSED(verify(indefinite), FindingId::TimestampMalformed);

    EXPECT_REFUSED(verify(der::wrap(der::kOctetString, Der(10u << 20))),
                   FindingId::TimestampMalformed);
    EXPECT_REFUSED(verify({}), FindingId::TimestampMalformed);
}

// Whatever byte of a token changes, the token is refused: no bit of it is decoration.
TEST(VerifyToken, findsEveryChangedBit) {
    const Der token = good();
    ASSERT_TRUE(verify(token).verdict.permitted());
    std::size_t unseen = 0;
    for (std::size_t i = 0; i < token.size(); ++i) {
        Der changed = token;
        changed[i] = static_cast<std::uint8_t>(changed[i] ^ (1u << (i % 8)));
        if (verify(changed).verdict.permitted()) {
            ++unseen;
            ADD_FAILURE() << "byte " << i << " of " << token.size();
        }
    }
    EXPECT_EQ(unseen, 0u);
}

TEST(VerifyToken, findsEveryTruncation) {
    const Der token = good();
    for (std::size_t size = 0; size < token.size(); size += 7) {
        const Der cut(token.begin(), token.begin() + static_cast<std::ptrdiff_t>(size));
        EXPECT_TRUE(verify(cut).verdict.has(FindingId::TimestampMalformed)) << size;
    }
}

#undef EXPECT_REFUSED

} // namespace
} // namespace seihon::signing::forge
