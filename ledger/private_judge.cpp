#include "ledger/private_judge.h"

#include "record/fault.h"

#include <algorithm>

namespace seihon::ledger {

using record::Digest;
using record::Entry;
using record::FindingId;
using record::Json;

namespace {

constexpr std::size_t kMostMissing = 1'000'000;

std::string privateSubject(std::uint64_t sequence) {
    return "private facts of entry " + std::to_string(sequence);
}

} // namespace

std::vector<std::uint64_t> destroyedBy(const Entry& entry) {
    std::vector<std::uint64_t> sequences;
    const Json* list =
        entry.what.kind == record::EntryKind::DeletionCarriedOut && entry.what.facts.isObject()
            ? entry.what.facts.find("entries")
            : nullptr;
    if (list != nullptr && list->isArray()) {
        for (const Json& sequence : list->asArray()) {
            // A deletion speaks of what was there before it.
            if (sequence.isInt() && sequence.asInt() >= 0 &&
                static_cast<std::uint64_t>(sequence.asInt()) < entry.sequence) {
                sequences.push_back(static_cast<std::uint64_t>(sequence.asInt()));
            }
        }
    }
    return sequences;
}

void PrivateJudge::take(Entry& entry, const std::optional<Digest>& salt, const std::string& facts) {
    for (const std::uint64_t sequence : destroyedBy(entry)) {
        m_destroyed.insert(sequence);
    }
    const std::string subject = privateSubject(entry.sequence);
    if (!salt) {
        if (entry.privateCommitment && m_missing.size() < kMostMissing) {
            m_missing.push_back(entry.sequence);
        } else if (entry.privateCommitment) {
            ++m_beyond;
        }
        return;
    }
    if (!entry.privateCommitment) {
        m_findings.add(FindingId::EntryAltered, subject, {"present", "none"});
        return;
    }
    try {
        entry.what.privateFacts = record::parseJson(facts);
        const Digest commitment = record::privateCommitmentOf(*salt, entry.what.privateFacts);
        if (commitment != *entry.privateCommitment ||
            record::canonical(entry.what.privateFacts) != facts) {
            m_findings.add(FindingId::EntryAltered, subject,
                           {commitment.hex(), entry.privateCommitment->hex()});
        }
    } catch (const record::Fault& fault) {
        m_findings.add(FindingId::EntryAltered, subject, {fault.what(), {}});
    }
}

void PrivateJudge::finish() {
    for (const std::uint64_t sequence : m_missing) {
        if (!m_destroyed.contains(sequence)) {
            m_findings.add(FindingId::EntryMissing, privateSubject(sequence));
        }
    }
    if (m_beyond > 0) {
        m_findings.add(FindingId::EntryMissing,
                       "private facts of " + std::to_string(m_beyond) + " more entries");
    }
}

} // namespace seihon::ledger
