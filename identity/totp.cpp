#include "identity/totp.h"

#include "record/digest.h"
#include "record/fault.h"

#include <liboath/oath.h>

#include <string.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string>

namespace seihon::identity {

using record::Fault;
using record::FaultKind;

namespace {

constexpr std::size_t kSecretBytes = 20;
constexpr unsigned kDigits = 6;
constexpr std::int64_t kStepSeconds = 30;

// Holds secret bytes and leaves none behind.
template <std::size_t N>
struct Wiped {
    std::array<char, N> bytes{};
    ~Wiped() { ::explicit_bzero(bytes.data(), bytes.size()); }
};

void requireOath(int result) {
    if (result != OATH_OK) {
        throw Fault(FaultKind::Internal, std::string("liboath: ") + ::oath_strerror(result));
    }
}

unsigned nibbleOf(char digit) {
    return static_cast<unsigned>(digit <= '9' ? digit - '0' : digit - 'a' + 10);
}

Wiped<kSecretBytes> bytesOf(const signing::Pin& secret) {
    const std::span<const char> hex = secret.bytes();
    if (!isTotpSecret({hex.data(), hex.size()})) {
        throw Fault(FaultKind::Malformed, "a TOTP secret is not 40 hexadecimal digits");
    }
    Wiped<kSecretBytes> out;
    for (std::size_t i = 0; i < kSecretBytes; ++i) {
        out.bytes[i] = static_cast<char>(nibbleOf(hex[2 * i]) << 4U | nibbleOf(hex[2 * i + 1]));
    }
    return out;
}

bool equal(std::span<const char> a, std::span<const char> b) {
    if (a.size() != b.size()) {
        return false;
    }
    unsigned differs = 0; // no early end: the time says nothing
    for (std::size_t i = 0; i < a.size(); ++i) {
        differs |= static_cast<unsigned char>(a[i]) ^
                   static_cast<unsigned>(static_cast<unsigned char>(b[i]));
    }
    return differs == 0;
}

} // namespace

bool isTotpSecret(std::string_view hex) {
    return hex.size() == 2 * kSecretBytes && std::all_of(hex.begin(), hex.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
           });
}

signing::Pin makeTotpSecret() {
    auto random = record::randomBytes32();
    Wiped<2 * kSecretBytes> hex;
    for (std::size_t i = 0; i < kSecretBytes; ++i) {
        hex.bytes[2 * i] = "0123456789abcdef"[random[i] >> 4U];
        hex.bytes[2 * i + 1] = "0123456789abcdef"[random[i] & 15U];
    }
    ::explicit_bzero(random.data(), random.size());
    return signing::Pin(std::string_view(hex.bytes.data(), hex.bytes.size()));
}

signing::Pin totpUri(const signing::Pin& secret, std::string_view user, std::string_view station) {
    const Wiped<kSecretBytes> bytes = bytesOf(secret);
    char* base32 = nullptr;
    std::size_t size = 0;
    requireOath(::oath_base32_encode(bytes.bytes.data(), bytes.bytes.size(), &base32, &size));
    std::string uri = "otpauth://totp/Seihon:";
    uri.reserve(256); // grows no more once the secret is in it
    uri.append(user)
        .append("@")
        .append(station)
        .append("?secret=")
        .append(base32, size)
        .append("&issuer=Seihon");
    ::explicit_bzero(base32, size);
    std::free(base32);
    signing::Pin made(uri);
    ::explicit_bzero(uri.data(), uri.size());
    return made;
}

signing::Pin codeOfStep(const signing::Pin& secret, std::int64_t step) {
    const Wiped<kSecretBytes> bytes = bytesOf(secret);
    Wiped<kDigits + 1> code;
    requireOath(::oath_totp_generate(
        bytes.bytes.data(), bytes.bytes.size(), static_cast<time_t>(step * kStepSeconds),
        static_cast<unsigned>(kStepSeconds), 0, kDigits, code.bytes.data()));
    return signing::Pin(std::string_view(code.bytes.data(), kDigits));
}

std::optional<std::int64_t> stepOfCode(const signing::Pin& secret, const signing::Pin& code,
                                       record::Instant now, std::optional<std::int64_t> used) {
    const std::int64_t current =
        std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count() / kStepSeconds;
    std::optional<std::int64_t> found;
    for (std::int64_t step = current - 1; step <= current + 1; ++step) {
        const signing::Pin expected = codeOfStep(secret, step);
        if (equal(expected.bytes(), code.bytes()) && (!used || step > *used)) {
            found = step;
        }
    }
    return found;
}

} // namespace seihon::identity
