#pragma once

#include "record/digest.h"
#include "record/instant.h"
#include "record/signer_certificate.h"
#include "signing/signing_key.h"

namespace seihon::identity {

// Identifies a person by two factors [F1]: the card (its key answers a fresh challenge) and its
// PIN. The card's certificate must be the one registered for that person. Faults: LoginRefused, and
// those of SigningKey::sign.
record::SignerCertificate loginWithCard(signing::SigningKey& key, const signing::Pin& pin,
                                        const record::Digest& registeredCertificate,
                                        record::Instant now);

} // namespace seihon::identity
