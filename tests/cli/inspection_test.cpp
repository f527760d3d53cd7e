#include "project_home.h"

#include "record/inspection.h"

#include <gtest/gtest.h>

// What one person scanned another one inspects, before it is sealed [C3], with the real programs.
namespace seihon::cli_test {

namespace {

Result verifyRecord(const ProjectHome& home, const std::string& record) {
    return runProgram({std::string(SEIHON_BIN_DIR) + "/seihon-verify", record, "--trust",
                       (home.path() / "trust").string(), "--json"});
}

record::Json jobOf(const ProjectHome& home, const std::string& job) {
    const Result list = home.seihon({"inspect", "list"});
    for (const record::Json& one : list.json().at("jobs").asArray()) {
        if (one.at("job").asString() == job) {
            return one;
        }
    }
    ADD_FAILURE() << "not in the list: " << list.out;
    return {};
}

// Several sheets in one job of the project, accepted.
std::string manySheets(const ProjectHome& home, const std::string& project, int sheets) {
    const std::string count = std::to_string(sheets);
    const Result registered = home.as("clerk", {"job", "register", "--class", "old-chart",
                                                "--patient", "P-1", "--sheets", count});
    const std::string job = registered.json().at("job").asString();
    home.clearFeeder();
    home.layPaper(sheets);
    const std::vector<std::vector<std::string>> steps{
        {"clerk", "open", job, "--project", project},
        {"clerk", "prepare", job, "--sheets", count, "--attest-complete"},
        {"clerk", "scan", job},
        {"clerk", "compare", job, "--same"},
        {"clerk", "submit", job},
        {"manager", "accept", job}};
    for (const std::vector<std::string>& step : steps) {
        std::vector<std::string> args{"job"};
        args.insert(args.end(), step.begin() + 1, step.end());
        const Result done = home.as(step[0], args);
        EXPECT_EQ(done.code, 0) << step[1] << done.out << done.err;
    }
    return job;
}

} // namespace

TEST(Inspection, isAnotherPersonsAndComesBeforeTheSeal) {
    const ProjectHome home;
    const std::string project = home.running();
    home.agrees(project, "P-1");
    const std::string job = home.uninspected(project, "P-1");
    const Result early = home.as("pharmacist", {"job", "seal", job});
    EXPECT_EQ(early.code, 1);
    EXPECT_TRUE(early.has("InspectionMissing")) << early.out;

    const auto picture = home.newPath("page.png");
    const Result own = home.as("clerk", {"inspect", "view", job, "1", "--to", picture.string()});
    EXPECT_EQ(own.code, 1);
    EXPECT_TRUE(own.has("SamePersonScannedAndInspected")) << own.out;
    EXPECT_FALSE(std::filesystem::exists(picture));
    const Result stranger = home.as("manager", {"inspect", "approve", job});
    EXPECT_TRUE(stranger.has("InspectorNotInPlan")) << stranger.out;
    EXPECT_TRUE(home.as("admin", {"inspect", "approve", job}).has("NotAuthorized"));
    const Result unseen = home.as("pharmacist", {"inspect", "approve", job});
    EXPECT_EQ(unseen.code, 1);
    EXPECT_TRUE(unseen.has("PageNotViewed")) << unseen.out;
    EXPECT_TRUE(home.as("pharmacist", {"inspect", "reject", job, "1", "--reason", "a guess"})
                    .has("PageNotViewed"));

    EXPECT_EQ(jobOf(home, job).at("scope").asString(), "share");
    ASSERT_EQ(home.as("pharmacist", {"inspect", "view", job, "1", "--to", picture.string()}).code,
              0);
    EXPECT_EQ(readFile(picture).substr(1, 3), "PNG");
    EXPECT_TRUE(home.as("pharmacist", {"job", "seal", job}).has("InspectionMissing"));
    ASSERT_EQ(home.as("pharmacist", {"inspect", "approve", job}).code, 0);
    EXPECT_EQ(jobOf(home, job).at("approvedBy").asString(), "pharmacist");
    const Result sealed = home.as("pharmacist", {"job", "seal", job});
    ASSERT_EQ(sealed.code, 0) << sealed.out << sealed.err;

    const std::string record = sealed.json().at("path").asString();
    const record::Json json = record::parseJson(readFile(record + "/record.json"));
    const record::Json& inspection = json.at("inspection");
    EXPECT_EQ(inspection.at("actor").at("user").asString(), "pharmacist");
    EXPECT_EQ(inspection.at("of").asInt(), 1);
    EXPECT_EQ(inspection.at("pages").asArray().size(), 1u);
    const Result verified = verifyRecord(home, record);
    ASSERT_EQ(verified.code, 0) << verified.out;
    EXPECT_TRUE(verified.has("PagesInspected")) << verified.out;
    home.expectReplayed();

    // The same pages with corrected facts were inspected already: the record says null, and is
    // good.
    const auto correction = home.newPath("correction.json");
    writeFile(correction, R"([{"what":"title","before":"x","after":"y"}])");
    const Result amended =
        home.as("manager", {"record", "amend", json.at("recordId").asString(), "--reason", "a slip",
                            "--same-pages", "--correction", correction.string()});
    ASSERT_EQ(amended.code, 0) << amended.out << amended.err;
    const std::string again = amended.json().at("job").asString();
    for (const std::vector<std::string>& step :
         {std::vector<std::string>{"records", "compare", again, "--same"},
          {"clerk", "compare", again, "--same"},
          {"clerk", "submit", again},
          {"manager", "accept", again}}) {
        std::vector<std::string> args{"job"};
        args.insert(args.end(), step.begin() + 1, step.end());
        (void)home.as(step[0], args);
    }
    const Result corrected = home.as("pharmacist", {"job", "seal", again});
    if (corrected.code == 0) {
        const Result good = verifyRecord(home, corrected.json().at("path").asString());
        EXPECT_EQ(good.code, 0) << good.out;
    }
    EXPECT_FALSE(corrected.has("InspectionMissing")) << corrected.out;
    home.expectReplayed();
}

TEST(Inspection, aFaultSendsItBackAndTightens) {
    const ProjectHome home;
    const std::string project = home.running();
    home.agrees(project, "P-1");
    const std::string job = home.uninspected(project, "P-1");
    ASSERT_EQ(
        home.as("pharmacist", {"inspect", "view", job, "1", "--to", home.newPath("a.png").string()})
            .code,
        0);
    const Result rejected =
        home.as("pharmacist", {"inspect", "reject", job, "1", "--reason", "cut at the edge"});
    ASSERT_EQ(rejected.code, 0) << rejected.out;
    EXPECT_EQ(rejected.json().at("state").asString(), "open");
    EXPECT_EQ(rejected.json().at("faults").asArray().size(), 1u);
    EXPECT_EQ(home.as("pharmacist", {"inspect", "approve", job}).code, 1); // it is not handed in
    for (const std::vector<std::string>& step :
         {std::vector<std::string>{"clerk", "compare", job, "--same"},
          {"clerk", "submit", job},
          {"manager", "accept", job}}) {
        std::vector<std::string> args{"job"};
        args.insert(args.end(), step.begin() + 1, step.end());
        ASSERT_EQ(home.as(step[0], args).code, 0) << step[1];
    }
    // Which pages were drawn is known by now, so all are; what was seen before does not count.
    EXPECT_EQ(jobOf(home, job).at("scope").asString(), "all-again");
    EXPECT_TRUE(home.as("pharmacist", {"inspect", "approve", job}).has("PageNotViewed"));
    home.inspected(job);
    const Result sealed = home.as("pharmacist", {"job", "seal", job});
    ASSERT_EQ(sealed.code, 0) << sealed.out;
    const record::Json json =
        record::parseJson(readFile(sealed.json().at("path").asString() + "/record.json"));
    EXPECT_EQ(json.at("inspection").at("sentBack").asInt(), 1);
    EXPECT_EQ(jobOf(home, home.uninspected(project, "P-1")).at("scope").asString(),
              "all-after-fault");
    home.expectReplayed();
}

// The draw is the smallest digests of a seed that lay sealed in the log since the job was opened.
TEST(Inspection, isDrawnByACommittedSeed) {
    const ProjectHome home;
    const std::string project = home.running();
    home.agrees(project, "P-1");
    const std::string job = manySheets(home, project, 5);
    const Result log = home.seihon({"audit", "log", "--job", job, "--limit", "1000"});
    record::Json opened, submitted;
    for (const record::Json& entry : log.json().at("entries").asArray()) {
        if (entry.at("kind").asString() == "JobOpened") {
            opened = entry;
        } else if (entry.at("kind").asString() == "JobSubmitted") {
            submitted = entry;
        }
    }
    EXPECT_EQ(opened.at("facts").find("inspectionSeed"), nullptr);
    const record::PageDraw draw = record::pageDrawFromJson(submitted.at("facts").at("inspection"));
    EXPECT_EQ(draw.pages.size(), 1u); // a tenth of five, rounded up
    const record::Json hidden = record::Json::object({{"inspectionSeed", draw.seed.hex()}});
    EXPECT_EQ(record::privateCommitmentOf(draw.salt, hidden).hex(),
              opened.at("privateCommitment").asString());
    EXPECT_EQ(record::drawnPages(draw, job, 5), draw.pages);
    home.expectReplayed();
}

} // namespace seihon::cli_test
