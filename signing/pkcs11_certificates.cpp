#include "signing/pkcs11_certificates.h"

#include "record/fault.h"
#include "signing/signing_key_rsa.h"

#include <algorithm>
#include <array>

namespace seihon::signing::pkcs11 {

using record::Fault;
using record::FaultKind;

namespace {

// A card carries the holder's certificate and those of its authorities; only the holder's key is on
// it.
bool belongsToHolder(::X509& certificate) {
    const std::uint32_t flags = ::X509_get_extension_flags(&certificate);
    const bool authority = (flags & EXFLAG_CA) != 0 || (flags & EXFLAG_SS) != 0;
    return (flags & EXFLAG_INVALID) == 0 && !authority;
}

bool signsForItsHolder(::X509& certificate) {
    return (::X509_get_key_usage(&certificate) & KU_NON_REPUDIATION) != 0;
}

HolderCertificate choose(std::vector<HolderCertificate> all,
                         const std::optional<record::Digest>& wanted, const std::string& label) {
    const auto meant = std::find_if(all.begin(), all.end(), [&](const HolderCertificate& each) {
        return wanted && record::sha256(each.der) == *wanted;
    });
    if (meant != all.end()) {
        return std::move(*meant);
    }
    if (all.size() > 1) {
        // Signature and authentication certificate side by side: the signature's is the one with
        // nonRepudiation.
        std::erase_if(all, [](const HolderCertificate& each) { return !each.nonRepudiation; });
    }
    if (all.size() != 1) {
        throw Fault(FaultKind::CertificateUnusable,
                    all.empty() ? "no certificate to sign with on token \"" + label + '"'
                                : "several certificates to sign with on token \"" + label + '"',
                    {{"token", label}});
    }
    return std::move(all.front());
}

} // namespace

std::vector<HolderCertificate> holderCertificates(const Session& session) {
    const CK_OBJECT_CLASS kind = CKO_CERTIFICATE;
    const CK_BBOOL onToken = CK_TRUE;
    std::array wanted{attribute(CKA_CLASS, kind), attribute(CKA_TOKEN, onToken)};
    std::vector<HolderCertificate> found;
    for (const CK_OBJECT_HANDLE object : findObjects(session, wanted)) {
        auto value = readAttribute(session, object, CKA_VALUE);
        const openssl::CertificatePtr parsed =
            value ? openssl::certificateFromDer(*value) : openssl::CertificatePtr();
        if (!parsed || !belongsToHolder(*parsed)) {
            continue;
        }
        const bool known =
            std::any_of(found.begin(), found.end(),
                        [&](const HolderCertificate& other) { return other.der == *value; });
        if (!known) {
            auto id = readAttribute(session, object, CKA_ID);
            found.push_back({std::move(*value), id.value_or(std::vector<std::uint8_t>{}),
                             signsForItsHolder(*parsed)});
        }
    }
    return found;
}

CardCertificate chooseCertificate(std::vector<HolderCertificate> all,
                                  const std::optional<record::Digest>& wanted,
                                  const std::string& label) {
    HolderCertificate chosen = choose(std::move(all), wanted, label);
    const openssl::CertificatePtr parsed = openssl::certificateFromDer(chosen.der);
    openssl::KeyPtr key(::X509_get_pubkey(parsed.get()));
    if (!key || ::EVP_PKEY_get_base_id(key.get()) != EVP_PKEY_RSA) {
        openssl::dropErrors();
        throw Fault(FaultKind::CertificateUnusable,
                    "the certificate on token \"" + label + "\" has no RSA key",
                    {{"token", label}});
    }
    CardCertificate result{std::move(chosen.der), std::move(chosen.id), rsaNumber(*key, "n"),
                           rsaNumber(*key, "e"), nullptr};
    result.key = std::move(key);
    return result;
}

} // namespace seihon::signing::pkcs11
