#pragma once

#include "signing/pin.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace seihon::identity {

// Passwords of people without a card [F1]: Argon2id (RFC 9106) with its second recommended
// parameters (64 MiB, 3 passes, 4 lanes), a salt of 16 and a tag of 32 bytes.

// What a new password must be: so many characters (UTF-8), at most 256 bytes, five different ones,
// and not the person's own name in it. Empty when it is good enough; else why not, in English, for
// a fault's detail.
std::string weaknessOf(const signing::Pin& password, std::string_view user,
                       std::int64_t charactersAtLeast);

// The encoded form, "$argon2id$v=19$m=65536,t=3,p=4$salt$tag". Faults: Internal (no memory).
std::string hashPassword(const signing::Pin& password);

// Does it look like what hashPassword makes, and no weaker? The parameters in a file must not make
// the check cheap, nor costly without end.
bool isPasswordHash(std::string_view encoded);

// Takes about a tenth of a second. Faults: Malformed for what isPasswordHash refuses.
bool passwordFits(const std::string& encoded, const signing::Pin& password);

} // namespace seihon::identity
