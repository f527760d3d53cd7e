// Content, manifest and CMS that must be refused although a signature holds: made by the openssl
// command line. docs/negative-cases.md lists them.

#include "signing/der.h"
#include "signing/signed_data.h"
#include "tests/signing/cli_pki.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace seihon::signing {
namespace {

using namespace forge;
using record::FindingId;

class NegativeCms : public ::testing::Test {
  protected:
    void SetUp() override {
        if (!hasOpensslAndFaketime()) {
            GTEST_SKIP() << "openssl or faketime is not installed";
        }
    }
    // A seal that cannot be read names no signer for record.json to agree with.
    const std::vector<FindingId> malformedSeal{FindingId::SignatureMalformed,
                                               FindingId::RecordDisagrees};

    static Files withSeal(const Der& cms) {
        Files files = goodCliFiles();
        files[kSignature] = textOf(cms);
        return files;
    }
    static Files withManifest(std::function<std::string(std::string)> change) {
        CliRecord record;
        record.manifest = std::move(change);
        return sealByCli(record);
    }
};

std::string replacedOnce(const std::string& text, const std::string& from, const std::string& to) {
    std::string changed = text;
    return changed.replace(changed.find(from), from.size(), to);
}

TEST_F(NegativeCms, ControlAGoodRecordIsAccepted) {
    expectAccepted(goodCliFiles());
    for (const char* const digest : {"sha384", "sha512"}) {
        CliRecord record;
        record.seal.digest = digest;
        expectAccepted(sealByCli(record));
    }
}

TEST_F(NegativeCms, ContentAltered) {
    Files page = goodCliFiles();
    page["pages/0001.tif"] += " ";
    expectRefusedFor(page, {FindingId::FileAltered, FindingId::RecordDisagrees});
    Files json = goodCliFiles();
    json["record.json"] = replacedOnce(json["record.json"], "12345", "12346");
    expectRefusedFor(json, {FindingId::FileAltered, FindingId::StationSignatureInvalid});
    Files swapped = goodCliFiles();
    std::swap(swapped["pages/0001.tif"], swapped["pages/0002.tif"]);
    expectRefusedFor(swapped, {FindingId::FileAltered, FindingId::RecordDisagrees});
    Files removed = goodCliFiles();
    removed.erase("pages/0002.tif");
    expectRefusedFor(removed, {FindingId::FileMissing, FindingId::RecordDisagrees});
}

TEST_F(NegativeCms, ContentAndItsListAlteredAlike) {
    CliRecord other;
    other.pages["pages/0001.tif"] = "another page";
    Files files = sealByCli(other);
    expectAccepted(files); // control
    files[kSignature] = goodCliFiles().at(kSignature);
    expectRefusedFor(files, {FindingId::SignatureInvalid});
}

TEST_F(NegativeCms, ManifestWithAWeakDigest) {
    expectRefusedFor(withManifest([](const std::string& xml) {
                         return replacedOnce(xml, "http://www.w3.org/2001/04/xmlenc#sha256",
                                             "http://www.w3.org/2000/09/xmldsig#sha1");
                     }),
                     {FindingId::ManifestDigestWeak, FindingId::FileNotListed});
}

TEST_F(NegativeCms, ManifestWithDoctypeOrEntity) {
    const Files files = withManifest([](const std::string& xml) {
        return replacedOnce(xml, "?>", "?><!DOCTYPE a [<!ENTITY p \"pages/0001.tif\">]>");
    });
    expectRefusedFor(files, {FindingId::ManifestMalformed, FindingId::FileNotListed});
}

TEST_F(NegativeCms, ManifestThatNamesAFileTwiceOrLeadsOut) {
    const std::vector<FindingId> malformed{FindingId::ManifestMalformed, FindingId::FileNotListed};
    expectRefusedFor(withManifest([](const std::string& xml) {
                         return replacedOnce(xml, "pages/0002.tif", "pages/0001.tif");
                     }),
                     malformed);
    expectRefusedFor(withManifest([](const std::string& xml) {
                         return replacedOnce(xml, "pages/0002.tif", "pages/../0002.tif");
                     }),
                     malformed);
}

TEST_F(NegativeCms, FileThatNobodyListed) {
    Files files = goodCliFiles();
    files["pages/0003.tif"] = "a page more";
    expectRefusedFor(files, {FindingId::FileNotListed});
}

TEST_F(NegativeCms, DigestThatIsWeak) {
    CliRecord record;
    record.seal.digest = "sha1";
    const Files files = sealByCli(record); // openssl then names the certificate by SHA-1 as well
    expectRefusedFor(files, malformedSeal);
    expectRefusedSaying(files, FindingId::SignatureMalformed, "1.2.840.113549.1.9.16.2.12");
}

TEST_F(NegativeCms, NoSigningCertificateAttribute) {
    CliRecord record;
    record.seal.options = "";
    const Files files = sealByCli(record);
    expectRefusedFor(files, malformedSeal);
    expectRefusedSaying(files, FindingId::SignatureMalformed,
                        std::string(kOidSigningCertificateV2));
}

TEST_F(NegativeCms, NoTimestamp) {
    const SignedData data = parseSignedData(derOf(goodCliFiles().at(kSignature)));
    SignedData bare = data;
    bare.unsignedAttributes.clear();
    expectRefusedFor(withSeal(encodeSignedData(bare)), {FindingId::TimestampMissing});
}

// The same key, issuer and serial number, but no healthcare role: only signing-certificate-v2
// tells.
TEST_F(NegativeCms, CertificateExchangedForItsTwin) {
    CliPki& pki = CliPki::shared();
    const Der& twin =
        pki.issue({"twin-with-role", "issuing", std::string(kHpkiExtensions) + kPharmacistExtension,
                   "Twin", "", 2048, "sha256", kSigned - kYear, kSigned + kYear, "7001"});
    const Der& other = pki.issue({"twin-without", "issuing", kHpkiExtensions, "Twin", "", 2048,
                                  "sha256", kSigned - kYear, kSigned + kYear, "7001"});
    CliRecord record;
    record.seal.signer = "twin-with-role";
    Files files = sealByCli(record);
    expectAccepted(files); // control
    SignedData data = parseSignedData(derOf(files.at(kSignature)));
    std::replace(data.certificates.begin(), data.certificates.end(), twin, other);
    files[kSignature] = textOf(encodeSignedData(data));
    expectRefusedFor(files, {FindingId::SigningCertificateMismatch, FindingId::RecordDisagrees});
}

TEST_F(NegativeCms, CutOrFollowedByBytes) {
    const Der good = derOf(goodCliFiles().at(kSignature));
    const Der cut(good.begin(), good.begin() + 600);
    expectRefusedFor(withSeal(cut), malformedSeal);
    Der longer = good;
    longer.insert(longer.end(), {0x05, 0x00});
    expectRefusedFor(withSeal(longer), malformedSeal);
}

TEST_F(NegativeCms, TwoSigners) {
    CliPki& pki = CliPki::shared();
    pki.issue({"second", "issuing", kHpkiExtensions, "Second"});
    pki.sign(goodCliFiles().at(kManifest), {});
    writeFiles(pki.path("."), {{"manifest", goodCliFiles().at(kManifest)}});
    runOpenssl("cms -resign -binary -nosmimecap -cades -inform der -outform der -in " +
               pki.path("seal.p7s") + " -content " + pki.path("manifest") + " -signer " +
               pki.path("second.crt") + " -inkey " + pki.path("second.key") + " -out " +
               pki.path("two.p7s"));
    const Files files = withSeal(derOf(readFile(pki.path("two.p7s"))));
    expectRefusedFor(files, malformedSeal);
    expectRefusedSaying(files, FindingId::SignatureMalformed, "more than one signer");
}

TEST_F(NegativeCms, ContentAttached) {
    CliSeal attached;
    attached.options = "-cades -nodetach";
    const Files files = withSeal(CliPki::shared().sign(goodCliFiles().at(kManifest), attached));
    expectRefusedFor(files, malformedSeal);
    expectRefusedSaying(files, FindingId::SignatureMalformed, "attached");
}

// Decision 0010: only lists. An OCSP answer, good or not, makes the CMS another shape.
TEST_F(NegativeCms, OcspAnswerAmongTheLists) {
    CliPki& pki = CliPki::shared();
    runOpenssl("ocsp -index " + pki.path("issuing/index.txt") + " -rsigner " +
               pki.path("issuing.crt") + " -rkey " + pki.path("issuing.key") + " -CA " +
               pki.path("issuing.crt") + " -issuer " + pki.path("issuing.crt") + " -cert " +
               pki.path("operator.crt") + " -no_nonce -ndays 3650 -respout " +
               pki.path("answer.der"));
    const Der answer = derOf(readFile(pki.path("answer.der")));
    // OtherRevocationInfoFormat [1] of RFC 5940.
    const Der info =
        der::wrap(der::context(1), {der::oid("1.3.6.1.5.5.7.16.2"), record::Bytes(answer)});
    SignedData data = parseSignedData(derOf(goodCliFiles().at(kSignature)));
    data.crls = {info};
    expectRefusedFor(withSeal(encodeSignedData(data)), malformedSeal);
    data.crls.clear();
    expectAccepted(withSeal(encodeSignedData(data))); // control
}

} // namespace
} // namespace seihon::signing
