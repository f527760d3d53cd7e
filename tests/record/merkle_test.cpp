#include "record/merkle.h"

#include "record/fault.h"

#include <gtest/gtest.h>

#include <string>

namespace seihon::record {
namespace {

using Tree = std::vector<Digest>;

Digest hashOf(const std::string& data) {
    return sha256(std::string_view(data));
}

std::string text(const Digest& digest) {
    return {reinterpret_cast<const char*>(digest.bytes.data()), digest.bytes.size()};
}

// RFC 6962 §2.1 word for word, over the data, without any of the tested functions.
Digest naiveRoot(const std::vector<std::string>& data) {
    if (data.empty()) {
        return hashOf("");
    }
    if (data.size() == 1) {
        return hashOf(std::string(1, '\0') + data[0]);
    }
    std::size_t k = 1;
    while (k * 2 < data.size()) {
        k *= 2;
    }
    const auto middle = data.begin() + static_cast<std::ptrdiff_t>(k);
    return hashOf("\x01" + text(naiveRoot({data.begin(), middle})) +
                  text(naiveRoot({middle, data.end()})));
}

// §2.1.1 PATH, likewise.
Tree naivePath(std::size_t m, const std::vector<std::string>& data) {
    if (data.size() == 1) {
        return {};
    }
    std::size_t k = 1;
    while (k * 2 < data.size()) {
        k *= 2;
    }
    const std::vector<std::string> left(data.begin(),
                                        data.begin() + static_cast<std::ptrdiff_t>(k));
    const std::vector<std::string> right(data.begin() + static_cast<std::ptrdiff_t>(k), data.end());
    Tree path = m < k ? naivePath(m, left) : naivePath(m - k, right);
    path.push_back(naiveRoot(m < k ? right : left));
    return path;
}

// The inputs of the Certificate Transparency reference tree.
std::vector<std::string> referenceData() {
    const std::string zero(1, '\0');
    return {"",
            zero,
            "\x10",
            "\x20\x21",
            "\x30\x31",
            "\x40\x41\x42\x43",
            "\x50\x51\x52\x53\x54\x55\x56\x57",
            "\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f"};
}

std::vector<std::string> someData(std::size_t size) {
    std::vector<std::string> data;
    for (std::size_t i = 0; i < size; ++i) {
        data.push_back("entry " + std::to_string(i));
    }
    return data;
}

Tree leavesOf(const std::vector<std::string>& data) {
    Tree leaves;
    for (const std::string& item : data) {
        leaves.push_back(merkleLeaf(bytesOf(item)));
    }
    return leaves;
}

Digest flipped(Digest digest, std::size_t bit) {
    digest.bytes[bit / 8] = static_cast<std::uint8_t>(digest.bytes[bit / 8] ^ (1u << (bit % 8)));
    return digest;
}

constexpr std::size_t kLargest = 70;

TEST(Merkle, emptyTreeIsHashOfNothing) {
    EXPECT_EQ(merkleRoot({}).hex(),
              "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(MerkleFrontier().root(), merkleRoot({}));
}

TEST(Merkle, rootsOfTheReferenceTree) {
    const std::vector<std::string> expected = {
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};
    const Tree leaves = leavesOf(referenceData());
    for (std::size_t size = 1; size <= leaves.size(); ++size) {
        EXPECT_EQ(merkleRoot(std::span(leaves).first(size)).hex(), expected[size - 1]) << size;
    }
}

TEST(Merkle, rootsAndFrontierEqualTheNaiveRecursion) {
    MerkleFrontier frontier;
    for (std::size_t size = 1; size <= kLargest; ++size) {
        const auto data = someData(size);
        frontier.append(merkleLeaf(bytesOf(data.back())));
        EXPECT_EQ(frontier.size(), size);
        EXPECT_EQ(frontier.root(), naiveRoot(data)) << size;
        EXPECT_EQ(merkleRoot(leavesOf(data)), naiveRoot(data)) << size;
    }
}

TEST(Merkle, leafAndNodeAreKeptApart) {
    const Digest a = merkleLeaf(bytesOf("a"));
    const Digest b = merkleLeaf(bytesOf("b"));
    EXPECT_NE(merkleNode(a, b), merkleLeaf(bytesOf(text(a) + text(b))));
    EXPECT_NE(merkleNode(a, b), merkleNode(b, a));
}

TEST(Merkle, everyInclusionProofEqualsTheNaiveOneAndVerifies) {
    for (std::size_t size = 1; size <= kLargest; ++size) {
        const auto data = someData(size);
        const Tree leaves = leavesOf(data);
        const Digest root = naiveRoot(data);
        for (std::size_t i = 0; i < size; ++i) {
            const Tree proof = inclusionProof(leaves, i);
            ASSERT_EQ(proof, naivePath(i, data)) << i << " of " << size;
            ASSERT_TRUE(verifyInclusion(leaves[i], i, size, proof, root)) << i << " of " << size;
        }
    }
}

TEST(Merkle, tamperedInclusionIsRefused) {
    for (std::size_t size = 1; size <= kLargest; ++size) {
        const Tree leaves = leavesOf(someData(size));
        const Digest root = merkleRoot(leaves);
        for (std::size_t i = 0; i < size; ++i) {
            const Tree proof = inclusionProof(leaves, i);
            EXPECT_FALSE(verifyInclusion(flipped(leaves[i], i), i, size, proof, root));
            EXPECT_FALSE(verifyInclusion(leaves[i], i, size, proof, flipped(root, i)));
            EXPECT_FALSE(verifyInclusion(leaves[i], size, size, proof, root));
            EXPECT_FALSE(verifyInclusion(leaves[i], i, 0, proof, root));
            for (std::size_t other = 0; other < size; ++other) {
                EXPECT_EQ(verifyInclusion(leaves[i], other, size, proof, root), other == i);
            }
            for (std::size_t part = 0; part < proof.size(); ++part) {
                Tree bad = proof;
                bad[part] = flipped(bad[part], size);
                EXPECT_FALSE(verifyInclusion(leaves[i], i, size, bad, root));
            }
            Tree longer = proof;
            longer.push_back(root);
            EXPECT_FALSE(verifyInclusion(leaves[i], i, size, longer, root));
            if (!proof.empty()) {
                const auto shorter = std::span(proof).first(proof.size() - 1);
                EXPECT_FALSE(verifyInclusion(leaves[i], i, size, shorter, root));
            }
        }
    }
}

TEST(Merkle, everyBitOfAProofCounts) {
    const Tree leaves = leavesOf(someData(13));
    const Digest root = merkleRoot(leaves);
    const Tree proof = inclusionProof(leaves, 7);
    const Tree consistency = consistencyProof(leaves, 6);
    const Digest oldRoot = merkleRoot(std::span(leaves).first(6));
    ASSERT_TRUE(verifyInclusion(leaves[7], 7, 13, proof, root));
    ASSERT_TRUE(verifyConsistency(6, oldRoot, 13, root, consistency));
    for (std::size_t bit = 0; bit < 256; ++bit) {
        for (std::size_t part = 0; part < proof.size(); ++part) {
            Tree bad = proof;
            bad[part] = flipped(bad[part], bit);
            EXPECT_FALSE(verifyInclusion(leaves[7], 7, 13, bad, root));
        }
        for (std::size_t part = 0; part < consistency.size(); ++part) {
            Tree bad = consistency;
            bad[part] = flipped(bad[part], bit);
            EXPECT_FALSE(verifyConsistency(6, oldRoot, 13, root, bad));
        }
    }
}

TEST(Merkle, everyConsistencyProofVerifies) {
    for (std::size_t size = 1; size <= kLargest; ++size) {
        const Tree leaves = leavesOf(someData(size));
        const Digest root = merkleRoot(leaves);
        for (std::size_t old = 1; old <= size; ++old) {
            const Digest oldRoot = naiveRoot(someData(old));
            const Tree proof = consistencyProof(leaves, old);
            ASSERT_TRUE(verifyConsistency(old, oldRoot, size, root, proof)) << old << " " << size;
            EXPECT_FALSE(verifyConsistency(old, flipped(oldRoot, old), size, root, proof));
            EXPECT_FALSE(verifyConsistency(old, oldRoot, size, flipped(root, old), proof));
            EXPECT_FALSE(verifyConsistency(0, oldRoot, size, root, proof));
            EXPECT_FALSE(verifyConsistency(size + 1, oldRoot, size, root, proof));
            Tree longer = proof;
            longer.push_back(root);
            EXPECT_FALSE(verifyConsistency(old, oldRoot, size, root, longer));
            if (!proof.empty()) {
                const auto shorter = std::span(proof).first(proof.size() - 1);
                EXPECT_FALSE(verifyConsistency(old, oldRoot, size, root, shorter));
            }
            for (std::size_t part = 0; part < proof.size(); ++part) {
                Tree bad = proof;
                bad[part] = flipped(bad[part], size);
                EXPECT_FALSE(verifyConsistency(old, oldRoot, size, root, bad));
            }
        }
    }
}

TEST(Merkle, aForkedLogIsNotConsistent) {
    const auto honest = someData(20);
    auto forked = honest;
    forked[3] = "another entry";
    const Tree forkedLeaves = leavesOf(forked);
    const Digest oldRoot = naiveRoot({honest.begin(), honest.begin() + 9});
    EXPECT_FALSE(verifyConsistency(9, oldRoot, 20, merkleRoot(forkedLeaves),
                                   consistencyProof(forkedLeaves, 9)));
    const Tree leaves = leavesOf(honest);
    EXPECT_TRUE(verifyConsistency(9, oldRoot, 20, merkleRoot(leaves), consistencyProof(leaves, 9)));
}

// RFC 6962 §2.1.3: the worked example with seven leaves.
TEST(Merkle, exampleOfTheStandard) {
    const Tree d = leavesOf(someData(7));
    const Digest i = merkleNode(d[0], d[1]), h = merkleNode(d[2], d[3]);
    const Digest g = merkleNode(i, h), k = merkleNode(d[4], d[5]);
    const Digest l = merkleNode(k, d[6]);
    EXPECT_EQ(inclusionProof(d, 0), (Tree{d[1], h, l}));
    EXPECT_EQ(inclusionProof(d, 3), (Tree{d[2], i, l}));
    EXPECT_EQ(inclusionProof(d, 4), (Tree{d[5], d[6], g}));
    EXPECT_EQ(inclusionProof(d, 6), (Tree{k, g}));
    EXPECT_EQ(consistencyProof(d, 3), (Tree{d[2], d[3], i, l}));
    EXPECT_EQ(consistencyProof(d, 4), (Tree{l}));
    EXPECT_EQ(consistencyProof(d, 6), (Tree{k, d[6], g}));
}

// A witness's log goes on from its edge: the same proofs without the leaves of the old tree.
TEST(Merkle, aProofFromTheEdgeIsTheSame) {
    const Tree all = leavesOf(someData(70));
    for (std::size_t size = 1; size <= all.size(); ++size) {
        const Tree tree(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(size));
        MerkleFrontier edge;
        for (std::size_t old = 1; old <= size; ++old) {
            edge.append(tree[old - 1]);
            const MerkleFrontier again(edge.size(), edge.peaks());
            ASSERT_EQ(consistencyProof(again, std::span(tree).subspan(old)),
                      consistencyProof(tree, old))
                << old << " of " << size;
        }
    }
    EXPECT_THROW(MerkleFrontier(5, {all[0]}), Fault);
    EXPECT_THROW(MerkleFrontier(0, {all[0]}), Fault);
}

} // namespace
} // namespace seihon::record
