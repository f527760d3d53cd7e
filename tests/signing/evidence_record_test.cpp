#include "signing/evidence_record.h"

#include "record/fault.h"
#include "signing/archive_timestamp.h"
#include "signing/der.h"
#include "signing/evidence_batch.h"
#include "signing/token_verify.h"
#include "tests/signing/layers_fixture.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace seihon::signing {
namespace {

using namespace forge;
using record::FindingId;

const std::string kEvidence = "META-INF/evidencerecord001.ers";
const std::string kEvidenceManifest = "META-INF/ASiCEvidenceRecordManifest001.xml";

std::vector<DigestGroup> groupsOf(std::size_t count, std::string_view algorithm) {
    std::vector<DigestGroup> groups;
    for (std::size_t i = 0; i < count; ++i) {
        DigestGroup group;
        for (const char* const part : {"json", "page 1", "page 2"}) {
            const std::string text = std::string(part) + " of " + std::to_string(i);
            group.push_back(digestBy(algorithm, record::bytesOf(text)).bytes);
        }
        groups.push_back(std::move(group));
    }
    return groups;
}

EvidenceBatch batchOf(const std::vector<DigestGroup>& groups, const std::string& algorithm,
                      Instant at = kNow) {
    const Trust trust = decades().trustOf(at);
    return makeEvidenceRecords(groups, {trust, at, std::chrono::minutes(5), algorithm},
                               decades().first->at(at));
}

// The token and what it covers, for one record and one group.
bool covers(const Der& evidence, const DigestGroup& group, const std::string& algorithm) {
    const auto tokens = coveredTokens(parseEvidenceRecord(evidence), {{algorithm, group}});
    if (tokens.size() != 1) {
        return false;
    }
    return verifyTokenWithin(tokens[0].token, decades().trustOf(kNow),
                             {tokens[0].expected, {}, {}, kNow, kClockAllowance, {}, true})
        .verdict.permitted();
}

TEST(EvidenceRecord, ProvesEveryGroupOfABatchWithOneToken) {
    for (const std::size_t count : {1u, 2u, 3u, 7u, 64u, 65u}) {
        const auto groups = groupsOf(count, "sha256");
        const int askedBefore = decades().first->asked();
        const EvidenceBatch batch = batchOf(groups, "sha256");
        EXPECT_EQ(decades().first->asked(), askedBefore + 1);
        ASSERT_EQ(batch.records.size(), count);
        for (std::size_t i = 0; i < count; ++i) {
            EXPECT_TRUE(covers(batch.records[i], groups[i], "sha256")) << i << " of " << count;
            if (count > 1) {
                EXPECT_FALSE(covers(batch.records[i], groups[(i + 1) % count], "sha256"));
            }
        }
    }
}

TEST(EvidenceRecord, HoldsForTenThousandRecords) {
    const auto groups = groupsOf(10'000, "sha256");
    const EvidenceBatch batch = batchOf(groups, "sha256");
    ASSERT_EQ(batch.records.size(), groups.size());
    for (const std::size_t i : {0u, 1u, 4999u, 8191u, 8192u, 9999u}) {
        EXPECT_TRUE(covers(batch.records[i], groups[i], "sha256")) << i;
        EXPECT_LT(batch.records[i].size(), batch.token.der.size() + 700); // 14 levels
    }
}

TEST(EvidenceRecord, RefusesAGroupThatIsNotWhole) {
    const auto groups = groupsOf(5, "sha512");
    const EvidenceBatch batch = batchOf(groups, "sha512");
    ASSERT_TRUE(covers(batch.records[2], groups[2], "sha512"));
    DigestGroup missing = groups[2];
    missing.pop_back();
    EXPECT_FALSE(covers(batch.records[2], missing, "sha512"));
    DigestGroup more = groups[2];
    more.push_back(groups[3][0]);
    EXPECT_FALSE(covers(batch.records[2], more, "sha512"));
    DigestGroup altered = groups[2];
    altered[0][0] ^= 1;
    EXPECT_FALSE(covers(batch.records[2], altered, "sha512"));
    DigestGroup reordered = groups[2];
    std::swap(reordered[0], reordered[2]);
    EXPECT_TRUE(covers(batch.records[2], reordered, "sha512")); // a set has no order
}

// Two files of one record, or two records, may be the same bytes.
TEST(EvidenceRecord, CountsDoublesOnce) {
    auto groups = groupsOf(4, "sha256");
    groups[1].push_back(groups[1][0]);
    groups[3] = groups[2];
    const EvidenceBatch batch = batchOf(groups, "sha256");
    for (std::size_t i = 0; i < groups.size(); ++i) {
        EXPECT_TRUE(covers(batch.records[i], groups[i], "sha256")) << i;
    }
}

TEST(EvidenceRecord, ReadsOneSpellingOnly) {
    const auto groups = groupsOf(4, "sha256");
    const EvidenceBatch batch = batchOf(groups, "sha256");
    const Der good = batch.records[0];
    const EvidenceRecord read = parseEvidenceRecord(good);
    ReducedHashtree tree = read.chains[0].stamps[0].tree;
    ASSERT_EQ(tree.size(), 3u);
    const auto written = [&](const ReducedHashtree& changed,
                             const std::string& algorithm = "sha256") {
        return encodeEvidenceRecord({algorithm}, {{encodeArchiveStamp(changed, batch.token.der)}});
    };
    ASSERT_EQ(written(tree), good);
    const auto isMalformed = [](const Der& bytes) {
        try {
            static_cast<void>(parseEvidenceRecord(bytes));
            return false;
        } catch (const record::Fault& fault) {
            return fault.kind == record::FaultKind::Malformed;
        }
    };
    ReducedHashtree changed = tree;
    std::swap(changed[0][0], changed[0][1]);
    EXPECT_TRUE(isMalformed(written(changed))); // order
    changed = tree;
    changed[1].push_back(changed[1][0]);
    EXPECT_TRUE(isMalformed(written(changed))); // doubles
    changed = tree;
    changed[1][0].pop_back();
    EXPECT_TRUE(isMalformed(written(changed))); // length
    changed = tree;
    changed.push_back({});
    EXPECT_TRUE(isMalformed(written(changed))); // empty
    EXPECT_TRUE(isMalformed(written(tree, "sha512")));
    EXPECT_TRUE(isMalformed(encodeEvidenceRecord({"sha256"}, {})));
    EXPECT_TRUE(isMalformed(encodeEvidenceRecord({"sha256"}, {{}})));
    Der longer = good;
    longer.push_back(0x00);
    EXPECT_TRUE(isMalformed(longer));
    // The computed value named a second time among its siblings (§4.3 would let it pass).
    changed = tree;
    changed[1].push_back(digestOfList("sha256", tree[0]));
    std::sort(changed[1].begin(), changed[1].end());
    EXPECT_FALSE(isMalformed(written(changed)));
    EXPECT_FALSE(covers(written(changed), groups[0], "sha256"));
}

// --- renewal inside a record, RFC 4998 §5.2

Der tokenOver(Unit& unit, const DataDigest& digest, Instant at) {
    return timestamp(unit.at(at), decades().trustOf(at), digest, at, std::chrono::minutes(5)).der;
}

struct Renewal {
    DigestGroup digests256, digests512;
    Der first; // the archive timestamp of 2026
    Der evidence;
};

// 2026 SHA-256; 2035 another timestamp over the first; 2044 another tree, by SHA-512.
Renewal renewal(bool spoilt = false) {
    Renewal made;
    made.digests256 = groupsOf(1, "sha256")[0];
    made.digests512 = groupsOf(1, "sha512")[0];
    const EvidenceBatch batch = batchOf({made.digests256}, "sha256");
    const EvidenceRecord one = parseEvidenceRecord(batch.records[0]);
    const Der first = encodeArchiveStamp(one.chains[0].stamps[0].tree, batch.token.der);
    const Der second = encodeArchiveStamp(
        {}, tokenOver(*decades().second, digestBy("sha256", batch.token.der), day("2035-01-10")));
    Der past = first;
    past.insert(past.end(), second.begin(), second.end());
    const Der chains = der::wrap(der::kSequence, der::wrap(der::kSequence, past));
    const Der pastDigest = digestBy("sha512", spoilt ? past : chains).bytes;
    std::vector<Der> leaves;
    for (const Der& digest : made.digests512) {
        Der both = digest;
        both.insert(both.end(), pastDigest.begin(), pastDigest.end());
        leaves.push_back(digestBy("sha512", both).bytes);
    }
    std::sort(leaves.begin(), leaves.end());
    const Der third = encodeArchiveStamp(
        {leaves},
        tokenOver(*decades().third, {"sha512", digestOfList("sha512", leaves)}, day("2044-01-10")));
    made.evidence = encodeEvidenceRecord({"sha256", "sha512"}, {{first, second}, {third}});
    return made;
}

TEST(EvidenceRecord, FollowsBothKindsOfRenewal) {
    const Renewal made = renewal();
    const auto tokens = coveredTokens(parseEvidenceRecord(made.evidence),
                                      {{"sha256", made.digests256}, {"sha512", made.digests512}});
    ASSERT_EQ(tokens.size(), 3u);
    const Instant now = day("2047-01-01");
    Trust trust = decades().trustOf(now);
    trust.crls.push_back(decades().tsaList(day("2035-01-09")));
    trust.crls.push_back(decades().tsaList(day("2044-01-09")));
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const auto coveredAt =
            i + 1 < tokens.size() ? std::optional(tokens[i + 1].at) : std::nullopt;
        const record::Verdict verdict =
            verifyTokenWithin(tokens[i].token, trust,
                              {tokens[i].expected, {}, {}, now, kClockAllowance, coveredAt, true})
                .verdict;
        EXPECT_TRUE(verdict.permitted()) << i << "\n" << describe(verdict);
    }
    // Without the algorithm of one of the chains nothing is proven.
    EXPECT_TRUE(
        coveredTokens(parseEvidenceRecord(made.evidence), {{"sha256", made.digests256}}).empty());
    DigestGroup altered = made.digests512;
    altered[1][5] ^= 4;
    EXPECT_TRUE(coveredTokens(parseEvidenceRecord(made.evidence),
                              {{"sha256", made.digests256}, {"sha512", altered}})
                    .empty());
    const Renewal spoilt = renewal(true);
    EXPECT_TRUE(coveredTokens(parseEvidenceRecord(spoilt.evidence),
                              {{"sha256", spoilt.digests256}, {"sha512", spoilt.digests512}})
                    .empty());
}

// --- as a layer over records

TEST(EvidenceLayers, RenewManyRecordsWithOneToken) {
    std::vector<Files> records{decades().withFirstLayer(), decades().completed()};
    RecordPlan plan;
    plan.tsa = decades().first->identity();
    plan.tsaCertificates = {decades().tsaRoot.certificate};
    plan.tsaCrls = {decades().trust.crls.back()};
    plan.pages["pages/0001.tif"] = "another page";
    records.push_back(sealedFiles(plan));
    std::vector<MemoryRecord> held(records.begin(), records.end());
    std::vector<const RecordFiles*> asked;
    for (const MemoryRecord& one : held) {
        asked.push_back(&one);
    }
    const Instant at = day("2035-01-10");
    const Trust trust = decades().trustOf(at);
    const int before = decades().second->asked();
    const auto made = makeEvidenceLayers(asked, decades().second->at(at),
                                         {trust, at, std::chrono::minutes(5), "sha512"});
    EXPECT_EQ(decades().second->asked(), before + 1);
    ASSERT_EQ(made.size(), 3u);
    EXPECT_EQ(made[0].layer.number, 2);
    EXPECT_EQ(made[1].layer,
              (ArchiveLayer{1, LayerKind::EvidenceRecord, at, "test-tsa", "sha512"}));
    for (std::size_t i = 0; i < records.size(); ++i) {
        add(records[i], made[i]);
        expectValidAt(records[i], day("2044-06-01"));
        expectRefusedAt(records[i], day("2047-01-01"), FindingId::TimestampAuthorityExpired);
        records[i] = renewed(records[i], *decades().third, day("2044-06-01"));
        expectValidAt(records[i], day("2047-01-01"));
    }
    Files swapped = records[1];
    swapped[kEvidence] = records[2].at(kEvidence);
    expectRefusedAt(swapped, day("2044-06-02"), FindingId::EvidenceRecordMismatch);
    EXPECT_TRUE(makeEvidenceLayers({}, *decades().second, {trust, at, {}, ""}).empty());
}

TEST(EvidenceLayers, NameTheRecordThatCannotBeRenewed) {
    const MemoryRecord good(decades().completed());
    Files broken = decades().completed();
    broken.erase(kSignature);
    const MemoryRecord bad(broken);
    const std::vector<const RecordFiles*> asked{&good, &bad};
    const Trust trust = decades().trustOf(kNow);
    try {
        static_cast<void>(makeEvidenceLayers(asked, decades().first->at(kNow),
                                             {trust, kNow, std::chrono::minutes(5), ""}));
        ADD_FAILURE();
    } catch (const record::Fault& fault) {
        EXPECT_EQ(fault.kind, record::FaultKind::Malformed);
        EXPECT_EQ(fault.context.at("record"), "1");
    }
}

TEST(EvidenceLayers, RefuseChangesBelow) {
    const Instant now = day("2027-01-01");
    const Files good = renewedWithEvidence(decades().completed(), *decades().first, kNow);
    expectValidAt(good, now);
    Files page = good;
    page["pages/0002.tif"] = "other";
    expectRefusedAt(page, now, FindingId::EvidenceRecordMismatch);
    Files lacking = good;
    lacking.erase("pages/0002.tif");
    expectRefusedAt(lacking, now, FindingId::EvidenceRecordMismatch);
    Files more = good;
    more["pages/0003.tif"] = "more";
    expectRefusedAt(more, now, FindingId::EvidenceRecordMismatch);
    Files seal = good;
    seal[kSignature] = decades().record.at(kSignature);
    expectRefusedAt(seal, now, FindingId::EvidenceRecordMismatch);
    Files manifest = good; // the manifest beside it is not covered, so it is fixed by the rest
    std::string& xml = manifest[kEvidenceManifest];
    xml.replace(xml.find("text/xml"), 8, "text/png");
    expectRefusedAt(manifest, now, FindingId::ManifestMalformed);
    Files garbage = good;
    garbage[kEvidence] = "x";
    expectRefusedAt(garbage, now, FindingId::EvidenceRecordMalformed);
}

} // namespace
} // namespace seihon::signing
