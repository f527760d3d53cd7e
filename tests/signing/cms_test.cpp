#include "signing/cms.h"

#include "record/fault.h"
#include "signing/der.h"
#include "signing/seal_rules.h"
#include "signing/signed_data.h"
#include "tests/signing/verify_fixture.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

namespace seihon::signing {
namespace {

using namespace forge;
using record::FindingId;

// A seal whose parts were changed and which was then signed and stamped again.
struct Forgery {
    RecordPlan plan;
    std::function<void(SignedData&)> beforeSigning = [](SignedData&) {
    };
    std::function<void(SignedData&)> afterSigning = [](SignedData&) {
    };
    std::function<void(SignedData&)> afterStamping = [](SignedData&) {
    };
};

Der forged(const Forgery& forgery) {
    const RecordPlan& plan = forgery.plan;
    const auto key = makeKey(plan.signer);
    SignedData data =
        parseSignedData(signDetached(record::bytesOf(kSealedContent), *key, Pin("1234"),
                                     {plan.certificates, plan.crls}, plan.signedAt));
    forgery.beforeSigning(data);
    std::vector<Der> attributes;
    for (const CmsAttribute& one : data.attributes) {
        attributes.push_back(
            der::wrap(der::kSequence, {der::oid(one.oid), der::wrap(der::kSet, one.value)}));
    }
    data.signedAttributes = der::setOf(der::kSet, attributes);
    data.signature = key->sign(record::sha256(data.signedAttributes), Pin("1234"));
    forgery.afterSigning(data);
    const Der token = makeToken(plan.tsa, record::sha256(data.signature), plan.token);
    data.unsignedAttributes.push_back({std::string(kOidSignatureTimestamp), token});
    data.certificates.insert(data.certificates.end(), plan.tsaCertificates.begin(),
                             plan.tsaCertificates.end());
    data.crls.insert(data.crls.end(), plan.tsaCrls.begin(), plan.tsaCrls.end());
    forgery.afterStamping(data);
    return encodeSignedData(data);
}

CmsAttribute& attributeOf(SignedData& data, std::string_view oid) {
    for (CmsAttribute& one : data.attributes) {
        if (one.oid == oid) {
            return one;
        }
    }
    throw std::out_of_range("attribute");
}

TEST(Cms, MakesASealThatHolds) {
    const SealReading reading = readGoodContent(goodSeal());
    EXPECT_TRUE(reading.verdict.permitted()) << describe(reading.verdict);
    EXPECT_TRUE(
        readGoodContent(forged({})).verdict.permitted()); // the control of every forgery below
}

TEST(Cms, WritesExactlyTheBaselineAttributes) {
    const auto key = makeKey(authorities().signer);
    const Der cms = signDetached(record::bytesOf(kSealedContent), *key, Pin("1234"), {}, kSigned);
    const SignedData data = parseSignedData(cms);
    EXPECT_EQ(data.attributes.size(), 4u);
    for (const std::string_view oid :
         {kOidContentType, kOidMessageDigest, kOidSigningTime, kOidSigningCertificateV2}) {
        EXPECT_NE(data.attribute(oid), nullptr) << oid;
    }
    EXPECT_TRUE(data.unsignedAttributes.empty());
    EXPECT_EQ(data.certificates, std::vector<Der>{authorities().signer.certificate});
    EXPECT_TRUE(der::isDer(cms));
    EXPECT_EQ(encodeSignedData(data), cms);
    EXPECT_EQ(signatureValueDigest(cms), record::sha256(data.signature));
}

TEST(Cms, StampingChangesNothingElse) {
    const auto key = makeKey(authorities().signer);
    const Der before =
        signDetached(record::bytesOf(kSealedContent), *key, Pin("1234"), {}, kSigned);
    const Der token = makeToken(authorities().tsa, signatureValueDigest(before));
    const Der after = withSignatureTimestamp(
        before, token, {{authorities().tsaRoot.certificate}, {authorities().tsaCrl}});
    SignedData stamped = parseSignedData(after);
    EXPECT_EQ(signatureValueDigest(after), signatureValueDigest(before));
    ASSERT_EQ(stamped.unsignedAttributes.size(), 1u);
    EXPECT_EQ(stamped.unsignedAttributes[0].value, token);
    EXPECT_EQ(stamped.certificates.size(), 2u);
    EXPECT_EQ(stamped.crls.size(), 1u);
    stamped.unsignedAttributes.clear();
    stamped.certificates = {authorities().signer.certificate};
    stamped.crls.clear();
    EXPECT_EQ(encodeSignedData(stamped), before);
    EXPECT_THROW(static_cast<void>(withSignatureTimestamp(after, token, {})), record::Fault);
}

TEST(Cms, NamesTheClaimedTimeAlsoAfter2049) {
    const auto key = makeKey(authorities().signer);
    const Instant late = record::parseInstant("2055-01-02T03:04:05Z");
    const SignedData data =
        parseSignedData(signDetached(record::bytesOf(kSealedContent), *key, Pin("1234"), {}, late));
    const Der expected = der::wrap(der::kGeneralizedTime, record::bytesOf("20550102030405Z"));
    EXPECT_EQ(*data.attribute(kOidSigningTime), expected);
}

// A card that answers with something else than a signature over what it was asked.
TEST(Cms, RefusesASignatureThatIsNotOne) {
    class LyingKey final : public SigningKey {
      public:
        const Der& certificate() const override { return authorities().signer.certificate; }
        std::vector<std::uint8_t> sign(const record::Digest&, const Pin& pin) override {
            return makeKey(authorities().signer)->sign(record::sha256("other"), pin);
        }
    };
    LyingKey key;
    EXPECT_THROW(static_cast<void>(
                     signDetached(record::bytesOf(kSealedContent), key, Pin("1234"), {}, kSigned)),
                 record::Fault);
}

// Defects that only a verifier of its own sees (papers: 38 of 81 pass stock tools).

TEST(SealDefects, AnotherContent) {
    EXPECT_TRUE(readSeal(goodSeal(), record::bytesOf("another"), authorities().trust, kNow)
                    .verdict.has(FindingId::SignatureInvalid));
}

TEST(SealDefects, SignedAttributes) {
    Forgery extra;
    extra.beforeSigning = [](SignedData& data) {
        data.attributes.push_back({"1.2.840.113549.1.9.15", Der{0x30, 0x00}}); // SMIMECapabilities
    };
    expectRefused(forged(extra), FindingId::SignatureMalformed);
    for (const std::string_view oid :
         {kOidContentType, kOidMessageDigest, kOidSigningTime, kOidSigningCertificateV2}) {
        Forgery missing;
        missing.beforeSigning = [oid](SignedData& data) {
            std::erase_if(data.attributes,
                          [oid](const CmsAttribute& one) { return one.oid == oid; });
        };
        expectRefused(forged(missing), FindingId::SignatureMalformed);
    }
    Forgery otherDigest;
    otherDigest.beforeSigning = [](SignedData& data) {
        attributeOf(data, kOidMessageDigest).value =
            der::wrap(der::kOctetString, record::sha256("another").bytes);
    };
    expectRefused(forged(otherDigest), FindingId::SignatureInvalid);
    Forgery otherType;
    otherType.beforeSigning = [](SignedData& data) {
        attributeOf(data, kOidContentType).value = der::oid("1.2.840.113549.1.7.2");
    };
    expectRefused(forged(otherType), FindingId::SignatureMalformed);
    for (const char* const time : {"260310010000+0900", "2603100100Z", "261310010000Z"}) {
        Forgery odd;
        odd.beforeSigning = [time](SignedData& data) {
            attributeOf(data, kOidSigningTime).value =
                der::wrap(der::kUtcTime, record::bytesOf(time));
        };
        expectRefused(forged(odd), FindingId::SignatureMalformed);
    }
}

// The same key, name and serial number in a certificate with another role: only the ESS attribute
// tells [RFC 5035].
TEST(SealDefects, SubstitutedCertificate) {
    Forgery forgery;
    const Identity other =
        issue({"Hanako Yakuzai", with(signerExtensions(), "subjectDirectoryAttributes", "")},
              &authorities().issuing);
    forgery.afterSigning = [&](SignedData& data) {
        std::replace(data.certificates.begin(), data.certificates.end(),
                     authorities().signer.certificate, other.certificate);
        data.issuerAndSerial =
            parseSignedData(signDetached(record::bytesOf(kSealedContent), *makeKey(other),
                                         Pin("1234"), {}, kSigned))
                .issuerAndSerial;
    };
    expectRefused(forged(forgery), FindingId::SigningCertificateMismatch);
}

TEST(SealDefects, SigningCertificateOfAnother) {
    Forgery forgery;
    forgery.beforeSigning = [](SignedData& data) {
        const Der hash = der::wrap(der::kOctetString, record::sha256("another").bytes);
        attributeOf(data, kOidSigningCertificateV2).value =
            der::wrap(der::kSequence, der::wrap(der::kSequence, der::wrap(der::kSequence, hash)));
    };
    expectRefused(forged(forgery), FindingId::SigningCertificateMismatch);
    forgery.beforeSigning = [](SignedData& data) { // hash alone, without issuerSerial, is enough
        const Der hash =
            der::wrap(der::kOctetString, record::sha256(authorities().signer.certificate).bytes);
        attributeOf(data, kOidSigningCertificateV2).value =
            der::wrap(der::kSequence, der::wrap(der::kSequence, der::wrap(der::kSequence, hash)));
    };
    EXPECT_TRUE(readGoodContent(forged(forgery)).verdict.permitted());
}

Der algorithm(const char* oid, bool withNull) {
    const Der null = der::wrap(der::kNull, Der());
    return withNull ? der::wrap(der::kSequence, {der::oid(oid), null})
                    : der::wrap(der::kSequence, der::oid(oid));
}

TEST(SealDefects, WeakOrUnknownAlgorithms) {
    Forgery sha1;
    sha1.beforeSigning = [](SignedData& data) {
        data.digestAlgorithm = algorithm("1.3.14.3.2.26", false);
        data.signatureAlgorithm = algorithm("1.2.840.113549.1.1.5", true);
    };
    expectRefused(forged(sha1), FindingId::SignatureDigestWeak);
    Forgery pss;
    pss.beforeSigning = [](SignedData& data) {
        data.signatureAlgorithm = algorithm("1.2.840.113549.1.1.10", true);
    };
    expectRefused(forged(pss), FindingId::SignatureMalformed);
    Forgery mixed;
    mixed.beforeSigning = [](SignedData& data) {
        data.signatureAlgorithm =
            algorithm("1.2.840.113549.1.1.13", true); // sha512WithRSA, digest sha256
    };
    expectRefused(forged(mixed), FindingId::SignatureMalformed);
    Trust strict = authorities().trust;
    strict.file.digests = {"sha512"};
    expectRefused(goodSeal(), FindingId::SignatureDigestWeak, strict);
}

TEST(SealDefects, UnusedAndMissingParts) {
    Forgery unusedCertificate;
    unusedCertificate.afterStamping = [](SignedData& data) {
        data.certificates.push_back(issue({"Stranger", signerExtensions()}, nullptr).certificate);
    };
    expectRefused(forged(unusedCertificate), FindingId::SignatureMalformed);
    Forgery unusedList;
    unusedList.afterStamping = [](SignedData& data) {
        data.crls.push_back(makeCrl(authorities().signer));
    };
    expectRefused(forged(unusedList), FindingId::SignatureMalformed);
    Forgery brokenList;
    brokenList.afterStamping = [](SignedData& data) {
        data.crls.back().back() ^= 1;
    };
    expectRefused(forged(brokenList), FindingId::SignatureMalformed);
    Forgery noSigner;
    noSigner.afterStamping = [](SignedData& data) {
        std::erase(data.certificates, authorities().signer.certificate);
    };
    expectRefused(forged(noSigner), FindingId::SignatureMalformed);
    Forgery secondAttribute;
    secondAttribute.afterStamping = [](SignedData& data) {
        data.unsignedAttributes.push_back({"1.2.840.113549.1.9.6", Der{0x30, 0x00}});
    };
    expectRefused(forged(secondAttribute), FindingId::SignatureMalformed);
}

TEST(SealDefects, ForgedSignatureValue) {
    Forgery forgery;
    forgery.afterSigning = [](SignedData& data) {
        data.signature[20] ^= 1;
    };
    expectRefused(forged(forgery), FindingId::SignatureInvalid);
}

// Spliced at the level of bytes: what the parser of our own shape cannot even hold.
TEST(SealDefects, OtherShapesOfSignedData) {
    const Der good = goodSeal();
    const SignedData data = parseSignedData(good);
    const auto rebuilt = [&](const std::function<void(std::vector<Der>&)>& change) {
        der::Reader body = der::Reader(good).enter(der::kSequence);
        static_cast<void>(body.next(der::kOid));
        std::vector<Der> parts;
        for (der::Reader inside = body.enter(der::context(0)).enter(der::kSequence);
             !inside.empty();) {
            const record::Bytes whole = inside.next().whole;
            parts.emplace_back(whole.begin(), whole.end());
        }
        change(parts);
        Der all;
        for (const Der& part : parts) {
            all.insert(all.end(), part.begin(), part.end());
        }
        return der::wrap(
            der::kSequence,
            {der::oid(kOidSignedData),
             der::wrap(der::context(0), der::wrap(der::kSequence, record::Bytes(all)))});
    };
    ASSERT_EQ(rebuilt([](auto&) {}), good);
    expectRefused(rebuilt([](std::vector<Der>& parts) { // a second, equal signer
                      const auto signer = der::only(parts.back(), der::kSet).content;
                      parts.back() = der::wrap(der::kSet, {signer, signer});
                  }),
                  FindingId::SignatureMalformed);
    expectRefused(
        rebuilt([](std::vector<Der>& parts) { parts.back() = der::wrap(der::kSet, Der()); }),
        FindingId::SignatureMalformed);
    expectRefused(rebuilt([](std::vector<Der>& parts) { // attached
                      const Der content =
                          der::wrap(der::kOctetString, record::bytesOf(kSealedContent));
                      parts[2] = der::wrap(der::kSequence, {der::oid(kOidData),
                                                            der::wrap(der::context(0), content)});
                  }),
                  FindingId::SignatureMalformed);
    expectRefused(rebuilt([](std::vector<Der>& parts) {
                      parts[0] = {der::kInteger, 1, 3};
                  }),
                  FindingId::SignatureMalformed);
    expectRefused(rebuilt([](std::vector<Der>& parts) { // two digest algorithms
                      const auto one = der::only(parts[1], der::kSet).content;
                      parts[1] = der::wrap(der::kSet, {one, algorithm("1.3.14.3.2.26", false)});
                  }),
                  FindingId::SignatureMalformed);
    expectRefused(rebuilt([](std::vector<Der>& parts) { parts.erase(parts.begin() + 3); }),
                  FindingId::SignatureMalformed);
    Der indefinite = good; // BER: the outermost length left open
    indefinite.erase(indefinite.begin() + 1, indefinite.begin() + 4);
    indefinite.insert(indefinite.begin() + 1, 0x80);
    indefinite.insert(indefinite.end(), {0, 0});
    expectRefused(indefinite, FindingId::SignatureMalformed);
}

} // namespace
} // namespace seihon::signing
