#pragma once

#include "signing/certificate.h"
#include "signing/pin.h"

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace seihon::signing {

// Signs and names its certificate: a card (openPkcs11Key), a key file (openPkcs12Key), and what may
// come, such as a remote service. Faults: TokenAbsent, TokenBusy, TokenHung, PinWrong (context
// "tries" or "countLow" when the token says so), PinLastTry, PinLocked, TokenFailed,
// CertificateUnusable. Never retries with a PIN by itself.
class SigningKey {
  public:
    virtual ~SigningKey() = default;
    virtual const Der& certificate() const = 0;
    // RSA PKCS#1 v1.5 over SHA-256: the DigestInfo is made here, the token does CKM_RSA_PKCS only.
    // The signature is verified with the certificate's public key before it is returned.
    virtual std::vector<std::uint8_t> sign(const record::Digest& digest, const Pin& pin) = 0;
};

// A card signs in a second or two; a person who types on the reader's own keypad takes longer.
inline constexpr std::chrono::milliseconds kCardPatience{60'000};

struct CardWanted {
    // Whose card: real cards share one label, so where several are there, the one with this
    // certificate is meant. A card alone in its label is opened whatever certificate it holds; the
    // caller compares.
    std::optional<record::Digest> certificate;
    std::chrono::milliseconds patience = kCardPatience; // for each act with the card
    // Lives for as long as a call to the card is under way, even one that its caller gave up: the
    // lock that keeps other processes from the card.
    std::shared_ptr<const void> heldMeanwhile;
};

// A token over PKCS#11 by direct call, with the 21 functions and the one mechanism of the HPKI card
// guideline (JAHIS 24-002 v3.1): login and logout around every signature, one call at a time,
// C_Initialize(NULL). Blanks around a label are not significant.
std::unique_ptr<SigningKey> openPkcs11Key(const std::filesystem::path& module,
                                          const std::string& tokenLabel,
                                          const CardWanted& wanted = {});

// Labels of the tokens that are there now.
std::vector<std::string> listTokens(const std::filesystem::path& module);

} // namespace seihon::signing
