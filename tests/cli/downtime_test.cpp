#include "record/downtime.h"
#include "station_home.h"

#include <gtest/gtest.h>

// The station is down: paper is registered on numbered sheets, and every number is found again.
namespace seihon::cli_test {

namespace {

std::string sheetNumber(std::int64_t n) {
    return std::to_string(record::kFirstDowntimeSheet + n);
}

Result registeredOn(const StationHome& home, std::int64_t n, const std::string& patient) {
    return home.as("clerk", {"job", "register", "--class", "referral-letter", "--patient", patient,
                             "--sheets", "1", "--label", sheetNumber(n)});
}

} // namespace

TEST(Downtime, every_number_is_accounted_for_before_it_is_settled) {
    const StationHome home;
    const std::filesystem::path pdf = home.path().parent_path() / "sheets.pdf";
    const Result printed = home.as("clerk", {"downtime", "print", "--count", "6", "--place",
                                             "三病棟", "--print", pdf.string()});
    ASSERT_EQ(printed.code, 0) << printed.out << printed.err;
    const std::string stack = printed.json().at("stack").asString();
    const std::string text = runProgram({"pdftotext", "-layout", pdf.string(), "-"}).out;
    for (int n = 0; n < 6; ++n) {
        EXPECT_NE(text.find(sheetNumber(n)), std::string::npos) << n;
    }
    EXPECT_NE(runProgram({"pdfinfo", pdf.string()}).out.find("Pages:           6"),
              std::string::npos);
    // The next stack goes on where this one ends.
    const Result more = home.as("clerk", {"downtime", "print", "--count", "2", "--place", "ER",
                                          "--print", pdf.string() + ".2.pdf"});
    EXPECT_EQ(std::to_string(more.json().at("first").asInt()), sheetNumber(6));

    EXPECT_EQ(home.as("clerk", {"downtime", "begin", "--reason", "power"}).code, 1);
    const Result began = home.as(
        "manager", {"downtime", "begin", "--since", "2026-01-02T03:00:00Z", "--reason", "停電"});
    ASSERT_EQ(began.code, 0) << began.out << began.err;
    const std::string id = began.json().at("downtime").asString();
    EXPECT_TRUE(
        home.as("manager", {"downtime", "begin", "--reason", "again"}).has("DowntimeStillOpen"));

    // Three sheets were used; one is registered, one spoilt, one forgotten.
    EXPECT_EQ(registeredOn(home, 0, "P-1").code, 0);
    EXPECT_NE(registeredOn(home, 0, "P-2").code, 0);  // twice
    EXPECT_EQ(registeredOn(home, 40, "P-3").code, 2); // never printed: mistyped
    EXPECT_EQ(home.as("clerk", {"downtime", "void", sheetNumber(1), "--reason", "書き損じ"}).code,
              0);
    EXPECT_TRUE(home.as("clerk", {"downtime", "void", sheetNumber(0), "--reason", "no"})
                    .has("DowntimeSheetRegistered"));
    EXPECT_EQ(registeredOn(home, 1, "P-9").code, 2); // it is void
    ASSERT_EQ(home.as("manager", {"downtime", "end", id}).code, 0);
    const Result early = home.as("manager", {"downtime", "close", id});
    EXPECT_EQ(early.code, 1);
    EXPECT_TRUE(early.has("DowntimeStackNotCounted")) << early.out;

    for (const auto& [of, next] : {std::pair(stack, sheetNumber(3)),
                                   std::pair(more.json().at("stack").asString(), sheetNumber(6))}) {
        ASSERT_EQ(home.as("clerk", {"downtime", "count", of, "--next", next}).code, 0);
    }
    EXPECT_TRUE(home.as("clerk", {"downtime", "count", stack, "--next", sheetNumber(2)})
                    .has("DowntimeCountWrong"));
    const Result open = home.as("manager", {"downtime", "close", id});
    EXPECT_TRUE(open.has("DowntimeSheetsOpen")) << open.out;
    EXPECT_NE(open.out.find(sheetNumber(2)), std::string::npos) << open.out;
    EXPECT_EQ(registeredOn(home, 2, "P-4").code, 0);
    const Result closed = home.as("manager", {"downtime", "close", id});
    EXPECT_EQ(closed.code, 0) << closed.out;
    EXPECT_NE(home.as("manager", {"downtime", "close", id}).code, 0);

    const Result list = home.seihon({"downtime", "list"});
    const record::Json& row = list.json().at("stacks").asArray().front();
    EXPECT_EQ(row.at("registered").asInt(), 2);
    EXPECT_EQ(row.at("void").asInt(), 1);
    EXPECT_EQ(row.at("unused").asInt(), 3);
    const Result replay = home.seihon({"audit", "replay"});
    EXPECT_EQ(replay.code, 0) << replay.out;
    // Labels keep out of their numbers.
    EXPECT_EQ(home.seihon({"labels", "--first", "90000000", "--count", "2", "--print",
                           pdf.string() + ".l.pdf"})
                  .code,
              2);
}

} // namespace seihon::cli_test
