#include "config/write.h"
#include "ledger/durable_file.h"
#include "record/fault.h"
#include "station/first_home.h"
#include "station/people.h"
#include "tests/support/demo_home.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>

namespace seihon::station {

namespace {

// Appointing and retiring [A10, F2], on a demo home.
class PeopleChangesTest : public ::testing::Test {
  protected:
    PeopleChangesTest() {
        std::string pattern =
            (std::filesystem::temp_directory_path() / "seihon-people-XXXXXX").string();
        m_folder = ::mkdtemp(pattern.data());
        support::layDemoHome(m_folder / "home", SEIHON_BIN_DIR "/seihon");
        m_station = std::make_unique<Station>(m_folder / "home");
    }
    ~PeopleChangesTest() override {
        m_station.reset();
        std::filesystem::remove_all(m_folder);
    }

    static config::Person person(const std::string& user) {
        const record::Instant now = std::chrono::floor<std::chrono::seconds>(record::readClock());
        config::Person one;
        one.user = user;
        one.name = "Name of " + user;
        one.appointments = {{record::Role::InformationCreationManager, now - std::chrono::hours(1),
                             now + std::chrono::days(300), "R8-1"}};
        return one;
    }
    config::Person listed(const std::string& user) {
        for (const PersonRow& row : People(*m_station).list()) {
            if (row.person.user == user) {
                return row.person;
            }
        }
        return {};
    }
    record::Entry newest(record::EntryKind kind) {
        record::Entry found;
        for (const record::Entry& entry : m_station->log(0, 1000)) {
            found = entry.what.kind == kind ? entry : found;
        }
        return found;
    }

    std::filesystem::path m_folder;
    std::unique_ptr<Station> m_station;
};

TEST_F(PeopleChangesTest, who_appoints_is_named_and_only_others_are_appointed) {
    const Session admin = m_station->login("admin", Pin("123456"));
    EXPECT_TRUE(People(*m_station).appoint(admin, person("sato")).permitted());
    EXPECT_EQ(listed("sato").name, "Name of sato");
    const record::Entry entry = newest(record::EntryKind::PeopleChanged);
    EXPECT_EQ(entry.what.actor.user, "admin");
    EXPECT_NE(entry.what.facts.at("changes").find("sato"), nullptr);
    EXPECT_TRUE(People(*m_station).check().has(record::FindingId::PeopleChangedSinceReview));

    config::Person self = person("admin");
    self.name = admin.person.name;
    EXPECT_TRUE(People(*m_station).appoint(admin, self).has(record::FindingId::OwnActNotReviewed));
    EXPECT_FALSE(People(*m_station).retire(admin, "admin").permitted());
    EXPECT_EQ(listed("admin").appointments.size(), 1u);
    EXPECT_EQ(newest(record::EntryKind::Refused).what.actor.user, "admin");

    const Session clerk = m_station->login("clerk", Pin("123456"));
    EXPECT_FALSE(People(*m_station).appoint(clerk, person("suzuki")).permitted());
    EXPECT_TRUE(listed("suzuki").user.empty());
}

TEST_F(PeopleChangesTest, a_list_that_the_parser_refuses_is_never_written) {
    const Session admin = m_station->login("admin", Pin("123456"));
    const auto before = ledger::readWhole(m_station->home().peopleFile(), kConfigFileBytes);
    config::Person taken = person("tanaka");
    taken.tokenLabel = "x";
    taken.certificateSha256 = admin.person.certificateSha256; // another person's card
    EXPECT_THROW((void)People(*m_station).appoint(admin, taken), record::Fault);
    EXPECT_THROW((void)People(*m_station).appoint(admin, person("Tanaka")), record::Fault);
    config::Person other = person("clerk"); // the same user name, somebody else
    EXPECT_THROW((void)People(*m_station).appoint(admin, other), record::Fault);
    EXPECT_EQ(ledger::readWhole(m_station->home().peopleFile(), kConfigFileBytes), before);
}

TEST_F(PeopleChangesTest, a_hand_that_wrote_meanwhile_is_logged_for_itself) {
    const Session admin = m_station->login("admin", Pin("123456"));
    std::ofstream(m_station->home().peopleFile(), std::ios::app)
        << "\n[[person]]\nuser = \"hand\"\nname = \"Hand\"\n[[person.appointment]]\n"
           "role = \"registrar\"\nfrom = 2026-01-01T00:00:00Z\nuntil = 2040-01-01T00:00:00Z\n";
    EXPECT_TRUE(People(*m_station).appoint(admin, person("sato")).permitted());
    EXPECT_EQ(listed("hand").name, "Hand");
    const record::Entry entry = newest(record::EntryKind::PeopleChanged);
    EXPECT_EQ(entry.what.facts.at("changes").find("hand"), nullptr);
}

TEST_F(PeopleChangesTest, who_leaves_holds_and_lends_nothing_more) {
    const Session admin = m_station->login("admin", Pin("123456"));
    ASSERT_TRUE(People(*m_station).appoint(admin, person("sato")).permitted());
    const record::Instant now = std::chrono::floor<std::chrono::seconds>(record::readClock());
    std::vector<config::Person> all;
    for (const PersonRow& row : People(*m_station).list()) {
        all.push_back(row.person);
        if (row.person.user == "records") { // lent for now, and for later
            const auto role = record::Role::InformationCreationManager;
            all.back().delegations = {
                {"sato", role, now - std::chrono::minutes(10), now + std::chrono::days(9), {}},
                {"sato", role, now + std::chrono::days(10), now + std::chrono::days(20), {}}};
        }
    }
    ledger::replaceDurably(m_station->home().peopleFile(),
                           record::bytesOf(config::peopleToml(all)));
    ASSERT_TRUE(People(*m_station).retire(admin, "sato").permitted());
    const record::Instant then = record::readClock();
    EXPECT_LE(listed("sato").appointments.at(0).until, then);
    const auto lent = listed("records").delegations;
    ASSERT_EQ(lent.size(), 1u);
    EXPECT_LE(lent.at(0).until, then);
    EXPECT_THROW((void)People(*m_station).retire(admin, "nobody"), record::Fault);
}

TEST(FirstHome, each_answer_is_judged_for_itself) {
    FirstSettings settings;
    EXPECT_TRUE(faultsOf(settings).contains(FirstField::Hospital));
    settings.hospital = "Shiroi \"Kita\" \\ Hospital";
    EXPECT_TRUE(faultsOf(settings).empty());
    settings.closedDays = "2027-02-30";
    settings.timestampUrl = "ftp://x";
    settings.trustFolder = "/nowhere";
    settings.scannerDriver = "fujitsu\nepson";
    EXPECT_EQ(faultsOf(settings).size(), 4u);
    settings.closedDays = "2027-08-13]\ndemo = true\nx = [";
    EXPECT_TRUE(faultsOf(settings).contains(FirstField::ClosedDays));
}

} // namespace

} // namespace seihon::station
