#pragma once

#include "record/entry.h"
#include "record/verdict.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace seihon::record {

// What the times in a log tell by themselves, entry by entry in its order: where the clock was set
// back, and when the machine was started anew [F7]. Neither is wrong; an auditor should know.
class LogTimes {
  public:
    void take(const Entry& entry);

    std::uint64_t stepsBack() const { return m_stepsBack; }
    std::uint64_t restarts() const { return m_restarts; }
    const std::optional<Instant>& first() const { return m_first; }
    const std::optional<Instant>& latest() const { return m_latest; }
    // LogTimeWentBack (warnings), MachineRestarted (notes): the newest of each.
    Verdict verdict() const;

  private:
    void takeBoot(const Entry& entry);

    std::optional<Instant> m_first, m_latest, m_before;
    std::string m_boot;
    std::uint64_t m_stepsBack = 0, m_restarts = 0;
    std::vector<Finding> m_backs, m_boots;
};

} // namespace seihon::record
