#pragma once

#include "record/digest.h"

#include <cstdint>
#include <vector>

namespace seihon::ledger {

// The right edge of the ledger's tree as it stands in the head row: one root per set bit of the
// size, largest first. Like record::MerkleFrontier, but it can be stored and taken up again, so
// that an append reads O(log n).
class TreePeaks {
  public:
    TreePeaks() = default;
    // Faults: LedgerBroken when the bytes cannot be the peaks of a tree of that size.
    TreePeaks(std::uint64_t size, record::Bytes stored);

    void append(const record::Digest& leaf);
    std::uint64_t size() const { return m_size; }
    record::Digest root() const;
    std::vector<std::uint8_t> stored() const;

  private:
    std::uint64_t m_size = 0;
    std::vector<record::Digest> m_peaks;
};

} // namespace seihon::ledger
