#include "signing/demo_pki_parts.h"

#include "record/digest.h"
#include "signing/der.h"
#include "signing/small_file.h"

#include <openssl/conf.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <chrono>

namespace seihon::signing::demo {

namespace {

using openssl::need;
using ConfigPtr = openssl::Handle<::CONF, ::NCONF_free>;
using RevokedPtr = openssl::Handle<::X509_REVOKED, ::X509_REVOKED_free>;

// The profile of the real HPKI certificates: nonRepudiation alone, critical policies with a CPS
// pointer, no extended key usage, CRL as the only source of revocation.
constexpr const char* kProfiles = R"(
[root_ca]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash

[issuing_ca]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid:always, issuer:always
certificatePolicies = critical, @signature_policy
crlDistributionPoints = URI:http://demo.invalid/crls/root-ca.crl

[person]
keyUsage = critical, nonRepudiation
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid:always, issuer:always
certificatePolicies = critical, @signature_policy
crlDistributionPoints = URI:http://demo.invalid/crls/issuing-ca.crl

[authentication_ca]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid:always, issuer:always
certificatePolicies = critical, @authentication_policy
crlDistributionPoints = URI:http://demo.invalid/crls/root-ca.crl

[authentication]
keyUsage = critical, digitalSignature
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid:always, issuer:always
certificatePolicies = critical, @authentication_policy
crlDistributionPoints = URI:http://demo.invalid/crls/authentication-ca.crl

[tsa]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid:always, issuer:always
crlDistributionPoints = URI:http://demo.invalid/crls/tsa-ca.crl

[signature_policy]
policyIdentifier = 1.2.392.100495.1.5.1.1.0.1
CPS.1 = "http://demo.invalid/cps/"

[authentication_policy]
policyIdentifier = 1.2.392.100495.1.5.1.2.0.1
CPS.1 = "http://demo.invalid/cps/"
)";

ConfigPtr readProfiles() {
    ConfigPtr config(need(::NCONF_new(nullptr), "NCONF_new"));
    const openssl::BioPtr text(need(::BIO_new_mem_buf(kProfiles, -1), "BIO_new_mem_buf"));
    need(::NCONF_load_bio(config.get(), text.get(), nullptr) == 1,
         "reading the certificate profiles");
    return config;
}

// 63 random bits: positive, and never zero because of the bit that is set.
void setRandomSerial(::X509& certificate) {
    const auto random = record::randomBytes32();
    std::uint64_t serial = 0;
    for (std::size_t i = 0; i < 8; ++i) {
        serial = serial << 8 | random[i];
    }
    serial = (serial >> 1) | 1u;
    need(::ASN1_INTEGER_set_uint64(::X509_get_serialNumber(&certificate), serial) == 1,
         "serial number");
}

openssl::AsnTimePtr asnTime(record::Instant at) {
    return openssl::AsnTimePtr(
        need(::ASN1_TIME_set(nullptr, openssl::toTimeT(at)), "ASN1_TIME_set"));
}

void setSubject(::X509& certificate, const CertificateSpec& spec) {
    ::X509_NAME* name = ::X509_get_subject_name(&certificate);
    const auto add = [&](const char* field, int type, const std::string& text) {
        const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
        if (::X509_NAME_add_entry_by_txt(name, field, type, bytes, static_cast<int>(text.size()),
                                         -1, 0) != 1) {
            // X.520 bounds a common name to 64 characters.
            throw record::Fault(record::FaultKind::Usage, "no name for a certificate: " + text +
                                                              " (" + openssl::errorText() + ')');
        }
    };
    add("C", V_ASN1_PRINTABLESTRING, "JP");
    add("O", V_ASN1_UTF8STRING, "DEMO");
    add("CN", MBSTRING_UTF8, spec.commonName);
    if (!spec.serialNumber.empty()) {
        add("serialNumber", MBSTRING_UTF8, spec.serialNumber);
    }
}

// SubjectDirectoryAttributes with one hcRole attribute, encoded as on real cards: explicit tags,
// CodedData as a SET.
Der healthcareRoleExtension(const std::string& role) {
    using namespace der;
    const Der scheme = wrap(context(0), oid("1.2.392.100495.1.6.1.1"));
    const Der text = wrap(context(2), wrap(kUtf8String, record::bytesOf(role)));
    const Der codedData = wrap(context(0), wrap(kSet, {scheme, text}));
    const Der actors = wrap(kSet, wrap(kSequence, codedData));
    const Der attribute = wrap(kSequence, {oid("1.0.17090.0.1"), wrap(kSet, actors)});
    return wrap(kSequence, attribute);
}

void addHealthcareRole(::X509& certificate, const std::string& role) {
    const Der value = healthcareRoleExtension(role);
    const openssl::OctetsPtr octets(need(::ASN1_OCTET_STRING_new(), "ASN1_OCTET_STRING_new"));
    need(::ASN1_OCTET_STRING_set(octets.get(), value.data(), static_cast<int>(value.size())) == 1,
         "hcRole");
    const openssl::ExtensionPtr extension(need(
        ::X509_EXTENSION_create_by_NID(nullptr, NID_subject_directory_attributes, 0, octets.get()),
        "hcRole extension"));
    need(::X509_add_ext(&certificate, extension.get(), -1) == 1, "adding hcRole");
}

std::string pemText(::BIO& bio) {
    char* data = nullptr;
    const long length = BIO_get_mem_data(&bio, &data);
    return {data, static_cast<std::size_t>(length)};
}

openssl::BioPtr memory() {
    return openssl::BioPtr(need(::BIO_new(::BIO_s_mem()), "BIO_new"));
}

openssl::BioPtr memoryOf(const std::string& text) {
    return openssl::BioPtr(
        need(::BIO_new_mem_buf(text.data(), static_cast<int>(text.size())), "BIO_new_mem_buf"));
}

void copyRevocations(::X509_CRL& to, const ::X509_CRL& from) {
    const STACK_OF(X509_REVOKED)* entries = ::X509_CRL_get_REVOKED(const_cast<::X509_CRL*>(&from));
    for (int i = 0; i < sk_X509_REVOKED_num(entries); ++i) {
        RevokedPtr copy(
            need(::X509_REVOKED_dup(sk_X509_REVOKED_value(entries, i)), "X509_REVOKED_dup"));
        need(::X509_CRL_add0_revoked(&to, copy.get()) == 1, "X509_CRL_add0_revoked");
        static_cast<void>(copy.release()); // the list owns it now
    }
}

} // namespace

openssl::KeyPtr makeKey(int bits) {
    return openssl::KeyPtr(need(::EVP_RSA_gen(static_cast<unsigned>(bits)), "making an RSA key"));
}

Holder makeHolder(const CertificateSpec& spec, openssl::KeyPtr key, const Holder* issuer,
                  record::Instant now) {
    using namespace std::chrono;
    Holder holder;
    holder.key = std::move(key);
    holder.certificate.reset(need(::X509_new(), "X509_new"));
    ::X509& certificate = *holder.certificate;
    need(::X509_set_version(&certificate, X509_VERSION_3) == 1, "X509_set_version");
    setRandomSerial(certificate);
    setSubject(certificate, spec);
    ::X509& parent = issuer == nullptr ? certificate : *issuer->certificate;
    need(::X509_set_issuer_name(&certificate, ::X509_get_subject_name(&parent)) == 1,
         "issuer name");
    // A day of grace, so that a station whose clock is a little slow can use what was made just
    // now.
    need(::X509_set1_notBefore(&certificate, asnTime(now - days(1)).get()) == 1, "notBefore");
    need(::X509_set1_notAfter(&certificate, asnTime(now + days(365) * spec.years).get()) == 1,
         "notAfter");
    need(::X509_set_pubkey(&certificate, holder.key.get()) == 1, "public key");

    const ConfigPtr profiles = readProfiles();
    ::X509V3_CTX context{};
    X509V3_set_ctx(&context, &parent, &certificate, nullptr, nullptr, 0);
    ::X509V3_set_nconf(&context, profiles.get());
    need(::X509V3_EXT_add_nconf(profiles.get(), &context, spec.profile, &certificate) == 1,
         "certificate extensions");
    if (!spec.healthcareRole.empty()) {
        addHealthcareRole(certificate, spec.healthcareRole);
    }
    ::EVP_PKEY* signer = issuer == nullptr ? holder.key.get() : issuer->key.get();
    need(::X509_sign(&certificate, signer, ::EVP_sha256()) > 0, "signing a certificate");
    return holder;
}

openssl::CrlPtr makeCrl(const Holder& issuer, const ::X509_CRL* previous, record::Instant now) {
    openssl::CrlPtr crl(need(::X509_CRL_new(), "X509_CRL_new"));
    need(::X509_CRL_set_version(crl.get(), X509_CRL_VERSION_2) == 1, "CRL version");
    need(::X509_CRL_set_issuer_name(crl.get(), ::X509_get_subject_name(issuer.certificate.get())) ==
             1,
         "CRL issuer");
    need(::X509_CRL_set1_lastUpdate(crl.get(), asnTime(now).get()) == 1, "CRL thisUpdate");
    need(::X509_CRL_set1_nextUpdate(crl.get(), asnTime(now + std::chrono::days(30)).get()) == 1,
         "CRL nextUpdate");
    if (previous != nullptr) {
        copyRevocations(*crl, *previous);
    }
    // Numbers must rise (RFC 5280 §5.2.3); seconds do, and need no counter to be kept.
    const openssl::IntegerPtr number(need(::ASN1_INTEGER_new(), "ASN1_INTEGER_new"));
    need(::ASN1_INTEGER_set_int64(number.get(), openssl::toTimeT(now)) == 1, "CRL number");
    need(::X509_CRL_add1_ext_i2d(crl.get(), NID_crl_number, number.get(), 0, 0) == 1, "CRL number");
    ::X509V3_CTX context{};
    X509V3_set_ctx(&context, issuer.certificate.get(), nullptr, nullptr, crl.get(), 0);
    const openssl::ExtensionPtr authority(
        need(::X509V3_EXT_conf_nid(nullptr, &context, NID_authority_key_identifier, "keyid:always"),
             "CRL authority key identifier"));
    need(::X509_CRL_add_ext(crl.get(), authority.get(), -1) == 1, "CRL authority key identifier");
    need(::X509_CRL_sort(crl.get()) == 1, "X509_CRL_sort");
    need(::X509_CRL_sign(crl.get(), issuer.key.get(), ::EVP_sha256()) > 0, "signing a CRL");
    return crl;
}

std::string certificatePem(const ::X509& certificate) {
    const openssl::BioPtr bio = memory();
    need(::PEM_write_bio_X509(bio.get(), &certificate) == 1, "PEM of a certificate");
    return pemText(*bio);
}

std::string keyPem(const ::EVP_PKEY& key) {
    const openssl::BioPtr bio = memory();
    need(::PEM_write_bio_PrivateKey(bio.get(), &key, nullptr, nullptr, 0, nullptr, nullptr) == 1,
         "PEM of a key");
    return pemText(*bio);
}

std::string crlPem(const ::X509_CRL& crl) {
    const openssl::BioPtr bio = memory();
    need(::PEM_write_bio_X509_CRL(bio.get(), &crl) == 1, "PEM of a CRL");
    return pemText(*bio);
}

Holder readHolder(const std::filesystem::path& folder, const std::string& name) {
    const std::string certificate = readSmallFile(folder / (name + ".pem"));
    const std::string key = readSmallFile(folder / (name + ".key.pem"));
    Holder holder;
    holder.certificate.reset(
        ::PEM_read_bio_X509(memoryOf(certificate).get(), nullptr, nullptr, nullptr));
    // An empty pass phrase instead of OpenSSL's prompt on the terminal.
    char noPassPhrase[] = "";
    holder.key.reset(
        ::PEM_read_bio_PrivateKey(memoryOf(key).get(), nullptr, nullptr, noPassPhrase));
    if (!holder.certificate || !holder.key) {
        throw record::Fault(record::FaultKind::Malformed, "certificate or key of " + name + " in " +
                                                              folder.string() + ": " +
                                                              openssl::errorText());
    }
    return holder;
}

openssl::CrlPtr readCrl(const std::filesystem::path& file) {
    const std::string text = readSmallFile(file, 16u << 20);
    openssl::CrlPtr crl(::PEM_read_bio_X509_CRL(memoryOf(text).get(), nullptr, nullptr, nullptr));
    if (!crl) {
        throw record::Fault(record::FaultKind::Malformed,
                            file.string() + ": " + openssl::errorText());
    }
    return crl;
}

} // namespace seihon::signing::demo
