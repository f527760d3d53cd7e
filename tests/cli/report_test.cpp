#include "station_home.h"

#include "record/instant.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include <sstream>

// Questions to the log, and reports over it, as an auditor asks for them.
namespace seihon::cli_test {

namespace fs = std::filesystem;
using record::Json;

class Reported : public testing::Test {
  protected:
    // The day of the newest entry, by the hospital's calendar: a test may run over midnight.
    std::vector<std::string> today() const {
        const std::string at = m_home.as("auditor", {"audit", "search", "--limit", "1"})
                                   .json()
                                   .at("entries")
                                   .asArray()
                                   .at(0)
                                   .at("at")
                                   .asString();
        const record::Instant day = record::parseInstant(at);
        const auto shifted = [&](int hours) {
            return record::formatInstant(day + std::chrono::hours(hours)).substr(0, 10);
        };
        return {"--from", shifted(9 - 24), "--until", shifted(9)};
    }
    Result search(std::vector<std::string> more) const {
        more.insert(more.begin(), {"audit", "search"});
        return m_home.as("auditor", more);
    }
    static std::vector<std::string> kindsOf(const Result& result) {
        std::vector<std::string> kinds;
        for (const Json& one : result.json().at("entries").asArray()) {
            kinds.push_back(one.at("kind").asString());
        }
        return kinds;
    }
    std::vector<std::string> reportOf(const std::string& file, const std::string& kind) const {
        std::vector<std::string> words{"audit", "report", "--kind", kind, "-o", file};
        const auto period = today();
        words.insert(words.end(), period.begin(), period.end());
        return words;
    }

    StationHome m_home;
};

TEST_F(Reported, the_log_answers_who_did_what_to_whose_record) {
    const std::string record = m_home.sealedRecord().filename().string();
    ASSERT_EQ(m_home.as("clerk", {"record", "show", record}).code, 0);
    const Result seals = search({"--kind", "RecordSealed"});
    ASSERT_EQ(seals.code, 0) << seals.out;
    ASSERT_EQ(kindsOf(seals), std::vector<std::string>{"RecordSealed"});
    EXPECT_EQ(search({"--kind", "RecordSealed", "--user", "manager"})
                  .json()
                  .at("entries")
                  .asArray()
                  .size(),
              0u);
    // About a patient: what was done to the paper and who looked at the record, and nothing else.
    const Result about = search({"--patient", "P-000123"});
    const auto kinds = kindsOf(about);
    for (const char* kind :
         {"OriginalRegistered", "PageCaptured", "RecordSealed", "RecordViewed"}) {
        EXPECT_NE(std::find(kinds.begin(), kinds.end(), kind), kinds.end()) << kind;
    }
    EXPECT_EQ(std::find(kinds.begin(), kinds.end(), "HomeInitialised"), kinds.end());
    EXPECT_TRUE(kindsOf(search({"--patient", "P-999999"})).empty());
    // Page by page, no entry twice.
    const Result first = search({"--limit", "5"});
    const std::int64_t before = first.json().at("before").asInt();
    EXPECT_EQ(first.json().at("entries").asArray().back().at("sequence").asInt(), before);
    EXPECT_EQ(search({"--limit", "5", "--before", std::to_string(before)})
                  .json()
                  .at("entries")
                  .asArray()
                  .at(0)
                  .at("sequence")
                  .asInt(),
              before - 1);
    // Whom it was about does not stand in the open log.
    const std::string lines = readFile(m_home.path() / "ledger/entries/000000.jsonl");
    EXPECT_EQ(lines.find("P-999999"), std::string::npos);
    EXPECT_NE(lines.find("\"byPatient\":true"), std::string::npos);
    EXPECT_EQ(search({"--kind", "Nonsense"}).code, 2);
    EXPECT_EQ(search({"--from", "2026-02-30"}).code, 2);
    EXPECT_EQ(search({"--from", "2026-02-03", "--until", "2026-02-02"}).code, 2);
    EXPECT_EQ(m_home.as("clerk", {"audit", "search"}).code, 1);
}

TEST_F(Reported, a_period_is_told_in_numbers_that_add_up) {
    m_home.sealedRecord();
    const std::string open = m_home.openJob(1);
    ASSERT_FALSE(open.empty());
    const fs::path folder = m_home.path().parent_path();
    const fs::path csv = folder / "work.csv";
    const Result made = m_home.as("auditor", reportOf(csv.string(), "work"));
    ASSERT_EQ(made.code, 0) << made.out << made.err;
    const Json& json = made.json();
    EXPECT_EQ(json.at("jobs").asInt(), 2);
    EXPECT_EQ(json.at("sealed").asInt(), 1);
    EXPECT_EQ(json.at("unsealedNow").asInt(), 1);
    EXPECT_GE(json.at("pages").asInt(), 1);
    EXPECT_EQ(json.at("samePerson").asInt(), 0);
    // The days, the classes and the scanners add up to the whole.
    std::map<std::string, std::int64_t> jobs;
    std::istringstream lines(readFile(csv));
    for (std::string line; std::getline(lines, line);) {
        const std::string what = "\"jobs\",\"";
        if (const std::size_t place = line.find(what); place != std::string::npos) {
            jobs[line.substr(1, line.find('"', 1) - 1)] +=
                std::stoll(line.substr(place + what.size()));
        }
    }
    EXPECT_EQ(jobs["total"], 2);
    EXPECT_EQ(jobs["day"], 2);
    EXPECT_EQ(jobs["class"], 2);
    EXPECT_EQ(jobs["person"], 1) << "nobody has scanned the other one";
    EXPECT_EQ(m_home.as("auditor", reportOf(csv.string(), "work")).code, 2) << "it is there";
}

TEST_F(Reported, reports_are_papers_that_name_no_patient) {
    m_home.sealedRecord();
    const fs::path folder = m_home.path().parent_path();
    for (const char* kind : {"work", "questions", "director"}) {
        for (const char* ending : {".html", ".pdf", ".txt"}) {
            const fs::path file = folder / (kind + std::string(ending));
            const Result made = m_home.as("auditor", reportOf(file.string(), kind));
            ASSERT_EQ(made.code, 0) << made.out << made.err;
            const std::string text = readFile(file);
            EXPECT_GT(text.size(), 200u);
            EXPECT_EQ(text.find("P-000123"), std::string::npos);
        }
    }
    const std::string html = readFile(folder / "director.html");
    EXPECT_NE(html.find("data:image/png;base64,iVBOR"), std::string::npos) << "the chart";
    // The newest entry's day is still running; who looked at what is among the first questions.
    EXPECT_NE(html.find("not over yet"), std::string::npos);
    EXPECT_NE(readFile(folder / "questions.html").find("Log viewed"), std::string::npos);
    const std::string ahead = (folder / "ahead.html").string();
    ASSERT_EQ(m_home.as("auditor", {"audit", "report", "--month", "2999-01", "-o", ahead}).code, 0);
    EXPECT_NE(readFile(ahead).find("not begun"), std::string::npos);
    EXPECT_EQ(readFile(folder / "work.pdf").substr(0, 5), "%PDF-");
    EXPECT_EQ(m_home.as("auditor", {"audit", "report"}).code, 2) << "of which period?";
    EXPECT_EQ(m_home.as("auditor", {"audit", "report", "--month", "2026-13"}).code, 2);
    EXPECT_EQ(
        m_home.as("auditor", {"audit", "report", "--from", "2026-11-02", "--until", "2026-11-01"})
            .code,
        2);
    EXPECT_EQ(m_home.as("clerk", {"audit", "report", "--month", "2026-11"}).code, 1);
    // Each one that was made stands in the log.
    EXPECT_EQ(m_home.seihon({"audit", "replay"}).code, 0);
}

} // namespace seihon::cli_test
