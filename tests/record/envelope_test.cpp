#include "record/envelope.h"

#include "expect_fault.h"
#include "job_entries.h"

#include <gtest/gtest.h>

namespace seihon::record {
namespace {

// An envelope's life as the ledger would hold it.
class EnvelopeEntries {
  public:
    EnvelopeEntries& add(EntryKind kind, Json facts = Json::object({})) {
        Entry entry;
        entry.sequence = m_entries.size() * 3;
        entry.at = parseInstant("2026-11-20T00:00:00Z") + std::chrono::minutes(m_entries.size());
        entry.what.kind = kind;
        entry.what.job = "envelope-1";
        entry.what.actor = sampleClerk();
        entry.what.facts = std::move(facts);
        m_entries.push_back(std::move(entry));
        return *this;
    }
    EnvelopeEntries& opened() {
        return add(EntryKind::EnvelopeOpened, Json::object({{"remark", "two letters"}}));
    }
    EnvelopeEntries& job(const std::string& id) {
        return add(EntryKind::EnvelopeJobAdded, Json::object({{"job", id}}));
    }
    EnvelopeEntries& disc(std::int64_t number) {
        return add(EntryKind::EnclosureNoted, Json::object({{"number", number},
                                                            {"enclosure", "optical-disc"},
                                                            {"count", 2},
                                                            {"destination", "radiology"}}));
    }
    EnvelopeEntries& returned(std::int64_t number) {
        return add(
            EntryKind::EnclosureSettled,
            Json::object({{"number", number}, {"end", "returned"}, {"with", "the patient"}}));
    }
    Envelope fold() const { return foldEnvelope(m_entries); }
    Entry& last() { return m_entries.back(); }

  private:
    std::vector<Entry> m_entries;
};

void expectBroken(const EnvelopeEntries& entries) {
    expectFault(FaultKind::LedgerBroken, [&] { static_cast<void>(entries.fold()); });
}

} // namespace

TEST(Envelope, HoldsWhatCameInIt) {
    const Envelope envelope =
        EnvelopeEntries()
            .opened()
            .job("a")
            .job("b")
            .disc(1)
            .add(EntryKind::Refused)
            .add(EntryKind::EnvelopeJobHandedOn, Json::object({{"job", "b"}, {"to", "surgery"}}))
            .add(EntryKind::EnvelopeStampNoted, Json::object({{"job", "a"}, {"captureId", "c1"}}))
            .returned(1)
            .add(EntryKind::EnvelopeClosed)
            .fold();
    EXPECT_EQ(envelope.id, "envelope-1");
    EXPECT_EQ(envelope.remark, "two letters");
    ASSERT_EQ(envelope.jobs.size(), 2u);
    EXPECT_TRUE(envelope.jobs[0].handedOnTo.empty());
    EXPECT_EQ(envelope.jobs[1].handedOnTo, "surgery");
    ASSERT_EQ(envelope.enclosures.size(), 1u);
    EXPECT_EQ(envelope.enclosures[0].count, 2);
    EXPECT_EQ(envelope.enclosures[0].end, EnclosureEnd::Returned);
    EXPECT_EQ(envelope.enclosures[0].endedWith, "the patient");
    EXPECT_EQ(envelope.stampCapture, "c1");
    ASSERT_TRUE(envelope.closed);
    EXPECT_EQ(envelope.closed->actor, sampleClerk());
    EXPECT_TRUE(foldEnvelope({}).id.empty());
}

TEST(Envelope, EntriesThatDoNotFitAreTampering) {
    expectBroken(EnvelopeEntries().job("a"));
    expectBroken(EnvelopeEntries().opened().opened());
    expectBroken(EnvelopeEntries().opened().job("a").job("a"));
    expectBroken(EnvelopeEntries().opened().add(EntryKind::EnvelopeJobHandedOn,
                                                Json::object({{"job", "a"}, {"to", "x"}})));
    expectBroken(EnvelopeEntries().opened().disc(2));
    expectBroken(EnvelopeEntries().opened().returned(1));
    expectBroken(EnvelopeEntries().opened().disc(1).returned(1).returned(1));
    expectBroken(EnvelopeEntries().opened().add(EntryKind::EnvelopeClosed).job("a"));
    EnvelopeEntries disordered = EnvelopeEntries().opened().job("a");
    disordered.last().sequence = 0;
    expectBroken(disordered);
    EnvelopeEntries other = EnvelopeEntries().opened().job("a");
    other.last().what.job = "envelope-2";
    expectBroken(other);
}

// A job's fold meets an envelope's id only where somebody took one for the other.
TEST(Envelope, IsNoJob) {
    std::vector<Entry> entries(1);
    entries[0].what.kind = EntryKind::EnvelopeOpened;
    entries[0].what.job = "envelope-1";
    EXPECT_TRUE(fold(entries).id.empty());
}

TEST(ProvisionalPatient, IsSettledByAttestations) {
    JobEntries entries;
    entries.registered();
    Json original = entries.last().what.facts.at("original");
    original.set("provisional", true);
    entries.last().what.facts.set("original", original);
    entries.add(EntryKind::JobOpened);
    EXPECT_TRUE(entries.fold().original.provisional);
    const auto identified = [&](const char* answer, bool provisional) {
        const Attestation attestation{"patient-identified", answer, "", "flag", sampleClerk(), {}};
        entries.add(
            EntryKind::PatientIdentified,
            Json::object({{"attestation", toJson(attestation)}, {"provisional", provisional}}));
        entries.last().what.privateFacts =
            Json::object({{"patient", toJson(Patient{"P-7", "見本"})}});
    };
    identified("differs", true);
    EXPECT_TRUE(entries.fold().original.provisional);
    EXPECT_EQ(entries.fold().original.patient.id, "P-7");
    identified("differs", false);
    EXPECT_FALSE(entries.fold().original.provisional);
    EXPECT_EQ(entries.fold().identified.size(), 2u);
    identified("same", false);
    expectFault(FaultKind::LedgerBroken, [&] { static_cast<void>(entries.fold()); });
}

TEST(JobInEnvelope, LiesInOneOnly) {
    JobEntries entries;
    entries.registered().add(EntryKind::JobPutInEnvelope, Json::object({{"envelope", "e-1"}}));
    EXPECT_EQ(entries.fold().envelope, "e-1");
    entries.add(EntryKind::JobPutInEnvelope, Json::object({{"envelope", "e-2"}}));
    expectFault(FaultKind::LedgerBroken, [&] { static_cast<void>(entries.fold()); });
}

TEST(SealRefused, StandsUntilSomebodyDecides) {
    JobEntries entries;
    entries.sealStarted().add(EntryKind::SealDiscarded);
    Verdict late;
    late.add(
        {FindingId::ProofOfScanTimeLate, Severity::Refuse, nullptr, nullptr, "", std::nullopt, ""});
    entries.last().what.verdict = late;
    ASSERT_TRUE(entries.fold().sealRefused);
    EXPECT_TRUE(entries.fold().sealRefused->has(FindingId::ProofOfScanTimeLate));
    EXPECT_EQ(entries.fold().state, JobState::Accepted);
    entries.add(EntryKind::Excused, Json::object({{"reason", "service away"}}));
    EXPECT_FALSE(entries.fold().sealRefused);
}

} // namespace seihon::record
