#include "signing/signing_key.h"

#include "signing/demo_pki.h"
#include "signing/trust.h"
#include "tests/signing/strict_card.h"

#include <gtest/gtest.h>
#include <p11-kit/pkcs11.h>

#include <algorithm>

namespace seihon::signing {
namespace {

using record::Fault;
using record::FaultKind;
using support::demoPki;

const record::Digest kCardDigest = record::sha256("a manifest");

// --- SoftHSM
// ------------------------------------------------------------------------------------------------------

TEST(Pkcs11Key, signsWithASoftHsmToken) {
    const auto key = openPkcs11Key(demoPki().module, demoPki().card("clerk").tokenLabel);
    EXPECT_EQ(record::sha256(key->certificate()).hex(), demoPki().card("clerk").certificateSha256);
    for (const char* message : {"a manifest", "another"}) {
        const auto signature = key->sign(record::sha256(message), Pin(demoPki().pin));
        EXPECT_TRUE(verifySignature(key->certificate(), record::bytesOf(message), signature));
        EXPECT_FALSE(verifySignature(key->certificate(), record::bytesOf("a third"), signature));
    }
}

TEST(Pkcs11Key, chooseTheTokenByItsLabel) {
    const auto manager = openPkcs11Key(demoPki().module, demoPki().card("manager").tokenLabel);
    EXPECT_EQ(record::sha256(manager->certificate()).hex(),
              demoPki().card("manager").certificateSha256);
    const Fault fault = faultFrom([] { openPkcs11Key(demoPki().module, "DEMO-nobody"); });
    EXPECT_EQ(fault.kind, FaultKind::TokenAbsent);
    EXPECT_EQ(fault.context.at("token"), "DEMO-nobody");
}

TEST(Pkcs11Key, saysSoWhenThePinIsWrongAndTakesTheRightOneAfterwards) {
    const auto key = openPkcs11Key(demoPki().module, demoPki().card("records").tokenLabel);
    const Fault fault = faultFrom([&] { key->sign(kCardDigest, Pin("654321")); });
    EXPECT_EQ(fault.kind, FaultKind::PinWrong);
    EXPECT_EQ(std::string(fault.what()).find("654321"), std::string::npos);
    EXPECT_FALSE(key->sign(kCardDigest, Pin(demoPki().pin)).empty());
}

TEST(Pkcs11Key, listsTheTokens) {
    const auto labels = listTokens(demoPki().module);
    EXPECT_EQ(labels.size(), demoPki().cards.size());
    EXPECT_NE(std::find(labels.begin(), labels.end(), "DEMO-pharmacist"), labels.end());
}

TEST(Pkcs11Key, namesAModuleThatIsNone) {
    EXPECT_EQ(faultFrom([] { openPkcs11Key("/nonexistent/module.so", "x"); }).kind,
              FaultKind::TokenFailed);
    EXPECT_EQ(faultFrom([] { listTokens("libc.so.6"); }).kind, FaultKind::TokenFailed);
}

// --- the strict card
// ----------------------------------------------------------------------------------------------

CardWanted meaning(const record::Digest& certificate) {
    CardWanted wanted;
    wanted.certificate = certificate;
    return wanted;
}

Der authorityCertificate(const std::string& name) {
    const Trust trust = loadTrust(demoPki().trustFolder);
    return name == "root-ca" ? trust.roots.at("root-ca.pem").front() : trust.intermediates.front();
}

TEST_F(StrictCard, signsAgainAndAgain) {
    const auto key = open();
    for (int i = 0; i < 5; ++i) {
        EXPECT_TRUE(signsWell(*key));
    }
    EXPECT_EQ(state().calls["C_Login"], 5);
    EXPECT_EQ(state().calls["C_Logout"], 5);
    EXPECT_EQ(state().calls["C_OpenSession"], state().calls["C_CloseSession"]);
    EXPECT_EQ(state().lastInput.size(), 51u); // DigestInfo, made by us
    EXPECT_EQ(state().lastInput.substr(19),
              std::string(kCardDigest.bytes.begin(), kCardDigest.bytes.end()));
}

TEST_F(StrictCard, readsTheCertificateWithoutLogin) {
    EXPECT_EQ(open()->certificate(), certificateOf("clerk"));
    EXPECT_EQ(state().calls["C_Login"], 0);
}

TEST_F(StrictCard, startsAndEndsTheModuleWithTheFirstAndTheLastUse) {
    {
        const auto first = open();
        const auto second = open();
        EXPECT_EQ(state().calls["C_Initialize"], 1);
    }
    EXPECT_EQ(state().calls["C_Finalize"], 1);
    open();
    EXPECT_EQ(state().calls["C_Initialize"], 2);
}

TEST_F(StrictCard, leavesAModuleAloneThatSomebodyElseStarted) {
    const auto softHsmInUse = openPkcs11Key(demoPki().module, demoPki().cards.front().tokenLabel);
    state().initialised = true;
    EXPECT_TRUE(signsWell(*open()));
    EXPECT_EQ(state().calls["C_Finalize"], 0);
}

TEST_F(StrictCard, asksForAPin) {
    EXPECT_EQ(signFault(*open(), "").kind, FaultKind::PinMissing);
    EXPECT_TRUE(signsWell(*open()));
}

TEST_F(StrictCard, leavesThePinToTheReadersKeypad) {
    card().keypad = true;
    EXPECT_TRUE(signsWell(*open(), ""));
}

TEST_F(StrictCard, authenticatesEverySignatureWhenTheKeyWantsIt) {
    card().alwaysAuthenticate = true;
    const auto key = open();
    EXPECT_TRUE(signsWell(*key));
    EXPECT_TRUE(signsWell(*key));
    EXPECT_EQ(state().calls["C_Login"], 4); // each time user, then context-specific
}

TEST_F(StrictCard, endsALoginThatSomebodyForgot) {
    card().leftLoggedIn = true;
    EXPECT_EQ(signFault(*open(), "9999").kind, FaultKind::PinWrong);
    card().leftLoggedIn = true;
    EXPECT_TRUE(signsWell(*open()));
}

TEST_F(StrictCard, findsTheKeyByItsIdToo) {
    card().knowsModulus = false;
    EXPECT_TRUE(signsWell(*open()));
}

TEST_F(StrictCard, blanksAroundALabelMeanNothing) {
    card().label = "  HPKI Application";
    EXPECT_TRUE(signsWell(*openPkcs11Key(module(), "HPKI Application")));
    EXPECT_TRUE(signsWell(*openPkcs11Key(module(), " HPKI Application  ")));
    EXPECT_EQ(faultFrom([] { openPkcs11Key(module(), "HPKI  Application"); }).kind,
              FaultKind::TokenAbsent);
}

TEST_F(StrictCard, wantsExactlyOneCertificateToSignWith) {
    card().certificates = {authorityCertificate("issuing-ca"), authorityCertificate("root-ca")};
    EXPECT_EQ(faultFrom([&] { open(); }).kind, FaultKind::CertificateUnusable);
    card().certificates = {certificateOf("clerk"), certificateOf("manager")};
    EXPECT_EQ(faultFrom([&] { open(); }).kind, FaultKind::CertificateUnusable);
    card().certificates = std::vector<Der>{};
    EXPECT_EQ(faultFrom([&] { open(); }).kind, FaultKind::CertificateUnusable);
    card().certificates = {Der{0x30, 0x00}, certificateOf("clerk"), certificateOf("clerk")};
    EXPECT_EQ(open()->certificate(), certificateOf("clerk"));
}

TEST_F(StrictCard, takesTheRegisteredCertificateOfSeveral) {
    card().certificates = {certificateOf("manager"), certificateOf("clerk"),
                           authorityCertificate("root-ca")};
    const Der clerk = certificateOf("clerk");
    const auto key = open(meaning(record::sha256(clerk)));
    EXPECT_EQ(key->certificate(), clerk);
    EXPECT_TRUE(signsWell(*key)); // the key by its numbers: the CKA_ID is another one's
    // A card alone in its label is opened even when it is another person's: the caller says so.
    card().certificates.reset();
    EXPECT_EQ(open(meaning(record::sha256(certificateOf("manager"))))->certificate(), clerk);
}

TEST_F(StrictCard, refusesAKeyThatIsNotTheCertificates) {
    card().certificates = {certificateOf("manager")};
    EXPECT_EQ(signFault(*open()).kind, FaultKind::TokenFailed); // not found by its numbers,
    EXPECT_EQ(state().calls["C_SignInit"], 1);                  // but by its id: and refused after
    card().certificates = {certificateOf("clerk")};
    EXPECT_TRUE(signsWell(*open()));
}

TEST_F(StrictCard, ofTwoCardsWithOneLabelTheRegisteredOneIsMeant) {
    addReader("manager", "0002");
    const auto manager = open(meaning(record::sha256(certificateOf("manager"))));
    EXPECT_EQ(manager->certificate(), certificateOf("manager"));
    EXPECT_TRUE(signsWell(*manager));
    EXPECT_EQ(open(meaning(record::sha256(certificateOf("clerk"))))->certificate(),
              certificateOf("clerk"));
    const Fault nobodys = faultFrom([&] { open(meaning(record::sha256("nobody's"))); });
    EXPECT_EQ(nobodys.kind, FaultKind::TokenAbsent);
    EXPECT_EQ(faultFrom([&] { open(); }).kind, FaultKind::TokenFailed); // never the first one
    EXPECT_EQ(state().wrongPins, 0);
}

TEST_F(StrictCard, twoApplicationsOfOneCardAreToldApartByTheirCertificate) {
    addReader("manager", card().serial);
    const auto key = open(meaning(record::sha256(certificateOf("manager"))));
    EXPECT_TRUE(signsWell(*key));
    EXPECT_EQ(key->certificate(), certificateOf("manager"));
}

TEST_F(StrictCard, anEmptyReaderIsPassedBy) {
    addReader("manager", "0002").present = false;
    EXPECT_TRUE(signsWell(*open()));
    card().pullOut();
    EXPECT_EQ(faultFrom([&] { open(); }).kind, FaultKind::TokenAbsent);
    EXPECT_TRUE(listTokens(module()).empty());
}

} // namespace
} // namespace seihon::signing
