#include "ledger/ledger.h"

#include "ledger/entry_line.h"
#include "record/merkle.h"

#include "expect_fault.h"
#include "ledger_samples.h"

#include <gmock/gmock.h>

#include <optional>

namespace seihon::ledger::test {
namespace {

using record::EntryKind;
using record::Json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(SqliteLedger, anEmptyOneIsSound) {
    const TempFolder folder;
    const auto ledger = openAt(folder);
    EXPECT_EQ(ledger->head().size, 0u);
    EXPECT_EQ(ledger->head().root, record::merkleRoot({}));
    EXPECT_THAT(ledger->entries(0, 10), IsEmpty());
    EXPECT_FALSE(ledger->newestAt());
    EXPECT_FALSE(ledger->newestOfKind(EntryKind::JobOpened));
    EXPECT_EQ(joined(ledger->verify()), "");
    EXPECT_EQ(modeOf(folder / "ledger.sqlite"), 0600u);
    EXPECT_EQ(valueOf(folder, "PRAGMA journal_mode"), "delete");
}

TEST(SqliteLedger, whatIsAppendedReadsBackTheSameAfterReopening) {
    const TempFolder folder;
    record::EntryDraft draft = draftOf(EntryKind::Refused, "job-a");
    draft.record = "record-x";
    draft.facts = Json::object({{"text", "改行\nと\"引用\"\\ と 𠮷"}, {"number", -7}});
    draft.privateFacts = Json::object({{"patient", "氏名"}});
    draft.verdict.emplace().add({.id = record::FindingId::WindowClosed,
                                 .severity = record::Severity::Refuse,
                                 .measured = 49,
                                 .required = 48,
                                 .unit = "h",
                                 .where = std::nullopt,
                                 .subject = {}});
    const record::Entry written = openAt(folder)->append(draft, instant(5));
    const auto read = openAt(folder)->entries(0, 10);
    ASSERT_EQ(read.size(), 1u);
    EXPECT_EQ(record::canonical(record::publicLine(read[0])),
              record::canonical(record::publicLine(written)));
    EXPECT_EQ(read[0].what.privateFacts, draft.privateFacts);
    EXPECT_EQ(read[0].privateSalt, written.privateSalt);
    EXPECT_EQ(read[0].what.verdict, draft.verdict);
    EXPECT_EQ(read[0].station, kStation);
    EXPECT_EQ(read[0].at, instant(5));
    EXPECT_EQ(read[0].privateCommitment,
              record::privateCommitmentOf(*written.privateSalt, draft.privateFacts));
}

TEST(SqliteLedger, sequenceLeavesAndHeadFitTogether) {
    const TempFolder folder;
    const auto ledger = openAt(folder);
    std::vector<record::Digest> expected;
    for (std::uint64_t i = 0; i < 9; ++i) {
        const auto entry = ledger->append(draftOf(EntryKind::LogViewed, ""), instant(0));
        EXPECT_EQ(entry.sequence, i);
        const std::string line = record::canonical(record::publicLine(entry));
        expected.push_back(record::merkleLeaf(record::bytesOf(line)));
        EXPECT_EQ(ledger->head().size, i + 1);
        EXPECT_EQ(ledger->head().root, record::merkleRoot(expected));
    }
    EXPECT_EQ(ledger->leaves(0, 100), expected);
    EXPECT_EQ(ledger->leaves(3, 2), (std::vector<record::Digest>{expected[3], expected[4]}));
    EXPECT_EQ(ledger->entries(7, 100).size(), 2u);
    EXPECT_EQ(ledger->entries(2, 3).front().sequence, 2u);
    EXPECT_THAT(ledger->entries(9, 5), IsEmpty());
    EXPECT_NE(ledger->leaves(0, 1), ledger->leaves(1, 1)) << "equal facts, other salt";
}

TEST(SqliteLedger, jobsAndSealsAndPixels) {
    const TempFolder folder;
    const auto ledger = openAt(folder);
    fillSmall(*ledger);
    EXPECT_THAT(ledger->jobs(10), ElementsAre("job-b", "job-a"));
    EXPECT_THAT(ledger->jobs(1), ElementsAre("job-b"));
    EXPECT_THAT(ledger->jobs(0), IsEmpty());
    EXPECT_THAT(ledger->jobs(-1), IsEmpty());
    EXPECT_THAT(ledger->jobsWithOpenSeal(), ElementsAre("job-b"));
    ledger->append(draftOf(EntryKind::SealDiscarded, "job-b"), instant(8));
    EXPECT_THAT(ledger->jobsWithOpenSeal(), IsEmpty());
    ledger->append(draftOf(EntryKind::SealStarted, "job-b"), instant(9));
    ledger->append(draftOf(EntryKind::RecordSigned, "job-b"), instant(9));
    EXPECT_THAT(ledger->jobsWithOpenSeal(), ElementsAre("job-b"));
    ledger->append(draftOf(EntryKind::JobAbandoned, "job-b"), instant(10));
    EXPECT_THAT(ledger->jobsWithOpenSeal(), IsEmpty());

    const auto ofA = ledger->entriesOfJob("job-a");
    ASSERT_EQ(ofA.size(), 4u);
    EXPECT_EQ(ofA.front().what.kind, EntryKind::OriginalRegistered);
    EXPECT_EQ(ofA.front().what.privateFacts.at("patient").at("id").asString(), "0001");
    EXPECT_EQ(ofA.back().what.kind, EntryKind::RecordSealed);
    EXPECT_THAT(ledger->entriesOfJob("job-c"), IsEmpty());
    EXPECT_THAT(ledger->entriesOfJob(""), IsEmpty());

    const record::Digest pixels = record::sha256("page 1");
    EXPECT_EQ(ledger->jobWithPixels(pixels, "job-b", instant(0)), "job-a");
    EXPECT_EQ(ledger->jobWithPixels(pixels, "job-b", instant(2)), "job-a");
    EXPECT_EQ(ledger->jobWithPixels(pixels, "job-b", instant(3)), "") << "too old";
    EXPECT_EQ(ledger->jobWithPixels(pixels, "job-a", instant(0)), "") << "its own page";
    EXPECT_EQ(ledger->jobWithPixels(record::sha256("other"), "job-b", instant(0)), "");
    EXPECT_EQ(joined(ledger->verify()), "");
}

TEST(SqliteLedger, newestByIndex) {
    const TempFolder folder;
    const auto ledger = openAt(folder);
    fillSmall(*ledger);
    EXPECT_EQ(ledger->newestOfKind(EntryKind::SealStarted)->sequence, 7u);
    EXPECT_EQ(ledger->newestOfKind(EntryKind::OriginalRegistered)->what.job, "job-b");
    EXPECT_FALSE(ledger->newestOfKind(EntryKind::JobAbandoned));
    EXPECT_EQ(ledger->newestAt(), instant(7));
    // A clock that was set back: the newest is the last written, not the latest time.
    ledger->append(draftOf(EntryKind::ClockChecked, ""), instant(-50));
    EXPECT_EQ(ledger->newestAt(), instant(-50));
    EXPECT_EQ(ledger->latestAt(0), instant(7));
    const std::uint64_t last = ledger->head().size - 1;
    EXPECT_EQ(ledger->latestAt(last), instant(-50));
    EXPECT_FALSE(ledger->latestAt(last + 1));
}

TEST(SqliteLedger, whatWaitsForItsEnd) {
    const TempFolder folder;
    const auto ledger = openAt(folder);
    fillSmall(*ledger);
    const auto waiting = [&] {
        return ledger->jobsWaiting(EntryKind::RecordSealed, EntryKind::RecordCompleted);
    };
    EXPECT_THAT(waiting(), ElementsAre("job-a"));
    ledger->append(draftOf(EntryKind::Refused, "job-a"), instant(8));
    EXPECT_THAT(waiting(), ElementsAre("job-a"));
    ledger->append(draftOf(EntryKind::RecordCompleted, "job-a"), instant(9));
    EXPECT_THAT(waiting(), IsEmpty());
    // What begins again waits again, once.
    for (int i = 0; i < 2; ++i) {
        ledger->append(draftOf(EntryKind::RenewalStarted, "job-b"), instant(10));
        ledger->append(draftOf(EntryKind::RenewalStarted, "job-a"), instant(11));
    }
    EXPECT_THAT(ledger->jobsWaiting(EntryKind::RenewalStarted, EntryKind::RecordRenewed),
                ElementsAre("job-b", "job-a"));

    const auto started = ledger->entriesOfKind(EntryKind::RenewalStarted, 0, 3);
    ASSERT_EQ(started.size(), 3u);
    EXPECT_EQ(started[2].what.job, "job-b");
    const auto rest =
        ledger->entriesOfKind(EntryKind::RenewalStarted, started[2].sequence + 1, 100);
    ASSERT_EQ(rest.size(), 1u);
    EXPECT_EQ(rest[0].what.job, "job-a");
    EXPECT_THAT(ledger->entriesOfKind(EntryKind::JobAbandoned, 0, 100), IsEmpty());

    const auto newest = ledger->entriesOfKindBefore(EntryKind::RenewalStarted, rest[0].sequence, 2);
    ASSERT_EQ(newest.size(), 2u); // backwards, without the one before which they stand
    EXPECT_EQ(newest[0].sequence, started[2].sequence);
    EXPECT_EQ(newest[1].sequence, started[1].sequence);
    EXPECT_EQ(ledger->entriesOfKindBefore(EntryKind::RenewalStarted, INT64_MAX, 100).size(), 4u);
    EXPECT_THAT(ledger->entriesOfKindBefore(EntryKind::RenewalStarted, started[0].sequence, 9),
                IsEmpty());
    EXPECT_EQ(joined(ledger->verify()), "");
}

TEST(SqliteLedger, searchesRecords) {
    const TempFolder folder;
    const auto ledger = openAt(folder);
    const SealedSample samples[] = {
        {.recordId = "r1", .job = "j1"},
        {.recordId = "r2", .job = "j2", .documentClass = "consent"},
        {.recordId = "r3", .job = "j3", .patientId = "0002", .patientName = "写 次郎"}};
    for (int i = 0; i < 3; ++i) {
        ledger->append(sealedDraft(samples[i]), instant(i));
    }
    // The ids that a search gives, after `ask` filled in the query.
    const auto ids = [&](const auto& ask) {
        RecordQuery query;
        ask(query);
        std::string text;
        for (const RecordRow& row : ledger->searchRecords(query)) {
            text += row.recordId + " ";
        }
        return text;
    };
    EXPECT_EQ(ids([](RecordQuery&) {}), "r3 r2 r1 ");
    EXPECT_EQ(ids([](RecordQuery& q) { q.patientId = "0001"; }), "r2 r1 ");
    EXPECT_EQ(ids([](RecordQuery& q) {
                  q.patientId = "0001";
                  q.documentClass = "consent";
              }),
              "r2 ");
    EXPECT_EQ(ids([](RecordQuery& q) { q.patientId = "' OR 1=1 --"; }), "");
    EXPECT_EQ(ids([](RecordQuery& q) { q.sealedFrom = instant(1); }), "r3 r2 ");
    EXPECT_EQ(ids([](RecordQuery& q) { q.sealedUntil = instant(1); }), "r1 ")
        << "until is not included";
    EXPECT_EQ(ids([](RecordQuery& q) {
                  q.sealedFrom = instant(1);
                  q.sealedUntil = instant(2);
              }),
              "r2 ");
    EXPECT_EQ(ids([](RecordQuery& q) { q.limit = 2; }), "r3 r2 ");
    EXPECT_EQ(ids([](RecordQuery& q) { q.limit = -1; }), "");
    EXPECT_EQ(ids([](RecordQuery& q) { q.recordId = "r2"; }), "r2 ");
    EXPECT_EQ(ids([](RecordQuery& q) { q.recordId = "r"; }), "");
    const std::string sealer = sealedDraft(samples[0]).actor.user;
    EXPECT_EQ(ids([&](RecordQuery& q) { q.sealedBy = sealer; }), "r3 r2 r1 ");
    EXPECT_EQ(ids([&](RecordQuery& q) {
                  q.sealedBy = sealer;
                  q.patientId = "0002";
              }),
              "r3 ");
    EXPECT_EQ(ids([](RecordQuery& q) { q.sealedBy = "nobody"; }), "");
    // The next page: what was sealed before the last row of the one before.
    EXPECT_EQ(ids([](RecordQuery& q) { q.before = 2; }), "r2 r1 ");
    EXPECT_EQ(ids([](RecordQuery& q) {
                  q.before = 2;
                  q.limit = 1;
              }),
              "r2 ");
    EXPECT_EQ(ids([](RecordQuery& q) { q.before = 0; }), "");

    RecordQuery second;
    second.patientId = "0002";
    const RecordRow row = ledger->searchRecords(second).at(0);
    EXPECT_EQ(row.job, "j3");
    EXPECT_EQ(row.path, "2026/11/22/r3");
    EXPECT_EQ(row.patient, (record::Patient{"0002", "写 次郎"}));
    EXPECT_EQ(row.sealedAt, instant(2));
    EXPECT_EQ(row.pages, 2);
    EXPECT_EQ(row.sequence, 2u);
    EXPECT_EQ(ledger->sealedEntry("r2")->sequence, 1u);
    EXPECT_FALSE(ledger->sealedEntry("r9"));
}

TEST(SqliteLedger, whatCannotBeReadAgainIsRefusedBeforeItIsWritten) {
    const TempFolder folder;
    const auto ledger = openAt(folder);
    record::EntryDraft bytes = draftOf(EntryKind::Refused, "job");
    bytes.facts.set("text", std::string("\xff\xfe"));
    EXPECT_FAULT(ledger->append(bytes, instant(0)), Malformed);

    record::EntryDraft patient = draftOf(EntryKind::Refused, "job");
    patient.privateFacts = Json::object({{"name", std::string("\x83\x65")}});
    EXPECT_FAULT(ledger->append(patient, instant(0)), Malformed);

    Json deep = Json::array();
    for (int i = 0; i < 40; ++i) {
        deep = Json::array({deep});
    }
    record::EntryDraft nested = draftOf(EntryKind::Refused, "job");
    nested.facts.set("deep", deep);
    EXPECT_FAULT(ledger->append(nested, instant(0)), Malformed);

    record::EntryDraft huge = draftOf(EntryKind::Refused, "job");
    huge.facts.set("text", std::string(kLineLimit, 'x'));
    EXPECT_FAULT(ledger->append(huge, instant(0)), Malformed);

    EXPECT_FAULT(ledger->append(draftOf(EntryKind::PageCaptured, "job"), instant(0)), Malformed);
    EXPECT_FAULT(ledger->append(draftOf(EntryKind::RecordSealed, "job"), instant(0)), Malformed);
    EXPECT_EQ(ledger->head().size, 0u);
    EXPECT_THAT(ledger->jobs(10), IsEmpty());
    ledger->append(draftOf(EntryKind::JobOpened, "job"), instant(0));
    EXPECT_EQ(joined(ledger->verify()), "");
}

TEST(SqliteLedger, oneRecordIsSealedOnce) {
    const TempFolder folder;
    const auto ledger = openAt(folder);
    ledger->append(sealedDraft({.recordId = "r1", .job = "j1"}), instant(0));
    const auto fault =
        faultOf([&] { ledger->append(sealedDraft({.recordId = "r1", .job = "j1"}), instant(1)); });
    EXPECT_EQ(fault.kind, record::FaultKind::Malformed);
    EXPECT_THAT(fault.what(), HasSubstr("entry 0"));
    EXPECT_EQ(ledger->head().size, 1u);
}

TEST(SqliteLedger, publicFilesHoldNoPatientData) {
    const TempFolder folder;
    fillSmall(*openAt(folder));
    const std::string lines = readText(folder / "entries/000000.jsonl");
    EXPECT_EQ(std::ranges::count(lines, '\n'), 8);
    EXPECT_THAT(lines, testing::Not(HasSubstr("太郎")));
    EXPECT_THAT(lines, testing::Not(HasSubstr("0001\"")));
    const std::string privates = readText(folder / "entries/private-000000.jsonl");
    EXPECT_EQ(std::ranges::count(privates, '\n'), 2);
    EXPECT_THAT(privates, HasSubstr("太郎"));
    EXPECT_EQ(modeOf(folder / "entries/private-000000.jsonl"), 0600u);
    // A private line alone opens its commitment.
    const Json line = record::parseJson(privates.substr(0, privates.find('\n')));
    const auto entry = openAt(folder)->entries(1, 1).at(0);
    EXPECT_EQ(line.at("sequence").asInt(), 1);
    EXPECT_EQ(record::privateCommitmentOf(record::Digest::fromHex(line.at("salt").asString()),
                                          line.at("facts")),
              entry.privateCommitment);
}

TEST(SqliteLedger, readsNothingThatWasAltered) {
    const TempFolder folder;
    const auto ledger = openAt(folder);
    fillSmall(*ledger);
    tamper(folder,
           "UPDATE lines SET line = replace(line, 'operator', 'operatoR') WHERE sequence = 3");
    EXPECT_FAULT(ledger->entriesOfJob("job-b"), LedgerBroken);
    EXPECT_EQ(ledger->entriesOfJob("job-a").size(), 4u);
    tamper(folder, "UPDATE privates SET facts = replace(facts, '0001', '0002') WHERE sequence = 1");
    EXPECT_FAULT(ledger->entriesOfJob("job-a"), LedgerBroken);
    tamper(folder, "UPDATE lines SET line = 'x' WHERE sequence = 0");
    EXPECT_FAULT(ledger->entries(0, 1), LedgerBroken);
}

} // namespace
} // namespace seihon::ledger::test
