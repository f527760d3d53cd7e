#include "signing/pkcs11_module.h"

#include "record/fault.h"

#include <dlfcn.h>

#include <algorithm>
#include <memory>

namespace seihon::signing::pkcs11 {

namespace {

constexpr std::size_t kAttributeLimit = 64 * 1024;
constexpr std::size_t kObjectLimit = 64;
constexpr CK_ULONG kSlotLimit = 256;

std::string trimmed(const CK_UTF8CHAR* field, std::size_t size) {
    return withoutBlanks({reinterpret_cast<const char*>(field), size});
}

TokenSlot tokenOf(CK_SLOT_ID slot, const CK_TOKEN_INFO& info) {
    return {slot,
            trimmed(info.label, sizeof info.label),
            trimmed(info.serialNumber, sizeof info.serialNumber),
            info.flags,
            info.ulMinPinLen,
            info.ulMaxPinLen};
}

// A list may leave out what the card guideline does not ask for, but nothing that is called here.
bool hasEveryFunction(const CK_FUNCTION_LIST& list) {
    return list.C_Initialize != nullptr && list.C_Finalize != nullptr &&
           list.C_GetSlotList != nullptr && list.C_GetSlotInfo != nullptr &&
           list.C_GetTokenInfo != nullptr && list.C_OpenSession != nullptr &&
           list.C_CloseSession != nullptr && list.C_Login != nullptr && list.C_Logout != nullptr &&
           list.C_FindObjectsInit != nullptr && list.C_FindObjects != nullptr &&
           list.C_FindObjectsFinal != nullptr && list.C_GetAttributeValue != nullptr &&
           list.C_SignInit != nullptr && list.C_Sign != nullptr;
}

CK_FUNCTION_LIST* loadFunctions(const std::filesystem::path& module) {
    // Never closed again: modules leave exit handlers and OpenSSL callbacks behind that must stay
    // callable.
    void* library = ::dlopen(module.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) {
        const char* reason = ::dlerror();
        throw record::Fault(record::FaultKind::TokenFailed,
                            "the PKCS#11 module does not load: " +
                                std::string(reason == nullptr ? "no reason given" : reason),
                            {{"file", module.string()}});
    }
    const auto entry =
        reinterpret_cast<CK_C_GetFunctionList>(::dlsym(library, "C_GetFunctionList"));
    CK_FUNCTION_LIST* functions = nullptr;
    if (entry == nullptr || entry(&functions) != CKR_OK || functions == nullptr ||
        !hasEveryFunction(*functions)) {
        throw record::Fault(record::FaultKind::TokenFailed,
                            "not a PKCS#11 module: " + module.string(),
                            {{"file", module.string()}});
    }
    return functions;
}

} // namespace

struct ModuleUse::Shared {
    CK_FUNCTION_LIST* functions = nullptr;
    int users = 0;
    bool initialisedHere = false;
    std::mutex mutex;
};

namespace {

// Never destroyed: a call to a card that hangs may come back while the process ends.
std::mutex& registryMutex() {
    static std::mutex& mutex = *new std::mutex;
    return mutex;
}

} // namespace

ModuleUse::ModuleUse(const std::filesystem::path& module) {
    static auto& registry = *new std::map<std::filesystem::path, std::unique_ptr<Shared>>;
    const std::scoped_lock lock(registryMutex());
    std::unique_ptr<Shared>& entry = registry[module];
    if (!entry) {
        auto fresh = std::make_unique<Shared>();
        fresh->functions = loadFunctions(module);
        entry = std::move(fresh);
    }
    if (entry->users == 0) {
        const CK_RV value = entry->functions->C_Initialize(nullptr);
        // Somebody else in this process (a TLS library, a test) may have been first; then it is
        // theirs to end.
        entry->initialisedHere = value != CKR_CRYPTOKI_ALREADY_INITIALIZED;
        if (entry->initialisedHere) {
            need(value, "C_Initialize", {{"file", module.string()}});
        }
    }
    ++entry->users;
    m_shared = entry.get();
}

ModuleUse::~ModuleUse() {
    const std::scoped_lock lock(registryMutex());
    if (--m_shared->users == 0 && m_shared->initialisedHere) {
        m_shared->functions->C_Finalize(nullptr);
    }
}

bool ModuleUse::restart() const {
    const std::scoped_lock lock(registryMutex());
    if (m_shared->users != 1 || !m_shared->initialisedHere) {
        return false;
    }
    m_shared->functions->C_Finalize(nullptr);
    need(m_shared->functions->C_Initialize(nullptr), "C_Initialize");
    return true;
}

CK_FUNCTION_LIST* ModuleUse::operator->() const {
    return m_shared->functions;
}

std::mutex& ModuleUse::mutex() const {
    return m_shared->mutex;
}

std::string withoutBlanks(std::string_view text) {
    const std::string_view padding(" \0", 2);
    const std::size_t first = text.find_first_not_of(padding);
    if (first == std::string_view::npos) {
        return {};
    }
    return std::string(text.substr(first, text.find_last_not_of(padding) - first + 1));
}

std::vector<CK_SLOT_ID> slots(const ModuleUse& module, bool withToken) {
    const CK_BBOOL which = withToken ? CK_TRUE : CK_FALSE;
    CK_ULONG count = 0;
    need(module->C_GetSlotList(which, nullptr, &count), "C_GetSlotList");
    if (count > kSlotLimit) {
        throw record::Fault(record::FaultKind::TokenFailed,
                            "C_GetSlotList: " + std::to_string(count) + " slots");
    }
    if (count == 0) {
        return {};
    }
    std::vector<CK_SLOT_ID> found(count);
    need(module->C_GetSlotList(which, found.data(), &count), "C_GetSlotList");
    found.resize(std::min<std::size_t>(count, found.size()));
    return found;
}

std::string readerName(const ModuleUse& module, CK_SLOT_ID slot) {
    CK_SLOT_INFO info{};
    need(module->C_GetSlotInfo(slot, &info), "C_GetSlotInfo");
    return trimmed(info.slotDescription, sizeof info.slotDescription);
}

std::vector<TokenSlot> tokensPresent(const ModuleUse& module) {
    std::vector<TokenSlot> tokens;
    for (const CK_SLOT_ID slot : slots(module, true)) {
        CK_TOKEN_INFO info{};
        const CK_RV value = module->C_GetTokenInfo(slot, &info);
        // A card pulled since the list was made, or of a foreign kind, is not there for us.
        if (value == CKR_TOKEN_NOT_PRESENT || value == CKR_DEVICE_REMOVED ||
            value == CKR_TOKEN_NOT_RECOGNIZED) {
            continue;
        }
        need(value, "C_GetTokenInfo");
        tokens.push_back(tokenOf(slot, info));
    }
    return tokens;
}

Session::Session(const ModuleUse& module, CK_SLOT_ID slot, CK_FLAGS flags) : m_module(module) {
    need(module->C_OpenSession(slot, flags, nullptr, nullptr, &m_handle), "C_OpenSession");
}

Session::~Session() {
    m_module->C_CloseSession(m_handle);
}

std::vector<CK_OBJECT_HANDLE> findObjects(const Session& session, std::span<CK_ATTRIBUTE> wanted) {
    const ModuleUse& module = session.module();
    need(module->C_FindObjectsInit(session.handle(), wanted.data(), wanted.size()),
         "C_FindObjectsInit");
    std::vector<CK_OBJECT_HANDLE> found;
    CK_RV value = CKR_OK;
    while (found.size() <= kObjectLimit) {
        CK_OBJECT_HANDLE object = 0;
        CK_ULONG count = 0;
        value = module->C_FindObjects(session.handle(), &object, 1, &count);
        if (value != CKR_OK || count == 0) {
            break;
        }
        found.push_back(object);
    }
    module->C_FindObjectsFinal(session.handle());
    need(value, "C_FindObjects");
    if (found.size() > kObjectLimit) {
        throw record::Fault(record::FaultKind::TokenFailed, "C_FindObjects: more than " +
                                                                std::to_string(kObjectLimit) +
                                                                " objects");
    }
    return found;
}

std::optional<std::vector<std::uint8_t>>
readAttribute(const Session& session, CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type) {
    const ModuleUse& module = session.module();
    CK_ATTRIBUTE wanted{type, nullptr, 0};
    const CK_RV value = module->C_GetAttributeValue(session.handle(), object, &wanted, 1);
    if (value == CKR_ATTRIBUTE_TYPE_INVALID || value == CKR_ATTRIBUTE_SENSITIVE) {
        return std::nullopt;
    }
    need(value, "C_GetAttributeValue");
    if (wanted.ulValueLen >
        kAttributeLimit) { // includes CK_UNAVAILABLE_INFORMATION, the largest number
        throw record::Fault(record::FaultKind::TokenFailed,
                            "C_GetAttributeValue: attribute too long");
    }
    std::vector<std::uint8_t> bytes(wanted.ulValueLen);
    if (!bytes.empty()) {
        wanted.pValue = bytes.data();
        need(module->C_GetAttributeValue(session.handle(), object, &wanted, 1),
             "C_GetAttributeValue");
        bytes.resize(std::min<std::size_t>(wanted.ulValueLen, bytes.size()));
    }
    return bytes;
}

CK_ATTRIBUTE attribute(CK_ATTRIBUTE_TYPE type, const void* value, std::size_t length) {
    return {type, const_cast<void*>(value), length};
}

CK_UTF8CHAR* mutableText(std::span<const char> text) {
    return const_cast<CK_UTF8CHAR*>(reinterpret_cast<const CK_UTF8CHAR*>(text.data()));
}

} // namespace seihon::signing::pkcs11
