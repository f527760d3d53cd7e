#include "paper_home.h"

#include "record/instant.h"

#include <gtest/gtest.h>

// Records that leave the house, and until when they stay in it [F14, F15].
namespace seihon::cli_test {

namespace {

std::string inDays(int days) {
    return record::formatInstant(record::readClock() + std::chrono::hours(24 * days));
}

std::vector<std::string> addMedium(const std::vector<std::string>& content,
                                   const std::string& until) {
    std::vector<std::string> args{"media",     "add",     "--label",      "USB-7",
                                  "--person",  "Sato",    "--contact",    "03-1234-5678",
                                  "--purpose", "a court", "--encryption", "the disk is encrypted",
                                  "--until",   until};
    args.insert(args.end(), content.begin(), content.end());
    return args;
}

} // namespace

TEST(Media, leave_with_an_approval_and_are_missed_until_they_are_back) {
    const StationHome home;
    const std::string record = home.sealedRecord(1).filename().string();
    const std::string file = (home.path().parent_path() / "out.asice").string();
    ASSERT_EQ(home.as("records", {"record", "export", record, "--to", file}).code, 0);
    EXPECT_TRUE(home.as("clerk", addMedium({"--file", file}, inDays(3))).has("NotAuthorized"));
    EXPECT_TRUE(
        home.as("records", addMedium({"--file", file}, inDays(31))).has("MediumPeriodWrong"));
    EXPECT_EQ(home.as("records", addMedium({}, inDays(3))).code, 2);
    EXPECT_EQ(home.as("records", addMedium({"--record", "nothing"}, inDays(3))).code, 3);
    const std::string stranger = (home.path().parent_path() / "stranger").string();
    writeFile(stranger, "not ours");
    EXPECT_TRUE(
        home.as("records", addMedium({"--file", stranger}, inDays(3))).has("MediumContentUnknown"));
    const Result asked = home.as("records", addMedium({"--file", file}, inDays(3)));
    ASSERT_EQ(asked.code, 0) << asked.out << asked.err;
    const std::string medium = asked.json().at("medium").asString();
    EXPECT_EQ(asked.json().at("items").asArray()[0].at("record").asString(), record);
    EXPECT_TRUE(home.as("records", {"media", "approve", medium}).has("NotAuthorized"));
    EXPECT_TRUE(home.as("records", {"media", "return", medium}).has("MediumStepNotAllowed"));
    ASSERT_EQ(home.as("manager", {"media", "approve", medium}).code, 0);
    EXPECT_EQ(home.seihon({"media", "list"}).json().at("media").asArray().size(), 1u);
    // Who has it is nobody's business who reads the log.
    const std::string log = home.seihon({"audit", "log", "--limit", "10000"}).out;
    EXPECT_EQ(log.find("03-1234-5678"), std::string::npos);
    EXPECT_NE(log.find("MediumApproved"), std::string::npos);
#ifndef SEIHON_SANITIZED // faketime and the sanitizers do not share a process
    for (const char* const shift : {"+2d", "+4d"}) {
        std::vector<std::string> command{"faketime", "-f", shift};
        const std::vector<std::string> list = home.command("", {"media", "list"});
        command.insert(command.end(), list.begin(), list.end());
        EXPECT_EQ(runProgram(command).has("MediumOverdue"), std::string(shift) == "+4d") << shift;
    }
#endif
    ASSERT_EQ(home.as("records", {"media", "return", medium}).code, 0);
    EXPECT_TRUE(home.seihon({"media", "list"}).json().at("media").asArray().empty());
    EXPECT_EQ(home.seihon({"media", "list", "--all"}).json().at("media").asArray().size(), 1u);

    // What was withdrawn leaves no more.
    const Result second = home.as("records", addMedium({"--record", record}, inDays(3)));
    ASSERT_EQ(second.code, 0) << second.out;
    ASSERT_EQ(home.as("manager", {"record", "withdraw", record, "--reason", "mixed up"}).code, 0);
    EXPECT_TRUE(home.as("manager", {"media", "approve", second.json().at("medium").asString()})
                    .has("RecordWithdrawn"));
    const Result replayed = home.seihon({"audit", "replay"});
    EXPECT_EQ(replayed.code, 0) << replayed.out;
    EXPECT_EQ(home.seihon({"archive", "verify"}).code, 0);
}

TEST(Retention, counts_from_what_people_tell_and_a_hold_overrides) {
    const StationHome home;
    const std::string record = home.sealedRecord(1).filename().string();
    const auto ended = [&] {
        return home.seihon({"retention", "list"}).json().at("records").asArray().size();
    };
    EXPECT_EQ(ended(), 0u);
    const Result all = home.seihon({"retention", "list", "--all"});
    ASSERT_EQ(all.json().at("records").asArray().size(), 1u) << all.out;
    EXPECT_TRUE(all.json().at("records").asArray()[0].at("end").isNull()); // nobody told: never
    const auto tell = [&](const char* day) {
        return std::vector<std::string>{
            "retention",           "event", "--patient", "P-000123", "--kind",
            "treatment-completed", "--day", day,         "--source", "the chart"};
    };
    EXPECT_TRUE(home.as("clerk", tell("2015-03-31")).has("NotAuthorized"));
    EXPECT_EQ(home.as("records", tell("2015-02-30")).code, 2);
    ASSERT_EQ(home.as("records", tell("2015-03-31")).code, 0);
    EXPECT_EQ(ended(), 1u);
    // The patient came again: the later day counts, whoever told first.
    const Result later = home.as("records", tell("2026-01-10"));
    ASSERT_EQ(later.code, 0);
    EXPECT_EQ(ended(), 0u);
    const std::vector<std::string> propose{"delete", "propose", record, "--reason", "over"};
    EXPECT_TRUE(home.as("records", propose).has("RetentionRunning"));
    ASSERT_EQ(home.as("records", {"retention", "take-back", later.json().at("id").asString(),
                                  "--reason", "another patient"})
                  .code,
              0);
    EXPECT_EQ(ended(), 1u);
    ASSERT_EQ(home.as("manager", {"hold", "add", "--record", record, "--reason", "suit"}).code, 0);
    EXPECT_TRUE(home.as("records", propose).has("LegalHoldInForce"));
    EXPECT_EQ(home.archivedRecords().size(), 1u);
    EXPECT_EQ(home.seihon({"audit", "replay"}).code, 0);
    EXPECT_EQ(home.seihon({"archive", "verify"}).code, 0);
}

} // namespace seihon::cli_test
