#pragma once

#include "ledger/findings.h"
#include "ledger/ledger.h"
#include "record/merkle.h"

#include <cstdint>
#include <vector>

namespace seihon::ledger {

// The log's tree, leaf by leaf, with a stop at the size of each checkpoint.
class CheckpointWalk {
  public:
    explicit CheckpointWalk(Findings& findings) : m_findings(findings) {}

    // Before the first leaf; by size.
    void expect(std::vector<Checkpoint> checkpoints);
    void add(const record::Digest& leaf);
    // Names those that lie ahead of the log.
    void finish();

    std::uint64_t size() const { return m_frontier.size(); }
    record::Digest root() const { return m_frontier.root(); }

  private:
    void compareSoFar();

    Findings& m_findings;
    record::MerkleFrontier m_frontier;
    std::vector<Checkpoint> m_checkpoints;
    std::size_t m_next = 0;
    std::uint64_t m_lastGood = 0; // entries under the newest checkpoint that agreed
};

} // namespace seihon::ledger
