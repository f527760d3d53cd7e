#include "signing/pkcs12_key.h"

#include "tests/signing/strict_card.h"
#include "tests/signing/verify_pki.h"

#include <gtest/gtest.h>

#include <openssl/pkcs12.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

namespace seihon::signing {
namespace {

using record::Fault;
using record::FaultKind;
using support::demoPki;

const std::string kPassphrase = "correct horse";

// What `openssl pkcs12 -export` makes of the clerk's key and certificate.
class KeyFile : public testing::Test {
  protected:
    std::filesystem::path made(const std::string& options, const std::string& key = "clerk",
                               const std::string& certificate = "clerk") {
        const std::filesystem::path file = m_folder.path() / "clerk.p12";
        std::filesystem::remove(file);
        const std::string demo = demoPki().demoFolder.string() + "/";
        const std::string command = "openssl pkcs12 -export -inkey " + demo + key +
                                    ".key.pem -in " + demo + certificate + ".pem -out " +
                                    file.string() + " -passout 'pass:" + kPassphrase + "' " +
                                    options + " 2>/dev/null";
        EXPECT_EQ(std::system(command.c_str()), 0) << command;
        std::filesystem::permissions(file, std::filesystem::perms::owner_read |
                                               std::filesystem::perms::owner_write);
        return file;
    }
    std::filesystem::path written(const Der& bytes) {
        const std::filesystem::path file = m_folder.path() / "other.p12";
        std::ofstream(file, std::ios::binary)
            .write(reinterpret_cast<const char*>(bytes.data()),
                   static_cast<std::streamsize>(bytes.size()));
        std::filesystem::permissions(file, std::filesystem::perms::owner_read |
                                               std::filesystem::perms::owner_write);
        return file;
    }
    static Der bytesOfFile(const std::filesystem::path& file) {
        std::ifstream in(file, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    static FaultKind kindOf(const std::filesystem::path& file,
                            const std::string& passphrase = kPassphrase) {
        return faultFrom([&] { openPkcs12Key(file, Pin(passphrase)); }).kind;
    }
    // A file of our own making, with what openssl's command line does not do.
    static Der forged(const forge::Identity& identity, const char* macPassphrase,
                      int macIterations) {
        const auto key = static_cast<::EVP_PKEY*>(identity.key.get());
        const unsigned char* at = identity.certificate.data();
        ::X509* certificate =
            ::d2i_X509(nullptr, &at, static_cast<long>(identity.certificate.size()));
        ::PKCS12* file = ::PKCS12_create(kPassphrase.c_str(), "forged", key, certificate, nullptr,
                                         0, 0, 1000, -1, 0);
        if (macPassphrase != nullptr) {
            ::PKCS12_set_mac(file, macPassphrase, -1, nullptr, 0, macIterations, ::EVP_sha256());
        }
        unsigned char* raw = nullptr;
        const int size = ::i2d_PKCS12(file, &raw);
        Der bytes(raw, raw + size);
        OPENSSL_free(raw);
        ::PKCS12_free(file);
        ::X509_free(certificate);
        return bytes;
    }

    support::TemporaryFolder m_folder;
};

TEST_F(KeyFile, signsLikeACard) {
    const auto file = made("");
    const auto key = openPkcs12Key(file, Pin(kPassphrase));
    EXPECT_EQ(record::sha256(key->certificate()).hex(), demoPki().card("clerk").certificateSha256);
    for (const char* message : {"a manifest", "another"}) {
        const auto signature = key->sign(record::sha256(message), Pin(kPassphrase));
        EXPECT_TRUE(verifySignature(key->certificate(), record::bytesOf(message), signature));
        EXPECT_FALSE(verifySignature(key->certificate(), record::bytesOf("a third"), signature));
    }
    // The same bytes as the card's: RSA PKCS#1 v1.5 has no randomness.
    const auto card = openPkcs11Key(demoPki().module, demoPki().card("clerk").tokenLabel);
    EXPECT_EQ(card->sign(record::sha256("x"), Pin(demoPki().pin)),
              key->sign(record::sha256("x"), Pin(kPassphrase)));
}

TEST_F(KeyFile, carriesItsAuthoritiesAsWell) {
    const auto key = openPkcs12Key(
        made("-certfile " + (demoPki().demoFolder / "issuing-ca.pem").string()), Pin(kPassphrase));
    EXPECT_EQ(record::sha256(key->certificate()).hex(), demoPki().card("clerk").certificateSha256);
}

TEST_F(KeyFile, wantsItsPassphraseForEverySignature) {
    const auto file = made("");
    EXPECT_EQ(kindOf(file, "wrong"), FaultKind::PinWrong);
    EXPECT_EQ(kindOf(file, ""), FaultKind::PinMissing);
    const auto key = openPkcs12Key(file, Pin(kPassphrase));
    const Fault wrong = faultFrom([&] { key->sign(record::sha256("x"), Pin("wrong")); });
    EXPECT_EQ(wrong.kind, FaultKind::PinWrong);
    EXPECT_EQ(std::string(wrong.what()).find("wrong"), std::string::npos);
    EXPECT_EQ(faultFrom([&] { key->sign(record::sha256("x"), Pin()); }).kind,
              FaultKind::PinMissing);
    EXPECT_FALSE(key->sign(record::sha256("x"), Pin(kPassphrase)).empty());
}

TEST_F(KeyFile, belongsToItsOwnerAlone) {
    using std::filesystem::perms;
    const auto file = made("");
    for (const perms others : {perms::group_read, perms::others_read, perms::group_write}) {
        std::filesystem::permissions(file, perms::owner_read | perms::owner_write | others);
        const Fault fault = faultFrom([&] { openPkcs12Key(file, Pin(kPassphrase)); });
        EXPECT_EQ(fault.kind, FaultKind::TokenFailed);
        EXPECT_NE(std::string(fault.what()).find("0600"), std::string::npos);
    }
    std::filesystem::permissions(file, perms::owner_read);
    EXPECT_NE(openPkcs12Key(file, Pin(kPassphrase)), nullptr);
    const auto link = m_folder.path() / "link.p12";
    std::filesystem::create_symlink(file, link);
    EXPECT_EQ(kindOf(link), FaultKind::TokenFailed);
    EXPECT_EQ(kindOf(m_folder.path()), FaultKind::TokenFailed);
    EXPECT_EQ(kindOf(m_folder.path() / "nothing.p12"), FaultKind::TokenAbsent);
}

TEST_F(KeyFile, anotherFileInItsPlaceIsNoticed) {
    const auto file = made("");
    const auto key = openPkcs12Key(file, Pin(kPassphrase));
    made("", "manager", "manager");
    EXPECT_EQ(faultFrom([&] { key->sign(record::sha256("x"), Pin(kPassphrase)); }).kind,
              FaultKind::TokenAbsent);
    std::filesystem::remove(file);
    EXPECT_EQ(faultFrom([&] { key->sign(record::sha256("x"), Pin(kPassphrase)); }).kind,
              FaultKind::TokenAbsent);
}

TEST_F(KeyFile, whatIsNoWholePkcs12IsRefused) {
    const Der good = bytesOfFile(made(""));
    EXPECT_FALSE(pkcs12Certificate(good, Pin(kPassphrase)).empty());
    Der longer = good;
    longer.push_back(0);
    EXPECT_EQ(kindOf(written(longer)), FaultKind::TokenFailed);
    EXPECT_EQ(kindOf(written(Der(good.begin(), good.end() - 1))), FaultKind::TokenFailed);
    EXPECT_EQ(kindOf(written({})), FaultKind::TokenFailed);
    EXPECT_EQ(kindOf(written(Der(300'000, 0x30))), FaultKind::TokenFailed);
    Der flipped = good; // inside the authenticated content
    flipped.at(good.size() / 2) ^= 0x01;
    EXPECT_EQ(kindOf(written(flipped)), FaultKind::PinWrong); // the MAC fits no longer
    EXPECT_EQ(kindOf(made("-nomac")), FaultKind::TokenFailed);
}

TEST_F(KeyFile, needsOneRsaKeyWithItsCertificate) {
    EXPECT_EQ(kindOf(made("-nokeys")), FaultKind::CertificateUnusable);
    EXPECT_EQ(kindOf(made("-nocerts")), FaultKind::CertificateUnusable);
    forge::CertificatePlan plan;
    plan.commonName = "Small";
    plan.extensions = forge::signerExtensions();
    plan.bits = 1024;
    plan.keyName = "a small key";
    const forge::Identity small = forge::issue(plan, &forge::authorities().issuing);
    EXPECT_EQ(kindOf(written(forged(small, kPassphrase.c_str(), 1000))),
              FaultKind::CertificateUnusable);
    const forge::Identity& signer = forge::authorities().signer;
    EXPECT_EQ(openPkcs12Key(written(forged(signer, kPassphrase.c_str(), 1000)), Pin(kPassphrase))
                  ->certificate(),
              signer.certificate);
    EXPECT_EQ(kindOf(written(forged(signer, nullptr, 0))), FaultKind::TokenFailed); // no MAC
}

} // namespace
} // namespace seihon::signing
