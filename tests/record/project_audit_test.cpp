#include "record/project_audit.h"

#include "expect_fault.h"
#include "record/inspection.h"
#include "record/page_draw.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace seihon::record {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(DrawPlaces, AreThoseOfTheDescription) {
    // python3: int(hashlib.sha256(f"{seed}:{of}:{i}".encode()).hexdigest(), 16) % population
    const Digest seed = Digest::fromHex(std::string(64, '1'));
    const Digest of = Digest::fromHex(std::string(64, '2'));
    EXPECT_THAT(drawPlaces(seed, of, 1000, 3), ElementsAre(339, 821, 459));
    EXPECT_THAT(drawPlaces(seed, of, 5, 20), testing::UnorderedElementsAre(0, 1, 2, 3, 4));
    EXPECT_THAT(drawPlaces(seed, of, 0, 20), IsEmpty());
    EXPECT_NE(drawPlaces(seed, seed, 1000, 3), drawPlaces(seed, of, 1000, 3));
}

TEST(AuditList, IsReadStrictly) {
    EXPECT_THAT(parseAuditList("a\r\n\nb c\n診療録 3"), ElementsAre("a", "b c", "診療録 3"));
    EXPECT_THAT(parseAuditList(""), IsEmpty());
    for (const std::string& bad :
         {std::string("a\nb\na\n"), std::string("\xff"), std::string("a\tb\n"),
          std::string("\0", 1), std::string(301, 'x'), std::string(kAuditListBytes + 1, '\n')}) {
        expectFault(FaultKind::Malformed, [&] { (void)parseAuditList(bad); });
    }
    std::string many;
    for (int i = 0; i <= 20'000; ++i) {
        many += std::to_string(i) + "\n";
    }
    expectFault(FaultKind::Malformed, [&] { (void)parseAuditList(many); });
}

Entry auditEntryOf(EntryKind kind, std::uint64_t sequence, Json facts, Json hidden = {}) {
    Entry entry;
    entry.sequence = sequence;
    entry.what.kind = kind;
    entry.what.job = "audit-1";
    entry.what.facts = std::move(facts);
    entry.what.privateFacts = std::move(hidden);
    return entry;
}

std::vector<Entry> sampleAudit() {
    const auto answer = [](std::int64_t item, const char* word) {
        return Json::object(
            {{"item", item}, {"answer", word}, {"record", "r"}, {"reason", "words"}});
    };
    return {
        auditEntryOf(EntryKind::ProjectAuditStarted, 10,
                     Json::object({{"project", "p"},
                                   {"plan", sha256("plan").hex()},
                                   {"auditor", toJson(Auditor{"guest", "D", "A", "Q", "1", "I"})},
                                   {"subjects", Json::array()},
                                   {"from", 0},
                                   {"size", 10},
                                   {"root", sha256("root").hex()},
                                   {"population", 4}})),
        auditEntryOf(EntryKind::ProjectAuditDrawn, 11,
                     Json::object({{"direction", "paper-to-record"},
                                   {"seed", sha256("s").hex()},
                                   {"of", sha256("list").hex()},
                                   {"population", 9},
                                   {"places",
                                    [] {
                                        Json places = Json::array();
                                        places.push(7);
                                        places.push(0);
                                        return places;
                                    }()}}),
                     Json::object({{"lines",
                                    [] {
                                        Json lines = Json::array();
                                        lines.push("line 8");
                                        lines.push("line 1");
                                        return lines;
                                    }()}})),
        auditEntryOf(EntryKind::ProjectAuditAnswered, 12, answer(1, "same")),
        auditEntryOf(EntryKind::ProjectAuditAnswered, 13, answer(2, "fault")),
        auditEntryOf(EntryKind::ProjectAuditSettled, 14,
                     Json::object({{"item", 2}, {"reason", "scanned again"}})),
        auditEntryOf(EntryKind::ProjectAuditClosed, 15, Json::object({{"reason", "good"}}))};
}

TEST(ProjectAuditFold, CountsWhatWasFound) {
    const ProjectAudit audit = foldProjectAudit(sampleAudit());
    ASSERT_EQ(audit.items.size(), 2u);
    EXPECT_EQ(audit.items[0].line, "line 8");
    EXPECT_EQ(audit.items[1].recordId, "r");
    const AuditCount count = countItems(audit, AuditDirection::PaperToRecord);
    EXPECT_EQ(count.drawn, count.same + count.faults + count.notFound + count.open);
    EXPECT_EQ(count.same, 1);
    EXPECT_EQ(count.faults, 1);
    EXPECT_EQ(count.settled, 1);
    EXPECT_EQ(audit.closed->reason, "good");
}

TEST(ProjectAuditFold, WhatDoesNotFitIsTampering) {
    const auto broken = [](const std::function<void(std::vector<Entry>&)>& spoil) {
        std::vector<Entry> entries = sampleAudit();
        spoil(entries);
        expectFault(FaultKind::LedgerBroken, [&] { (void)foldProjectAudit(entries); });
    };
    broken([](auto& e) { e.erase(e.begin()); });
    broken([](auto& e) { e.push_back(e.back()); });                // after its end
    broken([](auto& e) { e[0].what.facts.set("size", 11); });      // more than there was
    broken([](auto& e) { e[1].what.facts.set("population", 7); }); // outside
    broken([](auto& e) { e[2].what.facts.set("item", 3); });       // not drawn
    broken([](auto& e) { e[4].what.facts.set("item", 1); });       // no fault
    broken([](auto& e) { std::swap(e[2].sequence, e[3].sequence); });
    broken([](auto& e) {
        Entry again = e[3];
        again.sequence = 14;
        again.what.facts.set("answer", "same"); // a fault talked away
        e.resize(4);
        e.push_back(again);
    });
}

TEST(PageDraw, IsReadStrictly) {
    PageDraw draw;
    draw.pages = drawPages(draw.seed.hex(), "job", 50, 100, 1);
    EXPECT_EQ(draw.pages.size(), 5u);
    draw.permille = 100;
    EXPECT_EQ(pageDrawFromJson(toJson(draw)), draw);
    EXPECT_EQ(drawnPages(draw, "job", 50), draw.pages);
    EXPECT_NE(drawnPages(draw, "other", 50), draw.pages);
    for (const auto& [key, value] :
         {std::pair("permille", Json(0)), std::pair("least", Json(0)),
          std::pair("scope", Json("some")), std::pair("more", Json(1))}) {
        Json json = toJson(draw);
        json.set(key, value);
        expectFault(FaultKind::Malformed, [&] { (void)pageDrawFromJson(json); });
    }
    draw.pages = {2, 1};
    expectFault(FaultKind::Malformed, [&] { (void)pageDrawFromJson(toJson(draw)); });
}

} // namespace

} // namespace seihon::record
