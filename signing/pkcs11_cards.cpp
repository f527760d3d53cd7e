#include "signing/pkcs11_cards.h"

#include "signing/card_gate.h"
#include "signing/pkcs11_certificates.h"

namespace seihon::signing {

namespace {

PinState pinStateOf(CK_FLAGS flags) {
    if ((flags & CKF_USER_PIN_LOCKED) != 0) {
        return PinState::Locked;
    }
    if ((flags & CKF_USER_PIN_FINAL_TRY) != 0) {
        return PinState::LastTry;
    }
    return (flags & CKF_USER_PIN_COUNT_LOW) != 0 ? PinState::FewTriesLeft : PinState::Fine;
}

// SoftHSM always shows one blank token that waits for its initialisation.
bool isMade(const pkcs11::TokenSlot& token) {
    return !token.label.empty() || (token.flags & CKF_TOKEN_INITIALIZED) != 0;
}

CardsSeen cardsOf(const std::filesystem::path& module) {
    const pkcs11::ModuleUse use(module);
    const std::scoped_lock lock(use.mutex());
    CardsSeen seen;
    seen.readers = static_cast<std::int64_t>(pkcs11::slots(use, false).size());
    for (const pkcs11::TokenSlot& token : pkcs11::tokensPresent(use)) {
        if (!isMade(token)) {
            continue;
        }
        CardSeen card{pkcs11::readerName(use, token.slot),
                      token.label,
                      token.serial,
                      pinStateOf(token.flags),
                      {}};
        for (pkcs11::HolderCertificate& each :
             pkcs11::holderCertificates(pkcs11::Session(use, token.slot))) {
            card.certificates.push_back(std::move(each.der));
        }
        seen.cards.push_back(std::move(card));
    }
    return seen;
}

} // namespace

CardsSeen lookAtCards(const std::filesystem::path& module, std::chrono::milliseconds patience) {
    return CardGate::of(module).run(patience, [module] { return cardsOf(module); });
}

std::vector<std::string> listTokens(const std::filesystem::path& module) {
    return CardGate::of(module).run(kCardPatience, [module] {
        const pkcs11::ModuleUse use(module);
        const std::scoped_lock lock(use.mutex());
        std::vector<std::string> labels;
        for (const pkcs11::TokenSlot& token : pkcs11::tokensPresent(use)) {
            if (isMade(token)) {
                labels.push_back(token.label);
            }
        }
        return labels;
    });
}

} // namespace seihon::signing
