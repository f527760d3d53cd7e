#pragma once

#include "station/station.h"

#include <csignal>
#include <stop_token>
#include <thread>

namespace seihon::station_cli {

// Ctrl-C while paper is fed: once, the sheet under way still comes in whole and no other is fed;
// twice (or SIGTERM), at once, and that sheet is void.
class StopOnSignal {
  public:
    StopOnSignal();
    ~StopOnSignal();
    StopOnSignal(const StopOnSignal&) = delete; // owns the waiting thread
    StopOnSignal& operator=(const StopOnSignal&) = delete;
    capture::ScanControl control() const { return {m_stop.get_token(), m_cancel.get_token()}; }
    // For work without paper: the first signal ends it.
    std::stop_token token() const { return m_stop.get_token(); }

  private:
    sigset_t m_signals{};
    sigset_t m_before{};
    std::stop_source m_stop, m_cancel;
    std::jthread m_waiter;
};

} // namespace seihon::station_cli
