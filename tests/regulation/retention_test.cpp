#include "regulation/retention.h"

#include "regulation/judge_media.h"
#include "regulation/temp_data.h"
#include "samples.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// How long records, images beside them, and media outside of the house stay [F11, F14, F15].
namespace seihon::regulation {

namespace {

using enum record::FindingId;
using std::chrono::year;
using testing::ElementsAre;
using testing::IsEmpty;

DeletionFacts overFacts() {
    DeletionFacts facts;
    facts.recordId = "record-1";
    facts.documentClass = "letter"; // 5 years
    facts.start = year(2020) / 3 / 31;
    facts.copies = {{"archive", true, true}, {"pacs", false, false}};
    return facts;
}

std::vector<record::FindingId> deleted(const DeletionFacts& facts,
                                       const char* now = "2025-04-01T00:00:00+09:00") {
    return refusals(judgeDeletion(sampleRegulation(), facts, at(now)));
}

} // namespace

TEST(Retention, EndsWithTheLastDayInTheHospitalsTime) {
    const Regulation rules = sampleRegulation();
    EXPECT_EQ(retentionEnd(rules, "letter", year(2020) / 3 / 31), year(2025) / 3 / 31);
    EXPECT_EQ(retentionEnd(rules, "letter", year(2024) / 2 / 29), year(2029) / 2 / 28);
    EXPECT_EQ(retentionEnd(rules, "letter", std::nullopt), std::nullopt);
    EXPECT_EQ(retentionEnd(rules, "nothing", year(2020) / 3 / 31), std::nullopt);
    EXPECT_THAT(deleted(overFacts()), IsEmpty());
    EXPECT_THAT(deleted(overFacts(), "2025-03-31T23:59:59+09:00"), ElementsAre(RetentionRunning));
}

TEST(Retention, WhatStandsInTheWayOfDeletingIsSaid) {
    DeletionFacts facts = overFacts();
    facts.start.reset(); // nobody told: it never ends
    EXPECT_THAT(deleted(facts, "2099-01-01T00:00:00Z"), ElementsAre(RetentionStartUnknown));
    facts = overFacts();
    facts.holds = {"hold-1"};
    facts.incidentOpen = true;
    facts.disposalList = "list-1"; // the record is all that will be left
    EXPECT_THAT(deleted(facts), ElementsAre(LegalHoldInForce, IncidentOpen, PaperOnOtherList));
    facts = overFacts();
    facts.copies.push_back({"private-facts", true, false});
    EXPECT_THAT(deleted(facts), ElementsAre(CopyCannotBeDeleted));
}

TEST(Retention, EachClassHasItsEvent) {
    RetentionRules rules;
    rules.eventOfClass["prescription"] = record::RetentionEventKind::DispensingCompleted;
    EXPECT_EQ(retentionEventOf(rules, "letter"), record::RetentionEventKind::TreatmentCompleted);
    EXPECT_EQ(retentionEventOf(rules, "prescription"),
              record::RetentionEventKind::DispensingCompleted);
}

TEST(TempImages, StayForTheirTimeAndNeverGoFromARecord) {
    const TempDataRules rules{std::chrono::days(10), std::chrono::days(20)};
    const record::Instant then = at("2026-11-17T12:00:00+09:00");
    record::ScanJob job = acceptedJob();
    job.pages = {samplePage(1), samplePage(2)};
    job.pages[0].file = "1.tif";
    job.pages[1].file = "2.tif";
    job.superseded = {samplePage(1), samplePage(2)};
    job.superseded[0].file = "old.tif";
    job.superseded[1].file = "2.tif"; // the same bytes came back: it is in the record
    job.setAside.push_back({2, {samplePage(2)}, {}});
    job.setAside[0].pages[0].file = "aside.tif";
    const auto gone = [&](record::Instant now, bool held = false) {
        std::vector<std::string> files;
        for (const TempImage& one : purgeableImages(rules, job, held, now)) {
            files.push_back(one.file);
        }
        return files;
    };
    EXPECT_THAT(gone(then + std::chrono::days(9999)), IsEmpty()); // it is not sealed
    job.state = record::JobState::Sealed;
    job.sealed.emplace().at = then;
    EXPECT_THAT(gone(then + std::chrono::days(10) - std::chrono::milliseconds(1)), IsEmpty());
    EXPECT_THAT(gone(then + std::chrono::days(10)), ElementsAre("old.tif", "aside.tif"));
    EXPECT_THAT(gone(then + std::chrono::days(9999), true), IsEmpty()); // a legal hold
    job.sealed.reset();
    job.state = record::JobState::Abandoned;
    job.abandoned = record::Act{manager(), then, "", {}};
    EXPECT_THAT(gone(then + std::chrono::days(19)), IsEmpty());
    EXPECT_THAT(gone(then + std::chrono::days(20)),
                ElementsAre("old.tif", "2.tif", "aside.tif", "1.tif", "2.tif"));
}

TEST(JudgeMedia, AnotherPersonLetsItGoAndItIsMissedWhenItsTimeIsOver) {
    Regulation rules = sampleRegulation();
    rules.media.longest = std::chrono::days(7);
    const record::Instant now = at("2026-11-17T12:00:00+09:00");
    EXPECT_TRUE(judgeMediumRequest(rules, now + std::chrono::days(7), now).permitted());
    EXPECT_THAT(refusals(judgeMediumRequest(rules, now + std::chrono::days(8), now)),
                ElementsAre(MediumPeriodWrong));
    EXPECT_THAT(refusals(judgeMediumRequest(rules, now, now)), ElementsAre(MediumPeriodWrong));
    record::Medium medium;
    medium.requested.actor = clerk();
    medium.until = now;
    EXPECT_THAT(refusals(judgeMediumApproval(medium, clerk())), ElementsAre(MediumSamePerson));
    EXPECT_THAT(refusals(judgeMediumApproval(medium, manager())), IsEmpty());
    EXPECT_THAT(refusals(judgeMediumEnd(medium)), ElementsAre(MediumStepNotAllowed));
    EXPECT_TRUE(judgeMediumStanding(rules, medium, now).findings.empty()); // it never left
    medium.state = record::MediumState::Out;
    EXPECT_TRUE(
        judgeMediumStanding(rules, medium, now - std::chrono::milliseconds(1)).findings.empty());
    EXPECT_TRUE(judgeMediumStanding(rules, medium, now).has(MediumOverdue));
    EXPECT_THAT(refusals(judgeMediumApproval(medium, manager())),
                ElementsAre(MediumStepNotAllowed));
    medium.state = record::MediumState::Back;
    medium.end = record::MediumEnd::Lost;
    EXPECT_TRUE(judgeMediumStanding(rules, medium, now).has(MediumLost));
}

} // namespace seihon::regulation
