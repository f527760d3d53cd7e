#include "project_home.h"

#include "record/digest.h"
#include "tests/support/run_tool.h"

#include <gtest/gtest.h>

// The audit of a project of old paper from outside [C4], with the real programs.
namespace seihon::cli_test {

namespace {

const std::string kSeed(64, 'a');

class AuditHome : public ProjectHome {
  public:
    AuditHome() : m_project(running()) { agrees(m_project, "P-1"); }

    const std::string& project() const { return m_project; }
    std::string sealed() const {
        const Result done = as("pharmacist", {"job", "seal", accepted(m_project, "P-1")});
        EXPECT_EQ(done.code, 0) << done.out << done.err;
        return done.json().at("record").asString();
    }
    Result audit(const std::string& user, std::vector<std::string> args) const {
        args.insert(args.begin(), {"project", "audit"});
        return as(user, args);
    }
    Result start() const {
        return audit("auditor", {"start", m_project, "--independence", "paid by nobody here"});
    }
    std::string list(const std::string& text) const {
        const auto file = newPath("list.txt");
        writeFile(file, text);
        return file.string();
    }
    Result view(const std::string& id, int item, std::vector<std::string> more = {}) const {
        std::vector<std::string> args{"view", id, std::to_string(item), "--to",
                                      newPath("pages").string()};
        args.insert(args.end(), more.begin(), more.end());
        return audit("auditor", args);
    }
    Result close() const {
        return as("records", {"project", "close", m_project, "--reason", "all is done"});
    }

  private:
    std::string m_project;
};

std::vector<std::int64_t> placesOf(const record::Json& draw) {
    std::vector<std::int64_t> places;
    for (const record::Json& place : draw.at("places").asArray()) {
        places.push_back(place.asInt());
    }
    return places;
}

// The script of docs/sampling.md as it stands there, run by python.
std::vector<std::int64_t> drawnByPython(const record::Json& draw, std::size_t count) {
    const std::string text = readFile(std::string(SEIHON_SOURCE_DIR) + "/docs/sampling.md");
    const std::string fence = "```python\n";
    const std::size_t from = text.find(fence) + fence.size();
    const std::string script = text.substr(from, text.find("```", from) - from);
    const auto file = std::filesystem::temp_directory_path() /
                      ("seihon-draw-" + draw.at("of").asString().substr(0, 16) + ".py");
    writeFile(file, script);
    const support::ToolAnswer answer = support::runTool(
        "python3 " + file.string() + " " + draw.at("seed").asString() + " " +
        draw.at("of").asString() + " " + std::to_string(draw.at("population").asInt()) + " " +
        std::to_string(count));
    std::filesystem::remove(file);
    EXPECT_EQ(answer.exitCode, 0) << answer.output;
    std::vector<std::int64_t> places;
    std::istringstream lines(answer.output);
    for (std::int64_t place = 0; lines >> place;) {
        places.push_back(place);
    }
    return places;
}

} // namespace

TEST(ProjectAudit, coversWhatWasSealedAndLetsTheProjectEnd) {
    const AuditHome home;
    EXPECT_TRUE(home.start().has("AuditNothingToDraw"));
    const std::string first = home.sealed(), second = home.sealed(), third = home.sealed();
    EXPECT_TRUE(home.close().has("ProjectAuditMissing"));

    EXPECT_TRUE(home.audit("records", {"start", home.project(), "--independence", "x"})
                    .has("NotAuthorized"));
    EXPECT_TRUE(home.audit("auditor", {"start", home.project(), "--independence", "x", "--name",
                                       "Somebody Else"})
                    .has("AuditorNotInPlan"));
    const Result started = home.start();
    ASSERT_EQ(started.code, 0) << started.out << started.err;
    const std::string id = started.json().at("audit").asString();
    EXPECT_EQ(started.json().at("population").asInt(), 3);
    EXPECT_EQ(started.json().at("auditor").at("qualification").asString(), "CISA");
    EXPECT_TRUE(home.start().has("AuditStillOpen"));
    const std::string fourth = home.sealed(); // after the freeze

    EXPECT_TRUE(home.audit("auditor", {"draw", id, "--seed", kSeed, "--count", "2"})
                    .has("AuditSampleTooSmall"));
    EXPECT_EQ(home.audit("auditor", {"draw", id, "--seed", "123", "--count", "3"}).code, 2);
    const Result records = home.audit("auditor", {"draw", id, "--seed", kSeed, "--count", "3"});
    ASSERT_EQ(records.code, 0) << records.out;
    EXPECT_TRUE(home.audit("auditor", {"draw", id, "--seed", std::string(64, 'b'), "--count", "3"})
                    .has("AuditDrawnAlready"));
    EXPECT_EQ(records.out.find(fourth), std::string::npos);
    std::string lines;
    for (int i = 1; i <= 40; ++i) {
        lines += "mail " + std::to_string(i) + ", chart of the old ward\r\n";
    }
    for (const std::string& bad :
         {std::string("twice\ntwice\n"), std::string("a\x01\n"), std::string(301, 'x')}) {
        EXPECT_EQ(home.audit("auditor", {"draw", id, "--seed", kSeed, "--count", "20", "--list",
                                         home.list(bad)})
                      .code,
                  2);
    }
    const Result drawn = home.audit(
        "auditor", {"draw", id, "--seed", kSeed, "--count", "20", "--list", home.list(lines)});
    ASSERT_EQ(drawn.code, 0) << drawn.out;
    const auto& draws = drawn.json().at("draws").asArray();
    ASSERT_EQ(draws.size(), 2u);
    EXPECT_EQ(draws[1].at("of").asString(), record::sha256(lines).hex());
    EXPECT_EQ(placesOf(draws[0]), drawnByPython(draws[0], 3));
    EXPECT_EQ(placesOf(draws[1]), drawnByPython(draws[1], 20));
    const auto& items = drawn.json().at("items").asArray();
    ASSERT_EQ(items.size(), 23u);
    EXPECT_EQ(items[3].at("line").asString(), "mail " +
                                                  std::to_string(items[3].at("place").asInt() + 1) +
                                                  ", chart of the old ward");
    // What stands on paper may be about patients: not for everybody, nor in the log's lines.
    EXPECT_EQ(home.audit("", {"show", id}).out.find("old ward"), std::string::npos);
    EXPECT_EQ(home.seihon({"audit", "log", "--limit", "10000"}).out.find("old ward,"),
              std::string::npos);

    const auto say = [&](int item, std::vector<std::string> words) {
        words.insert(words.begin(), {"record", id, std::to_string(item)});
        return home.audit("auditor", words);
    };
    EXPECT_TRUE(say(1, {"--same"}).has("PageNotViewed"));
    for (int item = 1; item <= 3; ++item) {
        ASSERT_EQ(home.view(id, item).code, 0);
        ASSERT_EQ(say(item, {"--same"}).code, 0);
    }
    EXPECT_TRUE(home.view(id, 4, {"--record", fourth}).has("NotInSample")); // sealed too late
    for (int item = 4; item <= 22; ++item) {
        ASSERT_EQ(home.view(id, item, {"--record", item % 2 == 0 ? first : second}).code, 0);
        ASSERT_EQ(say(item, {"--same", "--record", item % 2 == 0 ? first : second}).code, 0);
    }
    const auto finish = [&] {
        return home.audit("auditor", {"close", id, "--conclusion", "in good order but for one"});
    };
    EXPECT_TRUE(finish().has("AuditItemsOpen"));
    ASSERT_EQ(say(23, {"--not-found", "no record of this chart"}).code, 0);
    EXPECT_TRUE(say(23, {"--same", "--record", third}).has("AuditFaultStands"));
    EXPECT_TRUE(finish().has("AuditFaultsNotSettled"));
    EXPECT_TRUE(home.audit("auditor", {"settle", id, "23", "--reason", "x"}).has("NotAuthorized"));
    EXPECT_TRUE(
        home.audit("manager", {"settle", id, "22", "--reason", "x"}).has("AuditItemUnknown"));
    ASSERT_EQ(
        home.audit("manager", {"settle", id, "23", "--reason", "lent out; scanned next week"}).code,
        0);
    ASSERT_EQ(finish().code, 0);
    EXPECT_EQ(home.view(id, 1).code, 1); // it is over

    // One was sealed after the freeze: a second audit covers it, and only it.
    const Result coverage = home.audit("", {"list", home.project()});
    EXPECT_EQ(coverage.json().at("sealed").asInt(), 4) << coverage.out;
    EXPECT_EQ(coverage.json().at("covered").asInt(), 3);
    EXPECT_TRUE(home.close().has("ProjectAuditMissing"));
    const Result next = home.start();
    EXPECT_EQ(next.json().at("population").asInt(), 1) << next.out;
    const std::string more = next.json().at("audit").asString();
    ASSERT_EQ(home.audit("auditor", {"draw", more, "--seed", kSeed, "--count", "1"}).code, 0);
    ASSERT_EQ(home.audit("auditor", {"draw", more, "--seed", kSeed, "--count", "1", "--list",
                                     home.list("mail 41\n")})
                  .code,
              0);
    ASSERT_EQ(home.view(more, 1).code, 0);
    ASSERT_EQ(home.view(more, 2, {"--record", fourth}).code, 0);
    for (const char* item : {"1", "2"}) {
        ASSERT_EQ(home.audit("auditor", {"record", more, item, "--same", "--record", fourth}).code,
                  0);
    }
    ASSERT_EQ(home.audit("auditor", {"close", more, "--conclusion", "good"}).code, 0);
    home.expectReplayed();
    // The report closes every number, and names no patient.
    const auto csv = home.newPath("report.csv"), pdf = home.newPath("report.pdf"),
               html = home.newPath("report.html");
    for (const auto& file : {csv, pdf, html}) {
        const Result report =
            home.seihon({"project", "report", home.project(), "--out", file.string()});
        ASSERT_EQ(report.code, 0) << report.out << report.err;
        EXPECT_TRUE(report.json().at("closes").asBool());
        EXPECT_EQ(report.json().at("sums").asArray()[0].at("total").asInt(), 4);
    }
    EXPECT_NE(readFile(csv).find("\r\njobs-opened,\""), std::string::npos) << readFile(csv);
    EXPECT_NE(readFile(csv).find(",4,yes\r\n"), std::string::npos);
    EXPECT_EQ(readFile(pdf).substr(0, 5), "%PDF-");
    EXPECT_NE(readFile(html).find(kSeed), std::string::npos);
    for (const auto& file : {csv, html}) {
        for (const char* word : {"P-1", "Name of", "old ward,", "no record of this chart"}) {
            EXPECT_EQ(readFile(file).find(word), std::string::npos) << word;
        }
    }
    if (const char* keep = std::getenv("SEIHON_KEEP_REPORT")) {
        std::filesystem::copy_file(pdf, keep);
    }
    const Result closed = home.close();
    EXPECT_EQ(closed.code, 0) << closed.out;
    EXPECT_EQ(closed.json().at("state").asString(), "closed");
    home.expectReplayed();
}

} // namespace seihon::cli_test
