#include "signing/scan_proof.h"

#include "record/merkle.h"
#include "station/round.h"

#include <algorithm>

// The proof of scan time that a record takes along (docs/decisions/0039-proof-of-scan-time.md).
namespace seihon::station {

namespace {

// A service whose tokens are no longer accepted must not make every seal read the whole log.
constexpr int kCheckpointsTried = 8;

// The entries that put the live pages into the job, in the order of the log. Empty when one is
// missing, which the fold would have told before.
std::vector<record::Entry> captureEntries(const record::ScanJob& job,
                                          std::vector<record::Entry> entries) {
    std::erase_if(entries, [&](const record::Entry& entry) {
        return entry.what.kind != record::EntryKind::PageCaptured ||
               std::none_of(job.pages.begin(), job.pages.end(), [&](const record::Page& page) {
                   return page.captureId == entry.what.facts.at("captureId").asString();
               });
    });
    return entries.size() == job.pages.size() ? std::move(entries) : std::vector<record::Entry>{};
}

signing::ScanProofQuestion questionAbout(const record::ScanJob& job, const std::string& station,
                                         record::Instant now,
                                         const signing::ValidationMaterial& beside) {
    signing::ScanProofQuestion question{station, job.id, {}, now, beside};
    for (const record::Page& page : job.pages) {
        question.pages.push_back({page.captureId, page.fileDigest, page.pixelDigest});
    }
    return question;
}

record::ScanProof proofUnder(const ledger::Checkpoint& checkpoint,
                             const std::vector<record::Entry>& entries,
                             const std::vector<record::Digest>& leaves) {
    record::ScanProof proof;
    proof.note = checkpoint.note;
    proof.token = checkpoint.token;
    std::vector<std::uint64_t> places;
    for (const record::Entry& entry : entries) {
        places.push_back(entry.sequence);
    }
    std::vector<std::vector<record::Digest>> paths = record::inclusionProofs(leaves, places);
    for (std::size_t i = 0; i < entries.size(); ++i) {
        proof.lines.push_back({record::publicLine(entries[i]), std::move(paths[i])});
    }
    return proof;
}

} // namespace

std::optional<record::ScanProofFacts> Station::keepScanProof(const record::ScanJob& job,
                                                             Round& round) {
    const std::vector<record::Entry> entries = captureEntries(job, m_ledger->entriesOfJob(job.id));
    if (entries.empty()) {
        return std::nullopt;
    }
    const record::Instant now = record::readClock();
    std::uint64_t least = entries.back().sequence + 1;
    for (int tried = 0; tried < kCheckpointsTried; ++tried) {
        const auto checkpoint = m_ledger->timestampedCheckpoint(least);
        if (!checkpoint) {
            return std::nullopt;
        }
        least = checkpoint->size + 1;
        record::ScanProof proof =
            proofUnder(*checkpoint, entries, m_ledger->leaves(0, checkpoint->size));
        const auto reading = signing::readScanProof(
            proof, round.trust(), questionAbout(job, m_config.stationId, now, {}));
        if (!reading.at) {
            continue; // not believed any more: a later one may be
        }
        signing::ValidationMaterial material =
            signing::validationMaterialForToken(round.trust(), proof.token, *reading.at);
        proof.certificates = std::move(material.certificates);
        proof.crls = std::move(material.crls);
        const std::string text = record::scanProofText(proof);
        std::filesystem::remove(m_home.scanProof(job.id)); // of a seal that never began
        ledger::writeDurably(m_home.scanProof(job.id), record::bytesOf(text));
        return record::ScanProofFacts{record::sha256(text), *reading.at, reading.checkpointSize};
    }
    return std::nullopt;
}

} // namespace seihon::station
