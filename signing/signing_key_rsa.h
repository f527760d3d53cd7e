#pragma once

// Private to the .cpp files of the target seal: what every signing key does with RSA.

#include "signing/openssl_handles.h"

namespace seihon::signing {

// PKCS#1 v1.5 over SHA-256, the value itself being given (RFC 8017 §8.2.2).
bool isRsaSignature(const record::Digest& digest, ::EVP_PKEY& key, record::Bytes signature);

// Big-endian, without leading zeros, as CKA_MODULUS and CKA_PUBLIC_EXPONENT have them.
std::vector<std::uint8_t> rsaNumber(const ::EVP_PKEY& key, const char* name);

} // namespace seihon::signing
