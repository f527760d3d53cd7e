#pragma once

#include "record/verdict.h"

#include <cstdint>
#include <string>

namespace seihon::ledger {

// Collects what verify() finds, up to a limit: a ledger that is wrong everywhere must not fill the
// memory.
class Findings {
  public:
    struct Difference {
        std::string measured;
        std::string required;
    };

    void add(record::FindingId id, const std::string& subject, const Difference& difference = {});
    void note(record::FindingId id, const std::string& subject);
    record::Verdict take();

  private:
    void put(record::Finding finding);

    record::Verdict m_verdict;
    std::uint64_t m_beyondLimit = 0;
};

} // namespace seihon::ledger
