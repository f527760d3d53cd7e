#pragma once

// Private to signing's .cpp files.

#include "signing/path.h"
#include "signing/token_read.h"
#include "signing/trust.h"

#include <functional>
#include <optional>
#include <span>

namespace seihon::signing {

struct TokenSupports {
    const SignedToken& token;
    std::span<const Der> chain; // of its authority, signer first
    int keyBits = 0;            // of the signer
    std::function<Path(record::Instant)> pathAt;
};

// When the first of what a token rests on ends: a certificate, or a digest or key by the dates of
// trust.toml.
std::optional<record::Instant> endOfToken(const TokenSupports& supports, const Trust& trust);

} // namespace seihon::signing
