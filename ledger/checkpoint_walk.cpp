#include "ledger/checkpoint_walk.h"

namespace seihon::ledger {

using record::Digest;
using record::FindingId;

namespace {

std::string checkpointName(std::uint64_t size) {
    return "checkpoint of " + std::to_string(size) + " entries";
}

} // namespace

void CheckpointWalk::expect(std::vector<Checkpoint> checkpoints) {
    m_checkpoints = std::move(checkpoints);
    compareSoFar(); // one of size 0
}

void CheckpointWalk::add(const Digest& leaf) {
    m_frontier.append(leaf);
    compareSoFar();
}

// Everything behind the first that disagrees is another tree: that one names the place.
void CheckpointWalk::compareSoFar() {
    while (m_next < m_checkpoints.size() && m_checkpoints[m_next].size <= m_frontier.size()) {
        const Checkpoint& checkpoint = m_checkpoints[m_next++];
        const Digest root = m_frontier.root();
        if (root == checkpoint.root) {
            m_lastGood = checkpoint.size;
            continue;
        }
        const std::string place = m_lastGood < checkpoint.size
                                      ? ": entries " + std::to_string(m_lastGood) + " to " +
                                            std::to_string(checkpoint.size - 1)
                                      : std::string();
        m_findings.add(FindingId::CheckpointDisagrees, checkpointName(checkpoint.size) + place,
                       {root.hex(), checkpoint.root.hex()});
    }
}

void CheckpointWalk::finish() {
    for (; m_next < m_checkpoints.size(); ++m_next) {
        m_findings.add(FindingId::CheckpointDisagrees, checkpointName(m_checkpoints[m_next].size),
                       {std::to_string(m_frontier.size()) + " entries",
                        std::to_string(m_checkpoints[m_next].size) + " entries"});
    }
}

} // namespace seihon::ledger
