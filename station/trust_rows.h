#pragma once

#include "signing/trust.h"
#include "station/health.h"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace seihon::station {

enum class TrustKind { SignerProfile, SignerRoot, TimestampService, TimestampRoot };

// One thing that is believed, and until when: for whoever has to see in time that it ends.
struct TrustRow {
    TrustKind kind{};
    std::string name;   // as trust.toml names it; of a root its file
    std::string holder; // of a root: whose certificate it is
    std::optional<record::Instant> until;
    bool testMode = false;
    Health health = Health::Well; // bad: over; careful: ends within `warning`
};

// In the order of trust.toml, each profile and service followed by its roots.
std::vector<TrustRow> trustRows(const signing::Trust& trust, record::Instant now,
                                std::chrono::days warning);

} // namespace seihon::station
