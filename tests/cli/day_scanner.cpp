#include "day_script.h"

#include <gtest/gtest.h>

#include <algorithm>

// Envelopes 13 to 26: paper and scanner do not do as they should [A2, A5, W].
namespace seihon::cli_test {

using record::FaultKind;
using record::FindingId;
using record::PageMark;

namespace {

std::string preparedLetter(DayDesk& desk, const std::string& envelope, const char* name,
                           const std::vector<DaySheet>& sheets) {
    const int count = static_cast<int>(sheets.size());
    const std::string job = desk.registered(envelope, {.name = name, .sheets = count});
    desk.prepared(job, count);
    desk.lay(sheets);
    return job;
}

void checkedAndSealed(DayDesk& desk, const std::string& job) {
    desk.checked(job);
    desk.sealed(job);
}

void jammed(DayDesk& desk, const std::string& envelope) {
    const std::string job = preparedLetter(desk, envelope, "見本 十三", desk.sheets(3));
    desk.event(2, "jam 0.5");
    desk.feedBreaksOff(job, FaultKind::PaperJam);
    desk.putBack(2);
    desk.fed(job);
    checkedAndSealed(desk, job);
}

void fedDouble(DayDesk& desk, const std::string& envelope) {
    const std::string job = preparedLetter(desk, envelope, "見本 十四", desk.sheets(3));
    desk.event(2, "doublefeed");
    desk.feedBreaksOff(job, FaultKind::DoubleFeed);
    desk.putBack(2);
    desk.putBack(3);
    desk.fed(job);
    checkedAndSealed(desk, job);
}

// Two sheets go as one and no sensor says so: the count misses one.
void fedDoubleUnseen(DayDesk& desk, const std::string& envelope) {
    const std::string job = preparedLetter(desk, envelope, "見本 十五", desk.sheets(3));
    desk.event(1, "multifeed-silent");
    desk.fed(job);
    desk.refused(desk.station().submit(desk.by("clerk"), job).verdict,
                 FindingId::SheetCountMismatch);
    desk.putBack(2);
    desk.fed(job, {.wish = {.after = 1}});
    checkedAndSealed(desk, job);
}

void workerDies(DayDesk& desk, const std::string& envelope) {
    const std::string job = preparedLetter(desk, envelope, "見本 十六", desk.sheets(1));
    desk.event(1, "crash 0.5");
    desk.feedBreaksOff(job, FaultKind::WorkerDied);
    desk.putBack(1);
    desk.fed(job);
    checkedAndSealed(desk, job);
}

void coverOpen(DayDesk& desk, const std::string& envelope) {
    const std::string job = preparedLetter(desk, envelope, "見本 十七", desk.sheets(1));
    desk.event(1, "cover-open");
    desk.feedBreaksOff(job, FaultKind::CoverOpen);
    desk.fed(job);
    checkedAndSealed(desk, job);
}

// Two were registered, three there are: nothing is submitted; registered anew with the true count.
void countedWrong(DayDesk& desk, const std::string& envelope) {
    const std::vector<DaySheet> sheets = desk.sheets(3);
    const std::string wrong = desk.registered(envelope, {.name = "見本 十八", .sheets = 2});
    desk.prepared(wrong, 3);
    desk.lay(sheets);
    desk.fed(wrong);
    desk.refused(desk.station().submit(desk.by("clerk"), wrong).verdict,
                 FindingId::SheetCountMismatch);
    desk.done(
        desk.station().abandon(desk.by("clerk"), wrong, "registered with a wrong count").verdict,
        "abandon");
    const std::string job = desk.registered(envelope, {.name = "見本 十八", .sheets = 3});
    desk.scanned(job, sheets);
    desk.sealed(job);
}

void fedTwice(DayDesk& desk, const std::string& envelope) {
    const std::string job = preparedLetter(desk, envelope, "見本 十九", desk.sheets(2));
    desk.event(2, "dup");
    desk.fed(job);
    desk.done(desk.station().compare(desk.by("clerk"), job, {true, {}, "flag"}).verdict, "compare");
    desk.refused(desk.station().submit(desk.by("clerk"), job).verdict, FindingId::DuplicatePage);
    desk.done(desk.station().setSheetAside(desk.by("clerk"), job, 3, "fed twice").verdict,
              "set aside");
    checkedAndSealed(desk, job);
}

// A note hides what is below it: scanned with it, and again without it [A2].
void noteStuckOn(DayDesk& desk, const std::string& envelope) {
    const std::vector<DaySheet> without = desk.sheets(1);
    const DaySheet with = drawSheet(without[0].number, DaySheetKind::WithNote);
    const std::string job = preparedLetter(desk, envelope, "見本 二十", {with});
    const record::Verdict seen = desk.pagesOf(job);
    EXPECT_FALSE(seen.permitted()); // told at once; the page is kept all the same
    desk.done(desk.station().compare(desk.by("clerk"), job, {true, {}, "flag"}).verdict, "compare");
    const record::Verdict undecided = desk.station().submit(desk.by("clerk"), job).verdict;
    desk.refused(undecided, FindingId::PageUndecided);
    EXPECT_EQ(undecided.findings.front().measured.asString(), "ObjectOnPage");
    desk.lay(without);
    desk.fed(job, {.wish = {.replacePage = 1}});
    checkedAndSealed(desk, job);
}

// Both sides always: the empty backs are marked, never dropped.
void blankBacks(DayDesk& desk, const std::string& envelope) {
    const std::string job =
        desk.registered(envelope, {.name = "見本 廿一", .sheets = 2, .duplex = true});
    desk.prepared(job, 2);
    desk.lay(desk.sheets(2));
    desk.fed(job);
    for (const int back : {2, 4}) {
        desk.done(desk.station().markPage(desk.by("clerk"), job, back, PageMark::Blank, {}).verdict,
                  "mark");
    }
    EXPECT_EQ(desk.station().job(job).pages.size(), 4u);
    checkedAndSealed(desk, job);
}

void upsideDown(DayDesk& desk, const std::string& envelope) {
    const std::string job =
        preparedLetter(desk, envelope, "見本 廿二", desk.sheets(1, DaySheetKind::UpsideDown));
    desk.fed(job, {.large = true});
    EXPECT_EQ(desk.station().examine(job, station::ExamineAgain::No).pages, 1);
    const record::ScanJob looked = desk.station().job(job);
    const auto& findings = looked.pages.front().examinationVerdict.findings;
    EXPECT_TRUE(std::any_of(findings.begin(), findings.end(), [](const record::Finding& finding) {
        return finding.id == FindingId::UpsideDown;
    })) << record::canonical(record::toJson(looked.pages.front().examinationVerdict));
    // Both are warnings: the pixels stay as they are, and the sender is asked for the second page.
    checkedAndSealed(desk, job);
    const auto log = desk.station().logOfJob(job);
    EXPECT_TRUE(std::any_of(log.begin(), log.end(), [](const record::Entry& entry) {
        return entry.what.kind == record::EntryKind::JobSubmitted && entry.what.verdict &&
               !entry.what.verdict->findings.empty() &&
               entry.what.verdict->findings.front().id == FindingId::PageNumberGap;
    }));
}

// Coarse on the paper already: the scan is judged, not the sender's machine.
void coarseFax(DayDesk& desk, const std::string& envelope) {
    const std::string job = desk.registered(
        envelope, {.documentClass = "fax-received", .name = "見本 廿三", .sheets = 1});
    desk.scanned(job, desk.sheets(1, DaySheetKind::Fax));
    desk.accepted(job);
    desk.sealed(job);
}

void fromTheGlass(DayDesk& desk, const std::string& envelope, const Registration& what,
                  DaySheetKind kind) {
    const std::string job = desk.registered(envelope, what);
    desk.scanned(job, desk.sheets(1, kind), {.glass = true});
    desk.accepted(job);
    desk.sealed(job);
    EXPECT_EQ(desk.station().job(job).pages.front().capture.source, record::PaperSource::Flatbed);
}

void thermalStrip(DayDesk& desk, const std::string& envelope) {
    fromTheGlass(desk, envelope, {.documentClass = "ecg", .name = "見本 廿四"},
                 DaySheetKind::Letter);
}

void instantPhotograph(DayDesk& desk, const std::string& envelope) {
    fromTheGlass(desk, envelope, {.documentClass = "photograph", .name = "見本 廿五"},
                 DaySheetKind::Photograph);
}

// Paper of two sizes in one letter: each sheet with an area of its own.
void mixedSizes(DayDesk& desk, const std::string& envelope) {
    const std::vector<DaySheet> small = desk.sheets(1), large = desk.sheets(1, DaySheetKind::Large);
    const std::string job = desk.registered(envelope, {.name = "見本 廿六", .sheets = 2});
    desk.prepared(job, 2);
    desk.lay(small);
    desk.fed(job);
    desk.lay(large);
    desk.fed(job, {.large = true});
    checkedAndSealed(desk, job);
}

constexpr DayRow kScannerRows[] = {
    {"見本 十三", "letter 3", "jam at sheet 2, resumed", {.originals = 1, .sheets = 3}, jammed},
    {"見本 十四",
     "letter 3",
     "double feed, both sheets go back",
     {.originals = 1, .sheets = 3},
     fedDouble},
    {"見本 十五",
     "letter 3",
     "two sheets as one, unseen: the count tells",
     {.originals = 1, .sheets = 3},
     fedDoubleUnseen},
    {"見本 十六",
     "letter 1",
     "the scanner's program dies",
     {.originals = 1, .sheets = 1},
     workerDies},
    {"見本 十七", "letter 1", "cover open", {.originals = 1, .sheets = 1}, coverOpen},
    {"見本 十八",
     "letter 3",
     "counted wrong at the counter: registered anew",
     {.originals = 1, .givenUp = 1, .sheets = 3},
     countedWrong},
    {"見本 十九",
     "letter 2",
     "sheet 2 came twice: set aside",
     {.originals = 1, .sheets = 2},
     fedTwice},
    {"見本 二十",
     "letter 1",
     "a note stuck on: scanned with and without",
     {.originals = 1, .sheets = 1},
     noteStuckOn},
    {"見本 廿一",
     "letter 2",
     "both sides, blank backs marked",
     {.originals = 1, .sheets = 2},
     blankBacks},
    {"見本 廿二",
     "letter 1",
     "upside down, page 2 of 2 not there: told",
     {.originals = 1, .sheets = 1},
     upsideDown},
    {"見本 廿三", "fax 1", "200 x 100 dpi, thermal", {.originals = 1, .sheets = 1}, coarseFax},
    {"見本 廿四",
     "ECG 1",
     "thermal strip on the glass",
     {.originals = 1, .sheets = 1},
     thermalStrip},
    {"見本 廿五",
     "photograph 1",
     "on the glass, 400 dpi",
     {.originals = 1, .sheets = 1},
     instantPhotograph},
    {"見本 廿六", "letter 2", "two sizes of paper", {.originals = 1, .sheets = 2}, mixedSizes},
};

} // namespace

std::span<const DayRow> dayRowsOfPaper() {
    return kScannerRows;
}

} // namespace seihon::cli_test
