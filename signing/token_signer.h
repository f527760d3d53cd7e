#pragma once

// Private to signing's .cpp files: single questions about who signed a token.

#include "signing/openssl_handles.h"
#include "signing/token_read.h"
#include "signing/trust.h"

#include <span>
#include <string>

namespace seihon::signing {

struct TokenDigest {
    const char* oid;
    const char* name;    // as in trust.toml
    const char* withRsa; // OID of the signature algorithm
    const ::EVP_MD* (*make)();
};

inline constexpr const char* kSha256Oid = "2.16.840.1.101.3.4.2.1";

// Null for digests that are unknown, weak, or not in the trust file's list.
const TokenDigest* acceptedDigest(const std::string& oid, const Trust& trust);

// SignerInfo's sid (RFC 5652 §5.3).
bool isNamedBySigner(const SignedToken& token, ::X509& certificate);
// The signature over the signed attributes.
bool verifiesWith(const SignedToken& token, const TokenDigest& digest, ::EVP_PKEY& key);
// The attribute messageDigest (RFC 5652 §11.2).
bool isContentDigested(const SignedToken& token, const TokenDigest& digest);
// RFC 3161 §2.3: timeStamping is the only extended key usage, and critical.
bool isReservedForTimestamps(::X509& certificate);
// RFC 3161 §2.4.2: `tsa` corresponds to one of the subject names in the certificate.
bool isNamedAs(::X509& certificate, const Der& generalName);
// The attribute signingCertificate (RFC 3161 §2.4.2) or its second version (RFC 5816); where both
// stand, both must fit. `chain` begins with the signer.
bool isNamedByAttribute(const SignedToken& token, std::span<const Der> chain);

} // namespace seihon::signing
