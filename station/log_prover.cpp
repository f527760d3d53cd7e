#include "station/log_prover.h"

#include "record/fault.h"
#include "record/json_fields.h"
#include "record/merkle.h"
#include "signing/log_proof.h"
#include "signing/timestamp.h"
#include "station/checkpoints.h"
#include "station/entry_walk.h"
#include "station/findings.h"
#include "station/outgoing_file.h"
#include "station/round.h"
#include "station/witnesses.h"

#include <algorithm>

namespace seihon::station {

using record::Entry;
using record::EntryKind;
using record::Fault;
using record::FaultKind;
using record::FindingId;
using record::Json;
using record::LogProof;
using record::Severity;
using regulation::Authority;

namespace {

// A service whose tokens are no longer accepted must not make a proof ask all of them.
constexpr std::int64_t kNewestTried = 8;

const Json* patientIn(const Entry& entry) {
    const Json& facts = entry.what.privateFacts;
    return facts.isObject() ? facts.find("patient") : nullptr;
}

// Private facts are opened when they say whose record it is and nothing besides: remarks and codes
// on pages may name anybody [F16].
bool isOpenable(const Entry& entry, const Json& patient) {
    const Json* named = patientIn(entry);
    return named != nullptr && entry.what.privateFacts.asObject().size() == 1 && *named == patient;
}

// What witnesses said of this checkpoint, as the entries about it hold it.
std::string cosignaturesOf(ledger::Ledger& log, std::uint64_t size) {
    std::string lines;
    forNewest(log, EntryKind::CheckpointWitnessed, [&](const Entry& entry) {
        const auto of = static_cast<std::uint64_t>(entry.what.facts.at("size").asInt());
        lines += of == size ? record::textIn(entry.what.facts, "line") : std::string();
        return of >= size;
    });
    return lines;
}

} // namespace

// Those of its job, and those that name it and belong to no job: looks, exports.
std::vector<Entry> LogProver::entriesAbout(const std::string& recordId) {
    std::vector<Entry> entries =
        m_station.m_ledger->entriesOfJob(m_station.jobOfRecord(recordId).id);
    for (Entry& entry : m_station.m_ledger->entriesOfRecord(recordId)) {
        entries.push_back(std::move(entry));
    }
    std::sort(entries.begin(), entries.end(),
              [](const Entry& a, const Entry& b) { return a.sequence < b.sequence; });
    const auto twin =
        std::unique(entries.begin(), entries.end(),
                    [](const Entry& a, const Entry& b) { return a.sequence == b.sequence; });
    entries.erase(twin, entries.end());
    return entries;
}

// The newest with a token that is still believed, over at least so many entries.
ledger::Checkpoint LogProver::newestUsable(std::uint64_t least, const signing::Trust& believed) {
    for (const ledger::Checkpoint& one :
         m_station.m_ledger->newestCheckpoints(kNewestTried, true)) {
        const auto token = signing::verifyToken(one.token, believed, record::sha256(one.note), {},
                                                {}, record::readClock());
        if (one.size >= least && token.verdict.permitted()) {
            return one;
        }
    }
    throw Fault(FaultKind::TimestampUnavailable,
                "no timestamped checkpoint covers the record's seal yet", {}, true);
}

LogProof LogProver::proofOf(const std::vector<Entry>& entries, const ledger::Checkpoint& checkpoint,
                            bool openPatient) {
    LogProof proof;
    proof.checkpoint = checkpoint.note + cosignaturesOf(*m_station.m_ledger, checkpoint.size);
    proof.token = checkpoint.token;
    Json patient;
    std::vector<std::uint64_t> places;
    for (const Entry& entry : entries) {
        places.push_back(entry.sequence);
        if (entry.what.kind == EntryKind::RecordSealed && patientIn(entry) != nullptr) {
            patient = *patientIn(entry);
        }
    }
    auto paths = record::inclusionProofs(m_station.m_ledger->leaves(0, checkpoint.size), places);
    for (std::size_t i = 0; i < entries.size(); ++i) {
        LogProof::Line line{record::publicLine(entries[i]), std::nullopt, std::move(paths[i])};
        if (openPatient && entries[i].privateSalt && isOpenable(entries[i], patient)) {
            line.opened = {*entries[i].privateSalt, entries[i].what.privateFacts};
        }
        proof.lines.push_back(std::move(line));
    }
    return proof;
}

ProveOutcome LogProver::prove(const Session& session, const ProveRequest& request) {
    (void)m_station.recordFolder(request.recordId); // there is such a record
    const record::Instant asked = record::readClock();
    ProveOutcome outcome;
    record::EntryDraft draft = m_station.draftFor(session, Authority::ExportRecord,
                                                  request.recordId, asked, outcome.verdict);
    if (!outcome.verdict.permitted()) {
        return outcome;
    }
    const Home& home = m_station.m_home;
    requireNewOutside(request.file, {m_station.archive(), home.ledger(), home.root / "jobs"});
    // What leaves the house is in the log before it can be taken [F5].
    draft.kind = EntryKind::LogProven;
    draft.facts = Json::object({{"patientOpened", request.openPatient}});
    draft.verdict = outcome.verdict;
    m_station.m_ledger->append(draft, asked);

    std::vector<Entry> entries = entriesAbout(request.recordId);
    const auto sealed = std::find_if(entries.begin(), entries.end(), [](const Entry& entry) {
        return entry.what.kind == EntryKind::RecordSealed;
    });
    const std::uint64_t least = sealed->sequence + 1; // recordFolder() knows of it
    Station::Round round(m_station, draft.actor);
    WorkReport covered;
    Checkpoints(m_station).make();
    Checkpoints(m_station).timestamp(round, covered);    // an older one has to do where it cannot
    (void)Witnesses(m_station).ask(Urgency::Background); // who is away is missing in the proof
    const ledger::Checkpoint checkpoint = newestUsable(least, round.trust());
    outcome.leftOut = std::erase_if(
        entries, [&](const Entry& entry) { return entry.sequence >= checkpoint.size; });
    LogProof proof = proofOf(entries, checkpoint, request.openPatient);
    proof.record = request.recordId;
    signing::LogProofReading reading =
        signing::readLogProof(proof, round.trust(), record::readClock());
    if (!reading.at) { // as a stranger would read it
        std::string why = "the proof that was made does not hold";
        for (const record::Finding& finding : reading.verdict.byUrgency()) {
            why += ": " + std::string(record::enumName(finding.id)) + " " + finding.subject;
        }
        throw Fault(FaultKind::StorageDiffers, why, {{"file", request.file.string()}});
    }
    signing::ValidationMaterial material =
        signing::validationMaterialForToken(round.trust(), proof.token, *reading.at);
    proof.certificates = std::move(material.certificates);
    proof.crls = std::move(material.crls);
    const std::string text = record::logProofText(proof);
    ledger::writeDurably(request.file, record::bytesOf(text));
    outcome.entries = std::ssize(entries);
    outcome.checkpointSize = checkpoint.size;
    outcome.at = reading.at;
    for (const signing::Cosignature& one : reading.witnesses) {
        outcome.witnesses.push_back(one.witness);
    }
    outcome.digest = record::sha256(text);
    outcome.bytes = std::ssize(text);
    if (outcome.leftOut > 0) {
        outcome.verdict.add(
            measuredFinding(FindingId::LogProofLeavesOut, Severity::Note, outcome.leftOut));
    }
    return outcome;
}

} // namespace seihon::station
