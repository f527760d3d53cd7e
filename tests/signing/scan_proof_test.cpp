// The proof of scan time inside a record: an earlier log checkpoint that holds the pages' entries.

#include "signing/scan_proof.h"

#include "record/entry.h"
#include "record/merkle.h"
#include "signing/checkpoint.h"
#include "signing/record_rules.h"
#include "signing/station_key.h"
#include "tests/signing/verify_fixture.h"

#include <gtest/gtest.h>

#include <functional>

namespace seihon::signing {
namespace {

using namespace forge;
using record::FindingId;
using record::Json;
using std::chrono::hours;
using std::chrono::seconds;

const std::string kProofFile(record::kScanProofPath);

// A log of some lines, the third and the fifth about the two pages of the record.
struct ProofPlan {
    RecordPlan record;
    Instant scanProvenAt = kSigned - hours(2);
    Instant deadline = kSigned - hours(1); // the seal is late, the scan is not
    Identity tsa = authorities().tsa;
    std::filesystem::path key = stationKeyFile();
    std::vector<std::string> jobs{}; // of the two lines; empty: the record's
    std::function<void(record::ScanProof&)> spoil;
    std::function<void(Json&)> change; // record.json, after everything else
    bool stated = true;                // in record.json
    bool listed = true;                // in the manifest
};

record::Entry lineAbout(const Json& recordJson, std::uint64_t sequence, std::size_t page) {
    record::Entry entry;
    entry.station = "station-1";
    entry.sequence = sequence;
    entry.at = kSigned - hours(3);
    entry.what.kind = record::EntryKind::PageCaptured;
    entry.what.actor = {"clerk", "Clerk", record::Role::ScanOperator};
    entry.what.job = recordJson.at("job").asString();
    const Json& facts = recordJson.at("pages").asArray().at(page);
    entry.what.facts = Json::object({{"captureId", facts.at("captureId")},
                                     {"sha256", facts.at("sha256")},
                                     {"pixelSha256", facts.at("pixelSha256")}});
    entry.salt = record::sha256("salt " + std::to_string(sequence));
    return entry;
}

record::ScanProof proofFor(const ProofPlan& plan, const Json& recordJson) {
    std::vector<record::Entry> entries{lineAbout(recordJson, 2, 0), lineAbout(recordJson, 4, 1)};
    std::vector<record::Digest> leaves;
    for (std::uint64_t i = 0; i < 7; ++i) {
        leaves.push_back(record::merkleLeaf(record::bytesOf("line " + std::to_string(i))));
    }
    for (std::size_t i = 0; i < plan.jobs.size(); ++i) {
        entries[i].what.job = plan.jobs[i];
    }
    record::ScanProof proof;
    for (const record::Entry& entry : entries) {
        const Json line = record::publicLine(entry);
        leaves[entry.sequence] = record::merkleLeaf(record::bytesOf(record::canonical(line)));
        proof.lines.push_back({line, {}});
    }
    proof.lines[0].path = record::inclusionProof(leaves, 2);
    proof.lines[1].path = record::inclusionProof(leaves, 4);
    proof.note = signCheckpoint(plan.key, "station-1", leaves.size(), record::merkleRoot(leaves));
    proof.token =
        makeToken(plan.tsa, record::sha256(proof.note), {.at = plan.scanProvenAt, .chain = {}});
    proof.certificates = {authorities().tsaRoot.certificate};
    proof.crls = {authorities().tsaCrl};
    if (plan.spoil) {
        plan.spoil(proof);
    }
    return proof;
}

Files filesOf(const ProofPlan& plan) {
    Json json = recordJsonFor(plan.record);
    Json window = json.at("window");
    window.set("deadline", record::formatInstant(plan.deadline));
    json.set("window", std::move(window));
    const std::string text = record::scanProofText(proofFor(plan, json));
    if (plan.stated) {
        json.set("scanProof", record::toJson(record::ScanProofFacts{record::sha256(text),
                                                                    plan.scanProvenAt, 7}));
    }
    if (plan.change) {
        plan.change(json);
    }
    Files files = plan.record.pages;
    files["mimetype"] = kMimetype;
    files["record.json"] = record::canonical(signedByStation(json));
    if (plan.listed) {
        files[kProofFile] = text;
    }
    files[kManifest] = manifestXml(manifestFor(files));
    files[kSignature] = textOf(sealFor(plan.record, files[kManifest]));
    return files;
}

void expectSpoilt(const std::function<void(record::ScanProof&)>& spoil,
                  FindingId id = FindingId::ScanProofInvalid) {
    ProofPlan plan;
    plan.spoil = spoil;
    expectRefused(filesOf(plan), id);
}

} // namespace

TEST(ScanProofInRecord, ASealThatCameLateIsNoLateScan) {
    const RecordVerification good = verifyFiles(filesOf({}));
    EXPECT_TRUE(good.verdict.permitted()) << describe(good.verdict);
    EXPECT_EQ(good.scanProvenAt, kSigned - hours(2));
    EXPECT_EQ(good.provenAt, kStamped);
    EXPECT_TRUE(good.verdict.has(FindingId::ScanProvenByCheckpoint)) << describe(good.verdict);
    // The control: the same record without the proof.
    ProofPlan bare;
    bare.stated = bare.listed = false;
    expectRefused(filesOf(bare), FindingId::ProofOfScanTimeLate);
}

TEST(ScanProofInRecord, TheDeadlineIsMeantToTheMillisecond) {
    ProofPlan plan;
    plan.deadline = plan.scanProvenAt;
    expectValid(filesOf(plan));
    plan.deadline = plan.scanProvenAt - std::chrono::milliseconds(1);
    expectRefused(filesOf(plan), FindingId::ProofOfScanTimeLate);
    plan.change = [](Json& json) {
        json.set("excuse", Json::object({{"reason", "the timestamp service was away"}}));
    };
    const RecordVerification excused = verifyFiles(filesOf(plan));
    EXPECT_TRUE(excused.verdict.permitted()) << describe(excused.verdict);
    EXPECT_TRUE(excused.verdict.has(FindingId::ExcusedLateness));
}

TEST(ScanProofInRecord, EveryPartOfItCounts) {
    expectSpoilt([](record::ScanProof& p) { p.lines[0].path[0].bytes[0] ^= 1; });
    expectSpoilt([](record::ScanProof& p) { p.lines[0].path.pop_back(); });
    expectSpoilt([](record::ScanProof& p) { p.lines.pop_back(); });
    expectSpoilt([](record::ScanProof& p) { p.lines.push_back(p.lines[0]); });
    expectSpoilt(
        [](record::ScanProof& p) { p.lines[0].line.set("at", "2026-03-10T00:00:00.000Z"); });
    expectSpoilt([](record::ScanProof& p) { p.lines[0].line.set("sequence", 3); });
    expectSpoilt([](record::ScanProof& p) { p.lines[0].line.set("remark", "x"); });
    expectSpoilt([](record::ScanProof& p) { p.note[0] = 'S'; });
    expectSpoilt([](record::ScanProof& p) { p.token[p.token.size() - 1] ^= 1; },
                 FindingId::TimestampInvalid);
    expectSpoilt(
        [](record::ScanProof& p) {
            p.token = makeToken(authorities().tsa, record::sha256("another note"),
                                {.at = kSigned - hours(2), .chain = {}});
        },
        FindingId::TimestampImprintWrong);
    expectSpoilt(
        [](record::ScanProof& p) {
            p.token = {0x30, 0x00};
        },
        FindingId::TimestampMalformed);
}

TEST(ScanProofInRecord, LinesMustBeAboutThisRecord) {
    ProofPlan otherJob;
    otherJob.jobs = {"019cd51a-2a00-7000-8000-0123456789ab", "another job"};
    expectRefused(filesOf(otherJob), FindingId::ScanProofInvalid);
    for (const char* const digest : {"sha256", "pixelSha256"}) {
        ProofPlan other; // a page that was scanned after the checkpoint
        other.change = [digest](Json& json) {
            Json::Array pages = json.at("pages").asArray();
            pages[1].set(digest, std::string(64, '0'));
            json.set("pages", Json(std::move(pages)));
        };
        expectRefused(filesOf(other), FindingId::ScanProofInvalid);
    }
    ProofPlan twice; // one line for two pages
    twice.spoil = [](record::ScanProof& p) {
        p.lines.pop_back();
    };
    twice.change = [](Json& json) {
        Json::Array pages = json.at("pages").asArray();
        pages[1].set("captureId", pages[0].at("captureId"));
        json.set("pages", Json(std::move(pages)));
    };
    expectRefused(filesOf(twice), FindingId::ScanProofInvalid);
}

TEST(ScanProofInRecord, OnlyTheStationAndATrustedServiceCanMakeOne) {
    const TempFolder folder;
    ProofPlan otherKey;
    otherKey.key = folder.path() / "key.pem";
    makeStationKey(otherKey.key);
    expectRefused(filesOf(otherKey), FindingId::ScanProofInvalid);
    ProofPlan otherTsa;
    const Identity root = issue(
        {.commonName = "Other root", .extensions = rootExtensions(), .keyName = "other tsa root"},
        nullptr);
    otherTsa.tsa = issue(
        {.commonName = "Other TSA", .extensions = tsaExtensions(), .keyName = "other tsa"}, &root);
    expectRefused(filesOf(otherTsa), FindingId::TimestampAuthorityUntrusted);
}

TEST(ScanProofInRecord, RecordJsonAndTheFileMustAgree) {
    ProofPlan unstated;
    unstated.stated = false;
    expectRefused(filesOf(unstated), FindingId::RecordDisagrees);
    ProofPlan unlisted;
    unlisted.listed = false;
    expectRefused(filesOf(unlisted), FindingId::RecordDisagrees);
    ProofPlan otherTime; // what is stated is not what the token says
    otherTime.change = [](Json& json) {
        Json proof = json.at("scanProof");
        proof.set("at", record::formatInstant(kSigned - hours(3)));
        json.set("scanProof", std::move(proof));
    };
    expectRefused(filesOf(otherTime), FindingId::RecordDisagrees);
    Files added = goodFiles(); // beside the manifest
    added[kProofFile] = "{}";
    expectRefused(added, FindingId::FileNotListed);
}

TEST(ScanProofInRecord, NothingIsScannedBeforeItIsReceivedOrAfterItsSeal) {
    ProofPlan early; // received at kSigned − 3 h; the tests' tolerance is an hour
    early.scanProvenAt = kSigned - hours(4) - seconds(1);
    expectRefused(filesOf(early), FindingId::ReceivedInFuture);
    early.scanProvenAt = kSigned - hours(4);
    expectValid(filesOf(early));
    ProofPlan after;
    after.scanProvenAt = kStamped + std::chrono::minutes(5) + seconds(1);
    after.deadline = kSigned + hours(14);
    expectRefused(filesOf(after), FindingId::TimestampInFuture);
}

} // namespace seihon::signing
