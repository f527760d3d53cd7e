#include "signing/token_signer.h"

#include "signing/der.h"

#include <algorithm>
#include <array>

namespace seihon::signing {

namespace {

using SigningCertificatePtr = openssl::Handle<::ESS_SIGNING_CERT, ::ESS_SIGNING_CERT_free>;
using SigningCertificateV2Ptr = openssl::Handle<::ESS_SIGNING_CERT_V2, ::ESS_SIGNING_CERT_V2_free>;
using UsagesPtr = openssl::Handle<EXTENDED_KEY_USAGE, ::EXTENDED_KEY_USAGE_free>;
using GeneralNamePtr = openssl::Handle<::GENERAL_NAME, ::GENERAL_NAME_free>;
using GeneralNamesPtr = openssl::Handle<GENERAL_NAMES, ::GENERAL_NAMES_free>;

openssl::CertificatesPtr stackOfChain(std::span<const Der> chain) {
    openssl::CertificatesPtr stack(openssl::need(sk_X509_new_null(), "sk_X509_new_null"));
    for (const Der& each : chain) {
        openssl::CertificatePtr certificate = openssl::certificateFromDer(each);
        if (certificate && sk_X509_push(stack.get(), certificate.get()) > 0) {
            static_cast<void>(certificate.release()); // the stack owns it now
        }
    }
    return stack;
}

} // namespace

bool isNamedBySigner(const SignedToken& token, ::X509& certificate) {
    if (!token.issuerAndSerial.empty()) {
        const auto issuer = openssl::toDer(::X509_get_issuer_name(&certificate), ::i2d_X509_NAME);
        const auto serial =
            openssl::toDer(::X509_get0_serialNumber(&certificate), ::i2d_ASN1_INTEGER);
        return der::wrap(der::kSequence, {issuer, serial}) == token.issuerAndSerial;
    }
    const ::ASN1_OCTET_STRING* identifier = ::X509_get0_subject_key_id(&certificate);
    return identifier != nullptr &&
           der::same(openssl::bytesOf(identifier), token.subjectKeyIdentifier);
}

bool verifiesWith(const SignedToken& token, const DigestKind& digest, ::EVP_PKEY& key) {
    const openssl::DigestContextPtr context(openssl::need(::EVP_MD_CTX_new(), "EVP_MD_CTX_new"));
    const bool valid =
        ::EVP_DigestVerifyInit(context.get(), nullptr, digest.make(), nullptr, &key) == 1 &&
        ::EVP_DigestVerify(context.get(), token.signature.data(), token.signature.size(),
                           token.signedBytes.data(), token.signedBytes.size()) == 1;
    openssl::dropErrors();
    return valid;
}

bool isContentDigested(const SignedToken& token, const DigestKind& digest) {
    const Der* attribute = token.attribute("1.2.840.113549.1.9.4");
    std::array<unsigned char, EVP_MAX_MD_SIZE> value{};
    unsigned length = 0;
    openssl::need(::EVP_Digest(token.content.data(), token.content.size(), value.data(), &length,
                               digest.make(), nullptr) == 1,
                  "EVP_Digest");
    return attribute != nullptr &&
           *attribute == der::wrap(der::kOctetString, record::Bytes(value).first(length));
}

bool isReservedForTimestamps(::X509& certificate) {
    int critical = 0;
    const UsagesPtr usages(static_cast<EXTENDED_KEY_USAGE*>(
        ::X509_get_ext_d2i(&certificate, NID_ext_key_usage, &critical, nullptr)));
    openssl::dropErrors();
    return usages && critical == 1 && sk_ASN1_OBJECT_num(usages.get()) == 1 &&
           ::OBJ_obj2nid(sk_ASN1_OBJECT_value(usages.get(), 0)) == NID_time_stamp;
}

bool isNamedAs(::X509& certificate, const Der& generalName) {
    const unsigned char* at = generalName.data();
    const GeneralNamePtr name(
        ::d2i_GENERAL_NAME(nullptr, &at, static_cast<long>(generalName.size())));
    openssl::dropErrors();
    if (!name || at != generalName.data() + generalName.size()) {
        return false;
    }
    if (name->type == GEN_DIRNAME &&
        ::X509_NAME_cmp(name->d.directoryName, ::X509_get_subject_name(&certificate)) == 0) {
        return true;
    }
    const GeneralNamesPtr others(static_cast<GENERAL_NAMES*>(
        ::X509_get_ext_d2i(&certificate, NID_subject_alt_name, nullptr, nullptr)));
    openssl::dropErrors();
    for (int i = 0; i < sk_GENERAL_NAME_num(others.get()); ++i) {
        if (::GENERAL_NAME_cmp(name.get(), sk_GENERAL_NAME_value(others.get(), i)) == 0) {
            return true;
        }
    }
    return false;
}

// The first version's SHA-1 is tolerated: accredited services still use it, it only identifies the
// certificate, and issuer and serial number have been compared already.
bool isNamedByAttribute(const SignedToken& token, std::span<const Der> chain) {
    const Der* first = token.attribute("1.2.840.113549.1.9.16.2.12");
    const Der* second = token.attribute("1.2.840.113549.1.9.16.2.47");
    SigningCertificatePtr v1;
    SigningCertificateV2Ptr v2;
    if (first != nullptr) {
        v1 = openssl::fromDer<SigningCertificatePtr>(*first, ::d2i_ESS_SIGNING_CERT,
                                                     ::i2d_ESS_SIGNING_CERT);
    }
    if (second != nullptr) {
        v2 = openssl::fromDer<SigningCertificateV2Ptr>(*second, ::d2i_ESS_SIGNING_CERT_V2,
                                                       ::i2d_ESS_SIGNING_CERT_V2);
    }
    const bool readable = (first == nullptr || v1) && (second == nullptr || v2) && (v1 || v2);
    const bool named = readable && ::OSSL_ESS_check_signing_certs(
                                       v1.get(), v2.get(), stackOfChain(chain).get(), 1) == 1;
    openssl::dropErrors();
    return named;
}

} // namespace seihon::signing
