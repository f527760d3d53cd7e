#pragma once

// Private to signing's .cpp files: OpenSSL's C handles as values that free themselves.

#include "record/digest.h"
#include "record/fault.h"
#include "record/instant.h"

#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/ess.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/stack.h>
#include <openssl/ts.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <ctime>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace seihon::signing::openssl {

template <auto Free>
struct Freer {
    template <typename T>
    void operator()(T* object) const noexcept {
        Free(object);
    }
};

template <typename T, auto Free>
using Handle = std::unique_ptr<T, Freer<Free>>;

// CRYPTO_free-like names are macros in OpenSSL, so stacks get deleters of their own.
inline void freeCertificateStack(STACK_OF(X509) * stack) noexcept {
    sk_X509_pop_free(stack, ::X509_free);
}
inline void freeCrlStack(STACK_OF(X509_CRL) * stack) noexcept {
    sk_X509_CRL_pop_free(stack, ::X509_CRL_free);
}
inline void freeOpenssl(void* memory) noexcept {
    OPENSSL_free(memory);
}
inline void freeAttributes(STACK_OF(X509_ATTRIBUTE) * stack) noexcept {
    sk_X509_ATTRIBUTE_pop_free(stack, ::X509_ATTRIBUTE_free);
}

using BioPtr = Handle<::BIO, ::BIO_free_all>;
using CertificatePtr = Handle<::X509, ::X509_free>;
using CertificatesPtr = Handle<STACK_OF(X509), freeCertificateStack>; // owns its elements
using CrlPtr = Handle<::X509_CRL, ::X509_CRL_free>;
using CrlsPtr = Handle<STACK_OF(X509_CRL), freeCrlStack>; // owns its elements
using CmsPtr = Handle<::CMS_ContentInfo, ::CMS_ContentInfo_free>;
using KeyPtr = Handle<::EVP_PKEY, ::EVP_PKEY_free>;
using KeyContextPtr = Handle<::EVP_PKEY_CTX, ::EVP_PKEY_CTX_free>;
using DigestContextPtr = Handle<::EVP_MD_CTX, ::EVP_MD_CTX_free>;
using StorePtr = Handle<::X509_STORE, ::X509_STORE_free>;
using StoreContextPtr = Handle<::X509_STORE_CTX, ::X509_STORE_CTX_free>;
using ObjectPtr = Handle<::ASN1_OBJECT, ::ASN1_OBJECT_free>;
using IntegerPtr = Handle<::ASN1_INTEGER, ::ASN1_INTEGER_free>;
using OctetsPtr = Handle<::ASN1_OCTET_STRING, ::ASN1_OCTET_STRING_free>;
using AsnTimePtr = Handle<::ASN1_TIME, ::ASN1_TIME_free>;
using BignumPtr = Handle<::BIGNUM, ::BN_free>;
using ExtensionPtr = Handle<::X509_EXTENSION, ::X509_EXTENSION_free>;
using NamePtr = Handle<::X509_NAME, ::X509_NAME_free>;
using AlgorithmPtr = Handle<::X509_ALGOR, ::X509_ALGOR_free>;
using AttributePtr = Handle<::X509_ATTRIBUTE, ::X509_ATTRIBUTE_free>;
using TimestampRequestPtr = Handle<::TS_REQ, ::TS_REQ_free>;
using TimestampResponsePtr = Handle<::TS_RESP, ::TS_RESP_free>;
using TimestampInfoPtr = Handle<::TS_TST_INFO, ::TS_TST_INFO_free>;

// The queue's text, emptied. OpenSSL leaves harmless old errors behind (signing starts with one
// about rdrand on some machines), so call dropErrors() before the call whose text is wanted.
inline std::string errorText() {
    std::string text;
    while (const unsigned long code = ::ERR_get_error()) {
        char line[256];
        ::ERR_error_string_n(code, line, sizeof line);
        text += (text.empty() ? "" : "; ") + std::string(line);
    }
    return text.empty() ? "no OpenSSL error text" : text;
}
inline void dropErrors() {
    ::ERR_clear_error();
}

// Memory and the like: what fails here is no fault of the input.
template <typename T>
T* need(T* object, const char* what) {
    if (object == nullptr) {
        throw record::Fault(record::FaultKind::Internal, std::string(what) + ": " + errorText());
    }
    return object;
}
inline void need(bool done, const char* what) {
    if (!done) {
        throw record::Fault(record::FaultKind::Internal, std::string(what) + ": " + errorText());
    }
}

// DER of an object by its i2d function: toDer(certificate, ::i2d_X509).
template <typename T, typename Encode>
std::vector<std::uint8_t> toDer(T* object, Encode encode) {
    unsigned char* raw = nullptr;
    const int length = encode(object, &raw);
    need(length > 0 && raw != nullptr, "encoding DER");
    const std::unique_ptr<unsigned char, Freer<freeOpenssl>> held(raw);
    return {raw, raw + length};
}

// An object from DER by its d2i function, null unless `bytes` is exactly one DER object: trailing
// bytes and BER forms (lengths that are not minimal, indefinite lengths) would let two files carry
// the same meaning.
template <typename Pointer, typename Decode, typename Encode>
Pointer fromDer(record::Bytes bytes, Decode decode, Encode encode) {
    const unsigned char* at = bytes.data();
    Pointer object(decode(nullptr, &at, static_cast<long>(bytes.size())));
    if (!object || at != bytes.data() + bytes.size()) {
        dropErrors();
        return nullptr;
    }
    const auto again = toDer(object.get(), encode);
    if (again.size() != bytes.size() || !std::equal(again.begin(), again.end(), bytes.begin())) {
        return nullptr;
    }
    return object;
}

// The certificate may be shared with other callers of this thread: it is never to be changed.
CertificatePtr certificateFromDer(record::Bytes bytes);
inline CrlPtr crlFromDer(record::Bytes bytes) {
    return fromDer<CrlPtr>(bytes, ::d2i_X509_CRL, ::i2d_X509_CRL);
}

// Dotted text of an OID.
inline std::string oidText(const ::ASN1_OBJECT* object) {
    char text[128];
    const int length = ::OBJ_obj2txt(text, sizeof text, object, 1);
    return length > 0 && length < static_cast<int>(sizeof text) ? std::string(text) : std::string();
}

inline record::Bytes bytesOf(const ::ASN1_STRING* text) {
    return {::ASN1_STRING_get0_data(text), static_cast<std::size_t>(::ASN1_STRING_length(text))};
}

// UTCTime and GeneralizedTime without fraction, as certificates and CRLs have them; empty for
// anything else.
inline std::optional<record::Instant> instantOf(const ::ASN1_TIME* time) {
    std::tm parts{};
    if (time == nullptr || ::ASN1_TIME_to_tm(time, &parts) != 1) {
        dropErrors();
        return std::nullopt;
    }
    const std::chrono::year_month_day day{
        std::chrono::year(parts.tm_year + 1900),
        std::chrono::month(static_cast<unsigned>(parts.tm_mon) + 1),
        std::chrono::day(static_cast<unsigned>(parts.tm_mday))};
    if (!day.ok()) {
        return std::nullopt;
    }
    return std::chrono::sys_days(day) + std::chrono::hours(parts.tm_hour) +
           std::chrono::minutes(parts.tm_min) + std::chrono::seconds(parts.tm_sec);
}

inline std::time_t toTimeT(record::Instant at) {
    return std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
}

} // namespace seihon::signing::openssl
