#include "signing/scan_proof.h"

#include "record/entry.h"
#include "record/fault.h"
#include "record/json_fields.h"
#include "record/merkle.h"
#include "signing/checkpoint.h"
#include "signing/findings.h"
#include "signing/token_verify.h"

#include <algorithm>
#include <map>

namespace seihon::signing {

namespace {

using record::FindingId;

class ProofJudge {
  public:
    ProofJudge(const record::ScanProof& proof, const Trust& trust,
               const ScanProofQuestion& question)
        : m_proof(proof), m_trust(trust), m_question(question) {}

    ScanProofReading judge() {
        if (openNote()) {
            judgeLines();
        }
        judgeToken();
        if (!m_reading.verdict.permitted()) {
            m_reading.at.reset();
        }
        return std::move(m_reading);
    }

  private:
    void invalid(const std::string& why) {
        refuse(m_reading.verdict, FindingId::ScanProofInvalid, why, record::kScanProofPath);
    }

    // The note names the key that signed it; the station may have several, one after another.
    bool openNote() {
        for (const config::StationKey& key : m_trust.file.stationKeys) {
            if (key.stationId != m_question.station) {
                continue;
            }
            try {
                const CheckpointBody body = openCheckpoint(m_proof.note, key.ed25519Base64);
                if (body.origin != m_question.station) {
                    break;
                }
                m_root = body.root;
                m_reading.checkpointSize = body.size;
                return true;
            } catch (const record::Fault& fault) {
                if (fault.kind != record::FaultKind::Malformed) {
                    throw;
                }
            }
        }
        invalid("the checkpoint is not signed by a key of this station");
        return false;
    }

    void judgeLines() {
        std::map<std::string, const ProvenPage*> wanted;
        for (const ProvenPage& page : m_question.pages) {
            if (!wanted.emplace(page.captureId, &page).second) {
                invalid("two pages of the record name the same capture");
            }
        }
        for (const record::ScanProof::Line& line : m_proof.lines) {
            try {
                judgeLine(line, wanted);
            } catch (const record::Fault& fault) {
                if (fault.kind != record::FaultKind::Malformed) {
                    throw;
                }
                invalid(fault.what());
            }
        }
        for (const auto& [captureId, page] : wanted) {
            invalid("no line about capture " + captureId.substr(0, 64));
        }
    }

    void judgeLine(const record::ScanProof::Line& line,
                   std::map<std::string, const ProvenPage*>& wanted) {
        const record::Entry entry = record::entryFromPublicLine(line.line);
        const std::string name = "line " + std::to_string(entry.sequence);
        const std::string bytes = record::canonical(line.line);
        if (!record::verifyInclusion(record::merkleLeaf(record::bytesOf(bytes)), entry.sequence,
                                     m_reading.checkpointSize, line.path, m_root)) {
            return invalid(name + " is not under the checkpoint");
        }
        if (entry.what.kind != record::EntryKind::PageCaptured ||
            entry.station != m_question.station || entry.what.job != m_question.job) {
            return invalid(name + " is about something else");
        }
        const record::Json& facts = entry.what.facts;
        const auto page = wanted.find(facts.at("captureId").asString());
        if (page == wanted.end()) {
            return invalid(name + " is about no page of this record, or the second about it");
        }
        if (record::digestIn(facts, "sha256") != page->second->fileDigest ||
            record::digestIn(facts, "pixelSha256") != page->second->pixelDigest) {
            return invalid(name + " is about other pixels than the page of that capture");
        }
        wanted.erase(page);
    }

    void judgeToken() {
        std::vector<Der> certificates = m_proof.certificates;
        std::vector<Der> crls = m_proof.crls;
        certificates.insert(certificates.end(), m_question.beside.certificates.begin(),
                            m_question.beside.certificates.end());
        crls.insert(crls.end(), m_question.beside.crls.begin(), m_question.beside.crls.end());
        const TokenVerification token =
            verifyTokenWithin(m_proof.token, m_trust,
                              {dataDigest(record::sha256(m_proof.note)), certificates, crls,
                               m_question.coveredAt, kClockAllowance, std::nullopt, false});
        m_reading.verdict.merge(token.verdict);
        m_reading.at = token.token.at;
    }

    const record::ScanProof& m_proof;
    const Trust& m_trust;
    const ScanProofQuestion& m_question;
    record::Digest m_root;
    ScanProofReading m_reading;
};

} // namespace

ScanProofReading readScanProof(const record::ScanProof& proof, const Trust& trust,
                               const ScanProofQuestion& question) {
    return ProofJudge(proof, trust, question).judge();
}

std::vector<ProvenPage> provenPagesOf(const record::Json& recordJson) {
    std::vector<ProvenPage> pages;
    for (const record::Json& page : recordJson.at("pages").asArray()) {
        pages.push_back({page.at("captureId").asString(), record::digestIn(page, "sha256"),
                         record::digestIn(page, "pixelSha256")});
    }
    return pages;
}

} // namespace seihon::signing
