#include "station_home.h"

#include "record/instant.h"

#include <gtest/gtest.h>

// What the regulation refuses, and how it is told.
namespace seihon::cli_test {

namespace {

std::string daysAgo(int days) {
    return record::formatInstant(record::readClock() - std::chrono::days(days));
}

} // namespace

TEST(Rules, a_closed_window_blocks_sealing_and_not_scanning) {
    const StationHome home;
    const std::string job = home.submittedJob(1, "referral-letter", daysAgo(9));
    const Result refused = home.as("clerk", {"job", "seal", job});
    EXPECT_EQ(refused.code, 1) << refused.out;
    EXPECT_TRUE(refused.has("WindowClosed"));
    EXPECT_NE(home.seihon({"audit", "log", "--job", job}).out.find("\"kind\":\"Refused\""),
              std::string::npos);

    // The clerk may not excuse; the manager may, with a reason, and the record says so for ever.
    EXPECT_EQ(home.as("clerk", {"job", "excuse", job, "--reason", "scanner broken"}).code, 1);
    ASSERT_EQ(home.as("manager", {"job", "excuse", job, "--reason", "scanner broken"}).code, 0);
    const Result sealed = home.as("clerk", {"job", "seal", job});
    ASSERT_EQ(sealed.code, 0) << sealed.out << sealed.err;
    EXPECT_NE(readFile(std::filesystem::path(sealed.json().at("path").asString()) / "record.json")
                  .find("scanner broken"),
              std::string::npos);
}

TEST(Rules, or_it_goes_on_as_a_reference_copy) {
    const StationHome home;
    const std::string job = home.openJob(1, false, "referral-letter", daysAgo(9));
    ASSERT_EQ(
        home.as("clerk", {"job", "convert", job, "--reason", "paper stays the original"}).code, 0);
    home.layPaper(1);
    ASSERT_EQ(home.as("clerk", {"job", "scan", job}).code, 0);
    ASSERT_EQ(home.as("clerk", {"job", "compare", job, "--same"}).code, 0);
    ASSERT_EQ(home.as("clerk", {"job", "submit", job}).code, 0);
    const Result shown = home.seihon({"job", "show", job});
    EXPECT_EQ(shown.json().at("class").asString(), "reference-copy");
}

TEST(Rules, other_classes_wait_for_the_manager) {
    const StationHome home;
    const std::string job = home.submittedJob(1, "consent-form");
    EXPECT_TRUE(home.as("clerk", {"job", "seal", job}).has("NotAccepted"));
    EXPECT_EQ(home.as("clerk", {"job", "accept", job}).code, 1);
    ASSERT_EQ(home.as("manager", {"job", "accept", job}).code, 0);
    const Result shown = home.seihon({"job", "show", job});
    EXPECT_EQ(shown.json().at("state").asString(), "accepted");
    const Result sealed = home.as("manager", {"job", "seal", job});
    EXPECT_EQ(sealed.code, 0) << sealed.out << sealed.err;
}

TEST(Rules, whoever_fed_the_paper_may_not_accept_it) {
    const StationHome home;
    const std::string job = home.openJob(1, false, "consent-form");
    home.layPaper(1);
    ASSERT_EQ(home.as("manager", {"job", "scan", job}).code, 0);
    ASSERT_EQ(home.as("clerk", {"job", "compare", job, "--same"}).code, 0);
    ASSERT_EQ(home.as("clerk", {"job", "submit", job}).code, 0);
    const Result refused = home.as("manager", {"job", "accept", job});
    EXPECT_EQ(refused.code, 1) << refused.out;
    EXPECT_TRUE(refused.has("SamePersonScannedAndAccepted"));
}

TEST(Rules, a_prescription_needs_the_pharmacist) {
    const StationHome home;
    const std::string job = home.submittedJob(1, "dispensed-prescription", {}, "pharmacist");
    ASSERT_EQ(home.as("manager", {"job", "accept", job}).code, 0);
    const Result clerk = home.as("clerk", {"job", "seal", job});
    EXPECT_EQ(clerk.code, 1);
    EXPECT_TRUE(clerk.has("SignerRoleMissing")) << clerk.out;
    const Result pharmacist = home.as("pharmacist", {"job", "seal", job});
    EXPECT_EQ(pharmacist.code, 0) << pharmacist.out << pharmacist.err;
}

TEST(Rules, send_back_reopens_the_job) {
    const StationHome home;
    const std::string job = home.submittedJob(1, "consent-form");
    ASSERT_EQ(
        home.as("manager", {"job", "send-back", job, "--reason", "page 1 is hard to read"}).code,
        0);
    EXPECT_EQ(home.seihon({"job", "show", job}).json().at("state").asString(), "open");
}

TEST(Rules, auditor_and_administrator_scan_nothing) {
    const StationHome home;
    home.layPaper(1);
    for (const char* user : {"auditor", "admin"}) {
        const Result run = home.as(user, {"intake", "--class", "referral-letter", "--patient", "P",
                                          "--sheets", "1", "--attest-complete"});
        EXPECT_EQ(run.code, 1) << user << run.out;
        EXPECT_TRUE(run.has("NotAuthorized"));
    }
}

TEST(Rules, unknown_class_and_zero_sheets_are_refused) {
    const StationHome home;
    EXPECT_TRUE(
        home.as("clerk", {"job", "register", "--class", "poem", "--patient", "P", "--sheets", "1"})
            .has("ClassUnknown"));
    EXPECT_TRUE(home.as("clerk", {"job", "register", "--class", "referral-letter", "--patient", "P",
                                  "--sheets", "0"})
                    .has("SheetsNotCounted"));
}

} // namespace seihon::cli_test
