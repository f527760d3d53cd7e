#include "record/scan_proof.h"

#include "expect_fault.h"
#include "record/merkle.h"

#include <gtest/gtest.h>

#include <numeric>

namespace seihon::record {
namespace {

ScanProof sampleProof() {
    ScanProof proof;
    proof.note = "station-1\n3\nroot\n";
    proof.token = {1, 2, 3};
    proof.lines.push_back({Json::object({{"sequence", 1}}), {sha256("a"), sha256("b")}});
    proof.lines.push_back({Json::object({{"sequence", 2}}), {}});
    proof.certificates = {{4, 5}};
    proof.crls = {{6}};
    return proof;
}

void expectMalformed(const std::string& text) {
    EXPECT_THROW(static_cast<void>(parseScanProof(text)), Fault) << text.substr(0, 200);
}

} // namespace

TEST(ScanProof, GivesTheSameBytesAgain) {
    const std::string text = scanProofText(sampleProof());
    const ScanProof read = parseScanProof(text);
    EXPECT_EQ(scanProofText(read), text);
    EXPECT_EQ(read.lines.at(0).path.at(1), sha256("b"));
    EXPECT_EQ(read.token, sampleProof().token);
}

TEST(ScanProof, IsReadStrictly) {
    const Json good = parseJson(scanProofText(sampleProof()));
    for (const char* const member :
         {"format", "checkpoint", "token", "lines", "certificates", "crls"}) {
        Json::Object less = good.asObject();
        less.erase(member);
        expectMalformed(canonical(Json(less)));
        Json other = good;
        other.set(member, Json::array());
        const bool mayBeEmpty =
            std::string_view(member).starts_with("c") && std::string_view(member) != "checkpoint";
        if (!mayBeEmpty) {
            expectMalformed(canonical(other));
        }
    }
    Json more = good;
    more.set("remark", "x");
    expectMalformed(canonical(more));
    expectMalformed(pretty(good));
    ScanProof long1 = sampleProof();
    long1.lines.at(0).path.assign(65, sha256("x"));
    expectMalformed(scanProofText(long1));
    ScanProof long2 = sampleProof();
    long2.note.assign(4097, 'x');
    expectMalformed(scanProofText(long2));
}

TEST(ScanProof, ItsFactsNameTheFile) {
    const ScanProofFacts facts{sha256("f"), parseInstant("2026-11-20T00:00:00Z"), 7};
    EXPECT_EQ(scanProofFactsFromJson(toJson(facts)), facts);
    Json other = toJson(facts);
    other.set("file", "pages/0001.tif");
    EXPECT_THROW(static_cast<void>(scanProofFactsFromJson(other)), Fault);
    other = toJson(facts);
    other.set("checkpointSize", 0);
    EXPECT_THROW(static_cast<void>(scanProofFactsFromJson(other)), Fault);
}

// Every set of leaves of every small tree: as the proof of each alone.
TEST(InclusionProofs, AreThoseOfEachLeafAlone) {
    std::vector<Digest> leaves;
    for (std::size_t size = 1; size <= 9; ++size) {
        leaves.push_back(merkleLeaf(bytesOf(std::to_string(size))));
        for (unsigned set = 0; set < 1u << size; ++set) {
            std::vector<std::uint64_t> wanted;
            for (std::uint64_t i = 0; i < size; ++i) {
                if ((set >> i & 1u) != 0) {
                    wanted.push_back(i);
                }
            }
            const auto proofs = inclusionProofs(leaves, wanted);
            ASSERT_EQ(proofs.size(), wanted.size());
            for (std::size_t i = 0; i < wanted.size(); ++i) {
                ASSERT_EQ(proofs[i], inclusionProof(leaves, wanted[i])) << size << " " << set;
            }
        }
    }
}

} // namespace seihon::record
