#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace seihon::support {

// One reader and what is in it. Key and certificates are those of a SoftHSM token; label, serial
// number, PIN and the count of its tries are the fake's own.
struct FakeCard {
    bool present = true;
    int inserted = 1; // how often; a session lives for one of them
    std::string token;
    std::string tokenPin = "123456";
    std::string label = "HPKI Application";
    std::string serial = "0001";
    std::string pin = "1234";
    int triesLeft = 3;
    bool countLow = false;           // set by a wrong PIN, cleared by a right one
    bool keypad = false;             // CKF_PROTECTED_AUTHENTICATION_PATH
    bool alwaysAuthenticate = false; // CKA_ALWAYS_AUTHENTICATE of the key
    bool leftLoggedIn = false;       // somebody forgot C_Logout
    bool knowsModulus = true;        // the key can be found by CKA_MODULUS
    // Instead of the token's; the first has the key's CKA_ID.
    std::optional<std::vector<std::vector<std::uint8_t>>> certificates;

    void pullOut() { present = false; }
    void putIn() {
        present = true;
        ++inserted;
    }
};

// A PKCS#11 module over SoftHSM, as strict as the HPKI card guideline (JAHIS 24-002 v3.1) describes
// a card's: its 21 functions and no other, C_Initialize(NULL), CKM_RSA_PKCS, read-only sessions,
// one call at a time, a login good for one signature, no public key objects; with faults to order.
// The module is fake-card.so beside the test programs; its state is the one object that
// fakeCardState() returns. Other processes' cards are set up by the file that the variable
// SEIHON_FAKE_CARD names: lines "token T", "pin P", "label L", "serial S", "tries N", "keypad 1",
// "always-authenticate 1", "spoil 1", "fail FUNCTION CKR", "delay FUNCTION MILLISECONDS"; the card
// counts its tries in FILE.tries, from one process to the next.
struct FakeCardState {
    std::vector<FakeCard> readers{1};

    // Faults to order.
    std::map<std::string, unsigned long> failures; // function → CKR_… it returns at once
    std::map<std::string, int> delays;             // function → milliseconds before it goes on
    // Happens once, when the function begins.
    std::map<std::string, std::function<void(FakeCardState&)>> events;
    bool spoilsSignature = false;
    std::optional<unsigned long> signatureLength; // that C_Sign claims
    bool seesCardsAtStartOnly = false;            // a card put in later shows after C_Initialize

    // What happened.
    std::map<std::string, int> calls;
    int wrongPins = 0;
    bool initialised = false;
    int concurrentCalls = 0;
    std::string lastInput; // of C_Sign
};

} // namespace seihon::support

extern "C" seihon::support::FakeCardState* fakeCardState();
