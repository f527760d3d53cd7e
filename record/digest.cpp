#include "record/digest.h"

#include "record/fault.h"

#include <openssl/evp.h>
#include <sys/random.h>

#include <cerrno>
#include <cstring>

namespace seihon::record {

namespace {

int hexValue(char c) {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

void require(bool done) {
    if (!done) {
        throw Fault(FaultKind::Internal, "libcrypto failed to compute SHA-256");
    }
}

} // namespace

std::string toHex(Bytes data) {
    static constexpr char kDigits[] = "0123456789abcdef";
    std::string text;
    text.reserve(data.size() * 2);
    for (const std::uint8_t byte : data) {
        text += kDigits[byte >> 4];
        text += kDigits[byte & 15];
    }
    return text;
}

std::string Digest::hex() const {
    return toHex(bytes);
}

Digest Digest::fromHex(std::string_view text) {
    Digest digest;
    bool good = text.size() == 2 * digest.bytes.size();
    for (std::size_t i = 0; good && i < digest.bytes.size(); ++i) {
        const int high = hexValue(text[2 * i]);
        const int low = hexValue(text[2 * i + 1]);
        good = high >= 0 && low >= 0;
        digest.bytes[i] = static_cast<std::uint8_t>(high * 16 + low);
    }
    if (!good) {
        throw Fault(FaultKind::Malformed, "not 64 lower-case hex digits");
    }
    return digest;
}

struct Sha256::State {
    struct Free {
        void operator()(EVP_MD_CTX* used) const { ::EVP_MD_CTX_free(used); }
    };
    std::unique_ptr<EVP_MD_CTX, Free> context{::EVP_MD_CTX_new()};

    void start() {
        require(context && ::EVP_DigestInit_ex(context.get(), ::EVP_sha256(), nullptr));
    }
};

Sha256::Sha256() : m_state(std::make_unique<State>()) {
    m_state->start();
}
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

Sha256& Sha256::add(Bytes data) {
    require(::EVP_DigestUpdate(m_state->context.get(), data.data(), data.size()) == 1);
    return *this;
}

Digest Sha256::finish() {
    Digest digest;
    require(::EVP_DigestFinal_ex(m_state->context.get(), digest.bytes.data(), nullptr) == 1);
    m_state->start();
    return digest;
}

Digest sha256(Bytes data) {
    return Sha256().add(data).finish();
}

std::string toBase64(Bytes data) {
    std::string text(4 * ((data.size() + 2) / 3) + 1, '\0'); // EVP writes a closing zero
    const int length = ::EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), data.data(),
                                         static_cast<int>(data.size()));
    text.resize(static_cast<std::size_t>(length));
    return text;
}

std::string fromBase64(std::string_view text) {
    std::string data(text.size() / 4 * 3 + 3, '\0');
    const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with("=") ? 1 : 0;
    const int length = ::EVP_DecodeBlock(reinterpret_cast<unsigned char*>(data.data()),
                                         reinterpret_cast<const unsigned char*>(text.data()),
                                         static_cast<int>(text.size()));
    if (length >= 0) {
        data.resize(static_cast<std::size_t>(length) - padding);
    }
    // Encoding again catches white space, stray bits and padding that EVP lets pass.
    if (length < 0 || toBase64(bytesOf(data)) != text) {
        throw Fault(FaultKind::Malformed, "not strict base64");
    }
    return data;
}

std::array<std::uint8_t, 32> randomBytes32() {
    std::array<std::uint8_t, 32> bytes{};
    if (::getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) {
        throw Fault(FaultKind::Internal, std::string("getrandom: ") + std::strerror(errno));
    }
    return bytes;
}

} // namespace seihon::record
