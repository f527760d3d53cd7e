#include "signing/pkcs11_cards.h"

#include "tests/signing/strict_card.h"

#include <gtest/gtest.h>

#include <p11-kit/pkcs11.h>

#include <algorithm>
#include <thread>

namespace seihon::signing {
namespace {

using record::FaultKind;

class CardsInReaders : public StrictCard {
  protected:
    static bool holds(const CardSeen& card, const Der& certificate) {
        return std::find(card.certificates.begin(), card.certificates.end(), certificate) !=
               card.certificates.end();
    }
};

TEST_F(CardsInReaders, areNamedWithTheirCertificatesAndWithoutAPin) {
    card().label = " HPKI Application";
    addReader("manager", "0002");
    addReader("manager", "0003").present = false;
    const CardsSeen seen = lookAtCards(module());
    EXPECT_EQ(seen.readers, 3);
    ASSERT_EQ(seen.cards.size(), 2u);
    EXPECT_EQ(seen.cards[0].reader, "Fake reader 1");
    EXPECT_EQ(seen.cards[0].label, "HPKI Application");
    EXPECT_EQ(seen.cards[0].serial, "0001");
    // The one for signing and the one for authentication.
    EXPECT_EQ(seen.cards[0].certificates.size(), 2u);
    EXPECT_TRUE(holds(seen.cards[0], certificateOf("clerk")));
    EXPECT_EQ(seen.cards[1].reader, "Fake reader 2");
    EXPECT_TRUE(holds(seen.cards[1], certificateOf("manager")));
    EXPECT_FALSE(holds(seen.cards[1], certificateOf("clerk")));
    EXPECT_EQ(state().calls["C_Login"], 0);
}

TEST_F(CardsInReaders, sayHowTheirPinStands) {
    EXPECT_EQ(lookAtCards(module()).cards.at(0).pin, PinState::Fine);
    card().countLow = true;
    EXPECT_EQ(lookAtCards(module()).cards.at(0).pin, PinState::FewTriesLeft);
    card().triesLeft = 1;
    EXPECT_EQ(lookAtCards(module()).cards.at(0).pin, PinState::LastTry);
    card().triesLeft = 0;
    EXPECT_EQ(lookAtCards(module()).cards.at(0).pin, PinState::Locked);
}

TEST_F(CardsInReaders, aReaderThatFailsOrHangsIsAFault) {
    state().failures["C_GetSlotInfo"] = CKR_DEVICE_ERROR;
    EXPECT_EQ(faultFrom([&] { lookAtCards(module()); }).kind, FaultKind::TokenFailed);
    state().failures.clear();
    state().delays["C_GetTokenInfo"] = 300;
    EXPECT_EQ(faultFrom([&] { lookAtCards(module(), std::chrono::milliseconds(100)); }).kind,
              FaultKind::TokenHung);
    // Whoever is patient gets the answer once the hung call came back.
    for (;;) {
        try {
            EXPECT_EQ(lookAtCards(module()).cards.size(), 1u);
            break;
        } catch (const record::Fault& fault) {
            ASSERT_EQ(fault.kind, FaultKind::TokenHung);
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
    }
}

} // namespace
} // namespace seihon::signing
