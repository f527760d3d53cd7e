#pragma once

#include "signing/data_digest.h"
#include "signing/timestamp.h"

#include <chrono>
#include <optional>

namespace seihon::signing {

// How far ahead of our clock an authority's may be when a token at rest is verified.
inline constexpr std::chrono::minutes kClockAllowance{5};

// verifyToken with everything given.
struct TokenQuestion {
    DataDigest expected;
    const std::vector<Der>& extraCertificates;
    const std::vector<Der>& extraCrls;
    record::Instant now{};
    std::chrono::minutes allowance = kClockAllowance;
    // The time of the proof that was laid over this token; `now` is asked where there is none. As
    // of that time the authority must still have held: what came to an end before it was covered
    // proves nothing.
    std::optional<record::Instant> coveredAt;
    // An archive layer's authority is proven by the layer above it; until then a list in force at
    // the token's time is all that can be had, and not worth a warning.
    bool isLayer = false;
};
TokenVerification verifyTokenWithin(record::Bytes token, const Trust& trust,
                                    const TokenQuestion& question);

} // namespace seihon::signing
