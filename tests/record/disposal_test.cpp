#include "record/disposal.h"

#include "expect_fault.h"
#include "record/legal_hold.h"

#include <gtest/gtest.h>

// What a list of paper that goes, and the register of holds, are folded from [C6].
namespace seihon::record {

namespace {

class ListEntries {
  public:
    ListEntries& add(EntryKind kind, const char* user, Json facts = Json::object({})) {
        Entry entry;
        entry.sequence = m_entries.size();
        entry.at = Instant(std::chrono::hours(m_entries.size()));
        entry.what.kind = kind;
        entry.what.job = "list-1";
        entry.what.actor.user = user;
        facts.set("content", contentDigest(m_items).hex());
        entry.what.facts = std::move(facts);
        m_entries.push_back(std::move(entry));
        return *this;
    }
    ListEntries& proposed() {
        return add(EntryKind::DisposalProposed, "a",
                   Json::object({{"items", toJson(m_items)}, {"reason", "full"}}));
    }
    ListEntries& checked(bool same = true) {
        return add(EntryKind::DisposalChecked, "b",
                   Json::object({{"same", same}, {"reason", same ? "" : "a box is missing"}}));
    }
    ListEntries& approved() { return add(EntryKind::DisposalApproved, "c"); }
    ListEntries& witnessed() { return add(EntryKind::DisposalWitnessed, "d"); }
    ListEntries& reduced(const char* record) {
        add(EntryKind::DisposalReduced, "a",
            Json::object({{"records", Json::array({record})}, {"reason", "kept"}}));
        std::erase_if(m_items, [&](const DisposalItem& one) { return one.recordId == record; });
        return *this;
    }
    ListEntries& carriedOut(const char* user = "e", const char* witness = "d") {
        return add(
            EntryKind::DisposalCarriedOut, user,
            Json::object({{"method", "dissolving"}, {"day", "2026-11-22"}, {"witness", witness}}));
    }
    ListEntries& proven() {
        return add(EntryKind::DisposalProven, "e", Json::object({{"number", "K-7"}}));
    }
    DisposalList fold() const { return foldDisposal(m_entries); }
    Entry& last() { return m_entries.back(); }

  private:
    std::vector<DisposalItem> m_items{{"r1", "j1", sha256("1"), {"B", "S", "1"}},
                                      {"r2", "j2", sha256("2"), {"B", "S", "2"}}};
    std::vector<Entry> m_entries;
};

void expectBroken(const ListEntries& entries, const std::string& why) {
    expectFault(
        FaultKind::LedgerBroken, [&] { (void)entries.fold(); }, why);
}

} // namespace

TEST(DisposalFold, FromTheProposalToTheCheckAfter) {
    ListEntries entries;
    entries.proposed().checked(false).checked().approved().reduced("r1").witnessed().carriedOut();
    const DisposalList done = entries.fold();
    EXPECT_EQ(done.state, DisposalState::CarriedOut);
    EXPECT_TRUE(done.isDone());
    EXPECT_FALSE(done.holds("r1"));
    EXPECT_EQ(done.takenOut.at(0).records, std::vector<std::string>{"r1"});
    EXPECT_EQ(done.differences.at(0).reason, "a box is missing");
    EXPECT_NE(done.frozen, contentDigest(done.items)); // less than what was approved
    EXPECT_EQ(done.done->witness, "d");
    const DisposalList closed = entries.proven().checked().fold();
    EXPECT_EQ(closed.state, DisposalState::Closed);
    EXPECT_EQ(closed.proof->number, "K-7");
    expectBroken(entries.checked(), "it is closed");
}

TEST(DisposalFold, TakesNoStepOutOfOrder) {
    expectBroken(ListEntries().approved(), "never proposed");
    expectBroken(ListEntries().proposed().proposed(), "another one");
    expectBroken(ListEntries().proposed().approved(), "it is proposed");
    expectBroken(ListEntries().proposed().checked().witnessed(), "it is checked");
    expectBroken(ListEntries().proposed().checked().approved().carriedOut(), "it is approved");
    expectBroken(ListEntries().proposed().checked().approved().witnessed().carriedOut("d"),
                 "another person");
    expectBroken(ListEntries().proposed().checked().approved().witnessed().carriedOut("e", "x"),
                 "another person");
    // Whoever takes out a record after the witness has counted calls the witness again.
    expectBroken(
        ListEntries().proposed().checked().approved().witnessed().reduced("r1").carriedOut(),
        "it is approved");
    expectBroken(
        ListEntries().proposed().checked().approved().witnessed().carriedOut().reduced("r1"),
        "it is carried-out");
    expectBroken(ListEntries().proposed().checked().approved().witnessed().carriedOut().checked(),
                 "nothing proves");
    EXPECT_EQ(ListEntries().proposed().reduced("r1").reduced("r2").fold().state,
              DisposalState::Dropped);
    expectBroken(ListEntries().proposed().reduced("r1").reduced("r1"), "not in it");
}

TEST(DisposalFold, AnActOnAnotherContentIsTampering) {
    for (const EntryKind kind : {EntryKind::DisposalChecked, EntryKind::DisposalApproved}) {
        ListEntries entries;
        entries.proposed();
        if (kind == EntryKind::DisposalApproved) {
            entries.checked().approved();
        } else {
            entries.checked();
        }
        entries.last().what.facts.set("content", sha256("another").hex());
        expectBroken(entries, "another content");
    }
}

TEST(DisposalItems, AreReadStrictly) {
    const std::vector<DisposalItem> items{{"r1", "j1", sha256("1"), {"B", "", ""}}};
    EXPECT_EQ(disposalItemsFrom(toJson(items)), items);
    Json twice = toJson(items);
    twice.push(twice.asArray()[0]);
    expectFault(
        FaultKind::Malformed, [&] { (void)disposalItemsFrom(twice); }, "twice");
    expectFault(
        FaultKind::Malformed, [&] { (void)disposalItemsFrom(Json::array()); }, "no, or");
}

TEST(LegalHold, FallsOnWhatItNamesUntilItIsLifted) {
    std::vector<LegalHold> holds;
    const auto add = [&](EntryKind kind, const char* id, const char* on, const char* subject,
                         const char* patient) {
        Entry entry;
        entry.what.kind = kind;
        entry.what.facts = Json::object({{"id", id}, {"on", on}, {"subject", subject}});
        entry.what.privateFacts = Json::object(
            {{"patient", Json::object({{"id", patient}, {"name", ""}})}, {"reason", "a suit"}});
        record::apply(holds, entry);
    };
    add(EntryKind::LegalHoldPlaced, "h1", "record", "r1", "");
    add(EntryKind::LegalHoldPlaced, "h2", "patient", "", "P1");
    add(EntryKind::LegalHoldPlaced, "h3", "project", "p1", "");
    const auto on = [&](const char* record, const char* patient, const char* project) {
        return holdsOn(holds, {record, patient, project});
    };
    EXPECT_EQ(on("r1", "P1", "p1"), (std::vector<std::string>{"h1", "h2", "h3"}));
    EXPECT_EQ(on("r2", "P1", ""), std::vector<std::string>{"h2"});
    EXPECT_TRUE(on("r2", "", "").empty()); // nobody's is not everybody's
    expectFault(
        FaultKind::LedgerBroken, [&] { add(EntryKind::LegalHoldPlaced, "h1", "record", "r9", ""); },
        "there already");
    add(EntryKind::LegalHoldLifted, "h2", "", "", "");
    EXPECT_TRUE(on("r2", "P1", "").empty());
    expectFault(
        FaultKind::LedgerBroken, [&] { add(EntryKind::LegalHoldLifted, "h2", "", "", ""); },
        "none to be lifted");
}

} // namespace seihon::record
