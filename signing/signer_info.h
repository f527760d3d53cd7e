#pragma once

// Private to signing's .cpp files: the parts of a SignerInfo (RFC 5652 §5.3), for our own seals and
// for signatures that come from outside. Faults of all: Malformed.

#include "signing/digest_kind.h"
#include "signing/signed_data.h"

#include <string>

namespace seihon::signing {

// The identifier of an AlgorithmIdentifier without parameters or with NULL (RFC 5754 §2).
std::string algorithmOf(record::Bytes algorithmIdentifier);

Der digestWith(const DigestKind& kind, record::Bytes data);

// Does the signature over the signed attributes hold with the certificate's RSA key (PKCS#1 v1.5)?
bool hasSignature(const Der& certificate, const DigestKind& kind, const SignedData& data);

// RFC 5035 §3: SigningCertificateV2 { certs SEQUENCE OF { hashAlgorithm DEFAULT sha256, certHash,
// issuerSerial } }. One certificate, no policies: what is not written here is refused.
bool namesCertificate(const Der& attribute, const Der& certificate, record::Bytes issuerAndSerial);

record::Instant readSigningTime(const Der& attribute);

} // namespace seihon::signing
