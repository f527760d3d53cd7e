#pragma once

#include "capture/scan_source.h"
#include "capture/wire.h"

#include <chrono>
#include <optional>
#include <string>

#include <sys/types.h>

namespace seihon::capture {

// Owns one descriptor.
class Descriptor {
  public:
    Descriptor() = default;
    explicit Descriptor(int fd) : m_fd(fd) {}
    ~Descriptor() { reset(); }
    Descriptor(Descriptor&& other) noexcept : m_fd(other.m_fd) { other.m_fd = -1; }
    Descriptor& operator=(Descriptor&& other) noexcept;
    int get() const { return m_fd; }
    void reset();

  private:
    int m_fd = -1;
};

// The child process with its two channels. Destruction ends it: first by closing the channel, after
// a grace period by SIGKILL.
class WorkerProcess {
  public:
    // Faults: WorkerDied when it cannot be started.
    explicit WorkerProcess(const WorkerConfig& config);
    ~WorkerProcess();
    WorkerProcess(const WorkerProcess&) = delete;
    WorkerProcess& operator=(const WorkerProcess&) = delete;

    // Faults: DeviceHung when it does not listen. A dead worker shows in receive().
    void send(FrameType type, const record::Json& word);

    enum class Outcome { Frame, StopRequested, Silent, Gone };
    // Waits for one whole frame, which is valid until the next call, or for either request. A
    // worker that drips bytes without completing a frame is silent, too. Faults: Malformed.
    Outcome receive(std::optional<FrameView>& frame, const ScanControl& control);

    void kill();
    // How it ended, for the technical detail of a fault; kills it when it has not.
    std::string ending();
    ::pid_t pid() const { return m_pid; }

  private:
    bool reap(std::chrono::milliseconds patience);

    std::chrono::seconds m_stall;
    ::pid_t m_pid = -1;
    bool m_reaped = false;
    int m_status = 0;
    Descriptor m_commands;
    Descriptor m_frames;
    FrameParser m_parser;
};

} // namespace seihon::capture
