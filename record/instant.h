#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace seihon::record {

// A point in time, UTC, whole milliseconds. Local time exists only for display and for the
// calendar.
using Instant = std::chrono::sys_time<std::chrono::milliseconds>;

// The one place that reads the system clock. Verbs read it once per entry and pass it on.
Instant readClock();

// "2026-11-22T03:15:00.250Z"
std::string formatInstant(Instant at);

// "2026-11-22 12:15:00 +09:00" for people.
std::string formatLocal(Instant at, std::chrono::minutes utcOffset);

// ISO 8601 with seconds (and at most milliseconds) and an offset or Z; nothing else. Faults:
// Malformed.
Instant parseInstant(std::string_view text);

} // namespace seihon::record
