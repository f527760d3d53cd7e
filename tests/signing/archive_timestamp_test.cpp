#include "signing/archive_timestamp.h"

#include "record/fault.h"
#include "signing/archive_layers.h"
#include "signing/token_read.h"
#include "signing/validation_data.h"
#include "tests/signing/layers_fixture.h"

#include <gtest/gtest.h>

namespace seihon::signing {
namespace {

using namespace forge;
using record::FaultKind;
using record::FindingId;

const std::string kFirstManifest = "META-INF/ASiCArchiveManifest001.xml";
const std::string kFirstToken = "META-INF/timestamp001.tst";
const std::string kSecondManifest = "META-INF/ASiCArchiveManifest002.xml";
const std::string kSecondToken = "META-INF/timestamp002.tst";
const std::string kSecondValidation = "META-INF/validation002.p7b";

const Files& oneLayer() {
    static const Files files = decades().withFirstLayer();
    return files;
}

// Renewed in 2035 with SHA-512 and a new unit.
const Files& twoLayers() {
    static const Files files = renewed(oneLayer(), *decades().second, day("2035-01-10"), "sha512");
    return files;
}

const Files& threeLayers() {
    static const Files files = renewed(twoLayers(), *decades().third, day("2044-01-10"));
    return files;
}

template <typename Make>
FaultKind faultOfMaking(Make make) {
    try {
        static_cast<void>(make());
    } catch (const record::Fault& fault) {
        return fault.kind;
    }
    return FaultKind::Usage; // none of those that are expected
}

TEST(ArchiveTimestamp, CoversEverythingThatWasThere) {
    const Trust trust = decades().trustOf(kNow);
    const MadeLayer made =
        makeArchiveTimestamp(MemoryRecord(decades().completed()), decades().first->at(kNow),
                             {trust, kNow, std::chrono::minutes(5), ""});
    EXPECT_EQ(made.layer,
              (ArchiveLayer{1, LayerKind::ArchiveTimestamp, kNow, "test-tsa", "sha256"}));
    ASSERT_EQ(made.files.size(), 2u); // the seal itself holds what proves its authority
    EXPECT_EQ(made.files[0].path, kFirstManifest);
    EXPECT_EQ(made.files[1].path, kFirstToken);
    std::vector<std::string> covered;
    for (const AsicReference& reference :
         parseAsicManifest(textOf(made.files[0].bytes)).references) {
        covered.push_back(reference.path);
    }
    EXPECT_EQ(covered, (std::vector<std::string>{kManifest, kSignature, "pages/0001.tif",
                                                 "pages/0002.tif", "record.json"}));
}

TEST(ArchiveTimestamp, SaysWhatTheLayersProveAndUntilWhen) {
    const Instant now = day("2035-02-01");
    const RecordVerification one = verifyInMemory(oneLayer(), decades().trustOf(now), now);
    EXPECT_TRUE(one.verdict.permitted()) << describe(one.verdict);
    EXPECT_TRUE(one.completed);
    EXPECT_FALSE(one.verdict.has(FindingId::RevocationNotYetProven)) << describe(one.verdict);
    EXPECT_EQ(one.provenUntil, day("2036-04-01"));
    const RecordVerification two = verifyInMemory(twoLayers(), decades().trustOf(now), now);
    ASSERT_EQ(two.layers.size(), 2u);
    EXPECT_EQ(two.layers[1], (ArchiveLayer{2, LayerKind::ArchiveTimestamp, day("2035-01-10"),
                                           "test-tsa", "sha512"}));
    EXPECT_EQ(two.provenAt, kStamped); // the scan's time does not move
    EXPECT_EQ(two.provenUntil, day("2045-04-01"));
    const record::Json json = toJson(two);
    EXPECT_EQ(json.at("layers").asArray().at(0).at("kind").asString(), "archive-timestamp");
    EXPECT_EQ(json.at("provenUntil").asString(), "2045-04-01T01:00:00.000Z");
    EXPECT_TRUE(json.at("completed").asBool());

    const RecordVerification none = verifyInMemory(decades().record, decades().trust, kNow);
    EXPECT_FALSE(none.completed);
    EXPECT_EQ(none.provenUntil, day("2036-04-01"));
}

TEST(ArchiveTimestamp, KeepsARecordForEighteenYears) {
    expectValidAt(decades().completed(), day("2026-03-13"));
    expectValidAt(decades().completed(), day("2035-06-01"));
    expectRefusedAt(decades().completed(), day("2038-01-01"), FindingId::TimestampAuthorityExpired);
    expectValidAt(oneLayer(), day("2035-12-01"));
    expectRefusedAt(oneLayer(), day("2038-01-01"), FindingId::TimestampAuthorityExpired);
    expectValidAt(twoLayers(), day("2038-01-01"));
    expectValidAt(twoLayers(), day("2044-06-01"));
    expectRefusedAt(twoLayers(), day("2047-01-01"), FindingId::TimestampAuthorityExpired);
    expectValidAt(threeLayers(), day("2047-01-01"));
    expectRefusedAt(threeLayers(), day("2034-06-01"), FindingId::TimestampInFuture);
}

// EN 319 162-1 A.7: each archive manifest says which one it continues.
TEST(ArchiveTimestamp, NamesTheManifestThatItContinues) {
    const auto rootsOf = [](const std::string& path) {
        std::vector<std::string> roots;
        for (const AsicReference& reference :
             parseAsicManifest(threeLayers().at(path)).references) {
            if (reference.isRootfile) {
                roots.push_back(reference.path);
            }
        }
        return roots;
    };
    EXPECT_TRUE(rootsOf(kFirstManifest).empty());
    EXPECT_EQ(rootsOf(kSecondManifest), std::vector<std::string>{kFirstManifest});
    EXPECT_EQ(rootsOf("META-INF/ASiCArchiveManifest003.xml"),
              std::vector<std::string>{kSecondManifest});
}

TEST(ArchiveTimestamp, BringsAlongWhatProvesTheLayerBelow) {
    const ValidationMaterial material =
        parseValidationData(derOf(twoLayers().at(kSecondValidation)));
    EXPECT_EQ(material.certificates.size(), 0u); // the seal holds unit and root already
    EXPECT_EQ(material.crls.size(), 1u);
    Trust forgetful = decades().trust; // in 2044 nobody has the lists of 2026 or 2035 any more
    forgetful.crls.clear();
    forgetful.crls.push_back(decades().tsaList(day("2044-06-01")));
    const RecordVerification result = verifyInMemory(twoLayers(), forgetful, day("2044-06-01"));
    EXPECT_TRUE(result.verdict.permitted()) << describe(result.verdict);
}

// A record is renewed when the authority below can still be believed, or not at all.
TEST(ArchiveTimestamp, IsNotMadeTooLate) {
    const auto makeAt = [](Instant at, const Trust& trust) {
        return faultOfMaking([&] {
            return makeArchiveTimestamp(MemoryRecord(oneLayer()), decades().second->at(at),
                                        {trust, at, std::chrono::minutes(5), ""});
        });
    };
    const Instant late = day("2037-01-01");
    EXPECT_EQ(makeAt(late, decades().trustOf(late)), FaultKind::CertificateUnusable);
    const Instant inTime = day("2035-01-01");
    Trust noList = decades().trust;
    noList.crls.clear();
    EXPECT_EQ(makeAt(inTime, noList), FaultKind::RevocationUnavailable);
    Trust broken = decades().trust;
    broken.crls = {decades().tsaList(
        inTime, {{decades().first->identity().certificate, day("2034-12-01"), 1, {}}})};
    EXPECT_EQ(makeAt(inTime, broken), FaultKind::CertificateUnusable);
    EXPECT_EQ(makeAt(inTime, decades().trustOf(inTime)), FaultKind::Usage); // that is: made
}

// The same by a station that does not ask: its token comes a year after the unit below has ended.
TEST(ArchiveTimestamp, AddedTooLateProvesNothing) {
    const Instant asked = day("2035-06-01");
    const Instant stamped = day("2037-04-02");
    Trust trust = decades().trustOf(asked);
    trust.crls.push_back(decades().tsaList(stamped - std::chrono::hours(3)));
    Files files = oneLayer();
    add(files, makeArchiveTimestamp(MemoryRecord(files), decades().second->at(stamped),
                                    {trust, asked, std::chrono::hours(24 * 800), ""}));
    expectRefusedAt(files, day("2038-01-01"), FindingId::TimestampAuthorityExpired);
}

TEST(ArchiveTimestamp, RefusesATimeBeforeTheLayerBelow) {
    const Instant now = day("2035-01-20");
    const Trust trust = decades().trustOf(now);
    const auto makeWith = [&](Instant stamped) {
        return faultOfMaking([&] {
            return makeArchiveTimestamp(MemoryRecord(twoLayers()), decades().second->at(stamped),
                                        {trust, now, std::chrono::hours(24 * 30), ""});
        });
    };
    EXPECT_EQ(makeWith(day("2035-01-09")), FaultKind::TimestampRefused);
    EXPECT_EQ(makeWith(day("2035-01-11")), FaultKind::Usage); // that is: made
}

TEST(ArchiveTimestamp, RefusesWhateverWasChangedBelow) {
    const Instant now = day("2044-06-01");
    const auto changed = [](const std::string& path, const std::string& bytes) {
        Files files = threeLayers();
        EXPECT_NE(files.at(path), bytes);
        files[path] = bytes;
        return files;
    };
    const auto without = [](std::initializer_list<std::string> paths) {
        Files files = threeLayers();
        for (const std::string& path : paths) {
            EXPECT_EQ(files.erase(path), 1u) << path;
        }
        return files;
    };
    expectValidAt(threeLayers(), now);
    expectRefusedAt(changed("pages/0001.tif", "another"), now, FindingId::FileAltered);
    expectRefusedAt(changed(kFirstManifest, threeLayers().at(kFirstManifest) + " "), now,
                    FindingId::FileAltered);
    expectRefusedAt(changed(kFirstToken, threeLayers().at(kSecondToken)), now,
                    FindingId::TimestampImprintWrong);
    expectRefusedAt(changed(kSignature, decades().record.at(kSignature)), now,
                    FindingId::FileAltered); // the seal as it was before it was completed
    expectRefusedAt(without({kFirstToken}), now, FindingId::FileMissing);
    expectRefusedAt(without({kFirstToken, kFirstManifest}), now, FindingId::ArchiveLayerMissing);
    expectRefusedAt(without({kSecondValidation}), now, FindingId::FileMissing);
    expectRefusedAt(without({kSecondManifest, kSecondToken, kSecondValidation}), now,
                    FindingId::ArchiveLayerMissing);
}

TEST(ArchiveTimestamp, RefusesFilesThatNoRuleNames) {
    const Instant now = day("2035-02-01");
    for (const char* const path :
         {"META-INF/timestamp003.tst", "META-INF/validation003.p7b", "META-INF/timestamp01.tst",
          "META-INF/ASiCArchiveManifest000.xml", "META-INF/evidencerecord001.ers",
          "META-INF/validation001.p7b", "META-INF/timestamp.tst", "META-INF/x",
          "META-INF/signature002.p7s"}) {
        Files files = twoLayers();
        files[path] = "x";
        const RecordVerification result = verifyInMemory(files, decades().trustOf(now), now);
        EXPECT_FALSE(result.verdict.permitted()) << path;
    }
    Files late = oneLayer(); // validation data that came after the layer: no proof covers them
    const ValidationMaterial material{{}, {decades().tsaList(kNow)}};
    late["META-INF/validation001.p7b"] = textOf(encodeValidationData(material));
    expectRefusedAt(late, day("2035-02-01"), FindingId::FileNotListed);
}

TEST(ArchiveTimestamp, RefusesLayersOfAnotherRecord) {
    RecordPlan plan;
    plan.tsa = decades().first->identity();
    plan.tsaCertificates = {decades().tsaRoot.certificate};
    plan.tsaCrls = {decades().trust.crls.back()};
    plan.pages["pages/0001.tif"] = "another page";
    const Files other = renewed(sealedFiles(plan), *decades().first, kNow);
    expectValidAt(other, kNow + std::chrono::hours(1));
    Files mixed = oneLayer();
    mixed[kFirstToken] = other.at(kFirstToken);
    expectRefusedAt(mixed, day("2027-01-01"), FindingId::TimestampImprintWrong);
    mixed[kFirstManifest] = other.at(kFirstManifest);
    expectRefusedAt(mixed, day("2027-01-01"), FindingId::FileAltered);
}

// Layers over layers that nobody needs, or in the wrong order.
TEST(ArchiveTimestamp, RefusesTimesOutOfOrder) {
    const Trust trust = decades().trustOf(kNow);
    Files files = decades().completed();
    const Instant before = kStamped - std::chrono::hours(1);
    const MadeLayer later = makeArchiveTimestamp(MemoryRecord(files), decades().first->at(kNow),
                                                 {trust, kNow, std::chrono::minutes(5), ""});
    Files early = files;
    early[kFirstManifest] = textOf(later.files[0].bytes);
    const Token token =
        timestamp(decades().first->at(before), trust, digestBy("sha256", later.files[0].bytes),
                  kNow, std::chrono::hours(24 * 30));
    early[kFirstToken] = textOf(token.der);
    expectRefusedAt(early, kNow, FindingId::ArchiveTimesDisordered);
    add(files, later);
    expectValidAt(files, kNow);
}

} // namespace
} // namespace seihon::signing
