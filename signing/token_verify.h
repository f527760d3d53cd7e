#pragma once

#include "signing/timestamp.h"

#include <chrono>

namespace seihon::signing {

// How far ahead of our clock an authority's may be when a token at rest is verified.
inline constexpr std::chrono::minutes kClockAllowance{5};

// verifyToken with the allowance given.
struct TokenQuestion {
    record::Digest expected;
    const std::vector<Der>& extraCertificates;
    const std::vector<Der>& extraCrls;
    record::Instant now{};
    std::chrono::minutes allowance = kClockAllowance;
};
TokenVerification verifyTokenWithin(record::Bytes token, const Trust& trust,
                                    const TokenQuestion& question);

} // namespace seihon::signing
