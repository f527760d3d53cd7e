#include "signing/signing_key.h"

#include "tests/signing/strict_card.h"

#include <gtest/gtest.h>
#include <p11-kit/pkcs11.h>

#include <atomic>
#include <chrono>
#include <thread>

// What goes wrong at a card: each case names its fault, spends no try, and leaves nothing broken.
namespace seihon::signing {
namespace {

using record::Fault;
using record::FaultKind;
using support::FakeCardState;

class FaultyCard : public StrictCard {};

// --- PIN
// ----------------------------------------------------------------------------------------

TEST_F(FaultyCard, neverTriesAWrongPinTwice) {
    const auto key = open();
    const Fault fault = signFault(*key, "9999");
    EXPECT_EQ(fault.kind, FaultKind::PinWrong);
    EXPECT_EQ(fault.context.count("tries"), 0u); // the card says "low", not how many
    EXPECT_EQ(fault.context.at("countLow"), "true");
    EXPECT_EQ(state().wrongPins, 1);
    EXPECT_EQ(state().calls["C_Login"], 1);
    EXPECT_EQ(state().calls["C_Sign"], 0);
}

TEST_F(FaultyCard, doesNotSpendTheLastTry) {
    card().triesLeft = 2;
    const auto key = open();
    const Fault wrong = signFault(*key, "9999");
    EXPECT_EQ(wrong.kind, FaultKind::PinWrong);
    EXPECT_EQ(wrong.context.at("tries"), "1");
    const Fault refused = signFault(*key, "1234"); // even with the right one
    EXPECT_EQ(refused.kind, FaultKind::PinLastTry);
    EXPECT_EQ(refused.context.at("tries"), "1");
    EXPECT_EQ(state().calls["C_Login"], 1);
    EXPECT_EQ(card().triesLeft, 1);
}

TEST_F(FaultyCard, spendsTheLastTryWhenThePersonSaysSo) {
    card().triesLeft = 1;
    const auto key = open();
    EXPECT_FALSE(key->sign(record::sha256("a manifest"), Pin("1234", LastTry::Spend)).empty());
    EXPECT_EQ(card().triesLeft, 3); // the right PIN resets the count
    card().triesLeft = 1;
    const Fault fault = signFault(*key, "9999", LastTry::Spend);
    EXPECT_EQ(fault.kind, FaultKind::PinLocked);
    EXPECT_EQ(fault.context.at("tries"), "0");
}

TEST_F(FaultyCard, saysLocked) {
    card().triesLeft = 0;
    const Fault fault = signFault(*open(), "1234", LastTry::Spend);
    EXPECT_EQ(fault.kind, FaultKind::PinLocked);
    EXPECT_EQ(fault.context.at("tries"), "0");
    EXPECT_EQ(state().calls["C_Login"], 0);
}

TEST_F(FaultyCard, saysLockedWhenOnlyTheLoginTells) {
    state().failures["C_Login"] = CKR_PIN_LOCKED;
    EXPECT_EQ(signFault(*open()).kind, FaultKind::PinLocked);
}

TEST_F(FaultyCard, offersNoPinOfAnImpossibleLength) {
    for (const char* pin : {"1", "123", "12345678901234567"}) {
        EXPECT_EQ(signFault(*open(), pin).kind, FaultKind::PinWrong) << pin;
    }
    EXPECT_EQ(state().calls["C_Login"], 0);
    card().pin = "1234567890123456";
    EXPECT_TRUE(signsWell(*open(), "1234567890123456"));
}

// --- the card goes, comes back, or is another one
// -------------------------------------------------

TEST_F(FaultyCard, noticesThatTheCardIsGoneAndBack) {
    const auto key = open();
    card().pullOut();
    const Fault fault = signFault(*key);
    EXPECT_EQ(fault.kind, FaultKind::TokenAbsent);
    EXPECT_TRUE(fault.retryable);
    EXPECT_EQ(state().calls["C_Login"], 0);
    card().putIn();
    EXPECT_TRUE(signsWell(*key));
}

TEST_F(FaultyCard, pulledOrPutInAnewInTheMiddleOfASignature) {
    for (const char* function : {"C_OpenSession", "C_FindObjectsInit", "C_GetAttributeValue",
                                 "C_Login", "C_SignInit", "C_Sign"}) {
        const auto key = open();
        state().events[function] = [](FakeCardState& s) {
            s.readers[0].pullOut();
        };
        EXPECT_EQ(signFault(*key).kind, FaultKind::TokenAbsent) << "pulled at " << function;
        card().putIn();
        EXPECT_TRUE(signsWell(*key)) << function;
        if (std::string_view(function) == "C_OpenSession") {
            continue; // before the session it is simply there again
        }
        state().events[function] = [](FakeCardState& s) {
            s.readers[0].pullOut();
            s.readers[0].putIn();
        };
        EXPECT_EQ(signFault(*key).kind, FaultKind::TokenAbsent) << "put in anew at " << function;
        EXPECT_TRUE(signsWell(*key)) << function;
    }
    EXPECT_EQ(state().wrongPins, 0);
}

TEST_F(FaultyCard, aFailureOfTheDeviceIsAPulledCardWhenTheCardIsGone) {
    const auto key = open();
    state().failures["C_Sign"] = CKR_DEVICE_ERROR;
    EXPECT_EQ(signFault(*key).kind, FaultKind::TokenFailed); // still there
    state().events["C_Sign"] = [](FakeCardState& s) {
        s.readers[0].pullOut();
    };
    const Fault pulled = signFault(*key);
    EXPECT_EQ(pulled.kind, FaultKind::TokenAbsent);
    EXPECT_NE(std::string(pulled.what()).find("CKR_DEVICE_ERROR"), std::string::npos);
}

TEST_F(FaultyCard, startsMiddlewareAnewThatDoesNotSeeTheCardComeBack) {
    state().seesCardsAtStartOnly = true;
    const auto key = open();
    card().pullOut();
    card().putIn();
    EXPECT_TRUE(signsWell(*key));
    EXPECT_EQ(state().calls["C_Initialize"], 2);
    EXPECT_EQ(state().calls["C_Finalize"], 1);
    const auto other = open(); // with two keys in use nobody pulls the module from under the other
    card().pullOut();
    card().putIn();
    EXPECT_EQ(signFault(*key).kind, FaultKind::TokenAbsent);
    EXPECT_EQ(state().calls["C_Finalize"], 1);
}

TEST_F(FaultyCard, offersThePinToNoOtherCard) {
    const auto key = open();
    card().serial = "0002"; // another card with the same label
    EXPECT_EQ(signFault(*key).kind, FaultKind::TokenAbsent);
    card().serial = "0001";
    card().token = support::demoPki().card("manager").tokenLabel; // or even the same number
    EXPECT_EQ(signFault(*key).kind, FaultKind::TokenAbsent);
    EXPECT_EQ(state().calls["C_Login"], 0);
    card().token = support::demoPki().card("clerk").tokenLabel;
    EXPECT_TRUE(signsWell(*key));
}

// --- bad answers
// -----------------------------------------------------------------------------------

TEST_F(FaultyCard, throwsABadSignatureAway) {
    state().spoilsSignature = true;
    const Fault fault = signFault(*open());
    EXPECT_EQ(fault.kind, FaultKind::TokenFailed);
    EXPECT_NE(std::string(fault.what()).find("does not verify"), std::string::npos);
}

TEST_F(FaultyCard, takesNoSignatureOfAnotherLength) {
    for (const unsigned long length : {0ul, 1ul, 128ul, 255ul, 257ul, ~0ul}) {
        state().signatureLength = length;
        const Fault fault = signFault(*open());
        EXPECT_EQ(fault.kind, FaultKind::TokenFailed);
        EXPECT_NE(std::string(fault.what()).find("bytes"), std::string::npos) << fault.what();
    }
    state().signatureLength = 256;
    EXPECT_TRUE(signsWell(*open()));
}

TEST_F(FaultyCard, namesWhatTheModuleAnswers) {
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
        state().failures = {{each.function, each.value}};
        const Fault fault = signFault(*key);
        state().failures.clear();
        EXPECT_EQ(fault.kind, each.kind) << each.function << ' ' << each.name;
        EXPECT_NE(std::string(fault.what()).find(each.name), std::string::npos) << fault.what();
        EXPECT_TRUE(signsWell(*key)); // nothing is left broken
    }
}

// --- no answer
// -------------------------------------------------------------------------------------

constexpr std::chrono::milliseconds kImpatient{150};

TEST_F(FaultyCard, aCardThatDoesNotAnswerHoldsNobodyUp) {
    const auto lock = std::make_shared<const int>(0);
    auto key = open({{}, kImpatient, lock});
    state().delays["C_Sign"] = 1200;
    const auto start = std::chrono::steady_clock::now();
    EXPECT_EQ(signFault(*key).kind, FaultKind::TokenHung);
    EXPECT_EQ(signFault(*key).kind, FaultKind::TokenHung); // at once, without another call
    EXPECT_EQ(faultFrom([&] { open({{}, kImpatient, {}}); }).kind, FaultKind::TokenHung);
    key.reset();
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::milliseconds(1000));
    EXPECT_GT(lock.use_count(), 1) << "others must wait as long as the call is under way";
    std::unique_ptr<SigningKey> again;
    while (!again) { // when the late answer came the card is usable again
        try {
            again = open();
        } catch (const Fault& fault) {
            ASSERT_EQ(fault.kind, FaultKind::TokenHung);
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
    }
    EXPECT_EQ(lock.use_count(), 1);
    EXPECT_EQ(state().calls["C_Sign"], 1);
    state().delays.clear();
    EXPECT_TRUE(signsWell(*again));
}

TEST_F(FaultyCard, twoThreadsTakeTurns) {
    state().delays["C_Sign"] = 50;
    const auto key = open();
    std::atomic<int> good = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 3; ++i) {
        threads.emplace_back([&] { good += signsWell(*key) ? 1 : 0; });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    EXPECT_EQ(good, 3); // and the fixture sees that no two calls met
}

TEST_F(FaultyCard, whoeverWaitsTooLongForAnotherThreadIsTold) {
    state().delays["C_Sign"] = 400;
    const auto patient = open();
    std::thread slow([&] { EXPECT_TRUE(signsWell(*patient)); });
    const auto impatient = [&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
        return faultFrom([&] { open({{}, std::chrono::milliseconds(50), {}}); });
    }();
    slow.join();
    EXPECT_EQ(impatient.kind, FaultKind::TokenBusy);
    EXPECT_TRUE(impatient.retryable);
    state().delays.clear();
    EXPECT_TRUE(signsWell(*open()));
}

} // namespace
} // namespace seihon::signing
