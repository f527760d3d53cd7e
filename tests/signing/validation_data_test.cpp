#include "signing/validation_data.h"

#include "record/fault.h"
#include "signing/signed_data.h"
#include "tests/signing/layers_fixture.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace seihon::signing {
namespace {

using namespace forge;
using record::FindingId;

// The lists of a day after the timestamp, for all three issuers.
Trust trustOfNextDay() {
    CrlPlan later;
    later.thisUpdate = kStamped + std::chrono::hours(20);
    later.nextUpdate = later.thisUpdate + std::chrono::hours(96);
    Trust trust = authorities().trust;
    for (const Identity* const issuer :
         {&authorities().root, &authorities().issuing, &authorities().tsaRoot}) {
        trust.crls.push_back(makeCrl(*issuer, later));
    }
    return trust;
}

Trust trustWithoutLists() {
    Trust trust = authorities().trust;
    trust.crls.clear();
    return trust;
}

Der plainSeal() {
    return derOf(goodFiles().at(kSignature));
}

record::Verdict verdictOn(const Der& cms, const Trust& trust) {
    return readSeal(cms, record::bytesOf(goodFiles().at(kManifest)), trust, kNow).verdict;
}

TEST(ValidationData, IsWrittenAndReadInOneForm) {
    const ValidationMaterial material{
        {authorities().issuing.certificate, authorities().root.certificate},
        {authorities().rootCrl}};
    const Der bytes = encodeValidationData(material);
    const ValidationMaterial read = parseValidationData(bytes);
    EXPECT_EQ(read.certificates.size(), 2u);
    EXPECT_EQ(read.crls, material.crls);
    EXPECT_EQ(encodeValidationData(read), bytes);
    EXPECT_EQ(parseValidationData(encodeValidationData({})).crls.size(), 0u);
    for (std::size_t length = 0; length < bytes.size(); length += 13) {
        const Der part(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(length));
        EXPECT_THROW(static_cast<void>(parseValidationData(part)), record::Fault);
    }
    Der longer = bytes;
    longer.push_back(0);
    EXPECT_THROW(static_cast<void>(parseValidationData(longer)), record::Fault);
    EXPECT_THROW(static_cast<void>(parseValidationData(plainSeal())),
                 record::Fault); // it has a signer
}

TEST(CompleteSeal, NeedsAListNewerThanTheTokenForEveryCertificate) {
    EXPECT_EQ(completeSeal(plainSeal(), authorities().trust).waitingFor,
              (std::vector<std::string>{"Hanako Yakuzai", "Test Issuing CA", "Test TSA"}));
    EXPECT_EQ(completeSeal(plainSeal(), authorities().trust).cms, plainSeal());
    Trust oneMissing = trustOfNextDay();
    oneMissing.crls.pop_back();
    EXPECT_EQ(completeSeal(plainSeal(), oneMissing).waitingFor,
              std::vector<std::string>{"Test TSA"});

    const SealCompletion done = completeSeal(plainSeal(), trustOfNextDay());
    EXPECT_TRUE(done.complete());
    const record::Verdict before = verdictOn(plainSeal(), trustWithoutLists());
    EXPECT_TRUE(before.has(FindingId::RevocationNotYetProven));
    const record::Verdict after = verdictOn(done.cms, trustWithoutLists());
    EXPECT_TRUE(after.permitted()) << describe(after);
    EXPECT_FALSE(after.has(FindingId::RevocationNotYetProven)) << describe(after);
    EXPECT_TRUE(
        readSeal(done.cms, record::bytesOf(goodFiles().at(kManifest)), trustWithoutLists(), kNow)
            .completed);
    EXPECT_TRUE(isSameSignatureWithMore(plainSeal(), done.cms));
    EXPECT_FALSE(isSameSignatureWithMore(done.cms, plainSeal()));
    EXPECT_EQ(completeSeal(done.cms, trustWithoutLists()).cms, done.cms); // nothing more to do
}

// A revocation before the timestamp comes to light with the later lists: the completed seal says
// so.
TEST(CompleteSeal, BringsARevocationToLight) {
    Trust trust = trustOfNextDay();
    CrlPlan revoked;
    revoked.thisUpdate = kStamped + std::chrono::hours(21);
    revoked.nextUpdate = revoked.thisUpdate + std::chrono::hours(96);
    revoked.revoked = {
        {authorities().signer.certificate, kStamped - std::chrono::hours(1), std::nullopt, {}}};
    trust.crls.push_back(makeCrl(authorities().issuing, revoked));
    const SealCompletion done = completeSeal(plainSeal(), trust);
    EXPECT_TRUE(done.complete());
    const record::Verdict verdict = verdictOn(done.cms, trustWithoutLists());
    EXPECT_TRUE(verdict.has(FindingId::SignerCertificateRevoked)) << describe(verdict);
}

// Two lists of one issuer: the older one proves nothing any more, so it may not stay.
TEST(CompleteSeal, SupersedesOlderLists) {
    const SealCompletion done = completeSeal(plainSeal(), trustOfNextDay());
    EXPECT_EQ(parseSignedData(done.cms).crls.size(), 3u);
    SignedData both = parseSignedData(done.cms);
    both.crls.push_back(authorities().issuingCrl);
    const record::Verdict verdict = verdictOn(encodeSignedData(both), trustWithoutLists());
    EXPECT_TRUE(verdict.has(FindingId::SignatureMalformed)) << describe(verdict);
}

TEST(CompleteSeal, TellsEveryOtherChangeFromACompletion) {
    const SealCompletion done = completeSeal(plainSeal(), trustOfNextDay());
    const auto isSameAfter = [&](const auto& change) {
        SignedData data = parseSignedData(done.cms);
        change(data);
        return isSameSignatureWithMore(plainSeal(), encodeSignedData(data));
    };
    EXPECT_TRUE(isSameAfter([](SignedData&) {}));
    EXPECT_FALSE(isSameAfter([](SignedData& data) { data.signature[3] ^= 1; }));
    EXPECT_FALSE(isSameAfter([](SignedData& data) {
        data.unsignedAttributes[0].value =
            makeToken(authorities().tsa, record::sha256(data.signature));
    }));
    EXPECT_FALSE(isSameAfter([](SignedData& data) { data.unsignedAttributes.clear(); }));
    EXPECT_FALSE(isSameAfter([](SignedData& data) {
        std::erase(data.certificates, authorities().issuing.certificate);
    }));
    EXPECT_FALSE(isSameAfter([](SignedData& data) { data.crls.clear(); }));
    CrlPlan older;
    older.thisUpdate = kSigned - std::chrono::hours(100);
    EXPECT_FALSE(isSameAfter([&](SignedData& data) {
        data.crls = {makeCrl(authorities().root, older), makeCrl(authorities().issuing, older),
                     makeCrl(authorities().tsaRoot, older)};
    }));
    EXPECT_FALSE(isSameSignatureWithMore(plainSeal(), Der{0x30, 0x00}));
    RecordPlan another;
    another.pages["pages/0001.tif"] = "another";
    EXPECT_FALSE(isSameSignatureWithMore(plainSeal(), derOf(sealedFiles(another).at(kSignature))));
}

} // namespace
} // namespace seihon::signing
