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

record::Digest forLogin(std::string_view user) {
    return record::Digest::fromHex(support::demoPki().card(user).authenticationSha256);
}

// The key of one certificate on a card that has two.
std::unique_ptr<signing::SigningKey> keyOf(std::string_view user,
                                           const record::Digest& certificate) {
    signing::CardWanted wanted;
    wanted.certificate = certificate;
    return signing::openPkcs11Key(support::demoPki().module,
                                  support::demoPki().card(user).tokenLabel, wanted);
}

} // namespace

TEST(CardLogin, the_authentication_key_answers_with_the_same_pin) {
    const auto key = keyOf("pharmacist", forLogin("pharmacist"));
    const record::SignerCertificate certificate =
        identity::loginWithCard(*key, signing::Pin(support::demoPki().pin), forLogin("pharmacist"),
                                identity::LoginKey::Authentication, record::readClock());
    EXPECT_EQ(certificate.sha256, forLogin("pharmacist"));
    EXPECT_NE(certificate.sha256, registered("pharmacist"));
    EXPECT_FALSE(certificate.nonRepudiation);
    EXPECT_EQ(certificate.policies, std::vector<std::string>{"1.2.392.100495.1.5.1.2.0.1"});
}

// Whatever people.toml says, and before its PIN is used: a wrong one is not noticed.
TEST(CardLogin, a_signing_certificate_is_not_taken_for_authentication) {
    const auto key = keyOf("clerk", registered("clerk"));
    EXPECT_EQ(faultOf([&] {
                  identity::loginWithCard(*key, signing::Pin("wrong!"), registered("clerk"),
                                          identity::LoginKey::Authentication, record::readClock());
              }),
              record::FaultKind::LoginRefused);
    const auto other = cardOf("clerk"); // opened without a wish, a card signs
    EXPECT_EQ(faultOf([&] {
                  identity::loginWithCard(*other, signing::Pin("wrong!"), forLogin("clerk"),
                                          identity::LoginKey::Authentication, record::readClock());
              }),
              record::FaultKind::LoginRefused);
}

TEST(CardLogin, the_right_card_and_pin_identify_its_holder) {
    const auto key = cardOf("pharmacist");
    const record::SignerCertificate certificate = identity::loginWithCard(
        *key, signing::Pin(support::demoPki().pin), registered("pharmacist"),
        identity::LoginKey::Signing, record::readClock());
    EXPECT_EQ(certificate.sha256, registered("pharmacist"));
    EXPECT_EQ(certificate.healthcareRoles, std::vector<std::string>{"Pharmacist"});
}

TEST(CardLogin, somebody_elses_card_is_refused_before_its_pin_is_used) {
    const auto key = cardOf("clerk");
    EXPECT_EQ(faultOf([&] {
                  identity::loginWithCard(*key, signing::Pin("wrong!"), registered("manager"),
                                          identity::LoginKey::Signing, record::readClock());
              }),
              record::FaultKind::LoginRefused);
}

TEST(CardLogin, a_wrong_pin_is_a_wrong_pin) {
    const auto key = cardOf("clerk");
    EXPECT_EQ(faultOf([&] {
                  identity::loginWithCard(*key, signing::Pin("000000"), registered("clerk"),
                                          identity::LoginKey::Signing, record::readClock());
              }),
              record::FaultKind::PinWrong);
}

} // namespace seihon
