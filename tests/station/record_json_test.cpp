#include "station/record_json.h"

#include "config/config.h"

#include <gtest/gtest.h>

namespace seihon::station {

namespace {

record::ScanJob jobWithPages(int count) {
    record::ScanJob job;
    job.id = "01a0c0de-0000-7000-8000-000000000001";
    job.original.documentClass = "referral-letter";
    job.original.patient = {"P-1", "見本"};
    job.original.receivedAt = record::parseInstant("2026-11-20T09:00:00+09:00");
    job.original.sheets = count;
    job.sheetsFed = count;
    for (int i = 1; i <= count; ++i) {
        record::Page page;
        page.number = i;
        page.sheet = i;
        page.mark = i == 2 ? record::PageMark::Blank : record::PageMark::None;
        job.pages.push_back(page);
    }
    return job;
}

record::Json made(const record::ScanJob& job) {
    const regulation::Regulation regulation =
        config::parseRegulation(config::shippedRegulation(), "shipped");
    return recordJson({.job = job,
                       .regulation = regulation,
                       .recordId = "01a0c0de-0000-7000-8000-000000000002",
                       .stationId = "s",
                       .signer = {"clerk", "Clerk", record::Role::ScanOperator},
                       .certificate = {},
                       .sealStartedAt = record::parseInstant("2026-11-20T10:00:00+09:00")});
}

} // namespace

TEST(RecordJson, the_same_subject_gives_the_same_bytes) {
    const record::ScanJob job = jobWithPages(3);
    EXPECT_EQ(record::canonical(made(job)), record::canonical(made(job)));
}

TEST(RecordJson, the_arithmetic_adds_up) {
    const record::Json json = made(jobWithPages(3));
    EXPECT_EQ(json.at("arithmetic").at("sidesKept").asInt(), 2);
    EXPECT_EQ(json.at("arithmetic").at("sidesBlank").asInt(), 1);
    EXPECT_EQ(json.at("pages").asArray().size(), 3u); // a blank side is kept
}

TEST(RecordJson, window_holds_start_and_deadline) {
    // Friday 2026-11-20, one business day, closed at the weekend and on Monday the 23rd (a holiday
    // in the shipped calendar or not: the deadline is never before the next business day ends).
    const record::Json window = made(jobWithPages(1)).at("window");
    EXPECT_EQ(window.at("startedAt").asString(), "2026-11-20T00:00:00.000Z");
    EXPECT_GT(window.at("deadline").asString(), "2026-11-23T14:59:59.999Z");
}

TEST(RecordJson, page_paths_sort_as_pages) {
    EXPECT_EQ(pagePath(1), "pages/0001.tif");
    EXPECT_EQ(pagePath(2000), "pages/2000.tif");
}

} // namespace seihon::station
