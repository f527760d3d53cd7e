#pragma once

#include "capture/wire.h"

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>

namespace seihon::capture {

// Listens to the station: the command first, later a cancel or the end of input, each on a thread
// of its own because the scanning thread may be blocked inside a backend.
class Inbox {
  public:
    explicit Inbox(int fd) : m_fd(fd) {}

    // Faults: Malformed, or StationGone is thrown.
    record::Json awaitCommand();
    void startListening();

    // Returns when the station grants one more sheet or has cancelled; false when it wants no more.
    bool awaitSheet();
    bool cancelled() const { return m_cancelled; }
    bool stopped() const { return m_stopped; }
    // What a cancel has to interrupt; nullptr: nothing any more.
    void interruptWith(std::function<void()> interrupt);

  private:
    std::optional<Frame> read();
    void listen();
    void interrupt();

    int m_fd;
    FrameParser m_parser;
    std::atomic<bool> m_cancelled{false};
    std::atomic<bool> m_stopped{false};
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::int64_t m_granted = 0; // sheets not yet fed
    std::function<void()> m_interrupt;
};

} // namespace seihon::capture
