#include "signing/checkpoint.h"

#include "record/fault.h"
#include "signing/openssl_handles.h"
#include "signing/small_file.h"

#include <openssl/pem.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace seihon::signing {

namespace {

using openssl::need;
using record::Fault;
using record::FaultKind;

constexpr std::uint8_t kEd25519 = 0x01; // C2SP signed-note, signature type
constexpr std::size_t kKeyBytes = 32;
constexpr std::size_t kSignatureBytes = 64;
constexpr std::size_t kNoteLimit = 4096;
constexpr std::string_view kDash = "\xe2\x80\x94"; // U+2014 begins a signature line

[[noreturn]] void malformed(const std::string& why) {
    throw Fault(FaultKind::Malformed, "checkpoint: " + why);
}

openssl::KeyPtr readKey(const std::filesystem::path& file) {
    std::string pem = readSmallFile(file, 4096);
    const openssl::BioPtr input(
        need(::BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), "BIO_new_mem_buf"));
    char noPassPhrase[] = ""; // instead of a prompt on the terminal
    openssl::KeyPtr key(::PEM_read_bio_PrivateKey(input.get(), nullptr, nullptr, noPassPhrase));
    ::OPENSSL_cleanse(pem.data(), pem.size());
    if (!key || ::EVP_PKEY_get_base_id(key.get()) != EVP_PKEY_ED25519) {
        openssl::dropErrors();
        throw Fault(FaultKind::Malformed, "not an Ed25519 key: " + file.string(),
                    {{"file", file.string()}});
    }
    return key;
}

std::string rawPublicKey(const ::EVP_PKEY& key) {
    std::array<unsigned char, kKeyBytes> raw{};
    std::size_t length = raw.size();
    need(::EVP_PKEY_get_raw_public_key(&key, raw.data(), &length) == 1 && length == raw.size(),
         "reading the public key");
    return {reinterpret_cast<const char*>(raw.data()), raw.size()};
}

// C2SP signed-note: the first four bytes of SHA-256(name ‖ 0x0A ‖ type ‖ public key).
std::string keyId(const std::string& name, const std::string& publicKey) {
    const record::Digest digest =
        record::sha256(name + '\n' + static_cast<char>(kEd25519) + publicKey);
    return {reinterpret_cast<const char*>(digest.bytes.data()), 4};
}

// Key names have no spaces and no plus sign; an origin is one line.
bool isGoodName(std::string_view name) {
    return !name.empty() && name.size() <= 200 &&
           std::all_of(name.begin(), name.end(),
                       [](unsigned char c) { return c > 0x20 && c < 0x7f && c != '+'; });
}

std::string takeLine(std::string_view& rest) {
    const std::size_t end = rest.find('\n');
    if (end == std::string_view::npos) {
        malformed("a line does not end");
    }
    std::string line(rest.substr(0, end));
    rest.remove_prefix(end + 1);
    return line;
}

std::uint64_t readSize(const std::string& line) {
    std::uint64_t size = 0;
    const char* const end = line.data() + line.size();
    const auto [stop, error] = std::from_chars(line.data(), end, size);
    // Only one spelling of a number: to_string gives it.
    if (error != std::errc() || stop != end || std::to_string(size) != line) {
        malformed("size");
    }
    return size;
}

record::Digest readRoot(const std::string& line) {
    const std::string raw = record::fromBase64(line);
    record::Digest root;
    if (raw.size() != root.bytes.size() || record::toBase64(record::bytesOf(raw)) != line) {
        malformed("root");
    }
    std::transform(raw.begin(), raw.end(), root.bytes.begin(),
                   [](char c) { return static_cast<std::uint8_t>(c); });
    return root;
}

bool verifies(const std::string& text, const std::string& signature, const std::string& publicKey) {
    const openssl::KeyPtr key(::EVP_PKEY_new_raw_public_key(
        EVP_PKEY_ED25519, nullptr, reinterpret_cast<const unsigned char*>(publicKey.data()),
        publicKey.size()));
    const openssl::DigestContextPtr context(need(::EVP_MD_CTX_new(), "EVP_MD_CTX_new"));
    const bool valid =
        key && ::EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
        ::EVP_DigestVerify(context.get(), reinterpret_cast<const unsigned char*>(signature.data()),
                           signature.size(), reinterpret_cast<const unsigned char*>(text.data()),
                           text.size()) == 1;
    openssl::dropErrors();
    return valid;
}

} // namespace

std::string makeStationKey(const std::filesystem::path& keyFile) {
    const openssl::KeyPtr key(
        need(::EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"), "making an Ed25519 key"));
    const openssl::BioPtr output(need(::BIO_new(::BIO_s_secmem()), "BIO_new"));
    need(::PEM_write_bio_PrivateKey(output.get(), key.get(), nullptr, nullptr, 0, nullptr,
                                    nullptr) == 1,
         "PEM of the station key");
    char* data = nullptr;
    const long length = BIO_get_mem_data(output.get(), &data);
    writeNewFile(keyFile, {data, static_cast<std::size_t>(length)}, 0600);
    return record::toBase64(record::bytesOf(rawPublicKey(*key)));
}

std::string stationPublicKey(const std::filesystem::path& keyFile) {
    return record::toBase64(record::bytesOf(rawPublicKey(*readKey(keyFile))));
}

std::string signCheckpoint(const std::filesystem::path& keyFile, const std::string& origin,
                           std::uint64_t size, const record::Digest& root) {
    if (!isGoodName(origin)) {
        throw Fault(FaultKind::Usage, "no origin for a checkpoint: \"" + origin + '"');
    }
    const openssl::KeyPtr key = readKey(keyFile);
    const std::string text = origin + '\n' + std::to_string(size) + '\n' +
                             record::toBase64(record::Bytes(root.bytes)) + '\n';
    const openssl::DigestContextPtr context(need(::EVP_MD_CTX_new(), "EVP_MD_CTX_new"));
    std::array<unsigned char, kSignatureBytes> signature{};
    std::size_t length = signature.size();
    need(::EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
             ::EVP_DigestSign(context.get(), signature.data(), &length,
                              reinterpret_cast<const unsigned char*>(text.data()),
                              text.size()) == 1 &&
             length == signature.size(),
         "signing a checkpoint");
    const std::string value =
        keyId(origin, rawPublicKey(*key)) +
        std::string(reinterpret_cast<const char*>(signature.data()), signature.size());
    return text + '\n' + std::string(kDash) + ' ' + origin + ' ' +
           record::toBase64(record::bytesOf(value)) + '\n';
}

// The station writes exactly one signature and no extension lines, so anything else is not its
// note. Witnesses' signatures have a file of their own.
CheckpointBody openCheckpoint(std::string_view note, const std::string& publicKeyBase64) {
    if (note.size() > kNoteLimit) {
        malformed("too large");
    }
    const std::string publicKey = record::fromBase64(publicKeyBase64);
    if (publicKey.size() != kKeyBytes) {
        malformed("the public key has not 32 bytes");
    }
    std::string_view rest = note;
    CheckpointBody body;
    body.origin = takeLine(rest);
    if (!isGoodName(body.origin)) {
        malformed("origin");
    }
    body.size = readSize(takeLine(rest));
    body.root = readRoot(takeLine(rest));
    const std::string text(note.substr(0, note.size() - rest.size()));
    if (!takeLine(rest).empty()) {
        malformed("no blank line after the root");
    }
    const std::string line = takeLine(rest);
    const std::string start = std::string(kDash) + ' ' + body.origin + ' ';
    if (!rest.empty() || line.compare(0, start.size(), start) != 0) {
        malformed("signature line");
    }
    const std::string encoded = line.substr(start.size());
    const std::string value = record::fromBase64(encoded);
    if (value.size() != 4 + kSignatureBytes ||
        record::toBase64(record::bytesOf(value)) != encoded ||
        value.substr(0, 4) != keyId(body.origin, publicKey)) {
        malformed("signed by another key");
    }
    if (!verifies(text, value.substr(4), publicKey)) {
        malformed("the signature does not verify");
    }
    return body;
}

} // namespace seihon::signing
