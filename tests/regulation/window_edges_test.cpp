#include "regulation/calendar.h"
#include "regulation/judge.h"

#include "samples.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// The window where people get it wrong: several holidays in a row, year ends, nights, leap days,
// other offsets. Each row is judged at its last instant and one millisecond later [B1, B3].
namespace seihon::regulation {

namespace {

using record::FindingId;
using testing::ElementsAre;
using testing::IsEmpty;

Regulation hospitalOf(std::chrono::minutes utcOffset) {
    using std::chrono::year;
    Regulation regulation = sampleRegulation();
    regulation.calendar.utcOffset = utcOffset;
    regulation.calendar.closedDays = {
        // a year end, with the 28th open and the 4th open again
        year(2026) / 12 / 29, year(2026) / 12 / 30, year(2026) / 12 / 31, year(2027) / 1 / 1,
        year(2027) / 1 / 2, year(2027) / 1 / 3,
        // holidays in a row: 29 April, 3 to 5 May; 2026-05-06 stands for the day lost to a Sunday
        year(2026) / 4 / 29, year(2026) / 5 / 3, year(2026) / 5 / 4, year(2026) / 5 / 5,
        year(2026) / 5 / 6,
        // two holidays and the day between them
        year(2026) / 9 / 21, year(2026) / 9 / 22, year(2026) / 9 / 23,
        // a leap day that is closed
        year(2028) / 2 / 29};
    return regulation;
}

struct WindowRow {
    std::string_view why, event;
    std::int64_t days;
    std::string_view lastInstant; // the deadline itself is still inside
    std::chrono::minutes utcOffset{9 * 60};
};

class WindowEdges : public testing::TestWithParam<WindowRow> {};

TEST_P(WindowEdges, AreOpenToTheMillisecondAndThenClosed) {
    const WindowRow& row = GetParam();
    Regulation regulation = hospitalOf(row.utcOffset);
    regulation.classes.at("letter").scanWindowBusinessDays = row.days;
    record::Original original = sampleOriginal();
    original.receivedAt = at(row.event);
    EXPECT_EQ(scanDeadline(regulation, original), at(row.lastInstant)) << row.why;
    EXPECT_THAT(refusals(judgeWindow(regulation, original, at(row.lastInstant))), IsEmpty());
    EXPECT_THAT(refusals(judgeWindow(regulation, original,
                                     at(row.lastInstant) + std::chrono::milliseconds(1))),
                ElementsAre(FindingId::WindowClosed))
        << row.why;
    // Proof counts as the scan does: a token of that millisecond is in time, the next is late.
    record::ScanJob job = openJob();
    job.original = original;
    for (record::Page& page : job.pages) {
        page.capturedAt = at(row.event);
    }
    const ProvenTime inTime{at(row.lastInstant), "seal"};
    const ProvenTime late{at(row.lastInstant) + std::chrono::milliseconds(1), "seal"};
    EXPECT_THAT(refusals(judgeLateness(regulation, job, std::span(&inTime, 1))), IsEmpty());
    EXPECT_THAT(refusals(judgeLateness(regulation, job, std::span(&late, 1))),
                ElementsAre(FindingId::ProofOfScanTimeLate));
}

INSTANTIATE_TEST_SUITE_P(
    Table, WindowEdges,
    testing::Values(WindowRow{"Friday evening: Monday", "2026-11-13T19:00:00+09:00", 1,
                              "2026-11-17T00:00:00+09:00"},
                    WindowRow{"Friday evening, two days: Tuesday", "2026-11-13T19:00:00+09:00", 2,
                              "2026-11-18T00:00:00+09:00"},
                    WindowRow{"before the holidays of May: the 7th", "2026-05-01T16:00:00+09:00", 1,
                              "2026-05-08T00:00:00+09:00"},
                    WindowRow{"the same, two days: the 8th", "2026-05-01T16:00:00+09:00", 2,
                              "2026-05-09T00:00:00+09:00"},
                    WindowRow{"in the middle of them", "2026-05-04T16:00:00+09:00", 1,
                              "2026-05-08T00:00:00+09:00"},
                    WindowRow{"one holiday in the week", "2026-04-28T16:00:00+09:00", 1,
                              "2026-05-01T00:00:00+09:00"},
                    WindowRow{"one holiday in the week, two days end before the long row",
                              "2026-04-28T16:00:00+09:00", 2, "2026-05-02T00:00:00+09:00"},
                    WindowRow{"a weekend and three holidays", "2026-09-18T10:00:00+09:00", 1,
                              "2026-09-25T00:00:00+09:00"},
                    WindowRow{"a weekend and three holidays, two days", "2026-09-18T10:00:00+09:00",
                              2, "2026-09-26T00:00:00+09:00"},
                    WindowRow{"last open day of the year: the 4th of January",
                              "2026-12-28T17:15:00+09:00", 1, "2027-01-05T00:00:00+09:00"},
                    WindowRow{"two days from before the year end", "2026-12-28T17:15:00+09:00", 2,
                              "2027-01-06T00:00:00+09:00"},
                    WindowRow{"New Year's night", "2027-01-01T00:30:00+09:00", 1,
                              "2027-01-05T00:00:00+09:00"},
                    WindowRow{"the night desk before midnight", "2026-11-16T23:59:59.999+09:00", 1,
                              "2026-11-18T00:00:00+09:00"},
                    WindowRow{"the night desk at midnight: a day later",
                              "2026-11-17T00:00:00+09:00", 1, "2026-11-19T00:00:00+09:00"},
                    WindowRow{"the night from Friday to Saturday", "2026-11-14T00:10:00+09:00", 1,
                              "2026-11-17T00:00:00+09:00"},
                    WindowRow{"the night from Sunday to Monday is Monday's",
                              "2026-11-16T00:10:00+09:00", 1, "2026-11-18T00:00:00+09:00"},
                    WindowRow{"a leap day that is closed", "2028-02-28T10:00:00+09:00", 1,
                              "2028-03-02T00:00:00+09:00"},
                    WindowRow{"received on the closed leap day", "2028-02-29T10:00:00+09:00", 1,
                              "2028-03-02T00:00:00+09:00"},
                    WindowRow{"no leap day in 2100", "2100-02-26T10:00:00+09:00", 1,
                              "2100-03-02T00:00:00+09:00"},
                    WindowRow{"a year without listed holidays: earlier, never later",
                              "2030-12-31T10:00:00+09:00", 1, "2031-01-02T00:00:00+09:00"},
                    WindowRow{"the same instant in an office of half hours", "2026-11-16T18:29:59Z",
                              1, "2026-11-17T18:30:00Z", std::chrono::minutes(5 * 60 + 30)},
                    WindowRow{"a second later it is the next day there", "2026-11-16T18:30:00Z", 1,
                              "2026-11-18T18:30:00Z", std::chrono::minutes(5 * 60 + 30)},
                    WindowRow{"west of UTC it is still the day before", "2026-11-17T04:59:59Z", 1,
                              "2026-11-18T05:00:00Z", std::chrono::minutes(-5 * 60)},
                    WindowRow{"at UTC", "2026-11-16T23:59:59Z", 1, "2026-11-18T00:00:00Z",
                              std::chrono::minutes(0)}));

} // namespace

} // namespace seihon::regulation
