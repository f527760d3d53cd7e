#include "station_home.h"

#include <gtest/gtest.h>

#include <csignal>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

// SIGKILL at every durable step of a sealing, then start again: one record, never none, never two.
namespace seihon::cli_test {

namespace {

// The step at which the kill comes: the N-th call of one kind over all threads of the process.
Result killedAt(const StationHome& home, const std::string& calls, int n, const std::string& job) {
    std::vector<std::string> command{
        "strace", "-f",
        "-o",     "/dev/null",
        "-E",     "ASAN_OPTIONS=detect_leaks=0",
        "-e",     "trace=" + calls,
        "-e",     "inject=" + calls + ":signal=KILL:when=" + std::to_string(n)};
    for (const std::string& word : home.command("clerk", {"job", "seal", job})) {
        command.push_back(word);
    }
    return runProgram(command);
}

void expectOneRecord(const StationHome& home, const std::string& job, const std::string& when) {
    // Start again: what `work` cannot end without a card, the clerk seals again.
    home.seihon({"work", "--once"});
    Result again = home.seihon({"job", "show", job});
    if (again.json().at("state").asString() != "sealed") {
        again = home.as("clerk", {"job", "seal", job});
        ASSERT_EQ(again.code, 0) << when << ": " << again.out << again.err;
    }
    EXPECT_EQ(home.archivedRecords().size(), 1u) << when;
    const Result verified = home.seihon({"archive", "verify"});
    EXPECT_EQ(verified.code, 0) << when << ": " << verified.out;
    EXPECT_EQ(verified.json().at("records").asInt(), 1) << when;
}

} // namespace

TEST(Crash, kill_at_every_sync_and_rename_of_a_sealing) {
#ifdef SEIHON_SANITIZED
    GTEST_SKIP() << "slow under sanitizers; the plain run has it";
#endif
    if (!straceWorks()) {
        GTEST_SKIP() << "strace may not trace here";
    }
    int killed = 0;
    for (const std::string calls : {"fsync,fdatasync", "renameat2,rename", "unlink,unlinkat"}) {
        const int step =
            calls.starts_with("fsync") ? 5 : 1; // SQLite and the files sync some 60 times
        for (int n = 1; n < 400; n += step) {
            const StationHome home;
            const std::string job = home.submittedJob(1);
            const Result run = killedAt(home, calls, n, job);
            if (run.code == 0) {
                break; // the sealing ends before the n-th call
            }
            ++killed;
            expectOneRecord(home, job, "kill at " + calls + " " + std::to_string(n));
            if (HasFatalFailure()) {
                return;
            }
        }
    }
    EXPECT_GT(killed, 5);
}

TEST(Crash, kill_in_the_middle_of_a_scan_loses_no_ticked_page) {
    const StationHome home;
    const std::string job = home.openJob(6);
    home.layPaper(6);
    home.planEvent("0004", "hang 20000 0.5");
    const pid_t child = ::fork();
    if (child == 0) {
        const auto words = home.command("clerk", {"job", "scan", job});
        runProgram(words);
        ::_exit(0);
    }
    // Wait until three pages are in the ledger, then end the station and its worker the hard way.
    for (int i = 0; i < 300; ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
        if (home.seihon({"job", "show", job}).json().at("pages").asArray().size() == 3) {
            break;
        }
    }
    runProgram({"pkill", "-KILL", "-f", home.path().string()});
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_EQ(home.seihon({"job", "show", job}).json().at("pages").asArray().size(), 3u);
    // Nothing is fed before the operator knows what goes back: 0005 would become sheet 4.
    const Result told = home.as("clerk", {"job", "scan", job});
    EXPECT_EQ(told.code, 3) << told.out;
    EXPECT_EQ(told.json().at("fault").at("kind").asString(), "ScanRunLost") << told.out;
    EXPECT_EQ(told.json().at("fault").at("sheet").asString(), "4");
    EXPECT_TRUE(std::filesystem::exists(home.tray() / "0005.png"));
    home.putBack("0004");
    const Result rest = home.as("clerk", {"job", "scan", job});
    ASSERT_EQ(rest.code, 0) << rest.out << rest.err;
    const record::Json shown = home.seihon({"job", "show", job}).json();
    EXPECT_EQ(shown.at("pages").asArray().size(), 6u);
    EXPECT_EQ(shown.at("sheetsFed").asInt(), 6);
    ASSERT_EQ(shown.at("interruptions").asArray().size(), 1u); // the lost run is on record
    EXPECT_EQ(shown.at("interruptions").asArray()[0].at("sheet").asInt(), 4);
}

} // namespace seihon::cli_test
