#include "signing/algorithm_rules.h"

#include <algorithm>

namespace seihon::signing {

namespace {

constexpr std::int64_t kLeastRsaBits = 2048; // 112 bits: SP 800-57 part 1, CRYPTREC until 2030

} // namespace

bool digestAccepted(const config::TrustFile& trust, std::string_view name, record::Instant at) {
    if (std::find(trust.digests.begin(), trust.digests.end(), name) == trust.digests.end()) {
        return false;
    }
    const std::optional<record::Instant> end = digestEnds(trust, name);
    return !end || at < *end;
}

std::optional<record::Instant> digestEnds(const config::TrustFile& trust, std::string_view name) {
    const auto end = trust.digestUntil.find(std::string(name));
    return end == trust.digestUntil.end() ? std::nullopt : std::optional(end->second);
}

bool keyAccepted(const config::TrustFile& trust, int rsaBits, record::Instant at) {
    return rsaBits >= floorAt(trust, at).rsaBitsAtLeast;
}

std::optional<record::Instant> keyEnds(const config::TrustFile& trust, int rsaBits) {
    std::optional<record::Instant> end;
    for (const config::KeyFloor& floor : trust.keyFloors) {
        if (rsaBits < floor.rsaBitsAtLeast && (!end || floor.from < *end)) {
            end = floor.from;
        }
    }
    return end;
}

AlgorithmFloor floorAt(const config::TrustFile& trust, record::Instant at) {
    AlgorithmFloor floor;
    floor.digests.clear();
    for (const std::string& name : trust.digests) {
        if (digestAccepted(trust, name, at)) {
            floor.digests.push_back(name);
        }
    }
    floor.rsaBitsAtLeast = kLeastRsaBits;
    for (const config::KeyFloor& each : trust.keyFloors) {
        if (each.from <= at) {
            floor.rsaBitsAtLeast = std::max(floor.rsaBitsAtLeast, each.rsaBitsAtLeast);
        }
    }
    return floor;
}

} // namespace seihon::signing
