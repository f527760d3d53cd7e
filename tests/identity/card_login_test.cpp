#include "identity/card_login.h"

#include "record/fault.h"
#include "support/demo_pki_fixture.h"

#include <gtest/gtest.h>

namespace seihon {

namespace {

record::FaultKind faultOf(const auto& act) {
    try {
        act();
    } catch (const record::Fault& fault) {
        return fault.kind;
    }
    return record::FaultKind::Internal;
}

record::Digest registered(std::string_view user) {
    return record::Digest::fromHex(support::demoPki().card(user).certificateSha256);
}

std::unique_ptr<signing::SigningKey> cardOf(std::string_view user) {
    return signing::openPkcs11Key(support::demoPki().module,
                                  support::demoPki().card(user).tokenLabel);
}

} // namespace

TEST(CardLogin, the_right_card_and_pin_identify_its_holder) {
    const auto key = cardOf("pharmacist");
    const record::SignerCertificate certificate = identity::loginWithCard(
        *key, signing::Pin(support::demoPki().pin), registered("pharmacist"), record::readClock());
    EXPECT_EQ(certificate.sha256, registered("pharmacist"));
    EXPECT_EQ(certificate.healthcareRoles, std::vector<std::string>{"Pharmacist"});
}

TEST(CardLogin, somebody_elses_card_is_refused_before_its_pin_is_used) {
    const auto key = cardOf("clerk");
    EXPECT_EQ(faultOf([&] {
                  identity::loginWithCard(*key, signing::Pin("wrong!"), registered("manager"),
                                          record::readClock());
              }),
              record::FaultKind::LoginRefused);
}

TEST(CardLogin, a_wrong_pin_is_a_wrong_pin) {
    const auto key = cardOf("clerk");
    EXPECT_EQ(faultOf([&] {
                  identity::loginWithCard(*key, signing::Pin("000000"), registered("clerk"),
                                          record::readClock());
              }),
              record::FaultKind::PinWrong);
}

} // namespace seihon
