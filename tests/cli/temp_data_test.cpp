#include "paper_home.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// What the station leaves behind, and what it must not take away [F11].
namespace seihon::cli_test {

namespace {

namespace fs = std::filesystem;

std::vector<fs::path> capturesOf(const fs::path& home, const std::string& job) {
    std::vector<fs::path> files;
    const fs::path folder = home / "jobs" / job / "captures";
    if (fs::exists(folder)) {
        for (const auto& one : fs::directory_iterator(folder)) {
            files.push_back(one.path());
        }
    }
    return files;
}

// Rules under which what never entered a record goes at once.
void shortenStay(const StationHome& home) {
    home.editFile("regulation.toml", "superseded_days = 90", "superseded_days = 0");
    const std::string file = (home.path() / "regulation.toml").string();
    for (const char* user : {"manager", "records"}) {
        ASSERT_EQ(home.as(user, {"regulation", "approve", file}).code, 0) << user;
    }
    ASSERT_EQ(home.as("admin", {"regulation", "activate", file}).code, 0);
}

// A letter of two sheets, of which the first was scanned twice; submitted.
std::string jobWithReplacedPage(const StationHome& home) {
    const std::string job = home.openJob(2);
    home.layPaper(2);
    EXPECT_EQ(home.as("clerk", {"job", "scan", job}).code, 0);
    home.clearFeeder();
    home.layPaper(1);
    const Result again = home.as("clerk", {"job", "scan", job, "--replace", "1"});
    EXPECT_EQ(again.code, 0) << again.out << again.err;
    EXPECT_EQ(home.as("clerk", {"job", "compare", job, "--same"}).code, 0);
    const Result submitted = home.as("clerk", {"job", "submit", job});
    EXPECT_EQ(submitted.code, 0) << submitted.out;
    return job;
}

std::size_t purgedIn(const Result& log) {
    std::size_t found = 0;
    for (const record::Json& entry : log.json().at("entries").asArray()) {
        found += entry.at("kind").asString() == "TempDataPurged" ? 1 : 0;
    }
    return found;
}

Result killedAtUnlink(const StationHome& home, const std::vector<std::string>& args, int n,
                      const std::string& user = {}, const fs::path& ofFile = {}) {
    const std::string calls = "unlink,unlinkat";
    std::vector<std::string> command{
        "strace", "-f", "-o", "/dev/null", "-E", "ASAN_OPTIONS=detect_leaks=0", "-e",
        "trace=" + calls,
        // Before it is done: a signal alone lets the call that it comes upon go through.
        "-e", "inject=" + calls + ":error=EIO:signal=KILL:when=" + std::to_string(n)};
    if (!ofFile.empty()) {
        command.insert(command.end(), {"-P", ofFile.string()});
    }
    for (const std::string& word : home.command(user, args)) {
        command.push_back(word);
    }
    return runProgram(command);
}

std::vector<std::string> left(const StationHome& home) {
    const Result doctor = home.seihon({"doctor"});
    std::vector<std::string> files;
    for (const record::Json& line : doctor.json().at("lines").asArray()) {
        if (line.at("what").asString() == "temporary") {
            for (const record::Json& one : line.at("findings").asArray()) {
                files.push_back(one.at("measured").asString() + " " + one.at("subject").asString());
            }
        }
    }
    return files;
}

} // namespace

TEST(TempData, what_never_entered_the_record_stays_for_its_time_and_goes_by_an_entry) {
    const StationHome home;
    const std::string job = jobWithReplacedPage(home);
    ASSERT_EQ(capturesOf(home.path(), job).size(), 3u);
    ASSERT_EQ(home.as("clerk", {"job", "seal", job}).code, 0);
    EXPECT_EQ(capturesOf(home.path(), job).size(), 1u); // the replaced one
    ASSERT_EQ(home.seihon({"work", "--once"}).code, 0);
    EXPECT_EQ(capturesOf(home.path(), job).size(), 1u);
    EXPECT_TRUE(left(home).empty());

    // A legal hold on the patient keeps it beyond its time.
    shortenStay(home);
    const Result held =
        home.as("manager", {"hold", "add", "--patient", "P-000123", "--reason", "an inquiry"});
    ASSERT_EQ(held.code, 0) << held.out;
    ASSERT_EQ(home.seihon({"work", "--once"}).code, 0);
    EXPECT_EQ(capturesOf(home.path(), job).size(), 1u);
    ASSERT_EQ(
        home.as("records", {"hold", "lift", held.json().at("id").asString(), "--reason", "closed"})
            .code,
        0);
    EXPECT_EQ(left(home).size(), 1u);
    ASSERT_EQ(home.seihon({"work", "--once"}).code, 0);
    EXPECT_FALSE(fs::exists(home.path() / "jobs" / job)); // nothing, and no empty folder
    EXPECT_EQ(purgedIn(home.seihon({"audit", "log", "--job", job})), 1u);
    ASSERT_EQ(home.seihon({"work", "--once"}).code, 0);
    EXPECT_EQ(purgedIn(home.seihon({"audit", "log", "--job", job})), 1u);
    EXPECT_EQ(home.seihon({"archive", "verify"}).code, 0);
    const Result replayed = home.seihon({"audit", "replay"});
    EXPECT_EQ(replayed.code, 0) << replayed.out;
}

TEST(TempData, what_nobody_knows_or_the_record_does_not_hold_is_told_and_never_removed) {
    const StationHome home;
    const std::string job = home.submittedJob(1);
    const fs::path capture = capturesOf(home.path(), job).at(0);
    const std::string bytes = readFile(capture);
    ASSERT_EQ(home.as("clerk", {"job", "seal", job}).code, 0);
    // As a crash after the last entry leaves it; and a file that a crash tore.
    fs::create_directories(capture.parent_path());
    writeFile(capture, bytes);
    writeFile(capture.parent_path() / "stranger.tif", "who knows");
    const fs::path torn = capture.parent_path() / ".tmp-0123456789abcdef";
    writeFile(torn, "half a page");
    EXPECT_EQ(home.seihon({"job", "list"}).code, 0); // any start
    EXPECT_FALSE(fs::exists(torn));
    EXPECT_THAT(left(home), testing::UnorderedElementsAre(testing::StartsWith("sealed "),
                                                          testing::HasSubstr("stranger.tif")));
    // The record's own file is damaged: then the capture may be all that is left of the page.
    const fs::path page = home.archivedRecords().at(0) / "pages" / "0001.tif";
    fs::permissions(page, fs::perms::owner_all, fs::perm_options::add);
    const std::string whole = readFile(page);
    writeFile(page, whole.substr(0, whole.size() / 2));
    (void)home.seihon({"work", "--once"});
    EXPECT_EQ(readFile(capture), bytes);
    writeFile(page, whole);
    (void)home.seihon({"work", "--once"});
    EXPECT_FALSE(fs::exists(capture));
    EXPECT_TRUE(fs::exists(capture.parent_path() / "stranger.tif"));
}

// SIGKILL at every removal, of a sealing and of the sweep: the next round ends it, and nothing of
// the record is touched.
TEST(TempData, kill_at_every_removal) {
#ifdef SEIHON_SANITIZED
    GTEST_SKIP() << "slow under sanitizers; the plain run has it";
#endif
    if (!straceWorks()) {
        GTEST_SKIP() << "strace may not trace here";
    }
    const StationHome home;
    shortenStay(home);
    const std::string job = jobWithReplacedPage(home);
    const fs::path copy = home.path().parent_path() / "kept";
    fs::copy(home.path(), copy, fs::copy_options::recursive);
    int killed = 0;
    // SQLite removes its journal at each commit: the captures go somewhere among them.
    for (int n = 1; n < 200; ++n) {
        fs::remove_all(home.path());
        fs::copy(copy, home.path(), fs::copy_options::recursive);
        (void)home.as("clerk", {"job", "seal", job});
        const Result run = killedAtUnlink(home, {"work", "--once"}, n);
        if (run.code == 0) {
            break;
        }
        ++killed;
        ASSERT_EQ(home.seihon({"work", "--once"}).code, 0) << n;
        EXPECT_TRUE(capturesOf(home.path(), job).empty()) << n;
        EXPECT_EQ(purgedIn(home.seihon({"audit", "log", "--job", job})), 1u) << n;
        const Result verified = home.seihon({"archive", "verify"});
        ASSERT_EQ(verified.code, 0) << n << ": " << verified.out;
        EXPECT_EQ(verified.json().at("records").asInt(), 1);
    }
    EXPECT_GT(killed, 3);
    // And between the entry and the removal, wherever that falls among the others.
    fs::remove_all(home.path());
    fs::copy(copy, home.path(), fs::copy_options::recursive);
    (void)home.as("clerk", {"job", "seal", job});
    const fs::path capture = capturesOf(home.path(), job).at(0);
    EXPECT_NE(killedAtUnlink(home, {"work", "--once"}, 1, {}, capture).code, 0);
    EXPECT_TRUE(fs::exists(capture));
    EXPECT_EQ(purgedIn(home.seihon({"audit", "log", "--job", job})), 1u);
    ASSERT_EQ(home.seihon({"work", "--once"}).code, 0);
    EXPECT_FALSE(fs::exists(capture));
    EXPECT_EQ(purgedIn(home.seihon({"audit", "log", "--job", job})), 1u);
}

} // namespace seihon::cli_test
