#include "atna/audit_message.h"

#include "support/run_tool.h"

#include <gmock/gmock.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>

#include <unistd.h>

namespace seihon::atna {
namespace {

namespace fs = std::filesystem;
using record::EntryKind;
using record::Json;
using testing::HasSubstr;
using testing::Not;

record::Entry entryOf(EntryKind kind) {
    record::Entry entry;
    entry.station = "station-1";
    entry.sequence = 7;
    entry.at = record::parseInstant("2026-11-23T01:02:03.004Z");
    entry.what.kind = kind;
    entry.what.actor = {"clerk", "走査 花子", record::Role::ScanOperator};
    entry.what.job = "job-1";
    entry.what.record = "record-1";
    return entry;
}

record::Verdict refusal(record::FindingId id) {
    record::Verdict verdict;
    record::Finding finding;
    finding.id = id;
    finding.severity = record::Severity::Refuse;
    verdict.add(finding);
    return verdict;
}

class Messages : public testing::Test {
  protected:
    Messages() {
        std::string name = (fs::temp_directory_path() / "atna-XXXXXX").string();
        m_folder = ::mkdtemp(name.data()) == nullptr ? "" : name;
    }
    ~Messages() override {
        std::error_code ignored;
        fs::remove_all(m_folder, ignored);
    }

    void write(const std::string& name, const std::string& text) const {
        std::ofstream(m_folder / name, std::ios::binary) << text;
    }
    // What xmllint says of every file there; empty when all are as the schema has it.
    std::string judged() const {
        const support::ToolAnswer answer = support::runTool(
            "xmllint --noout --relaxng " SEIHON_SOURCE_DIR "/tests/atna/audit_message.rng " +
            m_folder.string() + "/*.xml");
        return answer.exitCode == 0 ? std::string() : answer.output;
    }

    fs::path m_folder;
};

TEST_F(Messages, everyKindOfEntryIsValid) {
    ASSERT_TRUE(support::hasTool("xmllint"));
    for (const auto& [kind, name] : record::EnumNames<EntryKind>::table) {
        write(std::string(name) + ".xml", xmlOf(messageOf(entryOf(kind))));
    }
    EXPECT_EQ(judged(), "");
}

TEST_F(Messages, theSchemaRefusesWhatIsWrong) { // else the test above would say nothing
    ASSERT_TRUE(support::hasTool("xmllint"));
    const std::string good = xmlOf(messageOf(entryOf(EntryKind::LoggedIn)));
    for (const auto& [from, to] : std::vector<std::pair<std::string, std::string>>{
             {"EventOutcomeIndicator=\"0\"", "EventOutcomeIndicator=\"1\""},
             {"EventActionCode=\"E\"", "EventActionCode=\"X\""},
             {"csd-code=\"110114\"", "code=\"110114\""},
             {"UserIsRequestor=\"true\"", ""},
             {"2026-11-23T", "yesterday "}}) {
        std::string bad = good;
        ASSERT_NE(bad.find(from), std::string::npos) << from;
        bad.replace(bad.find(from), from.size(), to);
        write("bad.xml", bad);
        EXPECT_NE(judged(), "") << from;
    }
}

TEST_F(Messages, strangeTextStaysXml) {
    ASSERT_TRUE(support::hasTool("xmllint"));
    record::Entry entry = entryOf(EntryKind::RecordViewed);
    entry.what.actor.name = "<\"&'> \x01\x1f \xEF\xBF\xBF \xEF\xBF\xBE \t 𠮷野家";
    entry.what.actor.user = std::string("a\0b", 3);
    const std::string xml = xmlOf(messageOf(entry));
    write("strange.xml", xml);
    EXPECT_EQ(judged(), "");
    EXPECT_THAT(xml, HasSubstr("𠮷野家"));
    EXPECT_THAT(xml, HasSubstr("\xEF\xBF\xBD"));
}

TEST(AuditMessages, outcomesAreTrue) {
    EXPECT_EQ(messageOf(entryOf(EntryKind::LoggedIn)).outcome, Outcome::Success);
    EXPECT_EQ(messageOf(entryOf(EntryKind::LoginFailed)).outcome, Outcome::MinorFailure);
    record::Entry refused = entryOf(EntryKind::Refused);
    refused.what.verdict = refusal(record::FindingId::StepNotAllowed);
    const AuditMessage message = messageOf(refused);
    EXPECT_EQ(message.outcome, Outcome::MinorFailure);
    EXPECT_EQ(message.outcomeDescription, "StepNotAllowed");
    record::Entry spoilt = entryOf(EntryKind::RecordVerified);
    EXPECT_EQ(messageOf(spoilt).outcome, Outcome::Success);
    spoilt.what.verdict = refusal(record::FindingId::FileAltered);
    EXPECT_EQ(messageOf(spoilt).outcome, Outcome::SeriousFailure);
}

TEST(AuditMessages, codesAreThoseOfDicom) {
    const auto codeOf = [](EntryKind kind) {
        return messageOf(entryOf(kind)).event.value;
    };
    EXPECT_EQ(codeOf(EntryKind::LogViewed), "110101");
    EXPECT_EQ(codeOf(EntryKind::RecordExported), "110106");
    EXPECT_EQ(codeOf(EntryKind::ReceivedDocumentChecked), "110107");
    EXPECT_EQ(codeOf(EntryKind::RecordViewed), "110110");
    EXPECT_EQ(codeOf(EntryKind::PageCaptured), "110111");
    EXPECT_EQ(codeOf(EntryKind::RecordSearched), "110112");
    EXPECT_EQ(codeOf(EntryKind::LoginFailed), "110114");
    const auto objects = messageOf(entryOf(EntryKind::LogViewed)).objects;
    EXPECT_TRUE(std::any_of(objects.begin(), objects.end(), [](const Object& object) {
        return object.name == "Security Audit Log" && object.idType.meaning == "URI";
    }));
    const AuditMessage broken = messageOf(entryOf(EntryKind::BreakGlassStarted));
    EXPECT_EQ(broken.event.value, "110113");
    EXPECT_EQ(broken.eventTypes.front().value, "110127");
    const auto typeOf = [](EntryKind kind) {
        return messageOf(entryOf(kind)).eventTypes.front().value;
    };
    EXPECT_EQ(typeOf(EntryKind::EmergencyLooksTaken), "110127");
    EXPECT_EQ(typeOf(EntryKind::SettingsChanged), "110129");
    EXPECT_EQ(typeOf(EntryKind::SoftwareChanged), "110131");
    EXPECT_EQ(messageOf(entryOf(EntryKind::BoxOpened)).event.system, "Seihon");
}

TEST(AuditMessages, whoOnlySaysToBeSomebodyIsToldSo) {
    record::Entry entry = entryOf(EntryKind::RecordViewed);
    entry.what.facts = Json::object({{"user", "visitor"}, {"proven", false}});
    const Participant person = messageOf(entry).participants.front();
    EXPECT_EQ(person.userId, "visitor");
    EXPECT_EQ(person.userName, "");
    EXPECT_EQ(person.roles.front().value, "said-to-be");
}

TEST(AuditMessages, holdNothingPrivate) {
    record::Entry entry = entryOf(EntryKind::RecordSearched);
    entry.what.facts = Json::object({{"byPatient", true}});
    entry.what.privateFacts = Json::object({{"patientId", "0042"}, {"name", "正本 太郎"}});
    entry.privateSalt = record::sha256("salt");
    const std::string xml = xmlOf(messageOf(entry));
    EXPECT_THAT(xml, Not(HasSubstr("0042")));
    EXPECT_THAT(xml, Not(HasSubstr("正本")));
    EXPECT_THAT(xml, HasSubstr("eyJieVBhdGllbnQiOnRydWV9")); // {"byPatient":true}
}

} // namespace
} // namespace seihon::atna
