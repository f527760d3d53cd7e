#pragma once

#include "record/instant.h"
#include "signing/pin.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace seihon::identity {

// One-time codes (RFC 6238): SHA-1, six digits, steps of 30 seconds, as every authenticator has
// them. A secret is 20 random bytes as 40 hexadecimal digits.
signing::Pin makeTotpSecret();
bool isTotpSecret(std::string_view hex);

// "otpauth://totp/…": what an authenticator takes, typed in or as a QR code. It holds the secret.
signing::Pin totpUri(const signing::Pin& secret, std::string_view user, std::string_view station);

// The step that this code belongs to: now, the one before or the one after, and later than `used`,
// so that a code serves once (RFC 6238 §5.2). Empty when it does not fit. Faults: Internal.
std::optional<std::int64_t> stepOfCode(const signing::Pin& secret, const signing::Pin& code,
                                       record::Instant now, std::optional<std::int64_t> used);

// The code of a step, for tests and for nothing else.
signing::Pin codeOfStep(const signing::Pin& secret, std::int64_t step);

} // namespace seihon::identity
