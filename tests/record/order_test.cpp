#include "record/entry.h"
#include "record/order.h"
#include "record/sentences.h"

#include <gmock/gmock.h>

namespace seihon::record {

using testing::ElementsAre;
using testing::IsEmpty;

namespace {

Order sampleOrder() {
    Order order;
    order.patient = {"P-1",        "HOSP", "Mihon^Hanako", "見本^花子", "みほん^はなこ",
                     "1950-01-31", "F"};
    order.study = "1.2.840.10008.1.0";
    order.accession = "A1";
    order.procedureId = "R1";
    order.procedure = "胸部";
    order.stepId = "S1";
    order.step = "scan";
    order.modality = "OT";
    order.date = "2026-01-01";
    order.time = "1000";
    order.referringPhysician = "Ito^Ken=伊藤^健";
    order.characterSet = "\\ISO 2022 IR 87";
    return order;
}

} // namespace

TEST(Order, GoesThroughItsEntryUnchanged) {
    const PickedOrder picked{sampleOrder(),
                             {"P-1", "見本 花子"},
                             Demographics{"P-1", "見本　花子", "ミホン ハナコ", "1950-01-13"},
                             {OrderDifference::BirthDate},
                             "診察券",
                             {}};
    Entry entry;
    entry.what.kind = EntryKind::OrderPicked;
    entry.what.facts = publicFactsOf(picked);
    entry.what.privateFacts = privateFactsOf(picked);
    const auto back = pickedOrderFrom(entry);
    ASSERT_TRUE(back);
    EXPECT_EQ(back->order, picked.order);
    EXPECT_EQ(back->typed, picked.typed);
    EXPECT_EQ(back->known, picked.known);
    EXPECT_EQ(back->differs, picked.differs);
    EXPECT_EQ(back->reason, picked.reason);
    // In public stands the study, and that something differs.
    for (const char* secret : {"見本", "P-1", "A1", "1950", "診察券", "R1", "Ito"}) {
        EXPECT_EQ(canonical(entry.what.facts).find(secret), std::string::npos) << secret;
    }
    entry.what.privateFacts = {}; // destroyed by law
    EXPECT_EQ(pickedOrderFrom(entry)->order.study, picked.order.study);
    entry.what.facts = Json::object({{"picked", false}});
    EXPECT_FALSE(pickedOrderFrom(entry));
}

TEST(Order, DiffersWhereAPersonWouldSeeIt) {
    const Order order = sampleOrder();
    const auto differs = [&](const Patient& typed, std::optional<Demographics> known = {}) {
        return differencesOf(order, typed, known);
    };
    EXPECT_THAT(differs({"P-1", "見本　花子"}), IsEmpty());
    EXPECT_THAT(differs({"P-1", "Mihon Hanako"}), IsEmpty());
    EXPECT_THAT(differs({"P-1", "みほん はなこ"}), IsEmpty());
    EXPECT_THAT(differs({"P-1", ""}), IsEmpty()) << "nobody typed one";
    EXPECT_THAT(differs({"P-01", "見本花子"}), ElementsAre(OrderDifference::PatientId));
    EXPECT_THAT(differs({"P-1", "見本 花"}), ElementsAre(OrderDifference::Name));
    EXPECT_THAT(differs({"P-1", "mihon hanako"}), ElementsAre(OrderDifference::Name));
    EXPECT_THAT(differs({"P-1", ""}, Demographics{"P-1", "他人", "", "1950-01-31"}),
                ElementsAre(OrderDifference::Name));
    EXPECT_THAT(differs({"P-1", ""}, Demographics{"P-1", "見本花子", "", "1950-01-30"}),
                ElementsAre(OrderDifference::BirthDate));
    EXPECT_THAT(differs({"P-1", ""}, Demographics{"P-1", "見本花子", "", ""}), IsEmpty());
}

TEST(Order, IsTakenWholeOrNotAtAll) {
    EXPECT_EQ(unusableIn(sampleOrder()), "");
    const auto after = [](auto change) {
        Order order = sampleOrder();
        change(order);
        return unusableIn(order);
    };
    for (const char* uid : {"", "2.25.", ".1", "1..2", "1.02", "1.a", "1.2 ", "１.2"}) {
        EXPECT_EQ(after([&](Order& order) { order.study = uid; }), "study") << uid;
    }
    EXPECT_EQ(after([](Order& order) { order.study = "1.0." + std::string(60, '1'); }), "");
    EXPECT_EQ(after([](Order& order) { order.study = "1.0." + std::string(61, '1'); }), "study");
    EXPECT_EQ(after([](Order& order) { order.patient.id.clear(); }), "patient id");
    for (const char* day : {"19500131", "1950-13-01", "1950-02-30", "1950-01-1x", "1950-01-011"}) {
        EXPECT_EQ(after([&](Order& order) { order.patient.birthDate = day; }), "birth date") << day;
    }
    EXPECT_EQ(after([](Order& order) { order.patient.birthDate.clear(); }), "");
    EXPECT_EQ(after([](Order& order) { order.accession = std::string(17, 'A'); }),
              "accession number");
    EXPECT_EQ(after([](Order& order) { order.accession = "A\\B"; }), "accession number");
    EXPECT_EQ(after([](Order& order) { order.patient.ideographic = std::string(64, 'x'); }), "");
    EXPECT_EQ(after([](Order& order) { order.patient.phonetic = "み\uFFFDん"; }), "patient name");
    std::string long65;
    for (int i = 0; i < 65; ++i) {
        long65 += "あ";
    }
    EXPECT_EQ(after([&](Order& order) { order.procedure = long65; }), "requested procedure");
    Finding finding;
    finding.id = FindingId::OrderUnusable;
    finding.subject = "requested procedure";
    EXPECT_NE(sentenceOf(finding, Language::Japanese).find("依頼内容"), std::string::npos);
    EXPECT_EQ(after([&](Order& order) { order.procedure = long65.substr(3); }), "");
}

} // namespace seihon::record
