#pragma once

#include <chrono>
#include <cstdint>

namespace seihon::regulation {

// Backups, drills, and the nightly look at the archive [F9].
struct BackupRules {
    std::chrono::hours backupWithin{30}; // a good backup is not older
    std::chrono::days drillWithin{183};  // nor the last restore that was drilled
    std::int64_t verifyNights = 30;      // in so many parts every record is verified once
};

} // namespace seihon::regulation
