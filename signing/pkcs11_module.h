#pragma once

// Private to the .cpp files of the target seal: a PKCS#11 module called directly (PKCS#11 v2.20).

#include <p11-kit/pkcs11.h>

#include <cstdint>
#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace seihon::signing::pkcs11 {

// "CKR_PIN_INCORRECT", or the number for what PKCS#11 does not name.
std::string returnValueName(CK_RV value);

using Context = std::map<std::string, std::string>;

// Throws the record::Fault that `value` stands for; returns only on CKR_OK.
void need(CK_RV value, const char* call, const Context& context = {});

// One use of a module. The first use in the process calls C_Initialize(NULL), the last one
// C_Finalize: after a card was pulled some middleware answers again only after that.
class ModuleUse {
  public:
    // Faults: TokenFailed when the file is no PKCS#11 module or does not start.
    explicit ModuleUse(const std::filesystem::path& module);
    ~ModuleUse();
    ModuleUse(const ModuleUse&) = delete;
    ModuleUse& operator=(const ModuleUse&) = delete;

    // C_Finalize and C_Initialize, when nobody else in this process uses the module; else false. No
    // session survives it.
    bool restart() const;

    CK_FUNCTION_LIST* operator->() const;
    // The card guideline allows one thread at a time (JAHIS 24-002): hold this around everything
    // that belongs together.
    std::mutex& mutex() const;

  private:
    struct Shared;
    Shared* m_shared;
};

struct TokenSlot {
    CK_SLOT_ID slot = 0;
    std::string label;  // without the padding
    std::string serial; // without the padding
    CK_FLAGS flags = 0;
    CK_ULONG leastPin = 0; // characters
    CK_ULONG mostPin = 0;
};

// Fixed fields of PKCS#11 are padded with blanks; some cards print stray blanks in front too.
std::string withoutBlanks(std::string_view text);

// At most 256 slots; a slot is a reader.
std::vector<CK_SLOT_ID> slots(const ModuleUse& module, bool withToken);
std::string readerName(const ModuleUse& module, CK_SLOT_ID slot);
// Slots with a token in them.
std::vector<TokenSlot> tokensPresent(const ModuleUse& module);

class Session {
  public:
    Session(const ModuleUse& module, CK_SLOT_ID slot, CK_FLAGS flags = CKF_SERIAL_SESSION);
    ~Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    CK_SESSION_HANDLE handle() const { return m_handle; }
    const ModuleUse& module() const { return m_module; }

  private:
    const ModuleUse& m_module;
    CK_SESSION_HANDLE m_handle = 0;
};

// At most 64 objects: a card holds a handful, and a broken module must not keep us here for ever.
std::vector<CK_OBJECT_HANDLE> findObjects(const Session& session, std::span<CK_ATTRIBUTE> wanted);

// Empty when the object has no such attribute. Faults: TokenFailed, also above 64 KiB.
std::optional<std::vector<std::uint8_t>>
readAttribute(const Session& session, CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type);

// PKCS#11 takes everything by pointers to mutable memory, which it does not change.
CK_ATTRIBUTE attribute(CK_ATTRIBUTE_TYPE type, const void* value, std::size_t length);
template <typename T>
CK_ATTRIBUTE attribute(CK_ATTRIBUTE_TYPE type, const T& value) {
    return attribute(type, &value, sizeof value);
}
inline CK_ATTRIBUTE attribute(CK_ATTRIBUTE_TYPE type, const std::vector<std::uint8_t>& value) {
    return attribute(type, value.data(), value.size());
}
CK_UTF8CHAR* mutableText(std::span<const char> text);

} // namespace seihon::signing::pkcs11
