#pragma once

#include "record/instant.h"
#include "record/verdict.h"

#include <cstdint>
#include <optional>

namespace seihon::station {

// What a look at the whole archive found.
struct ArchiveReport {
    record::Verdict verdict;
    std::int64_t records = 0;
    std::int64_t entries = 0;
    std::int64_t anchors = 0;                  // compared with the log
    std::optional<record::Instant> anchoredAt; // of the newest one's token
};

} // namespace seihon::station
