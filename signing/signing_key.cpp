#include "signing/signing_key.h"

#include "record/fault.h"
#include "signing/openssl_handles.h"
#include "signing/pkcs11_module.h"

#include <openssl/rsa.h>

#include <algorithm>
#include <array>
#include <mutex>

namespace seihon::signing {

namespace {

using record::Fault;
using record::FaultKind;

// DER of DigestInfo for SHA-256 up to the value (RFC 8017 §9.2 note 1): the card offers
// CKM_RSA_PKCS only, so the application makes it.
constexpr std::array<std::uint8_t, 19> kDigestInfoSha256{0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60,
                                                         0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02,
                                                         0x01, 0x05, 0x00, 0x04, 0x20};

struct CardCertificate {
    Der der;
    std::vector<std::uint8_t> id;             // CKA_ID
    std::vector<std::uint8_t> modulus;        // big-endian, as CKA_MODULUS
    std::vector<std::uint8_t> publicExponent; // big-endian, as CKA_PUBLIC_EXPONENT
    openssl::KeyPtr key;
};

std::vector<std::uint8_t> rsaNumber(const ::EVP_PKEY& key, const char* name) {
    ::BIGNUM* raw = nullptr;
    openssl::need(::EVP_PKEY_get_bn_param(&key, name, &raw) == 1, "reading the RSA public key");
    const openssl::BignumPtr number(raw);
    std::vector<std::uint8_t> bytes(static_cast<std::size_t>(BN_num_bytes(number.get())));
    ::BN_bn2bin(number.get(), bytes.data());
    return bytes;
}

// A card carries the holder's certificate and those of its authorities; only the holder's key is on
// it.
bool isForSigning(::X509& certificate) {
    const std::uint32_t flags = ::X509_get_extension_flags(&certificate);
    const bool authority = (flags & EXFLAG_CA) != 0 || (flags & EXFLAG_SS) != 0;
    return (flags & EXFLAG_INVALID) == 0 && !authority;
}

bool signsForItsHolder(::X509& certificate) {
    return (::X509_get_key_usage(&certificate) & KU_NON_REPUDIATION) != 0;
}

struct Candidate {
    Der der;
    std::vector<std::uint8_t> id;
    bool nonRepudiation = false;
};

std::vector<Candidate> endEntityCertificates(const pkcs11::Session& session) {
    const CK_OBJECT_CLASS kind = CKO_CERTIFICATE;
    const CK_BBOOL onToken = CK_TRUE;
    std::array wanted{pkcs11::attribute(CKA_CLASS, kind), pkcs11::attribute(CKA_TOKEN, onToken)};
    std::vector<Candidate> found;
    for (const CK_OBJECT_HANDLE object : pkcs11::findObjects(session, wanted)) {
        auto value = pkcs11::readAttribute(session, object, CKA_VALUE);
        const openssl::CertificatePtr parsed =
            value ? openssl::certificateFromDer(*value) : openssl::CertificatePtr();
        if (!parsed || !isForSigning(*parsed)) {
            continue;
        }
        const bool known = std::any_of(found.begin(), found.end(),
                                       [&](const Candidate& other) { return other.der == *value; });
        if (!known) {
            auto id = pkcs11::readAttribute(session, object, CKA_ID);
            found.push_back({std::move(*value), id.value_or(std::vector<std::uint8_t>{}),
                             signsForItsHolder(*parsed)});
        }
    }
    return found;
}

CardCertificate readCertificate(const pkcs11::Session& session, const std::string& label) {
    std::vector<Candidate> candidates = endEntityCertificates(session);
    if (candidates.size() > 1) {
        // Signature and authentication certificate side by side: the signature's is the one with
        // nonRepudiation.
        std::erase_if(candidates, [](const Candidate& each) { return !each.nonRepudiation; });
    }
    if (candidates.size() != 1) {
        throw Fault(FaultKind::CertificateUnusable,
                    candidates.empty()
                        ? "no certificate to sign with on token \"" + label + '"'
                        : "several certificates to sign with on token \"" + label + '"',
                    {{"token", label}});
    }
    const openssl::CertificatePtr parsed = openssl::certificateFromDer(candidates.front().der);
    openssl::KeyPtr key(::X509_get_pubkey(parsed.get()));
    if (!key || ::EVP_PKEY_get_base_id(key.get()) != EVP_PKEY_RSA) {
        openssl::dropErrors();
        throw Fault(FaultKind::CertificateUnusable,
                    "the certificate on token \"" + label + "\" has no RSA key",
                    {{"token", label}});
    }
    CardCertificate result{std::move(candidates.front().der), std::move(candidates.front().id),
                           rsaNumber(*key, "n"), rsaNumber(*key, "e"), nullptr};
    result.key = std::move(key);
    return result;
}

bool isSignatureOver(const record::Digest& digest, ::EVP_PKEY& key,
                     const std::vector<std::uint8_t>& signature) {
    const openssl::KeyContextPtr context(
        openssl::need(::EVP_PKEY_CTX_new(&key, nullptr), "EVP_PKEY_CTX_new"));
    openssl::need(::EVP_PKEY_verify_init(context.get()) == 1, "EVP_PKEY_verify_init");
    openssl::need(::EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_PKCS1_PADDING) == 1 &&
                      ::EVP_PKEY_CTX_set_signature_md(context.get(), ::EVP_sha256()) == 1,
                  "preparing the signature's verification");
    const int result = ::EVP_PKEY_verify(context.get(), signature.data(), signature.size(),
                                         digest.bytes.data(), digest.bytes.size());
    openssl::dropErrors();
    return result == 1;
}

CK_RV logIn(const pkcs11::ModuleUse& module, CK_SESSION_HANDLE session, CK_USER_TYPE user,
            const Pin& pin) {
    // Without PIN the reader's own keypad asks (CKF_PROTECTED_AUTHENTICATION_PATH).
    return module->C_Login(session, user, pin.empty() ? nullptr : pkcs11::mutableText(pin.bytes()),
                           pin.bytes().size());
}

// C_Login … C_Logout around one signature, however it ends.
class Login {
  public:
    Login(const pkcs11::Session& session, const pkcs11::TokenSlot& token, const Pin& pin)
        : m_session(session) {
        const pkcs11::ModuleUse& module = session.module();
        CK_RV value = logIn(module, session.handle(), CKU_USER, pin);
        if (value == CKR_USER_ALREADY_LOGGED_IN) {
            // Somebody forgot to log out. The PIN was not looked at, so ending that login and
            // asking is no retry.
            module->C_Logout(session.handle());
            value = logIn(module, session.handle(), CKU_USER, pin);
        }
        if (value != CKR_OK) {
            pkcs11::need(value, "C_Login", contextAfter(value, token));
        }
    }
    ~Login() { m_session.module()->C_Logout(m_session.handle()); }
    Login(const Login&) = delete;
    Login& operator=(const Login&) = delete;

  private:
    pkcs11::Context contextAfter(CK_RV value, const pkcs11::TokenSlot& token) const {
        pkcs11::Context context{{"token", token.label}};
        CK_TOKEN_INFO info{};
        if (m_session.module()->C_GetTokenInfo(token.slot, &info) != CKR_OK) {
            return context;
        }
        if (value == CKR_PIN_LOCKED || (info.flags & CKF_USER_PIN_LOCKED) != 0) {
            context["tries"] = "0";
        } else if ((info.flags & CKF_USER_PIN_FINAL_TRY) != 0) {
            context["tries"] = "1";
        } else if ((info.flags & CKF_USER_PIN_COUNT_LOW) != 0) {
            context["countLow"] =
                "true"; // wrong at least once; the token does not say how many are left
        }
        return context;
    }

    const pkcs11::Session& m_session;
};

class Pkcs11Key final : public SigningKey {
  public:
    Pkcs11Key(const std::filesystem::path& module, std::string tokenLabel)
        : m_module(module), m_label(std::move(tokenLabel)) {
        const std::scoped_lock lock(m_module.mutex());
        const pkcs11::TokenSlot token = findToken();
        m_serial = token.serial;
        m_certificate = readCertificate(pkcs11::Session(m_module, token.slot), m_label);
    }

    const Der& certificate() const override { return m_certificate.der; }

    std::vector<std::uint8_t> sign(const record::Digest& digest, const Pin& pin) override {
        const std::scoped_lock lock(m_module.mutex());
        const pkcs11::TokenSlot token = findToken();
        refuseHopelessPin(token, pin);
        const pkcs11::Session session(m_module, token.slot);
        std::vector<std::uint8_t> signature;
        {
            const Login login(session, token, pin);
            signature = signLoggedIn(session, digest, pin);
        }
        if (!isSignatureOver(digest, *m_certificate.key, signature)) {
            throw Fault(FaultKind::TokenFailed,
                        "the token's signature does not verify with its certificate",
                        {{"token", m_label}});
        }
        return signature;
    }

  private:
    // By label, and after the first time by serial number too: real cards share one label, and a
    // PIN offered to another person's card costs that person a try.
    pkcs11::TokenSlot findToken() const {
        for (pkcs11::TokenSlot& token : pkcs11::tokensPresent(m_module)) {
            if (token.label == m_label && (m_serial.empty() || token.serial == m_serial)) {
                return token;
            }
        }
        throw Fault(FaultKind::TokenAbsent, "no token \"" + m_label + '"', {{"token", m_label}},
                    true);
    }

    void refuseHopelessPin(const pkcs11::TokenSlot& token, const Pin& pin) const {
        if ((token.flags & CKF_USER_PIN_LOCKED) != 0) {
            throw Fault(FaultKind::PinLocked, "the PIN of token \"" + m_label + "\" is locked",
                        {{"token", m_label}, {"tries", "0"}});
        }
        // One more mistake would lock the card for good, so the last try is not ours to spend.
        if ((token.flags & CKF_USER_PIN_FINAL_TRY) != 0) {
            throw Fault(FaultKind::PinLocked, "token \"" + m_label + "\" has one PIN try left",
                        {{"token", m_label}, {"tries", "1"}});
        }
        if (pin.empty() && (token.flags & CKF_PROTECTED_AUTHENTICATION_PATH) == 0) {
            throw Fault(FaultKind::PinMissing, "no PIN for token \"" + m_label + '"',
                        {{"token", m_label}});
        }
    }

    CK_OBJECT_HANDLE findKey(const pkcs11::Session& session) const {
        const CK_OBJECT_CLASS kind = CKO_PRIVATE_KEY;
        const CK_BBOOL onToken = CK_TRUE;
        std::array byNumbers{pkcs11::attribute(CKA_CLASS, kind),
                             pkcs11::attribute(CKA_TOKEN, onToken),
                             pkcs11::attribute(CKA_MODULUS, m_certificate.modulus),
                             pkcs11::attribute(CKA_PUBLIC_EXPONENT, m_certificate.publicExponent)};
        auto keys = pkcs11::findObjects(session, byNumbers);
        if (keys.empty() && !m_certificate.id.empty()) {
            std::array byId{pkcs11::attribute(CKA_CLASS, kind),
                            pkcs11::attribute(CKA_TOKEN, onToken),
                            pkcs11::attribute(CKA_ID, m_certificate.id)};
            keys = pkcs11::findObjects(session, byId);
        }
        if (keys.size() != 1) {
            throw Fault(FaultKind::TokenFailed,
                        std::to_string(keys.size()) + " keys fit the certificate of token \"" +
                            m_label + '"',
                        {{"token", m_label}});
        }
        return keys.front();
    }

    std::vector<std::uint8_t> signLoggedIn(const pkcs11::Session& session,
                                           const record::Digest& digest, const Pin& pin) const {
        const pkcs11::Context context{{"token", m_label}};
        const CK_OBJECT_HANDLE key = findKey(session);
        const auto always = pkcs11::readAttribute(session, key, CKA_ALWAYS_AUTHENTICATE);
        CK_MECHANISM mechanism{CKM_RSA_PKCS, nullptr, 0};
        pkcs11::need(m_module->C_SignInit(session.handle(), &mechanism, key), "C_SignInit",
                     context);
        if (always && !always->empty() && always->front() != CK_FALSE) {
            pkcs11::need(logIn(m_module, session.handle(), CKU_CONTEXT_SPECIFIC, pin),
                         "C_Login for one signature", context);
        }
        std::vector<std::uint8_t> input(kDigestInfoSha256.begin(), kDigestInfoSha256.end());
        input.insert(input.end(), digest.bytes.begin(), digest.bytes.end());
        std::vector<std::uint8_t> signature(m_certificate.modulus.size());
        CK_ULONG length = signature.size();
        pkcs11::need(m_module->C_Sign(session.handle(), input.data(), input.size(),
                                      signature.data(), &length),
                     "C_Sign", context);
        signature.resize(std::min<std::size_t>(length, signature.size()));
        return signature;
    }

    pkcs11::ModuleUse m_module;
    std::string m_label;
    std::string m_serial;
    CardCertificate m_certificate;
};

} // namespace

std::unique_ptr<SigningKey> openPkcs11Key(const std::filesystem::path& module,
                                          const std::string& tokenLabel) {
    return std::make_unique<Pkcs11Key>(module, tokenLabel);
}

std::vector<std::string> listTokens(const std::filesystem::path& module) {
    const pkcs11::ModuleUse use(module);
    const std::scoped_lock lock(use.mutex());
    std::vector<std::string> labels;
    for (const pkcs11::TokenSlot& token : pkcs11::tokensPresent(use)) {
        // SoftHSM always shows one blank token that waits for its initialisation.
        if (!token.label.empty() || (token.flags & CKF_TOKEN_INITIALIZED) != 0) {
            labels.push_back(token.label);
        }
    }
    return labels;
}

} // namespace seihon::signing
