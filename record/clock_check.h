#pragma once

#include "record/instant.h"
#include "record/json.h"

#include <cstdint>
#include <optional>
#include <string>

namespace seihon::record {

// The clock against a source of time, as the machine's time service told it [F7].
struct ClockCheck {
    std::string source;        // "chrony", "timesyncd"; "none" when no service could be asked
    bool synchronised = false; // the service says that it follows a source
    // Clock minus true time as the service estimates it, and how far that may be off.
    std::optional<std::int64_t> offsetMicroseconds;
    std::int64_t uncertaintyMicroseconds = 0;
    std::string server;       // what the service follows; may be empty
    std::int64_t stratum = 0; // 0: not told
    std::string detail;       // why nothing is known
    // A clock that nobody can set: the machine's time since it started, and which start that was.
    std::string boot;
    std::int64_t sinceBootMilliseconds = 0;
    Instant at{};
    // The check of the same start that later ones are held against: this one, or, while no service
    // says how far the clock is off, the first. Else a check after a jump would forget it.
    Instant anchorAt{};
    std::int64_t anchorSinceBootMilliseconds = 0;
    friend bool operator==(const ClockCheck&, const ClockCheck&) = default;
};

Json toJson(const ClockCheck& check);
// `at` is the entry's.
ClockCheck clockCheckFromJson(const Json& json, Instant at);

} // namespace seihon::record
