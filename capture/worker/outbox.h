#pragma once

#include "capture/wire.h"

#include <span>

namespace seihon::capture {

// Writes frames to the station. When the station is gone there is nobody to scan for: throws
// StationGone.
struct StationGone {};

class Outbox {
  public:
    explicit Outbox(int fd) : m_fd(fd) {}

    void send(FrameType type, const record::Json& word);
    // In frames of at most kMaxRowsBytes.
    void sendRows(std::span<const std::uint8_t> rows);

  private:
    void write(std::span<const std::uint8_t> header, std::span<const std::uint8_t> payload);

    int m_fd;
};

} // namespace seihon::capture
