#include "station/delivery_compare.h"

#include "dicom/character_sets.h"
#include "dicom/text.h"

#include <gtest/gtest.h>

// What an archive shows beside what it was sent, attribute by attribute.
namespace seihon::cli_test {

using dicom_net::RawItem;
using station::compareWithSent;
using station::listed;

class HeldAsSent : public testing::Test {
  protected:
    // In UTF-8, as deliveries are sent.
    static RawItem sent() {
        return {{"level", "sent"},        {"characterSet", "ISO_IR 192"},
                {"sopInstance", "1.2.3"}, {"sopClass", "1.2.840.10008.5.1.4.1.1.7"},
                {"study", "1.2"},         {"series", "1.2.1"},
                {"patientId", "P-1"},     {"patientName", "Yamada^Tarou=山田^太郎=やまだ^たろう"}};
    }
    static RawItem held(const std::string& level) {
        RawItem item = sent();
        item["level"] = level;
        return item;
    }
    static std::string inSets(const std::string& text, const char* sets) {
        return dicom::encodeText(text, dicom::characterSetsFrom(sets), dicom::TextKind::PersonName,
                                 dicom::OutsideRule::Refuse)
            .bytes;
    }
    static std::string changed(const RawItem& study, const RawItem& instance) {
        return listed(compareWithSent({sent(), instance, study}).changed);
    }
};

TEST_F(HeldAsSent, a_name_is_the_same_in_every_character_set) {
    const std::string name = sent().at("patientName");
    for (const char* sets : {"\\ISO 2022 IR 87", "ISO 2022 IR 13\\ISO 2022 IR 87", "ISO_IR 192"}) {
        RawItem study = held("study");
        study["characterSet"] = sets;
        study["patientName"] = inSets(name, sets);
        EXPECT_EQ(changed(study, held("instance")), "") << sets;
        study["patientName"] = inSets("Yamada^Tarou=山田^次郎=やまだ^たろう", sets);
        EXPECT_EQ(changed(study, held("instance")), "PatientName") << sets;
    }
    RawItem study = held("study");
    study["patientName"] = "Yamada^Tarou^^^=山田^太郎^=やまだ^たろう"; // empty components
    EXPECT_EQ(changed(study, held("instance")), "");
    study["patientName"] = "Yamada^Tarou"; // kanji and kana were dropped
    EXPECT_EQ(changed(study, held("instance")), "PatientName");
    study["characterSet"] = "ISO_IR 100"; // a set that this program does not read
    study["patientName"] = "\xc4";
    EXPECT_EQ(changed(study, held("instance")), "PatientName");
}

TEST_F(HeldAsSent, what_is_not_shown_is_no_proof) {
    RawItem study = held("study");
    study.erase("patientId");
    EXPECT_EQ(changed(study, held("instance")), "PatientID");
    EXPECT_EQ(listed(compareWithSent({sent(), held("instance")}).changed), "PatientID");
    const auto nothing = compareWithSent({sent()});
    EXPECT_TRUE(nothing.found.empty());
    EXPECT_TRUE(compareWithSent({}).found.empty());
    EXPECT_TRUE(compareWithSent({held("instance"), held("study")}).found.empty())
        << "of something that was never sent";
}

TEST_F(HeldAsSent, every_answer_counts_not_the_best_one) {
    RawItem other = held("study");
    other["patientId"] = "P-2"; // the study is there twice, once as somebody else's
    const auto result = compareWithSent({sent(), held("instance"), held("study"), other});
    EXPECT_EQ(listed(result.changed), "PatientID");
    EXPECT_EQ(result.found.size(), 1u);
    RawItem stranger = held("instance");
    stranger["sopInstance"] = "9.9";
    stranger["series"] = "9";
    EXPECT_EQ(changed(held("study"), stranger), "") << "instances of others are no matter";
}

} // namespace seihon::cli_test
