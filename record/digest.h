#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace seihon::record {

using Bytes = std::span<const std::uint8_t>;

inline Bytes bytesOf(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

// A SHA-256 value (FIPS 180-4).
struct Digest {
    std::array<std::uint8_t, 32> bytes{};

    std::string hex() const;
    // 64 lower-case hex digits. Faults: Malformed.
    static Digest fromHex(std::string_view text);

    friend auto operator<=>(const Digest&, const Digest&) = default;
};

Digest sha256(Bytes data);
inline Digest sha256(std::string_view text) {
    return sha256(bytesOf(text));
}

// Running SHA-256 for data that arrives in pieces.
class Sha256 {
  public:
    Sha256();
    ~Sha256();
    Sha256(Sha256&&) noexcept;
    Sha256& operator=(Sha256&&) noexcept;

    Sha256& add(Bytes data);
    Sha256& add(std::string_view text) { return add(bytesOf(text)); }
    // The value over everything added; the object starts anew.
    Digest finish();

  private:
    struct State;
    std::unique_ptr<State> m_state;
};

std::string toHex(Bytes data);
std::string toBase64(Bytes data);
// Strict: padded, no white space. Faults: Malformed.
std::string fromBase64(std::string_view text);

// From the kernel (getrandom). Faults: Internal.
std::array<std::uint8_t, 32> randomBytes32();

} // namespace seihon::record
