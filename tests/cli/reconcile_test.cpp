#include "station_home.h"

#include <gtest/gtest.h>

#include <csignal>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

// What the desk sees when paper does not do as it should: which sheets go back, what came twice,
// stacks turned over, sheets from the glass, a stop in good order.
namespace seihon::cli_test {

namespace {

using Sheets = std::vector<std::int64_t>;

record::Json shown(const StationHome& home, const std::string& job) {
    return home.seihon({"job", "show", job}).json();
}

Sheets sheetsOf(const record::Json& job) {
    Sheets sheets;
    for (const record::Json& page : job.at("pages").asArray()) {
        sheets.push_back(page.at("sheet").asInt());
    }
    return sheets;
}

std::string pixelsOf(const record::Json& job, std::size_t page) {
    return job.at("pages").asArray().at(page).at("pixelSha256").asString();
}

std::string textOf(const Result& run, const char* part) {
    return run.json().at("fault").at(part).asString();
}

// Only these sides lie in the tray, as a one-sided feeder takes them.
void layOnly(const StationHome& home, const std::vector<std::pair<std::string, std::string>>& as) {
    const StationHome other;
    other.layPaper(4, true);
    for (const auto& [from, to] : as) {
        std::filesystem::copy_file(other.tray() / from, home.tray() / to);
    }
}

} // namespace

TEST(Reconcile, a_double_feed_names_both_sheets_that_go_back) {
    const StationHome home;
    const std::string job = home.openJob(4);
    home.layPaper(4);
    home.planEvent("0002", "doublefeed");
    const Result run = home.as("clerk", {"job", "scan", job});
    EXPECT_EQ(textOf(run, "kind"), "DoubleFeed");
    EXPECT_EQ(textOf(run, "sheet"), "2");
    EXPECT_EQ(textOf(run, "putBack"), "2, 3");
    EXPECT_NE(textOf(run, "todo").find("2, 3"), std::string::npos) << textOf(run, "todo");
    const record::Json broken = shown(home, job).at("interruptions").asArray().at(0);
    EXPECT_EQ(broken.at("putBack").asString(), "2, 3") << "also in the log";
    home.putBack("0002");
    home.putBack("0003");
    EXPECT_EQ(home.as("clerk", {"job", "scan", job}).code, 0);
    EXPECT_EQ(sheetsOf(shown(home, job)), (Sheets{1, 2, 3, 4}));
}

// The fi series stops after the sheet: the report is about the image before, not about the one that
// did not come.
TEST(Reconcile, a_double_feed_reported_after_the_sheet_is_paired_with_its_image) {
    const StationHome home;
    std::string profile = readFile(std::filesystem::path(SEIHON_SOURCE_DIR) / "config" / "devices" /
                                   "paperfeed.toml");
    const std::string key = "double_feed_reported_after_sheet = ";
    profile.replace(profile.find(key + "false"), key.size() + 5, key + "true");
    writeFile(home.path() / "devices" / "fi.toml", profile);
    const std::string job = home.openJob(4);
    home.layPaper(4);
    home.planEvent("0002", "doublefeed-after");
    const Result run = home.as("clerk", {"job", "scan", job});
    EXPECT_EQ(textOf(run, "kind"), "DoubleFeedAfterSheet");
    EXPECT_EQ(textOf(run, "putBack"), "3") << "the second sheet has its image";
    EXPECT_NE(textOf(run, "todo").find("sheet 2"), std::string::npos) << textOf(run, "todo");
    home.putBack("0003");
    EXPECT_TRUE(home.as("clerk", {"job", "scan", job}).has("DoubleFeedReported"));
    EXPECT_EQ(sheetsOf(shown(home, job)), (Sheets{1, 2, 3, 4}));
    ASSERT_EQ(home.as("clerk", {"job", "compare", job, "--same"}).code, 0);
    const Result refused = home.as("clerk", {"job", "submit", job});
    ASSERT_EQ(refused.code, 1);
    EXPECT_NE(refused.out.find("DoubleFeedReported"), std::string::npos) << refused.out;
    EXPECT_NE(refused.out.find("page 2"), std::string::npos) << refused.out;
    ASSERT_EQ(home.as("clerk", {"job", "page", job, "2", "--as-on-paper", "thick label"}).code, 0);
    EXPECT_EQ(home.as("clerk", {"job", "submit", job}).code, 0);
}

TEST(Reconcile, the_same_paper_is_not_sealed_under_two_patients) { // [A2]
    const StationHome home;
    const auto letterOf = [&home](const char* patient, bool elsewhere = false) {
        home.clearFeeder();
        home.layPaper(2);
        for (const char* sheet : {"0001", "0002"}) {
            if (elsewhere) { // under another name the feeder lays it down elsewhere: other pixels
                std::filesystem::rename(home.tray() / (std::string(sheet) + ".png"),
                                        home.tray() / (std::string(sheet) + "again.png"));
            }
        }
        return home.as("clerk", {"intake", "--class", "referral-letter", "--patient", patient,
                                 "--sheets", "2", "--attest-complete"});
    };
    const auto says = [](const Result& run) {
        return run.out.find("PageOfOtherPatient") != std::string::npos;
    };
    ASSERT_EQ(letterOf("P-000123").code, 0);
    const Result other = letterOf("P-000124");
    EXPECT_EQ(other.code, 1) << other.out;
    EXPECT_TRUE(other.has("PageUndecided"));
    EXPECT_TRUE(says(other));
    const Result second = letterOf("P-000124");
    EXPECT_EQ(second.code, 1) << "nor by a second try: " << second.out;
    const Result third = letterOf("P-000125", true);
    EXPECT_EQ(third.code, 1) << "the first patient's images are in the archive: " << third.out;
    EXPECT_TRUE(says(third));
    for (const Result& wrong : {other, second, third}) {
        const std::string job = wrong.json().at("job").asString();
        ASSERT_EQ(home.as("clerk", {"job", "abandon", job, "--reason", "wrong patient"}).code, 0);
    }
    const Result again = letterOf("P-000123"); // the same patient's: as the regulation says
    EXPECT_EQ(again.code, 0) << again.out << again.err;
    EXPECT_FALSE(says(again));
    EXPECT_EQ(home.seihon({"audit", "replay"}).code, 0);
}

TEST(Reconcile, what_was_abandoned_is_in_nobodys_record) {
    const StationHome home;
    const std::string wrong = home.openJob(2);
    home.layPaper(2);
    ASSERT_EQ(home.as("clerk", {"job", "scan", wrong}).code, 0);
    ASSERT_EQ(home.as("clerk", {"job", "abandon", wrong, "--reason", "wrong patient"}).code, 0);
    home.clearFeeder();
    home.layPaper(2);
    const Result right = home.as("clerk", {"intake", "--class", "referral-letter", "--patient",
                                           "P-000124", "--sheets", "2", "--attest-complete"});
    EXPECT_EQ(right.code, 0) << right.out << right.err;
    EXPECT_EQ(right.out.find("PageOfOtherPatient"), std::string::npos);
}

TEST(Reconcile, a_sheet_put_back_needlessly_is_set_aside_and_the_counts_add_up) {
    const StationHome home;
    const std::string job = home.openJob(3);
    home.layPaper(3);
    home.planEvent("0003", "jam 0.5");
    ASSERT_EQ(home.as("clerk", {"job", "scan", job}).code, 3);
    home.putBack("0003");
    // The second one, too, under another name: the feeder lays it down elsewhere.
    std::filesystem::rename(home.out() / "0002.png", home.tray() / "0002again.png");
    const Result run = home.as("clerk", {"job", "scan", job});
    ASSERT_EQ(run.code, 0) << run.out << run.err;
    EXPECT_TRUE(run.has("DuplicatePage"));
    const record::Json job4 = shown(home, job);
    EXPECT_EQ(sheetsOf(job4), (Sheets{1, 2, 3, 4}));
    EXPECT_NE(pixelsOf(job4, 1), pixelsOf(job4, 2)) << "not by equal pixels";
    ASSERT_EQ(home.as("clerk", {"job", "compare", job, "--same"}).code, 0);
    const Result refused = home.as("clerk", {"job", "submit", job});
    EXPECT_TRUE(refused.has("DuplicatePage"));
    EXPECT_TRUE(refused.has("SheetCountMismatch"));

    ASSERT_EQ(home.as("clerk", {"job", "page", job, "3", "--set-aside", "fed twice"}).code, 0);
    const record::Json job3 = shown(home, job);
    EXPECT_EQ(sheetsOf(job3), (Sheets{1, 2, 3}));
    EXPECT_EQ(job3.at("sheets").at("setAside").asInt(), 1);
    ASSERT_EQ(home.as("clerk", {"job", "compare", job, "--same"}).code, 0);
    const Result submitted = home.as("clerk", {"job", "submit", job});
    ASSERT_EQ(submitted.code, 0) << submitted.out;
    EXPECT_EQ(home.as("clerk", {"job", "page", job, "1", "--set-aside", "late"}).code, 1)
        << "a submitted job stays as it was judged";
    const Result sealed = home.as("clerk", {"job", "seal", job});
    ASSERT_EQ(sealed.code, 0) << sealed.out;
    const auto record = record::parseJson(
        readFile(std::filesystem::path(sealed.json().at("path").asString()) / "record.json"));
    const record::Json& counts = record.at("arithmetic");
    EXPECT_EQ(counts.at("sheetsDeclared").asInt(), 3);
    EXPECT_EQ(counts.at("sheetsFed").asInt(), 3);
    EXPECT_EQ(counts.at("sheetsSetAside").asInt(), 1);
    EXPECT_EQ(counts.at("sheetsToPutBack").asInt(), 1);
    EXPECT_NE(record::canonical(record.at("history")).find("fed twice"), std::string::npos);
}

TEST(Reconcile, a_sheet_that_was_not_put_back_is_missed_by_its_number) {
    const StationHome home;
    const std::string job = home.openJob(3);
    home.layPaper(3);
    home.planEvent("0003", "jam 0.5");
    ASSERT_EQ(home.as("clerk", {"job", "scan", job}).code, 3);
    EXPECT_TRUE(home.seihon({"job", "show", job}).has("SheetsToPutBack"));
    ASSERT_EQ(home.as("clerk", {"job", "compare", job, "--same"}).code, 0);
    const Result refused = home.as("clerk", {"job", "submit", job});
    EXPECT_TRUE(refused.has("SheetCountMismatch"));
    EXPECT_TRUE(refused.has("SheetsToPutBack"));
    // Found on the desk: it belongs after the second sheet.
    home.putBack("0003");
    ASSERT_EQ(home.as("clerk", {"job", "scan", job, "--after", "2"}).code, 0);
    ASSERT_EQ(home.as("clerk", {"job", "compare", job, "--same"}).code, 0);
    EXPECT_EQ(home.as("clerk", {"job", "submit", job}).code, 0);
}

TEST(Reconcile, a_missing_sheet_goes_to_its_place) {
    const StationHome home;
    const std::string job = home.openJob(3);
    home.layPaper(3);
    home.planEvent("0001", "multifeed-silent"); // 0002 goes along unseen
    ASSERT_EQ(home.as("clerk", {"job", "scan", job}).code, 0);
    const record::Json two = shown(home, job);
    EXPECT_EQ(sheetsOf(two), (Sheets{1, 2}));
    home.putBack("0002");
    const Result inserted = home.as("clerk", {"job", "scan", job, "--after", "1"});
    ASSERT_EQ(inserted.code, 0) << inserted.out;
    const record::Json three = shown(home, job);
    EXPECT_EQ(sheetsOf(three), (Sheets{1, 2, 3}));
    EXPECT_EQ(pixelsOf(three, 0), pixelsOf(two, 0));
    EXPECT_EQ(pixelsOf(three, 2), pixelsOf(two, 1)) << "the old second sheet is the third";
}

TEST(Reconcile, a_stack_turned_over_gives_the_backs) {
    const StationHome home;
    const std::string job = home.openJob(3, true);
    layOnly(
        home,
        {{"0001.front.png", "1.png"}, {"0002.front.png", "2.png"}, {"0003.front.png", "3.png"}});
    ASSERT_EQ(home.as("clerk", {"job", "scan", job, "--source", "feeder-simplex"}).code, 0);
    ASSERT_EQ(home.as("clerk", {"job", "compare", job, "--same"}).code, 0);
    EXPECT_TRUE(home.as("clerk", {"job", "submit", job}).has("SideCountMismatch"));
    // The whole stack turned: the last sheet comes first. One sheet stays on the desk.
    layOnly(home, {{"0003.back.png", "1.png"}, {"0002.back.png", "2.png"}});
    ASSERT_EQ(home.as("clerk", {"job", "scan", job, "--backs", "--reversed"}).code, 0);
    EXPECT_EQ(sheetsOf(shown(home, job)), (Sheets{1, 2, 2, 3, 3}));
    ASSERT_EQ(home.as("clerk", {"job", "compare", job, "--same"}).code, 0);
    EXPECT_TRUE(home.as("clerk", {"job", "submit", job}).has("SideCountMismatch"));
    layOnly(home, {{"0001.back.png", "1.png"}});
    ASSERT_EQ(home.as("clerk", {"job", "scan", job, "--backs"}).code, 0);
    const record::Json all = shown(home, job);
    EXPECT_EQ(sheetsOf(all), (Sheets{1, 1, 2, 2, 3, 3}));
    EXPECT_EQ(all.at("pages").asArray().at(5).at("side").asString(), "back");
    EXPECT_EQ(home.as("clerk", {"job", "scan", job, "--backs"}).code, 2) << "all are there";
    ASSERT_EQ(home.as("clerk", {"job", "compare", job, "--same"}).code, 0);
    EXPECT_EQ(home.as("clerk", {"job", "submit", job}).code, 0);
}

TEST(Reconcile, a_sheet_from_the_glass_between_sheets_from_the_feeder) {
    const StationHome home;
    const std::string job = home.openJob(3);
    home.layPaper(3);
    std::filesystem::create_directories(home.path() / "feeder" / "flat");
    std::filesystem::rename(home.tray() / "0003.png", home.path() / "feeder" / "flat" / "x.png");
    std::filesystem::rename(home.tray() / "0002.png", home.path() / "0002.png");
    ASSERT_EQ(home.as("clerk", {"job", "scan", job}).code, 0);
    const Result glass = home.as("clerk", {"job", "scan", job, "--source", "flatbed"});
    ASSERT_EQ(glass.code, 0) << glass.out << glass.err;
    EXPECT_EQ(sheetsOf(shown(home, job)), (Sheets{1, 2}));
    std::filesystem::rename(home.path() / "0002.png", home.tray() / "0002.png");
    ASSERT_EQ(home.as("clerk", {"job", "scan", job, "--after", "1"}).code, 0);
    EXPECT_EQ(sheetsOf(shown(home, job)), (Sheets{1, 2, 3}));
    EXPECT_EQ(home.as("clerk", {"job", "scan", job, "--area", "10x"}).code, 2);
    EXPECT_EQ(home.as("clerk", {"job", "scan", job, "--replace", "1", "--after", "1"}).code, 2);
}

TEST(Reconcile, an_area_of_ones_own_is_scanned) {
    const StationHome home;
    const std::string job = home.openJob(1);
    home.layPaper(1);
    const Result run = home.as("clerk", {"job", "scan", job, "--area", "120x90.5"});
    ASSERT_EQ(run.code, 0) << run.out << run.err;
    EXPECT_NEAR(static_cast<double>(run.json().at("pages").asArray()[0].at("width").asInt()),
                120 / 25.4 * 300, 2);
}

TEST(Reconcile, one_interrupt_stops_after_the_sheet_under_way) {
    const StationHome home;
    const std::string job = home.openJob(4);
    home.layPaper(4);
    home.planEvent("0003", "delay 1500");
    const pid_t child = ::fork();
    if (child == 0) {
        std::vector<std::string> words = home.command("clerk", {"job", "scan", job});
        std::vector<char*> argv;
        for (std::string& word : words) {
            argv.push_back(word.data());
        }
        argv.push_back(nullptr);
        int pin[2];
        if (::pipe(pin) != 0 || ::write(pin[1], "123456\n", 7) != 7) {
            ::_exit(126);
        }
        ::dup2(pin[0], 3);
        ::execv(argv[0], argv.data());
        ::_exit(127);
    }
    for (int i = 0; i < 600; ++i) { // until the second page is there and the third on its way
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        if (shown(home, job).at("pages").asArray().size() == 2) {
            break;
        }
    }
    ::kill(child, SIGINT);
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFEXITED(status));
    EXPECT_EQ(WEXITSTATUS(status), 0);
    const record::Json stopped = shown(home, job);
    EXPECT_EQ(stopped.at("lastRun").asString(), "StoppedByOperator");
    EXPECT_EQ(sheetsOf(stopped), (Sheets{1, 2, 3}));
    EXPECT_TRUE(std::filesystem::exists(home.tray() / "0004.png"));
    ASSERT_EQ(home.as("clerk", {"job", "scan", job}).code, 0);
    EXPECT_EQ(sheetsOf(shown(home, job)), (Sheets{1, 2, 3, 4}));
}

TEST(Reconcile, a_count_that_was_wrong_at_the_counter_is_corrected_in_the_open) { // [A2, A10]
    const StationHome home;
    const std::string job = home.openJob(2);
    home.clearFeeder();
    home.layPaper(3);
    ASSERT_EQ(home.as("clerk", {"job", "scan", job}).code, 0);
    ASSERT_EQ(home.as("clerk", {"job", "compare", job, "--same"}).code, 0);
    EXPECT_TRUE(home.as("clerk", {"job", "submit", job}).has("SheetCountMismatch"));
    const auto recount = [&](const char* sheets, const char* reason) {
        return home.as("clerk", {"job", "recount", job, "--sheets", sheets, "--reason", reason});
    };
    EXPECT_EQ(recount("3", " ").code, 2);
    EXPECT_TRUE(recount("0", "x").has("SheetsNotCounted"));
    ASSERT_EQ(recount("3", "two sheets stuck together").code, 0);
    const Result submitted = home.as("clerk", {"job", "submit", job});
    ASSERT_EQ(submitted.code, 0) << submitted.out;
    EXPECT_TRUE(submitted.has("SheetsRecounted")) << "whoever accepts shall see it";
    EXPECT_EQ(recount("2", "too late").code, 1);
    ASSERT_EQ(home.as("manager", {"job", "accept", job}).code, 0);
    const Result sealed = home.as("clerk", {"job", "seal", job});
    ASSERT_EQ(sealed.code, 0) << sealed.out;
    const std::filesystem::path record = sealed.json().at("path").asString();
    const std::string facts = readFile(record / "record.json");
    EXPECT_NE(facts.find("two sheets stuck together"), std::string::npos);
    EXPECT_EQ(home.seihon({"record", "verify", record.string()}).code, 0);
    const Result replay = home.seihon({"audit", "replay"});
    EXPECT_EQ(replay.code, 0) << replay.out;
}

TEST(Reconcile, sheets_are_put_in_order_and_turned_and_the_record_says_so) { // [A2]
    const StationHome home;
    const std::string job = home.openJob(3);
    home.clearFeeder();
    home.layPaper(3);
    ASSERT_EQ(home.as("clerk", {"job", "scan", job}).code, 0);
    const auto ids = [&] {
        std::vector<std::string> all;
        const record::Json now = shown(home, job);
        for (const record::Json& page : now.at("pages").asArray()) {
            all.push_back(page.at("captureId").asString());
        }
        return all;
    };
    const auto page = [&](std::vector<std::string> words) {
        std::vector<std::string> all{"job", "page", job};
        all.insert(all.end(), words.begin(), words.end());
        return home.as("clerk", all);
    };
    const std::vector<std::string> fed = ids();
    EXPECT_EQ(page({"3", "--move-after", "0"}).code, 2) << "no reason";
    EXPECT_EQ(page({"3", "--move-after", "2", "--reason", "x"}).code, 2) << "it is there";
    EXPECT_EQ(page({"3", "--move-after", "4", "--reason", "x"}).code, 2);
    ASSERT_EQ(page({"3", "--move-after", "0", "--reason", "fell down"}).code, 0);
    EXPECT_EQ(ids(), (std::vector<std::string>{fed[2], fed[0], fed[1]}));
    EXPECT_EQ(page({"2", "--turn", "45"}).code, 2);
    ASSERT_EQ(page({"2", "--turn", "180"}).code, 0);
    ASSERT_EQ(home.as("clerk", {"job", "compare", job, "--same"}).code, 0);
    ASSERT_EQ(home.as("clerk", {"job", "submit", job}).code, 0);
    EXPECT_EQ(page({"3", "--move-after", "0", "--reason", "late"}).code, 1);
    EXPECT_EQ(page({"2", "--turn", "90"}).code, 1);
    ASSERT_EQ(home.as("manager", {"job", "accept", job}).code, 0);
    const Result sealed = home.as("clerk", {"job", "seal", job});
    ASSERT_EQ(sealed.code, 0) << sealed.out;
    const std::filesystem::path record = sealed.json().at("path").asString();
    const record::Json facts = record::parseJson(readFile(record / "record.json"));
    EXPECT_EQ(facts.at("pages").asArray()[0].at("captureId").asString(), fed[2]);
    EXPECT_EQ(facts.at("pages").asArray()[1].at("turned").asInt(), 180);
    EXPECT_NE(readFile(record / "record.json").find("fell down"), std::string::npos);
    EXPECT_EQ(home.seihon({"record", "verify", record.string()}).code, 0);
    const Result replay = home.seihon({"audit", "replay"});
    EXPECT_EQ(replay.code, 0) << replay.out;
}

TEST(Reconcile, nobody_makes_a_jammed_sheet_go_away_alone) { // [A2]
    const StationHome home;
    const std::string job = home.openJob(2);
    home.layPaper(2);
    home.planEvent("0002", "jam 0.4");
    EXPECT_EQ(home.as("clerk", {"job", "scan", job}).code, 3);
    const auto recount = [&](const char* user) {
        return home.as(user, {"job", "recount", job, "--sheets", "1", "--reason", "only one"});
    };
    ASSERT_EQ(recount("clerk").code, 0);
    ASSERT_EQ(home.as("clerk", {"job", "compare", job, "--same"}).code, 0);
    const Result refused = home.as("clerk", {"job", "submit", job});
    EXPECT_EQ(refused.code, 1);
    EXPECT_TRUE(refused.has("SecondCountNeeded"));
    EXPECT_TRUE(home.seihon({"job", "show", job}).has("SecondCountNeeded"));
    ASSERT_EQ(recount("manager").code, 0);
    EXPECT_EQ(home.as("clerk", {"job", "submit", job}).code, 0);
}

} // namespace seihon::cli_test
