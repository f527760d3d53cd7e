// When what a record rests on comes to its end: keys that are broken, digests and key lengths that
// are no longer believed.

#include "signing/archive_timestamp.h"
#include "signing/validation_data.h"
#include "tests/signing/layers_fixture.h"

#include <gtest/gtest.h>

namespace seihon::signing {
namespace {

using namespace forge;
using record::FindingId;

constexpr int kKeyCompromise = 1;
constexpr int kCessationOfOperation = 5;

Trust trustWith(const std::vector<Revoked>& revoked, Instant at) {
    Trust trust = decades().trust;
    trust.crls.push_back(decades().tsaList(at - std::chrono::hours(3), revoked));
    return trust;
}

record::Verdict judgedWith(const Files& files, const Trust& trust, Instant now) {
    return verifyInMemory(files, trust, now).verdict;
}

TEST(ArchiveEnds, ABrokenKeyProvesNothingUnlessCoveredBefore) {
    const Files one = decades().withFirstLayer();
    const Files two = renewed(one, *decades().second, day("2034-06-01"));
    const Instant now = day("2035-02-01");
    const Revoked broken{decades().first->identity().certificate, day("2034-12-01"), kKeyCompromise,
                         std::nullopt};
    const record::Verdict lost = judgedWith(one, trustWith({broken}, now), now);
    EXPECT_TRUE(lost.has(FindingId::TimestampCertificateRevoked)) << describe(lost);
    const record::Verdict saved = judgedWith(two, trustWith({broken}, now), now);
    EXPECT_TRUE(saved.permitted()) << describe(saved);
    Revoked before = broken; // known in 2034-12, but broken since before the layer was laid
    before.invalidSince = day("2034-05-01");
    const record::Verdict tooLate = judgedWith(two, trustWith({before}, now), now);
    EXPECT_TRUE(tooLate.has(FindingId::TimestampCertificateRevoked)) << describe(tooLate);
}

TEST(ArchiveEnds, AnOrderlyEndTakesNothingBack) {
    const Instant now = day("2035-02-01");
    const Revoked closed{decades().first->identity().certificate, day("2030-12-01"),
                         kCessationOfOperation, std::nullopt};
    const record::Verdict verdict =
        judgedWith(decades().withFirstLayer(), trustWith({closed}, now), now);
    EXPECT_TRUE(verdict.permitted()) << describe(verdict);
}

// Nobody says anything about the authority at the time when it was covered: it may have been
// broken by then.
TEST(ArchiveEnds, NeedsAListOfTheTimeOfCovering) {
    const Files one = decades().withFirstLayer();
    const Instant at = day("2034-06-01");
    const Instant now = day("2035-02-01");
    const Trust trust = decades().trustOf(now);
    const Der ofThen = decades().tsaList(at - std::chrono::hours(3));
    const Der tooOld = decades().tsaList(day("2034-01-01"));
    const auto laid = [&](const std::vector<Der>& lists) {
        return judgedWith(layeredByHand(one, *decades().second, at, {{}, lists}), trust, now);
    };
    // What the verifier knows of later days does say that the unit was good: good enough.
    EXPECT_TRUE(laid({ofThen}).permitted()) << describe(laid({ofThen}));
    EXPECT_TRUE(laid({}).permitted()) << describe(laid({}));
    Trust forgetful = decades().trust;
    forgetful.crls = {decades().tsaList(at - std::chrono::hours(300))};
    const auto laidForgotten = [&](const std::vector<Der>& lists) {
        return judgedWith(layeredByHand(one, *decades().second, at, {{}, lists}), forgetful, now);
    };
    EXPECT_TRUE(laidForgotten({}).has(FindingId::RevocationUnknown));
    EXPECT_TRUE(laidForgotten({tooOld}).has(FindingId::RevocationUnknown));
    EXPECT_TRUE(laidForgotten({tooOld}).has(FindingId::ValidationDataMalformed));
    // In force then, and about the unit above as well: everything is proven without the verifier.
    EXPECT_TRUE(laidForgotten({ofThen}).permitted()) << describe(laidForgotten({ofThen}));
}

// Every byte of the validation data proves something about the layer below, or is refused.
TEST(ArchiveEnds, RefusesValidationDataThatNothingNeeds) {
    const Files one = decades().withFirstLayer();
    const Instant at = day("2034-06-01");
    const Der list = decades().tsaList(at - std::chrono::hours(3));
    const auto laid = [&](const ValidationMaterial& beside) {
        return judgedWith(layeredByHand(one, *decades().second, at, beside),
                          decades().trustOf(day("2035-02-01")), day("2035-02-01"));
    };
    EXPECT_TRUE(laid({{decades().tsaRoot.certificate}, {list}}).permitted());
    for (const ValidationMaterial& beside :
         {ValidationMaterial{{decades().third->identity().certificate}, {list}},
          ValidationMaterial{{authorities().issuing.certificate}, {list}},
          ValidationMaterial{{}, {list, authorities().issuingCrl}},
          ValidationMaterial{{}, {list, decades().tsaList(at - std::chrono::hours(5))}}}) {
        const record::Verdict verdict = laid(beside);
        EXPECT_FALSE(verdict.permitted());
        EXPECT_TRUE(verdict.has(FindingId::ValidationDataMalformed)) << describe(verdict);
    }
}

struct Strong {
    Identity root;
    std::shared_ptr<Unit> unit;
    Trust trust;
};

// A second service, whose certificates and signatures are made with SHA-512 and longer keys.
Strong strongService() {
    Strong made;
    CertificatePlan root{"Strong TSA Root", rootExtensions()};
    root.keyName = "strong root";
    root.bits = 3072;
    root.digest = "SHA512";
    root.notBefore = day("2020-01-01");
    root.notAfter = day("2070-01-01");
    made.root = issue(root, nullptr);
    made.unit = std::make_shared<Unit>(
        UnitPlan{"Strong TSU", day("2025-04-01"), day("2050-04-01"), 3072, "SHA512"}, made.root);
    made.trust = decades().trust;
    made.trust.tsaRoots["strong.pem"] = {made.root.certificate};
    config::TrustedTimestampService service = made.trust.file.timestampServices.front();
    service.name = "strong-tsa";
    service.roots = {"strong.pem"};
    made.trust.file.timestampServices.push_back(service);
    return made;
}

Trust withLists(const Strong& strong, Instant at) {
    Trust trust = strong.trust;
    CrlPlan list;
    list.thisUpdate = at - std::chrono::hours(3);
    list.nextUpdate = at + std::chrono::hours(90);
    list.digest = "SHA512";
    trust.crls.push_back(decades().tsaList(list.thisUpdate));
    trust.crls.push_back(makeCrl(strong.root, list));
    return trust;
}

TEST(ArchiveEnds, ADigestCountsUntilItsDate) {
    Strong strong = strongService();
    strong.trust.file.digestUntil["sha256"] = day("2031-01-01");
    const Files one = decades().withFirstLayer();
    const Instant before = day("2030-06-01");
    const Instant after = day("2032-06-01");
    const RecordVerification known = verifyInMemory(one, withLists(strong, before), before);
    EXPECT_TRUE(known.verdict.permitted()) << describe(known.verdict);
    EXPECT_EQ(known.provenUntil, day("2031-01-01"));
    const record::Verdict weak = judgedWith(one, withLists(strong, after), after);
    EXPECT_TRUE(weak.has(FindingId::TimestampDigestWeak)) << describe(weak);
    EXPECT_TRUE(weak.has(FindingId::ManifestDigestWeak)) << describe(weak);
    const record::Verdict bare = judgedWith(decades().completed(), withLists(strong, after), after);
    EXPECT_TRUE(bare.has(FindingId::SignatureDigestWeak)) << describe(bare);

    Files two = one; // no digest is asked for: SHA-256 would not last
    const Trust then = withLists(strong, before);
    const MadeLayer made = makeArchiveTimestamp(MemoryRecord(one), strong.unit->at(before),
                                                {then, before, std::chrono::minutes(5), ""});
    EXPECT_EQ(made.layer.digest, "sha512");
    add(two, made);
    const RecordVerification saved = verifyInMemory(two, withLists(strong, after), after);
    EXPECT_TRUE(saved.verdict.permitted()) << describe(saved.verdict);
    EXPECT_EQ(saved.provenUntil, day("2050-04-01"));
}

TEST(ArchiveEnds, AKeyLengthCountsUntilItsDate) {
    Strong strong = strongService();
    strong.trust.file.keyFloors = {{3072, day("2031-01-01")}};
    const Files one = decades().withFirstLayer();
    const Instant before = day("2030-06-01");
    const Instant after = day("2032-06-01");
    const RecordVerification known = verifyInMemory(one, withLists(strong, before), before);
    EXPECT_TRUE(known.verdict.permitted()) << describe(known.verdict);
    EXPECT_EQ(known.provenUntil, day("2031-01-01"));
    const record::Verdict weak = judgedWith(one, withLists(strong, after), after);
    EXPECT_TRUE(weak.has(FindingId::TimestampCertificateInvalid)) << describe(weak);
    Files two = one;
    const Trust then = withLists(strong, before);
    add(two, makeArchiveTimestamp(MemoryRecord(one), strong.unit->at(before),
                                  {then, before, std::chrono::minutes(5), ""}));
    const record::Verdict saved = judgedWith(two, withLists(strong, after), after);
    EXPECT_TRUE(saved.permitted()) << describe(saved);
}

// Another service below than above: its certificates come along.
TEST(ArchiveEnds, ChangesTheService) {
    const Strong strong = strongService();
    const Instant first = day("2030-06-01");
    const Instant second = day("2035-06-01");
    Files files = decades().withFirstLayer();
    const Trust then = withLists(strong, first);
    add(files, makeArchiveTimestamp(MemoryRecord(files), strong.unit->at(first),
                                    {then, first, std::chrono::minutes(5), ""}));
    const Trust later = withLists(strong, second);
    const MadeLayer made = makeArchiveTimestamp(MemoryRecord(files), decades().second->at(second),
                                                {later, second, std::chrono::minutes(5), ""});
    ASSERT_EQ(made.files.size(), 3u);
    const ValidationMaterial brought = parseValidationData(made.files[0].bytes);
    EXPECT_EQ(brought.certificates, std::vector<Der>{strong.root.certificate});
    EXPECT_EQ(brought.crls.size(), 1u);
    add(files, made);
    const record::Verdict verdict =
        judgedWith(files, withLists(strong, day("2044-06-01")), day("2044-06-01"));
    EXPECT_TRUE(verdict.permitted()) << describe(verdict);
}

} // namespace
} // namespace seihon::signing
