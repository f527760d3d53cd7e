#include "record/merkle.h"

#include "record/fault.h"

#include <algorithm>
#include <bit>
#include <cassert>

namespace seihon::record {

namespace {

using Leaves = std::span<const Digest>;

// RFC 6962 §2.1: the largest power of two smaller than n (n > 1).
std::size_t splitOf(std::size_t n) {
    return std::bit_floor(n - 1);
}

// RFC 6962 §2.1.2 SUBPROOF. `whole`: the left part is the old tree itself, whose root the reader
// has already.
void addSubproof(std::vector<Digest>& proof, Leaves leaves, std::size_t oldSize, bool whole) {
    if (oldSize == leaves.size()) {
        if (!whole) {
            proof.push_back(merkleRoot(leaves));
        }
        return;
    }
    const std::size_t split = splitOf(leaves.size());
    if (oldSize <= split) {
        addSubproof(proof, leaves.first(split), oldSize, whole);
        proof.push_back(merkleRoot(leaves.subspan(split)));
    } else {
        addSubproof(proof, leaves.subspan(split), oldSize - split, false);
        proof.push_back(merkleRoot(leaves.first(split)));
    }
}

using Indices = std::span<const std::uint64_t>;

// Root of the subtree that begins at leaf `first`; on the way up each wanted leaf gets the sibling
// that its branch meets. `paths` stands beside `wanted`.
Digest climb(Leaves part, std::uint64_t first, Indices wanted,
             std::span<std::vector<Digest>> paths) {
    if (wanted.empty() || part.size() == 1) {
        return merkleRoot(part);
    }
    const std::size_t split = splitOf(part.size());
    const auto middle = std::lower_bound(wanted.begin(), wanted.end(), first + split);
    const auto toTheLeft = static_cast<std::size_t>(middle - wanted.begin());
    const Digest left =
        climb(part.first(split), first, wanted.first(toTheLeft), paths.first(toTheLeft));
    const Digest right = climb(part.subspan(split), first + split, wanted.subspan(toTheLeft),
                               paths.subspan(toTheLeft));
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        paths[i].push_back(i < toTheLeft ? right : left);
    }
    return merkleNode(left, right);
}

} // namespace

Digest merkleLeaf(Bytes data) {
    static constexpr std::array<std::uint8_t, 1> kLeaf{0x00};
    return Sha256().add(kLeaf).add(data).finish();
}

Digest merkleNode(const Digest& left, const Digest& right) {
    static constexpr std::array<std::uint8_t, 1> kNode{0x01};
    return Sha256().add(kNode).add(left.bytes).add(right.bytes).finish();
}

Digest merkleRoot(std::span<const Digest> leaves) {
    MerkleFrontier frontier;
    for (const Digest& leaf : leaves) {
        frontier.append(leaf);
    }
    return frontier.root();
}

std::vector<Digest> inclusionProof(std::span<const Digest> leaves, std::uint64_t index) {
    assert(index < leaves.size());
    std::vector<Digest> downwards; // from the root to the leaf
    Leaves part = leaves;
    while (part.size() > 1) {
        const std::size_t split = splitOf(part.size());
        if (index < split) {
            downwards.push_back(merkleRoot(part.subspan(split)));
            part = part.first(split);
        } else {
            downwards.push_back(merkleRoot(part.first(split)));
            part = part.subspan(split);
            index -= split;
        }
    }
    return {downwards.rbegin(), downwards.rend()};
}

std::vector<std::vector<Digest>> inclusionProofs(std::span<const Digest> leaves,
                                                 std::span<const std::uint64_t> indices) {
    assert(std::is_sorted(indices.begin(), indices.end()));
    assert(indices.empty() || indices.back() < leaves.size());
    std::vector<std::vector<Digest>> paths(indices.size());
    if (!indices.empty()) {
        climb(leaves, 0, indices, paths);
    }
    return paths;
}

// The bit-walking form of RFC 9162 §2.1.3.2: same tree as RFC 6962, which gives no algorithm for
// the reader.
bool verifyInclusion(const Digest& leaf, std::uint64_t index, std::uint64_t size,
                     std::span<const Digest> proof, const Digest& root) {
    if (index >= size) {
        return false;
    }
    std::uint64_t node = index;
    std::uint64_t last = size - 1;
    Digest hash = leaf;
    for (const Digest& sibling : proof) {
        if (last == 0) {
            return false; // longer than the tree is high
        }
        if ((node & 1) != 0 || node == last) {
            hash = merkleNode(sibling, hash);
            while ((node & 1) == 0 && node != 0) {
                node >>= 1;
                last >>= 1;
            }
        } else {
            hash = merkleNode(hash, sibling);
        }
        node >>= 1;
        last >>= 1;
    }
    return last == 0 && hash == root;
}

std::vector<Digest> consistencyProof(std::span<const Digest> leaves, std::uint64_t oldSize) {
    assert(oldSize > 0 && oldSize <= leaves.size());
    std::vector<Digest> proof;
    addSubproof(proof, leaves, oldSize, true);
    return proof;
}

// RFC 9162 §2.1.4.2.
bool verifyConsistency(std::uint64_t oldSize, const Digest& oldRoot, std::uint64_t newSize,
                       const Digest& newRoot, std::span<const Digest> proof) {
    if (oldSize == 0 || oldSize > newSize) {
        return false;
    }
    if (oldSize == newSize) {
        return proof.empty() && oldRoot == newRoot;
    }
    // A complete old tree is itself the first node; the proof leaves out what the reader has.
    const bool complete = std::has_single_bit(oldSize);
    if (proof.empty() && !complete) {
        return false;
    }
    std::uint64_t node = oldSize - 1;
    std::uint64_t last = newSize - 1;
    while ((node & 1) != 0) {
        node >>= 1;
        last >>= 1;
    }
    Digest oldHash = complete ? oldRoot : proof.front();
    Digest newHash = oldHash;
    for (const Digest& step : complete ? proof : proof.subspan(1)) {
        if (last == 0) {
            return false;
        }
        if ((node & 1) != 0 || node == last) {
            oldHash = merkleNode(step, oldHash);
            newHash = merkleNode(step, newHash);
            while ((node & 1) == 0 && node != 0) {
                node >>= 1;
                last >>= 1;
            }
        } else {
            newHash = merkleNode(newHash, step);
        }
        node >>= 1;
        last >>= 1;
    }
    return last == 0 && oldHash == oldRoot && newHash == newRoot;
}

MerkleFrontier::MerkleFrontier(std::uint64_t size, std::vector<Digest> peaks)
    : m_size(size), m_peaks(std::move(peaks)) {
    if (m_peaks.size() != static_cast<std::size_t>(std::popcount(size))) {
        throw Fault(FaultKind::Malformed, "a tree's edge with too many nodes, or too few");
    }
}

void MerkleFrontier::append(const Digest& leaf) {
    // Each trailing one bit of the old size is a complete subtree that the new leaf closes with.
    Digest peak = leaf;
    for (std::uint64_t bits = m_size; (bits & 1) != 0; bits >>= 1) {
        peak = merkleNode(m_peaks.back(), peak);
        m_peaks.pop_back();
    }
    m_peaks.push_back(peak);
    ++m_size;
}

Digest MerkleFrontier::root() const {
    if (m_peaks.empty()) {
        return sha256(Bytes{});
    }
    Digest root = m_peaks.back();
    for (auto peak = m_peaks.rbegin() + 1; peak != m_peaks.rend(); ++peak) {
        root = merkleNode(*peak, root);
    }
    return root;
}

namespace {

// RFC 6962 §2.1.2 SUBPROOF over leaves [from, until) of the new tree, of which those below the old
// size are known by their peaks alone: a left part that lies in the old tree is one of them.
class EdgeSubproof {
  public:
    EdgeSubproof(const MerkleFrontier& old, std::span<const Digest> newLeaves)
        : m_old(old), m_newLeaves(newLeaves) {}

    std::vector<Digest> run() {
        add(0, m_old.size() + m_newLeaves.size(), true);
        return std::move(m_proof);
    }

  private:
    void add(std::uint64_t from, std::uint64_t until, bool whole) {
        if (until == m_old.size()) {
            if (!whole) {
                m_proof.push_back(rootOf(from, until));
            }
            return;
        }
        const std::uint64_t middle = from + splitOf(until - from);
        if (m_old.size() <= middle) {
            add(from, middle, whole);
            m_proof.push_back(rootOf(middle, until));
        } else {
            add(middle, until, false);
            m_proof.push_back(rootOf(from, middle));
        }
    }

    Digest rootOf(std::uint64_t from, std::uint64_t until) const {
        if (from >= m_old.size()) {
            return merkleRoot(m_newLeaves.subspan(from - m_old.size(), until - from));
        }
        std::uint64_t start = 0;
        std::size_t peak = 0;
        for (std::uint64_t rest = m_old.size(); start < from; ++peak) {
            start += std::bit_floor(rest);
            rest -= std::bit_floor(rest);
        }
        return m_old.peaks().at(peak);
    }

    const MerkleFrontier& m_old;
    std::span<const Digest> m_newLeaves;
    std::vector<Digest> m_proof;
};

} // namespace

std::vector<Digest> consistencyProof(const MerkleFrontier& old, std::span<const Digest> newLeaves) {
    assert(old.size() > 0);
    return EdgeSubproof(old, newLeaves).run();
}

} // namespace seihon::record
