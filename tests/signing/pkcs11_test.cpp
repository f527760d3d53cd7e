#include "signing/signing_key.h"

#include "record/fault.h"
#include "signing/demo_pki.h"
#include "support/demo_pki_fixture.h"
#include "support/fake_card.h"
#include "tests/signing/verify_pki.h"

#include <dlfcn.h>
#include <gtest/gtest.h>
#include <p11-kit/pkcs11.h>

#include <fstream>
#include <sstream>

namespace seihon::signing {
namespace {

using record::Fault;
using record::FaultKind;
using support::demoPki;
using support::FakeCardState;

const record::Digest kDigest = record::sha256("a manifest");

template <typename Act>
Fault faultOf(Act act) {
    try {
        act();
    } catch (const Fault& fault) {
        return fault;
    }
    ADD_FAILURE() << "no fault";
    return Fault(FaultKind::Internal, "none");
}

std::string textOf(const std::filesystem::path& file) {
    std::ostringstream text;
    text << std::ifstream(file).rdbuf();
    return text.str();
}

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
    const Fault fault = faultOf([] { openPkcs11Key(demoPki().module, "DEMO-nobody"); });
    EXPECT_EQ(fault.kind, FaultKind::TokenAbsent);
    EXPECT_EQ(fault.context.at("token"), "DEMO-nobody");
}

TEST(Pkcs11Key, saysSoWhenThePinIsWrongAndTakesTheRightOneAfterwards) {
    const auto key = openPkcs11Key(demoPki().module, demoPki().card("records").tokenLabel);
    const Fault fault = faultOf([&] { key->sign(kDigest, Pin("654321")); });
    EXPECT_EQ(fault.kind, FaultKind::PinWrong);
    EXPECT_EQ(std::string(fault.what()).find("654321"), std::string::npos);
    EXPECT_FALSE(key->sign(kDigest, Pin(demoPki().pin)).empty());
}

TEST(Pkcs11Key, listsTheTokens) {
    const auto labels = listTokens(demoPki().module);
    EXPECT_EQ(labels.size(), demoPki().cards.size());
    EXPECT_NE(std::find(labels.begin(), labels.end(), "DEMO-pharmacist"), labels.end());
}

TEST(Pkcs11Key, namesAModuleThatIsNone) {
    EXPECT_EQ(faultOf([] { openPkcs11Key("/nonexistent/module.so", "x"); }).kind,
              FaultKind::TokenFailed);
    EXPECT_EQ(faultOf([] { listTokens("libc.so.6"); }).kind, FaultKind::TokenFailed);
}

// --- the strict card
// ----------------------------------------------------------------------------------------------

class StrictCard : public testing::Test {
  protected:
    StrictCard() {
        void* library = ::dlopen(module().c_str(), RTLD_NOW | RTLD_LOCAL);
        EXPECT_NE(library, nullptr);
        const auto state =
            reinterpret_cast<FakeCardState* (*)()>(::dlsym(library, "fakeCardState"));
        m_state = state();
        *m_state = FakeCardState();
        m_state->keyPem = textOf(demoPki().demoFolder / "clerk.key.pem");
        m_state->certificates = {certificateOf("clerk"), authority("issuing-ca"),
                                 authority("root-ca")};
    }

    static std::string module() { return std::string(SEIHON_BIN_DIR) + "/fake-card.so"; }
    static Der certificateOf(const std::string& user) {
        return openPkcs11Key(demoPki().module, demoPki().card(user).tokenLabel)->certificate();
    }
    static Der authority(const std::string& name) {
        const Trust trust = loadTrust(demoPki().trustFolder);
        return name == "root-ca" ? trust.roots.at("root-ca.pem").front()
                                 : trust.intermediates.front();
    }

    FakeCardState& card() { return *m_state; }
    std::unique_ptr<SigningKey> open() { return openPkcs11Key(module(), card().label); }
    Fault signFault(SigningKey& key, const char* pin = "1234") {
        return faultOf([&] { key.sign(kDigest, Pin(pin)); });
    }

  private:
    FakeCardState* m_state = nullptr;
};

TEST_F(StrictCard, signsAgainAndAgain) {
    const auto key = open();
    for (int i = 0; i < 5; ++i) {
        EXPECT_TRUE(verifySignature(key->certificate(), record::bytesOf("a manifest"),
                                    key->sign(kDigest, Pin("1234"))));
    }
    EXPECT_EQ(card().calls["C_Login"], 5);
    EXPECT_EQ(card().calls["C_Logout"], 5);
    EXPECT_EQ(card().calls["C_OpenSession"], card().calls["C_CloseSession"]);
    EXPECT_EQ(card().lastInput.size(), 51u); // DigestInfo, made by us
    EXPECT_EQ(card().lastInput.substr(19), std::string(kDigest.bytes.begin(), kDigest.bytes.end()));
}

TEST_F(StrictCard, readsTheCertificateWithoutLogin) {
    EXPECT_EQ(open()->certificate(), certificateOf("clerk"));
    EXPECT_EQ(card().calls["C_Login"], 0);
}

TEST_F(StrictCard, startsAndEndsTheModuleWithTheFirstAndTheLastUse) {
    {
        const auto first = open();
        const auto second = open();
        EXPECT_EQ(card().calls["C_Initialize"], 1);
    }
    EXPECT_EQ(card().calls["C_Finalize"], 1);
    open();
    EXPECT_EQ(card().calls["C_Initialize"], 2);
}

TEST_F(StrictCard, leavesAModuleAloneThatSomebodyElseStarted) {
    card().initialised = true;
    open()->sign(kDigest, Pin("1234"));
    EXPECT_EQ(card().calls["C_Finalize"], 0);
}

TEST_F(StrictCard, neverTriesAWrongPinTwice) {
    const auto key = open();
    const Fault fault = signFault(*key, "9999");
    EXPECT_EQ(fault.kind, FaultKind::PinWrong);
    EXPECT_EQ(fault.context.count("tries"), 0u); // the card says "low", not how many
    EXPECT_EQ(fault.context.at("countLow"), "true");
    EXPECT_EQ(card().wrongPins, 1);
    EXPECT_EQ(card().calls["C_Login"], 1);
    EXPECT_EQ(card().calls["C_Sign"], 0);
}

TEST_F(StrictCard, doesNotSpendTheLastTry) {
    card().triesLeft = 2;
    const auto key = open();
    const Fault wrong = signFault(*key, "9999");
    EXPECT_EQ(wrong.kind, FaultKind::PinWrong);
    EXPECT_EQ(wrong.context.at("tries"), "1");
    const Fault refused = signFault(*key, "1234"); // even with the right one
    EXPECT_EQ(refused.kind, FaultKind::PinLocked);
    EXPECT_EQ(refused.context.at("tries"), "1");
    EXPECT_EQ(card().calls["C_Login"], 1);
    EXPECT_EQ(card().triesLeft, 1);
}

TEST_F(StrictCard, saysLocked) {
    card().triesLeft = 0;
    const Fault fault = signFault(*open());
    EXPECT_EQ(fault.kind, FaultKind::PinLocked);
    EXPECT_EQ(fault.context.at("tries"), "0");
    EXPECT_EQ(card().calls["C_Login"], 0);
}

TEST_F(StrictCard, saysLockedWhenOnlyTheLoginTells) {
    card().failures["C_Login"] = CKR_PIN_LOCKED;
    EXPECT_EQ(signFault(*open()).kind, FaultKind::PinLocked);
}

TEST_F(StrictCard, asksForAPin) {
    EXPECT_EQ(signFault(*open(), "").kind, FaultKind::PinMissing);
    EXPECT_EQ(signFault(*open(), "1").kind, FaultKind::PinWrong); // CKR_PIN_LEN_RANGE
    EXPECT_EQ(card().wrongPins, 0);
}

TEST_F(StrictCard, leavesThePinToTheReadersKeypad) {
    card().keypad = true;
    EXPECT_FALSE(open()->sign(kDigest, Pin()).empty());
}

TEST_F(StrictCard, authenticatesEverySignatureWhenTheKeyWantsIt) {
    card().alwaysAuthenticate = true;
    EXPECT_FALSE(open()->sign(kDigest, Pin("1234")).empty());
    EXPECT_EQ(card().calls["C_Login"], 2); // user, then context-specific
}

TEST_F(StrictCard, endsALoginThatSomebodyForgot) {
    card().leftLoggedIn = true;
    EXPECT_EQ(signFault(*open(), "9999").kind, FaultKind::PinWrong);
    card().leftLoggedIn = true;
    EXPECT_FALSE(open()->sign(kDigest, Pin("1234")).empty());
}

TEST_F(StrictCard, findsTheKeyByItsIdToo) {
    card().knowsModulus = false;
    EXPECT_FALSE(open()->sign(kDigest, Pin("1234")).empty());
}

TEST_F(StrictCard, throwsABadSignatureAway) {
    card().spoilsSignature = true;
    const Fault fault = signFault(*open());
    EXPECT_EQ(fault.kind, FaultKind::TokenFailed);
    EXPECT_NE(std::string(fault.what()).find("does not verify"), std::string::npos);
}

TEST_F(StrictCard, offersThePinToNoOtherCard) {
    const auto key = open();
    card().serial = "0002"; // another card with the same label
    const Fault fault = signFault(*key);
    EXPECT_EQ(fault.kind, FaultKind::TokenAbsent);
    EXPECT_EQ(card().calls["C_Login"], 0);
}

TEST_F(StrictCard, noticesThatTheCardIsGone) {
    const auto key = open();
    card().present = false;
    const Fault fault = signFault(*key);
    EXPECT_EQ(fault.kind, FaultKind::TokenAbsent);
    EXPECT_TRUE(fault.retryable);
    EXPECT_TRUE(listTokens(module()).empty());
    card().present = true;
    EXPECT_FALSE(key->sign(kDigest, Pin("1234")).empty()); // back again
}

TEST_F(StrictCard, namesWhatTheModuleAnswers) {
    struct Case {
        const char* function;
        unsigned long value;
        FaultKind kind;
        const char* name;
    };
    const std::vector<Case> cases{
        {"C_Sign", CKR_DEVICE_REMOVED, FaultKind::TokenAbsent, "CKR_DEVICE_REMOVED"},
        {"C_Sign", CKR_TOKEN_NOT_PRESENT, FaultKind::TokenAbsent, "CKR_TOKEN_NOT_PRESENT"},
        {"C_Sign", CKR_SESSION_HANDLE_INVALID, FaultKind::TokenAbsent,
         "CKR_SESSION_HANDLE_INVALID"},
        {"C_Sign", CKR_DEVICE_ERROR, FaultKind::TokenFailed, "CKR_DEVICE_ERROR"},
        {"C_SignInit", CKR_MECHANISM_INVALID, FaultKind::TokenFailed, "CKR_MECHANISM_INVALID"},
        {"C_OpenSession", CKR_SESSION_COUNT, FaultKind::TokenFailed, "CKR_SESSION_COUNT"},
        {"C_Login", CKR_PIN_INCORRECT, FaultKind::PinWrong, "CKR_PIN_INCORRECT"},
        {"C_Login", 0x80001234ul, FaultKind::TokenFailed, "0x80001234"},
        {"C_FindObjects", CKR_GENERAL_ERROR, FaultKind::TokenFailed, "CKR_GENERAL_ERROR"},
        {"C_GetSlotList", CKR_FUNCTION_FAILED, FaultKind::TokenFailed, "CKR_FUNCTION_FAILED"},
    };
    for (const Case& each : cases) {
        const auto key = open();
        card().failures = {{each.function, each.value}};
        const Fault fault = signFault(*key);
        card().failures.clear();
        EXPECT_EQ(fault.kind, each.kind) << each.function << ' ' << each.name;
        EXPECT_NE(std::string(fault.what()).find(each.name), std::string::npos) << fault.what();
        EXPECT_FALSE(key->sign(kDigest, Pin("1234")).empty()); // nothing is left broken
    }
}

TEST_F(StrictCard, wantsExactlyOneCertificateToSignWith) {
    card().certificates = {authority("issuing-ca"), authority("root-ca")};
    EXPECT_EQ(faultOf([&] { open(); }).kind, FaultKind::CertificateUnusable);
    card().certificates = {certificateOf("clerk"), certificateOf("manager")};
    EXPECT_EQ(faultOf([&] { open(); }).kind, FaultKind::CertificateUnusable);
    card().certificates = {};
    EXPECT_EQ(faultOf([&] { open(); }).kind, FaultKind::CertificateUnusable);
    card().certificates = {Der{0x30, 0x00}, certificateOf("clerk"), certificateOf("clerk")};
    EXPECT_EQ(open()->certificate(), certificateOf("clerk"));
}

TEST_F(StrictCard, refusesAKeyThatIsNotTheCertificates) {
    card().knowsModulus = false; // so that only the CKA_ID speaks
    card().keyPem = textOf(demoPki().demoFolder / "manager.key.pem");
    EXPECT_EQ(signFault(*open()).kind, FaultKind::TokenFailed);
}

TEST(PinTest, movesAndWipes) {
    Pin pin("123456");
    const char* const place = pin.bytes().data();
    Pin moved(std::move(pin));
    EXPECT_EQ(moved.bytes().data(), place); // one place in memory
    EXPECT_TRUE(pin.empty());               // NOLINT: looking at the moved-from object is the point
    moved = Pin("1");
    EXPECT_EQ(std::string(moved.bytes().begin(), moved.bytes().end()), "1");
    EXPECT_TRUE(Pin().empty());
}

} // namespace
} // namespace seihon::signing
