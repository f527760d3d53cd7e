#include "signing/signer_info.h"

#include "record/fault.h"
#include "signing/der.h"
#include "signing/openssl_handles.h"

namespace seihon::signing {

namespace {

[[noreturn]] void malformedSigner(const std::string& what) {
    throw record::Fault(record::FaultKind::Malformed, what);
}

} // namespace

std::string algorithmOf(record::Bytes algorithmIdentifier) {
    der::Reader reader(der::only(algorithmIdentifier, der::kSequence).content);
    std::string oid = der::oidText(reader.next(der::kOid).content);
    if (!reader.empty()) {
        reader.next(der::kNull);
    }
    reader.end();
    return oid;
}

Der digestWith(const DigestKind& kind, record::Bytes data) {
    Der value(EVP_MAX_MD_SIZE);
    unsigned length = 0;
    openssl::need(
        ::EVP_Digest(data.data(), data.size(), value.data(), &length, kind.make(), nullptr) == 1,
        "EVP_Digest");
    value.resize(length);
    return value;
}

bool hasSignature(const Der& certificateDer, const DigestKind& kind, const SignedData& data) {
    const auto certificate = openssl::certificateFromDer(certificateDer);
    ::EVP_PKEY* const key = certificate ? ::X509_get0_pubkey(certificate.get()) : nullptr;
    if (key == nullptr || ::EVP_PKEY_get_base_id(key) != EVP_PKEY_RSA) {
        openssl::dropErrors();
        return false;
    }
    const openssl::DigestContextPtr context(openssl::need(::EVP_MD_CTX_new(), "EVP_MD_CTX_new"));
    const bool good =
        ::EVP_DigestVerifyInit(context.get(), nullptr, kind.make(), nullptr, key) == 1 &&
        ::EVP_DigestVerify(context.get(), data.signature.data(), data.signature.size(),
                           data.signedAttributes.data(), data.signedAttributes.size()) == 1;
    openssl::dropErrors();
    return good;
}

bool namesCertificate(const Der& attribute, const Der& certificate, record::Bytes issuerAndSerial) {
    der::Reader whole(der::only(attribute, der::kSequence).content);
    der::Reader certs = whole.enter(der::kSequence);
    whole.end();
    der::Reader one = certs.enter(der::kSequence);
    certs.end();
    const DigestKind* kind = findDigest(kSha256Oid);
    if (one.nextIs(der::kSequence)) {
        kind = findDigest(algorithmOf(one.next().whole));
    }
    if (kind == nullptr) {
        malformedSigner("signing-certificate-v2 with an unknown digest");
    }
    const der::Tlv hash = one.next(der::kOctetString);
    bool same = der::same(hash.content, digestWith(*kind, certificate));
    if (!one.empty()) {
        der::Reader named = one.enter(der::kSequence);
        one.end();
        const der::Tlv names =
            named.next(der::kSequence); // GeneralNames with one directoryName [4]
        const der::Tlv directoryName = der::only(names.content, der::context(4));
        const der::Tlv serial = named.next(der::kInteger);
        named.end();
        same = same && der::same(der::wrap(der::kSequence, {directoryName.content, serial.whole}),
                                 issuerAndSerial);
    }
    return same;
}

record::Instant readSigningTime(const Der& attribute) {
    der::Reader reader(attribute);
    const der::Tlv time = reader.next();
    reader.end();
    const bool utc = time.tag == der::kUtcTime && time.content.size() == 13;
    const bool generalized = time.tag == der::kGeneralizedTime && time.content.size() == 15;
    if ((!utc && !generalized) || time.content.back() != 'Z') { // RFC 5652 §11.3
        malformedSigner("signingTime");
    }
    const unsigned char* at = attribute.data();
    const openssl::AsnTimePtr parsed(
        ::d2i_ASN1_TIME(nullptr, &at, static_cast<long>(attribute.size())));
    const auto instant = openssl::instantOf(parsed.get());
    if (!instant) {
        malformedSigner("signingTime");
    }
    return *instant;
}

} // namespace seihon::signing
