#include "deliver_fixture.h"
#include "dicom-net/scripted_archive.h"

#include "record/digest.h"
#include "support/run_tool.h"

#include <gmock/gmock.h>

// What a target gets of a record, and in which encoding.
namespace seihon::cli_test {

namespace fs = std::filesystem;
using dicom_net::Orthanc;
using dicom_net::ScriptedArchive;
using testing::HasSubstr;

class DeliveryForms : public DeliveryTest<StationHome> {
  protected:
    std::string sentSyntax() const {
        const auto sent = entriesOf("DeliverySent");
        return sent.empty() ? "none"
                            : sent.back().at("facts").at("syntaxes").asArray().at(0).asString();
    }
    std::string dump(const fs::path& object) const {
        return support::runTool("dcmdump -M " + object.string()).output;
    }
};

TEST_F(DeliveryForms, the_first_encoding_that_is_taken_is_sent) {
    const std::string raw = "1.2.840.10008.1.2.1", lossless = "1.2.840.10008.1.2.4.70",
                      ls = "1.2.840.10008.1.2.4.80";
    struct Case {
        std::vector<std::string> taken;
        const char* wished;
        std::string sent;
    };
    const std::vector<Case> cases{
        {{raw}, "\"jpeg-ls\", \"jpeg-lossless\", \"raw\"", raw},
        {{raw, lossless}, "\"jpeg-ls\", \"jpeg-lossless\", \"raw\"", lossless},
        {{raw, lossless, ls}, "\"jpeg-ls\", \"raw\"", ls},
        {{raw, lossless, ls}, "\"raw\", \"jpeg-ls\"", raw},
        {{ls}, "\"jpeg-ls\"", ls},
    };
    (void)m_home.sealedRecord(2);
    int number = 0;
    for (const Case& one : cases) {
        const ScriptedArchive archive({.answersFind = true, .encodings = one.taken});
        target(archive.port(), "ARCHIVE", "query", 0,
               std::string("syntaxes = [") + one.wished + "]\n");
        m_home.editFile("deliveries.toml", "\"pacs\"", "\"pacs" + std::to_string(++number) + "\"");
        const Result worked = work();
        EXPECT_THAT(list(), testing::IsEmpty()) << worked.out;
        EXPECT_EQ(sentSyntax(), one.sent) << one.wished;
    }
    EXPECT_EQ(entriesOf("DeliveryPrepared").size(), cases.size()) << "none was made twice";
}

TEST_F(DeliveryForms, an_encoding_that_is_not_taken_is_told_and_made_anew_when_settings_change) {
    (void)m_home.sealedRecord(1);
    const std::string id = m_home.archivedRecords().at(0).filename().string();
    const ScriptedArchive archive({.answersFind = true});
    target(archive.port(), "ARCHIVE", "query", 0, "syntaxes = [\"jpeg-ls\"]\n");
    EXPECT_TRUE(work().has("DeliveryFailed"));
    EXPECT_THAT(list().at(0).at("statuses").asArray()[0].at("words").asString(),
                HasSubstr("encoding"));
    EXPECT_TRUE(entriesOf("DeliverySent").empty()) << "never converted on its way";
    target(archive.port(), "ARCHIVE", "query", 0, "syntaxes = [\"jpeg-ls\", \"raw\"]\n");
    ASSERT_EQ(m_home.as("admin", {"deliver", "retry", id}).code, 0);
    EXPECT_EQ(work().code, 0);
    EXPECT_EQ(state(), "confirmed");
    EXPECT_EQ(sentSyntax(), "1.2.840.10008.1.2.1");
    EXPECT_EQ(preparedUids().size(), 2u) << "other bytes, another name";
    EXPECT_EQ(m_home.seihon({"audit", "replay"}).code, 0);
}

TEST_F(DeliveryForms, nothing_is_made_before_the_target_has_said_what_it_takes) {
    (void)m_home.sealedRecord(1);
    target(support::freePort("127.0.0.1"), "ARCHIVE", "query", 0,
           "syntaxes = [\"jpeg-ls\", \"raw\"]\n");
    EXPECT_TRUE(work().has("DeliveryTargetAway"));
    EXPECT_EQ(state(), "waiting");
    EXPECT_TRUE(entriesOf("DeliveryPrepared").empty());
}

TEST_F(DeliveryForms, the_viewing_copy_goes_as_an_encapsulated_pdf) {
    (void)m_home.sealedRecord(2);
    const Orthanc orthanc(m_desk);
    ASSERT_TRUE(orthanc.running());
    targetOf(orthanc, "commitment", "form = \"pdf\"\n");
    const Result worked = work();
    ASSERT_EQ(state(), "confirmed") << worked.out << worked.err;
    const fs::path back = m_desk.folder() / "back.dcm";
    ASSERT_TRUE(orthanc.fetchOnly(back));
    const std::string said = dump(back);
    for (const char* one : {"=EncapsulatedPDFStorage", "[DOC]", "[SD]", "[application/pdf]"}) {
        EXPECT_THAT(said, HasSubstr(one));
    }
    const fs::path pdf = m_desk.folder() / "back.pdf";
    const auto checked =
        support::runTool("dcm2pdf " + back.string() + " " + pdf.string() + " && qpdf --check " +
                         pdf.string() + " && pdfinfo " + pdf.string());
    EXPECT_EQ(checked.exitCode, 0) << checked.output;
    EXPECT_THAT(checked.output, HasSubstr("Pages:           2"));
    if (support::hasTool("dciodvfy")) {
        EXPECT_THAT(support::runTool("dciodvfy " + back.string()).output,
                    testing::Not(HasSubstr("Error")));
    }
    EXPECT_EQ(m_home.seihon({"audit", "replay"}).code, 0);
}

TEST_F(DeliveryForms, a_picture_on_paper_is_a_scanned_image) {
    (void)m_home.sealedRecord(1);
    for (const char* pictures : {"photograph", "referral-letter"}) {
        fs::remove_all(m_desk.folder() / "orthanc");
        const Orthanc orthanc(m_desk);
        ASSERT_TRUE(orthanc.running());
        targetOf(orthanc, "query");
        m_home.editFile("deliveries.toml", "[[target]]",
                        std::string("[dicom]\nimage_classes = [\"") + pictures + "\"]\n[[target]]");
        m_home.editFile("deliveries.toml", "\"pacs\"", std::string("\"") + pictures + "\"");
        EXPECT_EQ(work().code, 0);
        const fs::path back = m_desk.folder() / "back.dcm";
        ASSERT_TRUE(orthanc.fetchOnly(back));
        const bool picture = std::string(pictures) == "referral-letter"; // says this hospital
        EXPECT_THAT(dump(back), HasSubstr(picture ? "[SI]" : "[SD]"));
        if (support::hasTool("dciodvfy")) {
            EXPECT_THAT(support::runTool("dciodvfy " + back.string()).output,
                        testing::Not(HasSubstr("Error")));
        }
    }
}

} // namespace seihon::cli_test
