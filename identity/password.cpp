#include "identity/password.h"

#include "record/digest.h"
#include "record/fault.h"

#include <argon2.h>

#include <algorithm>
#include <array>
#include <set>

namespace seihon::identity {

using record::Fault;
using record::FaultKind;

namespace {

// RFC 9106 §4, second recommended option.
constexpr std::uint32_t kMemoryKib = 65536;
constexpr std::uint32_t kPasses = 3;
constexpr std::uint32_t kLanes = 4;
constexpr std::size_t kSaltBytes = 16;
constexpr std::size_t kTagBytes = 32;
constexpr std::size_t kMostPasswordBytes = 256;
constexpr std::size_t kDifferentCharacters = 5;
constexpr std::string_view kPrefix = "$argon2id$v=19$m=65536,t=3,p=4$";
// Base64 without padding of 16 and of 32 bytes.
constexpr std::size_t kSaltCharacters = 22;
constexpr std::size_t kTagCharacters = 43;

bool isBase64(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '+' || c == '/';
    });
}

// UTF-8: every byte that does not continue a character begins one.
std::int64_t charactersIn(std::span<const char> text) {
    return std::count_if(text.begin(), text.end(),
                         [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; });
}

} // namespace

std::string weaknessOf(const signing::Pin& password, std::string_view user,
                       std::int64_t charactersAtLeast) {
    const std::span<const char> bytes = password.bytes();
    if (charactersIn(bytes) < charactersAtLeast) {
        return "it has fewer than " + std::to_string(charactersAtLeast) + " characters";
    }
    if (bytes.size() > kMostPasswordBytes) {
        return "it is longer than " + std::to_string(kMostPasswordBytes) + " bytes";
    }
    if (std::set<char>(bytes.begin(), bytes.end()).size() < kDifferentCharacters) {
        return "it repeats too few characters";
    }
    if (user.size() > 2 &&
        std::search(bytes.begin(), bytes.end(), user.begin(), user.end()) != bytes.end()) {
        return "it holds the user name";
    }
    return {};
}

std::string hashPassword(const signing::Pin& password) {
    const auto random = record::randomBytes32();
    std::array<char, 128> encoded{};
    const int made = ::argon2id_hash_encoded(kPasses, kMemoryKib, kLanes, password.bytes().data(),
                                             password.bytes().size(), random.data(), kSaltBytes,
                                             kTagBytes, encoded.data(), encoded.size());
    if (made != ARGON2_OK) {
        throw Fault(FaultKind::Internal, std::string("Argon2: ") + ::argon2_error_message(made));
    }
    return encoded.data();
}

bool isPasswordHash(std::string_view encoded) {
    return encoded.size() == kPrefix.size() + kSaltCharacters + 1 + kTagCharacters &&
           encoded.starts_with(kPrefix) &&
           isBase64(encoded.substr(kPrefix.size(), kSaltCharacters)) &&
           encoded[kPrefix.size() + kSaltCharacters] == '$' &&
           isBase64(encoded.substr(kPrefix.size() + kSaltCharacters + 1));
}

bool passwordFits(const std::string& encoded, const signing::Pin& password) {
    if (!isPasswordHash(encoded)) {
        throw Fault(FaultKind::Malformed, "a password's hash is not Argon2id as it must be");
    }
    const int result =
        ::argon2id_verify(encoded.c_str(), password.bytes().data(), password.bytes().size());
    if (result != ARGON2_OK && result != ARGON2_VERIFY_MISMATCH) {
        throw Fault(FaultKind::Internal, std::string("Argon2: ") + ::argon2_error_message(result));
    }
    return result == ARGON2_OK;
}

} // namespace seihon::identity
