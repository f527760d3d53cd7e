#include "record/sealed_record.h"

#include "expect_fault.h"
#include "job_entries.h"

namespace seihon::record {
namespace {

Json completionOf(const std::string& before, const std::string& after) {
    return Json::object({{"oldDigest", sha256(before).hex()}, {"newDigest", sha256(after).hex()}});
}

Json layerFacts(std::int64_t number) {
    SealLayer layer;
    layer.number = number;
    layer.kind = "archive-timestamp";
    layer.at = parseInstant("2026-11-21T04:00:00Z");
    layer.service = "DEMO TSA";
    layer.files = {{"META-INF/timestamp001.tst", sha256("token")}};
    return Json::object({{"layer", toJson(layer)}});
}

Json endFacts(const std::string& signature) {
    return Json::object({{"signatureDigest", sha256(signature).hex()},
                         {"provenUntil", "2036-01-01T00:00:00.000Z"}});
}

// A sealed job and what follows, all of its record.
class Life {
  public:
    Life() { m_entries.sealed(); }
    Life& add(EntryKind kind, Json facts) {
        m_entries.add(kind, std::move(facts), kSampleRecordId);
        return *this;
    }
    Life& completed() {
        return add(EntryKind::CompletionStarted, completionOf("sealed", "completed"))
            .add(EntryKind::RenewalStarted, layerFacts(1))
            .add(EntryKind::RecordCompleted, endFacts("completed"));
    }
    SealedRecord fold() const { return *m_entries.fold().sealed; }

  private:
    JobEntries m_entries;
};

void expectBroken(const Life& life, const std::string& part) {
    expectFault(
        FaultKind::LedgerBroken, [&] { life.fold(); }, part);
}

} // namespace

TEST(SealedRecord, goes_from_sealed_to_completed_to_renewed) {
    Life life;
    EXPECT_FALSE(life.fold().signatureDigest);
    life.add(EntryKind::CompletionStarted, completionOf("sealed", "completed"));
    EXPECT_EQ(life.fold().signatureDigest, sha256("sealed"));
    EXPECT_EQ(life.fold().completing, sha256("completed"));
    life.add(EntryKind::RenewalStarted, layerFacts(1));
    EXPECT_EQ(life.fold().layerStarted->files.size(), 1u);
    life.add(EntryKind::RecordCompleted, endFacts("completed"));
    const SealedRecord completed = life.fold();
    EXPECT_TRUE(completed.completed);
    EXPECT_EQ(completed.signatureDigest, sha256("completed"));
    EXPECT_FALSE(completed.completing || completed.layerStarted);
    EXPECT_EQ(completed.provenUntil, parseInstant("2036-01-01T00:00:00Z"));
    life.add(EntryKind::RenewalStarted, layerFacts(2))
        .add(EntryKind::RecordRenewed, Json::object({{"provenUntil", Json()}}));
    EXPECT_EQ(life.fold().layers.size(), 2u);
    EXPECT_EQ(life.fold().layers[0].files, completed.layers[0].files);
    EXPECT_FALSE(life.fold().provenUntil); // nobody could read it: renewed again at once
}

TEST(SealedRecord, what_was_lost_before_it_was_placed_begins_anew) {
    Life life;
    life.add(EntryKind::CompletionStarted, completionOf("sealed", "lost"))
        .add(EntryKind::CompletionStarted, completionOf("sealed", "completed"))
        .add(EntryKind::RenewalStarted, layerFacts(1))
        .add(EntryKind::RenewalStarted, layerFacts(1))
        .add(EntryKind::RecordCompleted, endFacts("completed"));
    EXPECT_EQ(life.fold().layers.size(), 1u);
}

TEST(SealedRecord, takes_nothing_out_of_order) {
    const Json none = Json::object({});
    expectBroken(Life().add(EntryKind::RenewalStarted, layerFacts(1)), "not complete");
    expectBroken(Life().add(EntryKind::RecordCompleted, endFacts("x")), "no layer");
    expectBroken(
        Life().completed().add(EntryKind::CompletionStarted, completionOf("completed", "again")),
        "may not change");
    expectBroken(Life().completed().add(EntryKind::RenewalStarted, layerFacts(3)), "not the next");
    expectBroken(Life()
                     .completed()
                     .add(EntryKind::RenewalStarted, layerFacts(2))
                     .add(EntryKind::RecordCompleted, endFacts("completed")),
                 "completed twice");
    expectBroken(Life()
                     .add(EntryKind::CompletionStarted, completionOf("sealed", "completed"))
                     .add(EntryKind::RenewalStarted, layerFacts(1))
                     .add(EntryKind::RecordRenewed, none),
                 "before it was completed");
    expectBroken(Life()
                     .add(EntryKind::CompletionStarted, completionOf("sealed", "completed"))
                     .add(EntryKind::CompletionStarted, completionOf("completed", "other")),
                 "another signature");
    expectBroken(Life()
                     .add(EntryKind::CompletionStarted, completionOf("sealed", "completed"))
                     .add(EntryKind::RenewalStarted, layerFacts(1))
                     .add(EntryKind::RecordCompleted, endFacts("other")),
                 "another signature");
}

TEST(SealedRecord, a_revoked_signer_is_remembered) {
    EXPECT_FALSE(Life().fold().signerRevoked);
    EXPECT_TRUE(
        Life().add(EntryKind::SignerRevocationFound, Json::object({})).fold().signerRevoked);
}

TEST(SealedRecord, a_layer_reads_back_the_same) {
    const SealLayer layer = sealLayerFromJson(layerFacts(1).at("layer"));
    EXPECT_EQ(layer.kind, "archive-timestamp");
    EXPECT_EQ(toJson(layer), layerFacts(1).at("layer"));
}

} // namespace seihon::record
