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
#include <map>
#include <set>

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

using WaysIn = std::map<std::uint64_t, std::vector<record::Digest>>;

// In one pass over the tree, however many records they are of.
WaysIn waysIn(const std::vector<std::vector<Entry>>& about,
              const std::vector<record::Digest>& leaves) {
    std::set<std::uint64_t> all;
    for (const std::vector<Entry>& entries : about) {
        for (const Entry& entry : entries) {
            all.insert(entry.sequence);
        }
    }
    const std::vector<std::uint64_t> places(all.begin(), all.end());
    auto paths = record::inclusionProofs(leaves, places);
    WaysIn ways;
    for (std::size_t i = 0; i < places.size(); ++i) {
        ways.emplace(places[i], std::move(paths[i]));
    }
    return ways;
}

LogProof proofOf(const std::vector<Entry>& entries, const WaysIn& ways, bool openPatient) {
    LogProof proof;
    Json patient;
    for (const Entry& entry : entries) {
        if (entry.what.kind == EntryKind::RecordSealed && patientIn(entry) != nullptr) {
            patient = *patientIn(entry);
        }
    }
    for (const Entry& entry : entries) {
        LogProof::Line line{record::publicLine(entry), std::nullopt, ways.at(entry.sequence)};
        if (openPatient && entry.privateSalt && isOpenable(entry, patient)) {
            line.opened = {*entry.privateSalt, entry.what.privateFacts};
        }
        proof.lines.push_back(std::move(line));
    }
    return proof;
}

// Reads what was made as a stranger would, and lays beside it what its token's authority needs
// later.
void readAsStranger(MadeProof& made, const signing::Trust& believed) {
    LogProof& proof = made.proof;
    made.reading = signing::readLogProof(proof, believed, record::readClock());
    if (!made.reading.at) {
        std::string why = "the proof that was made does not hold";
        for (const record::Finding& finding : made.reading.verdict.byUrgency()) {
            why += ": " + std::string(record::enumName(finding.id)) + " " + finding.subject;
        }
        throw Fault(FaultKind::StorageDiffers, why, {{"file", proof.record}});
    }
    signing::ValidationMaterial material =
        signing::validationMaterialForToken(believed, proof.token, *made.reading.at);
    proof.certificates = std::move(material.certificates);
    proof.crls = std::move(material.crls);
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

std::vector<MadeProof> LogProver::make(const std::vector<std::string>& recordIds, bool openPatient,
                                       const record::Actor& actor) {
    std::vector<std::vector<Entry>> about;
    std::uint64_t least = 0; // recordFolder() knows of their seals
    for (const std::string& id : recordIds) {
        about.push_back(entriesAbout(id));
        for (const Entry& entry : about.back()) {
            least = entry.what.kind == EntryKind::RecordSealed ? std::max(least, entry.sequence + 1)
                                                               : least;
        }
    }
    Station::Round round(m_station, actor);
    WorkReport covered;
    Checkpoints(m_station).make();
    Checkpoints(m_station).timestamp(round, covered);    // an older one has to do where it cannot
    (void)Witnesses(m_station).ask(Urgency::Background); // who is away is missing in the proof
    const ledger::Checkpoint checkpoint = newestUsable(least, round.trust());
    const std::string note = checkpoint.note + cosignaturesOf(*m_station.m_ledger, checkpoint.size);
    std::vector<MadeProof> made(recordIds.size());
    for (std::size_t i = 0; i < made.size(); ++i) {
        made[i].leftOut = std::erase_if(
            about[i], [&](const Entry& entry) { return entry.sequence >= checkpoint.size; });
    }
    const WaysIn ways = waysIn(about, m_station.m_ledger->leaves(0, checkpoint.size));
    for (std::size_t i = 0; i < made.size(); ++i) {
        MadeProof& one = made[i];
        one.proof = proofOf(about[i], ways, openPatient);
        one.proof.record = recordIds[i];
        one.proof.checkpoint = note;
        one.proof.token = checkpoint.token;
        readAsStranger(one, round.trust());
    }
    return made;
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

    MadeProof made = std::move(make({request.recordId}, request.openPatient, draft.actor).front());
    const std::string text = record::logProofText(made.proof);
    ledger::writeDurably(request.file, record::bytesOf(text));
    outcome.entries = std::ssize(made.reading.entries);
    outcome.leftOut = made.leftOut;
    outcome.checkpointSize = made.reading.checkpointSize;
    outcome.at = made.reading.at;
    for (const signing::Cosignature& one : made.reading.witnesses) {
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
