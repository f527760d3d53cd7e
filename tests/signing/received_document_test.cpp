#include "signing/received_document.h"

#include "cli_pki.h"
#include "imaging/pdf/pdf_signatures.h"
#include "signing/signed_data.h"
#include "support/run_tool.h"
#include "support/signed_pdf.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// Signed PDFs that come in [A14]: made by openssl and by hand, judged by us and by poppler's
// pdfsig.
namespace seihon::signing {
namespace {

using forge::CliPki;
using forge::kSigned;
using forge::kStamped;
using record::FindingId;
using record::LaterShown;
using record::ReceivedState;
using support::SignedPdf;

// A quarter of an hour after the signature: the lists of the test are in force, nothing is newer.
const record::Instant kReceivedAt = kSigned + std::chrono::minutes(15);

SignedPdf::Sign by(const std::string& signer, const std::string& options = "-cades",
                   const std::string& digest = "sha256") {
    return [=](const std::string& covered) {
        forge::CliSeal plan;
        plan.signer = signer;
        plan.options = options;
        plan.digest = digest;
        return CliPki::shared().sign(covered, plan);
    };
}

// The same with a signature timestamp.
SignedPdf::Sign stampedBy(const std::string& signer) {
    return [=](const std::string& covered) {
        const Der cms = by(signer)(covered);
        const Der value = parseForeignSignedData(cms).signature;
        return CliPki::join(cms, CliPki::shared().stamp({value.begin(), value.end()}, {}));
    };
}

SignedPdf::Sign documentStamp() {
    return [](const std::string& covered) {
        return CliPki::shared().stamp(covered, {});
    };
}

record::ReceivedDocument judged(const std::string& pdf, record::Instant now = kReceivedAt,
                                const Trust& trust = CliPki::shared().trust()) {
    const record::Bytes bytes = record::bytesOf(pdf);
    return judgeReceived(bytes, imaging::pdf::readSignatures(bytes), trust, now);
}

std::string findingsOf(const record::ReceivedDocument& document) {
    std::string all = std::string(record::enumName(document.state)) + ":";
    record::Verdict verdict = document.verdict;
    for (const record::ReceivedSignature& one : document.signatures) {
        all += " [" + std::string(record::enumName(one.state)) + "]";
        verdict.merge(one.verdict);
    }
    for (const record::Finding& finding : verdict.findings) {
        all += " " + std::string(record::enumName(finding.id));
        if (finding.measured.isString()) {
            all += "(" + finding.measured.asString() + ")";
        }
    }
    return all;
}

void expectState(const std::string& pdf, ReceivedState state,
                 std::optional<FindingId> id = std::nullopt, record::Instant now = kReceivedAt) {
    const record::ReceivedDocument document = judged(pdf, now);
    EXPECT_EQ(document.state, state) << findingsOf(document);
    if (id) {
        bool has = document.verdict.has(*id);
        for (const record::ReceivedSignature& one : document.signatures) {
            has = has || one.verdict.has(*id);
        }
        EXPECT_TRUE(has) << record::enumName(*id) << ": " << findingsOf(document);
    }
}

const std::string& goodPdf() {
    static const std::string pdf =
        SignedPdf("PATIENT HAS ASTHMA").sign("Doctor", by("operator")).bytes;
    return pdf;
}

// What poppler, with another parser and another library for CMS, says of the file's signatures.
std::string pdfsigSays(const std::string& pdf) {
    const forge::TempFolder folder;
    forge::writeFiles(folder.path(), {{"document.pdf", pdf}});
    return support::runTool("pdfsig -nocert " + (folder.path() / "document.pdf").string()).output;
}

} // namespace

TEST(ReceivedDocument, a_good_signature_names_its_signer_and_pdfsig_agrees) {
    const record::ReceivedDocument document = judged(goodPdf());
    EXPECT_EQ(document.state, ReceivedState::Good) << findingsOf(document);
    ASSERT_EQ(document.signatures.size(), 1u);
    const record::ReceivedSignature& signature = document.signatures[0];
    EXPECT_EQ(signature.field, "Doctor");
    EXPECT_EQ(signature.signer.holder, "Hanako Yakuzai");
    EXPECT_EQ(signature.signer.trustProfile, "hpki");
    EXPECT_TRUE(signature.coversWholeFile);
    // The signing program's clock was set to it, and went on while a loaded machine worked.
    ASSERT_TRUE(signature.signedAt);
    EXPECT_GE(*signature.signedAt, kSigned);
    EXPECT_LE(*signature.signedAt, kSigned + std::chrono::minutes(5));
    EXPECT_FALSE(signature.provenAt);
    EXPECT_TRUE(signature.verdict.has(FindingId::SigningTimeNotProven));
    EXPECT_EQ(document.pages, 1);
    if (support::hasTool("pdfsig")) {
        const std::string says = pdfsigSays(goodPdf());
        EXPECT_NE(says.find("Signature is Valid"), says.npos) << says;
        EXPECT_NE(says.find("Total document signed"), says.npos) << says;
    }
}

TEST(ReceivedDocument, the_plain_kind_is_judged_too_and_others_are_named) {
    const auto as = [](const std::string& filter, const std::string& options) {
        return SignedPdf("x").sign("S", by("operator", options), filter).bytes;
    };
    expectState(as("adbe.pkcs7.detached", ""), ReceivedState::Good);
    expectState(as("ETSI.CAdES.detached", ""), ReceivedState::CannotBeJudged,
                FindingId::SignatureMalformed); // EN 319 142-1 wants signing-certificate-v2
    expectState(as("adbe.pkcs7.sha1", ""), ReceivedState::CannotBeJudged,
                FindingId::SignatureKindUnknown);
    expectState(as("adbe.x509.rsa_sha1", ""), ReceivedState::CannotBeJudged,
                FindingId::SignatureKindUnknown);
}

TEST(ReceivedDocument, a_changed_byte_breaks_the_signature_for_us_and_for_pdfsig) {
    std::string pdf = goodPdf();
    support::overwrite(pdf, "HAS ASTHMA", "HAS NO ILL");
    expectState(pdf, ReceivedState::Broken, FindingId::SignatureInvalid);
    if (support::hasTool("pdfsig")) {
        EXPECT_EQ(pdfsigSays(pdf).find("Signature is Valid"), std::string::npos);
    }
}

TEST(ReceivedDocument, what_is_shown_after_signing_is_compared_with_what_was_signed) {
    SignedPdf changed("PATIENT HAS ASTHMA");
    changed.sign("Doctor", by("operator")).showing("PATIENT IS WELL");
    const record::ReceivedDocument document = judged(changed.bytes);
    EXPECT_EQ(document.state, ReceivedState::ChangedAfterSigning) << findingsOf(document);
    EXPECT_FALSE(document.signatures[0].coversWholeFile);
    EXPECT_TRUE(document.signatures[0].verdict.has(FindingId::ChangedAfterSigning));

    SignedPdf added("PATIENT HAS ASTHMA"); // an object that nothing shows
    added.sign("Doctor", by("operator")).update({{30, "<< /Producer (archive) >>"}});
    expectState(added.bytes, ReceivedState::Good, FindingId::AddedAfterSigning);

    // Other ways to show something else: another page box, a note, a layer, a script, an XFA form.
    const std::string page = "<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << "
                             "/F1 5 0 R >> >> /Annots [10 0 R";
    const std::string catalogue =
        "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [10 0 R] /SigFlags 3 ";
    const std::vector<std::vector<std::pair<int, std::string>>> attacks{
        {{2, "<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 100 100] >>"}},
        {{3, page + "] /Rotate 180 >>"}},
        {{3, page + " 30 0 R] >>"},
         {30, "<< /Type /Annot /Subtype /FreeText /Rect [70 700 300 750] /Contents (no) >>"}},
        {{5, "<< /Type /Font /Subtype /Type1 /BaseFont /Symbol >>"}},
        {{1, catalogue + ">> /OpenAction << /S /JavaScript /JS (x) >> >>"}},
        {{1, catalogue + ">> /OCProperties << /OCGs [] /D << >> >> >>"}},
        {{1, catalogue + "/XFA (form) >> >>"}},
        {{2, "<< /Type /Pages /Kids [30 0 R] /Count 1 /MediaBox [0 0 595 842] >>"},
         {30, "<< /Type /Page /Parent 2 0 R /Contents 4 0 R >>"}}};
    for (const auto& attack : attacks) {
        SCOPED_TRACE(attack[0].second);
        SignedPdf pdf("PATIENT HAS ASTHMA");
        pdf.sign("Doctor", by("operator")).update(attack);
        expectState(pdf.bytes, ReceivedState::ChangedAfterSigning);
    }
}

TEST(ReceivedDocument, the_hole_holds_the_signature_and_nothing_else) {
    // The range is moved so that something unsigned fits beside the signature.
    const std::string& good = goodPdf();
    const std::size_t place = good.find("/ByteRange [0 ") + 14;
    const auto number = [&](std::size_t which) {
        return good.substr(place + which * 11, 10);
    };
    const auto withRange = [&](std::size_t which, long long change) {
        std::string pdf = good;
        char text[16];
        std::snprintf(text, sizeof text, "%010lld", std::stoll(number(which)) + change);
        pdf.replace(place + which * 11, 10, text);
        return pdf;
    };
    for (const auto& pdf :
         {withRange(0, -8), withRange(1, 4), withRange(2, 1), withRange(1, -30000)}) {
        expectState(pdf, ReceivedState::Broken, FindingId::SignatureRangeWrong);
    }
    std::string shorter = withRange(2, -6); // the end is left out: what follows is not signed
    expectState(shorter, ReceivedState::Broken, FindingId::SignatureInvalid);
    // Bytes in the padding that are neither signed nor signature.
    std::string padded = good;
    padded.replace(padded.rfind("00> >>"), 2, "41");
    expectState(padded, ReceivedState::CannotBeJudged, FindingId::SignatureMalformed);
    // A comment where the reader sees the string and the hole is larger.
    std::string noRange = good;
    support::overwrite(noRange, "/ByteRange", "/ByteRang_");
    expectState(noRange, ReceivedState::Broken, FindingId::SignatureRangeWrong);
}

TEST(ReceivedDocument, the_signature_that_a_viewer_sees_is_the_one_in_the_hole) {
    // The range still points at the good one, the field at another.
    SignedPdf pdf("PATIENT HAS ASTHMA");
    pdf.sign("Doctor", by("operator"));
    const std::size_t from = pdf.bytes.find("/ByteRange");
    const std::string range = pdf.bytes.substr(from, pdf.bytes.find(']', from) + 1 - from);
    pdf.update({{11, "<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached " +
                         range + " /Contents <3000> >>"}});
    expectState(pdf.bytes, ReceivedState::Broken, FindingId::SignatureRangeWrong);
}

TEST(ReceivedDocument, hostile_structures_end_the_reading) {
    const auto withFields = [](const std::string& fields, const std::string& field) {
        return SignedPdf("x")
            .update(
                {{1, "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [" + fields + "] >> >>"},
                 {20, field}})
            .bytes;
    };
    // A field that is its own child; one whose value is itself.
    expectState(withFields("20 0 R", "<< /FT /Sig /T (a) /Kids [20 0 R 20 0 R] >>"),
                ReceivedState::NotSigned);
    expectState(withFields("20 0 R", "<< /FT /Sig /T (a) /V 20 0 R >>"), ReceivedState::Broken,
                FindingId::SignatureRangeWrong);
    // More signatures than anybody has; fields inside fields.
    std::string many;
    for (int i = 0; i < 17; ++i) {
        many += "<< /FT /Sig /T (a) /V << /Type /Sig >> >> ";
    }
    expectState(withFields(many, "null"), ReceivedState::CannotBeJudged,
                FindingId::DocumentTooLarge);
    std::string deep = "<< /FT /Sig >>";
    for (int i = 0; i < 60; ++i) {
        deep = "<< /Kids [" + deep + "] >>";
    }
    expectState(withFields(deep, "null"), ReceivedState::CannotBeJudged,
                FindingId::DocumentTooLarge);
    // A tree of pages that bites its tail.
    SignedPdf loop("x");
    loop.update({{2, "<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 2 >>"}});
    expectState(loop.bytes, ReceivedState::CannotBeJudged, FindingId::DocumentUnreadable);
}

TEST(ReceivedDocument, a_lying_reader_is_not_believed_about_the_range) {
    const record::Bytes bytes = record::bytesOf(goodPdf());
    const record::PdfReading honest = imaging::pdf::readSignatures(bytes);
    for (const auto& range : std::vector<std::vector<std::int64_t>>{
             {0, 10, 20, 30},
             {0, honest.signatures[0].byteRange[1] - 4, honest.signatures[0].byteRange[2], 5},
             {0, -1, 5, 5},
             {0, 1, 1ll << 39, 1ll << 39},
             {0, 10, 11, 1},
             {5, 10, 20, 30},
             {},
             {0}}) {
        record::PdfReading lying = honest;
        lying.signatures[0].byteRange = range;
        lying.signatures[0].holeIsContents = true;
        EXPECT_EQ(judgeReceived(bytes, lying, CliPki::shared().trust(), kReceivedAt).state,
                  ReceivedState::Broken);
    }
}

TEST(ReceivedDocument, only_what_trust_names_is_believed) {
    CliPki& pki = CliPki::shared();
    pki.issue({"foreign-root", "",
               "basicConstraints = critical,CA:TRUE\n"
               "keyUsage = critical,keyCertSign,cRLSign\n",
               "", "foreign-root"});
    pki.issue({"foreign-person", "foreign-root",
               std::string(forge::kHpkiExtensions) + forge::kPharmacistExtension});
    expectState(SignedPdf("x").sign("S", by("foreign-person")).bytes, ReceivedState::CannotBeJudged,
                FindingId::SignerChainUntrusted);
    // No list in force: a month later.
    expectState(goodPdf(), ReceivedState::CannotBeJudged, FindingId::RevocationUnknown,
                kSigned + std::chrono::hours(24 * 30));
    // The certificate has ended, and nothing proves that the signature is older.
    expectState(goodPdf(), ReceivedState::CannotBeJudged, FindingId::SignerCertificateExpired,
                kSigned + 2 * forge::kYear);
    expectState(SignedPdf("x").sign("S", by("operator", "-cades", "sha1")).bytes,
                ReceivedState::CannotBeJudged, FindingId::SignatureDigestWeak);
}

TEST(ReceivedDocument, a_revoked_signer_is_found_by_the_list) {
    CliPki& pki = CliPki::shared();
    pki.issue({"lost-card", "issuing",
               std::string(forge::kHpkiExtensions) + forge::kPharmacistExtension});
    Trust trust = pki.trust();
    const auto revokedSince = [&](record::Instant at) {
        forge::CliList plan;
        plan.thisUpdate = kSigned - std::chrono::hours(1);
        plan.revoked = {{"lost-card", at}};
        trust.crls.insert(trust.crls.begin(), pki.list("issuing", plan));
    };
    revokedSince(kSigned - std::chrono::hours(2));
    const std::string pdf = SignedPdf("x").sign("S", by("lost-card")).bytes;
    const record::ReceivedDocument document = judged(pdf, kReceivedAt, trust);
    EXPECT_EQ(document.state, ReceivedState::Broken) << findingsOf(document);
    EXPECT_TRUE(document.signatures[0].verdict.has(FindingId::SignerCertificateRevoked));
}

TEST(ReceivedDocument, a_timestamp_proves_a_signature_that_outlived_its_certificate) {
    // Until when the signer's certificate and the lists are good does not matter any more.
    const record::Instant later = kSigned + std::chrono::hours(48);
    const auto proven = judged(SignedPdf("x").sign("S", stampedBy("operator")).bytes, later);
    EXPECT_EQ(proven.state, ReceivedState::Good) << findingsOf(proven);
    EXPECT_EQ(proven.signatures[0].provenAt, kStamped);
    EXPECT_FALSE(proven.signatures[0].verdict.has(FindingId::SigningTimeNotProven));

    SignedPdf document("x");
    document.sign("S", by("operator")).sign("T", documentStamp(), "ETSI.RFC3161");
    const auto stamped = judged(document.bytes, later);
    EXPECT_EQ(stamped.state, ReceivedState::Good) << findingsOf(stamped);
    EXPECT_EQ(stamped.signatures[0].provenAt, kStamped);
    EXPECT_TRUE(stamped.signatures[1].coversWholeFile);

    // A document timestamp that lies before the signature proves nothing about it.
    SignedPdf early("x");
    early.sign("T", documentStamp(), "ETSI.RFC3161").sign("S", by("operator"));
    const auto unproven = judged(early.bytes);
    EXPECT_EQ(unproven.signatures[0].provenAt, kStamped) << findingsOf(unproven);
    EXPECT_FALSE(unproven.signatures[1].provenAt);
    // One over other bytes is broken.
    expectState(SignedPdf("x")
                    .sign(
                        "T",
                        [](const std::string& covered) {
                            return CliPki::shared().stamp(covered + "x", {});
                        },
                        "ETSI.RFC3161")
                    .bytes,
                ReceivedState::Broken, FindingId::TimestampImprintWrong);
}

TEST(ReceivedDocument, a_timestamp_of_another_signature_does_not_help) {
    const auto wrong = [](const std::string& covered) {
        return CliPki::join(by("operator")(covered), CliPki::shared().stamp("another", {}));
    };
    const auto document = judged(SignedPdf("x").sign("S", wrong).bytes);
    EXPECT_EQ(document.state, ReceivedState::Good) << findingsOf(document);
    EXPECT_FALSE(document.signatures[0].provenAt); // as without: a warning
    EXPECT_TRUE(document.signatures[0].verdict.has(FindingId::TimestampImprintWrong));
    EXPECT_TRUE(document.signatures[0].verdict.has(FindingId::SigningTimeNotProven));
}

TEST(ReceivedDocument, two_signatures_are_judged_one_by_one) {
    SignedPdf both("x");
    both.sign("First", by("operator")).sign("Second", by("operator"));
    const auto document = judged(both.bytes);
    EXPECT_EQ(document.state, ReceivedState::Good) << findingsOf(document);
    ASSERT_EQ(document.signatures.size(), 2u);
    EXPECT_FALSE(document.signatures[0].coversWholeFile);
    EXPECT_TRUE(document.signatures[0].verdict.has(FindingId::AddedAfterSigning));
    EXPECT_TRUE(document.signatures[1].coversWholeFile);

    // Changed between the two: the second signer signed something else than the first.
    SignedPdf between("PATIENT HAS ASTHMA");
    between.sign("First", by("operator")).showing("PATIENT IS WELL").sign("Second", by("operator"));
    const auto changed = judged(between.bytes);
    EXPECT_EQ(changed.state, ReceivedState::ChangedAfterSigning) << findingsOf(changed);
    EXPECT_EQ(changed.signatures[0].state, ReceivedState::ChangedAfterSigning);
    EXPECT_EQ(changed.signatures[1].state, ReceivedState::Good);
}

TEST(ReceivedDocument, without_a_signature_it_says_so) {
    expectState(SignedPdf("x").bytes, ReceivedState::NotSigned, FindingId::DocumentNotSigned);
    expectState(SignedPdf("x").sign("T", documentStamp(), "ETSI.RFC3161").bytes,
                ReceivedState::NotSigned, FindingId::DocumentNotSigned);
}

TEST(ReceivedDocument, a_signature_that_an_update_hides_is_told) {
    SignedPdf pdf("x");
    pdf.sign("Doctor", by("operator"));
    pdf.update({{1, "<< /Type /Catalog /Pages 2 0 R >>"}}); // no form, so no field
    expectState(pdf.bytes, ReceivedState::CannotBeJudged, FindingId::SignatureNotReached);
}

TEST(ReceivedDocument, what_is_no_pdf_cannot_be_judged) {
    expectState("", ReceivedState::CannotBeJudged, FindingId::DocumentUnreadable);
    expectState("Dear colleague", ReceivedState::CannotBeJudged, FindingId::DocumentUnreadable);
    expectState("%PDF-1.7\nnothing", ReceivedState::CannotBeJudged, FindingId::DocumentUnreadable);
    std::string cut = goodPdf();
    cut.resize(cut.size() / 2);
    expectState(cut, ReceivedState::CannotBeJudged, FindingId::DocumentUnreadable);
}

} // namespace seihon::signing
