#include "support/fake_card.h"

#include "support/fake_card_inside.h"

#include <algorithm>
#include <cstring>

namespace seihon::support::fake_card {

namespace {

using Bytes = std::vector<std::uint8_t>;

constexpr CK_BYTE kId = 0x17;

bool startedSoftHsm = false;

void pad(CK_UTF8CHAR* field, std::size_t size, const std::string& text) {
    std::memset(field, ' ', size);
    std::memcpy(field, text.data(), std::min(size, text.size()));
}

CK_RV initialize(void* arguments) {
    const Call call("C_Initialize");
    if (call.value != CKR_OK) {
        return call.value;
    }
    if (arguments != nullptr) {
        return CKR_ARGUMENTS_BAD;
    }
    if (state.initialised) {
        return CKR_CRYPTOKI_ALREADY_INITIALIZED;
    }
    recallCard();
    const CK_RV behind = softHsm().C_Initialize(nullptr);
    startedSoftHsm = behind == CKR_OK;
    state.initialised = true;
    noteCardsAtStart();
    return behind == CKR_CRYPTOKI_ALREADY_INITIALIZED ? CKR_OK : behind;
}

CK_RV finalize(void*) {
    const Call call("C_Finalize");
    endSession();
    state.initialised = false;
    if (startedSoftHsm) {
        softHsm().C_Finalize(nullptr);
    }
    startedSoftHsm = false;
    return call.value;
}

CK_RV getSlotList(unsigned char withToken, CK_SLOT_ID* slots, CK_ULONG* count) {
    const Call call("C_GetSlotList");
    if (call.value != CKR_OK) {
        return call.value;
    }
    std::vector<CK_SLOT_ID> shown;
    for (std::size_t i = 0; i < state.readers.size(); ++i) {
        if (withToken == CK_FALSE || isSeen(i)) {
            shown.push_back(kFirstSlot + i);
        }
    }
    const CK_ULONG room = *count;
    *count = shown.size();
    if (slots != nullptr) {
        if (room < shown.size()) {
            return CKR_BUFFER_TOO_SMALL;
        }
        std::copy(shown.begin(), shown.end(), slots);
    }
    return CKR_OK;
}

CK_RV getSlotInfo(CK_SLOT_ID slot, CK_SLOT_INFO* info) {
    const Call call("C_GetSlotInfo");
    std::memset(info, 0, sizeof *info);
    pad(info->slotDescription, sizeof info->slotDescription,
        "Fake reader " + std::to_string(slot - kFirstSlot + 1));
    info->flags = CKF_REMOVABLE_DEVICE | CKF_HW_SLOT;
    return call.value;
}

CK_RV getTokenInfo(CK_SLOT_ID slot, CK_TOKEN_INFO* info) {
    const Call call("C_GetTokenInfo");
    if (call.value != CKR_OK) {
        return call.value;
    }
    if (slot < kFirstSlot || slot - kFirstSlot >= state.readers.size() ||
        !isSeen(slot - kFirstSlot)) {
        return CKR_TOKEN_NOT_PRESENT;
    }
    const FakeCard& shown = state.readers.at(slot - kFirstSlot);
    std::memset(info, 0, sizeof *info);
    pad(info->label, sizeof info->label, shown.label);
    pad(info->serialNumber, sizeof info->serialNumber, shown.serial);
    info->ulMinPinLen = 4;
    info->ulMaxPinLen = 16;
    info->flags = CKF_TOKEN_INITIALIZED | CKF_USER_PIN_INITIALIZED | CKF_LOGIN_REQUIRED;
    info->flags |= shown.triesLeft == 0 ? CKF_USER_PIN_LOCKED : 0;
    info->flags |= shown.triesLeft == 1 ? CKF_USER_PIN_FINAL_TRY : 0;
    info->flags |= shown.countLow ? CKF_USER_PIN_COUNT_LOW : 0;
    info->flags |= shown.keypad ? CKF_PROTECTED_AUTHENTICATION_PATH : 0;
    return CKR_OK;
}

CK_RV openSession(CK_SLOT_ID slot, CK_FLAGS flags, void*, CK_NOTIFY, CK_SESSION_HANDLE* handle) {
    const Call call("C_OpenSession");
    if (call.value != CKR_OK) {
        return call.value;
    }
    if (flags != CKF_SERIAL_SESSION) {
        return CKR_ARGUMENTS_BAD;
    }
    if (session) {
        return CKR_SESSION_COUNT;
    }
    const std::size_t reader = slot - kFirstSlot;
    if (reader >= state.readers.size() || !isSeen(reader)) {
        return CKR_TOKEN_NOT_PRESENT;
    }
    OpenSession made;
    made.reader = reader;
    made.inserted = state.readers.at(reader).inserted;
    CK_SLOT_ID behind = 0;
    CK_RV value = softHsmSlot(state.readers.at(reader).token, behind);
    if (value == CKR_OK) {
        value = softHsm().C_OpenSession(behind, CKF_SERIAL_SESSION, nullptr, nullptr, &made.behind);
    }
    if (value != CKR_OK) {
        return value;
    }
    session = made;
    *handle = kSession;
    if (card().leftLoggedIn) {
        session->loggedIn = logInBehind() == CKR_OK;
    }
    return CKR_OK;
}

CK_RV closeSession(CK_SESSION_HANDLE) {
    const Call call("C_CloseSession");
    endSession();
    return call.value;
}

CK_RV judgePin(const CK_UTF8CHAR* pin, CK_ULONG length) {
    FakeCard& asked = card();
    if (asked.triesLeft == 0) {
        return CKR_PIN_LOCKED;
    }
    if (pin == nullptr && asked.keypad) {
        return CKR_OK; // typed on the reader
    }
    if (pin == nullptr || length < 4 || length > 16) {
        return CKR_PIN_LEN_RANGE;
    }
    if (std::string(reinterpret_cast<const char*>(pin), length) != asked.pin) {
        ++state.wrongPins;
        asked.countLow = true;
        --asked.triesLeft;
        rememberTries(asked);
        return asked.triesLeft == 0 ? CKR_PIN_LOCKED : CKR_PIN_INCORRECT;
    }
    asked.triesLeft = 3;
    asked.countLow = false;
    rememberTries(asked);
    return CKR_OK;
}

CK_RV login(CK_SESSION_HANDLE handle, CK_USER_TYPE user, CK_UTF8CHAR* pin, CK_ULONG length) {
    const Call call("C_Login");
    if (const CK_RV value = standing(call, handle); value != CKR_OK) {
        return value;
    }
    if (user == CKU_CONTEXT_SPECIFIC) {
        const CK_RV value =
            session->signing ? judgePin(pin, length) : CKR_OPERATION_NOT_INITIALIZED;
        session->contextLogin = value == CKR_OK;
        return value;
    }
    if (session->loggedIn) {
        return CKR_USER_ALREADY_LOGGED_IN;
    }
    CK_RV value = user == CKU_USER ? judgePin(pin, length) : CKR_USER_TYPE_INVALID;
    if (value == CKR_OK) {
        value = logInBehind();
    }
    session->loggedIn = value == CKR_OK;
    return value;
}

CK_RV logout(CK_SESSION_HANDLE handle) {
    const Call call("C_Logout");
    if (const CK_RV value = standing(call, handle); value != CKR_OK) {
        return value;
    }
    const bool was = session->loggedIn;
    card().leftLoggedIn = false;
    logOutBehind();
    return was ? CKR_OK : CKR_USER_NOT_LOGGED_IN;
}

const CK_ATTRIBUTE* find(const CK_ATTRIBUTE* wanted, CK_ULONG count, CK_ATTRIBUTE_TYPE type) {
    const CK_ATTRIBUTE* end = wanted + count;
    const CK_ATTRIBUTE* at =
        std::find_if(wanted, end, [type](const CK_ATTRIBUTE& each) { return each.type == type; });
    return at == end ? nullptr : at;
}

CK_RV findInit(CK_SESSION_HANDLE handle, CK_ATTRIBUTE* wanted, CK_ULONG count) {
    const Call call("C_FindObjectsInit");
    if (const CK_RV value = standing(call, handle); value != CKR_OK) {
        return value;
    }
    session->found.clear();
    CK_OBJECT_CLASS kind = CKO_DATA;
    if (const CK_ATTRIBUTE* asked = find(wanted, count, CKA_CLASS)) {
        std::memcpy(&kind, asked->pValue, sizeof kind);
    }
    if (kind != CKO_CERTIFICATE && kind != CKO_PRIVATE_KEY) {
        return CKR_OK; // no public key objects, and nobody may ask for all there is
    }
    if (kind == CKO_CERTIFICATE && card().certificates) {
        for (std::size_t i = 0; i < card().certificates->size(); ++i) {
            session->found.push_back(kOwnCertificate + i);
        }
        return CKR_OK;
    }
    if (!card().knowsModulus && find(wanted, count, CKA_MODULUS) != nullptr) {
        return CKR_OK;
    }
    CK_RV value = softHsm().C_FindObjectsInit(session->behind, wanted, count);
    session->found.resize(16);
    CK_ULONG found = 0;
    if (value == CKR_OK) {
        value = softHsm().C_FindObjects(session->behind, session->found.data(),
                                        session->found.size(), &found);
        softHsm().C_FindObjectsFinal(session->behind);
    }
    session->found.resize(found);
    return value;
}

CK_RV findNext(CK_SESSION_HANDLE handle, CK_OBJECT_HANDLE* objects, CK_ULONG room,
               CK_ULONG* count) {
    const Call call("C_FindObjects");
    if (const CK_RV value = standing(call, handle); value != CKR_OK) {
        return value;
    }
    auto& found = session->found;
    *count = std::min<CK_ULONG>(room, found.size());
    std::copy_n(found.begin(), *count, objects);
    found.erase(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(*count));
    return CKR_OK;
}

CK_RV findFinal(CK_SESSION_HANDLE) {
    return Call("C_FindObjectsFinal").value;
}

CK_RV answer(CK_ATTRIBUTE& wanted, const Bytes& value) {
    if (wanted.pValue != nullptr && wanted.ulValueLen < value.size()) {
        return CKR_BUFFER_TOO_SMALL;
    }
    if (wanted.pValue != nullptr) {
        std::copy(value.begin(), value.end(), static_cast<std::uint8_t*>(wanted.pValue));
    }
    wanted.ulValueLen = value.size();
    return CKR_OK;
}

CK_RV getAttributeValue(CK_SESSION_HANDLE handle, CK_OBJECT_HANDLE object, CK_ATTRIBUTE* wanted,
                        CK_ULONG count) {
    const Call call("C_GetAttributeValue");
    if (const CK_RV value = standing(call, handle); value != CKR_OK) {
        return value;
    }
    if (wanted->type == CKA_ALWAYS_AUTHENTICATE) {
        const CK_BBOOL always = card().alwaysAuthenticate ? CK_TRUE : CK_FALSE;
        return answer(*wanted, {always});
    }
    if (object < kOwnCertificate) {
        return softHsm().C_GetAttributeValue(session->behind, object, wanted, count);
    }
    const std::size_t index = object - kOwnCertificate;
    if (wanted->type == CKA_ID) {
        return answer(*wanted, {index == 0 ? kId : static_cast<CK_BYTE>(0x20 + index)});
    }
    return wanted->type == CKA_VALUE ? answer(*wanted, card().certificates->at(index))
                                     : CKR_ATTRIBUTE_TYPE_INVALID;
}

CK_RV signInit(CK_SESSION_HANDLE handle, CK_MECHANISM* mechanism, CK_OBJECT_HANDLE object) {
    const Call call("C_SignInit");
    if (const CK_RV value = standing(call, handle); value != CKR_OK) {
        return value;
    }
    if (!session->loggedIn) {
        return CKR_USER_NOT_LOGGED_IN;
    }
    if (mechanism->mechanism != CKM_RSA_PKCS || mechanism->ulParameterLen != 0) {
        return CKR_MECHANISM_INVALID;
    }
    const CK_RV value = softHsm().C_SignInit(session->behind, mechanism, object);
    session->signing = value == CKR_OK;
    session->contextLogin = false;
    return value;
}

CK_RV sign(CK_SESSION_HANDLE handle, unsigned char* data, CK_ULONG length, unsigned char* signature,
           CK_ULONG* signatureLength) {
    const Call call("C_Sign");
    if (const CK_RV value = standing(call, handle); value != CKR_OK) {
        return value;
    }
    if (!session->signing || !session->loggedIn ||
        (card().alwaysAuthenticate && !session->contextLogin)) {
        return CKR_USER_NOT_LOGGED_IN;
    }
    state.lastInput.assign(reinterpret_cast<const char*>(data), length);
    const CK_RV value = softHsm().C_Sign(session->behind, data, length, signature, signatureLength);
    logOutBehind(); // the login was good for one signature
    if (value == CKR_OK && state.spoilsSignature) {
        signature[*signatureLength / 2] ^= 0x01;
    }
    *signatureLength = state.signatureLength.value_or(*signatureLength);
    return value;
}

CK_RV unused() {
    return CKR_FUNCTION_NOT_SUPPORTED;
}

CK_FUNCTION_LIST makeFunctions() {
    CK_FUNCTION_LIST
    list{}; // what the guideline does not name stays null: calling it ends the test
    list.version = {2, 20};
    list.C_Initialize = initialize;
    list.C_Finalize = finalize;
    list.C_GetInfo = [](CK_INFO*) {
        return unused();
    };
    list.C_GetSlotList = getSlotList;
    list.C_GetSlotInfo = getSlotInfo;
    list.C_GetTokenInfo = getTokenInfo;
    list.C_GetMechanismList = [](CK_SLOT_ID, CK_MECHANISM_TYPE*, CK_ULONG*) {
        return unused();
    };
    list.C_GetMechanismInfo = [](CK_SLOT_ID, CK_MECHANISM_TYPE, CK_MECHANISM_INFO*) {
        return unused();
    };
    list.C_OpenSession = openSession;
    list.C_CloseSession = closeSession;
    list.C_CloseAllSessions = [](CK_SLOT_ID) {
        return unused();
    };
    list.C_GetSessionInfo = [](CK_SESSION_HANDLE, CK_SESSION_INFO*) {
        return unused();
    };
    list.C_Login = login;
    list.C_Logout = logout;
    list.C_FindObjectsInit = findInit;
    list.C_FindObjects = findNext;
    list.C_FindObjectsFinal = findFinal;
    list.C_GetAttributeValue = getAttributeValue;
    list.C_SignInit = signInit;
    list.C_Sign = sign;
    return list;
}

CK_FUNCTION_LIST functions = makeFunctions();

} // namespace

} // namespace seihon::support::fake_card

extern "C" CK_RV C_GetFunctionList(CK_FUNCTION_LIST** list) {
    *list = &seihon::support::fake_card::functions;
    return CKR_OK;
}

extern "C" seihon::support::FakeCardState* fakeCardState() {
    return &seihon::support::fake_card::state;
}
