#include "project_home.h"

#include <gtest/gtest.h>

// Who objects is not scanned [C1]: before, in the middle, and after.
namespace seihon::cli_test {

TEST(Objection, blocksOpeningFeedingAndSealingUnderAProject) {
    const ProjectHome home;
    const std::string project = home.running();
    for (const char* patient : {"P-1", "P-2", "P-3"}) {
        home.agrees(project, patient);
    }
    const std::string open = home.oldPaper("P-1");
    const std::string toFeed = home.oldPaper("P-1");
    ASSERT_EQ(home.as("clerk", {"job", "open", toFeed, "--project", project}).code, 0);
    ASSERT_EQ(
        home.as("clerk", {"job", "prepare", toFeed, "--sheets", "1", "--attest-complete"}).code, 0);
    const std::string toSeal = home.accepted(project, "P-1");
    const std::string other = home.accepted(project, "P-2");
    const std::string objection = home.objects("P-1");

    EXPECT_TRUE(
        home.as("clerk", {"job", "open", open, "--project", project}).has("PatientObjects"));
    home.clearFeeder();
    home.layPaper(1);
    const Result fed = home.as("clerk", {"job", "scan", toFeed});
    EXPECT_TRUE(fed.has("PatientObjects")) << fed.out;
    EXPECT_TRUE(fed.json().at("pages").asArray().empty());
    const Result sealed = home.as("pharmacist", {"job", "seal", toSeal});
    EXPECT_EQ(sealed.code, 1);
    EXPECT_TRUE(sealed.has("PatientObjects")) << sealed.out;
    // No way round: what goes on as a reference copy is still old paper of this project.
    ASSERT_EQ(home.as("clerk", {"job", "convert", toSeal, "--reason", "try"}).code, 0);
    ASSERT_EQ(home.as("clerk", {"job", "submit", toSeal}).code, 0);
    EXPECT_TRUE(home.as("pharmacist", {"job", "seal", toSeal}).has("PatientObjects"));
    // Care goes on [B6]: the images are seen, and paper of today is scanned and sealed.
    EXPECT_EQ(home.seihon({"job", "show", toSeal}).code, 0);
    home.clearFeeder();
    const std::string letter = home.submittedJob(1);
    EXPECT_EQ(home.as("clerk", {"job", "seal", letter}).code, 0);
    EXPECT_EQ(home.as("pharmacist", {"job", "seal", other}).code, 0); // nor another patient's

    const Result lifted = home.as(
        "clerk", {"objection", "lift", objection, "--reason", "the family came back to it"});
    ASSERT_EQ(lifted.code, 0) << lifted.out;
    EXPECT_EQ(home.as("clerk", {"objection", "lift", objection, "--reason", "twice"}).code, 3);
    (void)home.inspected(toSeal); // it was handed in anew
    EXPECT_EQ(home.as("pharmacist", {"job", "seal", toSeal}).code, 0);
    home.expectReplayed();
}

TEST(Objection, thatComesLaterIsMatchedWithWhatIsSealed) {
    const ProjectHome home;
    const std::string project = home.running();
    const std::string consent = home.agrees(project, "P-1");
    const Result sealed = home.as("pharmacist", {"job", "seal", home.accepted(project, "P-1")});
    ASSERT_EQ(sealed.code, 0) << sealed.out;
    const std::string record = sealed.json().at("record").asString();
    const Result said =
        home.as("clerk", {"objection", "add", "--patient", "P-1", "--remark", "by letter"});
    ASSERT_EQ(said.code, 0);
    EXPECT_TRUE(said.has("ObjectionConcernsSealed")) << said.out;
    ASSERT_EQ(said.json().at("sealed").asArray().size(), 1u);
    EXPECT_EQ(said.json().at("sealed").asArray()[0].at("record").asString(), record);
    // Nothing happens to it by itself; a person withdraws it by the verb that there is.
    EXPECT_EQ(home.seihon({"record", "show", record}).code, 0);
    ASSERT_EQ(home.as("records", {"record", "withdraw", record, "--reason", "objection"}).code, 0);
    const Result list = home.as("records", {"objection", "list"});
    ASSERT_EQ(list.json().at("rows").asArray().size(), 1u) << list.out;
    const record::Json& row = list.json().at("rows").asArray()[0];
    EXPECT_EQ(row.at("patient").at("id").asString(), "P-1");
    EXPECT_TRUE(row.at("sealed").asArray()[0].at("withdrawn").asBool());
    const Result taken = home.as("clerk", {"consent", "withdraw", consent, "--reason", "said so"});
    EXPECT_EQ(taken.code, 0);
    home.expectReplayed();
}

TEST(Objection, namesAreForWhomTheRegulationLetsSeeThem) {
    const ProjectHome home;
    home.objects("P-77");
    for (const char* user : {"clerk", "auditor", ""}) {
        const Result list = home.as(user, {"objection", "list"});
        ASSERT_EQ(list.code, 0) << list.out << list.err;
        EXPECT_EQ(list.json().at("inForce").asInt(), 1);
        EXPECT_TRUE(list.json().at("restricted").asBool());
        EXPECT_EQ(list.out.find("P-77"), std::string::npos);
    }
    EXPECT_EQ(home.as("admin", {"objection", "add", "--patient", "P-1"}).code, 1);
    EXPECT_EQ(home.as("clerk", {"objection", "add"}).code, 2);
    const Result named = home.as("records", {"objection", "list"});
    EXPECT_NE(named.out.find("P-77"), std::string::npos);
    // Public lines of the log hold neither.
    for (const char* word : {"P-77", "by letter", "Name of"}) {
        EXPECT_EQ(home.seihon({"audit", "log", "--limit", "1000"}).out.find(word),
                  std::string::npos)
            << word;
    }
    home.expectReplayed();
}

TEST(Consent, isNeededOfEachPatientWhereThePlanRestsOnIt) {
    const ProjectHome home;
    const std::string project = home.running();
    const std::string job = home.oldPaper("P-1");
    const Result without = home.as("clerk", {"job", "open", job, "--project", project});
    EXPECT_EQ(without.code, 1);
    EXPECT_TRUE(without.has("ConsentMissing")) << without.out;
    EXPECT_EQ(home.as("clerk", {"consent", "add", "--project", "x", "--patient", "P-1"}).code, 3);
    const std::string consent = home.agrees(project, "P-1");
    ASSERT_EQ(home.as("clerk", {"job", "open", job, "--project", project}).code, 0);
    home.inspected(home.scanned(job));
    ASSERT_EQ(home.as("clerk", {"consent", "withdraw", consent, "--reason", "by phone"}).code, 0);
    EXPECT_TRUE(home.as("pharmacist", {"job", "seal", job}).has("ConsentMissing"));
    home.expectReplayed();
}

// Signed, and no timestamp yet: an objection that comes in between still counts.
TEST(Objection, stopsASealThatWaitsForItsTimestamp) {
    const ProjectHome home;
    const std::string project = home.running();
    home.agrees(project, "P-1");
    const std::string job = home.accepted(project, "P-1");
    home.editFile("station.toml", "url = \"demo:\"", "url = \"http://127.0.0.1:9/\"");
    const Result pending = home.as("pharmacist", {"job", "seal", job});
    ASSERT_EQ(pending.code, 3) << pending.out;
    ASSERT_EQ(pending.json().at("state").asString(), "sealing-pending");
    home.objects("P-1");
    home.editFile("station.toml", "url = \"http://127.0.0.1:9/\"", "url = \"demo:\"");
    std::filesystem::remove(home.path() / "services.json"); // it is asked again at once
    (void)home.seihon({"work", "--once"});
    const Result shown = home.seihon({"job", "show", job});
    EXPECT_EQ(shown.json().at("state").asString(), "accepted") << shown.out;
    EXPECT_TRUE(shown.has("PatientObjects"));
    EXPECT_TRUE(home.archivedRecords().empty());
    home.expectReplayed();
}

} // namespace seihon::cli_test
