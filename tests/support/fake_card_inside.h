#pragma once

// Private to fake_card*.cpp.

#include "support/fake_card.h"

#include <p11-kit/pkcs11.h>

namespace seihon::support::fake_card {

inline constexpr CK_SLOT_ID kFirstSlot = 7;
inline constexpr CK_SESSION_HANDLE kSession = 11;
// And above: FakeCard::certificates.
inline constexpr CK_OBJECT_HANDLE kOwnCertificate = 1ul << 20;

// The one session that such a card allows.
struct OpenSession {
    std::size_t reader = 0;
    int inserted = 0;
    CK_SESSION_HANDLE behind = 0; // SoftHSM's
    bool loggedIn = false;
    bool signing = false;
    bool contextLogin = false;
    std::vector<CK_OBJECT_HANDLE> found;
};

extern FakeCardState state;
extern std::optional<OpenSession> session;

// One call from outside; counts it, and does first what was ordered for it.
struct Call {
    explicit Call(const char* name);
    ~Call();
    Call(const Call&) = delete; // one call, one end
    Call& operator=(const Call&) = delete;

    CK_RV value = CKR_OK; // what it returns without doing anything
};

// What is to be answered before anything else by a call inside a session, whose card may be gone.
CK_RV standing(const Call& call, CK_SESSION_HANDLE handle);
FakeCard& card(); // of the session
bool isSeen(std::size_t reader);
void noteCardsAtStart();

// The card's memory between processes (SEIHON_FAKE_CARD).
void recallCard();
void rememberTries(const FakeCard& card);

CK_FUNCTION_LIST& softHsm();
CK_RV softHsmSlot(const std::string& label, CK_SLOT_ID& slot);
CK_RV logInBehind();
void logOutBehind();
void endSession();

} // namespace seihon::support::fake_card
