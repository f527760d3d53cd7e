#pragma once

// Private to signing's .cpp files: the digests that a seal or a token may be made with.

#include "signing/openssl_handles.h"
#include "signing/trust.h"

#include <array>
#include <string>
#include <string_view>

namespace seihon::signing {

struct DigestKind {
    const char* name; // as trust.toml has it
    const char* oid;
    const char* withRsa; // OID of the signature algorithm, RSA PKCS#1 v1.5
    const char* uri;     // in XML (RFC 6931, XML Encryption)
    std::size_t bytes;
    const ::EVP_MD* (*make)();
};

inline constexpr const char* kSha256Oid = "2.16.840.1.101.3.4.2.1";

inline constexpr std::array<DigestKind, 3> kDigestKinds{
    {{"sha256", kSha256Oid, "1.2.840.113549.1.1.11", "http://www.w3.org/2001/04/xmlenc#sha256", 32,
      ::EVP_sha256},
     {"sha384", "2.16.840.1.101.3.4.2.2", "1.2.840.113549.1.1.12",
      "http://www.w3.org/2001/04/xmldsig-more#sha384", 48, ::EVP_sha384},
     {"sha512", "2.16.840.1.101.3.4.2.3", "1.2.840.113549.1.1.13",
      "http://www.w3.org/2001/04/xmlenc#sha512", 64, ::EVP_sha512}}};

// Null for digests that are unknown or weak.
const DigestKind* findDigest(const std::string& oid);
const DigestKind* digestNamed(std::string_view name);
const DigestKind* digestWithUri(std::string_view uri);
// Null also for those that trust.toml does not name, or no longer at `at`.
const DigestKind* acceptedDigest(const std::string& oid, const Trust& trust, record::Instant at);

} // namespace seihon::signing
