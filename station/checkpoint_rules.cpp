#include "station/checkpoint_rules.h"

#include "record/fault.h"
#include "record/json_fields.h"
#include "signing/checkpoint.h"
#include "signing/cosignature.h"
#include "signing/timestamp.h"
#include "station/findings.h"

#include <algorithm>

namespace seihon::station {

using record::EntryKind;
using record::Fault;
using record::FindingId;
using record::Severity;

namespace {

std::string nameOf(const ledger::Checkpoint& checkpoint) {
    return "checkpoint " + std::to_string(checkpoint.size);
}

void compareNote(const ledger::Checkpoint& checkpoint, const std::string& station,
                 const std::string& key, record::Verdict& verdict) {
    try {
        const signing::CheckpointBody body = signing::openCheckpoint(checkpoint.note, key);
        if (body.size != checkpoint.size || body.root != checkpoint.root ||
            body.origin != station) {
            verdict.add(
                findingOf(FindingId::CheckpointDisagrees, Severity::Refuse, nameOf(checkpoint)));
        }
    } catch (const Fault&) {
        verdict.add(findingOf(FindingId::CheckpointInvalid, Severity::Refuse, nameOf(checkpoint)));
    }
}

void compareToken(const ledger::Checkpoint& checkpoint, const signing::Trust& believed,
                  record::Instant now, record::Verdict& verdict) {
    if (checkpoint.token.empty()) {
        return;
    }
    const auto token = signing::verifyToken(checkpoint.token, believed,
                                            record::sha256(checkpoint.note), {}, {}, now);
    for (record::Finding finding : token.verdict.findings) {
        finding.subject =
            nameOf(checkpoint) + (finding.subject.empty() ? "" : ": " + finding.subject);
        verdict.add(std::move(finding));
    }
}

// By size; nullptr: there is none.
const ledger::Checkpoint* checkpointOfSize(const std::vector<ledger::Checkpoint>& checkpoints,
                                           std::uint64_t size) {
    const auto found = std::lower_bound(
        checkpoints.begin(), checkpoints.end(), size,
        [](const auto& known, std::uint64_t wanted) { return known.size < wanted; });
    return found != checkpoints.end() && found->size == size ? &*found : nullptr;
}

std::string checkpointSubject(const record::Entry& entry, std::uint64_t size) {
    return "entry " + std::to_string(entry.sequence) + ", checkpoint " + std::to_string(size);
}

} // namespace

std::string trustedStationKey(const signing::Trust& believed, const std::string& station) {
    for (const config::StationKey& known : believed.file.stationKeys) {
        if (known.stationId == station) {
            return known.ed25519Base64;
        }
    }
    return {};
}

record::Verdict judgeCheckpoints(const std::vector<ledger::Checkpoint>& checkpoints,
                                 const std::string& station, const signing::Trust& believed,
                                 record::Instant now) {
    record::Verdict verdict;
    const std::string key = trustedStationKey(believed, station);
    if (key.empty()) {
        return verdict.add(findingOf(FindingId::CheckpointInvalid, Severity::Refuse,
                                     "trust names no key of " + station));
    }
    for (const ledger::Checkpoint& checkpoint : checkpoints) {
        compareNote(checkpoint, station, key, verdict);
        compareToken(checkpoint, believed, now, verdict);
    }
    return verdict;
}

void judgeLoggedToken(const record::Entry& entry,
                      const std::vector<ledger::Checkpoint>& checkpoints,
                      record::Verdict& verdict) {
    if (entry.what.kind != EntryKind::CheckpointTimestamped) {
        return;
    }
    const auto size = static_cast<std::uint64_t>(entry.what.facts.at("size").asInt());
    const ledger::Checkpoint* const found = checkpointOfSize(checkpoints, size);
    const bool same =
        found != nullptr &&
        record::sha256(found->note) == record::digestIn(entry.what.facts, "noteSha256") &&
        record::sha256(record::Bytes(found->token)) ==
            record::digestIn(entry.what.facts, "tokenSha256");
    if (!same) {
        verdict.add(findingOf(FindingId::CheckpointDisagrees, Severity::Refuse,
                              checkpointSubject(entry, size)));
    }
}

void WitnessStanding::take(const record::Entry& entry,
                           const std::vector<ledger::Checkpoint>& checkpoints,
                           const signing::Trust& believed, record::Verdict& verdict) {
    if (entry.what.kind == EntryKind::WitnessRefused) {
        m_refusals[record::textIn(entry.what.facts, "witness")] = entry;
    }
    if (entry.what.kind != EntryKind::CheckpointWitnessed) {
        return;
    }
    const auto size = static_cast<std::uint64_t>(entry.what.facts.at("size").asInt());
    const ledger::Checkpoint* const found = checkpointOfSize(checkpoints, size);
    try {
        const bool known =
            found != nullptr &&
            !signing::knownCosignatures(found->note + record::textIn(entry.what.facts, "line"),
                                        believed.file.witnessKeys)
                 .empty();
        m_cosignatures += known ? 1 : 0;
        if (known) {
            m_refusals.erase(record::textIn(entry.what.facts, "witness"));
        }
    } catch (const Fault&) {
        verdict.add(findingOf(FindingId::CosignatureInvalid, Severity::Refuse,
                              checkpointSubject(entry, size)));
    }
    if (found == nullptr) {
        verdict.add(findingOf(FindingId::CheckpointDisagrees, Severity::Refuse,
                              checkpointSubject(entry, size)));
    }
}

void WitnessStanding::finish(record::Verdict& verdict) const {
    for (const auto& [witness, refusal] : m_refusals) {
        record::Finding finding =
            findingOf(FindingId::WitnessRefusedLog, Severity::Refuse, witness);
        finding.measured = refusal.what.facts.at("size");
        finding.required = refusal.what.facts.at("witnessSize");
        verdict.add(std::move(finding));
    }
}

} // namespace seihon::station
