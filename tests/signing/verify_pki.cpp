#include "tests/signing/verify_pki.h"

#include "signing/station_key.h"
#include "tests/signing/verify_fixture.h"

#include "signing/openssl_handles.h"

#include <openssl/conf.h>
#include <openssl/rsa.h>

#include <map>
#include <stdexcept>

namespace seihon::signing::forge {

namespace {

using namespace openssl;

// Keys are dear and say nothing in a test: one for each name and size.
std::shared_ptr<void> keyNamed(const std::string& name, int bits) {
    static std::map<std::pair<std::string, int>, std::shared_ptr<void>> keys;
    auto& key = keys[{name, bits}];
    if (!key) {
        key = std::shared_ptr<void>(
            need(::EVP_RSA_gen(static_cast<unsigned>(bits)), "EVP_RSA_gen"),
            [](void* held) { ::EVP_PKEY_free(static_cast<::EVP_PKEY*>(held)); });
    }
    return key;
}

::EVP_PKEY* keyOf(const Identity& identity) {
    return static_cast<::EVP_PKEY*>(identity.key.get());
}

void setTime(::ASN1_TIME* time, Instant at) {
    need(::ASN1_TIME_set(time, toTimeT(at)) != nullptr, "ASN1_TIME_set");
}

std::optional<Der> rawValue(std::string value, bool& critical) {
    critical = value.starts_with("critical,");
    if (critical) {
        value.erase(0, 9);
    }
    if (!value.starts_with("DER:")) {
        return std::nullopt;
    }
    Der bytes;
    for (std::size_t i = 4; i + 1 < value.size(); i += 2) {
        bytes.push_back(static_cast<std::uint8_t>(std::stoi(value.substr(i, 2), nullptr, 16)));
    }
    return bytes;
}

ExtensionPtr rawExtension(const std::string& oid, const Der& value, bool critical) {
    const ObjectPtr object(need(::OBJ_txt2obj(oid.c_str(), 0), "OBJ_txt2obj"));
    const OctetsPtr octets(need(::ASN1_OCTET_STRING_new(), "ASN1_OCTET_STRING_new"));
    ::ASN1_OCTET_STRING_set(octets.get(), value.data(), static_cast<int>(value.size()));
    return ExtensionPtr(
        need(::X509_EXTENSION_create_by_OBJ(nullptr, object.get(), critical ? 1 : 0, octets.get()),
             "X509_EXTENSION_create_by_OBJ"));
}

void addExtension(::X509* certificate, ::X509* issuer, const Extension& extension) {
    bool critical = false;
    ExtensionPtr made;
    if (const auto raw = rawValue(extension.value, critical)) {
        made = rawExtension(extension.name, *raw, critical);
    } else {
        ::X509V3_CTX context;
        ::X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
        // certificatePolicies asks for a configuration, if only an empty one.
        const Handle<::CONF, ::NCONF_free> empty(need(::NCONF_new(nullptr), "NCONF_new"));
        ::X509V3_set_nconf(&context, empty.get());
        made.reset(need(::X509V3_EXT_nconf(empty.get(), &context, extension.name.c_str(),
                                           extension.value.c_str()),
                        extension.name.c_str()));
    }
    need(::X509_add_ext(certificate, made.get(), -1) == 1, "X509_add_ext");
}

::X509_REVOKED* makeEntry(const Revoked& revoked) {
    const CertificatePtr certificate = certificateFromDer(revoked.certificate);
    ::X509_REVOKED* const entry = need(::X509_REVOKED_new(), "X509_REVOKED_new");
    ::X509_REVOKED_set_serialNumber(entry, ::X509_get_serialNumber(certificate.get()));
    const AsnTimePtr time(::ASN1_TIME_new());
    setTime(time.get(), revoked.at);
    ::X509_REVOKED_set_revocationDate(entry, time.get());
    if (revoked.reason) {
        const std::unique_ptr<::ASN1_ENUMERATED, Freer<::ASN1_ENUMERATED_free>> reason(
            ::ASN1_ENUMERATED_new());
        ::ASN1_ENUMERATED_set(reason.get(), *revoked.reason);
        ::X509_REVOKED_add1_ext_i2d(entry, NID_crl_reason, reason.get(), 0, 0);
    }
    if (revoked.invalidSince) {
        const AsnTimePtr since(::ASN1_GENERALIZEDTIME_set(nullptr, toTimeT(*revoked.invalidSince)));
        ::X509_REVOKED_add1_ext_i2d(entry, NID_invalidity_date, since.get(), 0, 0);
    }
    return entry;
}

class KeyInMemory final : public SigningKey {
  public:
    explicit KeyInMemory(Identity identity) : m_identity(std::move(identity)) {}
    const Der& certificate() const override { return m_identity.certificate; }
    std::vector<std::uint8_t> sign(const record::Digest& digest, const Pin&) override {
        const KeyContextPtr context(::EVP_PKEY_CTX_new(keyOf(m_identity), nullptr));
        need(::EVP_PKEY_sign_init(context.get()) == 1 &&
                 ::EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_PKCS1_PADDING) == 1 &&
                 ::EVP_PKEY_CTX_set_signature_md(context.get(), ::EVP_sha256()) == 1,
             "EVP_PKEY_sign_init");
        std::size_t length = 0;
        ::EVP_PKEY_sign(context.get(), nullptr, &length, digest.bytes.data(), digest.bytes.size());
        std::vector<std::uint8_t> signature(length);
        need(::EVP_PKEY_sign(context.get(), signature.data(), &length, digest.bytes.data(),
                             digest.bytes.size()) == 1,
             "EVP_PKEY_sign");
        signature.resize(length);
        return signature;
    }

  private:
    Identity m_identity;
};

int timeFromPlan(::TS_RESP_CTX*, void* plan, long* seconds, long* microseconds) {
    *seconds = toTimeT(static_cast<const TokenPlan*>(plan)->at);
    *microseconds = 0;
    return 1;
}

::ASN1_INTEGER* serialFromCount(::TS_RESP_CTX*, void*) {
    static long count = 1000;
    ::ASN1_INTEGER* const serial = ::ASN1_INTEGER_new();
    ::ASN1_INTEGER_set(serial, ++count);
    return serial;
}

BioPtr queryFor(const record::Digest& imprint) {
    const TimestampRequestPtr query(::TS_REQ_new());
    ::TS_REQ_set_version(query.get(), 1);
    const std::unique_ptr<::TS_MSG_IMPRINT, Freer<::TS_MSG_IMPRINT_free>> made(
        ::TS_MSG_IMPRINT_new());
    const AlgorithmPtr algorithm(::X509_ALGOR_new());
    ::X509_ALGOR_set0(algorithm.get(), ::OBJ_nid2obj(NID_sha256), V_ASN1_NULL, nullptr);
    ::TS_MSG_IMPRINT_set_algo(made.get(), algorithm.get());
    Der bytes(imprint.bytes.begin(), imprint.bytes.end());
    ::TS_MSG_IMPRINT_set_msg(made.get(), bytes.data(), static_cast<int>(bytes.size()));
    ::TS_REQ_set_msg_imprint(query.get(), made.get());
    ::TS_REQ_set_cert_req(query.get(), 1);
    BioPtr bio(::BIO_new(::BIO_s_mem()));
    need(::i2d_TS_REQ_bio(bio.get(), query.get()) == 1, "i2d_TS_REQ_bio");
    return bio;
}

CertificatesPtr stackOf(const std::vector<Der>& certificates) {
    CertificatesPtr stack(sk_X509_new_null());
    for (const Der& der : certificates) {
        sk_X509_push(stack.get(), certificateFromDer(der).release());
    }
    return stack;
}

} // namespace

std::vector<Extension> rootExtensions() {
    return {{"basicConstraints", "critical,CA:TRUE"},
            {"keyUsage", "critical,keyCertSign,cRLSign"},
            {"subjectKeyIdentifier", "hash"}};
}

std::vector<Extension> authorityExtensions() {
    std::vector<Extension> list = rootExtensions();
    list.push_back({"authorityKeyIdentifier", "keyid:always"});
    list.push_back({"certificatePolicies", std::string("critical,") + kPolicy});
    return list;
}

std::vector<Extension> signerExtensions() {
    return {{"keyUsage", "critical,nonRepudiation"},
            {"certificatePolicies", std::string("critical,") + kPolicy},
            {"subjectKeyIdentifier", "hash"},
            {"authorityKeyIdentifier", "keyid:always"},
            {"subjectDirectoryAttributes",
             "DER:3030302E0606288185420001312431223020A01E311CA00C060A2A830886910F01060101A20C0C0A"
             "506861726D6163697374"}};
}

std::vector<Extension> tsaExtensions() {
    return {{"keyUsage", "critical,digitalSignature"},
            {"extendedKeyUsage", "critical,timeStamping"},
            {"subjectKeyIdentifier", "hash"},
            {"authorityKeyIdentifier", "keyid:always"}};
}

std::vector<Extension> with(std::vector<Extension> list, const std::string& name,
                            const std::string& value) {
    std::erase_if(list, [&](const Extension& one) { return one.name == name; });
    if (!value.empty()) {
        list.push_back({name, value});
    }
    return list;
}

Identity issue(const CertificatePlan& plan, const Identity* issuer) {
    static long serial = 0x1000;
    Identity identity;
    identity.key = keyNamed(plan.keyName, plan.bits);
    const CertificatePtr certificate(need(::X509_new(), "X509_new"));
    ::X509_set_version(certificate.get(), X509_VERSION_3);
    ::ASN1_INTEGER_set(::X509_get_serialNumber(certificate.get()), ++serial);
    setTime(::X509_getm_notBefore(certificate.get()), plan.notBefore);
    setTime(::X509_getm_notAfter(certificate.get()), plan.notAfter);
    ::X509_NAME* const name = ::X509_get_subject_name(certificate.get());
    ::X509_NAME_add_entry_by_txt(name, "C", MBSTRING_ASC,
                                 reinterpret_cast<const unsigned char*>("JP"), -1, -1, 0);
    ::X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8,
                                 reinterpret_cast<const unsigned char*>(plan.commonName.c_str()),
                                 -1, -1, 0);
    ::X509_set_pubkey(certificate.get(), keyOf(identity));
    const CertificatePtr authority = issuer ? certificateFromDer(issuer->certificate) : nullptr;
    ::X509* const signedBy = authority ? authority.get() : certificate.get();
    ::X509_set_issuer_name(certificate.get(), ::X509_get_subject_name(signedBy));
    for (const Extension& extension : plan.extensions) {
        addExtension(certificate.get(), signedBy, extension);
    }
    need(::X509_sign(certificate.get(), keyOf(issuer ? *issuer : identity),
                     ::EVP_get_digestbyname(plan.digest.c_str())) > 0,
         "X509_sign");
    identity.certificate = toDer(certificate.get(), ::i2d_X509);
    return identity;
}

Der makeCrl(const Identity& issuer, const CrlPlan& plan) {
    const CertificatePtr authority = certificateFromDer(issuer.certificate);
    const CrlPtr crl(need(::X509_CRL_new(), "X509_CRL_new"));
    ::X509_CRL_set_version(crl.get(), X509_CRL_VERSION_2);
    ::X509_CRL_set_issuer_name(crl.get(), ::X509_get_subject_name(authority.get()));
    const AsnTimePtr time(::ASN1_TIME_new());
    setTime(time.get(), plan.thisUpdate);
    ::X509_CRL_set1_lastUpdate(crl.get(), time.get());
    setTime(time.get(), plan.nextUpdate);
    ::X509_CRL_set1_nextUpdate(crl.get(), time.get());
    for (const Revoked& revoked : plan.revoked) {
        ::X509_CRL_add0_revoked(crl.get(), makeEntry(revoked));
    }
    ::X509_CRL_sort(crl.get());
    const IntegerPtr number(::ASN1_INTEGER_new());
    static long count = 0;
    ::ASN1_INTEGER_set(number.get(), ++count);
    ::X509_CRL_add1_ext_i2d(crl.get(), NID_crl_number, number.get(), 0, 0);
    if (!plan.distributionPoint.empty()) {
        const auto extension =
            rawExtension("issuingDistributionPoint", plan.distributionPoint, true);
        ::X509_CRL_add_ext(crl.get(), extension.get(), -1);
    }
    if (plan.deltaBase) {
        const IntegerPtr base(::ASN1_INTEGER_new());
        ::ASN1_INTEGER_set(base.get(), *plan.deltaBase);
        ::X509_CRL_add1_ext_i2d(crl.get(), NID_delta_crl, base.get(), 1, 0);
    }
    if (!plan.criticalExtension.empty()) {
        const auto extension = rawExtension(plan.criticalExtension, Der{0x05, 0x00}, true);
        ::X509_CRL_add_ext(crl.get(), extension.get(), -1);
    }
    need(::X509_CRL_sign(crl.get(), keyOf(issuer), ::EVP_get_digestbyname(plan.digest.c_str())) > 0,
         "X509_CRL_sign");
    return toDer(crl.get(), ::i2d_X509_CRL);
}

Der makeToken(const Identity& authority, const record::Digest& imprint, const TokenPlan& plan) {
    const std::unique_ptr<::TS_RESP_CTX, Freer<::TS_RESP_CTX_free>> context(
        need(::TS_RESP_CTX_new(), "TS_RESP_CTX_new"));
    const CertificatePtr certificate = certificateFromDer(authority.certificate);
    const ObjectPtr policy(::OBJ_txt2obj(plan.policy.c_str(), 1));
    TokenPlan copy = plan;
    ::TS_RESP_CTX_set_signer_cert(context.get(), certificate.get());
    ::TS_RESP_CTX_set_signer_key(context.get(), keyOf(authority));
    ::TS_RESP_CTX_set_signer_digest(context.get(), ::EVP_sha256());
    ::TS_RESP_CTX_set_ess_cert_id_digest(context.get(), ::EVP_sha256());
    ::TS_RESP_CTX_set_certs(context.get(), stackOf(plan.chain).get());
    ::TS_RESP_CTX_set_def_policy(context.get(), policy.get());
    ::TS_RESP_CTX_add_md(context.get(), ::EVP_sha256());
    ::TS_RESP_CTX_set_serial_cb(context.get(), serialFromCount, nullptr);
    ::TS_RESP_CTX_set_time_cb(context.get(), timeFromPlan, &copy);
    const BioPtr query = queryFor(imprint);
    const TimestampResponsePtr response(
        need(::TS_RESP_create_response(context.get(), query.get()), "TS_RESP_create_response"));
    ::PKCS7* const token = ::TS_RESP_get_token(response.get());
    need(token, "no token");
    return toDer(token, ::i2d_PKCS7);
}

std::unique_ptr<SigningKey> makeKey(const Identity& identity) {
    return std::make_unique<KeyInMemory>(identity);
}

std::string toPem(const char* name, const Der& der) {
    const BioPtr bio(::BIO_new(::BIO_s_mem()));
    ::PEM_write_bio(bio.get(), name, "", der.data(), static_cast<long>(der.size()));
    char* text = nullptr;
    const long length = BIO_get_mem_data(bio.get(), &text);
    return {text, text + length};
}

std::string toPem(const Identity& identity, bool withKey) {
    std::string pem = toPem("CERTIFICATE", identity.certificate);
    if (withKey) {
        const BioPtr bio(::BIO_new(::BIO_s_mem()));
        ::PEM_write_bio_PKCS8PrivateKey(bio.get(), keyOf(identity), nullptr, nullptr, 0, nullptr,
                                        nullptr);
        char* text = nullptr;
        const long length = BIO_get_mem_data(bio.get(), &text);
        pem.append(text, text + length);
    }
    return pem;
}

const Authorities& authorities() {
    static const Authorities made = [] {
        Authorities all;
        const auto life = std::chrono::days(3650);
        const auto plan = [&](const char* name, std::vector<Extension> extensions) {
            CertificatePlan one{name, std::move(extensions)};
            one.keyName = name;
            one.notBefore = kSigned - life;
            one.notAfter = kSigned + life;
            return one;
        };
        all.root = issue(plan("Test Root CA", rootExtensions()), nullptr);
        all.issuing = issue(plan("Test Issuing CA", authorityExtensions()), &all.root);
        all.signer = issue({"Hanako Yakuzai", signerExtensions()}, &all.issuing);
        all.tsaRoot = issue(plan("Test TSA Root CA", rootExtensions()), nullptr);
        all.tsa = issue(plan("Test TSA", tsaExtensions()), &all.tsaRoot);
        all.rootCrl = makeCrl(all.root);
        all.issuingCrl = makeCrl(all.issuing);
        all.tsaCrl = makeCrl(all.tsaRoot);
        config::TrustProfile profile;
        profile.name = "hpki";
        profile.roots = {"root.pem"};
        profile.policies = {kPolicy};
        config::TrustedTimestampService service;
        service.name = "test-tsa";
        service.roots = {"tsa-root.pem"};
        service.policies = {kTsaPolicy};
        service.accreditedFrom = kSigned - kYear;
        all.trust.file.profiles = {profile};
        all.trust.file.timestampServices = {service};
        all.trust.roots["root.pem"] = {all.root.certificate};
        all.trust.tsaRoots["tsa-root.pem"] = {all.tsaRoot.certificate};
        all.trust.intermediates = {all.issuing.certificate};
        all.trust.file.stationKeys = {{"station-1", stationPublicKey(stationKeyFile())}};
        all.trust.crls = {all.rootCrl, all.issuingCrl, all.tsaCrl};
        return all;
    }();
    return made;
}

} // namespace seihon::signing::forge
