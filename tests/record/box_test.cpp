#include "record/box.h"

#include "expect_fault.h"
#include "job_entries.h"

#include <gtest/gtest.h>

// Boxes of old paper as folds of their entries [W].
namespace seihon::record {
namespace {

constexpr const char* kSampleBox = "019391c0-1111-7222-8333-444455558888";

class BoxEntries {
  public:
    BoxEntries& add(EntryKind kind, Json facts = Json::object({})) {
        Entry entry;
        entry.sequence = m_entries.size() * 2;
        entry.at = parseInstant("2026-11-20T00:00:00Z") + std::chrono::minutes(m_entries.size());
        entry.what.kind = kind;
        entry.what.job = kSampleBox;
        entry.what.actor = sampleClerk();
        entry.what.facts = std::move(facts);
        m_entries.push_back(std::move(entry));
        return *this;
    }
    BoxEntries& opened() {
        return add(
            EntryKind::BoxOpened,
            Json::object({{"number", "B-1"}, {"project", "p"}, {"folders", 2}, {"seal", "S"}}));
    }
    BoxEntries& folder(std::int64_t number) {
        BoxTab tab;
        tab.number = 1;
        tab.documentClass = "old";
        tab.sheets = 5;
        return add(EntryKind::FolderAdded,
                   Json::object({{"folder", number}, {"tabs", tabsJson({tab})}}));
    }
    BoxEntries& trouble(std::int64_t number, std::int64_t folder, std::int64_t tab) {
        return add(EntryKind::BoxExceptionOpened, Json::object({{"number", number},
                                                                {"trouble", "missing"},
                                                                {"folder", folder},
                                                                {"tab", tab},
                                                                {"sheets", 1}}));
    }
    BoxEntries& settled(std::int64_t number, const char* end, std::int64_t toFolder = 0) {
        return add(EntryKind::BoxExceptionSettled, Json::object({{"number", number},
                                                                 {"end", end},
                                                                 {"sheets", 1},
                                                                 {"folder", 1},
                                                                 {"tab", 1},
                                                                 {"toFolder", toFolder},
                                                                 {"toTab", toFolder == 0 ? 0 : 1},
                                                                 {"sealed", 0},
                                                                 {"reason", "x"}}));
    }
    BoxEntries& takenBack(std::int64_t number) {
        return add(EntryKind::BoxSettlementTakenBack,
                   Json::object({{"number", number}, {"reason", "a slip"}}));
    }
    BoxEntries& voided(std::int64_t folder) {
        return add(EntryKind::FolderVoided,
                   Json::object({{"folder", folder}, {"reason", "a slip"}}));
    }
    BoxEntries& recounted(std::int64_t folders) {
        return add(EntryKind::BoxRecounted,
                   Json::object({{"folders", folders}, {"reason", "a slip"}}));
    }
    BoxEntries& kept(const char* sheet, std::int64_t folder, bool goesOn) {
        return add(EntryKind::BatchSheetKept, Json::object({{"sheet", sheet},
                                                            {"folder", folder},
                                                            {"tab", 1},
                                                            {"part", 1},
                                                            {"goesOn", goesOn}}));
    }
    BoxEntries& about(EntryKind kind, std::int64_t folder) {
        return add(kind,
                   Json::object({{"folder", folder}, {"to", "w"}, {"place", "x"}, {"sheets", 5}}));
    }
    Box fold() const { return foldBox(m_entries); }
    std::vector<Entry>& entries() { return m_entries; }
    void expectBroken() const {
        expectFault(FaultKind::LedgerBroken, [&] { static_cast<void>(fold()); });
    }

  private:
    std::vector<Entry> m_entries;
};

BoxEntries sampleBox() {
    return BoxEntries().opened().folder(2).folder(1); // in any order; they stand by number
}

TEST(Box, AddsUpWhateverHappened) {
    BoxEntries entries = sampleBox();
    entries.trouble(1, 1, 1).trouble(2, 1, 1).trouble(3, 1, 1).trouble(4, 1, 1);
    entries.settled(1, "missing").settled(2, "extra").settled(3, "moved", 2).settled(4, "withheld");
    const Box box = entries.fold();
    EXPECT_EQ(box.folders.front().number, 1);
    TabCounts counts;
    counts[{1, 1}] = {1, 1, 1};
    const SheetSum first = sumOf(box, TabPlace{1, 1}, counts);
    // 5 expected + 1 extra = 1 sealed + 1 scanned + 1 missing + 1 moved out + 1 withheld + 1 open
    EXPECT_EQ(first.open(), 1);
    EXPECT_EQ(first.paper(), 4);
    const SheetSum second = sumOf(box, TabPlace{2, 1}, counts);
    EXPECT_EQ(second.movedIn, 1);
    EXPECT_EQ(second.open(), 6);
    EXPECT_EQ(sumOf(box, counts).open(), 7);
    EXPECT_EQ(tabCountsFromJson(toJson(counts)).at({1, 1}).sealed, 1);
}

TEST(Box, KnowsWhereABatchIs) {
    BoxEntries entries =
        sampleBox().add(EntryKind::BatchStarted, Json::object({{"goesOn", false}}));
    Box box = entries.kept("separator", 2, true).fold();
    ASSERT_TRUE(box.batch.at);
    EXPECT_EQ(box.batch.at->folder, 2);
    EXPECT_TRUE(box.tab({2, 1})->separatorSeen);
    box = entries.kept("unplaced", 0, false).fold(); // nobody knows where the next ones belong
    EXPECT_FALSE(box.batch.at);
    box = entries.kept("repeated", 1, true).add(EntryKind::BatchInterrupted).fold();
    EXPECT_TRUE(box.batch.brokenOff);
    EXPECT_EQ(box.batch.at->folder, 1);
    EXPECT_FALSE(box.tab({1, 1})->separatorSeen);
    box = entries.add(EntryKind::BatchStarted, Json::object({{"goesOn", true}})).fold();
    EXPECT_EQ(box.batch.at->folder, 1);
    EXPECT_TRUE(box.batch.running);
    box = entries.add(EntryKind::BatchEnded)
              .add(EntryKind::BatchStarted, Json::object({{"goesOn", false}}))
              .fold();
    EXPECT_FALSE(box.batch.at);
    EXPECT_EQ(box.batch.batches, 3);
}

TEST(Box, WhatWasCountedCountsNoMoreWhenThePaperWasHandled) {
    BoxEntries entries = sampleBox().about(EntryKind::FolderRefiled, 1);
    entries.add(EntryKind::BoxShut, Json::object({{"seal", "S-2"}}));
    EXPECT_TRUE(entries.fold().folders[0].refiled);
    EXPECT_EQ(entries.fold().sealGoes, "S-2");
    BoxEntries out = entries;
    out.about(EntryKind::FolderTakenOut, 1);
    EXPECT_FALSE(out.fold().folders[0].refiled);
    EXPECT_TRUE(out.fold().folders[0].isOut());
    EXPECT_TRUE(out.fold().sealGoes.empty());
    EXPECT_FALSE(out.about(EntryKind::FolderReturned, 1).fold().folders[0].isOut());
    EXPECT_FALSE(entries.trouble(1, 1, 1).settled(1, "found").fold().folders[0].refiled);
}

TEST(Box, ASettlementThatWasTakenBackCountsNoMore) {
    BoxEntries entries = sampleBox().trouble(1, 1, 1).settled(1, "moved", 2);
    EXPECT_EQ(sumOf(entries.fold(), TabPlace{2, 1}, {}).movedIn, 1);
    const Box box = entries.about(EntryKind::FolderRefiled, 2).takenBack(1).fold();
    EXPECT_EQ(sumOf(box, TabPlace{1, 1}, {}).open(), 5);
    EXPECT_EQ(sumOf(box, TabPlace{2, 1}, {}).open(), 5);
    EXPECT_EQ(box.exceptions[0].end, BoxEnd::Open);
    EXPECT_FALSE(box.folders[1].refiled); // its count has changed
    ASSERT_EQ(box.exceptions[0].takenBack.size(), 1u);
    EXPECT_EQ(box.exceptions[0].takenBack[0].reason, "a slip");
    // It is where it was opened, whatever the settlement said.
    const Box again = sampleBox().trouble(1, 0, 0).settled(1, "missing").takenBack(1).fold();
    EXPECT_EQ(again.exceptions[0].at.folder, 0);
}

TEST(Box, AFolderThatWasVoidedWasNeverThere) {
    BoxEntries entries = sampleBox().kept("separator", 1, true).trouble(1, 1, 1);
    const Box box = entries.trouble(2, 2, 1).voided(1).fold();
    EXPECT_EQ(box.folder(1), nullptr);
    EXPECT_EQ(sumOf(box, {}).expected, 5);
    EXPECT_FALSE(box.batch.at);
    EXPECT_EQ(box.exceptions[0].end, BoxEnd::Voided);
    EXPECT_EQ(box.exceptions[1].end, BoxEnd::Open);
    ASSERT_EQ(box.voided.size(), 1u);
    EXPECT_EQ(box.voided[0].number, 1);
    const Box typed = entries.folder(1).recounted(5).fold();
    EXPECT_EQ(typed.folders.size(), 2u);
    EXPECT_FALSE(typed.tab({1, 1})->separatorSeen);
    EXPECT_EQ(typed.expectedFolders, 5);
    EXPECT_EQ(typed.recounts.size(), 1u);
}

TEST(Box, SealNumbersAreTheSameHoweverTheyAreWritten) {
    EXPECT_EQ(sealNumberKey("S-100"), sealNumberKey(" s-1 00"));
    EXPECT_EQ(sealNumberKey("S-100"), sealNumberKey("Ｓ－１００"));
    EXPECT_EQ(sealNumberKey("s~"), sealNumberKey("ｓ　～"));
    EXPECT_NE(sealNumberKey("S-100"), sealNumberKey("S-101"));
    EXPECT_EQ(sealNumberKey("封\xef\xbd"), "封\xef\xbd"); // cut short: as it stands
    BoxEntries entries = sampleBox().add(EntryKind::BoxShut, Json::object({{"seal", "s-2"}}));
    EXPECT_TRUE(entries.recounted(2).fold().seals.contains("S-2")); // also when it is off again
    EXPECT_TRUE(entries.fold().sealGoes.empty());
}

TEST(Box, WhatDoesNotFitIsTampering) {
    BoxEntries().folder(1).expectBroken();
    sampleBox().opened().expectBroken();
    sampleBox().folder(1).expectBroken(); // twice
    sampleBox().trouble(2, 1, 1).expectBroken();
    sampleBox().trouble(1, 9, 1).expectBroken();
    sampleBox().trouble(1, 1, 2).expectBroken();
    sampleBox().settled(1, "missing").expectBroken();
    sampleBox().trouble(1, 1, 1).settled(1, "moved").expectBroken(); // nowhere
    sampleBox().trouble(1, 1, 1).settled(1, "missing").settled(1, "found").expectBroken();
    sampleBox().about(EntryKind::FolderReturned, 1).expectBroken();
    sampleBox().about(EntryKind::FolderTakenOut, 3).expectBroken();
    sampleBox().add(EntryKind::BatchEnded).expectBroken();
    sampleBox().add(EntryKind::BoxClosed).folder(3).expectBroken();
    sampleBox().trouble(1, 1, 1).takenBack(1).expectBroken();
    sampleBox().trouble(1, 1, 1).settled(1, "found").takenBack(1).takenBack(1).expectBroken();
    sampleBox().trouble(1, 1, 1).voided(1).takenBack(1).expectBroken();
    sampleBox().voided(3).expectBroken();
    sampleBox().recounted(1).expectBroken();
    BoxEntries other = sampleBox();
    other.entries()[1].what.job = "019391c0-1111-7222-8333-444455559999";
    other.expectBroken();
    BoxEntries order = sampleBox();
    order.entries()[2].sequence = 1;
    order.expectBroken();
    EXPECT_NO_THROW((void)sampleBox().add(EntryKind::Refused).fold());
}

TEST(FolderLink, IsStrict) {
    const FolderLink link{kSampleBox, 37, 2, 1, {}};
    EXPECT_EQ(folderLinkFromJson(toJson(link)), link);
    for (const auto& [key, value] :
         std::initializer_list<std::pair<const char*, Json>>{{"box", "B-1"},
                                                             {"folder", 0},
                                                             {"tab", 51},
                                                             {"part", 0},
                                                             {"supplements", "x"},
                                                             {"more", 1}}) {
        Json json = toJson(link);
        json.set(key, value);
        expectFault(FaultKind::Malformed, [&] { static_cast<void>(folderLinkFromJson(json)); });
    }
}

TEST(Pace, IsOfTheSheetsSoFar) {
    const Instant began = parseInstant("2026-11-20T09:00:00Z");
    const Pace pace = paceOf(began, began + std::chrono::minutes(10), 300, 600);
    EXPECT_EQ(pace.sheetsPerHour, 1800);
    ASSERT_TRUE(pace.end);
    EXPECT_EQ(*pace.end, began + std::chrono::minutes(30));
    EXPECT_FALSE(paceOf(began, began, 0, 10).end);
    EXPECT_FALSE(paceOf(began, began + std::chrono::minutes(1), 5, -1).end); // more than there are
}

// Each entry of the sample is a minute after the one before.
TEST(Pace, OfABoxIsThatOfTheBatchesThatEnded) {
    const Instant now = parseInstant("2026-11-21T00:00:00Z");
    BoxEntries entries =
        sampleBox().add(EntryKind::BatchStarted, Json::object({{"goesOn", false}}));
    EXPECT_EQ(paceOf(entries.fold(), now, 10).sheetsPerHour, 0);
    entries.kept("separator", 1, true).add(EntryKind::BatchEnded, Json::object({{"sheets", 6}}));
    entries.add(EntryKind::BatchStarted, Json::object({{"goesOn", true}}));
    entries.add(EntryKind::BatchInterrupted, Json::object({{"sheets", 3}}));
    Pace pace = paceOf(entries.fold(), now, 6); // 9 sheets in 3 minutes
    EXPECT_EQ(pace.sheetsPerHour, 180);
    ASSERT_TRUE(pace.end);
    EXPECT_EQ(*pace.end, now + std::chrono::minutes(2));
    // One that never reported its end tells nothing about speed.
    entries.add(EntryKind::BatchStarted, Json::object({{"goesOn", true}}));
    pace = paceOf(entries.add(EntryKind::BatchInterrupted).fold(), now, 6);
    EXPECT_EQ(pace.sheetsPerHour, 180);
}

} // namespace
} // namespace seihon::record
