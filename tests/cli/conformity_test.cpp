#include "station_home.h"

#include <gtest/gtest.h>

// The periodic check [A13a], and the clock before sealing [F7].
namespace seihon::cli_test {

namespace {

std::vector<std::string> answers(std::size_t count, const std::string& last = "ok") {
    std::vector<std::string> args{"conformity", "record", "--answer"};
    for (std::size_t i = 1; i <= count; ++i) {
        args.push_back(std::to_string(i) + "=" + (i == count ? last : "ok"));
    }
    return args;
}

} // namespace

TEST(Conformity, is_recorded_by_one_and_countersigned_by_another) {
    const StationHome home;
    const std::size_t questions =
        home.seihon({"conformity", "sheet"}).json().at("questions").asArray().size();
    ASSERT_GT(questions, 3u);
    const Result missing = home.as("admin", answers(questions - 1));
    EXPECT_EQ(missing.code, 1);
    EXPECT_TRUE(missing.has("ConformityAnswerMissing")) << missing.out;
    EXPECT_EQ(home.as("auditor", answers(questions)).code, 1); // writes no check of her own
    EXPECT_EQ(home.as("admin", answers(questions, "perhaps")).code, 2);
    const Result made =
        home.as("admin", answers(questions, "deviation:two papers in the wrong box"));
    ASSERT_EQ(made.code, 0) << made.out << made.err;
    const std::string id = made.json().at("check").asString();
    EXPECT_EQ(home.as("admin", {"conformity", "countersign", id}).code, 1);
    EXPECT_EQ(home.as("auditor", {"conformity", "countersign", "no-such-check"}).code, 3);
    ASSERT_EQ(home.as("auditor", {"conformity", "countersign", id, "--remark", "seen"}).code, 0);
    EXPECT_EQ(home.as("auditor", {"conformity", "countersign", id}).code, 1); // once
    const record::Json list = home.seihon({"conformity", "list"}).json();
    ASSERT_EQ(list.at("checks").asArray().size(), 1u);
    EXPECT_EQ(list.at("checks").asArray()[0].at("deviations").asInt(), 1);
    EXPECT_EQ(list.at("checks").asArray()[0].at("countersignedBy").at("user").asString(),
              "auditor");
    const Result replayed = home.seihon({"audit", "replay"});
    EXPECT_EQ(replayed.code, 0) << replayed.out;
#ifndef SEIHON_SANITIZED // faketime and the sanitizers do not share a process
    for (const char* shift : {"+30d", "+32d"}) {
        std::vector<std::string> command{"faketime", "-f", shift};
        const std::vector<std::string> doctor = home.command("", {"doctor"});
        command.insert(command.end(), doctor.begin(), doctor.end());
        const bool told = runProgram(command).out.find("ConformityOverdue") != std::string::npos;
        EXPECT_EQ(told, std::string(shift) == "+32d");
    }
#endif
}

// The rules say what an unknown clock means; scanning never asks.
TEST(Clock, unknown_may_refuse_sealing_and_nothing_else) {
    const StationHome home;
    home.editFile("regulation.toml", "unknown = \"warn\"", "unknown = \"refuse\"");
    const std::string file = (home.path() / "regulation.toml").string();
    for (const char* user : {"manager", "records"}) {
        ASSERT_EQ(home.as(user, {"regulation", "approve", file}).code, 0) << user;
    }
    ASSERT_EQ(home.as("admin", {"regulation", "activate", file}).code, 0);
    const std::string job = home.submittedJob(1);
    const Result refused = home.as("clerk", {"job", "seal", job});
    const Result log = home.seihon({"audit", "log", "--limit", "1000"});
    ASSERT_NE(log.out.find("\"kind\":\"ClockChecked\""), std::string::npos);
    if (log.out.find("\"source\":\"none\"") == std::string::npos) {
        GTEST_SKIP() << "this machine has a time service, so its clock is known";
    }
    EXPECT_EQ(refused.code, 1) << refused.out;
    EXPECT_TRUE(refused.has("ClockSourceUnknown"));
    EXPECT_FALSE(refused.has("ClockJumped"));
#ifndef SEIHON_SANITIZED // faketime and the sanitizers do not share a process
    // The clock is set forward and back; the machine's own time goes on as before.
    for (const char* shift : {"+2h", "-2m"}) {
        std::vector<std::string> command{"env", "FAKETIME_DONT_FAKE_MONOTONIC=1", "faketime", "-f",
                                         shift};
        const std::vector<std::string> seal = home.command("clerk", {"job", "seal", job});
        command.insert(command.end(), seal.begin(), seal.end());
        const Result moved = runProgram(command);
        EXPECT_EQ(moved.code, 1) << moved.out << moved.err;
        EXPECT_TRUE(moved.has("ClockJumped")) << shift << moved.out;
    }
    EXPECT_FALSE(home.as("clerk", {"job", "seal", job}).has("ClockJumped")); // set right again
    EXPECT_EQ(home.seihon({"job", "show", job}).code, 0); // to be seen all the while
#endif
    const Result replayed = home.seihon({"audit", "replay"});
    EXPECT_EQ(replayed.code, 0) << replayed.out;
}

} // namespace seihon::cli_test
