#include "ledger/tree_peaks.h"

#include "record/fault.h"
#include "record/merkle.h"

#include <algorithm>
#include <bit>

namespace seihon::ledger {

using record::Digest;

TreePeaks::TreePeaks(std::uint64_t size, record::Bytes stored) : m_size(size) {
    constexpr std::size_t kDigest = std::tuple_size_v<decltype(Digest::bytes)>;
    const auto count = static_cast<std::size_t>(std::popcount(size));
    if (stored.size() != count * kDigest) {
        throw record::Fault(record::FaultKind::LedgerBroken,
                            "the head row's peaks do not fit its size",
                            {{"reason", "the head row's peaks do not fit its size"}});
    }
    for (std::size_t i = 0; i < count; ++i) {
        Digest peak;
        std::ranges::copy(stored.subspan(i * kDigest, kDigest), peak.bytes.begin());
        m_peaks.push_back(peak);
    }
}

void TreePeaks::append(const Digest& leaf) {
    Digest peak = leaf;
    for (std::uint64_t bits = m_size; (bits & 1) != 0; bits >>= 1) {
        peak = record::merkleNode(m_peaks.back(), peak);
        m_peaks.pop_back();
    }
    m_peaks.push_back(peak);
    ++m_size;
}

Digest TreePeaks::root() const {
    if (m_peaks.empty()) {
        return record::merkleRoot({});
    }
    Digest root = m_peaks.back();
    for (auto peak = m_peaks.rbegin() + 1; peak != m_peaks.rend(); ++peak) {
        root = record::merkleNode(*peak, root);
    }
    return root;
}

std::vector<std::uint8_t> TreePeaks::stored() const {
    std::vector<std::uint8_t> bytes;
    for (const Digest& peak : m_peaks) {
        bytes.insert(bytes.end(), peak.bytes.begin(), peak.bytes.end());
    }
    return bytes;
}

} // namespace seihon::ledger
