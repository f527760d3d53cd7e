#include "signing/signing_key.h"

#include <openssl/crypto.h>

#include <string_view>
#include <utility>

namespace seihon::signing {

namespace {

// A plain loop of zeros before the memory goes would be optimised away.
void wipe(std::vector<char>& bytes) noexcept {
    if (!bytes.empty()) {
        ::OPENSSL_cleanse(bytes.data(), bytes.size());
    }
    bytes.clear();
}

} // namespace

Pin::Pin(std::string_view text) : m_bytes(text.begin(), text.end()) {
}

Pin::~Pin() {
    wipe(m_bytes);
}

Pin::Pin(Pin&& other) noexcept : m_bytes(std::exchange(other.m_bytes, {})) {
}

Pin& Pin::operator=(Pin&& other) noexcept {
    if (this != &other) {
        wipe(m_bytes);
        m_bytes = std::exchange(other.m_bytes, {});
    }
    return *this;
}

} // namespace seihon::signing
