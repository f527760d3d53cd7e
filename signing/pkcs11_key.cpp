#include "signing/signing_key.h"

#include "record/fault.h"
#include "signing/card_gate.h"
#include "signing/pkcs11_certificates.h"
#include "signing/signing_key_rsa.h"

#include <algorithm>
#include <array>
#include <utility>

namespace seihon::signing {

namespace {

using record::Fault;
using record::FaultKind;

// DER of DigestInfo for SHA-256 up to the value (RFC 8017 §9.2 note 1): the card offers
// CKM_RSA_PKCS only, so the application makes it.
constexpr std::array<std::uint8_t, 19> kDigestInfoSha256{0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60,
                                                         0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02,
                                                         0x01, 0x05, 0x00, 0x04, 0x20};

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
    Login(const Login&) = delete; // one login, one logout
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
            // Wrong at least once; the token does not say how many are left.
            context["countLow"] = "true";
        }
        return context;
    }

    const pkcs11::Session& m_session;
};

// What happens at the card, on the card gate's thread.
class CardAccess {
  public:
    CardAccess(const std::filesystem::path& module, std::string label, CardWanted wanted)
        : m_wanted(std::move(wanted)), m_module(module), m_label(pkcs11::withoutBlanks(label)) {
        const std::scoped_lock lock(m_module.mutex());
        std::vector<pkcs11::TokenSlot> tokens = tokensOfLabel();
        if (tokens.size() > 1) {
            tokens = {theMeantOf(tokens)};
        }
        m_serial = tokens.front().serial;
        m_certificate = pkcs11::chooseCertificate(certificatesOn(tokens.front()),
                                                  m_wanted.certificate, m_label);
    }

    const Der& certificate() const { return m_certificate.der; }

    std::vector<std::uint8_t> sign(const record::Digest& digest, const Pin& pin) const {
        const std::scoped_lock lock(m_module.mutex());
        const pkcs11::TokenSlot token = sameToken();
        refuseHopelessPin(token, pin);
        std::vector<std::uint8_t> signature;
        try {
            const pkcs11::Session session(m_module, token.slot);
            const Login login(session, token, pin);
            signature = signLoggedIn(session, digest, pin);
        } catch (const Fault& fault) {
            CK_TOKEN_INFO info{};
            if (fault.kind == FaultKind::TokenFailed &&
                m_module->C_GetTokenInfo(token.slot, &info) != CKR_OK) {
                // A card that is pulled shows as any failure of the device.
                throw Fault(FaultKind::TokenAbsent, fault.what(), fault.context, true);
            }
            throw;
        }
        if (!isRsaSignature(digest, *m_certificate.key, signature)) {
            throw Fault(FaultKind::TokenFailed,
                        "the token's signature does not verify with its certificate",
                        {{"token", m_label}});
        }
        return signature;
    }

  private:
    std::vector<pkcs11::TokenSlot> tokensSeen() const {
        std::vector<pkcs11::TokenSlot> tokens = pkcs11::tokensPresent(m_module);
        std::erase_if(tokens, [&](const pkcs11::TokenSlot& token) {
            return token.label != m_label || (!m_serial.empty() && token.serial != m_serial);
        });
        return tokens;
    }

    std::vector<pkcs11::TokenSlot> tokensOfLabel() const {
        std::vector<pkcs11::TokenSlot> tokens = tokensSeen();
        if (tokens.empty() && m_module.restart()) {
            // Some middleware does not see that a card came back before it is started anew.
            tokens = tokensSeen();
        }
        if (tokens.empty()) {
            throw Fault(FaultKind::TokenAbsent, "no token \"" + m_label + '"', {{"token", m_label}},
                        true);
        }
        return tokens;
    }

    std::vector<pkcs11::HolderCertificate> certificatesOn(const pkcs11::TokenSlot& token) const {
        return pkcs11::holderCertificates(pkcs11::Session(m_module, token.slot));
    }

    bool holds(const pkcs11::TokenSlot& token, const record::Digest& certificate) const {
        const auto all = certificatesOn(token);
        return std::any_of(all.begin(), all.end(), [&](const pkcs11::HolderCertificate& each) {
            return record::sha256(each.der) == certificate;
        });
    }

    // Several cards in several readers: never the first that comes along.
    pkcs11::TokenSlot theMeantOf(const std::vector<pkcs11::TokenSlot>& tokens) const {
        if (!m_wanted.certificate) {
            throw Fault(FaultKind::TokenFailed,
                        std::to_string(tokens.size()) + " tokens are called \"" + m_label + '"',
                        {{"token", m_label}});
        }
        for (const pkcs11::TokenSlot& token : tokens) {
            if (holds(token, *m_wanted.certificate)) {
                return token;
            }
        }
        throw Fault(FaultKind::TokenAbsent,
                    "none of the " + std::to_string(tokens.size()) + " tokens \"" + m_label +
                        "\" holds the certificate",
                    {{"token", m_label}}, true);
    }

    // A PIN offered to another person's card costs that person a try: label, serial number and
    // certificate must be those of the card that was opened.
    pkcs11::TokenSlot sameToken() const {
        for (const pkcs11::TokenSlot& token : tokensOfLabel()) {
            if (holds(token, record::sha256(m_certificate.der))) {
                return token;
            }
        }
        throw Fault(FaultKind::TokenAbsent, "token \"" + m_label + "\" is now another card",
                    {{"token", m_label}}, true);
    }

    void refuseHopelessPin(const pkcs11::TokenSlot& token, const Pin& pin) const {
        if ((token.flags & CKF_USER_PIN_LOCKED) != 0) {
            throw Fault(FaultKind::PinLocked, "the PIN of token \"" + m_label + "\" is locked",
                        {{"token", m_label}, {"tries", "0"}});
        }
        // One more mistake would lock the card for good, so the last try is not ours to spend.
        if ((token.flags & CKF_USER_PIN_FINAL_TRY) != 0 && !pin.spendsLastTry()) {
            throw Fault(FaultKind::PinLastTry, "token \"" + m_label + "\" has one PIN try left",
                        {{"token", m_label}, {"tries", "1"}});
        }
        if (pin.empty()) {
            if ((token.flags & CKF_PROTECTED_AUTHENTICATION_PATH) == 0) {
                throw Fault(FaultKind::PinMissing, "no PIN for token \"" + m_label + '"',
                            {{"token", m_label}});
            }
            return;
        }
        const CK_ULONG length = pin.bytes().size();
        if (length < token.leastPin || (token.mostPin > 0 && length > token.mostPin)) {
            // It cannot be right, and there are cards that would count it.
            throw Fault(FaultKind::PinWrong,
                        "the PIN has not the length that token \"" + m_label + "\" wants",
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
        if (length != signature.size()) {
            throw Fault(FaultKind::TokenFailed,
                        "C_Sign gave " + std::to_string(length) + " bytes, the key makes " +
                            std::to_string(signature.size()),
                        context);
        }
        return signature;
    }

    CardWanted m_wanted;
    pkcs11::ModuleUse m_module;
    std::string m_label;
    std::string m_serial;
    pkcs11::CardCertificate m_certificate;
};

class Pkcs11Key final : public SigningKey {
  public:
    Pkcs11Key(const std::filesystem::path& module, const std::string& label,
              const CardWanted& wanted)
        : m_gate(CardGate::of(module)), m_patience(wanted.patience),
          m_access(m_gate.run(m_patience,
                              [module, label, wanted] {
                                  return std::make_shared<const CardAccess>(module, label, wanted);
                              })),
          m_certificate(m_access->certificate()) {}

    ~Pkcs11Key() override {
        try {
            // Ending the module's use is a call into it like any other.
            m_gate.run(m_patience, [access = std::move(m_access)]() mutable {
                access.reset();
                return true;
            });
        } catch (const Fault&) {
            // The gate is closed by a call that hangs; the module is given up with it.
        }
    }
    Pkcs11Key(const Pkcs11Key&) = delete; // one key, one use of its module
    Pkcs11Key& operator=(const Pkcs11Key&) = delete;

    const Der& certificate() const override { return m_certificate; }

    std::vector<std::uint8_t> sign(const record::Digest& digest, const Pin& pin) override {
        return m_gate.run(m_patience, [access = m_access, digest,
                                       held = std::make_shared<const Pin>(pin.shared())] {
            return access->sign(digest, *held);
        });
    }

  private:
    CardGate& m_gate;
    std::chrono::milliseconds m_patience;
    std::shared_ptr<const CardAccess> m_access;
    Der m_certificate;
};

} // namespace

std::unique_ptr<SigningKey> openPkcs11Key(const std::filesystem::path& module,
                                          const std::string& tokenLabel, const CardWanted& wanted) {
    return std::make_unique<Pkcs11Key>(module, tokenLabel, wanted);
}

} // namespace seihon::signing
