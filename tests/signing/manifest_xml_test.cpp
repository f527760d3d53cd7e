#include "record/fault.h"
#include "signing/manifest_names.h"
#include "signing/verify_record.h"

#include <gtest/gtest.h>

namespace seihon::signing {
namespace {

record::Manifest sample() {
    return {{{"record.json", record::sha256("json")}, {"pages/0001.tif", record::sha256("page")}}};
}

// The digest of "page", by sha256sum and base64: the XML must hold it as any other tool would write
// it.
constexpr std::string_view kPageDigest = "NmAxWprz3yVdjxmrB35Hl4IrQUiKDioEvGr3EhPCMnQ=";

void expectMalformed(const std::string& xml) {
    try {
        static_cast<void>(parseManifestXml(xml));
        ADD_FAILURE() << "accepted:\n" << xml;
    } catch (const record::Fault& fault) {
        EXPECT_EQ(fault.kind, record::FaultKind::Malformed) << fault.what();
    }
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    const std::size_t at = text.find(from);
    EXPECT_NE(at, text.npos) << from;
    return text.replace(at, from.size(), to);
}

TEST(ManifestXml, WritesWhatTheStandardAsksFor) {
    const std::string xml = manifestXml(sample());
    EXPECT_NE(xml.find("<asic:ASiCManifest xmlns:asic=\"http://uri.etsi.org/02918/v1.2.1#\""),
              xml.npos);
    EXPECT_NE(xml.find("xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\""), xml.npos);
    EXPECT_NE(xml.find("<asic:SigReference URI=\"META-INF/signature001.p7s\" "
                       "MimeType=\"application/x-pkcs7-signature\"/>"),
              xml.npos);
    EXPECT_NE(xml.find("<ds:DigestMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\"/>"),
              xml.npos);

    EXPECT_NE(xml.find(kPageDigest), xml.npos);
}

TEST(ManifestXml, ReadsBackTheSameBytes) {
    for (const record::Manifest& manifest : {sample(), record::Manifest{}}) {
        const std::string xml = manifestXml(manifest);
        EXPECT_EQ(parseManifestXml(xml), manifest);
        EXPECT_EQ(manifestXml(parseManifestXml(xml)), xml);
    }
}

TEST(ManifestXml, RefusesEveryOtherSpelling) {
    const std::string good = manifestXml(sample());
    expectMalformed("");
    expectMalformed(good + "\n");
    expectMalformed(good + good);
    expectMalformed("\xef\xbb\xbf" + good);
    expectMalformed(
        replaced(good, "\n<asic", "\n<!DOCTYPE asic:ASiCManifest [<!ENTITY a \"b\">]>\n<asic"));
    expectMalformed(replaced(good, "\n<asic", "\n<?xml-stylesheet href=\"x\"?>\n<asic"));
    expectMalformed(replaced(good, "  <asic:Sig", "  <!-- note --><asic:Sig"));
    expectMalformed(replaced(good, "record.json", "&#114;ecord.json"));
    expectMalformed(replaced(good, "record.json", "record%2Ejson"));
    expectMalformed(replaced(good, "02918/v1.2.1", "02918/v1.1.1"));
    expectMalformed(replaced(good, "asic:SigReference", "asic:Other"));
    expectMalformed(replaced(good, " MimeType=\"image/tiff\"", ""));
    expectMalformed(
        replaced(good, " MimeType=\"image/tiff\"", " MimeType=\"image/tiff\" Rootfile=\"true\""));
    expectMalformed(replaced(good, "</ds:DigestValue>", " </ds:DigestValue>"));
    expectMalformed(replaced(good, "=</ds:DigestValue>", "</ds:DigestValue>"));
    expectMalformed(
        replaced(good, "  </asic:DataObjectReference>", "    <x/>\n  </asic:DataObjectReference>"));
    expectMalformed(replaced(good, "UTF-8", "UTF-16"));
    expectMalformed(replaced(good, "\n  <asic", "\r\n  <asic"));
}

TEST(ManifestXml, NamesAWeakDigest) {
    const std::string xml =
        replaced(manifestXml(sample()), "2001/04/xmlenc#sha256", "2000/09/xmldsig#sha1");
    try {
        static_cast<void>(parseManifestXml(xml));
        ADD_FAILURE();
    } catch (const record::Fault& fault) {
        EXPECT_EQ(fault.context.at("digest"), "http://www.w3.org/2000/09/xmldsig#sha1");
    }
}

TEST(ManifestXml, RefusesPathsThatLeadElsewhereOrMeanTwoThings) {
    for (const char* const path :
         {"../record.json", "/etc/passwd", "pages/../record.json", "pages//1", "./a", "a/", "",
          "pages\\1", "a b", "ページ", ".hidden", "pages/.x", "a\nb", "a:b", "a%20b"}) {
        EXPECT_FALSE(isSafePath(path)) << path;
        EXPECT_THROW(static_cast<void>(manifestXml({{{path, {}}}})), record::Fault) << path;
        expectMalformed(replaced(manifestXml(sample()), "record.json", path));
    }
    EXPECT_FALSE(isSafePath(std::string(201, 'a')));
    EXPECT_TRUE(isSafePath("pages/0001.tif"));
    EXPECT_TRUE(isSafePath("META-INF/ASiCManifest001.xml"));
}

TEST(ManifestXml, RefusesDoublesAndTooMany) {
    record::Manifest twice = sample();
    twice.entries.push_back(twice.entries.front());
    EXPECT_THROW(static_cast<void>(manifestXml(twice)), record::Fault);
    expectMalformed(replaced(manifestXml(sample()), "pages/0001.tif", "record.json"));

    record::Manifest many;
    for (int i = 0; i <= 10'000; ++i) {
        many.entries.push_back({"pages/" + std::to_string(i) + ".tif", {}});
    }
    EXPECT_THROW(static_cast<void>(manifestXml(many)), record::Fault);
    many.entries.pop_back();
    EXPECT_EQ(parseManifestXml(manifestXml(many)).entries.size(), 10'000u);
}

TEST(ManifestXml, SurvivesEveryCutAndEveryByteChanged) {
    const std::string good = manifestXml(sample());
    for (std::size_t at = 0; at < good.size(); ++at) {
        expectMalformed(good.substr(0, at));
        std::string changed = good;
        changed[at] = static_cast<char>(changed[at] ^ 0x04);
        try {
            EXPECT_NE(parseManifestXml(changed), sample()) << "byte " << at;
        } catch (const record::Fault& fault) {
            EXPECT_EQ(fault.kind, record::FaultKind::Malformed);
        }
    }
}

} // namespace
} // namespace seihon::signing
