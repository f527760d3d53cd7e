#pragma once

// Private to the demo's .cpp files.

#include "signing/demo_pki.h"
#include "signing/openssl_handles.h"

#include <filesystem>
#include <string>
#include <vector>

namespace seihon::signing::demo {

inline constexpr const char* kSignaturePolicy =
    "1.2.392.100495.1.5.1.1.0.1"; // HPKI signature, TEST
inline constexpr const char* kAuthenticationPolicy =
    "1.2.392.100495.1.5.1.2.0.1"; // HPKI authentication of individuals, TEST
// Below 2.999, the arc that ITU-T X.660 keeps for examples.
inline constexpr const char* kTimestampPolicy = "2.999.3161.1";

struct Holder {
    openssl::CertificatePtr certificate;
    openssl::KeyPtr key;
};

struct CertificateSpec {
    std::string commonName;
    std::string serialNumber; // of the subject; empty for authorities
    const char* profile;      // section of the profile text
    int years = 2;
    std::string healthcareRole; // hcRole text or empty
};

openssl::KeyPtr makeKey(int bits);

// `issuer` null: signs itself.
Holder makeHolder(const CertificateSpec& spec, openssl::KeyPtr key, const Holder* issuer,
                  record::Instant now);

// In force from `now` for 30 days; keeps the entries of `previous`.
openssl::CrlPtr makeCrl(const Holder& issuer, const ::X509_CRL* previous, record::Instant now);

std::string certificatePem(const ::X509& certificate);
std::string keyPem(const ::EVP_PKEY& key);
std::string crlPem(const ::X509_CRL& crl);
Holder readHolder(const std::filesystem::path& folder, const std::string& name);
openssl::CrlPtr readCrl(const std::filesystem::path& file);

struct TokenContent {
    std::string label;
    const Holder* person;
    const Holder* authentication;
    std::vector<const Holder*> authorities; // issuer first
};

// Writes the tokens into tokenFolder/tokens with the PIN given. Faults: TokenFailed, StorageFailed.
void writeTokens(const std::filesystem::path& tokenFolder,
                 const std::filesystem::path& pkcs11Module, const std::vector<TokenContent>& tokens,
                 const std::string& pin);

} // namespace seihon::signing::demo
