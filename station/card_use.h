#pragma once

#include "config/config.h"
#include "record/verdict.h"
#include "signing/pkcs11_cards.h"
#include "signing/signing_key.h"
#include "station/home.h"

#include <memory>

namespace seihon::station {

// The key of a person, card or key file. Other windows and commands wait while a card is held, for
// as long as the key lives or a call to the card is under way. Faults: TokenBusy when somebody else
// holds the card for too long, those of openPkcs11Key and openPkcs12Key, LoginRefused for a person
// without a key.
std::unique_ptr<signing::SigningKey> takeKey(const Home& home, const config::StationConfig& config,
                                             const config::Person& person, const signing::Pin& pin);

// The key with which a person logs in: the card's authentication key where its certificate is
// registered, otherwise that of takeKey. The same card, and held like it.
std::unique_ptr<signing::SigningKey> takeLoginKey(const Home& home,
                                                  const config::StationConfig& config,
                                                  const config::Person& person,
                                                  const signing::Pin& pin);

// What is to be said of a card in a reader: PIN tries, certificates that end.
record::Verdict judgeCard(const signing::CardSeen& card, record::Instant now);

} // namespace seihon::station
