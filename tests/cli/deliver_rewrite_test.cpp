#include "deliver_fixture.h"
#include "dicom-net/scripted_archive.h"

#include <gmock/gmock.h>

// Archives that hold something else than they were sent.
namespace seihon::cli_test {

using dicom_net::Orthanc;
using dicom_net::ScriptedArchive;
using testing::HasSubstr;

class Rewritten : public DeliveryTest<StationHome> {
  protected:
    std::string words() const {
        const auto rows = list();
        return rows.size() == 1 && !rows[0].at("statuses").asArray().empty()
                   ? rows[0].at("statuses").asArray()[0].at("words").asString()
                   : "?";
    }
    // Orthanc that replaces these tags in what it took, and keeps the instance's UID.
    Orthanc::Wish replacing(const std::string& tags) const {
        Orthanc::Wish wish;
        wish.lua = "function OnStoredInstance(id, tags, metadata, origin)\n"
                   "  if origin['RequestOrigin'] ~= 'DicomProtocol' then return end\n"
                   "  local changed = RestApiPost('/instances/' .. id .. '/modify', DumpJson({"
                   "Replace = {" +
                   tags +
                   "}, Keep = {'SOPInstanceUID'}, Force = true}, true))\n"
                   "  Delete(id)\n"
                   "  RestApiPost('/instances', changed)\nend\n";
        return wish;
    }
};

TEST_F(Rewritten, an_orthanc_that_changes_the_patient_has_not_what_it_was_sent) {
    (void)m_home.sealedRecord(1);
    const Orthanc orthanc(m_desk, replacing("PatientID = 'SOMEBODY-ELSE', StudyInstanceUID = "
                                            "tags['StudyInstanceUID'], SeriesInstanceUID = "
                                            "tags['SeriesInstanceUID']"));
    ASSERT_TRUE(orthanc.running());
    for (const char* confirmation : {"query", "commitment"}) {
        targetOf(orthanc, confirmation);
        m_home.editFile("deliveries.toml", "\"pacs\"", std::string("\"") + confirmation + "\"");
        const Result worked = work();
        EXPECT_TRUE(worked.has("DeliveryCoerced")) << worked.out;
        EXPECT_TRUE(worked.has("DeliveryFailed"));
        EXPECT_THAT(worked.out, HasSubstr("PatientID"));
        EXPECT_THAT(worked.out, testing::Not(HasSubstr("SOMEBODY"))) << "no patient in findings";
        EXPECT_EQ(state(), "failed") << orthanc.get("/instances");
        EXPECT_EQ(list()[0].at("stage").asString(), "comparison");
        EXPECT_THAT(words(), HasSubstr("PatientID"));
        EXPECT_TRUE(m_home.seihon({"doctor"}).out.find("DeliveryFailed") != std::string::npos);
        orthanc.loseEverything();
    }
    EXPECT_TRUE(entriesOf("DeliveryConfirmed").empty());
    EXPECT_EQ(m_home.seihon({"audit", "replay"}).code, 0);
}

TEST_F(Rewritten, another_study_is_found_where_the_archive_put_it) {
    (void)m_home.sealedRecord(1);
    const Orthanc orthanc(m_desk, replacing("StudyInstanceUID = '2.25.4711', PatientID = '9'"));
    ASSERT_TRUE(orthanc.running());
    targetOf(orthanc, "commitment");
    EXPECT_TRUE(work().has("DeliveryCoerced"));
    EXPECT_EQ(state(), "failed");
    EXPECT_THAT(words(), HasSubstr("PatientID, SeriesInstanceUID, StudyInstanceUID"));
}

TEST_F(Rewritten, an_archive_that_keeps_all_is_compared_and_confirmed) {
    (void)m_home.sealedRecord(1);
    const ScriptedArchive archive({.reportFirst = true, .answersFind = true});
    target(archive.port(), "ARCHIVE", "commitment");
    EXPECT_THAT(work().findingIds(), testing::IsEmpty());
    ASSERT_EQ(state(), "confirmed");
    const record::Json facts = entriesOf("DeliveryConfirmed").back().at("facts");
    EXPECT_THAT(record::canonical(facts.at("compared")), HasSubstr("\"PatientID\""));
    EXPECT_TRUE(facts.at("changed").asArray().empty());
}

TEST_F(Rewritten, whatever_it_changes_is_named_whatever_it_said) {
    struct Case {
        std::uint16_t status;
        std::map<std::string, std::string> rewrites;
        const char* named;
    };
    const std::vector<Case> cases{
        {0x0000, {{"PatientID", "9"}}, "PatientID"},
        {0xB000, {{"PatientID", "9"}, {"PatientName", "X^Y"}}, "PatientID, PatientName"},
        {0x0000, {{"PatientID", ""}}, "PatientID"},
        {0x0000, {{"StudyInstanceUID", "2.25.9"}}, "StudyInstanceUID"},
        {0x0000, {{"SeriesInstanceUID", "2.25.9"}}, "SeriesInstanceUID"},
        {0x0000, {{"StudyDate", "19000101"}}, "StudyDate"},
        {0x0000, {{"AccessionNumber", "7"}}, "AccessionNumber"},
        {0x0000, {{"PatientSex", "O"}}, "PatientSex"},
        {0x0000, {{"PatientName", "????"}}, "PatientName"},
        {0xB000, {}, "0xB000"}, // it changed what no query shows
        {0xB006, {{"Manufacturer", "other"}}, "0xB006"},
    };
    (void)m_home.sealedRecord(1);
    int number = 0;
    for (const Case& one : cases) {
        const ScriptedArchive archive({.storeStatus = one.status,
                                       .reportFirst = true,
                                       .answersFind = true,
                                       .rewrites = one.rewrites});
        target(archive.port(), "ARCHIVE", ++number % 2 == 0 ? "commitment" : "query");
        m_home.editFile("deliveries.toml", "\"pacs\"", "\"pacs" + std::to_string(number) + "\"");
        const Result worked = work();
        EXPECT_TRUE(worked.has("DeliveryCoerced")) << one.named << worked.out;
        const auto row = list().at(0);
        EXPECT_EQ(row.at("state").asString(), "failed") << one.named;
        EXPECT_THAT(row.at("statuses").asArray()[0].at("words").asString(), HasSubstr(one.named));
        const record::Json sent = entriesOf("DeliverySent").back().at("facts").at("statuses");
        EXPECT_EQ(sent.asArray()[0].at("status").asInt(), one.status)
            << "the exact status stays in the log";
    }
    EXPECT_TRUE(entriesOf("DeliveryConfirmed").empty());
}

TEST_F(Rewritten, what_the_hospital_allows_is_confirmed_and_still_noted) {
    (void)m_home.sealedRecord(1);
    const ScriptedArchive archive({.storeStatus = 0xB000,
                                   .reportFirst = true,
                                   .answersFind = true,
                                   .rewrites = {{"PatientName", "Latin^Name"}}});
    target(archive.port(), "ARCHIVE", "commitment", 0, "may_change = [\"PatientName\"]\n");
    EXPECT_TRUE(work().has("DeliveryCoerced")) << "it said so";
    ASSERT_EQ(state(), "confirmed");
    EXPECT_EQ(
        entriesOf("DeliveryConfirmed").back().at("facts").at("changed").asArray().at(0).asString(),
        "PatientName");
}

TEST_F(Rewritten, an_archive_that_cannot_be_asked_is_confirmed_as_not_compared) {
    (void)m_home.sealedRecord(1);
    {
        const ScriptedArchive silent({.storeStatus = 0xB000, .reportFirst = true});
        target(silent.port(), "ARCHIVE", "commitment");
        EXPECT_TRUE(work().has("DeliveryFailed"));
        EXPECT_EQ(state(), "failed") << "it changed something, and nobody can see what";
    }
    const ScriptedArchive archive({.reportFirst = true});
    target(archive.port(), "ARCHIVE", "commitment");
    m_home.editFile("deliveries.toml", "\"pacs\"", "\"other\"");
    EXPECT_EQ(work().code, 0);
    const auto rows = list(true);
    ASSERT_EQ(rows.size(), 1u);
    EXPECT_EQ(rows[0].at("state").asString(), "confirmed");
    EXPECT_TRUE(rows[0].at("compared").asArray().empty());
    EXPECT_THAT(entriesOf("DeliveryConfirmed").back().at("facts").at("notCompared").asString(),
                HasSubstr("does not offer"));
}

} // namespace seihon::cli_test
