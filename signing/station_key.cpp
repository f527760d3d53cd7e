#include "signing/station_key.h"

#include "record/digest.h"
#include "record/fault.h"
#include "signing/openssl_handles.h"
#include "signing/small_file.h"

#include <openssl/pem.h>

#include <array>

namespace seihon::signing {

namespace {

constexpr std::size_t kPublicKeyBytes = 32;
constexpr std::size_t kStationSignatureBytes = 64;

openssl::KeyPtr readStationKey(const std::filesystem::path& file) {
    std::string pem = readSmallFile(file, 4096);
    const openssl::BioPtr input(openssl::need(
        ::BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), "BIO_new_mem_buf"));
    char noPassPhrase[] = ""; // instead of a prompt on the terminal
    openssl::KeyPtr key(::PEM_read_bio_PrivateKey(input.get(), nullptr, nullptr, noPassPhrase));
    ::OPENSSL_cleanse(pem.data(), pem.size());
    if (!key || ::EVP_PKEY_get_base_id(key.get()) != EVP_PKEY_ED25519) {
        openssl::dropErrors();
        throw record::Fault(record::FaultKind::Malformed, "not an Ed25519 key: " + file.string(),
                            {{"file", file.string()}});
    }
    return key;
}

std::string rawPublicKey(const ::EVP_PKEY& key) {
    std::array<unsigned char, kPublicKeyBytes> raw{};
    std::size_t length = raw.size();
    openssl::need(::EVP_PKEY_get_raw_public_key(&key, raw.data(), &length) == 1 &&
                      length == raw.size(),
                  "reading the public key");
    return {reinterpret_cast<const char*>(raw.data()), raw.size()};
}

// Exactly `size` bytes in the one spelling that toBase64 gives; empty for anything else.
std::string bytesFromBase64(const std::string& text, std::size_t size) {
    try {
        std::string raw = record::fromBase64(text);
        if (raw.size() == size && record::toBase64(record::bytesOf(raw)) == text) {
            return raw;
        }
    } catch (const record::Fault& fault) {
        if (fault.kind != record::FaultKind::Malformed) {
            throw;
        }
    }
    return {};
}

const unsigned char* unsignedBytes(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

} // namespace

std::string makeStationKey(const std::filesystem::path& keyFile) {
    const openssl::KeyPtr key(
        openssl::need(::EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"), "making an Ed25519 key"));
    const openssl::BioPtr output(openssl::need(::BIO_new(::BIO_s_secmem()), "BIO_new"));
    openssl::need(::PEM_write_bio_PrivateKey(output.get(), key.get(), nullptr, nullptr, 0, nullptr,
                                             nullptr) == 1,
                  "PEM of the station key");
    char* data = nullptr;
    const long length = BIO_get_mem_data(output.get(), &data);
    writeNewFile(keyFile, {data, static_cast<std::size_t>(length)}, 0600);
    return record::toBase64(record::bytesOf(rawPublicKey(*key)));
}

std::string stationPublicKey(const std::filesystem::path& keyFile) {
    return record::toBase64(record::bytesOf(rawPublicKey(*readStationKey(keyFile))));
}

std::string signAsStation(const std::filesystem::path& keyFile, std::string_view message) {
    const openssl::KeyPtr key = readStationKey(keyFile);
    const openssl::DigestContextPtr context(openssl::need(::EVP_MD_CTX_new(), "EVP_MD_CTX_new"));
    std::array<unsigned char, kStationSignatureBytes> signature{};
    std::size_t length = signature.size();
    openssl::need(::EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
                      ::EVP_DigestSign(context.get(), signature.data(), &length,
                                       unsignedBytes(message), message.size()) == 1 &&
                      length == signature.size(),
                  "signing with the station key");
    return record::toBase64(record::Bytes(signature));
}

bool isSignedByStation(std::string_view message, const std::string& signatureBase64,
                       const std::string& publicKeyBase64) {
    const std::string publicKey = bytesFromBase64(publicKeyBase64, kPublicKeyBytes);
    const std::string signature = bytesFromBase64(signatureBase64, kStationSignatureBytes);
    if (publicKey.empty() || signature.empty()) {
        return false;
    }
    const openssl::KeyPtr key(::EVP_PKEY_new_raw_public_key(
        EVP_PKEY_ED25519, nullptr, unsignedBytes(publicKey), publicKey.size()));
    const openssl::DigestContextPtr context(openssl::need(::EVP_MD_CTX_new(), "EVP_MD_CTX_new"));
    const bool valid =
        key && ::EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
        ::EVP_DigestVerify(context.get(), unsignedBytes(signature), signature.size(),
                           unsignedBytes(message), message.size()) == 1;
    openssl::dropErrors();
    return valid;
}

} // namespace seihon::signing
