#pragma once

#include "record/digest.h"
#include "record/instant.h"
#include "record/signer_certificate.h"
#include "signing/signing_key.h"

namespace seihon::identity {

// A card of one certificate logs in with the key it signs with; a card of two has a key that says
// who is there and nothing else: digitalSignature, without nonRepudiation.
enum class LoginKey { Signing, Authentication };

// Identifies a person by two factors [F1]: the card (its key answers a fresh challenge) and its
// PIN. The card's certificate must be the one registered for that person, and of the kind that it
// is registered as; nothing is signed before that is known. Faults: LoginRefused, and those of
// SigningKey::sign.
record::SignerCertificate loginWithCard(signing::SigningKey& key, const signing::Pin& pin,
                                        const record::Digest& registeredCertificate, LoginKey kind,
                                        record::Instant now);

} // namespace seihon::identity
