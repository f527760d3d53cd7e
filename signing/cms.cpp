#include "signing/cms.h"

#include "record/fault.h"
#include "signing/der.h"
#include "signing/openssl_handles.h"
#include "signing/signed_data.h"

#include <algorithm>

namespace seihon::signing {

namespace {

using openssl::need;

constexpr unsigned kFlags = CMS_PARTIAL | CMS_DETACHED | CMS_BINARY | CMS_NOSMIMECAP;

[[noreturn]] void internal(const char* what) {
    throw record::Fault(record::FaultKind::Internal, std::string("signature: ") + what);
}

openssl::CertificatePtr needCertificate(record::Bytes der) {
    openssl::CertificatePtr certificate = openssl::certificateFromDer(der);
    if (!certificate) {
        throw record::Fault(record::FaultKind::CertificateUnusable, "not a certificate in DER");
    }
    return certificate;
}

openssl::AsnTimePtr asnTime(record::Instant at) {
    // X509_time_adj picks UTCTime until 2049 and GeneralizedTime after it, as RFC 5652 §11.3 asks.
    std::time_t seconds = openssl::toTimeT(at);
    return openssl::AsnTimePtr(need(::X509_time_adj(nullptr, 0, &seconds), "X509_time_adj"));
}

// Adds what CMS_add1_signer leaves out under CMS_PARTIAL; signing-certificate-v2 is there already
// (CMS_CADES).
void addAttributes(::CMS_SignerInfo* signer, record::Bytes content, record::Instant signingTime) {
    const record::Digest digest = record::sha256(content);
    const openssl::AsnTimePtr time = asnTime(signingTime);
    need(::CMS_signed_add1_attr_by_NID(signer, NID_pkcs9_contentType, V_ASN1_OBJECT,
                                       ::OBJ_nid2obj(NID_pkcs7_data), -1) == 1,
         "contentType");
    need(::CMS_signed_add1_attr_by_NID(signer, NID_pkcs9_messageDigest, V_ASN1_OCTET_STRING,
                                       digest.bytes.data(),
                                       static_cast<int>(digest.bytes.size())) == 1,
         "messageDigest");
    need(::CMS_signed_add1_attr_by_NID(signer, NID_pkcs9_signingTime,
                                       ::ASN1_STRING_type(time.get()), time.get(), -1) == 1,
         "signingTime");
}

// What is signed: the attributes as a DER SET OF (RFC 5652 §5.4).
Der signedAttributesOf(const ::CMS_SignerInfo* signer) {
    std::vector<Der> attributes;
    for (int i = 0; i < ::CMS_signed_get_attr_count(signer); ++i) {
        attributes.push_back(
            openssl::toDer(::CMS_signed_get_attr(signer, i), ::i2d_X509_ATTRIBUTE));
    }
    return der::setOf(der::kSet, std::move(attributes));
}

void putSignature(::CMS_SignerInfo* signer, const std::vector<std::uint8_t>& signature) {
    need(::ASN1_OCTET_STRING_set(::CMS_SignerInfo_get0_signature(signer), signature.data(),
                                 static_cast<int>(signature.size())) == 1,
         "signature value");
    ::X509_ALGOR* algorithm = nullptr;
    ::CMS_SignerInfo_get0_algs(signer, nullptr, nullptr, nullptr, &algorithm);
    need(::X509_ALGOR_set0(algorithm, ::OBJ_nid2obj(NID_sha256WithRSAEncryption), V_ASN1_NULL,
                           nullptr) == 1,
         "signature algorithm");
}

void addMissing(std::vector<Der>& into, const std::vector<Der>& from) {
    for (const Der& one : from) {
        if (std::find(into.begin(), into.end(), one) == into.end()) {
            into.push_back(one);
        }
    }
}

// The form that OpenSSL wrote is taken over only if our own strict reading finds in it just what
// was asked for.
Der inOneForm(record::Bytes written, const Der& signedAttributes, record::Bytes signerCertificate,
              const ValidationMaterial& material) {
    const openssl::CmsPtr reread(
        openssl::fromDer<openssl::CmsPtr>(written, ::d2i_CMS_ContentInfo, ::i2d_CMS_ContentInfo));
    if (!reread) {
        internal("what was written cannot be read again");
    }
    SignedData data = parseSignedData(written);
    data.certificates.emplace_back(signerCertificate.begin(), signerCertificate.end());
    addMissing(data.certificates, material.certificates);
    addMissing(data.crls, material.crls);
    const Der sealed = encodeSignedData(data);
    const SignedData final = parseSignedData(sealed);
    if (final.signedAttributes != signedAttributes || !final.unsignedAttributes.empty() ||
        !verifySignature(signerCertificate, final.signedAttributes, final.signature)) {
        internal("what was written is not what was signed");
    }
    return sealed;
}

} // namespace

Der signDetached(record::Bytes content, SigningKey& key, const Pin& pin,
                 const ValidationMaterial& material, record::Instant signingTime) {
    openssl::dropErrors();
    const openssl::CertificatePtr certificate = needCertificate(key.certificate());
    const openssl::CmsPtr cms(
        need(::CMS_sign(nullptr, nullptr, nullptr, nullptr, kFlags | CMS_NOCERTS), "CMS_sign"));
    // The public key stands in for the private one, which never leaves the token: CMS_PARTIAL signs
    // nothing.
    ::CMS_SignerInfo* const signer =
        need(::CMS_add1_signer(cms.get(), certificate.get(), ::X509_get0_pubkey(certificate.get()),
                               ::EVP_sha256(), kFlags | CMS_NOCERTS | CMS_CADES),
             "CMS_add1_signer");
    addAttributes(signer, content, signingTime);
    const Der toSign = signedAttributesOf(signer);
    putSignature(signer, key.sign(record::sha256(toSign), pin));
    return inOneForm(openssl::toDer(cms.get(), ::i2d_CMS_ContentInfo), toSign, key.certificate(),
                     material);
}

record::Digest signatureValueDigest(record::Bytes cms) {
    return record::sha256(parseSignedData(cms).signature);
}

Der withSignatureTimestamp(record::Bytes cms, record::Bytes token,
                           const ValidationMaterial& tsaMaterial) {
    const SignedData before = parseSignedData(cms);
    if (!before.unsignedAttributes.empty()) {
        internal(
            "it already has a timestamp"); // written once: a second one would change the evidence
    }
    SignedData data = before;
    data.unsignedAttributes.push_back(
        {std::string(kOidSignatureTimestamp), Der(token.begin(), token.end())});
    addMissing(data.certificates, tsaMaterial.certificates);
    addMissing(data.crls, tsaMaterial.crls);
    Der stamped = encodeSignedData(data);
    const SignedData after = parseSignedData(stamped);
    if (after.signature != before.signature || after.signedAttributes != before.signedAttributes ||
        after.issuerAndSerial != before.issuerAndSerial ||
        after.signatureAlgorithm != before.signatureAlgorithm) {
        internal("the timestamp changed the signature");
    }
    return stamped;
}

} // namespace seihon::signing
