#include "batch_home.h"
#include "station/batch_feed.h"
#include "station/station.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

// A box that more than one person, or more than one life of the station, works through [W].
namespace seihon::cli_test {

namespace {

using testing::IsEmpty;

// One sheet in each of two folders.
std::string indexOfTwo() {
    return "folder,patient,patient_name,class,sheets,duplex\r\n"
           "1,P-1,,old-chart,2,\r\n2,P-2,,old-chart,1,\r\n";
}

std::vector<std::string> registeredJobs(const StationHome& home) {
    std::vector<std::string> jobs;
    const record::Json all = home.seihon({"job", "list"}).json();
    for (const record::Json& one : all.at("jobs").asArray()) {
        jobs.push_back(one.at("job").asString());
    }
    return jobs;
}

std::vector<std::string> jobsOfFirstTab(const BatchHome& home) {
    std::vector<std::string> jobs;
    const record::Json shown = home.shown();
    const record::Json& folder = shown.at("folders").asArray().at(0);
    for (const record::Json& one : folder.at("tabs").asArray().at(0).at("jobs").asArray()) {
        jobs.push_back(one.asString());
    }
    return jobs;
}

// The plan names two who scan, each of whom inspects what the other scanned.
void nameSecondOperator(const BatchHome& home) {
    std::string plan =
        home.planWith("inspectors = [\"pharmacist\"]", "inspectors = [\"clerk\", \"pharmacist\"]");
    const std::string from = "operators = [\"clerk\"]";
    plan.replace(plan.find(from), from.size(), "operators = [\"clerk\", \"pharmacist\"]");
    const Result laid = home.lay(plan, home.project());
    ASSERT_EQ(laid.code, 0) << laid.out;
    for (const char* user : {"manager", "records"}) {
        ASSERT_EQ(home.as(user, {"project", "approve", home.project()}).code, 0);
    }
    const Result started = home.as("records", {"project", "start", home.project()});
    ASSERT_EQ(started.code, 0) << started.out;
}

} // namespace

TEST(BatchShift, anotherPersonGoesOnWhereTheFirstOneStopped) {
    const BatchHome home({"P-1", "P-2"}, indexOfTwo());
    nameSecondOperator(home);
    const int first = home.layStack({"1-1", "p1", "p2!jam 0.5", "2-1", "p3"});
    ASSERT_EQ(home.feed().code, 3);
    home.putBackFrom(first + 2);
    const Result on = home.as("pharmacist", {"batch", "scan", home.box(), "--attest-complete"});
    ASSERT_EQ(on.code, 0) << on.out << on.err;
    EXPECT_THAT(home.troubles(), IsEmpty());
    EXPECT_EQ(home.sum("scanned"), 3);
    EXPECT_EQ(home.sum("open"), 0);
    // Both fed the box: neither settles its counts, and neither inspects what both scanned.
    const Result inspected = home.as("pharmacist", {"inspect", "view", home.jobOf(1, 1), "1",
                                                    "--to", home.newPath("p.png").string()});
    EXPECT_TRUE(inspected.has("SamePersonScannedAndInspected")) << inspected.out;
    home.expectReplayed();
}

// The PIN serves so many records and so long: what is sealed stays, and the rest is told.
TEST(BatchShift, aPinThatRunsOutLeavesTheRestOfTheBatchForTheNext) {
    const BatchHome home({"P-1", "P-2"}, indexOfTwo());
    home.layStack({"1-1", "p1", "p2", "2-1", "p3"});
    ASSERT_EQ(home.feed().code, 0);
    home.finished(home.jobOf(1, 1));
    home.finished(home.jobOf(2, 1));
    home.editFile("regulation.toml", "pin_signatures = 50", "pin_signatures = 1");
    const std::string rules = (home.path() / "regulation.toml").string();
    for (const char* user : {"manager", "records"}) {
        ASSERT_EQ(home.as(user, {"regulation", "approve", rules}).code, 0);
    }
    ASSERT_EQ(home.as("admin", {"regulation", "activate", rules}).code, 0);
    const Result some = home.act("manager", "batch seal");
    EXPECT_EQ(some.code, 3) << some.out << some.err;
    EXPECT_EQ(some.json().at("sealed").asArray().size(), 1u);
    EXPECT_EQ(some.json().at("left").asInt(), 1);
    EXPECT_EQ(home.sum("sealed"), 2);
    EXPECT_EQ(home.seihon({"job", "show", home.jobOf(2, 1)}).json().at("state").asString(),
              "accepted");
    // Its time ran out while the box was gone through.
    {
        station::Station station(home.path());
        const station::Session session = station.login("manager", station::Pin("123456"));
        session.pin = {station::Pin("123456"),
                       record::readClock() - std::chrono::minutes(31),
                       {std::chrono::minutes(30), 9}};
        const station::BatchSealing none = station::sealBatch(station, session, home.box());
        EXPECT_THAT(none.sealed, IsEmpty());
        EXPECT_EQ(none.left, 1);
    }
    const Result rest = home.act("manager", "batch seal");
    EXPECT_EQ(rest.code, 0) << rest.out;
    EXPECT_EQ(home.sum("sealed"), 3);
    home.expectReplayed();
}

// The station goes down after a tab's job is registered and before the box has its name.
TEST(BatchShift, aJobThatItsBoxDoesNotKnowYetIsTakenUp) {
    const BatchHome home({"P-1", "P-2"}, indexOfTwo());
    const int first = home.layStack({"1-1!hang 20000 0.5", "p1", "p2"});
    const pid_t child = ::fork();
    if (child == 0) {
        (void)home.feed();
        ::_exit(0);
    }
    for (int i = 0; i < 400 && !home.shown().at("batch").at("running").asBool(); ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    runProgram({"pkill", "-KILL", "-f", home.path().string()});
    int status = 0;
    ::waitpid(child, &status, 0);
    std::string orphan;
    {
        station::Station station(home.path());
        record::Original original;
        original.documentClass = "old-chart";
        original.patient = {"P-1", ""};
        original.sheets = 2;
        orphan = station
                     .registerOriginal(station.login("clerk", station::Pin("123456")),
                                       {original, record::FolderLink{home.box(), 1, 1, 1, {}}})
                     .job.id;
    }
    ASSERT_FALSE(orphan.empty());
    // What the crash left open is settled first: nothing of the box is voided before.
    EXPECT_EQ(home.act("clerk", "folder void", {"1", "--reason", "x"}).code, 1);
    const Result lost = home.feed();
    ASSERT_EQ(lost.code, 3) << lost.out;
    EXPECT_NE(lost.out.find("from the last separator on"), std::string::npos) << lost.out;
    EXPECT_THAT(jobsOfFirstTab(home), testing::ElementsAre(orphan));
    std::filesystem::remove(home.tray() / "0001.event");
    home.putBackFrom(first);
    ASSERT_EQ(home.feed().code, 0);
    EXPECT_THAT(jobsOfFirstTab(home), testing::ElementsAre(orphan));
    EXPECT_EQ(home.sum("scanned", 1), 2);
    EXPECT_THAT(registeredJobs(home), testing::ElementsAre(orphan)); // and no other is left over
    home.expectReplayed();
}

} // namespace seihon::cli_test
