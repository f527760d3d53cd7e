#include "station/witnesses.h"

#include "record/fault.h"
#include "record/json_fields.h"
#include "record/merkle.h"
#include "signing/cosignature.h"
#include "signing/witness_client.h"
#include "station/back_off.h"
#include "station/entry_walk.h"
#include "station/findings.h"

#include <algorithm>
#include <chrono>

namespace seihon::station {

using record::Digest;
using record::Entry;
using record::EntryKind;
using record::Fault;
using record::FaultKind;
using record::FindingId;
using record::Json;
using record::MerkleFrontier;
using record::Severity;

namespace {

constexpr std::uint64_t kLeavesAtOnce = 10'000;
constexpr std::chrono::hours kOverdue{1};
constexpr long kConflict = 409, kInconsistent = 422, kCosigned = 200; // C2SP tlog-witness

std::uint64_t sizeIn(const Entry& entry) {
    return static_cast<std::uint64_t>(entry.what.facts.at("size").asInt());
}

std::vector<Digest> leavesBetween(ledger::Ledger& log, std::uint64_t from, std::uint64_t until) {
    std::vector<Digest> leaves;
    while (from + leaves.size() < until) {
        const std::uint64_t start = from + leaves.size();
        const auto some = log.leaves(start, std::min(kLeavesAtOnce, until - start));
        if (some.empty()) {
            throw Fault(FaultKind::LedgerBroken, "the log is shorter than its checkpoint");
        }
        leaves.insert(leaves.end(), some.begin(), some.end());
    }
    return leaves;
}

std::string peaksText(const MerkleFrontier& edge) {
    std::string bytes;
    for (const Digest& peak : edge.peaks()) {
        bytes.append(reinterpret_cast<const char*>(peak.bytes.data()), peak.bytes.size());
    }
    return record::toBase64(record::bytesOf(bytes));
}

// Faults: Malformed.
MerkleFrontier edgeFrom(std::uint64_t size, const std::string& text) {
    const std::string bytes = record::fromBase64(text);
    std::vector<Digest> peaks(bytes.size() / sizeof(Digest::bytes));
    for (std::size_t i = 0; i < peaks.size() * sizeof(Digest::bytes); ++i) {
        peaks[i / sizeof(Digest::bytes)].bytes[i % sizeof(Digest::bytes)] =
            static_cast<std::uint8_t>(bytes[i]);
    }
    return {size, std::move(peaks)};
}

bool isKnown(const signing::Trust& believed, const std::string& witness) {
    return std::any_of(believed.file.witnessKeys.begin(), believed.file.witnessKeys.end(),
                       [&](const config::WitnessKey& key) { return key.name == witness; });
}

// The one of its lines that this witness's key made; empty: none is good.
std::string lineOf(const std::string& witness, const std::string& lines, const std::string& note,
                   const signing::Trust& believed) {
    for (std::size_t from = 0; from < lines.size();) {
        const std::size_t end = lines.find('\n', from);
        if (end == std::string::npos) {
            return {};
        }
        const std::string line = lines.substr(from, end + 1 - from);
        from = end + 1;
        try {
            const auto good = signing::knownCosignatures(note + line, believed.file.witnessKeys);
            if (!good.empty() && good.front().witness == witness) {
                return line;
            }
        } catch (const Fault& fault) {
            if (fault.kind != FaultKind::Malformed) {
                throw;
            }
        }
    }
    return {};
}

} // namespace

struct Witnesses::Reply {
    std::optional<signing::WitnessAnswer> answer;
    std::string why; // no answer
};

bool Witnesses::Word::refuses() const {
    return refusedEntry && (!signedEntry || signedEntry->sequence < refusedEntry->sequence);
}

std::uint64_t Witnesses::Word::size() const {
    return signedEntry ? sizeIn(*signedEntry) : 0;
}

Witnesses::Word Witnesses::wordOf(const std::string& witness) {
    const auto newest = [&](EntryKind kind) {
        std::optional<Entry> found;
        forNewest(*m_station.m_ledger, kind, [&](const Entry& entry) {
            if (record::textIn(entry.what.facts, "witness") == witness) {
                found = entry;
            }
            return !found;
        });
        return found;
    };
    return {newest(EntryKind::CheckpointWitnessed), newest(EntryKind::WitnessRefused)};
}

// The tree's edge where this witness stands: as its entry has it, where that is the edge of the
// checkpoint it signed; a log of ten years is not read for every quarter of an hour.
MerkleFrontier Witnesses::edgeAt(std::uint64_t size, const Word& word) {
    if (size > 0 && word.size() == size) {
        try {
            MerkleFrontier edge =
                edgeFrom(size, record::textIn(word.signedEntry->what.facts, "peaks"));
            if (edge.root() == record::digestIn(word.signedEntry->what.facts, "root")) {
                return edge;
            }
        } catch (const Fault& fault) {
            if (fault.kind != FaultKind::Malformed) {
                throw;
            }
        }
    }
    MerkleFrontier edge;
    for (const Digest& leaf : leavesBetween(*m_station.m_ledger, 0, size)) {
        edge.append(leaf);
    }
    return edge;
}

Witnesses::Reply Witnesses::send(const config::WitnessService& witness,
                                 const ledger::Checkpoint& newest, const MerkleFrontier& old,
                                 MerkleFrontier& edge) {
    const std::vector<Digest> behind = leavesBetween(*m_station.m_ledger, old.size(), newest.size);
    const bool needsProof = old.size() > 0 && !behind.empty();
    edge = old;
    for (const Digest& leaf : behind) {
        edge.append(leaf);
    }
    Reply reply;
    reply.answer = signing::askWitness(witness, old.size(),
                                       needsProof ? record::consistencyProof(old, behind)
                                                  : std::vector<Digest>{},
                                       newest.note, reply.why);
    return reply;
}

void Witnesses::keepSignature(const config::WitnessService& witness,
                              const ledger::Checkpoint& newest, const std::string& line,
                              const MerkleFrontier& edge) {
    record::EntryDraft draft;
    draft.kind = EntryKind::CheckpointWitnessed;
    draft.actor = m_station.stationActor();
    draft.facts = Json::object({{"size", newest.size},
                                {"root", newest.root.hex()},
                                {"witness", witness.name},
                                {"line", line},
                                {"peaks", peaksText(edge)}});
    draft.regulation = m_station.m_regulation->digest;
    m_station.m_ledger->append(draft, record::readClock());
}

// Once: until it signs again, the newest word of this witness stands.
void Witnesses::keepRefusal(const config::WitnessService& witness, const ledger::Checkpoint& newest,
                            const Reply& reply, record::Verdict& verdict) {
    const Word word = wordOf(witness.name);
    const std::uint64_t seen = reply.answer->size.value_or(newest.size);
    if (!word.refuses()) {
        record::EntryDraft draft;
        draft.kind = EntryKind::WitnessRefused;
        draft.actor = m_station.stationActor();
        draft.facts = Json::object({{"size", newest.size},
                                    {"witness", witness.name},
                                    {"witnessSize", seen},
                                    {"status", static_cast<std::int64_t>(reply.answer->status)}});
        draft.regulation = m_station.m_regulation->digest;
        m_station.m_ledger->append(draft, record::readClock());
    }
    record::Finding finding =
        findingOf(FindingId::WitnessRefusedLog, Severity::Refuse, witness.name);
    finding.measured = newest.size;
    finding.required = seen;
    verdict.add(std::move(finding));
}

void Witnesses::askOne(const config::WitnessService& witness, const ledger::Checkpoint& newest,
                       record::Verdict& verdict) {
    const signing::Trust believed = m_station.trust();
    if (!isKnown(believed, witness.name)) {
        verdict.add(findingOf(FindingId::WitnessUnknown, Severity::Warn, witness.name));
        return;
    }
    const Word word = wordOf(witness.name);
    if (word.size() == newest.size && !word.refuses()) {
        return;
    }
    BackOff rest(m_station.m_home.backOffFile());
    MerkleFrontier edge;
    const std::uint64_t from = word.size() <= newest.size ? word.size() : 0;
    Reply reply = send(witness, newest, edgeAt(from, word), edge);
    // It stands elsewhere: an answer of its was lost, or this log was rolled back.
    const auto stands = reply.answer ? reply.answer->size : std::nullopt;
    if (stands && *stands != from && *stands <= newest.size) {
        reply = send(witness, newest, edgeAt(*stands, word), edge);
    }
    if (!reply.answer) {
        rest.failed(witness.name + " " + witness.url, record::readClock());
        verdict.add(
            findingOf(FindingId::WitnessAway, Severity::Warn, witness.name + ": " + reply.why));
        return;
    }
    rest.answered(witness.name + " " + witness.url);
    const long status = reply.answer->status;
    if (status == kInconsistent || (status == kConflict && reply.answer->size)) {
        return keepRefusal(witness, newest, reply, verdict);
    }
    if (status != kCosigned) {
        verdict.add(findingOf(FindingId::WitnessAway, Severity::Warn,
                              witness.name + ": HTTP status " + std::to_string(status)));
        return;
    }
    const std::string line = lineOf(witness.name, reply.answer->lines, newest.note, believed);
    if (line.empty()) {
        verdict.add(findingOf(FindingId::CosignatureInvalid, Severity::Refuse, witness.name));
        return;
    }
    keepSignature(witness, newest, line, edge);
}

record::Verdict Witnesses::ask(Urgency urgency) {
    record::Verdict verdict;
    const auto newest = m_station.m_ledger->newestCheckpoints(1, false);
    if (newest.empty()) {
        return verdict;
    }
    const BackOff rest(m_station.m_home.backOffFile());
    for (const config::WitnessService& witness : m_station.m_config.witnesses) {
        const bool rests =
            rest.restsUntil(witness.name + " " + witness.url, record::readClock()).has_value();
        if (rests && urgency == Urgency::Background) {
            continue; // `doctor` tells of it
        }
        askOne(witness, newest.front(), verdict);
    }
    return verdict;
}

record::Verdict Witnesses::standing() {
    record::Verdict verdict;
    if (m_station.m_config.witnesses.empty()) {
        return verdict.add(findingOf(FindingId::LogNotWitnessed, Severity::Note));
    }
    const auto newest = m_station.m_ledger->newestCheckpoints(1, false);
    const signing::Trust believed = m_station.trust();
    for (const config::WitnessService& witness : m_station.m_config.witnesses) {
        const Word word = wordOf(witness.name);
        if (!isKnown(believed, witness.name)) {
            verdict.add(findingOf(FindingId::WitnessUnknown, Severity::Warn, witness.name));
        } else if (word.refuses()) {
            record::Finding finding =
                findingOf(FindingId::WitnessRefusedLog, Severity::Refuse, witness.name);
            finding.measured = word.refusedEntry->what.facts.at("size");
            finding.required = word.refusedEntry->what.facts.at("witnessSize");
            verdict.add(std::move(finding));
        } else if (!newest.empty() && word.size() < newest.front().size &&
                   record::readClock() - newest.front().at > kOverdue) {
            verdict.add(findingOf(FindingId::WitnessAway, Severity::Warn, witness.name));
        }
    }
    return verdict;
}

} // namespace seihon::station
