#include "signing/signing_key_rsa.h"

#include <openssl/rsa.h>

namespace seihon::signing {

bool isRsaSignature(const record::Digest& digest, ::EVP_PKEY& key, record::Bytes signature) {
    const openssl::KeyContextPtr context(
        openssl::need(::EVP_PKEY_CTX_new(&key, nullptr), "EVP_PKEY_CTX_new"));
    openssl::need(::EVP_PKEY_verify_init(context.get()) == 1, "EVP_PKEY_verify_init");
    openssl::need(::EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_PKCS1_PADDING) == 1 &&
                      ::EVP_PKEY_CTX_set_signature_md(context.get(), ::EVP_sha256()) == 1,
                  "preparing the signature's verification");
    const int result = ::EVP_PKEY_verify(context.get(), signature.data(), signature.size(),
                                         digest.bytes.data(), digest.bytes.size());
    openssl::dropErrors();
    return result == 1;
}

std::vector<std::uint8_t> rsaNumber(const ::EVP_PKEY& key, const char* name) {
    ::BIGNUM* raw = nullptr;
    openssl::need(::EVP_PKEY_get_bn_param(&key, name, &raw) == 1, "reading an RSA key");
    const openssl::BignumPtr number(raw);
    std::vector<std::uint8_t> bytes(static_cast<std::size_t>(BN_num_bytes(number.get())));
    ::BN_bn2bin(number.get(), bytes.data());
    return bytes;
}

} // namespace seihon::signing
