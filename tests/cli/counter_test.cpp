#include "station_home.h"

#include "record/instant.h"

#include <gtest/gtest.h>

// The counter: cover sheets, labels, the queue, provisional patients, envelopes [B1, B4, F16, W].
namespace seihon::cli_test {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> registration(std::vector<std::string> more = {}) {
    std::vector<std::string> args{"job",       "register", "--class",        "referral-letter",
                                  "--patient", "P-0001",   "--patient-name", "見本 太郎",
                                  "--sheets",  "2"};
    args.insert(args.end(), more.begin(), more.end());
    return args;
}

std::string jobIn(const Result& run) {
    EXPECT_EQ(run.code, 0) << run.out << run.err;
    return run.json().at("job").asString();
}

std::string logOf(const StationHome& home, const std::string& job) {
    return home.seihon({"audit", "log", "--job", job, "--limit", "1000"}).out;
}

// Its cover sheet as a scanner sees it, on top of the tray.
void layCover(const StationHome& home, const std::string& job) {
    ASSERT_EQ(
        home.as("clerk", {"job", "cover", job, "--print", (home.tray() / "0000.png").string()})
            .code,
        0);
}

} // namespace

TEST(Counter, the_cover_sheet_opens_its_job_and_never_becomes_a_page) {
    const StationHome home;
    const fs::path pdf = home.path() / "cover.pdf";
    const std::string job = jobIn(home.as("clerk", registration({"--cover-sheet", pdf.string()})));
    EXPECT_TRUE(readFile(pdf).starts_with("%PDF"));
    layCover(home, job);
    home.layPaper(2);
    const Result sealed = home.as("clerk", {"intake", "--cover", "--attest-complete"});
    ASSERT_EQ(sealed.code, 0) << sealed.out << sealed.err;
    EXPECT_EQ(sealed.json().at("job").asString(), job);
    EXPECT_EQ(sealed.json().at("state").asString(), "sealed");
    EXPECT_EQ(sealed.json().at("pages").asArray().size(), 2u);
    const std::string log = logOf(home, job);
    EXPECT_NE(log.find("\"kind\":\"CoverSheetPrinted\""), std::string::npos);
    EXPECT_NE(log.find("\"kind\":\"CoverSheetScanned\""), std::string::npos);
    // Its image goes with the job's working files [F11]; who, when and the digest stay.
    EXPECT_TRUE(fs::is_empty(home.path() / "covers"));
    EXPECT_EQ(home.seihon({"archive", "verify"}).code, 0);
}

TEST(Counter, a_foreign_first_sheet_stops_before_the_originals_and_nothing_is_lost) {
    const StationHome home;
    const std::string job = jobIn(home.as("clerk", registration()));
    home.layPaper(2); // no cover: the first sheet is a letter
    const Result none = home.as("clerk", {"intake", "--cover", "--attest-complete"});
    EXPECT_EQ(none.code, 1) << none.out;
    EXPECT_TRUE(none.has("CoverSheetUnknown")) << none.out;
    EXPECT_EQ(std::distance(fs::directory_iterator(home.path() / "covers"), {}), 1);
    EXPECT_TRUE(fs::exists(home.tray() / "0002.png")); // the second was not fed
    EXPECT_EQ(home.seihon({"job", "show", job}).json().at("state").asString(), "registered");

    // A code of this kind, but of no job here.
    const StationHome other;
    const std::string foreign = jobIn(other.as("clerk", registration()));
    home.clearFeeder();
    ASSERT_EQ(
        other.as("clerk", {"job", "cover", foreign, "--print", (home.tray() / "0000.png").string()})
            .code,
        0);
    EXPECT_TRUE(home.as("clerk", {"intake", "--cover"}).has("CoverSheetUnknown"));
}

TEST(Counter, the_next_stacks_cover_is_no_page_of_this_one) {
    const StationHome home;
    const std::string mine = jobIn(home.as("clerk", registration()));
    const std::string next = jobIn(home.as("clerk", registration()));
    layCover(home, mine);
    home.layPaper(1); // one sheet is missing, so the count does not tell
    ASSERT_EQ(
        home.as("clerk", {"job", "cover", next, "--print", (home.tray() / "0002.png").string()})
            .code,
        0);
    const Result run = home.as("clerk", {"intake", "--cover", "--attest-complete"});
    EXPECT_EQ(run.code, 1) << run.out;
    EXPECT_TRUE(run.has("CoverSheetAmongPages")) << run.out;
    EXPECT_EQ(run.json().at("state").asString(), "open");
    EXPECT_EQ(run.json().at("pages").asArray().size(), 2u);
    // Whoever goes on step by step meets it again, once the pages were looked at.
    const Result looked = home.seihon({"job", "examine", mine});
    EXPECT_NE(looked.out.find("CoverSheetAmongPages"), std::string::npos) << looked.out;
    ASSERT_EQ(home.as("clerk", {"job", "compare", mine, "--same"}).code, 0);
    EXPECT_TRUE(home.as("clerk", {"job", "submit", mine}).has("PageUndecided"));
    ASSERT_EQ(home.as("clerk", {"job", "page", mine, "2", "--set-aside", "the next cover"}).code,
              0);
    EXPECT_FALSE(home.seihon({"job", "show", mine}).has("SetAsideUnlike"));
}

TEST(Counter, another_jobs_cover_is_refused_by_job_scan) {
    const StationHome home;
    const std::string mine = jobIn(home.as("clerk", registration()));
    const std::string other = jobIn(home.as("clerk", registration()));
    layCover(home, other);
    home.layPaper(2);
    const Result refused = home.as("clerk", {"job", "scan", mine, "--cover"});
    EXPECT_EQ(refused.code, 1) << refused.out;
    EXPECT_TRUE(refused.has("CoverSheetOfOtherJob"));
    EXPECT_EQ(home.seihon({"job", "show", mine}).json().at("state").asString(), "registered");
    home.clearFeeder();
    layCover(home, mine);
    home.layPaper(2);
    // The cover opens the job; feeding originals still needs somebody to have looked [A2].
    EXPECT_TRUE(home.as("clerk", {"job", "scan", mine, "--cover"}).has("NotPrepared"));
    EXPECT_EQ(home.seihon({"job", "show", mine}).json().at("state").asString(), "open");
    EXPECT_TRUE(fs::exists(home.tray() / "0001.png"));
}

TEST(Counter, the_night_desk_registers_by_label_and_scans_nothing) {
    const StationHome home;
    // A registrar, for whom the demo has no person of her own.
    home.editFile("people.toml", "role = \"scan-operator\"", "role = \"registrar\"");
    const std::string job = jobIn(home.as("clerk", registration({"--label", "123"})));
    EXPECT_EQ(home.as("clerk", {"job", "open", job}).code, 1);
    EXPECT_TRUE(home.as("clerk", {"job", "open", job}).has("NotAuthorized"));
    EXPECT_EQ(home.seihon({"job", "find", "--label", "123"}).json().at("job").asString(), job);
    EXPECT_EQ(home.seihon({"job", "find", "--label", "124"}).code, 3);
    EXPECT_NE(home.as("clerk", registration({"--label", "123"})).code, 0); // stuck on other paper
    const fs::path pdf = home.path() / "labels.pdf";
    EXPECT_EQ(
        home.seihon({"labels", "--first", "100", "--count", "50", "--print", pdf.string()}).code,
        0);
    EXPECT_TRUE(readFile(pdf).starts_with("%PDF"));
    // In the morning the queue names it.
    const Result queue = home.seihon({"job", "queue"});
    ASSERT_EQ(queue.json().at("jobs").asArray().size(), 1u) << queue.out;
    EXPECT_EQ(queue.json().at("jobs").asArray()[0].at("label").asInt(), 123);
}

TEST(Counter, the_queue_stands_by_deadline) {
    const StationHome home;
    const auto received = [&](int daysAgo) {
        const auto at = record::readClock() - std::chrono::days(daysAgo);
        return jobIn(home.as("clerk", registration({"--received", record::formatInstant(at)})));
    };
    const std::string fresh = received(0), late = received(30), older = received(60);
    const std::string given = received(90);
    ASSERT_EQ(
        home.as("clerk", {"job", "abandon", given, "--reason", "sent to the wrong house"}).code, 0);
    const Result queue = home.seihon({"job", "queue"});
    ASSERT_EQ(queue.code, 0) << queue.out;
    std::vector<std::string> order;
    for (const record::Json& job : queue.json().at("jobs").asArray()) {
        order.push_back(job.at("job").asString() + " " + job.at("standing").asString());
    }
    EXPECT_EQ(order,
              (std::vector<std::string>{older + " late", late + " late", fresh + " in-time"}));
    EXPECT_LT(queue.json().at("jobs").asArray()[0].at("minutesLeft").asInt(), 0);
    EXPECT_TRUE(home.seihon({"job", "queue", "--limit", "2"}).json().at("more").asBool());
}

TEST(Counter, what_was_typed_is_looked_at_before_it_is_kept) {
    const StationHome home;
    const std::vector<std::vector<std::string>> wrong{
        {"--remark", "a\x1b]0;sealed\x07"}, {"--remark", "\u202Edelaes"}, {"--label", "12x"}};
    for (const auto& words : wrong) {
        EXPECT_EQ(home.as("clerk", registration(words)).code, 2) << words[1];
    }
    const Result first = home.as("clerk", registration({"--label", "7"}));
    ASSERT_EQ(first.code, 0) << first.out << first.err;
    const Result second = home.as("clerk", registration({"--label", "7"}));
    EXPECT_EQ(second.code, 2);
    EXPECT_NE(second.out.find(jobIn(first)), std::string::npos)
        << "which job has it: " << second.out;

    const std::string tomorrow = record::formatInstant(record::readClock() + std::chrono::days(1));
    const Result early = home.as("clerk", registration({"--received", tomorrow}));
    EXPECT_EQ(early.code, 0);
    EXPECT_TRUE(early.has("ReceivedInFuture")) << "told while the letter is at hand";
    const Result opened = home.as("clerk", {"job", "open", jobIn(early)});
    EXPECT_EQ(opened.code, 0) << "care goes on; sealing is refused: " << opened.out;
    EXPECT_TRUE(opened.has("ReceivedInFuture"));
    EXPECT_EQ(home.as("clerk", {"job", "open", jobIn(early)}).code, 1) << "not twice";

    const Result log = home.seihon({"audit", "log", "--limit", "2"});
    ASSERT_EQ(log.json().at("entries").asArray().size(), 2u);
    EXPECT_NE(log.out.find("Refused"), std::string::npos) << "the newest: " << log.out;
    EXPECT_EQ(home.seihon({"audit", "log", "--from", "-1"}).code, 2);
}

TEST(Counter, a_registration_that_fails_registers_nothing) {
    const StationHome home;
    writeFile(home.path() / "there.pdf", "a file");
    const std::vector<std::vector<std::string>> wrong{
        {"--envelope", "nope"},
        {"--cover-sheet", (home.path() / "there.pdf").string()},
        {"--cover-sheet", (home.path() / "no folder" / "x.pdf").string()}};
    for (const auto& words : wrong) {
        EXPECT_NE(home.as("clerk", registration(words)).code, 0) << words[1];
    }
    EXPECT_TRUE(home.seihon({"job", "list"}).json().at("jobs").asArray().empty());
}

TEST(Counter, a_provisional_patient_is_scanned_but_not_sealed_until_people_agree) {
    const StationHome home;
    const std::string job = jobIn(
        home.as("clerk", {"job", "register", "--class", "referral-letter", "--patient-provisional",
                          "--patient-name", "みほん たろう", "--sheets", "1"}));
    home.layPaper(1);
    ASSERT_EQ(home.as("clerk", {"job", "open", job}).code, 0);
    ASSERT_EQ(home.as("clerk", {"job", "prepare", job, "--sheets", "1", "--attest-complete"}).code,
              0);
    ASSERT_EQ(home.as("clerk", {"job", "scan", job}).code, 0);
    ASSERT_EQ(home.as("clerk", {"job", "compare", job, "--same"}).code, 0);
    ASSERT_EQ(home.as("clerk", {"job", "submit", job}).code, 0);
    EXPECT_TRUE(home.as("clerk", {"job", "seal", job}).has("PatientProvisional"));

    const std::vector<std::string> differs{"job",       "identify",
                                           job,         "--patient",
                                           "P-7",       "--patient-name",
                                           "見本 太郎", "--differs",
                                           "--reason",  "maiden name on the paper"};
    EXPECT_EQ(home.as("clerk", {"job", "identify", job, "--patient", "P-7", "--differs"}).code, 2);
    const Result first = home.as("clerk", differs);
    ASSERT_EQ(first.code, 0) << first.out;
    EXPECT_TRUE(first.json().at("provisional").asBool());
    EXPECT_TRUE(home.as("clerk", differs).has("SecondPersonNeeded"));
    EXPECT_TRUE(home.as("clerk", {"job", "seal", job}).has("PatientProvisional"));
    EXPECT_EQ(home.as("manager", {"job", "identify", job, "--patient", "P-8", "--same"}).code, 1);
    ASSERT_EQ(home.as("manager", differs).code, 0);
    const Result sealed = home.as("clerk", {"job", "seal", job});
    ASSERT_EQ(sealed.code, 0) << sealed.out;
    const std::string record =
        readFile(fs::path(sealed.json().at("path").asString()) / "record.json");
    EXPECT_NE(record.find("\"P-7\""), std::string::npos);
    EXPECT_NE(record.find("maiden name on the paper"), std::string::npos); // both attestations
}

TEST(Counter, the_patient_index_answers_or_is_away_and_work_goes_on) {
    const StationHome home;
    const Result away = home.as("clerk", {"patient", "P-7"});
    EXPECT_EQ(away.code, 0) << away.out;
    EXPECT_TRUE(away.has("DemographicsUnavailable"));
    home.editFile("station.toml", "demographics = \"\"", "demographics = \"patients.csv\"");
    writeFile(home.path() / "patients.csv",
              "id,name,kana,birth_date\nP-7,見本 太郎,ミホン タロウ,1950-01-31\n");
    const Result found = home.as("clerk", {"patient", "P-7"});
    ASSERT_EQ(found.code, 0) << found.out;
    EXPECT_EQ(found.json().at("patient").at("birthDate").asString(), "1950-01-31");
    EXPECT_TRUE(home.as("clerk", {"patient", "P-8"}).json().at("patient").isNull());
    EXPECT_EQ(home.as("auditor", {"patient", "P-7"}).code, 1);
    EXPECT_EQ(home.seihon({"audit", "log", "--limit", "1000"}).out.find("見本 太郎"),
              std::string::npos);
}

TEST(Counter, an_envelope_is_closed_when_everything_in_it_went_its_way) {
    const StationHome home;
    const std::string envelope =
        home.as("clerk", {"envelope", "open"}).json().at("envelope").asString();
    const std::string letter = jobIn(home.as("clerk", registration({"--envelope", envelope})));
    const std::string report = jobIn(home.as("clerk", registration()));
    const std::string wrong = jobIn(home.as("clerk", registration()));
    ASSERT_EQ(home.as("clerk", {"envelope", "add", envelope, report}).code, 0);
    ASSERT_EQ(home.as("clerk", {"envelope", "add", envelope, wrong}).code, 0);
    EXPECT_EQ(home.as("clerk", {"envelope", "add", envelope, wrong}).code, 1);
    ASSERT_EQ(home.as("clerk", {"envelope", "enclosure", envelope, "--kind", "optical-disc", "--to",
                                "radiology"})
                  .code,
              0);
    const Result open = home.as("clerk", {"envelope", "close", envelope});
    EXPECT_EQ(open.code, 1);
    EXPECT_TRUE(open.has("EnvelopeJobsOpen") && open.has("EnclosureNotSettled")) << open.out;

    ASSERT_EQ(home.as("clerk", {"job", "abandon", letter, "--reason", "registered twice"}).code, 0);
    ASSERT_EQ(home.as("clerk", {"job", "convert", report, "--reason", "paper is kept"}).code, 0);
    ASSERT_EQ(
        home.as("clerk", {"envelope", "hand-on", envelope, wrong, "--to", "department B"}).code, 0);
    ASSERT_EQ(home.as("clerk", {"envelope", "enclosure", envelope, "--number", "1", "--returned-to",
                                "the patient"})
                  .code,
              0);
    EXPECT_EQ(home.as("clerk", {"envelope", "enclosure", envelope, "--number", "1", "--taken-by",
                                "radiology"})
                  .code,
              1);
    EXPECT_EQ(home.seihon({"envelope", "list"}).json().at("envelopes").asArray().size(), 1u);
    const Result closed = home.as("clerk", {"envelope", "close", envelope});
    ASSERT_EQ(closed.code, 0) << closed.out;
    EXPECT_FALSE(closed.json().at("closedAt").isNull());
    EXPECT_TRUE(home.seihon({"envelope", "list"}).json().at("envelopes").asArray().empty());
    EXPECT_EQ(home.as("clerk", {"envelope", "close", envelope}).code, 1);
    EXPECT_EQ(home.seihon({"job", "show", envelope}).code, 3); // it is no job
    EXPECT_EQ(home.seihon({"archive", "verify"}).code, 0);
}

} // namespace seihon::cli_test
