#pragma once

#include "ledger/findings.h"
#include "record/entry.h"

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace seihon::ledger {

// The entries whose private facts and salts a legal deletion destroyed: what its entry
// (DeletionCarriedOut) names. None for every other entry [F14].
std::vector<std::uint64_t> destroyedBy(const record::Entry& entry);

// Private facts against the commitments in the public lines, in the order of the log. What is
// missing must have been destroyed by law: an entry that comes later says so.
class PrivateJudge {
  public:
    explicit PrivateJudge(Findings& findings) : m_findings(findings) {}

    // `salt` and `facts`: what lies beside the line; no salt: nothing does. The entry gets the
    // facts when they fit.
    void take(record::Entry& entry, const std::optional<record::Digest>& salt,
              const std::string& facts);
    // Names what is missing without a deletion.
    void finish();
    std::uint64_t destroyed() const { return m_destroyed.size(); }

  private:
    Findings& m_findings;
    std::vector<std::uint64_t> m_missing;
    std::set<std::uint64_t> m_destroyed; // a few for each deletion
    std::uint64_t m_beyond = 0;          // missing ones that were only counted
};

} // namespace seihon::ledger
