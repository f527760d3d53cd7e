#include "signing/certificate.h"

#include "record/fault.h"
#include "signing/hc_role.h"
#include "signing/openssl_handles.h"
#include "signing/text.h"

namespace seihon::signing {

namespace {

using openssl::CertificatePtr;

constexpr std::size_t kMaxCertificateBytes = 64 * 1024;

[[noreturn]] void unusableCertificate(const std::string& what) {
    throw record::Fault(record::FaultKind::CertificateUnusable, what);
}

CertificatePtr readCertificate(record::Bytes certificateDer) {
    if (certificateDer.size() > kMaxCertificateBytes) {
        unusableCertificate("the certificate is too long");
    }
    CertificatePtr certificate = openssl::certificateFromDer(certificateDer);
    if (!certificate) {
        unusableCertificate("not a certificate in DER");
    }
    return certificate;
}

std::vector<std::string> policiesOf(const ::X509* certificate) {
    const auto freePolicies = [](CERTIFICATEPOLICIES* held) {
        ::CERTIFICATEPOLICIES_free(held);
    };
    int critical = 0;
    const std::unique_ptr<CERTIFICATEPOLICIES, decltype(freePolicies)> policies(
        static_cast<CERTIFICATEPOLICIES*>(
            ::X509_get_ext_d2i(certificate, NID_certificate_policies, &critical, nullptr)),
        freePolicies);
    if (!policies) {
        openssl::dropErrors();
        if (critical != -1) {
            unusableCertificate("its policies cannot be read");
        }
        return {};
    }
    std::vector<std::string> oids;
    for (int i = 0; i < sk_POLICYINFO_num(policies.get()); ++i) {
        oids.push_back(openssl::oidText(sk_POLICYINFO_value(policies.get(), i)->policyid));
    }
    return oids;
}

std::vector<std::string> rolesOf(const ::X509* certificate) {
    const int at = ::X509_get_ext_by_NID(certificate, NID_subject_directory_attributes, -1);
    if (at < 0) {
        return {};
    }
    if (::X509_get_ext_by_NID(certificate, NID_subject_directory_attributes, at) >= 0) {
        unusableCertificate("two subjectDirectoryAttributes extensions"); // RFC 5280 §4.2
    }
    return healthcareRolesOf(
        openssl::bytesOf(::X509_EXTENSION_get_data(::X509_get_ext(certificate, at))));
}

std::string serialText(const ::ASN1_INTEGER* serial) {
    const bool negative = (::ASN1_STRING_type(serial) & V_ASN1_NEG) != 0;
    return (negative ? "-" : "") + record::toHex(openssl::bytesOf(serial));
}

} // namespace

record::SignerCertificate describeCertificate(record::Bytes certificateDer) {
    const CertificatePtr certificate = readCertificate(certificateDer);
    const auto notBefore = openssl::instantOf(::X509_get0_notBefore(certificate.get()));
    const auto notAfter = openssl::instantOf(::X509_get0_notAfter(certificate.get()));
    if (!notBefore || !notAfter) {
        unusableCertificate("its dates cannot be read");
    }
    // HPKI and every token behind PKCS#11's CKM_RSA_PKCS: RSA (JAHIS 24-002).
    const ::EVP_PKEY* const key = ::X509_get0_pubkey(certificate.get());
    if (key == nullptr || ::EVP_PKEY_get_base_id(key) != EVP_PKEY_RSA) {
        openssl::dropErrors();
        unusableCertificate("its key is not RSA");
    }
    record::SignerCertificate described;
    described.holder = subjectNameOf(certificateDer);
    if (described.holder.empty()) {
        unusableCertificate("its holder has no readable name");
    }
    described.issuer = issuerNameOf(certificateDer);
    described.serial = serialText(::X509_get0_serialNumber(certificate.get()));
    described.sha256 = record::sha256(certificateDer);
    described.policies = policiesOf(certificate.get());
    described.healthcareRoles = rolesOf(certificate.get());
    const std::uint32_t usage = ::X509_get_key_usage(certificate.get());
    described.nonRepudiation = usage != UINT32_MAX && (usage & KU_NON_REPUDIATION) != 0;
    described.keyBits = ::EVP_PKEY_get_bits(key);
    described.notBefore = *notBefore;
    described.notAfter = *notAfter;
    return described;
}

record::Instant endOfCertificate(record::Bytes certificateDer) {
    const CertificatePtr certificate = readCertificate(certificateDer);
    const auto notAfter = openssl::instantOf(::X509_get0_notAfter(certificate.get()));
    if (!notAfter) {
        unusableCertificate("its dates cannot be read");
    }
    return *notAfter;
}

bool authenticatesOnly(record::Bytes certificateDer) {
    const CertificatePtr certificate = readCertificate(certificateDer);
    const std::uint32_t usage = ::X509_get_key_usage(certificate.get());
    constexpr std::uint32_t kOthers = KU_NON_REPUDIATION | KU_KEY_CERT_SIGN | KU_CRL_SIGN;
    return usage != UINT32_MAX && (usage & KU_DIGITAL_SIGNATURE) != 0 && (usage & kOthers) == 0;
}

bool verifySignature(record::Bytes certificateDer, record::Bytes message, record::Bytes signature) {
    const CertificatePtr certificate = readCertificate(certificateDer);
    ::EVP_PKEY* const key = ::X509_get0_pubkey(certificate.get());
    if (key == nullptr || ::EVP_PKEY_get_base_id(key) != EVP_PKEY_RSA) {
        openssl::dropErrors();
        return false;
    }
    const openssl::DigestContextPtr context(openssl::need(::EVP_MD_CTX_new(), "EVP_MD_CTX_new"));
    const bool good =
        ::EVP_DigestVerifyInit(context.get(), nullptr, ::EVP_sha256(), nullptr, key) == 1 &&
        ::EVP_DigestVerify(context.get(), signature.data(), signature.size(), message.data(),
                           message.size()) == 1;
    openssl::dropErrors();
    return good;
}

} // namespace seihon::signing
