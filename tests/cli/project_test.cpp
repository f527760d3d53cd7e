#include "project_home.h"

#include "record/digest.h"

#include <gtest/gtest.h>

// Projects of old paper with the real programs: plan, approval, start, jobs [C1, C2, C2a, C5, C7].
namespace seihon::cli_test {

namespace {

std::string logOf(const StationHome& home) {
    return home.seihon({"audit", "log", "--limit", "100000"}).out;
}

std::vector<std::string> subjectsOf(const Result& result, const std::string& finding) {
    std::vector<std::string> subjects;
    for (const record::Json& one : result.json().at("findings").asArray()) {
        if (one.at("id").asString() == finding) {
            subjects.push_back(one.at("subject").asString());
        }
    }
    return subjects;
}

} // namespace

TEST(Project, theTemplateIsAPlanThatLacksEverything) {
    const ProjectHome home;
    const std::string text = home.seihon({"project", "template"}).json().at("template").asString();
    const Result refused = home.lay(text);
    EXPECT_EQ(refused.code, 1) << refused.err;
    EXPECT_GT(subjectsOf(refused, "PlanPartMissing").size(), 30u) << refused.out;
    const auto file = home.path().parent_path() / "template.toml";
    ASSERT_EQ(home.seihon({"project", "template", "--to", file.string()}).code, 0);
    EXPECT_EQ(readFile(file), text);
    EXPECT_EQ(home.seihon({"project", "template", "--to", file.string()}).code, 2); // not over it
}

TEST(Project, isRefusedForEachMissingPart) {
    const ProjectHome home;
    const std::vector<std::pair<std::string, std::string>> gaps{
        {"reason = \"the cellar is damp\"", "hardship.reason"},
        {"committee = \"Ethics committee\"", "review.committee"},                // 1
        {"supervisor = \"pharmacist\"", "responsible.supervisor"},               // 2
        {"objections_to = \"the counter\"", "notice.objections_to"},             // 3
        {"monitoring = \"each batch by the other\"", "organisation.monitoring"}, // 4
        {"keeping = \"with the log\"", "records.keeping"},                       // 5
        {"qualification = \"CISA\"", "audit.qualification"},                     // 6
        {"method = \"dissolved\"", "disposal.method"}};                          // 7
    for (const auto& gap : gaps) {
        const Result refused = home.lay(home.planWith(gap.first, ""));
        EXPECT_EQ(refused.code, 1) << refused.out;
        EXPECT_EQ(subjectsOf(refused, "PlanPartMissing"), std::vector{gap.second});
    }
    EXPECT_TRUE(home.lay(home.planWith("name = \"B\"", "name = \"Yaku Chozai (DEMO)\""))
                    .has("PlanCommitteeNotFair"));
    EXPECT_EQ(home.lay(home.planWith("reason = ", "raeson = ")).code, 3); // a slip is told by line
    writeFile(home.path().parent_path() / "minutes.txt", "other minutes\n");
    const std::string text =
        home.planWith(record::sha256("other minutes\n").hex(),
                      record::sha256("The committee finds the rules sound.\n").hex());
    EXPECT_TRUE(home.lay(text).has("PlanMinutesDiffer"));
    EXPECT_TRUE(home.seihon({"project", "list"}).json().at("projects").asArray().empty());
    home.expectReplayed(); // each refusal is an entry, and is judged again
    EXPECT_NE(logOf(home).find("\"PlanMinutesDiffer\""), std::string::npos);
}

TEST(Project, startsWhenOthersHaveApprovedIt) {
    const ProjectHome home;
    const std::string project = home.planned();
    const Result early = home.as("records", {"project", "start", project});
    EXPECT_EQ(early.code, 1);
    EXPECT_TRUE(early.has("PlanApprovalsMissing")) << early.out;
    // Who inspects under the plan is appointed a manager as well, and cannot approve it.
    const std::string people = readFile(home.path() / "people.toml");
    const std::size_t at =
        people.find("role = \"registrar\"", people.find("user = \"pharmacist\""));
    ASSERT_NE(at, people.npos);
    writeFile(home.path() / "people.toml",
              std::string(people).replace(at, 18, "role = \"records-supervisor\""));
    const Result own = home.as("pharmacist", {"project", "approve", project});
    EXPECT_EQ(own.code, 1) << own.out;
    EXPECT_TRUE(own.has("ApproverWorksInProject")) << own.out;
    EXPECT_TRUE(home.as("clerk", {"project", "approve", project}).has("NotAuthorized"));
    ASSERT_EQ(home.as("manager", {"project", "approve", project}).code, 0);
    EXPECT_EQ(home.as("records", {"project", "start", project}).code, 1); // one is not two
    ASSERT_EQ(home.as("records", {"project", "approve", project}).code, 0);
    const Result started = home.as("records", {"project", "start", project});
    ASSERT_EQ(started.code, 0) << started.out;
    EXPECT_EQ(started.json().at("state").asString(), "running");
    EXPECT_EQ(started.json().at("planInForce").asString(), record::sha256(home.plan()).hex());
    EXPECT_EQ(home.as("records", {"project", "start", project}).code, 1); // not twice
    EXPECT_EQ(home.as("records", {"project", "start", "nothing"}).code, 3);
    home.expectReplayed();
}

TEST(Project, itsPlanStandsInTheSealedRecord) {
    const ProjectHome home;
    const std::string project = home.running();
    const std::string plan = record::sha256(home.plan()).hex();
    home.agrees(project, "P-1");
    const std::string job = home.accepted(project, "P-1");
    EXPECT_EQ(home.seihon({"job", "show", job}).json().at("project").at("plan").asString(), plan);
    const Result sealed = home.as("pharmacist", {"job", "seal", job});
    ASSERT_EQ(sealed.code, 0) << sealed.out << sealed.err;
    const std::string record = sealed.json().at("path").asString();
    const Result verified = runProgram({std::string(SEIHON_BIN_DIR) + "/seihon-verify", record,
                                        "--trust", (home.path() / "trust").string(), "--json"});
    ASSERT_EQ(verified.code, 0) << verified.out << verified.err;
    EXPECT_EQ(verified.json().at("project").at("plan").asString(), plan);
    EXPECT_EQ(verified.json().at("project").at("id").asString(), project);
    EXPECT_TRUE(verified.has("UnderProject"));
    const Result people = runProgram({std::string(SEIHON_BIN_DIR) + "/seihon-verify", record,
                                      "--trust", (home.path() / "trust").string()});
    EXPECT_NE(people.out.find(plan), std::string::npos) << people.out;
    EXPECT_EQ(readFile(home.path() / "projects" / (plan + ".toml")), home.plan());

    // What sealed something is not closed before the audit from outside [C4].
    EXPECT_TRUE(home.as("records", {"project", "close", project, "--reason", "done"})
                    .has("ProjectAuditMissing"));
    const Result shown = home.seihon({"project", "show", project});
    EXPECT_EQ(shown.json().at("jobs").at("sealed").asArray().size(), 1u);
    home.expectReplayed();
}

TEST(Project, oldPaperWithoutOneIsScannedAndNeverSealed) {
    const ProjectHome home;
    const std::string job = home.oldPaper("P-1");
    const Result opened = home.as("clerk", {"job", "open", job});
    EXPECT_TRUE(opened.has("ProjectMissing")) << opened.out; // told at once, and open
    EXPECT_EQ(opened.json().at("state").asString(), "open");
    home.scanned(job);
    EXPECT_EQ(home.seihon({"job", "show", job}).json().at("pages").asArray().size(), 1u);
    const Result refused = home.as("pharmacist", {"job", "seal", job});
    EXPECT_EQ(refused.code, 1);
    EXPECT_TRUE(refused.has("ProjectMissing")) << refused.out;
    // Nor opened under one that nobody approved, or that is not there.
    const std::string planned = home.planned();
    home.agrees(planned, "P-1");
    for (const std::string& project : {planned, std::string("nothing")}) {
        const Result not_ =
            home.as("clerk", {"job", "open", home.oldPaper("P-1"), "--project", project});
        EXPECT_EQ(not_.code, 1) << not_.out;
        EXPECT_EQ(not_.json().at("state").asString(), "registered");
    }
    home.expectReplayed();
}

TEST(Project, stoppedMeansStopped) {
    const ProjectHome home;
    const std::string project = home.running();
    home.agrees(project, "P-1");
    const std::string job = home.accepted(project, "P-1");
    const std::string waiting = home.oldPaper("P-1");
    ASSERT_EQ(home.as("manager", {"project", "stop", project, "--reason", "a flood"}).code, 0);
    const Result sealed = home.as("pharmacist", {"job", "seal", job});
    EXPECT_TRUE(sealed.has("ProjectNotRunning")) << sealed.out;
    EXPECT_TRUE(home.seihon({"job", "show", job}).has("ProjectNotRunning"));
    EXPECT_TRUE(
        home.as("clerk", {"job", "open", waiting, "--project", project}).has("ProjectNotRunning"));
    EXPECT_EQ(home.as("manager", {"project", "stop", project, "--reason", "again"}).code, 1);
    ASSERT_EQ(home.as("manager", {"project", "start", project}).code, 0);
    EXPECT_EQ(home.as("pharmacist", {"job", "seal", job}).code, 0);
    home.expectReplayed();
}

TEST(Project, aNewVersionNeedsNewApprovalsAndLeavesOpenJobsAlone) {
    const ProjectHome home;
    const std::string project = home.running();
    const std::string before = record::sha256(home.plan()).hex();
    home.agrees(project, "P-1");
    const std::string job = home.accepted(project, "P-1");
    const std::string changed = home.planWith("12 folders", "14 folders");
    ASSERT_EQ(home.lay(changed, project).code, 0);
    EXPECT_EQ(home.lay(changed, project).code, 2); // there already
    const Result refused = home.as("records", {"project", "start", project});
    EXPECT_TRUE(refused.has("PlanApprovalsMissing")) << refused.out;
    EXPECT_EQ(refused.json().at("planInForce").asString(), before); // it runs on as it was
    for (const char* user : {"manager", "records"}) {
        ASSERT_EQ(home.as(user, {"project", "approve", project}).code, 0);
    }
    ASSERT_EQ(home.as("records", {"project", "start", project}).code, 0);
    const Result sealed = home.as("pharmacist", {"job", "seal", job});
    ASSERT_EQ(sealed.code, 0) << sealed.out;
    const record::Json json =
        record::parseJson(readFile(sealed.json().at("path").asString() + "/record.json"));
    EXPECT_EQ(json.at("project").at("plan").asString(), before);
    EXPECT_EQ(json.at("project").at("version").asInt(), 1);
    const std::string next = home.oldPaper("P-1");
    const Result opened = home.as("clerk", {"job", "open", next, "--project", project});
    EXPECT_EQ(opened.json().at("project").at("plan").asString(), record::sha256(changed).hex());
    home.expectReplayed();
}

// The log says what was judged; a plan that was changed behind its back does not pass.
TEST(Project, aPlanThatWasTamperedWithIsFound) {
    const ProjectHome home;
    const std::string project = home.running();
    home.agrees(project, "P-1");
    const std::string open = home.oldPaper("P-1");
    ASSERT_EQ(home.as("clerk", {"job", "open", open, "--project", project}).code, 0);
    const auto kept = home.path() / "projects" / (record::sha256(home.plan()).hex() + ".toml");
    std::filesystem::permissions(kept, std::filesystem::perms::owner_write,
                                 std::filesystem::perm_options::add);
    writeFile(kept, home.planWith("operators = [\"clerk\"]", "operators = [\"pharmacist\"]"));
    EXPECT_EQ(home.as("clerk", {"job", "open", home.oldPaper("P-1"), "--project", project}).code,
              3);
    const Result shown = home.seihon({"job", "show", open}); // to be seen all the same [B6]
    EXPECT_EQ(shown.code, 0);
    EXPECT_TRUE(shown.has("ProjectPlanUnreadable")) << shown.out;
    EXPECT_EQ(home.seihon({"audit", "replay"}).code, 4);
    EXPECT_TRUE(home.seihon({"archive", "verify"}).has("FileAltered"));
}

} // namespace seihon::cli_test
