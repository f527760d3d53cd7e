#include "signing/log_proof.h"

#include "record/fault.h"
#include "record/json_fields.h"
#include "record/merkle.h"
#include "signing/checkpoint.h"
#include "signing/findings.h"
#include "signing/token_verify.h"

#include <algorithm>

namespace seihon::signing {

namespace {

using record::Entry;
using record::EntryKind;
using record::Fault;
using record::FaultKind;
using record::FindingId;

// The id that a RecordSealed entry gives its record; empty for every other entry.
std::string sealedIdIn(const Entry& entry) {
    const bool sealed = entry.what.kind == EntryKind::RecordSealed && entry.what.facts.isObject();
    return sealed ? record::textIn(entry.what.facts, "recordId") : std::string();
}

class LogProofJudge {
  public:
    LogProofJudge(const record::LogProof& proof, const Trust& trust, record::Instant now)
        : m_proof(proof), m_trust(trust), m_now(now) {}

    LogProofReading judge() {
        try {
            openNote();
            for (const record::LogProof::Line& line : m_proof.lines) {
                judgeLine(line);
            }
            requireOneRecord();
            judgeToken();
        } catch (const Fault& fault) {
            if (fault.kind != FaultKind::Malformed) {
                throw;
            }
            invalid(fault.what());
        }
        if (!m_reading.verdict.permitted()) {
            m_reading.at.reset();
        }
        return std::move(m_reading);
    }

  private:
    void invalid(const std::string& why) {
        m_reading.verdict.add(refusal(FindingId::LogProofInvalid, nullptr, nullptr, why));
    }

    // The note names its station; that one may have had several keys, one after another.
    void openNote() {
        const std::string note = stationNoteOf(m_proof.checkpoint);
        m_noteDigest = record::sha256(note);
        m_reading.station = note.substr(0, note.find('\n'));
        std::string trouble = "trust names no key of the station that signed the checkpoint";
        for (const config::StationKey& key : m_trust.file.stationKeys) {
            if (key.stationId != m_reading.station) {
                continue;
            }
            try {
                const CheckpointBody body = openCheckpoint(note, key.ed25519Base64);
                m_root = body.root;
                m_reading.checkpointSize = body.size;
                m_reading.witnesses =
                    knownCosignatures(m_proof.checkpoint, m_trust.file.witnessKeys);
                return;
            } catch (const Fault& fault) {
                trouble = fault.what();
            }
        }
        throw Fault(FaultKind::Malformed, trouble);
    }

    void judgeLine(const record::LogProof::Line& line) {
        Entry entry = record::entryFromPublicLine(line.line);
        const std::string name = "entry " + std::to_string(entry.sequence);
        const std::string bytes = record::canonical(line.line);
        // What this program would write from what it read: a line that says anything twice, or in
        // other words, was not written by it.
        if (record::canonical(record::publicLine(entry)) != bytes ||
            !record::verifyInclusion(record::merkleLeaf(record::bytesOf(bytes)), entry.sequence,
                                     m_reading.checkpointSize, line.path, m_root)) {
            return invalid(name + " is not under the checkpoint");
        }
        if (entry.station != m_reading.station) {
            return invalid(name + " is of another station");
        }
        if (!m_reading.entries.empty() && entry.sequence <= m_reading.entries.back().sequence) {
            return invalid(name + " stands out of order, or twice");
        }
        if (line.opened) {
            if (!entry.privateCommitment ||
                record::privateCommitmentOf(line.opened->salt, line.opened->facts) !=
                    *entry.privateCommitment) {
                return invalid("what was opened of " + name + " is not what it committed to");
            }
            entry.privateSalt = line.opened->salt;
            entry.what.privateFacts = line.opened->facts;
        }
        if (const std::string id = sealedIdIn(entry); !id.empty() && id == m_proof.record) {
            if (m_reading.sealed) {
                return invalid(name + " seals the record a second time");
            }
            m_reading.sealed = entry;
        }
        m_reading.entries.push_back(std::move(entry));
    }

    // Everything about this record, and nothing about another.
    void requireOneRecord() {
        if (!m_reading.sealed) {
            return invalid("no entry says that the record was sealed");
        }
        for (const Entry& entry : m_reading.entries) {
            if (entry.what.record != m_proof.record &&
                (entry.what.job.empty() || entry.what.job != m_reading.sealed->what.job)) {
                invalid("entry " + std::to_string(entry.sequence) + " is about something else");
            }
        }
    }

    void judgeToken() {
        const TokenVerification token =
            verifyTokenWithin(m_proof.token, m_trust,
                              {dataDigest(m_noteDigest), m_proof.certificates, m_proof.crls, m_now,
                               kClockAllowance, std::nullopt, false});
        m_reading.verdict.merge(token.verdict);
        m_reading.at = token.token.at;
    }

    const record::LogProof& m_proof;
    const Trust& m_trust;
    record::Instant m_now;
    record::Digest m_root, m_noteDigest;
    LogProofReading m_reading;
};

} // namespace

LogProofReading readLogProof(const record::LogProof& proof, const Trust& trust,
                             record::Instant now) {
    return LogProofJudge(proof, trust, now).judge();
}

record::Verdict compareWithProof(const LogProofReading& reading,
                                 const RecordVerification& verification) {
    record::Verdict verdict;
    if (!reading.sealed || !reading.verdict.permitted()) {
        return verdict; // the proof says why itself
    }
    const auto compare = [&](std::string_view what, const std::string& found,
                             const std::string& proven) {
        if (found != proven) {
            verdict.add(refusal(FindingId::LogProofOtherRecord, found, proven, std::string(what)));
        }
    };
    const record::Json& facts = reading.sealed->what.facts;
    compare("META-INF/ASiCManifest001.xml", verification.manifestDigest.hex(),
            record::textIn(facts, "manifestDigest"));
    compare("provenAt",
            verification.provenAt ? record::formatInstant(*verification.provenAt) : std::string(),
            record::textIn(facts, "provenAt"));
    return verdict;
}

} // namespace seihon::signing
