#pragma once

#include <cstdint>

namespace seihon::capture {

// Before anything foreign is touched: no core files (they would hold a page), no new privileges, an
// end when the station's process ends, and SIGPIPE as an error code (the net backend writes to dead
// connections).
void confineProcess();

// Pixels and backends may not take the machine's memory. Not in address sanitizer builds, which map
// terabytes.
void limitMemory(std::int64_t bytes);

} // namespace seihon::capture
