#pragma once

#include "record/digest.h"

#include <cstdint>
#include <span>
#include <vector>

namespace seihon::record {

// Merkle tree arithmetic of RFC 6962 §2.1 (SHA-256): leaf = H(0x00 ‖ data), node = H(0x01 ‖ left ‖
// right).
Digest merkleLeaf(Bytes data);
Digest merkleNode(const Digest& left, const Digest& right);

// Root over leaf hashes; the empty tree's root is SHA-256 of nothing.
Digest merkleRoot(std::span<const Digest> leaves);

// Audit path of leaf `index` in the tree over `leaves` (§2.1.1), nearest sibling first. `index` <
// leaves.size().
std::vector<Digest> inclusionProof(std::span<const Digest> leaves, std::uint64_t index);
// The same for several leaves in one pass over the tree: `indices` rise and are all <
// leaves.size().
std::vector<std::vector<Digest>> inclusionProofs(std::span<const Digest> leaves,
                                                 std::span<const std::uint64_t> indices);
bool verifyInclusion(const Digest& leaf, std::uint64_t index, std::uint64_t size,
                     std::span<const Digest> proof, const Digest& root);

// Proof that the tree of `oldSize` leaves is a prefix of the tree over `leaves` (§2.1.2). 0 <
// oldSize <= size.
std::vector<Digest> consistencyProof(std::span<const Digest> leaves, std::uint64_t oldSize);
bool verifyConsistency(std::uint64_t oldSize, const Digest& oldRoot, std::uint64_t newSize,
                       const Digest& newRoot, std::span<const Digest> proof);

// The right edge of a growing tree: append is O(log n), root without all leaves at hand.
class MerkleFrontier {
  public:
    MerkleFrontier() = default;
    // Goes on from there: one peak for each set bit of `size`, largest first. Faults: Malformed.
    MerkleFrontier(std::uint64_t size, std::vector<Digest> peaks);
    void append(const Digest& leaf);
    std::uint64_t size() const { return m_size; }
    const std::vector<Digest>& peaks() const { return m_peaks; }
    Digest root() const;

  private:
    std::uint64_t m_size = 0;
    std::vector<Digest> m_peaks; // one per set bit of m_size, largest first
};

// consistencyProof without the leaves of the old tree: its edge, and what came behind it.
std::vector<Digest> consistencyProof(const MerkleFrontier& old, std::span<const Digest> newLeaves);

} // namespace seihon::record
