#include "paper_home.h"
#include "project_home.h"

#include "station/disposal_desk.h"
#include "station/legal_holds.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// Paper that goes, with the real programs [C6, B5, F14].
namespace seihon::cli_test {

namespace {

using station::DisposalDesk;
using station::DisposalOutcome;
using station::Session;
using testing::ElementsAre;
using testing::IsSupersetOf;
using testing::UnorderedElementsAre;

std::vector<std::string> idsOf(const record::Verdict& verdict) {
    std::vector<std::string> ids;
    for (const record::Finding& one : verdict.findings) {
        if (one.severity == record::Severity::Refuse) {
            ids.emplace_back(record::enumName(one.id));
        }
    }
    return ids;
}

std::vector<std::string> refusalsOf(const Result& result) {
    std::vector<std::string> ids;
    for (const record::Json& one : result.json().at("findings").asArray()) {
        if (one.at("severity").asString() == "refuse") {
            ids.push_back(one.at("id").asString());
        }
    }
    return ids;
}

} // namespace

TEST(Disposal, is_refused_for_each_condition_that_does_not_hold) {
    const StationHome home; // the shipped rules
    const std::string record = home.sealedRecord(1).filename().string();
    const std::vector<std::string> propose{"disposal", "propose", record, "--reason", "full"};
    const Result all = home.as("records", propose);
    EXPECT_EQ(all.code, 1) << all.out << all.err;
    EXPECT_THAT(refusalsOf(all), UnorderedElementsAre("SampleNotDrawn", "PaperPlaceUnknown",
                                                      "PaperHeld", "RecordNotVerifiedLately",
                                                      "ValidationDataIncomplete", "NotBackedUp"));
    EXPECT_EQ(all.json().at("findings").asArray()[0].at("subject").asString().substr(0, 36),
              record);
    ASSERT_EQ(home.as("manager", {"record", "withdraw", record, "--reason", "mixed up"}).code, 0);
    EXPECT_THAT(refusalsOf(home.as("records", propose)),
                IsSupersetOf({"PaperIsTheOriginal", "PaperRecalled", "IncidentOpen"}));
    EXPECT_TRUE(home.as("clerk", propose).has("NotAuthorized"));
    EXPECT_EQ(home.as("records", {"disposal", "propose", "--reason", "full"}).code, 2);
    EXPECT_TRUE(home.seihon({"disposal", "list"}).json().at("lists").asArray().empty());
    const Result replayed = home.seihon({"audit", "replay"}); // each refusal is judged again
    EXPECT_EQ(replayed.code, 0) << replayed.out;
}

TEST(Disposal, waits_for_a_backup_and_yields_to_a_legal_hold) {
    const PaperHome home;
    const std::string record = home.fitToGo();
    EXPECT_THAT(refusalsOf(home.propose({record})), ElementsAre("NotBackedUp"));
    const Result by = home.as("records", {"disposal", "propose", "--box", "B-1", "--reason", "x"});
    EXPECT_THAT(refusalsOf(by), ElementsAre("NotBackedUp")); // the same by its box

    const std::vector<std::string> add{"hold",           "add",      "--patient",
                                       "P-000123",       "--reason", "malpractice suit",
                                       "--patient-name", "N N"};
    EXPECT_TRUE(home.as("clerk", add).has("NotAuthorized"));
    const Result held = home.as("manager", add);
    ASSERT_EQ(held.code, 0) << held.out << held.err;
    const std::string hold = held.json().at("id").asString();
    EXPECT_THAT(refusalsOf(home.propose({record})),
                UnorderedElementsAre("NotBackedUp", "LegalHoldInForce"));
    EXPECT_THAT(refusalsOf(home.as("manager", {"paper", "release", record, "--reason", "x"})),
                ElementsAre("LegalHoldInForce"));
    // Whose it is and why is for few, and in no public line of the log.
    EXPECT_TRUE(home.as("clerk", {"hold", "list"}).json().at("restricted").asBool());
    EXPECT_EQ(home.seihon({"hold", "list"}).json().at("inForce").asInt(), 1);
    const Result mine = home.as("records", {"hold", "list"});
    ASSERT_EQ(mine.json().at("rows").asArray().size(), 1u) << mine.out;
    EXPECT_EQ(mine.json().at("rows").asArray()[0].at("reason").asString(), "malpractice suit");
    EXPECT_EQ(home.seihon({"audit", "log", "--limit", "10000"}).out.find("malpractice"),
              std::string::npos);
    // Not by who placed it, and that he tried is in the log.
    EXPECT_THAT(refusalsOf(home.as("manager", {"hold", "lift", hold, "--reason", "settled"})),
                ElementsAre("HoldSamePerson"));
    ASSERT_EQ(home.as("records", {"hold", "lift", hold, "--reason", "settled"}).code, 0);
    EXPECT_EQ(home.as("records", {"hold", "lift", hold, "--reason", "settled"}).code, 3);
    EXPECT_THAT(refusalsOf(home.propose({record})), ElementsAre("NotBackedUp"));
    for (const char* const on : {"--record", "--project"}) {
        EXPECT_EQ(home.as("manager", {"hold", "add", on, "nothing", "--reason", "x"}).code, 3);
    }
    EXPECT_EQ(home.as("manager", {"hold", "add", "--reason", "x"}).code, 2);
    home.expectReplayed();
}

TEST(Disposal, a_hold_falls_on_a_record_and_on_a_project) {
    const ProjectHome home;
    const std::string project = home.running();
    home.agrees(project, "P-1");
    const std::string job = home.accepted(project, "P-1");
    const Result sealed = home.as("pharmacist", {"job", "seal", job});
    ASSERT_EQ(sealed.code, 0) << sealed.out << sealed.err;
    const std::string record = sealed.json().at("record").asString();
    const std::vector<std::string> propose{"disposal", "propose", record, "--reason", "full"};
    const Result before = home.as("records", propose);
    // What no scan holds is on the paper alone: old charts of the shipped rules never go.
    EXPECT_THAT(refusalsOf(before), IsSupersetOf({"NotCapturable", "ProjectNotSettled"}));
    for (const auto& [option, id] : {std::pair("--record", record), {"--project", project}}) {
        const Result held = home.as("manager", {"hold", "add", option, id, "--reason", "suit"});
        ASSERT_EQ(held.code, 0) << held.out << held.err;
        const auto refused = refusalsOf(home.as("records", propose));
        EXPECT_EQ(std::count(refused.begin(), refused.end(), "LegalHoldInForce"), 1) << option;
        ASSERT_EQ(home.as("records",
                          {"hold", "lift", held.json().at("id").asString(), "--reason", "settled"})
                      .code,
                  0);
    }
    home.objects("P-1");
    EXPECT_THAT(refusalsOf(home.as("records", propose)), testing::Contains("PatientDisagrees"));
    home.expectReplayed();
}

// With the one fact that this version never has: a backup that was taken and tested.
TEST(Disposal, goes_all_the_way_once_there_is_a_backup) {
    const PaperHome home;
    const std::string kept = home.fitToGo("B-1");
    const std::string gone = home.fitToGo("B-1");
    std::string list;
    {
        station::Station station(home.path());
        const auto as = [&](const char* user) {
            return station.login(user, station::Pin("123456"));
        };
        const Session records = as("records");
        const Session manager = as("manager");
        const Session admin = as("admin");
        DisposalDesk desk(station, [] { return std::optional(record::readClock()); });
        const DisposalOutcome proposed = desk.propose(records, {{}, {"B-1"}, "the shelf is full"});
        ASSERT_TRUE(proposed.verdict.permitted())
            << testing::PrintToString(idsOf(proposed.verdict));
        list = proposed.list.id;
        EXPECT_EQ(proposed.list.items.size(), 2u);
        EXPECT_THAT(idsOf(desk.propose(manager, {{gone}, {}, "again"}).verdict),
                    ElementsAre("PaperOnOtherList"));
        EXPECT_THAT(idsOf(desk.approve(manager, list).verdict),
                    ElementsAre("DisposalStepNotAllowed")); // nobody has checked it
        EXPECT_TRUE(desk.check(admin, list, "one envelope too many").verdict.permitted());
        EXPECT_EQ(desk.show(list).state, record::DisposalState::Proposed);
        ASSERT_TRUE(desk.check(admin, list, "").verdict.permitted());
        ASSERT_TRUE(desk.approve(manager, list).verdict.permitted());

        // What changes after the approval stops the act until its record is taken out.
        const auto hold = station::LegalHolds(station).place(
            manager, {record::HoldOn::Record, kept, {}, "an inquiry"});
        EXPECT_THAT(idsOf(desk.witness(manager, list).verdict), ElementsAre("LegalHoldInForce"));
        ASSERT_TRUE(desk.takeOut(manager, list, {kept}, "legal hold").verdict.permitted());
        EXPECT_THAT(idsOf(desk.carryOut(records, list, {"dissolving", "", ""}).verdict),
                    ElementsAre("DisposalStepNotAllowed")); // no witness
        ASSERT_TRUE(desk.witness(manager, list).verdict.permitted());
    }
    // Without the fact the act is refused even now: the station's own programs know of no backup.
    const Result refused = home.as("records", {"disposal", "carry-out", list, "--method",
                                               "dissolving", "--contractor", "Paper Mill Ltd."});
    EXPECT_THAT(refusalsOf(refused), ElementsAre("NotBackedUp")) << refused.out;
    EXPECT_EQ(home.seihon({"disposal", "show", list}).json().at("state").asString(), "witnessed");
    {
        station::Station station(home.path());
        const Session records = station.login("records", station::Pin("123456"));
        DisposalDesk desk(station, [] { return std::optional(record::readClock()); });
        EXPECT_THAT(idsOf(desk.carryOut(records, list, {"river", "2020-01-01", ""}).verdict),
                    UnorderedElementsAre("DisposalMethodNotPermitted", "DisposalDayWrong"));
        const DisposalOutcome done =
            desk.carryOut(records, list, {"dissolving", "", "Paper Mill Ltd."});
        ASSERT_TRUE(done.verdict.permitted()) << testing::PrintToString(idsOf(done.verdict));
        EXPECT_THAT(idsOf(desk.propose(records, {{gone}, {}, "again"}).verdict),
                    testing::Contains("PaperDisposedOf"));
    }
    EXPECT_THAT(refusalsOf(home.as("admin", {"disposal", "check", list, "--same"})),
                UnorderedElementsAre("DisposalProofMissing", "RecordNotVerifiedLately"));
    writeFile(home.path().parent_path() / "certificate.pdf", "dissolved");
    ASSERT_EQ(home.as("records", {"disposal", "prove", list, "--number", "K-77", "--file",
                                  (home.path().parent_path() / "certificate.pdf").string()})
                  .code,
              0);
    ASSERT_EQ(home.seihon({"record", "verify", gone}).code, 0); // the record is all that is left
    EXPECT_TRUE(home.as("records", {"disposal", "check", list, "--same"}).has("NotAuthorized"));
    const Result closed = home.as("admin", {"disposal", "check", list, "--same"});
    ASSERT_EQ(closed.code, 0) << closed.out;
    EXPECT_EQ(closed.json().at("state").asString(), "closed");
    EXPECT_EQ(closed.json().at("proof").at("file").asString(), record::sha256("dissolved").hex());
    for (const char* const ending : {"pdf", "html", "txt"}) {
        const auto file = home.path().parent_path() / (std::string("certificate-of.") + ending);
        const std::vector<std::string> print{"disposal", "certificate", list, "--out",
                                             file.string()};
        ASSERT_EQ(home.seihon(print).code, 0) << ending;
        EXPECT_EQ(home.seihon(print).code, 2); // not over it
        const std::string text = readFile(file);
        EXPECT_EQ(text.find("P-000123"), std::string::npos); // no patient's data
        if (std::string(ending) != "pdf") {
            EXPECT_NE(text.find("K-77"), std::string::npos) << text;
            EXPECT_NE(text.find("Paper Mill Ltd."), std::string::npos);
        }
    }
    EXPECT_TRUE(home.as("clerk", {"paper", "place", gone, "--box", "B-9"}).has("PaperDisposedOf"));
    EXPECT_EQ(home.as("clerk", {"paper", "place", kept, "--box", "B-9"}).code, 0);
    home.expectReplayed();
}

} // namespace seihon::cli_test
