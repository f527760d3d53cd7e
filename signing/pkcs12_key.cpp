#include "signing/pkcs12_key.h"

#include "record/fault.h"
#include "signing/descriptor.h"
#include "signing/signing_key_rsa.h"

#include <openssl/pkcs12.h>
#include <openssl/rsa.h>

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace seihon::signing {

namespace {

using record::Fault;
using record::FaultKind;

using Pkcs12Ptr = openssl::Handle<::PKCS12, ::PKCS12_free>;

constexpr std::int64_t kKeyFileBytes = 256 * 1024;
// The MAC's iterations are read before anything is known to be genuine.
constexpr std::int64_t kMostIterations = 1'000'000;
constexpr int kLeastBits = 2048;

[[noreturn]] void fileFailed(const std::filesystem::path& file, const std::string& why) {
    throw Fault(FaultKind::TokenFailed, file.string() + ": " + why, {{"file", file.string()}});
}

// The file as opened is what is looked at and read, whatever its name comes to mean meanwhile.
std::vector<std::uint8_t> readPrivateFile(const std::filesystem::path& file) {
    const Descriptor opened(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
    if (opened.get() < 0 && errno == ENOENT) {
        throw Fault(FaultKind::TokenAbsent, "no key file " + file.string(),
                    {{"file", file.string()}}, true);
    }
    if (opened.get() < 0) {
        fileFailed(file, std::strerror(errno));
    }
    struct stat about {};
    if (::fstat(opened.get(), &about) != 0 || !S_ISREG(about.st_mode)) {
        fileFailed(file, "not a file");
    }
    if ((about.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
        fileFailed(file, "others than its owner may use the key file; its mode must be 0600");
    }
    if (about.st_size > kKeyFileBytes) {
        fileFailed(file, "too large for a key file");
    }
    std::vector<std::uint8_t> bytes(static_cast<std::size_t>(about.st_size));
    std::size_t size = 0;
    while (size < bytes.size()) {
        const ::ssize_t got = ::read(opened.get(), bytes.data() + size, bytes.size() - size);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            fileFailed(file, got == 0 ? "shorter than it was" : std::strerror(errno));
        }
        size += static_cast<std::size_t>(got);
    }
    return bytes;
}

struct KeyAndCertificate {
    openssl::KeyPtr key;
    openssl::CertificatePtr certificate;
};

void authenticate(::PKCS12& file, const Pin& passphrase) {
    if (passphrase.empty()) {
        throw Fault(FaultKind::PinMissing, "no passphrase for the key file");
    }
    // Without a MAC anybody could have put another key in.
    if (::PKCS12_mac_present(&file) != 1) {
        throw Fault(FaultKind::TokenFailed, "the key file has no MAC (RFC 7292 §4)");
    }
    const ::ASN1_INTEGER* iterations = nullptr;
    ::PKCS12_get0_mac(nullptr, nullptr, nullptr, &iterations, &file);
    std::int64_t count = 1; // DEFAULT of MacData
    if (iterations != nullptr && (::ASN1_INTEGER_get_int64(&count, iterations) != 1 || count < 1 ||
                                  count > kMostIterations)) {
        throw Fault(FaultKind::TokenFailed, "the key file asks for too many iterations");
    }
    const int size = static_cast<int>(passphrase.bytes().size());
    const bool right = ::PKCS12_verify_mac(&file, passphrase.bytes().data(), size) == 1;
    openssl::dropErrors();
    if (!right) {
        throw Fault(FaultKind::PinWrong, "the key file's MAC does not fit the passphrase");
    }
}

KeyAndCertificate decrypt(record::Bytes bytes, const Pin& passphrase) {
    const unsigned char* at = bytes.data();
    const Pkcs12Ptr file(::d2i_PKCS12(nullptr, &at, static_cast<long>(bytes.size())));
    openssl::dropErrors();
    // Not only DER: other programs write BER, and nobody signs these bytes.
    if (!file || at != bytes.data() + bytes.size()) {
        throw Fault(FaultKind::TokenFailed, "the key file is not PKCS#12");
    }
    authenticate(*file, passphrase);
    ::EVP_PKEY* rawKey = nullptr;
    ::X509* rawCertificate = nullptr;
    STACK_OF(X509)* rawOthers = nullptr;
    const bool parsed = ::PKCS12_parse(file.get(), passphrase.bytes().data(), &rawKey,
                                       &rawCertificate, &rawOthers) == 1;
    const openssl::CertificatesPtr others(rawOthers);
    KeyAndCertificate content{openssl::KeyPtr(rawKey), openssl::CertificatePtr(rawCertificate)};
    const std::string reason = parsed ? std::string() : ": " + openssl::errorText();
    openssl::dropErrors();
    if (!content.key || !content.certificate) {
        throw Fault(FaultKind::CertificateUnusable,
                    "the key file gives no key with its certificate" + reason);
    }
    if (::EVP_PKEY_get_base_id(content.key.get()) != EVP_PKEY_RSA ||
        ::EVP_PKEY_get_bits(content.key.get()) < kLeastBits) {
        throw Fault(FaultKind::CertificateUnusable,
                    "the key file's key is not RSA of 2048 bits or more");
    }
    if (::X509_check_private_key(content.certificate.get(), content.key.get()) != 1) {
        openssl::dropErrors();
        throw Fault(FaultKind::CertificateUnusable,
                    "key and certificate of the key file do not belong together");
    }
    return content;
}

std::vector<std::uint8_t> signWith(::EVP_PKEY& key, const record::Digest& digest) {
    const openssl::KeyContextPtr context(
        openssl::need(::EVP_PKEY_CTX_new(&key, nullptr), "EVP_PKEY_CTX_new"));
    std::vector<std::uint8_t> signature(static_cast<std::size_t>(::EVP_PKEY_get_size(&key)));
    std::size_t size = signature.size();
    openssl::need(::EVP_PKEY_sign_init(context.get()) == 1 &&
                      ::EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_PKCS1_PADDING) == 1 &&
                      ::EVP_PKEY_CTX_set_signature_md(context.get(), ::EVP_sha256()) == 1 &&
                      ::EVP_PKEY_sign(context.get(), signature.data(), &size, digest.bytes.data(),
                                      digest.bytes.size()) == 1,
                  "signing with the key file");
    signature.resize(size);
    return signature;
}

class Pkcs12Key final : public SigningKey {
  public:
    Pkcs12Key(std::filesystem::path file, const Pin& passphrase)
        : m_file(std::move(file)),
          m_certificate(pkcs12Certificate(readPrivateFile(m_file), passphrase)) {}

    const Der& certificate() const override { return m_certificate; }

    std::vector<std::uint8_t> sign(const record::Digest& digest, const Pin& passphrase) override {
        const KeyAndCertificate content = decrypt(readPrivateFile(m_file), passphrase);
        if (openssl::toDer(content.certificate.get(), ::i2d_X509) != m_certificate) {
            throw Fault(FaultKind::TokenAbsent, m_file.string() + " is now another key file",
                        {{"file", m_file.string()}});
        }
        const std::vector<std::uint8_t> signature = signWith(*content.key, digest);
        const openssl::KeyPtr publicKey(::X509_get_pubkey(content.certificate.get()));
        if (!publicKey || !isRsaSignature(digest, *publicKey, signature)) {
            fileFailed(m_file, "its signature does not verify with its certificate");
        }
        return signature;
    }

  private:
    std::filesystem::path m_file;
    Der m_certificate;
};

} // namespace

Der pkcs12Certificate(record::Bytes pkcs12, const Pin& passphrase) {
    return openssl::toDer(decrypt(pkcs12, passphrase).certificate.get(), ::i2d_X509);
}

std::unique_ptr<SigningKey> openPkcs12Key(const std::filesystem::path& file,
                                          const Pin& passphrase) {
    return std::make_unique<Pkcs12Key>(file, passphrase);
}

} // namespace seihon::signing
