// seihon-verify's page for people: for a folder and a container, for good and bad, and whatever
// stands in a certificate or a record stays text.

#include "record/sentences.h"
#include "signing/container_draft.h"
#include "tests/signing/verify_fixture.h"

#include <gtest/gtest.h>
#include <pugixml.hpp>

#include <cstdlib>

#include <sys/wait.h>

namespace seihon::signing {
namespace {

using namespace forge;

struct ReportPage {
    int exitCode = -1;
    std::string html;
    std::string text; // of all elements, without markup
    std::set<std::string> elements;
    bool wellFormed = false;

    bool says(std::string_view words) const { return text.find(words) != text.npos; }
};

class ReportHtml : public ::testing::Test {
  protected:
    ReportHtml() { writeTrust(m_folder.path() / "trust"); }

    std::filesystem::path write(const Files& files) const {
        const std::filesystem::path folder = m_folder.path() / "record";
        std::filesystem::remove_all(folder);
        writeFiles(folder, files);
        return folder;
    }

    ReportPage report(const std::filesystem::path& record) const {
        const std::string file = m_folder.path() / "report.html";
        const std::string command =
            std::string(SEIHON_BIN_DIR) + "/seihon-verify '" + record.string() + "' --trust " +
            (m_folder.path() / "trust").string() + " --at 2026-03-12T10:00:00+09:00 --report " +
            file + " >/dev/null 2>&1";
        const int status = std::system(command.c_str());
        ReportPage page;
        page.exitCode = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
        if (!std::filesystem::exists(file)) {
            return page;
        }
        page.html = readFile(file);
        pugi::xml_document document;
        page.wellFormed = static_cast<bool>(document.load_string(page.html.c_str()));
        for (const pugi::xpath_node& node : document.select_nodes("//*")) {
            page.elements.insert(node.node().name());
        }
        for (const pugi::xpath_node& node : document.select_nodes("//body//text()")) {
            page.text += std::string(node.node().value()) + "\n";
        }
        return page;
    }

    TempFolder m_folder;
};

TEST_F(ReportHtml, SaysWhatIsProven) {
    const std::filesystem::path folder = write(goodFiles());
    const ReportPage page = report(folder);
    EXPECT_EQ(page.exitCode, 0);
    ASSERT_TRUE(page.wellFormed);
    for (const char* const words :
         {"有効", "VALID, with remarks", "Hanako Yakuzai", "2026-03-10 10:01:00 +09:00",
          "2026-03-12 10:00:00 +09:00", "RevocationNotYetProven", "pages/0001.tif",
          "pages/0002.tif", "Pharmacist"}) {
        EXPECT_TRUE(page.says(words)) << words;
    }
    EXPECT_TRUE(page.says(record::sha256(goodFiles().at("pages/0002.tif")).hex()));
    EXPECT_TRUE(page.says(record::sha256(goodFiles().at(kManifest)).hex()));
    EXPECT_FALSE(page.says("NOT VALID"));
    EXPECT_FALSE(page.says("TEST MODE"));
    for (const char* const element : {"script", "img", "link", "iframe", "a"}) {
        EXPECT_FALSE(page.elements.contains(element)) << element; // nothing runs, nothing is loaded
    }
    EXPECT_EQ(page.html.find("http:"), page.html.npos);
    EXPECT_EQ(page.html.find("https:"), page.html.npos);

    ContainerDraft(*openRecordFiles(folder), m_folder.path() / "r.asice").publish();
    const ReportPage container = report(m_folder.path() / "r.asice");
    EXPECT_EQ(container.exitCode, 0);
    EXPECT_TRUE(container.says("VALID, with remarks"));
}

TEST_F(ReportHtml, SaysWhatIsWrongInBothLanguages) {
    Files files = goodFiles();
    files["pages/0002.tif"] = "another page";
    const std::filesystem::path folder = write(files);
    const ReportPage page = report(folder);
    EXPECT_EQ(page.exitCode, 4);
    ASSERT_TRUE(page.wellFormed);
    EXPECT_TRUE(page.says("NOT VALID"));
    for (const record::Finding& finding :
         verifyRecord(folder, authorities().trust, kNow).verdict.findings) {
        EXPECT_TRUE(page.says(record::enumName(finding.id)));
        EXPECT_TRUE(page.says(record::sentenceOf(finding, record::Language::Japanese)));
        EXPECT_TRUE(page.says(record::sentenceOf(finding, record::Language::English)));
    }
    writeFiles(m_folder.path(), {{"r.asice", "no container"}});
    const ReportPage noContainer = report(m_folder.path() / "r.asice");
    EXPECT_EQ(noContainer.exitCode, 4);
    EXPECT_TRUE(noContainer.wellFormed);
    EXPECT_TRUE(noContainer.says("ContainerMalformed"));
}

TEST_F(ReportHtml, LeavesForeignTextText) {
    const std::string name = "<script>alert(1)</script> & \"'";
    RecordPlan plan;
    CertificatePlan certificate;
    certificate.commonName = name;
    certificate.extensions = signerExtensions();
    plan.signer = issue(certificate, &authorities().issuing);
    record::Json json = recordJsonFor(plan);
    json.set("documentClass", "<img src=x onerror=alert(1)>");
    json.set("station", "\u202E]]>--><b>");
    const ReportPage page = report(write(sealedFiles(plan, json)));
    ASSERT_TRUE(page.wellFormed);
    EXPECT_TRUE(page.says(name));
    EXPECT_TRUE(page.says("<img src=x onerror=alert(1)>"));
    EXPECT_TRUE(page.says("[U+202E]]]>--><b>"));
    EXPECT_FALSE(page.elements.contains("script"));
    EXPECT_FALSE(page.elements.contains("img"));
    EXPECT_FALSE(page.elements.contains("b"));
}

TEST_F(ReportHtml, MarksTestModeInRed) {
    Files files = goodFiles();
    record::Json json = record::parseJson(files.at("record.json"));
    json.set("demo", true);
    const ReportPage page = report(write(sealedFiles(RecordPlan(), json)));
    ASSERT_TRUE(page.wellFormed);
    EXPECT_TRUE(page.says("TEST MODE"));
    EXPECT_NE(page.html.find("<div class=\"test\">"), page.html.npos);
}

TEST_F(ReportHtml, SurvivesARecordOfAnyShape) {
    for (const char* const json : {"[]", "null", "{\"pages\":{}}", "{\"pages\":[1,{\"file\":[]}]}",
                                   "{\"transferNote\":7,\"recordId\":{}}"}) {
        Files files = goodFiles();
        files["record.json"] = json;
        const ReportPage page = report(write(files));
        EXPECT_EQ(page.exitCode, 4) << json;
        EXPECT_TRUE(page.wellFormed) << json;
    }
}

} // namespace
} // namespace seihon::signing
