#include "job_entries.h"
#include "record/fault.h"

#include <gtest/gtest.h>

// Sheets that come in another order than they lie, twice, or not at all: what the fold makes of it.
namespace seihon::record {

namespace {

std::vector<std::string> captureIds(const std::vector<Page>& pages) {
    std::vector<std::string> ids;
    for (const Page& page : pages) {
        ids.push_back(page.captureId);
    }
    return ids;
}

using Ids = std::vector<std::string>;

Json started(PaperSource source, const FeedPlan& plan) {
    ScanProfile profile;
    profile.source = source;
    return Json::object({{"device", "d"}, {"profile", toJson(profile)}, {"plan", toJson(plan)}});
}

} // namespace

TEST(Reconcile, BacksStandBesideTheirFronts) {
    JobEntries entries;
    entries.opened();
    entries.captureFrom(PaperSource::FeederSimplex, "1f", 1, Side::Front);
    entries.captureFrom(PaperSource::FeederSimplex, "2f", 2, Side::Front);
    entries.captureFrom(PaperSource::FeederSimplex, "2b", 2, Side::Back);
    entries.captureFrom(PaperSource::FeederSimplex, "1b", 1, Side::Back);
    const ScanJob job = entries.fold();
    EXPECT_EQ(captureIds(job.pages), (Ids{"1f", "1b", "2f", "2b"}));
    EXPECT_EQ(job.pages[1].number, 2);
    EXPECT_EQ(job.sheetsFed, 2);
}

TEST(Reconcile, AnInsertedSheetMovesTheOthersUp) {
    JobEntries entries;
    entries.scanned();
    Page page = samplePage("new f", 2, Side::Front);
    page.inserted = true;
    entries.add(EntryKind::PageCaptured, toJson(page)).capture("new b", 2, Side::Back);
    const ScanJob job = entries.fold();
    EXPECT_EQ(captureIds(job.pages), (Ids{"1f", "1b", "new f", "new b", "2f", "2b"}));
    EXPECT_EQ(job.pages[4].sheet, 3);
    EXPECT_EQ(job.sheetsFed, 3);
    EXPECT_TRUE(job.superseded.empty());
}

TEST(Reconcile, AMovedSheetTakesItsPlaceWithBothSides) {
    JobEntries entries;
    entries.scanned().capture("3f", 3, Side::Front).capture("3b", 3, Side::Back);
    entries.attest(EntryKind::Compared);
    const auto move = [](const char* captureId, int after) {
        return Json::object({{"captureId", captureId}, {"after", after}, {"reason", "fell down"}});
    };
    ScanJob job = entries.add(EntryKind::SheetMoved, move("1b", 3)).fold(); // to the end
    EXPECT_EQ(captureIds(job.pages), (Ids{"2f", "2b", "3f", "3b", "1f", "1b"}));
    EXPECT_EQ(job.pages.front().number, 1);
    EXPECT_EQ(job.pages.back().sheet, 3);
    ASSERT_EQ(job.moves.size(), 1u);
    EXPECT_EQ(job.moves[0].before, 1);
    EXPECT_EQ(job.moves[0].sheet, 3);
    EXPECT_EQ(job.moves[0].act.reason, "fell down");
    EXPECT_FALSE(job.compared) << "what was compared is no longer what there is [A2]";
    job = entries.add(EntryKind::SheetMoved, move("1f", 0)).fold(); // and back to the front
    EXPECT_EQ(captureIds(job.pages), (Ids{"1f", "1b", "2f", "2b", "3f", "3b"}));
    job = entries.add(EntryKind::SheetMoved, move("1f", 2)).fold(); // behind what is sheet 2 now
    EXPECT_EQ(captureIds(job.pages), (Ids{"2f", "2b", "1f", "1b", "3f", "3b"}));
    JobEntries elsewhere = entries;
    EXPECT_THROW(elsewhere.add(EntryKind::SheetMoved, move("1f", 4)).fold(), Fault);
    JobEntries nowhere = entries;
    EXPECT_THROW(nowhere.add(EntryKind::SheetMoved, move("9f", 0)).fold(), Fault);
}

TEST(Reconcile, ATurnedPageKeepsItsPixels) {
    JobEntries entries;
    entries.scanned();
    const Digest before = entries.fold().pages[1].fileDigest;
    const auto turn = [](int degrees) {
        return Json::object({{"captureId", "1b"}, {"degrees", degrees}});
    };
    const ScanJob job = entries.add(EntryKind::PageTurned, turn(270)).fold();
    EXPECT_EQ(job.pages[0].turned, 0);
    EXPECT_EQ(job.pages[1].turned, 270);
    EXPECT_EQ(job.pages[1].fileDigest, before);
    EXPECT_THROW(entries.add(EntryKind::PageTurned, turn(45)).fold(), Fault);
}

TEST(Reconcile, ASheetSetAsideLeavesWithBothSidesAndItsReason) {
    JobEntries entries;
    entries.scanned().capture("3f", 3, Side::Front).capture("3b", 3, Side::Back);
    entries.attest(EntryKind::Compared);
    entries.add(EntryKind::SheetSetAside,
                Json::object({{"captureId", "2b"}, {"reason", "fed twice"}}));
    const ScanJob job = entries.fold();
    EXPECT_EQ(captureIds(job.pages), (Ids{"1f", "1b", "3f", "3b"}));
    EXPECT_EQ(job.pages[2].sheet, 2);
    EXPECT_EQ(job.pages[3].number, 4);
    EXPECT_EQ(job.sheetsFed, 2);
    ASSERT_EQ(job.setAside.size(), 1u);
    EXPECT_EQ(job.setAside[0].sheet, 2);
    EXPECT_EQ(captureIds(job.setAside[0].pages), (Ids{"2f", "2b"}));
    EXPECT_EQ(job.setAside[0].act.reason, "fed twice");
    EXPECT_FALSE(job.compared) << "something else was compared";
    EXPECT_THROW(entries.add(EntryKind::SheetSetAside, Json::object({{"captureId", "2b"}})).fold(),
                 Fault);
}

TEST(Reconcile, NothingIsSetAsideFromASubmittedJob) {
    JobEntries entries;
    entries.submitted().add(EntryKind::SheetSetAside,
                            Json::object({{"captureId", "2b"}, {"reason", "late"}}));
    EXPECT_THROW(entries.fold(), Fault);
}

TEST(Reconcile, CountsEverySheetThatLeftTheTray) {
    JobEntries entries;
    entries.scanned().capture("2f again", 2, Side::Front, "2f");
    entries.mark("1f", PageMark::Blank, "").mark("1b", PageMark::Blank, "");
    entries.mark("2b", PageMark::Rejected, "blurred");
    entries.capture("3f", 3, Side::Front).capture("3b", 3, Side::Back);
    entries.add(EntryKind::SheetSetAside,
                Json::object({{"captureId", "3f"}, {"reason", "fed twice"}}));
    entries.capture("3f'", 3, Side::Front);
    entries.add(EntryKind::FeedInterrupted,
                Json::object({{"fault", "PaperJam"},
                              {"sheet", 3},
                              {"putBack", Json::Array{Json(3), Json(4)}},
                              {"detail", ""}}));
    const ScanJob job = entries.fold();
    EXPECT_EQ(job.interruptions.at(0).putBack, (std::vector<std::int64_t>{3, 4}));
    const SheetCount count = countSheets(job);
    EXPECT_EQ(count.declared, 2);
    EXPECT_EQ(count.prepared, 2);
    EXPECT_EQ(count.fed, 2);
    EXPECT_EQ(count.kept, 1);
    EXPECT_EQ(count.blank, 1);
    EXPECT_EQ(count.fed, count.kept + count.blank);
    EXPECT_EQ(count.incomplete, 1);
    EXPECT_EQ(count.rejected, 1);
    EXPECT_EQ(count.setAside, 1);
    EXPECT_EQ(count.replaced, 1);
    EXPECT_EQ(count.toPutBack, 2);
}

TEST(Reconcile, ALostRunKnowsWhatMayHaveLeftTheTray) {
    FeedPlan plan;
    plan.onwards = 1;
    plan.inFlight = 2;
    JobEntries entries;
    entries.opened().add(EntryKind::ScanStarted, started(PaperSource::FeederDuplex, plan));
    entries.capture("1f", 1, Side::Front).capture("1b", 1, Side::Back);
    entries.capture("2f", 2, Side::Front); // and then the power went
    const ScanJob job = entries.fold();
    EXPECT_TRUE(job.scanning);
    ASSERT_TRUE(job.run);
    EXPECT_EQ(job.run->sheetsKept(), 1);
    EXPECT_EQ(sheetsToPutBack(*job.run), (std::vector<std::int64_t>{2, 3}));
    const ScanJob ended =
        entries.add(EntryKind::ScanEnded, Json::object({{"pages", 3}, {"outcome", "lost"}})).fold();
    EXPECT_FALSE(ended.run);
    EXPECT_EQ(ended.lastRun, "lost");
}

TEST(Reconcile, APageKeepsWhatItIsAlikeTo) {
    Page page = samplePage("x", 1, Side::Front);
    page.signature = "0f3";
    page.alike = {{"other", "job-2", 4, 987}};
    page.inserted = true;
    const Page read = pageFromJson(toJson(page));
    EXPECT_EQ(read.alike, page.alike);
    EXPECT_EQ(read.signature, "0f3");
    EXPECT_TRUE(read.inserted);
    EXPECT_TRUE(read.otherPatients.empty());
    page.otherPatients = {"job-2"};
    EXPECT_EQ(pageFromJson(toJson(page)).otherPatients, page.otherPatients);
}

} // namespace seihon::record
