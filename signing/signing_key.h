#pragma once

#include "signing/certificate.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace seihon::signing {

// A PIN on its way to the token: zeroed when it goes; never printed, logged or copied.
class Pin {
  public:
    Pin() = default;
    explicit Pin(std::string_view text);
    ~Pin();
    Pin(Pin&&) noexcept;
    Pin& operator=(Pin&&) noexcept;
    Pin(const Pin&) = delete; // one PIN, one place in memory
    Pin& operator=(const Pin&) = delete;

    const std::vector<char>& bytes() const { return m_bytes; }
    bool empty() const { return m_bytes.empty(); }

  private:
    std::vector<char> m_bytes;
};

// Signs and names its certificate. Faults: TokenAbsent, PinWrong (context "tries" when the token
// says), PinLocked, TokenFailed, CertificateUnusable. Never retries with a PIN by itself.
class SigningKey {
  public:
    virtual ~SigningKey() = default;
    virtual const Der& certificate() const = 0;
    // RSA PKCS#1 v1.5 over SHA-256: the DigestInfo is made here, the token does CKM_RSA_PKCS only.
    // The signature is verified with the certificate's public key before it is returned.
    virtual std::vector<std::uint8_t> sign(const record::Digest& digest, const Pin& pin) = 0;
};

// A token over PKCS#11 by direct call, with the 21 functions and the one mechanism of the HPKI card
// guideline (JAHIS 24-002 v3.1): login and logout around every signature, one thread,
// C_Initialize(NULL).
std::unique_ptr<SigningKey> openPkcs11Key(const std::filesystem::path& module,
                                          const std::string& tokenLabel);

// Labels of the tokens that are there now.
std::vector<std::string> listTokens(const std::filesystem::path& module);

} // namespace seihon::signing
