#pragma once

#include "record/instant.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

namespace seihon::signing {

// May the try be spent that locks the card when it fails? Only a person says so, for one PIN.
enum class LastTry { Keep, Spend };

// A PIN, or a key file's passphrase, on its way to the card. It lies in one page of memory of its
// own that is not swapped and in no core dump, and is zeroed when its last holder goes; never
// printed, logged or copied.
class Pin {
  public:
    Pin() = default;
    explicit Pin(std::string_view text, LastTry lastTry = LastTry::Keep);
    ~Pin() = default;
    Pin(Pin&&) noexcept = default;
    Pin& operator=(Pin&&) noexcept = default;
    Pin(const Pin&) = delete; // one PIN, one place in memory
    Pin& operator=(const Pin&) = delete;

    // Another holder of the same place: for a call to the card that may outlast its caller.
    Pin shared() const;

    std::span<const char> bytes() const; // a zero follows them unless they are none
    bool empty() const { return bytes().empty(); }
    bool spendsLastTry() const { return m_lastTry == LastTry::Spend; }

  private:
    class Page;
    std::shared_ptr<const Page> m_page;
    LastTry m_lastTry = LastTry::Keep;
};

// For how long a PIN that was given once may serve a batch; the hospital's regulation says so. The
// card guideline (JAHIS 24-002) lets the application keep the PIN for consecutive signatures.
struct PinTerm {
    std::chrono::minutes kept{};
    std::int64_t signatures = 0;
};

// The PIN of the person at the desk with its term. What has expired is wiped at once.
class KeptPin {
  public:
    KeptPin() = default;
    KeptPin(Pin pin, record::Instant givenAt, PinTerm term);

    // For reading what needs no signature. Faults: PinExpired.
    const Pin& look(record::Instant now);
    // For one more signature. Faults: PinExpired.
    const Pin& spend(record::Instant now);
    // After the card refused it: one wrong PIN must not be offered twice.
    void forget();

  private:
    Pin m_pin;
    record::Instant m_givenAt{};
    PinTerm m_term;
    std::int64_t m_left = 0;
    bool m_expired = true;
};

} // namespace seihon::signing
