#include "deliver_fixture.h"

#include "support/run_tool.h"

#include <gmock/gmock.h>

// What people say of deliveries, and what the queue finds by itself when its files are not what the
// log says.
namespace seihon::cli_test {

namespace fs = std::filesystem;
using dicom_net::Orthanc;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

class DeliveryActs : public DeliveryTest<StationHome> {
  protected:
    fs::path targetFolder() const { return m_home.path() / "deliveries" / "pacs"; }
    bool replays() const { return m_home.seihon({"audit", "replay"}).code == 0; }
    void renameTarget(const std::string& to) const {
        m_home.editFile("deliveries.toml", "name = \"pacs\"", "name = \"" + to + "\"");
    }
};

TEST_F(DeliveryActs, a_delivery_is_given_up_with_a_reason_and_taken_up_again) {
    const std::string id = m_home.sealedRecord(1).filename().string();
    target(support::freePort("127.0.0.1"), "PACS", "commitment");
    EXPECT_TRUE(work().has("DeliveryTargetAway"));
    const std::vector<std::string> giveUp{"deliver", "give-up", id, "--reason",
                                          "山田様へ紙で渡した"};
    EXPECT_TRUE(m_home.as("clerk", giveUp).has("NotAuthorized"));
    EXPECT_EQ(m_home.seihon(giveUp).code, 2) << "by nobody";
    EXPECT_NE(m_home.as("records", {"deliver", "give-up", id, "--reason", " "}).code, 0);
    EXPECT_THAT(list(), SizeIs(1));
    ASSERT_EQ(m_home.as("records", giveUp).code, 0);
    EXPECT_THAT(list(), IsEmpty());
    EXPECT_EQ(state(), "given-up");
    EXPECT_THAT(work().findingIds(), IsEmpty()) << "the log is read from its beginning";
    EXPECT_FALSE(fs::exists(targetFolder() / id));
    EXPECT_EQ(m_home.as("records", giveUp).code, 3) << "not twice";
    ASSERT_THAT(entriesOf("DeliveryGivenUp"), SizeIs(1));
    EXPECT_EQ(entriesOf("DeliveryGivenUp")[0].at("facts").at("state").asString(), "waiting");
    EXPECT_THAT(readFile(m_home.path() / "ledger/entries/000000.jsonl"), Not(HasSubstr("山田様")));

    ASSERT_EQ(m_home.as("records", {"deliver", "retry", id}).code, 0);
    EXPECT_EQ(m_home.as("records", {"deliver", "retry", id}).code, 3) << "it waits already";
    const Orthanc orthanc(m_desk);
    ASSERT_TRUE(orthanc.running());
    targetOf(orthanc, "commitment");
    EXPECT_EQ(work().code, 0);
    EXPECT_EQ(state(), "confirmed");
    EXPECT_EQ(m_home.as("records", giveUp).code, 3) << "it has arrived";
    EXPECT_TRUE(replays());
}

TEST_F(DeliveryActs, what_was_skipped_in_the_home_is_found_in_the_log) {
    const std::string id = m_home.sealedRecord(1).filename().string();
    target(support::freePort("127.0.0.1"), "PACS", "none");
    EXPECT_THAT(list(), SizeIs(1));
    fs::remove_all(targetFolder() / id); // taken.json still says that it was taken
    EXPECT_THAT(list(), IsEmpty());
    (void)work();
    EXPECT_THAT(list(), SizeIs(1));
    fs::remove_all(targetFolder() / id);
    const std::string taken = readFile(targetFolder() / "taken.json");
    const auto day = taken.find("\"wholeOn\":\"") + 11;
    std::string yesterday = taken;
    yesterday.replace(day, 10, "2026-01-01");
    writeFile(targetFolder() / "taken.json", yesterday);
    EXPECT_THAT(list(), SizeIs(1)) << "once a day by itself";
}

TEST_F(DeliveryActs, a_target_that_lost_its_name_is_told_until_somebody_decides) {
    const std::string id = m_home.sealedRecord(1).filename().string();
    target(support::freePort("127.0.0.1"), "PACS", "none");
    EXPECT_TRUE(work().has("DeliveryTargetAway"));
    renameTarget("archive");
    const auto rows = list(false, true);
    ASSERT_THAT(rows, SizeIs(2)); // it also is to arrive at the new one
    EXPECT_TRUE(rows[1].at("targetGone").asBool());
    EXPECT_EQ(rows[1].at("target").asString(), "pacs");
    EXPECT_THAT(m_home.seihon({"doctor"}).out, HasSubstr("DeliveryTargetGone"));
    ASSERT_EQ(
        m_home.as("records", {"deliver", "give-up", id, "--to", "pacs", "--reason", "renamed"})
            .code,
        0);
    EXPECT_FALSE(fs::exists(targetFolder() / id));
    EXPECT_THAT(list(false, true), SizeIs(1));
    EXPECT_THAT(m_home.seihon({"doctor"}).out, Not(HasSubstr("DeliveryTargetGone")));
    m_home.editFile("deliveries.toml", "\"photograph\"", "\"photographs\"");
    EXPECT_THAT(m_home.seihon({"doctor"}).out, HasSubstr("DeliveryClassUnknown"));
}

TEST_F(DeliveryActs, a_withdrawn_record_leaves_no_copy_although_its_target_is_away) {
    const std::string id = m_home.sealedRecord(1).filename().string();
    target(support::freePort("127.0.0.1"), "PACS", "none");
    EXPECT_TRUE(work().has("DeliveryTargetAway"));
    EXPECT_TRUE(fs::exists(targetFolder() / id / "objects"));
    ASSERT_EQ(m_home.as("manager", {"record", "withdraw", id, "--reason", "another patient"}).code,
              0);
    (void)work();
    EXPECT_FALSE(fs::exists(targetFolder() / id));
    EXPECT_THAT(list(), IsEmpty());
}

TEST_F(DeliveryActs, an_object_altered_after_it_was_sent_fails_and_has_ways_on) {
    const std::string id = m_home.sealedRecord(1).filename().string();
    const Orthanc orthanc(m_desk);
    ASSERT_TRUE(orthanc.running());
    targetOf(orthanc, "none");
    EXPECT_EQ(work().code, 0);
    EXPECT_EQ(state(), "sent");
    const fs::path object = targetFolder() / id / "objects" / "0001.dcm";
    fs::permissions(object, fs::perms::owner_write, fs::perm_options::add);
    writeFile(object, "other");
    targetOf(orthanc, "query");
    EXPECT_TRUE(work().has("DeliveryFailed"));
    EXPECT_EQ(list()[0].at("stage").asString(), "comparison");
    EXPECT_THAT(preparedUids(), SizeIs(1));
    ASSERT_EQ(m_home.as("records", {"deliver", "retry", id}).code, 0);
    EXPECT_EQ(work().code, 0);
    EXPECT_EQ(state(), "confirmed");
    EXPECT_THAT(preparedUids(), SizeIs(2)) << "other bytes, another name";
    ASSERT_THAT(entriesOf("DeliveryRetryAsked"), SizeIs(1));
    EXPECT_EQ(entriesOf("DeliveryRetryAsked")[0].at("actor").at("user").asString(), "records");
    EXPECT_TRUE(replays());
}

TEST_F(DeliveryActs, a_name_outside_of_the_targets_characters_is_refused_or_noted) {
    const std::string id = m_home.sealedRecord(1).filename().string();
    const Orthanc orthanc(m_desk);
    ASSERT_TRUE(orthanc.running());
    targetOf(orthanc, "commitment", "charset = \"ascii\"\n"); // the patient's name is Japanese
    EXPECT_TRUE(work().has("DeliveryFailed"));
    EXPECT_EQ(list()[0].at("stage").asString(), "objects");
    EXPECT_THAT(preparedUids(), IsEmpty());
    targetOf(orthanc, "commitment", "charset = \"ascii\"\noutside = \"note\"\n");
    ASSERT_EQ(m_home.as("records", {"deliver", "retry", id}).code, 0);
    EXPECT_EQ(work().code, 0);
    EXPECT_EQ(state(), "confirmed");
    const auto prepared = entriesOf("DeliveryPrepared");
    ASSERT_THAT(prepared, SizeIs(1));
    EXPECT_THAT(prepared[0].at("facts").at("writtenOtherwise").asArray(), Not(IsEmpty()));
    target(1, "PACS", "none", 0, "outside = \"perhaps\"\n");
    EXPECT_EQ(m_home.seihon({"deliver", "list"}).code, 3);
}

} // namespace seihon::cli_test
