#include "signing/verify_record.h"

#include "record/actor.h"
#include "record/fault.h"
#include "record/sentences.h"
#include "signing/algorithm_rules.h"
#include "signing/archive_layers.h"
#include "signing/findings.h"
#include "signing/judge_layers.h"
#include "signing/manifest_names.h"
#include "signing/record_files.h"
#include "signing/record_rules.h"
#include "signing/scan_proof.h"
#include "signing/seal_rules.h"

#include <algorithm>

namespace seihon::signing {

namespace {

using record::FindingId;
using record::Json;
using record::Severity;

constexpr std::size_t kMaxManifestBytes = 8u << 20;
constexpr std::size_t kMaxRecordBytes = 16u << 20;
constexpr std::size_t kMaxSignatureBytes = 32u << 20;

// Only what a record holds: record.json, scan-proof.json and pages/NNNN.tif.
bool mayBeListed(std::string_view path) {
    if (path == kRecordPath || path == record::kScanProofPath) {
        return true;
    }
    constexpr std::string_view kPrefix = "pages/", kEnding = ".tif";
    if (!path.starts_with(kPrefix) || !path.ends_with(kEnding) ||
        path.size() < kPrefix.size() + 4 + kEnding.size()) {
        return false;
    }
    path.remove_prefix(kPrefix.size());
    path.remove_suffix(kEnding.size());
    return std::all_of(path.begin(), path.end(), [](char c) { return c >= '0' && c <= '9'; });
}

class Verification {
  public:
    Verification(const RecordFiles& files, const Trust& trust, record::Instant now,
                 const Withheld& withheld)
        : m_files(files), m_measuredFiles(files), m_trust(trust), m_now(now),
          m_isWithheld(withheld) {}

    RecordVerification run() {
        m_result.verdict.merge(m_files.verdict());
        if (!m_files.readable()) {
            return std::move(m_result); // nothing in it is relied on, nothing is missing from it
        }
        readMimetype();
        readLayers();
        const std::string* const manifest = read(kManifestPath, kMaxManifestBytes);
        if (manifest != nullptr) {
            m_result.manifestDigest = record::sha256(*manifest);
            readManifest(*manifest);
        }
        judgeListing();
        SealBelow below;
        if (manifest != nullptr) {
            below = readSignature(*manifest);
        }
        judgeLayersOver(below);
        readRecordJson(below.embedded);
        return std::move(m_result);
    }

  private:
    const std::string* read(std::string_view path, std::size_t limit) {
        return m_measuredFiles.read(std::string(path), limit, m_result.verdict);
    }

    // First of all, for they say by which digests every file is to be measured.
    void readLayers() {
        m_found = findLayers(m_files.files());
        m_result.verdict.merge(m_found.verdict);
        for (const LayerPaths& paths : m_found.layers) {
            m_layers.push_back(readLayer(paths, m_measuredFiles));
            m_measuredFiles.measureBy(algorithmsOf(m_layers.back()));
        }
    }

    void readMimetype() {
        const std::string* const text = read(kMimetypePath, 1024);
        if (text != nullptr && *text != kMimetype) {
            refuse(m_result.verdict, FindingId::MimetypeWrong, nullptr, kMimetypePath);
        }
    }

    void readManifest(const std::string& xml) {
        try {
            for (const record::ManifestEntry& entry : parseManifestXml(xml).entries) {
                if (!mayBeListed(entry.path)) {
                    throw record::Fault(record::FaultKind::Malformed,
                                        "manifest: " + entry.path + " has no place in a record");
                }
                m_listed.emplace(entry.path, entry.digest);
            }
        } catch (const record::Fault& fault) {
            if (fault.kind != record::FaultKind::Malformed) {
                throw;
            }
            m_listed.clear();
            const auto digest = fault.context.find("digest");
            if (digest != fault.context.end()) {
                refuse(m_result.verdict, FindingId::ManifestDigestWeak, digest->second,
                       kManifestPath);
            } else {
                refuse(m_result.verdict, FindingId::ManifestMalformed, fault.what(), kManifestPath);
            }
            return;
        }
        if (!m_listed.contains(std::string(kRecordPath))) {
            refuse(m_result.verdict, FindingId::ManifestMalformed, "it does not list record.json",
                   kManifestPath);
        }
        measureFiles();
    }

    void measureFiles() {
        for (const auto& [path, digest] : m_listed) {
            if (m_isWithheld && m_isWithheld(path) && !m_files.files().contains(path)) {
                m_withheld.insert(path);
                m_measured.emplace(path, RecordFiles::Measured{digest, kBytesUnknown});
                continue;
            }
            if (path == kRecordPath) { // its bytes are judged later
                m_recordText = read(path, kMaxRecordBytes);
            } else if (path == record::kScanProofPath) {
                m_proofText = read(path, record::kScanProofBytes);
            }
            compare(path, digest);
        }
        if (!m_withheld.empty()) {
            m_result.verdict.add({FindingId::FileWithheld, Severity::Note, std::ssize(m_withheld),
                                  nullptr, "", std::nullopt, ""});
        }
    }

    void compare(const std::string& path, const record::Digest& listed) {
        const MeasuredFiles::Measured* const read = m_measuredFiles.measure(path, m_result.verdict);
        if (read == nullptr) {
            return;
        }
        RecordFiles::Measured measured{{}, read->bytes};
        const auto& bytes = read->digests.at("sha256").bytes;
        std::copy_n(bytes.begin(), measured.digest.bytes.size(), measured.digest.bytes.begin());
        m_measured.emplace(path, measured);
        if (measured.digest != listed) {
            m_result.verdict.add({FindingId::FileAltered, Severity::Refuse, measured.digest.hex(),
                                  listed.hex(), "", std::nullopt, path});
        }
    }

    // What no list names was not sealed, and has no business in the folder.
    void judgeListing() {
        for (const std::string& path : m_files.files()) {
            const bool fixed =
                path == kMimetypePath || path == kManifestPath || path == kSignaturePath;
            if (!fixed && !m_listed.contains(path) && !m_found.names(path)) {
                refuse(m_result.verdict, FindingId::FileNotListed, nullptr,
                       RecordFiles::shown(path));
            }
        }
    }

    SealBelow readSignature(const std::string& manifest) {
        if (!m_files.files().contains(std::string(kSignaturePath))) {
            refuse(m_result.verdict, FindingId::SignatureMissing, nullptr, kSignaturePath);
            return {};
        }
        const std::string* const cms = read(kSignaturePath, kMaxSignatureBytes);
        if (cms == nullptr) {
            return {};
        }
        SealQuestion question{record::bytesOf(manifest), m_now, std::nullopt, {}};
        if (!m_layers.empty()) {
            question.beside = m_layers.front().beside;
            if (!m_layers.front().tokens.empty()) {
                question.coveredAt = m_layers.front().tokens.front().at;
            }
        }
        SealReading seal = readSealWithin(record::bytesOf(*cms), m_trust, question);
        m_result.verdict.merge(seal.verdict);
        m_result.signer = std::move(seal.signer);
        m_result.signedAt = seal.signedAt;
        m_result.provenAt = seal.provenAt;
        m_result.completed = seal.completed;
        m_result.provenUntil = seal.endsAt;
        judgeManifestDigest(question.coveredAt.value_or(m_now));
        return {std::move(seal.embedded), std::move(seal.tsaChain), seal.stampedAt};
    }

    // The manifest's digests stand between the files and the signature until a layer covers both.
    void judgeManifestDigest(record::Instant reference) {
        constexpr std::string_view kDigest = "sha256";
        if (!digestAccepted(m_trust.file, kDigest, reference)) {
            refuse(m_result.verdict, FindingId::ManifestDigestWeak, kDigest, kManifestPath);
        }
        const auto end = digestEnds(m_trust.file, kDigest);
        if (end && (!m_result.provenUntil || *end < *m_result.provenUntil)) {
            m_result.provenUntil = end;
        }
    }

    void judgeLayersOver(const SealBelow& below) {
        for (LayerReading& layer : m_layers) {
            compareLayer(layer, {coveredBy(layer.paths, m_found, m_files.files()), m_withheld},
                         m_measuredFiles);
        }
        LayersJudgement judged = judgeLayers(m_layers, below, m_trust, m_now);
        addOnce(judged.verdict); // an altered page is told once, not by every layer
        m_result.layers = std::move(judged.layers);
        if (!m_result.layers.empty()) {
            m_result.provenUntil = judged.endsAt;
        }
    }

    // What the seal covers of the time of scanning, as of the seal's own time.
    std::optional<record::ScanProofFacts> readProof(const ValidationMaterial& sealMaterial) {
        if (m_proofText == nullptr) {
            return std::nullopt;
        }
        ScanProofReading reading;
        try {
            reading = readScanProof(record::parseScanProof(*m_proofText), m_trust,
                                    {.station = m_result.recordJson.at("station").asString(),
                                     .job = m_result.recordJson.at("job").asString(),
                                     .pages = provenPagesOf(m_result.recordJson),
                                     .coveredAt = m_result.provenAt.value_or(m_now),
                                     .beside = sealMaterial});
        } catch (const record::Fault& fault) {
            if (fault.kind != record::FaultKind::Malformed) {
                throw;
            }
            refuse(m_result.verdict, FindingId::ScanProofInvalid, fault.what(),
                   record::kScanProofPath);
            return record::ScanProofFacts{}; // it is there, and agrees with nothing
        }
        addOnce(reading.verdict); // the authority of the seal's token is often the same
        m_result.scanProvenAt = reading.at;
        return record::ScanProofFacts{record::sha256(*m_proofText),
                                      reading.at.value_or(record::Instant{}),
                                      reading.checkpointSize};
    }

    void addOnce(const record::Verdict& verdict) {
        for (const record::Finding& finding : verdict.findings) {
            const auto& known = m_result.verdict.findings;
            if (std::find(known.begin(), known.end(), finding) == known.end()) {
                m_result.verdict.add(finding);
            }
        }
    }

    void readRecordJson(const ValidationMaterial& sealMaterial) {
        if (m_recordText == nullptr) {
            m_result.pages =
                std::count_if(m_withheld.begin(), m_withheld.end(),
                              [](const auto& path) { return path.starts_with("pages/"); });
            return;
        }
        try {
            m_result.recordJson = parseRecordJson(*m_recordText);
        } catch (const record::Fault& fault) {
            if (fault.kind != record::FaultKind::Malformed) {
                throw;
            }
            refuse(m_result.verdict, FindingId::RecordMalformed, fault.what(), kRecordPath);
            return;
        }
        const auto proof = readProof(sealMaterial);
        m_result.verdict.merge(judgeRecord(
            m_result.recordJson,
            {m_measured, m_result.signer, m_result.provenAt, proof, m_result.scanProvenAt},
            m_trust));
        readForPeople();
    }

    // Shown even when the record is refused, as far as it can be read.
    void readForPeople() {
        if (!m_result.recordJson.isObject()) {
            return;
        }
        if (const Json* const pages = m_result.recordJson.find("pages");
            pages && pages->isArray()) {
            m_result.pages = static_cast<std::int64_t>(pages->asArray().size());
        }
        const Json* const signer = m_result.recordJson.find("signer");
        const Json* const role = signer && signer->isObject() ? signer->find("role") : nullptr;
        if (role && role->isString() && record::enumFromName<record::Role>(role->asString())) {
            m_result.signerRole = role->asString();
        }
    }

    const RecordFiles& m_files;
    MeasuredFiles m_measuredFiles;
    const Trust& m_trust;
    record::Instant m_now;
    const Withheld& m_isWithheld;
    std::set<std::string> m_withheld;
    std::map<std::string, record::Digest> m_listed;
    std::map<std::string, RecordFiles::Measured> m_measured;
    const std::string* m_recordText = nullptr;
    const std::string* m_proofText = nullptr;
    LayersFound m_found;
    std::vector<LayerReading> m_layers;
    RecordVerification m_result;
};

Json timeOrNull(const std::optional<record::Instant>& at) {
    return at ? Json(record::formatInstant(*at)) : Json();
}

Json layersJson(const std::vector<ArchiveLayer>& layers) {
    Json all = Json::array();
    for (const ArchiveLayer& layer : layers) {
        all.push(Json::object({{"number", layer.number},
                               {"kind", record::enumName(layer.kind)},
                               {"at", record::formatInstant(layer.at)},
                               {"service", layer.service},
                               {"digest", layer.digest}}));
    }
    return all;
}

} // namespace

RecordVerification verifyRecord(const std::filesystem::path& path, const Trust& trust,
                                record::Instant now) {
    return verifyRecord(*openRecordFiles(path), trust, now);
}

RecordVerification verifyRecord(const RecordFiles& files, const Trust& trust, record::Instant now) {
    return verifyRecord(files, trust, now, Withheld());
}

RecordVerification verifyRecord(const RecordFiles& files, const Trust& trust, record::Instant now,
                                const Withheld& withheld) {
    return Verification(files, trust, now, withheld).run();
}

Json toJson(const RecordVerification& verification) {
    Json findings = Json::array();
    for (const record::Finding& finding : verification.verdict.findings) {
        Json json = record::toJson(finding);
        json.set("text", record::sentenceOf(finding, record::Language::English));
        findings.push(std::move(json));
    }
    const auto member = [&](const char* key) {
        const Json* const found =
            verification.recordJson.isObject() ? verification.recordJson.find(key) : nullptr;
        return found == nullptr ? Json() : *found;
    };
    Json signer;
    if (!verification.signer.holder.empty()) {
        signer =
            Json::object({{"name", verification.signer.holder}, {"role", verification.signerRole}});
    }
    return Json::object({{"valid", verification.verdict.permitted()},
                         {"findings", findings},
                         {"signer", signer},
                         {"signedAt", timeOrNull(verification.signedAt)},
                         {"provenAt", timeOrNull(verification.provenAt)},
                         {"pages", verification.pages},
                         {"completed", verification.completed},
                         {"layers", layersJson(verification.layers)},
                         {"project", member("project")},
                         {"folder", member("folder")},
                         {"provenUntil", timeOrNull(verification.provenUntil)},
                         {"scanProvenAt", timeOrNull(verification.scanProvenAt)}});
}

} // namespace seihon::signing
