#include "batch_home.h"
#include "station/station.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

// Whole stacks of a box through a real SANE feeder: separators, what is not as it should be, jam,
// crash, retrieval, seals with one PIN [W].
namespace seihon::cli_test {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(BatchFeed, aBoxGoesThroughInOneFeedAndIsClosedToTheSheet) {
    BatchHome home;
    home.useWholeSheets();
    home.layStack({"1-1", "p1", "p2", "1-2", "p3", "2-1", "p4", "p5", "3-1", "p6"});
    const Result fed = home.feed();
    ASSERT_EQ(fed.code, 0) << fed.out << fed.err;
    EXPECT_EQ(fed.json().at("scanned").at("sheets").asInt(), 6);
    EXPECT_EQ(fed.json().at("scanned").at("separators").asInt(), 4);
    EXPECT_THAT(home.troubles(), IsEmpty());
    EXPECT_EQ(home.sum("scanned"), 6);
    EXPECT_EQ(home.sum("open"), 0);
    for (const auto& [folder, tab, sheets] : {std::tuple(1u, 1u, 2u), std::tuple(1u, 2u, 1u),
                                              std::tuple(2u, 1u, 2u), std::tuple(3u, 1u, 1u)}) {
        const std::string job = home.jobOf(folder, tab);
        EXPECT_EQ(home.seihon({"job", "show", job}).json().at("pages").asArray().size(), sheets);
        home.finished(job);
    }
    // Nothing is back in its place yet.
    EXPECT_TRUE(home.act("clerk", "box close").has("BoxJobsOpen"));
    const Result sealed = home.act("manager", "batch seal");
    ASSERT_EQ(sealed.code, 0) << sealed.out << sealed.err;
    EXPECT_EQ(sealed.json().at("sealed").asArray().size(), 4u);
    const auto records = home.archivedRecords();
    ASSERT_EQ(records.size(), 4u);
    const Result verified =
        runProgram({std::string(SEIHON_BIN_DIR) + "/seihon-verify", records[0].string(), "--trust",
                    (home.path() / "trust").string(), "--json"});
    ASSERT_EQ(verified.code, 0) << verified.out;
    EXPECT_EQ(verified.json().at("folder").at("box").asString(), home.box());

    for (const auto& [folder, sheets] :
         {std::pair("1", "3"), std::pair("2", "2"), std::pair("3", "1")}) {
        ASSERT_EQ(home.act("clerk", "folder refile", {folder, "--sheets", sheets}).code, 0);
    }
    ASSERT_EQ(home.act("clerk", "box seal", {"--seal", "S-101"}).code, 0);
    // A sheet turns up behind the shelf: a record of its own, which names the other one.
    ASSERT_EQ(home.act("clerk", "box exception",
                       {"--trouble", "stray", "--folder", "1", "--tab", "2", "--remark", "shelf"})
                  .code,
              0);
    EXPECT_TRUE(home.act("clerk", "box close").has("FolderExceptionOpen"));
    // The station went down before the box knew of the job: the same words find it again.
    std::string begun;
    {
        station::Station station(home.path());
        record::Original original;
        original.documentClass = "old-chart";
        original.patient = {"P-1", "Name of P-1"};
        original.sheets = 1;
        const record::FolderLink link{home.box(), 1, 2, 2, {}};
        begun =
            station
                .registerOriginal(station.login("clerk", station::Pin("123456")), {original, link})
                .job.id;
    }
    const Result more = home.act("clerk", "folder supplement",
                                 {"1", "--tab", "2", "--sheets", "1", "--reason", "shelf"});
    ASSERT_EQ(more.code, 0) << more.out << more.err;
    EXPECT_EQ(home.act("clerk", "folder supplement",
                       {"1", "--tab", "2", "--sheets", "1", "--reason", "again"})
                  .code,
              2); // that one is open
    const std::string stray = more.json().at("job").asString();
    EXPECT_EQ(stray, begun);
    ASSERT_EQ(home.act("manager", "box settle",
                       {"1", "--end", "extra", "--reason", "not on the index sheet"})
                  .code,
              0);
    home.layStack({"1-2", "p7"}); // with its tab's separator, which was seen before
    ASSERT_EQ(home.feed().code, 0);
    EXPECT_THAT(home.troubles(), ElementsAre("stray", "repeated-separator"));
    EXPECT_EQ(home.seihon({"job", "show", stray}).json().at("pages").asArray().size(), 1u);
    home.finished(stray);
    EXPECT_EQ(home.act("manager", "batch seal").code, 1);
    ASSERT_EQ(home.act("manager", "box settle", {"2", "--end", "found", "--reason", "for it"}).code,
              0);
    ASSERT_EQ(home.act("manager", "batch seal").code, 0);
    const std::string path = home.as("clerk", {"job", "show", stray}).json().at("path").asString();
    EXPECT_NE(readFile(std::filesystem::path(path) / "record.json").find("\"part\":2"),
              std::string::npos);
    EXPECT_EQ(home.sum("sealed"), 7);
    ASSERT_EQ(home.act("clerk", "folder refile", {"1", "--sheets", "4"}).code, 0);
    ASSERT_EQ(home.act("clerk", "box seal", {"--seal", "S-102"}).code, 0);
    const Result closed = home.act("clerk", "box close");
    ASSERT_EQ(closed.code, 0) << closed.out;
    EXPECT_TRUE(std::filesystem::is_empty(home.path() / "covers")); // [F11]
    home.expectReplayed();
}

TEST(BatchFeed, whatIsNotAsItShouldBeIsAnExceptionAndStopsNothing) {
#ifdef SEIHON_SANITIZED
    GTEST_SKIP() << "the feed itself is sanitized in the tests beside it";
#endif
    BatchHome home;
    const Result other = home.as("clerk", {"box", "open", "--number", "B-13", "--project",
                                           home.project(), "--folders", "1"});
    const std::string box = other.json().at("box").asString();
    ASSERT_EQ(home.as("clerk", {"folder", "add", box, "--folder", "1", "--patient", "P-1", "--tab",
                                "old-chart:1"})
                  .code,
              0);
    home.otherBox(box);
    // Without a separator; one sheet too few and one too many; another box; tab 1-2 does not come.
    home.layStack({"p9", "1-1", "p1", "2-1", "p2", "p3", "p4", "other", "p5", "3-1", "p6"});
    const Result fed = home.feed();
    ASSERT_EQ(fed.code, 0) << fed.out << fed.err;
    EXPECT_THAT(home.troubles(), ElementsAre("no-separator", "missing", "separator-missing",
                                             "foreign-separator", "extra", "no-separator"));
    EXPECT_EQ(home.shown().at("batch").at("unplaced").asInt(), 2); // p9, p5: kept, and no pages
    EXPECT_EQ(home.sum("scanned", 1), 1);
    EXPECT_EQ(home.sum("open", 1), 2);
    EXPECT_EQ(home.sum("open", 2), -1);
    EXPECT_EQ(home.sum("open", 3), 0);
    // The sheets that nobody knows about may be anybody's: nothing of this box is sealed.
    const std::string third = home.jobOf(3, 1);
    home.finished(third);
    EXPECT_TRUE(home.as("manager", {"job", "seal", third}).has("FolderExceptionOpen"));
    for (const char* number : {"1", "4", "6"}) {
        ASSERT_EQ(home.act("records", "box settle",
                           {number, "--end", "found", "--reason", "fed again in its place"})
                      .code,
                  0);
    }
    ASSERT_EQ(home.as("manager", {"job", "seal", third}).code, 0);
    // Folder 2's is refused until its own is settled.
    const std::string second = home.jobOf(2, 1);
    ASSERT_EQ(
        home.as("clerk", {"job", "recount", second, "--sheets", "3", "--reason", "counted"}).code,
        0);
    home.finished(second);
    EXPECT_TRUE(home.as("manager", {"job", "seal", second}).has("FolderExceptionOpen"));
    ASSERT_EQ(home.act("records", "box settle",
                       {"5", "--end", "extra", "--reason", "the index sheet miscounts"})
                  .code,
              0);
    EXPECT_EQ(home.as("manager", {"job", "seal", second}).code, 0);
    home.expectReplayed();
}

TEST(BatchFeed, aJamAndAFolderThatIsOutBreakItOffAndItGoesOn) {
    const BatchHome home;
    ASSERT_EQ(home.act("clerk", "folder take-out", {"2", "--to", "ward 5", "--place", "5F"}).code,
              0);
    const int first = home.layStack({"1-1", "p1", "p2!jam 0.5", "1-2", "p3", "2-1", "p4", "p5"});
    const Result jammed = home.feed();
    ASSERT_EQ(jammed.code, 3) << jammed.out;
    EXPECT_EQ(jammed.json().at("fault").at("kind").asString(), "PaperJam");
    EXPECT_NE(jammed.json().at("fault").at("todo").asString().find("Box B-12, folder 1, tab 1"),
              std::string::npos)
        << jammed.out;
    EXPECT_EQ(jammed.json().at("fault").at("sheet").asString(), "2");
    home.putBackFrom(first + 2);
    // Goes on without a separator; stops where folder 2 would begin.
    const Result out = home.feed();
    EXPECT_EQ(out.code, 1) << out.out << out.err;
    EXPECT_TRUE(out.has("FolderIsOut")) << out.out;
    EXPECT_EQ(home.sum("scanned", 1), 3);
    EXPECT_EQ(home.sum("scanned", 2), 0);
    ASSERT_EQ(home.act("clerk", "folder return", {"2"}).code, 0);
    home.clearFeeder();
    home.layStack({"2-1", "p4", "p5"});
    ASSERT_EQ(home.feed().code, 0);
    EXPECT_EQ(home.sum("scanned", 2), 2);
    EXPECT_THAT(home.troubles(), IsEmpty());
    // A new stack without a separator is nobody's, unless somebody says that it goes on.
    home.layStack({"p7"});
    ASSERT_EQ(home.feed().code, 0);
    EXPECT_THAT(home.troubles(), ElementsAre("no-separator"));
    home.expectReplayed();
}

TEST(BatchFeed, killedInTheMiddleItSaysWhichSheetGoesBack) {
    const BatchHome home;
    const int first = home.layStack({"1-1", "p1", "p2!hang 20000 0.5", "1-2", "p3"});
    const pid_t child = ::fork();
    if (child == 0) {
        (void)home.feed();
        ::_exit(0);
    }
    for (int i = 0; i < 400 && home.sum("scanned") < 1; ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    runProgram({"pkill", "-KILL", "-f", home.path().string()});
    int status = 0;
    ::waitpid(child, &status, 0);
    ASSERT_EQ(home.sum("scanned"), 1);
    const Result lost = home.feed();
    ASSERT_EQ(lost.code, 3) << lost.out;
    EXPECT_EQ(lost.json().at("fault").at("kind").asString(), "ScanRunLost");
    EXPECT_NE(lost.out.find("Box B-12, folder 1, tab 1;"), std::string::npos) << lost.out;
    EXPECT_NE(lost.out.find("Whatever left the tray after its sheet 1 goes back"),
              std::string::npos);
    // The job says where it belongs, to people and scripts.
    const std::string begun = home.jobOf(1, 1);
    const Result text = runProgram({std::string(SEIHON_BIN_DIR) + "/seihon", "--home",
                                    home.path().string(), "--lang", "en", "job", "show", begun});
    EXPECT_NE(text.out.find("box B-12, folder 1, tab 1"), std::string::npos) << text.out;
    const record::Json jobs = home.seihon({"job", "list"}).json();
    const record::Json& place = jobs.at("jobs").asArray()[0].at("place");
    EXPECT_EQ(place.at("number").asString(), "B-12");
    EXPECT_EQ(place.at("folder").asInt() * 10 + place.at("tab").asInt(), 11);
    home.putBackFrom(first + 2);
    std::filesystem::remove(home.tray() / "0003.event");
    const Result fed = home.feed();
    ASSERT_EQ(fed.code, 0) << fed.out << fed.err;
    EXPECT_EQ(home.sum("scanned", 1), 3);
    EXPECT_EQ(home.sum("open", 1), 0);
    EXPECT_THAT(home.troubles(), IsEmpty());
    home.expectReplayed();
}

} // namespace seihon::cli_test
