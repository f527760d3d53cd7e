#pragma once

#include <csignal>
#include <stop_token>
#include <thread>

namespace seihon::station_cli {

// Ctrl-C while paper is fed: the sheets inside the feeder are still taken in, then the run ends in
// good order.
class StopOnSignal {
  public:
    StopOnSignal();
    ~StopOnSignal();
    StopOnSignal(const StopOnSignal&) = delete; // owns the waiting thread
    StopOnSignal& operator=(const StopOnSignal&) = delete;
    std::stop_token token() const { return m_stop.get_token(); }

  private:
    sigset_t m_signals{};
    sigset_t m_before{};
    std::stop_source m_stop;
    std::jthread m_waiter;
};

} // namespace seihon::station_cli
