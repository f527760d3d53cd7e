#pragma once

// Private to the .cpp files of the target seal: the certificates of people on a token.

#include "signing/certificate.h"
#include "signing/openssl_handles.h"
#include "signing/pkcs11_module.h"

namespace seihon::signing::pkcs11 {

// A certificate of the card's holder, not one of an authority.
struct HolderCertificate {
    Der der;
    std::vector<std::uint8_t> id; // CKA_ID; the private key has the same
    bool nonRepudiation = false;
};

// Readable without a PIN; each certificate once.
std::vector<HolderCertificate> holderCertificates(const Session& session);

// What is needed to find the private key, and to verify what it signs.
struct CardCertificate {
    Der der;
    std::vector<std::uint8_t> id;             // CKA_ID
    std::vector<std::uint8_t> modulus;        // big-endian, as CKA_MODULUS
    std::vector<std::uint8_t> publicExponent; // big-endian, as CKA_PUBLIC_EXPONENT
    openssl::KeyPtr key;
};

// The wanted one where it is there, else the only one to sign with. Faults: CertificateUnusable.
CardCertificate chooseCertificate(std::vector<HolderCertificate> all,
                                  const std::optional<record::Digest>& wanted,
                                  const std::string& label);

} // namespace seihon::signing::pkcs11
