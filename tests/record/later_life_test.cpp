#include "record/later_life.h"

#include "expect_fault.h"
#include "job_entries.h"

#include <gtest/gtest.h>

namespace seihon::record {

namespace {

Json withdrawal(bool wrongPatient, const std::string& incident = "i-1") {
    return Json::object(
        {{"reason", "another patient"}, {"wrongPatient", wrongPatient}, {"incident", incident}});
}

Json place(const std::string& box) {
    return Json::object({{"box", box},
                         {"shelf", "S2"},
                         {"position", "3"},
                         {"holdUntil", "2031-12-01T00:00:00.000Z"}});
}

} // namespace

TEST(LaterLife, AWithdrawalRecallsThePaperAndOpensAnIncident) {
    JobEntries entries;
    entries.sealed();
    entries.add(EntryKind::PaperPlaced, place("B1"));
    entries.add(EntryKind::RecordWithdrawn, withdrawal(true), kSampleRecordId);
    ScanJob job = entries.fold();
    ASSERT_TRUE(job.later.withdrawn);
    EXPECT_TRUE(job.later.withdrawn->wrongPatient);
    EXPECT_TRUE(job.later.paper.recalled);
    ASSERT_NE(openIncident(job.later), nullptr);
    EXPECT_EQ(openIncident(job.later)->kind, IncidentKind::WrongPatient);
    EXPECT_EQ(job.state, JobState::Sealed); // it stays, and can be verified [F4]

    entries.add(EntryKind::PaperPlaced, place("recalled")); // somebody fetched it
    entries.add(EntryKind::IncidentClosed,
                Json::object({{"incident", "i-1"}, {"reason", "sealed for the right patient"}}));
    job = entries.fold();
    EXPECT_FALSE(job.later.paper.recalled);
    EXPECT_EQ(job.later.paper.place->box, "recalled");
    EXPECT_EQ(openIncident(job.later), nullptr);
    EXPECT_EQ(job.later.incidents.front().closed->reason, "sealed for the right patient");
}

TEST(LaterLife, NothingHappensTwice) {
    JobEntries twice;
    twice.sealed();
    twice.add(EntryKind::RecordWithdrawn, withdrawal(false), kSampleRecordId);
    JobEntries closed = twice;
    twice.add(EntryKind::RecordWithdrawn, withdrawal(false, "i-2"), kSampleRecordId);
    expectFault(FaultKind::LedgerBroken, [&] { (void)twice.fold(); });
    const Json close = Json::object({{"incident", "i-1"}, {"reason", "done"}});
    closed.add(EntryKind::IncidentClosed, close);
    EXPECT_EQ(openIncident(closed.fold().later), nullptr);
    closed.add(EntryKind::IncidentClosed, close);
    expectFault(FaultKind::LedgerBroken, [&] { (void)closed.fold(); });
}

TEST(LaterLife, ASampledPageThatDiffersOpensAnIncidentAndOneThatDoesNotNone) {
    JobEntries entries;
    entries.sealed();
    entries.add(EntryKind::SamplePageInspected);
    EXPECT_EQ(openIncident(entries.fold().later), nullptr);
    entries.add(EntryKind::SampleFaultFound,
                Json::object({{"incident", "i-7"}, {"reason", "page cut off"}}));
    const ScanJob job = entries.fold();
    ASSERT_NE(openIncident(job.later), nullptr);
    EXPECT_EQ(openIncident(job.later)->kind, IncidentKind::SampleFault);
}

TEST(LaterLife, AJobThatAmendsKnowsWhatAndLosesItsSamePagesByScanning) {
    Amends amends{kSampleRecordId,
                  sha256("manifest"),
                  parseInstant("2026-11-20T04:00:00Z"),
                  "dose was wrong",
                  true,
                  false,
                  {{"dose", "1 tablet", "2 tablets"}}};
    JobEntries entries;
    entries.registered();
    entries.entries()[0].what.facts.set("amends", toJson(amends, {"clerk", "nurse"}));
    entries.entries()[0].what.privateFacts =
        Json::object({{"patient", toJson(sampleOriginal().patient)},
                      {"corrections", toJson(amends.corrections)}});
    ScanJob job = entries.fold();
    ASSERT_TRUE(job.amends);
    EXPECT_EQ(*job.amends, amends);
    EXPECT_EQ(job.scannedBy, (std::set<std::string>{"clerk", "nurse"})); // [A10]
    entries.add(EntryKind::JobOpened);
    entries.add(EntryKind::ScanStarted);
    EXPECT_FALSE(entries.fold().amends->samePages);
}

TEST(LaterLife, CorrectionsAreReadStrictly) {
    const auto read = parseCorrections(
        R"([{"what":"用量","before":"1日2回","after":"1日3回"},{"what":"x","before":"","after":"y"}])");
    ASSERT_EQ(read.size(), 2u);
    EXPECT_EQ(read[0], (Correction{"用量", "1日2回", "1日3回"}));
    const std::string many = [] {
        std::string text = "[";
        for (std::size_t i = 0; i <= kMostCorrections; ++i) {
            text += std::string(i == 0 ? "" : ",") + R"({"what":"a","before":"b","after":"c"})";
        }
        return text + "]";
    }();
    const std::string wide = R"([{"what":"a","before":"b","after":")" +
                             std::string(kLongestCorrectionText + 1, 'x') + R"("}])";
    for (const std::string& bad :
         {std::string(R"([{"what":"a","before":"b","after":"b"}])"),
          std::string(R"([{"what":"","before":"b","after":"c"}])"),
          std::string(R"([{"what":"a","before":"b"}])"),
          std::string(R"([{"what":"a","before":"b","after":"c","by":"d"}])"),
          std::string(R"({"what":"a","before":"b","after":"c"})"),
          std::string(R"([{"what":"a","before":"b","after":3}])"), std::string("["), many, wide}) {
        expectFault(FaultKind::Malformed, [&] { (void)parseCorrections(bad); });
    }
}

} // namespace seihon::record
