#include "signing/checkpoint.h"
#include "signing/station_key.h"

#include "record/fault.h"
#include "support/demo_pki_fixture.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <fstream>

namespace seihon::signing {
namespace {

using record::FaultKind;
using support::TemporaryFolder;

const record::Digest kRoot = record::sha256("a tree");

class CheckpointTest : public testing::Test {
  protected:
    std::filesystem::path keyFile() const { return m_folder.path() / "station.key.pem"; }
    const std::filesystem::path& folder() const { return m_folder.path(); }
    void write(const std::string& name, const std::string& bytes) const {
        std::ofstream(m_folder.path() / name, std::ios::binary) << bytes;
    }
    std::string note() const { return signCheckpoint(keyFile(), "station-1", 42, kRoot); }

    const TemporaryFolder m_folder;
    const std::string m_publicKey = makeStationKey(keyFile());
};

bool opens(const std::string& note, const std::string& key) {
    try {
        openCheckpoint(note, key);
        return true;
    } catch (const record::Fault& fault) {
        EXPECT_EQ(fault.kind, FaultKind::Malformed) << fault.what();
        return false;
    }
}

TEST_F(CheckpointTest, signsWhatItOpens) {
    const CheckpointBody body = openCheckpoint(note(), m_publicKey);
    EXPECT_EQ(body.origin, "station-1");
    EXPECT_EQ(body.size, 42u);
    EXPECT_EQ(body.root, kRoot);
    EXPECT_EQ(stationPublicKey(keyFile()), m_publicKey);
    EXPECT_EQ(note(), note()); // Ed25519 is deterministic
}

TEST_F(CheckpointTest, keepsTheKeyToItself) {
    struct ::stat status {};
    ASSERT_EQ(::stat(keyFile().c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 07777u, 0600u);
    EXPECT_THROW(makeStationKey(keyFile()), record::Fault); // never over an old one
    EXPECT_EQ(stationPublicKey(keyFile()), m_publicKey);
}

TEST_F(CheckpointTest, hasTheFormOfASignedNote) {
    const std::string text = note();
    EXPECT_EQ(text.rfind("station-1\n42\n" + record::toBase64(record::Bytes(kRoot.bytes)) +
                             "\n\n\xe2\x80\x94 station-1 ",
                         0),
              0u);
    // Key id of C2SP signed-note, made here a second time.
    const std::string value =
        record::fromBase64(text.substr(text.rfind(' ') + 1, text.size() - text.rfind(' ') - 2));
    const std::string id =
        record::sha256("station-1\n\x01" + record::fromBase64(m_publicKey)).hex().substr(0, 8);
    EXPECT_EQ(record::toHex(record::bytesOf(value.substr(0, 4))), id);
    EXPECT_EQ(value.size(), 68u);
}

// A second implementation reads the same signature.
TEST_F(CheckpointTest, opensslAgrees) {
    const std::string text = note();
    const std::string value =
        record::fromBase64(text.substr(text.rfind(' ') + 1, text.size() - text.rfind(' ') - 2));
    const std::string der("\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00",
                          12); // SubjectPublicKeyInfo, RFC 8410
    write("key.der", der + record::fromBase64(m_publicKey));
    write("signature", value.substr(4));
    write("text", text.substr(0, text.find("\n\n") + 1));
    write("other", "station-1\n43\n");
    const auto verify = [&](const char* file) {
        const std::string at = folder().string() + '/';
        return std::system(("openssl pkeyutl -verify -pubin -keyform DER -inkey " + at +
                            "key.der -rawin -in " + at + file + " -sigfile " + at +
                            "signature >/dev/null 2>&1")
                               .c_str());
    };
    EXPECT_EQ(verify("text"), 0);
    EXPECT_NE(verify("other"), 0);
}

TEST_F(CheckpointTest, findsEveryChangedBit) {
    const std::string text = note();
    for (std::size_t i = 0; i < text.size() * 8; ++i) {
        std::string changed = text;
        changed[i / 8] = static_cast<char>(changed[i / 8] ^ (1 << (i % 8)));
        EXPECT_FALSE(opens(changed, m_publicKey)) << "bit " << i;
    }
}

TEST_F(CheckpointTest, findsEveryTruncationAndAddition) {
    const std::string text = note();
    for (std::size_t size = 0; size < text.size(); ++size) {
        EXPECT_FALSE(opens(text.substr(0, size), m_publicKey)) << size;
    }
    EXPECT_FALSE(opens(text + '\n', m_publicKey));
    EXPECT_FALSE(opens(text + text.substr(text.find("\xe2\x80\x94")), m_publicKey));
    EXPECT_FALSE(opens(text + std::string(1 << 20, 'x'), m_publicKey));
    EXPECT_TRUE(opens(text, m_publicKey));
}

TEST_F(CheckpointTest, refusesAnotherStationsKey) {
    const std::string other = makeStationKey(folder() / "other.pem");
    EXPECT_FALSE(opens(note(), other));
    EXPECT_FALSE(opens(note(), "AAAA"));
    EXPECT_FALSE(opens(note(), "not base64"));
}

TEST_F(CheckpointTest, refusesOriginsThatBreakTheLine) {
    for (const char* origin : {"", "two words", "a\nb", "a+b", "\xe2\x80\x94"}) {
        EXPECT_THROW(signCheckpoint(keyFile(), origin, 1, kRoot), record::Fault) << origin;
    }
}

TEST_F(CheckpointTest, refusesFilesThatHoldNoKey) {
    write("empty", "");
    EXPECT_THROW(stationPublicKey(folder() / "empty"), record::Fault);
    EXPECT_THROW(stationPublicKey(folder() / "missing"), record::Fault);
    write("text", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
    EXPECT_THROW(stationPublicKey(folder() / "text"), record::Fault);
}

} // namespace
} // namespace seihon::signing
