#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace seihon::support {

// A card behind a PKCS#11 module as strict as the HPKI card guideline (JAHIS 24-002 v3.1) describes
// it, with faults to order: 21 functions, C_Initialize(NULL), CKM_RSA_PKCS, read-only sessions, a
// login good for one signature, no public key objects. The module is fake-card.so beside the test
// programs; its state is the one object that fakeCardState() returns.
struct FakeCardState {
    bool present = true;
    std::string label = "HPKI Application";
    std::string serial = "0001";
    std::string pin = "1234";
    int triesLeft = 3;
    bool countLow = false;           // set by a wrong PIN, cleared by a right one
    bool keypad = false;             // CKF_PROTECTED_AUTHENTICATION_PATH
    bool alwaysAuthenticate = false; // CKA_ALWAYS_AUTHENTICATE of the key
    bool leftLoggedIn = false;       // somebody forgot C_Logout
    bool knowsModulus = true;        // the key can be found by CKA_MODULUS
    bool spoilsSignature = false;
    std::string keyPem;                                  // private key
    std::vector<std::vector<std::uint8_t>> certificates; // DER; the first has the key's CKA_ID
    std::map<std::string, unsigned long>
        failures; // function name → CKR_… it returns instead of working

    // What happened.
    std::map<std::string, int> calls;
    int wrongPins = 0;
    bool initialised = false;
    std::string lastInput; // of C_Sign
};

} // namespace seihon::support

extern "C" seihon::support::FakeCardState* fakeCardState();
