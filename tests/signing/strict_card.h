#pragma once

#include "record/fault.h"
#include "signing/signing_key.h"
#include "support/demo_pki_fixture.h"
#include "support/fake_card.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace seihon::signing {

template <typename Act>
record::Fault faultFrom(Act act) {
    try {
        act();
    } catch (const record::Fault& fault) {
        return fault;
    }
    ADD_FAILURE() << "no fault";
    return record::Fault(record::FaultKind::Internal, "none");
}

// The fake card with the clerk's key on it.
class StrictCard : public testing::Test {
  protected:
    StrictCard();
    ~StrictCard() override;

    static std::string module() { return std::string(SEIHON_BIN_DIR) + "/fake-card.so"; }
    static Der certificateOf(const std::string& user);

    support::FakeCardState& state() { return *m_state; }
    support::FakeCard& card() { return m_state->readers.front(); }
    // A second reader with that person's card in it.
    support::FakeCard& addReader(const std::string& user, const std::string& serial);

    std::unique_ptr<SigningKey> open(const CardWanted& wanted = {}) {
        return openPkcs11Key(module(), card().label, wanted);
    }
    record::Fault signFault(SigningKey& key, const char* pin = "1234",
                            LastTry lastTry = LastTry::Keep);
    // Does the key sign, and does the certificate verify it?
    static bool signsWell(SigningKey& key, const char* pin = "1234");

  private:
    support::FakeCardState* m_state = nullptr;
};

} // namespace seihon::signing
