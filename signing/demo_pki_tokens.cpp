#include "signing/demo_pki_parts.h"
#include "signing/pkcs11_module.h"

#include "record/digest.h"
#include "record/fault.h"
#include "signing/small_file.h"

#include <openssl/core_names.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <optional>
#include <utility>

namespace seihon::signing {

namespace {

constexpr const char* kSoftHsmVariable = "SOFTHSM2_CONF";

std::string softHsmConfig(const std::filesystem::path& tokenFolder) {
    return "# DEMO tokens\ndirectories.tokendir = " +
           (std::filesystem::absolute(tokenFolder) / "tokens").lexically_normal().string() +
           "\nobjectstore.backend = file\nlog.level = ERROR\nslots.removable = false\n";
}

} // namespace

void useDemoTokens(const std::filesystem::path& tokenFolder) {
    const std::filesystem::path file = std::filesystem::absolute(tokenFolder) / "softhsm2.conf";
    const std::string wanted = softHsmConfig(tokenFolder);
    if (!std::filesystem::exists(file) || readSmallFile(file) != wanted) {
        replaceFile(file, wanted, 0600);
    }
    ::setenv(kSoftHsmVariable, file.c_str(), 1);
}

} // namespace seihon::signing

namespace seihon::signing::demo {

namespace {

// Key identifiers as on real HPKI cards.
constexpr std::uint8_t kHolderId = 0x17;
constexpr std::uint8_t kAuthenticationId = 0x18; // on real cards another application has it
constexpr std::array<std::uint8_t, 2> kAuthorityIds{0x1b, 0x1a}; // issuing CA, root

// SoftHSM reads the variable at C_Initialize only, so it points to the new tokens no longer than
// that takes.
class ConfigVariable {
  public:
    explicit ConfigVariable(const std::filesystem::path& tokenFolder) {
        if (const char* before = std::getenv(kSoftHsmVariable)) {
            m_before = before;
        }
        useDemoTokens(tokenFolder);
    }
    ~ConfigVariable() {
        if (m_before) {
            ::setenv(kSoftHsmVariable, m_before->c_str(), 1);
        } else {
            ::unsetenv(kSoftHsmVariable);
        }
    }
    ConfigVariable(const ConfigVariable&) = delete;
    ConfigVariable& operator=(const ConfigVariable&) = delete;

  private:
    std::optional<std::string> m_before;
};

std::vector<std::uint8_t> numberOf(const ::EVP_PKEY& key, const char* name) {
    ::BIGNUM* raw = nullptr;
    openssl::need(::EVP_PKEY_get_bn_param(&key, name, &raw) == 1, "reading a key");
    const openssl::BignumPtr number(raw);
    std::vector<std::uint8_t> bytes(static_cast<std::size_t>(BN_num_bytes(number.get())));
    ::BN_bn2bin(number.get(), bytes.data());
    return bytes;
}

void createObject(const pkcs11::Session& session, std::vector<CK_ATTRIBUTE> attributes) {
    CK_OBJECT_HANDLE object = 0;
    pkcs11::need(session.module()->C_CreateObject(session.handle(), attributes.data(),
                                                  attributes.size(), &object),
                 "C_CreateObject");
}

void writeCertificate(const pkcs11::Session& session, const ::X509& certificate, std::uint8_t id,
                      const std::string& label) {
    const CK_OBJECT_CLASS kind = CKO_CERTIFICATE;
    const CK_CERTIFICATE_TYPE type = CKC_X_509;
    const CK_BBOOL yes = CK_TRUE;
    const CK_BBOOL no = CK_FALSE;
    const auto value = openssl::toDer(&certificate, ::i2d_X509);
    const auto subject = openssl::toDer(::X509_get_subject_name(&certificate), ::i2d_X509_NAME);
    const auto issuer = openssl::toDer(::X509_get_issuer_name(&certificate), ::i2d_X509_NAME);
    const auto serial = openssl::toDer(::X509_get0_serialNumber(&certificate), ::i2d_ASN1_INTEGER);
    createObject(
        session,
        {pkcs11::attribute(CKA_CLASS, kind), pkcs11::attribute(CKA_CERTIFICATE_TYPE, type),
         pkcs11::attribute(CKA_TOKEN, yes), pkcs11::attribute(CKA_PRIVATE, no),
         pkcs11::attribute(CKA_LABEL, label.data(), label.size()), pkcs11::attribute(CKA_ID, id),
         pkcs11::attribute(CKA_SUBJECT, subject), pkcs11::attribute(CKA_ISSUER, issuer),
         pkcs11::attribute(CKA_SERIAL_NUMBER, serial), pkcs11::attribute(CKA_VALUE, value)});
}

void writeKey(const pkcs11::Session& session, const ::EVP_PKEY& key, std::uint8_t id) {
    static constexpr std::array<std::pair<CK_ATTRIBUTE_TYPE, const char*>, 8> parts{
        {{CKA_MODULUS, OSSL_PKEY_PARAM_RSA_N},
         {CKA_PUBLIC_EXPONENT, OSSL_PKEY_PARAM_RSA_E},
         {CKA_PRIVATE_EXPONENT, OSSL_PKEY_PARAM_RSA_D},
         {CKA_PRIME_1, OSSL_PKEY_PARAM_RSA_FACTOR1},
         {CKA_PRIME_2, OSSL_PKEY_PARAM_RSA_FACTOR2},
         {CKA_EXPONENT_1, OSSL_PKEY_PARAM_RSA_EXPONENT1},
         {CKA_EXPONENT_2, OSSL_PKEY_PARAM_RSA_EXPONENT2},
         {CKA_COEFFICIENT, OSSL_PKEY_PARAM_RSA_COEFFICIENT1}}};
    const CK_OBJECT_CLASS kind = CKO_PRIVATE_KEY;
    const CK_KEY_TYPE type = CKK_RSA;
    const CK_BBOOL yes = CK_TRUE;
    const CK_BBOOL no = CK_FALSE;
    const std::string label = "Private key (DEMO)";
    std::vector<std::vector<std::uint8_t>> numbers;
    for (const auto& [attributeType, name] : parts) {
        numbers.push_back(numberOf(key, name));
    }
    std::vector<CK_ATTRIBUTE> attributes{pkcs11::attribute(CKA_CLASS, kind),
                                         pkcs11::attribute(CKA_KEY_TYPE, type),
                                         pkcs11::attribute(CKA_TOKEN, yes),
                                         pkcs11::attribute(CKA_PRIVATE, yes),
                                         pkcs11::attribute(CKA_SENSITIVE, yes),
                                         pkcs11::attribute(CKA_EXTRACTABLE, no),
                                         pkcs11::attribute(CKA_SIGN, yes),
                                         pkcs11::attribute(CKA_DECRYPT, no),
                                         pkcs11::attribute(CKA_ID, id),
                                         pkcs11::attribute(CKA_LABEL, label.data(), label.size())};
    for (std::size_t i = 0; i < parts.size(); ++i) {
        attributes.push_back(pkcs11::attribute(parts[i].first, numbers[i]));
    }
    createObject(session, std::move(attributes));
}

CK_SLOT_ID slotFor(const pkcs11::ModuleUse& module, const std::string& label) {
    for (const pkcs11::TokenSlot& token : pkcs11::tokensPresent(module)) {
        const bool blank = (token.flags & CKF_TOKEN_INITIALIZED) == 0;
        if (label.empty() ? blank : token.label == label) {
            return token.slot;
        }
    }
    throw record::Fault(record::FaultKind::TokenFailed, label.empty()
                                                            ? "the module offers no blank token"
                                                            : "token \"" + label + "\" vanished");
}

CK_RV logIn(const pkcs11::Session& session, CK_USER_TYPE user, const std::string& pin) {
    return session.module()->C_Login(session.handle(), user, pkcs11::mutableText(pin), pin.size());
}

void writeToken(const pkcs11::ModuleUse& module, const TokenContent& content,
                const std::string& pin) {
    // Nobody needs the security officer's PIN of a demo token again, so nobody gets it.
    const auto random = record::randomBytes32();
    const std::string officerPin = record::toHex(record::Bytes(random).first(16));
    std::string padded = content.label;
    padded.resize(32, ' '); // PKCS#11: 32 bytes, blank padded, no terminator
    pkcs11::need(module->C_InitToken(slotFor(module, {}), pkcs11::mutableText(officerPin),
                                     officerPin.size(), pkcs11::mutableText(padded)),
                 "C_InitToken");
    const pkcs11::Session session(module, slotFor(module, content.label),
                                  CKF_SERIAL_SESSION | CKF_RW_SESSION);
    pkcs11::need(logIn(session, CKU_SO, officerPin), "C_Login");
    pkcs11::need(module->C_InitPIN(session.handle(), pkcs11::mutableText(pin), pin.size()),
                 "C_InitPIN");
    pkcs11::need(module->C_Logout(session.handle()), "C_Logout");
    pkcs11::need(logIn(session, CKU_USER, pin), "C_Login");
    writeKey(session, *content.person->key, kHolderId);
    writeCertificate(session, *content.person->certificate, kHolderId,
                     "End entity certificate (DEMO)");
    writeKey(session, *content.authentication->key, kAuthenticationId);
    writeCertificate(session, *content.authentication->certificate, kAuthenticationId,
                     "Authentication certificate (DEMO)");
    for (std::size_t i = 0; i < content.authorities.size() && i < kAuthorityIds.size(); ++i) {
        writeCertificate(session, *content.authorities[i]->certificate, kAuthorityIds[i],
                         "CA certificate (DEMO)");
    }
    pkcs11::need(module->C_Logout(session.handle()), "C_Logout");
}

} // namespace

void writeTokens(const std::filesystem::path& tokenFolder,
                 const std::filesystem::path& pkcs11Module, const std::vector<TokenContent>& tokens,
                 const std::string& pin) {
    for (const TokenContent& token : tokens) {
        if (token.label.size() > 32) {
            throw record::Fault(record::FaultKind::Usage, "token label too long: " + token.label);
        }
    }
    std::filesystem::create_directories(tokenFolder / "tokens");
    const ConfigVariable variable(tokenFolder);
    const pkcs11::ModuleUse module(pkcs11Module);
    const std::scoped_lock lock(module.mutex());
    if (module->C_InitToken == nullptr || module->C_InitPIN == nullptr ||
        module->C_CreateObject == nullptr) {
        throw record::Fault(record::FaultKind::TokenFailed,
                            "this PKCS#11 module makes no tokens: " + pkcs11Module.string());
    }
    for (const pkcs11::TokenSlot& token : pkcs11::tokensPresent(module)) {
        if ((token.flags & CKF_TOKEN_INITIALIZED) != 0) {
            throw record::Fault(record::FaultKind::TokenFailed,
                                "demo tokens need a PKCS#11 module without tokens; there is \"" +
                                    token.label + '"');
        }
    }
    for (const TokenContent& token : tokens) {
        writeToken(module, token, pin);
    }
}

} // namespace seihon::signing::demo
