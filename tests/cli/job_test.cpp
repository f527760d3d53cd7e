#include "station_home.h"

#include <gtest/gtest.h>

#include <set>

// One job step by step, with the troubles of real paper.
namespace seihon::cli_test {

TEST(Job, ten_duplex_sheets_survive_a_jam_at_the_fourth) {
#ifdef SEIHON_SANITIZED
    GTEST_SKIP() << "a minute under sanitizers; the plain run has it, and Reconcile shorter ones";
#endif
    const StationHome home;
    const std::string job = home.openJob(10, true);
    home.layPaper(10, true);
    home.planEvent("0004", "jam 0.4");
    const Result jam = home.as("clerk", {"job", "scan", job});
    EXPECT_EQ(jam.code, 3) << jam.out;
    const record::Json& fault = jam.json().at("fault");
    EXPECT_EQ(fault.at("kind").asString(), "PaperJam");
    EXPECT_EQ(fault.at("job").asString(), job);
    EXPECT_EQ(fault.at("sheet").asString(), "4");
    for (const char* part : {"what", "safe", "todo"}) { // each names the sheet that matters
        EXPECT_NE(fault.at(part).asString().find('4'), std::string::npos) << part;
    }
    EXPECT_EQ(home.seihon({"job", "show", job}).json().at("pages").asArray().size(), 6u);

    home.putBack("0004");
    const Result rest = home.as("clerk", {"job", "scan", job});
    ASSERT_EQ(rest.code, 0) << rest.out << rest.err;
    const record::Json shown = home.seihon({"job", "show", job}).json();
    std::set<std::string> pixels;
    std::vector<std::int64_t> sheets;
    for (const record::Json& page : shown.at("pages").asArray()) {
        pixels.insert(page.at("pixelSha256").asString());
        sheets.push_back(page.at("sheet").asInt());
    }
    EXPECT_EQ(pixels.size(), 20u); // no duplicate
    std::vector<std::int64_t> expected;
    for (std::int64_t sheet = 1; sheet <= 10; ++sheet) { // no hole
        expected.insert(expected.end(), 2, sheet);
    }
    EXPECT_EQ(sheets, expected);

    EXPECT_EQ(home.as("clerk", {"job", "compare", job, "--same"}).code, 0);
    EXPECT_EQ(home.as("clerk", {"job", "submit", job}).code, 0);
    const Result sealed = home.as("clerk", {"job", "seal", job});
    ASSERT_EQ(sealed.code, 0) << sealed.out << sealed.err;
    const Result verified = home.seihon({"record", "verify", sealed.json().at("path").asString()});
    EXPECT_EQ(verified.code, 0) << verified.out;
    EXPECT_EQ(verified.json().at("pages").asInt(), 20);
}

TEST(Job, a_sheet_fed_twice_is_found) {
    const StationHome home;
    const std::string job = home.openJob(3);
    home.layPaper(2);
    ASSERT_EQ(home.as("clerk", {"job", "scan", job}).code, 0);
    home.putBack("0002"); // the operator puts back a sheet that had been taken in
    ASSERT_EQ(home.as("clerk", {"job", "scan", job}).code, 0);
    ASSERT_EQ(home.as("clerk", {"job", "compare", job, "--same"}).code, 0);
    const Result submitted = home.as("clerk", {"job", "submit", job});
    EXPECT_EQ(submitted.code, 1);
    EXPECT_TRUE(submitted.has("DuplicatePage"));
}

TEST(Job, a_reported_double_feed_voids_its_sheet) {
    const StationHome home;
    const std::string job = home.openJob(3);
    home.layPaper(3);
    home.planEvent("0002", "doublefeed");
    const Result run = home.as("clerk", {"job", "scan", job});
    EXPECT_EQ(run.code, 3);
    EXPECT_EQ(run.json().at("fault").at("kind").asString(), "DoubleFeed");
    EXPECT_EQ(home.seihon({"job", "show", job}).json().at("pages").asArray().size(), 1u);
}

// The paper is still at hand: later it would only be a record that cannot be made.
TEST(Job, an_image_that_was_altered_is_told_while_the_paper_is_there) {
    const StationHome home;
    const std::string job = home.openJob(2);
    home.layPaper(2);
    const std::vector<std::string> scan{"job", "scan", job, "--area", "105x80"};
    ASSERT_EQ(home.as("clerk", scan).code, 0);
    ASSERT_EQ(home.as("clerk", {"job", "compare", job, "--same"}).code, 0);
    const record::Json before = home.seihon({"job", "show", job}).json();
    const auto file =
        home.path() / "jobs" / job / before.at("pages").asArray()[1].at("file").asString();
    std::string bytes = readFile(file);
    bytes[bytes.size() / 2] ^= 1;
    std::filesystem::permissions(file, std::filesystem::perms::owner_all);
    writeFile(file, bytes);
    const Result refused = home.as("clerk", {"job", "submit", job});
    ASSERT_EQ(refused.code, 3) << refused.out;
    const record::Json& fault = refused.json().at("fault");
    EXPECT_EQ(fault.at("kind").asString(), "CaptureAltered");
    EXPECT_EQ(fault.at("page").asString(), "2");

    home.putBack("0002");
    std::vector<std::string> again = scan;
    again.insert(again.end(), {"--replace", "2"});
    ASSERT_EQ(home.as("clerk", again).code, 0);
    ASSERT_EQ(home.as("clerk", {"job", "compare", job, "--same"}).code, 0);
    const Result submitted = home.as("clerk", {"job", "submit", job});
    EXPECT_EQ(submitted.code, 0) << submitted.out;
}

TEST(Job, a_rejected_page_blocks_until_it_is_scanned_again) {
    const StationHome home;
    const std::string job = home.openJob(2);
    home.layPaper(2);
    ASSERT_EQ(home.as("clerk", {"job", "scan", job}).code, 0);
    ASSERT_EQ(home.as("clerk", {"job", "page", job, "2", "--reject", "thumb on the glass"}).code,
              0);
    ASSERT_EQ(home.as("clerk", {"job", "compare", job, "--same"}).code, 0);
    EXPECT_TRUE(home.as("clerk", {"job", "submit", job}).has("PageRejected"));
    home.putBack("0002");
    const Result again = home.as("clerk", {"job", "scan", job, "--replace", "2"});
    ASSERT_EQ(again.code, 0) << again.out << again.err;
    EXPECT_EQ(again.json().at("pages").asArray().size(), 2u);
    // Comparing is done after the images: it has to be done again.
    EXPECT_TRUE(home.as("clerk", {"job", "submit", job}).has("NotCompared"));
    ASSERT_EQ(home.as("clerk", {"job", "compare", job, "--same"}).code, 0);
    EXPECT_EQ(home.as("clerk", {"job", "submit", job}).code, 0);
    EXPECT_EQ(home.as("clerk", {"job", "seal", job}).code, 0);
}

TEST(Job, unqualified_resolution_is_refused_before_the_first_feed) {
    const StationHome home;
    const std::string job = home.openJob(1);
    home.layPaper(1);
    const Result run = home.as("clerk", {"job", "scan", job, "--dpi", "500"});
    EXPECT_EQ(run.code, 1);
    EXPECT_TRUE(run.has("ResolutionNotQualified"));
    EXPECT_TRUE(std::filesystem::exists(home.tray() / "0001.png"));
}

TEST(Job, an_abandoned_job_is_closed_and_named_so) {
    const StationHome home;
    const std::string job = home.openJob(1);
    EXPECT_EQ(home.as("clerk", {"job", "abandon", job}).code, 2); // no reason
    ASSERT_EQ(home.as("clerk", {"job", "abandon", job, "--reason", "misdirected"}).code, 0);
    EXPECT_TRUE(home.as("clerk", {"job", "scan", job}).has("StepNotAllowed"));
}

TEST(Job, list_shows_it) {
    const StationHome home;
    const std::string job = home.openJob(1);
    EXPECT_NE(home.seihon({"job", "list"}).out.find(job), std::string::npos);
    EXPECT_EQ(home.seihon({"job", "show", "../../etc/passwd"}).code, 3);
}

} // namespace seihon::cli_test
