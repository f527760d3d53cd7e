// What the log says of one record, taken out of it and read by a stranger.

#include "signing/log_proof.h"

#include "record/merkle.h"
#include "signing/checkpoint.h"
#include "signing/station_key.h"
#include "tests/signing/verify_fixture.h"

#include <gtest/gtest.h>

#include <functional>

namespace seihon::signing {
namespace {

using namespace forge;
using record::Entry;
using record::EntryKind;
using record::FindingId;
using record::Json;
using record::LogProof;
using std::chrono::hours;

const std::string kProvenRecord = "0198c0de-0000-7000-8000-000000000001";
const std::string kProvenJob = "0198c0de-0000-7000-8000-000000000002";
const Json kWhose = Json::object({{"patient", Json::object({{"id", "P1"}, {"name", "Ume"}})}});

Entry provenEntry(std::uint64_t sequence, EntryKind kind) {
    Entry entry;
    entry.station = "station-1";
    entry.sequence = sequence;
    entry.at = kSigned - hours(3);
    entry.what.kind = kind;
    entry.what.actor = {"clerk", "Clerk", record::Role::ScanOperator};
    entry.what.job = kProvenJob;
    entry.salt = record::sha256("salt " + std::to_string(sequence));
    return entry;
}

// A log of nine lines, of which the second, the fifth and the last are about the record.
struct LogPlan {
    std::function<void(std::vector<Entry>&)> before; // before anything is signed
    std::function<void(LogProof&)> after;
    std::filesystem::path key = stationKeyFile();
    Trust trust = authorities().trust;
};

LogProof logProofOf(const LogPlan& plan) {
    std::vector<Entry> entries{provenEntry(1, EntryKind::OriginalRegistered),
                               provenEntry(4, EntryKind::RecordSealed),
                               provenEntry(8, EntryKind::RecordViewed)};
    const record::Digest salt = record::sha256("private");
    entries[0].privateCommitment = record::privateCommitmentOf(salt, kWhose);
    entries[1].what.record = kProvenRecord;
    entries[1].what.facts =
        Json::object({{"recordId", kProvenRecord},
                      {"manifestDigest", record::sha256(goodFiles().at(kManifest)).hex()},
                      {"provenAt", record::formatInstant(kStamped)}});
    entries[2].what.job.clear();
    entries[2].what.record = kProvenRecord;
    if (plan.before) {
        plan.before(entries);
    }
    std::vector<record::Digest> leaves;
    for (int i = 0; i < 9; ++i) {
        leaves.push_back(record::merkleLeaf(record::bytesOf("line " + std::to_string(i))));
    }
    LogProof proof;
    proof.record = kProvenRecord;
    for (const Entry& entry : entries) {
        const Json line = record::publicLine(entry);
        leaves[entry.sequence] = record::merkleLeaf(record::bytesOf(record::canonical(line)));
        proof.lines.push_back({line, std::nullopt, {}});
    }
    proof.lines[0].opened = {salt, kWhose};
    for (std::size_t i = 0; i < entries.size(); ++i) {
        proof.lines[i].path = record::inclusionProof(leaves, entries[i].sequence);
    }
    proof.checkpoint =
        signCheckpoint(plan.key, "station-1", leaves.size(), record::merkleRoot(leaves));
    proof.token = makeToken(authorities().tsa, record::sha256(proof.checkpoint), {.chain = {}});
    proof.certificates = {authorities().tsaRoot.certificate};
    proof.crls = {authorities().tsaCrl};
    if (plan.after) {
        plan.after(proof);
    }
    return proof;
}

LogProofReading readLog(const LogPlan& plan = {}) {
    const LogProof proof = logProofOf(plan);
    return readLogProof(record::parseLogProof(record::logProofText(proof)), plan.trust, kNow);
}

void expectNoProof(const LogPlan& plan, FindingId id = FindingId::LogProofInvalid) {
    const LogProofReading reading = readLog(plan);
    EXPECT_TRUE(reading.verdict.has(id)) << describe(reading.verdict);
    EXPECT_FALSE(reading.verdict.permitted());
    EXPECT_FALSE(reading.at);
}

void expectNoProofAfter(const std::function<void(LogProof&)>& after,
                        FindingId id = FindingId::LogProofInvalid) {
    LogPlan plan;
    plan.after = after;
    expectNoProof(plan, id);
}

void expectNoProofBefore(const std::function<void(std::vector<Entry>&)>& before) {
    LogPlan plan;
    plan.before = before;
    expectNoProof(plan);
}

} // namespace

TEST(LogProofReading, SaysWhatWasProven) {
    const LogProofReading reading = readLog();
    ASSERT_TRUE(reading.verdict.permitted()) << describe(reading.verdict);
    EXPECT_EQ(reading.station, "station-1");
    EXPECT_EQ(reading.checkpointSize, 9u);
    EXPECT_EQ(reading.at, kStamped);
    ASSERT_EQ(reading.entries.size(), 3u);
    EXPECT_EQ(reading.entries[0].what.privateFacts, kWhose);
    EXPECT_TRUE(reading.entries[1].what.privateFacts.isNull());
    EXPECT_EQ(reading.sealed->sequence, 4u);
}

TEST(LogProofReading, EveryPartOfItCounts) {
    expectNoProofAfter([](LogProof& p) { p.lines[0].path[0].bytes[0] ^= 1; });
    expectNoProofAfter([](LogProof& p) { p.lines[0].path.pop_back(); });
    expectNoProofAfter([](LogProof& p) { p.lines[0].path.push_back({}); });
    expectNoProofAfter([](LogProof& p) { p.lines[0].line.set("at", "2026-03-10T00:00:00.000Z"); });
    expectNoProofAfter([](LogProof& p) { p.lines[0].line.set("station", "station-2"); });
    expectNoProofAfter([](LogProof& p) { std::swap(p.lines[0], p.lines[1]); });
    expectNoProofAfter([](LogProof& p) { p.lines.push_back(p.lines.back()); });
    expectNoProofAfter([](LogProof& p) { p.lines.erase(p.lines.begin() + 1); }); // its seal
    expectNoProofAfter([](LogProof& p) { p.lines[0].opened->salt.bytes[5] ^= 4; });
    expectNoProofAfter([](LogProof& p) {
        p.lines[0].opened->facts = Json::object({{"patient", "Take"}});
    });
    expectNoProofAfter([](LogProof& p) { p.lines[1].opened = p.lines[0].opened; });
    expectNoProofAfter([](LogProof& p) { p.record = kProvenJob; });
    expectNoProofAfter([](LogProof& p) { p.checkpoint += "x\n"; });
    expectNoProofAfter(
        [](LogProof& p) { p.checkpoint.replace(p.checkpoint.find("\n9\n"), 3, "\n8\n"); });
    LogPlan token; // what is said of it depends on where it was hurt
    token.after = [](LogProof& p) {
        p.token[p.token.size() / 2] ^= 1;
    };
    EXPECT_FALSE(readLog(token).verdict.permitted());
    EXPECT_FALSE(readLog(token).at);
}

// A stranger whose log is as well kept as ours, and whom nobody trusts.
TEST(LogProofReading, OnlyATrustedStationProves) {
    LogPlan unknown;
    unknown.trust.file.stationKeys.clear();
    expectNoProof(unknown);
    LogPlan other;
    const TempFolder folder;
    other.key = folder.path() / "key.pem";
    makeStationKey(other.key);
    expectNoProof(other);
}

TEST(LogProofReading, SpeaksOfOneRecord) {
    expectNoProofBefore([](std::vector<Entry>& entries) { entries[0].what.job = kProvenRecord; });
    expectNoProofBefore([](std::vector<Entry>& entries) {
        entries[2].what.kind = EntryKind::RecordSealed;
        entries[2].what.facts = entries[1].what.facts;
    });
    expectNoProofBefore([](std::vector<Entry>& entries) { entries[0].station = "station-2"; });
}

TEST(LogProofReading, EveryBitOfTheFileCounts) {
    const std::string good = record::logProofText(logProofOf({}));
    // Not of the token, the certificates and the lists: those have their own tests, and parts of
    // them may differ without harm.
    const std::size_t until = good.find("\"format\"");
    const std::size_t from = good.find("\"entries\"");
    ASSERT_LT(from, until);
    for (std::size_t at = from; at < until; ++at) {
        std::string text = good;
        text[at] = static_cast<char>(text[at] ^ (1 << (at % 7)));
        try {
            const auto reading =
                readLogProof(record::parseLogProof(text), authorities().trust, kNow);
            EXPECT_FALSE(reading.verdict.permitted()) << at << " " << text.substr(at, 20);
        } catch (const record::Fault& fault) {
            EXPECT_EQ(fault.kind, record::FaultKind::Malformed);
        }
    }
}

TEST(LogProofReading, WitnessesCountWhenTrustNamesThem) {
    const TempFolder folder;
    const auto key = folder.path() / "witness.pem";
    const std::string publicKey = makeStationKey(key);
    LogPlan plan;
    plan.after = [&](LogProof& p) {
        p.checkpoint +=
            cosign(key, "ward.example/w1", p.checkpoint, std::chrono::seconds(1'700'000'000));
    };
    EXPECT_TRUE(readLog(plan).verdict.permitted());
    EXPECT_TRUE(readLog(plan).witnesses.empty()); // a stranger's line is passed over
    plan.trust.file.witnessKeys = {{"ward.example/w1", publicKey}};
    const LogProofReading reading = readLog(plan);
    ASSERT_TRUE(reading.verdict.permitted()) << describe(reading.verdict);
    ASSERT_EQ(reading.witnesses.size(), 1u);
    EXPECT_EQ(record::formatInstant(reading.witnesses[0].at), "2023-11-14T22:13:20.000Z");
    // One that names the key and was not made by it is no stranger's.
    plan.after = [&](LogProof& p) {
        std::string line = cosign(key, "ward.example/w1", p.checkpoint, std::chrono::seconds(5));
        std::string raw =
            record::fromBase64(line.substr(line.rfind(' ') + 1, line.size() - line.rfind(' ') - 2));
        raw.back() = static_cast<char>(raw.back() ^ 1);
        p.checkpoint +=
            line.substr(0, line.rfind(' ') + 1) + record::toBase64(record::bytesOf(raw)) + "\n";
    };
    expectNoProof(plan);
}

TEST(LogProofReading, TheRecordAtHandIsTheOneThatWasSealed) {
    const LogProofReading reading = readLog();
    const RecordVerification good = verifyFiles(goodFiles());
    EXPECT_TRUE(compareWithProof(reading, good).permitted())
        << describe(compareWithProof(reading, good));
    RecordPlan plan;
    plan.pages["pages/0001.tif"] = "another first page";
    const RecordVerification other = verifyFiles(sealedFiles(plan));
    EXPECT_TRUE(compareWithProof(reading, other).has(FindingId::LogProofOtherRecord));
}

} // namespace seihon::signing
