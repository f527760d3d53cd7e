#include "support/fake_card.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <p11-kit/pkcs11.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

namespace {

using seihon::support::FakeCardState;
using Bytes = std::vector<std::uint8_t>;

constexpr CK_SLOT_ID kSlot = 7;
constexpr CK_SESSION_HANDLE kSession = 11;
constexpr CK_OBJECT_HANDLE kKey = 100; // certificates are 1, 2, …
constexpr CK_BYTE kId = 0x17;

FakeCardState state;
bool sessionOpen = false;
bool loggedIn = false;
bool signing = false;
bool contextLogin = false;
std::vector<CK_OBJECT_HANDLE> found;

// CKR_OK, or the failure ordered for the function.
CK_RV begin(const char* name) {
    ++state.calls[name];
    const auto failure = state.failures.find(name);
    return failure == state.failures.end() ? CKR_OK : failure->second;
}

CK_RV beginSession(const char* name, CK_SESSION_HANDLE session) {
    if (const CK_RV value = begin(name); value != CKR_OK) {
        return value;
    }
    if (!state.present) {
        return CKR_DEVICE_REMOVED;
    }
    return sessionOpen && session == kSession ? CKR_OK : CKR_SESSION_HANDLE_INVALID;
}

void pad(CK_UTF8CHAR* field, std::size_t size, const std::string& text) {
    std::memset(field, ' ', size);
    std::memcpy(field, text.data(), std::min(size, text.size()));
}

std::unique_ptr<EVP_PKEY, decltype(&::EVP_PKEY_free)> key() {
    const std::unique_ptr<BIO, decltype(&::BIO_free_all)> bio(
        ::BIO_new_mem_buf(state.keyPem.data(), static_cast<int>(state.keyPem.size())),
        ::BIO_free_all);
    return {::PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr), ::EVP_PKEY_free};
}

Bytes number(const char* name) {
    const auto holder = key();
    BIGNUM* raw = nullptr;
    if (!holder || ::EVP_PKEY_get_bn_param(holder.get(), name, &raw) != 1) {
        return {};
    }
    Bytes bytes(static_cast<std::size_t>(BN_num_bytes(raw)));
    ::BN_bn2bin(raw, bytes.data());
    ::BN_free(raw);
    return bytes;
}

template <typename T>
Bytes plain(T value) {
    Bytes bytes(sizeof value);
    std::memcpy(bytes.data(), &value, sizeof value);
    return bytes;
}

// False when the object has no such attribute.
bool valueOf(CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type, Bytes& value) {
    const bool isKey = object == kKey;
    switch (type) {
    case CKA_CLASS:
        value = plain<CK_OBJECT_CLASS>(isKey ? CKO_PRIVATE_KEY : CKO_CERTIFICATE);
        return true;
    case CKA_TOKEN:
        value = plain<CK_BBOOL>(CK_TRUE);
        return true;
    case CKA_ID:
        value = {isKey || object == 1 ? kId : static_cast<CK_BYTE>(0x20 + object)};
        return true;
    case CKA_VALUE:
        if (isKey) {
            return false;
        }
        value = state.certificates.at(object - 1);
        return true;
    case CKA_MODULUS:
        value = isKey && state.knowsModulus ? number("n") : Bytes();
        return isKey && state.knowsModulus;
    case CKA_PUBLIC_EXPONENT:
        value = isKey && state.knowsModulus ? number("e") : Bytes();
        return isKey && state.knowsModulus;
    case CKA_ALWAYS_AUTHENTICATE:
        value = plain<CK_BBOOL>(state.alwaysAuthenticate ? CK_TRUE : CK_FALSE);
        return isKey;
    default:
        return false;
    }
}

CK_RV initialize(void* arguments) {
    if (const CK_RV value = begin("C_Initialize"); value != CKR_OK) {
        return value;
    }
    if (arguments != nullptr) {
        return CKR_ARGUMENTS_BAD;
    }
    if (state.initialised) {
        return CKR_CRYPTOKI_ALREADY_INITIALIZED;
    }
    state.initialised = true;
    return CKR_OK;
}

CK_RV finalize(void*) {
    ++state.calls["C_Finalize"];
    state.initialised = false;
    sessionOpen = loggedIn = signing = false;
    return CKR_OK;
}

CK_RV getSlotList(unsigned char, CK_SLOT_ID* slots, CK_ULONG* count) {
    if (const CK_RV value = begin("C_GetSlotList"); value != CKR_OK) {
        return value;
    }
    const CK_ULONG room = *count;
    *count = state.present ? 1 : 0;
    if (slots != nullptr && *count == 1) {
        if (room < 1) {
            return CKR_BUFFER_TOO_SMALL;
        }
        slots[0] = kSlot;
    }
    return CKR_OK;
}

CK_RV getTokenInfo(CK_SLOT_ID slot, CK_TOKEN_INFO* info) {
    if (const CK_RV value = begin("C_GetTokenInfo"); value != CKR_OK) {
        return value;
    }
    if (!state.present || slot != kSlot) {
        return CKR_TOKEN_NOT_PRESENT;
    }
    std::memset(info, 0, sizeof *info);
    pad(info->label, sizeof info->label, state.label);
    pad(info->serialNumber, sizeof info->serialNumber, state.serial);
    info->flags = CKF_TOKEN_INITIALIZED | CKF_USER_PIN_INITIALIZED | CKF_LOGIN_REQUIRED;
    info->flags |= state.triesLeft == 0 ? CKF_USER_PIN_LOCKED : 0;
    info->flags |= state.triesLeft == 1 ? CKF_USER_PIN_FINAL_TRY : 0;
    info->flags |= state.countLow ? CKF_USER_PIN_COUNT_LOW : 0;
    info->flags |= state.keypad ? CKF_PROTECTED_AUTHENTICATION_PATH : 0;
    return CKR_OK;
}

CK_RV openSession(CK_SLOT_ID, CK_FLAGS flags, void*, CK_NOTIFY, CK_SESSION_HANDLE* session) {
    if (const CK_RV value = begin("C_OpenSession"); value != CKR_OK) {
        return value;
    }
    if (flags != CKF_SERIAL_SESSION) {
        return CKR_ARGUMENTS_BAD;
    }
    if (sessionOpen) {
        return CKR_SESSION_COUNT;
    }
    sessionOpen = true;
    loggedIn = state.leftLoggedIn;
    signing = false;
    *session = kSession;
    return CKR_OK;
}

CK_RV closeSession(CK_SESSION_HANDLE) {
    ++state.calls["C_CloseSession"];
    sessionOpen = loggedIn = signing = false;
    return CKR_OK;
}

CK_RV judgePin(const CK_UTF8CHAR* pin, CK_ULONG length) {
    if (state.triesLeft == 0) {
        return CKR_PIN_LOCKED;
    }
    if (pin == nullptr && state.keypad) {
        return CKR_OK; // typed on the reader
    }
    if (pin == nullptr || length < 4 || length > 16) {
        return CKR_PIN_LEN_RANGE;
    }
    if (std::string(reinterpret_cast<const char*>(pin), length) != state.pin) {
        ++state.wrongPins;
        state.countLow = true;
        return --state.triesLeft == 0 ? CKR_PIN_LOCKED : CKR_PIN_INCORRECT;
    }
    state.triesLeft = 3;
    state.countLow = false;
    return CKR_OK;
}

CK_RV login(CK_SESSION_HANDLE session, CK_USER_TYPE user, CK_UTF8CHAR* pin, CK_ULONG length) {
    if (const CK_RV value = beginSession("C_Login", session); value != CKR_OK) {
        return value;
    }
    if (user == CKU_CONTEXT_SPECIFIC) {
        const CK_RV value = signing ? judgePin(pin, length) : CKR_OPERATION_NOT_INITIALIZED;
        contextLogin = value == CKR_OK;
        return value;
    }
    if (loggedIn) {
        return CKR_USER_ALREADY_LOGGED_IN;
    }
    const CK_RV value = judgePin(pin, length);
    loggedIn = value == CKR_OK;
    return value;
}

CK_RV logout(CK_SESSION_HANDLE session) {
    if (const CK_RV value = beginSession("C_Logout", session); value != CKR_OK) {
        return value;
    }
    const bool was = loggedIn;
    loggedIn = state.leftLoggedIn = false;
    return was ? CKR_OK : CKR_USER_NOT_LOGGED_IN;
}

CK_RV findInit(CK_SESSION_HANDLE session, CK_ATTRIBUTE* wanted, CK_ULONG count) {
    if (const CK_RV value = beginSession("C_FindObjectsInit", session); value != CKR_OK) {
        return value;
    }
    found.clear();
    std::vector<CK_OBJECT_HANDLE> all;
    for (std::size_t i = 0; i < state.certificates.size(); ++i) {
        all.push_back(i + 1);
    }
    if (loggedIn) {
        all.push_back(kKey);
    }
    for (const CK_OBJECT_HANDLE object : all) {
        const bool fits =
            std::all_of(wanted, wanted + count, [object](const CK_ATTRIBUTE& attribute) {
                Bytes value;
                const auto* asked = static_cast<const std::uint8_t*>(attribute.pValue);
                return valueOf(object, attribute.type, value) &&
                       std::equal(value.begin(), value.end(), asked, asked + attribute.ulValueLen);
            });
        if (fits) {
            found.push_back(object);
        }
    }
    return CKR_OK;
}

CK_RV findNext(CK_SESSION_HANDLE session, CK_OBJECT_HANDLE* objects, CK_ULONG room,
               CK_ULONG* count) {
    if (const CK_RV value = beginSession("C_FindObjects", session); value != CKR_OK) {
        return value;
    }
    *count = std::min<CK_ULONG>(room, found.size());
    std::copy_n(found.begin(), *count, objects);
    found.erase(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(*count));
    return CKR_OK;
}

CK_RV findFinal(CK_SESSION_HANDLE) {
    return CKR_OK;
}

CK_RV getAttributeValue(CK_SESSION_HANDLE session, CK_OBJECT_HANDLE object, CK_ATTRIBUTE* wanted,
                        CK_ULONG) {
    if (const CK_RV value = beginSession("C_GetAttributeValue", session); value != CKR_OK) {
        return value;
    }
    Bytes value;
    if (!valueOf(object, wanted->type, value)) {
        wanted->ulValueLen = ~CK_ULONG{0}; // CK_UNAVAILABLE_INFORMATION
        return CKR_ATTRIBUTE_TYPE_INVALID;
    }
    if (wanted->pValue != nullptr && wanted->ulValueLen < value.size()) {
        return CKR_BUFFER_TOO_SMALL;
    }
    if (wanted->pValue != nullptr) {
        std::copy(value.begin(), value.end(), static_cast<std::uint8_t*>(wanted->pValue));
    }
    wanted->ulValueLen = value.size();
    return CKR_OK;
}

CK_RV signInit(CK_SESSION_HANDLE session, CK_MECHANISM* mechanism, CK_OBJECT_HANDLE object) {
    if (const CK_RV value = beginSession("C_SignInit", session); value != CKR_OK) {
        return value;
    }
    if (!loggedIn) {
        return CKR_USER_NOT_LOGGED_IN;
    }
    if (mechanism->mechanism != CKM_RSA_PKCS || mechanism->ulParameterLen != 0) {
        return CKR_MECHANISM_INVALID;
    }
    signing = object == kKey;
    contextLogin = false;
    return signing ? CKR_OK : CKR_KEY_HANDLE_INVALID;
}

CK_RV sign(CK_SESSION_HANDLE session, unsigned char* data, CK_ULONG length,
           unsigned char* signature, CK_ULONG* signatureLength) {
    if (const CK_RV value = beginSession("C_Sign", session); value != CKR_OK) {
        return value;
    }
    if (!signing || !loggedIn || (state.alwaysAuthenticate && !contextLogin)) {
        return CKR_USER_NOT_LOGGED_IN;
    }
    signing = loggedIn = false; // the login was good for one signature
    state.lastInput.assign(reinterpret_cast<const char*>(data), length);
    const auto holder = key();
    const std::unique_ptr<EVP_PKEY_CTX, decltype(&::EVP_PKEY_CTX_free)> context(
        ::EVP_PKEY_CTX_new(holder.get(), nullptr), ::EVP_PKEY_CTX_free);
    std::size_t size = *signatureLength;
    if (::EVP_PKEY_sign_init(context.get()) != 1 ||
        ::EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_PKCS1_PADDING) != 1 ||
        ::EVP_PKEY_sign(context.get(), signature, &size, data, length) != 1) {
        return CKR_FUNCTION_FAILED;
    }
    *signatureLength = size;
    if (state.spoilsSignature) {
        signature[size / 2] ^= 0x01;
    }
    return CKR_OK;
}

CK_RV unused() {
    return CKR_FUNCTION_NOT_SUPPORTED;
}

CK_FUNCTION_LIST makeFunctions() {
    CK_FUNCTION_LIST list{}; // what the guideline does not name stays null
    list.version = {2, 20};
    list.C_Initialize = initialize;
    list.C_Finalize = finalize;
    list.C_GetInfo = [](CK_INFO*) {
        return unused();
    };
    list.C_GetSlotList = getSlotList;
    list.C_GetSlotInfo = [](CK_SLOT_ID, CK_SLOT_INFO*) {
        return unused();
    };
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

extern "C" CK_RV C_GetFunctionList(CK_FUNCTION_LIST** list) {
    *list = &functions;
    return CKR_OK;
}

extern "C" FakeCardState* fakeCardState() {
    return &state;
}
