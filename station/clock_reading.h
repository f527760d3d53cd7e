#pragma once

#include "record/clock_check.h"

#include <string_view>

namespace seihon::station {

// What time services print about themselves [F7]. Strict about what they read, and bounded: 16 KiB,
// plain lines. Faults: Malformed. `at` and the machine's own time are the caller's.

// One line of `chronyc -n -c tracking` (chrony 4): reference id, address, stratum, … leap status.
// A daemon that follows only its own clock ("local") is not synchronised.
record::ClockCheck clockFromChrony(std::string_view output);

// `timedatectl timesync-status` (systemd-timesyncd): "Key: value" lines, of which Server, Leap,
// Stratum, Root distance, Offset, Delay, Jitter and Packet count are read.
record::ClockCheck clockFromTimesyncd(std::string_view output);

// "1min 2.5s", "-387us", "+23.4ms": systemd's way of writing a time span, in microseconds. Faults:
// Malformed.
std::int64_t timeSpanMicroseconds(std::string_view text);

} // namespace seihon::station
