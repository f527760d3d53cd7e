#include "ledger/ledger.h"
#include "ledger/log_files.h"
#include "record/log_proof.h"
#include "record/merkle.h"
#include "signing/checkpoint.h"
#include "signing/cosignature.h"
#include "signing/station_key.h"

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <vector>

// What the log costs: entries a second on this disk, verifying them, and the proof of one of a
// million (ten million with the argument "long").    usage: bench-log FOLDER [long]
namespace {

using namespace seihon;
namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

record::EntryDraft viewDraft(int i) {
    record::EntryDraft draft;
    draft.kind = record::EntryKind::RecordViewed;
    draft.actor = {"operator", "走査 花子", record::Role::ScanOperator};
    draft.record = "0198c0de-0000-7000-8000-00000000" + std::to_string(1000 + i % 9000);
    draft.facts = record::Json::object({{"proven", true}, {"user", "operator"}});
    draft.privateFacts = record::Json::object(
        {{"patient", record::Json::object({{"id", std::to_string(i)}, {"name", "正本 太郎"}})}});
    draft.regulation = record::sha256("regulation");
    return draft;
}

void benchLedger(const fs::path& folder) {
    constexpr int kEntries = 2000;
    const auto ledger = ledger::openSqliteLedger(folder / "ledger", "station-1");
    auto start = Clock::now();
    for (int i = 0; i < kEntries; ++i) {
        (void)ledger->append(viewDraft(i), record::readClock());
    }
    std::cout << "append, durable: " << kEntries / secondsSince(start) << " entries/s\n";
    start = Clock::now();
    const bool whole = ledger->verify().permitted();
    std::cout << "verify, database and files: " << kEntries / secondsSince(start) << " entries/s"
              << (whole ? "" : " NOT WHOLE") << "\n";
    start = Clock::now();
    const auto report =
        ledger::verifyLogFiles(folder / "ledger", "station-1", {}, [](const record::Entry&) {});
    std::cout << "verify, files alone: " << kEntries / secondsSince(start) << " entries/s"
              << (report.verdict.permitted() ? "" : " NOT WHOLE") << "\n";
}

void benchProof(const fs::path& folder, std::uint64_t size) {
    std::vector<record::Digest> leaves(size);
    for (std::uint64_t i = 0; i < size; ++i) {
        leaves[i] = record::merkleLeaf(record::bytesOf("line " + std::to_string(i)));
    }
    const fs::path key = folder / ("key-" + std::to_string(size) + ".pem");
    const std::string publicKey = signing::makeStationKey(key);
    const std::string origin = "station-0123456789abcdef";
    record::TlogProof proof{size / 3, {}, {}};
    auto start = Clock::now();
    proof.path = record::inclusionProof(leaves, proof.index);
    const double made = secondsSince(start);
    proof.checkpoint = signing::signCheckpoint(key, origin, size, record::merkleRoot(leaves));
    proof.checkpoint +=
        signing::cosign(key, "ward.example/w1", proof.checkpoint, std::chrono::seconds(1));
    const std::string text = record::tlogProofText(proof);
    constexpr int kTimes = 100;
    start = Clock::now();
    bool good = true;
    for (int i = 0; i < kTimes; ++i) {
        const record::TlogProof read = record::parseTlogProof(text);
        const signing::CheckpointBody body =
            signing::openCheckpoint(signing::stationNoteOf(read.checkpoint), publicKey);
        good = good && record::verifyInclusion(leaves[read.index], read.index, body.size, read.path,
                                               body.root);
        good =
            good &&
            signing::knownCosignatures(read.checkpoint, {{"ward.example/w1", publicKey}}).size() ==
                1;
    }
    std::cout << size << " entries: proof " << text.size() << " bytes, made in " << made * 1e3
              << " ms, verified in " << secondsSince(start) / kTimes * 1e3 << " ms"
              << (good ? "" : " WRONG") << "\n";
    record::MerkleFrontier edge;
    const std::uint64_t before = size - 100;
    for (std::uint64_t i = 0; i < before; ++i) {
        edge.append(leaves[i]);
    }
    start = Clock::now();
    const auto consistency = record::consistencyProof(edge, std::span(leaves).subspan(before));
    std::cout << size << " entries: consistency with a hundred before from the edge "
              << secondsSince(start) * 1e3 << " ms, " << consistency.size() << " hashes\n";
}

} // namespace

int main(int argc, char** argv) {
    if (argc < 2) {
        std::cerr << "usage: bench-log FOLDER [long]\n";
        return 2;
    }
    const fs::path folder = argv[1];
    fs::create_directories(folder);
    benchLedger(folder);
    benchProof(folder, 1'000'000);
    if (argc > 2) {
        benchProof(folder, 10'000'000);
    }
    return 0;
}
