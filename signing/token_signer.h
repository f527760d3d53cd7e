#pragma once

// Private to signing's .cpp files: single questions about who signed a token.

#include "signing/digest_kind.h"
#include "signing/openssl_handles.h"
#include "signing/token_read.h"
#include "signing/trust.h"

#include <span>
#include <string>

namespace seihon::signing {

// SignerInfo's sid (RFC 5652 §5.3).
bool isNamedBySigner(const SignedToken& token, ::X509& certificate);
// The signature over the signed attributes.
bool verifiesWith(const SignedToken& token, const DigestKind& digest, ::EVP_PKEY& key);
// The attribute messageDigest (RFC 5652 §11.2).
bool isContentDigested(const SignedToken& token, const DigestKind& digest);
// RFC 3161 §2.3: timeStamping is the only extended key usage, and critical.
bool isReservedForTimestamps(::X509& certificate);
// RFC 3161 §2.4.2: `tsa` corresponds to one of the subject names in the certificate.
bool isNamedAs(::X509& certificate, const Der& generalName);
// The attribute signingCertificate (RFC 3161 §2.4.2) or its second version (RFC 5816); where both
// stand, both must fit. `chain` begins with the signer.
bool isNamedByAttribute(const SignedToken& token, std::span<const Der> chain);

} // namespace seihon::signing
