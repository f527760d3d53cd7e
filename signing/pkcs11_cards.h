#pragma once

#include "signing/signing_key.h"

namespace seihon::signing {

// What the token says of its PIN's tries.
enum class PinState { Fine, FewTriesLeft, LastTry, Locked };

struct CardSeen {
    std::string reader; // as the reader calls itself
    std::string label;
    std::string serial;
    PinState pin = PinState::Fine;
    std::vector<Der> certificates; // the holder's, not the authorities'
};

struct CardsSeen {
    std::int64_t readers = 0; // with or without a card
    std::vector<CardSeen> cards;
};

// Readers and cards as they are now; no PIN is needed. Faults: TokenFailed, TokenBusy, TokenHung.
CardsSeen lookAtCards(const std::filesystem::path& module,
                      std::chrono::milliseconds patience = kCardPatience);

} // namespace seihon::signing
