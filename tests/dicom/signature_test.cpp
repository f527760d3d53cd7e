#include "dicom/signature.h"

#include "object_facts.h"
#include "record/fault.h"
#include "support/run_tool.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <thread>

// The digital signature in the object, judged by DCMTK's dcmsign.
namespace seihon::dicom {

using support::hasTool;
using support::runTool;

namespace {

std::vector<std::uint8_t> bytesIn(const std::string& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

// An authority, a signer and a timestamp service of openssl's making.
class SignatureWorld {
  public:
    SignatureWorld() {
        std::ofstream(at("ts.cnf")) << "[s1]\nserial = " << at("serial")
                                    << "\ncrypto_device = builtin\nsigner_cert = " << at("tsa.crt")
                                    << "\nsigner_key = " << at("tsa.key")
                                    << "\nsigner_digest = sha256\ndefault_policy = 1.2.3.4\n"
                                       "digests = sha256\nordering = no\ntsa_name = no\n"
                                       "ess_cert_id_chain = no\ness_cert_id_alg = sha256\n";
        std::ofstream(at("serial")) << "01\n";
        std::ofstream(at("tsa.ext")) << "extendedKeyUsage = critical,timeStamping\n";
        std::ofstream(at("signer.ext")) << "keyUsage = critical,nonRepudiation\n";
        run("openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=CA -keyout ca.key -out "
            "ca.crt");
        for (const std::string who : {"signer", "tsa"}) {
            run("openssl req -newkey rsa:2048 -nodes -subj /CN=" + who + " -keyout " + who +
                ".key -out " + who + ".csr && openssl x509 -req -days 30 -in " + who +
                ".csr -CA ca.crt -CAkey ca.key -CAcreateserial -extfile " + who + ".ext -out " +
                who + ".crt");
        }
        run("openssl x509 -in signer.crt -outform DER -out signer.der");
        // DCMTK takes a certificate for not yet valid in the second in which it was made.
        std::this_thread::sleep_for(std::chrono::milliseconds(1100));
    }

    std::string at(const std::string& name) const { return m_folder.file(name); }
    support::ToolAnswer run(const std::string& command) const {
        return runTool("cd '" + at("") + "' && " + command);
    }
    std::string write(const std::string& name, const std::vector<std::uint8_t>& bytes) const {
        return m_folder.write(name, bytes);
    }

    ObjectSigner signer(bool stamped) const {
        ObjectSigner signer;
        signer.certificate = bytesIn(at("signer.der"));
        signer.sign = [this](const record::Digest& digest) {
            write("digest", {digest.bytes.begin(), digest.bytes.end()});
            run("openssl pkeyutl -sign -inkey signer.key -pkeyopt digest:sha256 -in digest -out "
                "value");
            return bytesIn(at("value"));
        };
        if (stamped) {
            signer.stamp = [this](const record::Digest& digest) {
                run("openssl ts -query -digest " + digest.hex() +
                    " -sha256 -cert -out q.tsq && openssl ts -reply -config ts.cnf -section s1 "
                    "-queryfile q.tsq -token_out -out t.der");
                return bytesIn(at("t.der"));
            };
        }
        return signer;
    }

    // dcmsign's exit code: 0 good, 101 not valid or not trusted, 100 none.
    int verify(const std::vector<std::uint8_t>& object, const std::string& options = {}) const {
        write("s.dcm", object);
        return run("dcmsign +rc +cf ca.crt " + options + " s.dcm").exitCode;
    }

  private:
    ScratchFolder m_folder;
};

} // namespace

TEST(DicomSignature, is_good_to_dcmsign_in_every_class_and_syntax) {
    if (!hasTool("dcmsign")) {
        GTEST_SKIP() << "dcmtk is not installed";
    }
    const SignatureWorld world;
    for (const ObjectKind kind : {ObjectKind::SecondaryCapture, ObjectKind::MultiFrameTrueColor,
                                  ObjectKind::EncapsulatedPdf}) {
        for (const TransferSyntax syntax : {TransferSyntax::ExplicitLittleEndian,
                                            TransferSyntax::JpegLossless, TransferSyntax::JpegLs}) {
            const Written object =
                writeObject(fullDocument(kind, 1),
                            {characterSetsFrom("\\ISO 2022 IR 87"), OutsideRule::Refuse, syntax});
            EXPECT_EQ(world.verify(object.bytes), 100); // the control: none
            const auto plain = signObject(object.bytes, world.signer(false));
            EXPECT_EQ(world.verify(plain), 0) << nameOfKind(kind);
            EXPECT_NE(world.verify(plain, "+tr"), 0); // it has no timestamp
            const auto stamped = signObject(object.bytes, world.signer(true));
            EXPECT_EQ(world.verify(stamped, "+tr"), 0) << nameOfKind(kind);
            if (hasTool("dciodvfy")) {
                EXPECT_EQ(errorsOf(world.write("s.dcm", stamped)), "");
            }
        }
    }
}

TEST(DicomSignature, one_changed_byte_is_seen) {
    if (!hasTool("dcmsign")) {
        GTEST_SKIP() << "dcmtk is not installed";
    }
    const SignatureWorld world;
    const Written object = writeObject(fullDocument(ObjectKind::SecondaryCapture, 1), {});
    const auto good = signObject(object.bytes, world.signer(true));
    ASSERT_EQ(world.verify(good, "+tr"), 0);
    const auto changed = [&](const std::string& text, std::size_t offset) {
        auto bytes = good;
        const auto found = std::search(bytes.begin(), bytes.end(), text.begin(), text.end());
        EXPECT_NE(found, bytes.end());
        found[static_cast<std::ptrdiff_t>(offset)] ^= 1;
        return world.verify(bytes, "+tr");
    };
    EXPECT_NE(changed("0012345", 6), 0); // the patient
    EXPECT_NE(changed("ORIGINAL", 0), 0);
    auto pixels = good;
    pixels[pixels.size() - 2000] ^= 1;
    EXPECT_NE(world.verify(pixels), 0);
    // A certificate of somebody else: not trusted.
    const SignatureWorld other;
    EXPECT_NE(world.verify(signObject(object.bytes, other.signer(false))), 0);
}

TEST(DicomSignature, what_a_signer_gives_is_verified_at_once) {
    const Written object = writeObject(fullDocument(ObjectKind::SecondaryCapture, 1), {});
    const SignatureWorld world;
    const auto faultOf = [&](const ObjectSigner& signer) {
        try {
            static_cast<void>(signObject(object.bytes, signer));
        } catch (const record::Fault& fault) {
            return std::string(record::nameOf(fault.kind));
        }
        return std::string("none");
    };
    ObjectSigner wrong = world.signer(false);
    EXPECT_EQ(faultOf(wrong), "none");
    wrong.sign = [](const record::Digest&) {
        return std::vector<std::uint8_t>(256, 1);
    };
    EXPECT_EQ(faultOf(wrong), "StorageDiffers");
    wrong.sign = [](const record::Digest&) {
        return std::vector<std::uint8_t>();
    };
    EXPECT_EQ(faultOf(wrong), "Internal");
    wrong = world.signer(false);
    wrong.certificate = {1, 2, 3};
    EXPECT_NE(faultOf(wrong), "none");
}

} // namespace seihon::dicom
